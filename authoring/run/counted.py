"""Has each code cell been run? nbval compares one without a count with nothing.

`python -m authoring.run.counted FOLDER` names the notebooks with cells that have none.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat


def never_run(path: Path) -> int:
    """Return how many code cells of a notebook have no count, so no output to prove."""
    cells = nbformat.read(path, as_version=4).cells
    return sum(
        cell.cell_type == "code" and cell.execution_count is None for cell in cells
    )


def main(argv: list[str]) -> int:
    """Print a line for each notebook with such cells; return 1 if there is any."""
    paths = sorted(Path(argv[0]).glob("*.ipynb"))
    missing = {path: never_run(path) for path in paths}
    for path, count in missing.items():
        if count:
            print(f"{path.name}: {count} cells were never run, or have been stripped")
    return bool(sum(missing.values())) or not paths


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
