"""The solved edition: put in each solution, run, and see every check pass.

`python -m authoring.run.solved` prints what is wrong with each notebook.
"""

from __future__ import annotations

import sys
from copy import deepcopy
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import (
    CellControlSignal,
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)
from nbformat import NotebookNode

from wslesson.checking.cells import solved_cell
from wslesson.exercises.bank import find

from ..lint.page import about
from ..notebooks import CELL_TIMEOUT, chosen, execute
from .comparing import differences

FAILURES = (
    CellControlSignal,
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
    NoSuchKernel,
)


def solve(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook of a learner who has solved all exercises, not yet run."""
    solved = deepcopy(notebook)
    for cell in solved.cells:
        if about(cell).get("part") == "answer":
            cell.source = solved_cell(find(str(about(cell)["exercise"])))
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return solved


def problems(path: Path, timeout: float = CELL_TIMEOUT) -> list[str]:
    """Return a line for each check that does not pass, and each cell that changes."""
    notebook = nbformat.read(path, as_version=4)
    solved = solve(notebook)
    try:
        execute(solved, timeout)
    except FAILURES as error:
        return [f"{path.name}: does not reach its end: {error}"]
    checks = [cell for cell in solved.cells if about(cell).get("part") == "check"]
    failed = [f"{cell.id}: {_verdict(cell)}" for cell in checks if not _passed(cell)]
    return failed + differences(
        *[
            [cell for cell in each.cells if about(cell).get("part") != "check"]
            for each in (notebook, solved)
        ]
    )


def _verdict(cell: NotebookNode) -> str:
    shown = [output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return "\n".join(shown) or "the check says nothing"


def _passed(cell: NotebookNode) -> bool:
    exercise = find(str(about(cell)["exercise"]))
    return _verdict(cell).startswith(f"{exercise.id} · {exercise.title}: passed")


def main(names: list[str]) -> int:
    """Print what is wrong with the chosen notebooks, solved; return 1 if anything."""
    paths = chosen(names)
    found = [f"{path.name}: {line}" for path in paths for line in problems(path)]
    print("\n".join(found) or f"{len(paths)} notebooks pass when solved")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
