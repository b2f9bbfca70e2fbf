"""How hypothesis draws while a fault is in: the same in each run, and few. A plugin."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutation",
    max_examples=50,
    derandomize=True,  # a mutant has the same fate in each run
    deadline=None,
    database=None,
    # mutmut runs the suite twice in one process, so a class is made twice
    suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
)
