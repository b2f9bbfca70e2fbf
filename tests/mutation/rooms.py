"""The rooms whose code is changed, and the tests that ought to notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

JUDGE = "check", "helping", "ledger", "outcomes", "programs", "transcript", "dribble"
CASES = "model", "source", "trials"


@dataclass(frozen=True)
class Room:
    """Where the code is, and where its tests are."""

    code: tuple[str, ...]  # patterns of paths
    tests: tuple[str, ...]

    def modules(self) -> Iterator[Path]:
        """Yield the path of each module."""
        for pattern in self.code:
            yield from sorted(Path().glob(pattern))


ROOMS = {
    "drivers": Room(("wslesson/drivers/*.py",), ("tests/drivers", "tests/services")),
    "wire": Room(("wslesson/wire/*.py",), ("tests/wire",)),
    "services": Room(("wslesson/services/*.py",), ("tests/services", "tests/drivers")),
    "checking": Room(
        (
            *(f"wslesson/course/{name}.py" for name in JUDGE),
            *(f"wslesson/course/exercises/{name}.py" for name in CASES),
        ),
        ("tests/course", "tests/editions/test_grading.py", "tests/test_exercises.py"),
    ),
}
