"""The lanes twice and solved, in one kernel: run each cell as people do, and compare.

Whoever changes a cell runs it again, and goes back to one above. Each run must show
what is stored, so no cell may use up, double or overwrite what it needs itself. And
all must still show it when the exercises are solved, whose checks then pass.
A cell that is noted as `"once": true` may say something else, but raise no error.
`python -m authoring.run.twice` prints what differs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from ..lint.page import about, tags
from ..notebooks import CELL_TIMEOUT, told_of
from .burst import Ran, run_at_once
from .comparing import differences
from .solved import refused, solve


def problems(
    path: Path, patience: float = CELL_TIMEOUT, *, before: str = "", after: str = ""
) -> list[str]:
    """Return a line for each cell that shows something else than is stored.

    The code of `before` and `after` is run first and last in the same kernel.
    """
    notebook = nbformat.read(path, as_version=4)
    steps = list(plan([cell for cell in notebook.cells if cell.cell_type == "code"]))
    around = new_code_cell(before), new_code_cell(after)
    # No error stops it, so all that is wrong is found in one run.
    first, *ran, last = run_at_once(
        [around[0], *(cell for _, cell in steps), around[1]], patience, stop=False
    )
    if lost := next((it.status for it in (first, *ran, last) if not it.answered), ""):
        return [f"{path.name}: does not reach its end: {lost}"]
    return [
        f"{way}: {line}"
        for (way, cell), each in zip(steps, ran, strict=True)
        for line in _wrong(way, cell, each)
    ]


def plan(cells: list[NotebookNode]) -> Iterator[tuple[str, NotebookNode]]:
    """Yield the cells in the order in which they are run, and what it is called.

    Each cell is run twice, then the exercises backwards; they are solved in order, and
    with the solutions all other cells are run backwards.
    """
    exercises = [cell for cell in cells if about(cell).get("exercise")]
    others = [cell for cell in cells if cell not in exercises]
    yield from ((way, cell) for cell in cells for way in ("first", "twice"))
    yield from (("backwards", cell) for cell in reversed(exercises))
    yield from (("solved", cell) for cell in solve(exercises))
    yield from (("backwards", cell) for cell in reversed(others))


def _wrong(way: str, stored: NotebookNode, ran: Ran) -> Iterator[str]:
    """Yield what differs, and the errors of a cell whose outputs are not compared."""
    if way == "solved" and about(stored)["part"] == "check":
        yield from refused(stored, ran.outputs)
    elif not about(stored).get("once"):
        yield from differences([stored], [NotebookNode(outputs=ran.outputs)])
    for output in ran.outputs:
        if output.output_type == "error" and "raises-exception" not in tags(stored):
            yield f"{stored.id}: {output.ename}: {output.evalue}"


def main(names: list[str]) -> int:
    """Print what is wrong with the chosen notebooks; return 1 if anything."""
    return told_of(names, problems, "can be run again, and solved")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
