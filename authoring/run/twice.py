"""The twice lane: each cell twice, then all backwards, as people do, and all at once.

Whoever changes a cell runs it again, and goes back to one above. Each run must show
what is stored, so no cell may use up, double or overwrite what it needs itself.
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
from ..notebooks import CELL_TIMEOUT, chosen
from .burst import Ran, run_at_once
from .comparing import differences


def problems(
    path: Path, patience: float = CELL_TIMEOUT, *, before: str = "", after: str = ""
) -> list[str]:
    """Return a line for each cell that shows something else when it is run again.

    The code of `before` and `after` is run first and last in the same kernel.
    """
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    order = [cell for cell in cells for _ in range(2)] + cells[::-1]
    around = new_code_cell(before), new_code_cell(after)
    # No error stops it, so all that is wrong is found in one run.
    first, *ran, last = run_at_once(
        [around[0], *order, around[1]], patience, stop=False
    )
    if lost := next((it.status for it in (first, *ran, last) if not it.answered), ""):
        return [f"{path.name}: does not reach its end: {lost}"]
    half = len(cells) * 2
    ways = {"first": (0, half, 2), "twice": (1, half, 2), "backwards": (half, None, 1)}
    return [
        f"{way}: {line}"
        for way, where in ways.items()
        for line in _wrong(order[slice(*where)], ran[slice(*where)])
    ]


def _wrong(stored: list[NotebookNode], ran: list[Ran]) -> Iterator[str]:
    """Yield what differs, and the errors of cells whose outputs are not compared."""
    for before, each in zip(stored, ran, strict=True):
        if not about(before).get("once"):
            yield from differences([before], [NotebookNode(outputs=each.outputs)])
        for output in each.outputs:
            if output.output_type == "error" and "raises-exception" not in tags(before):
                yield f"{before.id}: {output.ename}: {output.evalue}"


def main(names: list[str]) -> int:
    """Print what a second run changes in the chosen notebooks; return 1 if anything."""
    paths = chosen(names)
    found = [f"{path.name}: {line}" for path in paths for line in problems(path)]
    print("\n".join(found) or f"{len(paths)} notebooks can be run again")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
