"""The notebooks on each Python, with the oldest and the newest `websockets` we allow.

`make matrix` runs all that this machine has; `nox -l` lists them. The services' tests
run too: they use every way of `websockets`, and the lessons hardly strain Trio.
"""

import nox

PROJECT = nox.project.load_toml("pyproject.toml")
NEEDS = PROJECT["project"]["dependencies"]
[OLDEST] = [need.replace(">=", "==") for need in NEEDS if need.startswith("websockets")]

nox.options.envdir = ".venv/nox"


@nox.session(python=nox.project.python_versions(PROJECT))
@nox.parametrize("library", [OLDEST, "websockets"], ids=["oldest", "newest"])
def matrix(session: nox.Session, library: str) -> None:
    """Install the exact versions of all else, run the lessons and compare outputs."""
    session.install("-c", "constraints.txt", "-e", ".[dev]")
    session.install("--upgrade", library)
    session.run("python", "-m", "authoring.run.strict", *session.posargs)
    session.run("python", "-m", "pytest", "tests/services", "-q", "-pno:cacheprovider")
