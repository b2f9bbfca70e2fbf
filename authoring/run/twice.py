"""The twice lane: run each cell twice, then all of them backwards, as people do.

Whoever changes a cell runs it again, and goes back to one above. Each run must show
what is stored, so no cell may use up, double or overwrite what it needs itself.
A cell that is noted as `"once": true` may say something else, but raise no error.
`python -m authoring.run.twice` prints what differs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from ..lint.page import about, tags
from ..notebooks import CELL_TIMEOUT, chosen, client
from .comparing import differences
from .solved import FAILURES


def problems(path: Path, timeout: float = CELL_TIMEOUT) -> list[str]:
    """Return a line for each cell that shows something else when it is run again."""
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    order = [cell for cell in cells for _ in range(2)] + cells[::-1]
    copies = new_notebook(cells=[_copy(cell) for cell in order])
    runner = client(copies, timeout)
    runner.allow_errors = True  # so all that is wrong is found in one run
    try:
        runner.execute()
    except FAILURES as error:
        return [f"{path.name}: does not reach its end: {error}"]
    half = len(cells) * 2
    ways = {"first": (0, half, 2), "twice": (1, half, 2), "backwards": (half, None, 1)}
    return [
        f"{way}: {line}"
        for way, where in ways.items()
        for line in _wrong(order[slice(*where)], copies.cells[slice(*where)])
    ]


def _copy(cell: NotebookNode) -> NotebookNode:
    """Return the cell, not yet run, with an id of its own."""
    return new_code_cell(cell.source, metadata=deepcopy(cell.metadata))


def _wrong(stored: list[NotebookNode], ran: list[NotebookNode]) -> Iterator[str]:
    """Yield what differs, and the errors of cells whose outputs are not compared."""
    for before, after in zip(stored, ran, strict=True):
        if not about(before).get("once"):
            yield from differences([before], [after])
        for output in after.outputs:
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
