"""The rooms whose code is changed, and the tests that ought to notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


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
    "wire": Room(("wslesson/wire/**/*.py",), ("tests/wire",)),
    "services": Room(("wslesson/services/*.py",), ("tests/services", "tests/drivers")),
    "checking": Room(
        ("wslesson/checking/*.py", "wslesson/course/*.py"),
        ("tests/checking", "tests/course", "tests/test_exercises.py"),
    ),
}
