"""Which tests reach a line, and how long they take.

Also a plugin of pytest: it writes the times, and what had to be imported.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from coverage import CoverageData

from .inside import OPTIONS

TIMES = Path("times.json")
COVERED = Path(".coverage")
COVER = ["--cov", "--cov-context=test", "--cov-report=", "--cov-fail-under=0"]


@dataclass(frozen=True)
class Reach:
    """What one run of all tests told."""

    seconds: dict[str, float]  # of each test
    parents: list[str]  # tests that start processes, which may reach anything
    imported: list[str]  # modules that are not ours
    covered: CoverageData

    def tests(self, path: Path, lines: Iterable[int]) -> list[str]:
        """Return the tests that reach any of the lines, the quickest first."""
        known = self.covered.contexts_by_lineno(str(path.absolute()))
        found = {name.rpartition("|")[0] for at in lines for name in known.get(at, ())}
        return self.by_time(found.__contains__)

    def by_time(self, wanted: Callable[[str], bool] = lambda _: True) -> list[str]:
        """Return those tests that are wanted, the quickest first."""
        return sorted(filter(wanted, self.seconds), key=self.seconds.__getitem__)


def reach(tests: Iterable[str]) -> Reach:
    """Run tests, or read what an earlier run told, in the folder where we are."""
    if not TIMES.exists():
        pytest_ = [sys.executable, "-m", "pytest", f"-p{__name__}", *OPTIONS]
        subprocess.run([*pytest_, *COVER, *tests], check=True)
    covered = CoverageData(str(COVERED))
    covered.read()
    return Reach(**json.loads(TIMES.read_text()), covered=covered)


class _Times:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.parents: set[str] = set()
        sys.addaudithook(self.note_process)

    def note_process(self, event: str, _: object) -> None:
        if event == "subprocess.Popen":
            running = os.environ.get("PYTEST_CURRENT_TEST", "")
            self.parents.add(running.rpartition(" ")[0])  # without its phase

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        before = self.seconds.get(report.nodeid, 0.0)
        self.seconds[report.nodeid] = before + report.duration

    def pytest_sessionfinish(self) -> None:
        ours = "wslesson", "tests", "__main__", "conftest", "test_"
        imported = [name for name in sys.modules if not name.startswith(ours)]
        told = {"seconds": self.seconds, "parents": [*self.parents]}
        TIMES.write_text(json.dumps({**told, "imported": imported}))


def pytest_configure(config: pytest.Config) -> None:
    """Let pytest tell us the times."""
    config.pluginmanager.register(_Times())
