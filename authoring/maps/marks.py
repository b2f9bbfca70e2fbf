"""What the cells are marked with, the tables of it, and links for generated pages.

A cell notes in its metadata what it shows: `"wslesson": {"features": ["L01"]}`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..lint.page import Page, first_line, noted
from ..notebooks import NOTEBOOKS

ROOT = NOTEBOOKS.parent
MAPS = ROOT / "docs" / "maps"
TABLES = {
    "rules": MAPS / "rfc6455_requirements.csv",
    "features": MAPS / "library_features.csv",
    "questions": MAPS / "library_questions.csv",
    "pains": MAPS / "user_pains.csv",
}

Mark = tuple[str, Path, str]  # an id, the file that has it, and where in the file


def rows(table: Path) -> list[dict[str, str]]:
    """Return the rows of a table, in its order."""
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def marked_cells(notebooks: Path, what: str) -> Iterator[Mark]:
    """Yield the id, the notebook and the first line, for each mark of a code cell."""
    for path in sorted(notebooks.glob("*.ipynb")):
        for cell in Page.read(path).code:
            title = first_line(cell).lstrip("# ")
            yield from ((name, path, title) for name in noted(cell, what))


def linked(marks: Iterable[Mark], name: str) -> list[str]:
    """Return a link for each cell that is marked with this id."""
    return [
        f"[{file.stem[:2]}: {title}]({link(file)})"
        for marked, file, title in marks
        if marked == name
    ]


def link(file: Path) -> str:
    """Return how a page in docs/maps/ links to a file."""
    return f"../../{file.relative_to(ROOT).as_posix()}"


def row(cells: Iterable[str]) -> str:
    """Return a row of a table in Markdown."""
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"
