"""The solved lane: put in each solution, and see every check pass.

It has no kernel of its own: `twice` runs its cells, when all others have been run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy

from nbformat import NotebookNode

from wslesson.checking.cells import solved_cell
from wslesson.exercises.bank import find

from ..lint.page import about


def solve(cells: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Return the cells of a learner who has solved all exercises."""
    solved = deepcopy(list(cells))
    for cell in solved:
        if about(cell).get("part") == "answer":
            cell.source = solved_cell(find(str(about(cell)["exercise"])))
    return solved


def refused(cell: NotebookNode, outputs: Iterable[NotebookNode]) -> Iterator[str]:
    """Yield what the check of a solution says, unless that it passes."""
    shown = [output.get("data", {}).get("text/plain", "") for output in outputs]
    verdict = "\n".join(shown) or "the check says nothing"
    exercise = find(str(about(cell)["exercise"]))
    if not verdict.startswith(f"{exercise.id} · {exercise.title}: passed"):
        yield f"{cell.id}: {verdict}"
