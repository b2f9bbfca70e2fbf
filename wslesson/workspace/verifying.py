"""Do lessons show what is stored in them? nbval runs each, in a process of its own.

There this module notes what becomes of each cell: pytest loads it as a plugin.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

from ..course.kernels import reached
from . import quick_nbformat
from .notebook import Notebook

if TYPE_CHECKING:  # it would take longer to import than all the rest of a command
    import pytest
    from nbformat import NotebookNode

CELL_LIMIT = 60  # seconds for one cell
LIMIT = 300.0  # seconds for a lesson
GRACE = 10.0  # seconds that a run which was stopped may take to end its kernel
# Then pytest ends the kernel. Windows cannot say it: there a kernel sees it is alone.
INTERRUPT = signal.SIGTERM if sys.platform == "win32" else signal.SIGINT
SHOWN = 3  # cells of a lesson that are listed
NOTES, SETTINGS = "notes.jsonl", "pytest.ini"
MEASURED = "nbval-ignore-output"
OPTIONS = (
    *("-m", "pytest", "-q", "-c", SETTINGS, "--noconftest", "-pno:cacheprovider"),
    f"-p{quick_nbformat.__name__}",  # first
    *("-pnbval.plugin", f"-p{__name__}", "--nbval", "--nbval-current-env"),
    f"--nbval-cell-timeout={CELL_LIMIT}",
)


@dataclass(frozen=True)
class Verdict:
    """How many cells show what is stored, and what the others do."""

    same: int
    measured: int
    differ: tuple[str, ...]

    def __str__(self) -> str:
        told = f"{self.same} outputs as stored"
        if self.measured:
            told += f", {self.measured} measured anew"
        if self.differ:
            told += f", {len(self.differ)} not"
        more = len(self.differ) - SHOWN
        rest = [f"… and {more} more"] if more > 0 else []
        return "\n  ".join([told, *self.differ[:SHOWN], *rest])


def verify(path: Path) -> Verdict:
    """Run a lesson in a fresh kernel, and compare; the file stays as it is.

    Raises OSError, and NotWholeError when it is no notebook.
    """
    cells = [cell for cell in Notebook.read(path).cells if cell.kind == "code"]
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder, SETTINGS).write_text("[pytest]\n", "utf-8")
        problem = _run(path.resolve(), folder)
        notes = Path(folder, NOTES)
        lines = notes.read_text("utf-8").splitlines() if notes.exists() else []
    ran = [json.loads(line) for line in lines]
    differ = [difference for _, difference in ran if difference]
    if len(ran) < len(cells):
        differ.append(f"{problem} after {len(ran)} of {len(cells)} cells")
    measured = sum(ignored for ignored, difference in ran if not difference)
    same = len(ran) - measured - sum(bool(difference) for _, difference in ran)
    return Verdict(same, measured, tuple(differ))


def _run(path: Path, folder: str) -> str:
    """Run a lesson; return how the run ended. Ctrl-C ends it, and its kernel."""
    child = subprocess.Popen(
        [sys.executable, *OPTIONS, str(path)],
        cwd=folder,  # what somebody has set for pytest elsewhere is nothing to it
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for us: we stop it, once
    )
    try:
        return f"the run ended with code {child.wait(LIMIT)}"
    except subprocess.TimeoutExpired:
        return f"it did not end within {LIMIT:g} s"
    finally:
        _stop(child)


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.send_signal(INTERRUPT)  # to one that has ended, nothing is sent
    try:
        child.wait(GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


class Item(Protocol):
    """A cell that nbval runs, with what it showed this time."""

    cell: NotebookNode
    test_outputs: list[NotebookNode] | None


def pytest_configure() -> None:
    """Let nbval start kernels that need no free port."""
    import nbval.kernel

    manager = partial(nbval.kernel.KernelManager, **reached(str(Path.cwd())))
    nbval.kernel.KernelManager = manager


def pytest_runtest_makereport(item: Item, call: pytest.CallInfo[None]) -> None:
    """Note what became of a cell, as pytest says when it has run."""
    if call.when == "teardown" or (call.when == "setup" and not call.excinfo):
        return
    difference = ""
    if call.excinfo:
        title = item.cell.source.partition("\n")[0].lstrip("# ")
        shown = _difference(item.cell.outputs, item.test_outputs or [])
        difference = f'"{title}": {call.excinfo.value}\n{shown}'
    ignored = MEASURED in item.cell.metadata.get("tags", [])
    with Path(NOTES).open("a", encoding="utf-8") as file:
        print(json.dumps([ignored, difference]), file=file)


def _difference(stored: Iterable[NotebookNode], shown: Iterable[NotebookNode]) -> str:
    """Return the first lines that are not the same."""
    for old, new in zip_longest(_lines(stored), _lines(shown), fillvalue="(nothing)"):
        if old != new:
            return f"    stored: {old}\n    now:    {new}"
    return "    The text is the same: what is drawn is not."


def _lines(outputs: Iterable[NotebookNode]) -> Iterator[str]:
    for output in outputs:
        match output.output_type:
            case "stream":
                yield from output.text.splitlines()
            case "error":
                yield from f"{output.ename}: {output.evalue}".splitlines()
            case _:
                yield from output.data.get("text/plain", "").splitlines()
