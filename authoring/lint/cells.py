"""Is each cell what a cell of the course is: small, named, executed, clean?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from copy import deepcopy

from ..maps.marks import TABLES, rows
from ..notebooks import KEPT, METADATA, tidy
from .page import FOLDED, Page, Problem, about, first_line, folded, noted, parsed, tags

HOW_MANY = range(15, 36)
MOST_LINES = 15
MOST_COLUMNS = 88
COMMENT = re.compile(r"# \S.*")
WHY = re.compile(
    r"#.*\b(?:because|differs?|measured?|measures|var(?:y|ies)|depends?)\b"
)
TAGS = {"nbval-ignore-output", "not-in-browser", "raises-exception"}
NOTES = {"exercise", "part", "villain", "once", *TABLES}


def how_many(page: Page) -> Iterator[Problem]:
    """A lesson has 15 to 35 code cells. A folded one is a picture, not code to read."""
    number = sum(not folded(cell) for cell in page.code)
    if number not in HOW_MANY:
        yield Problem(page.title.id, f"{number} code cells", "make it 15 to 35")


def small_and_named(page: Page) -> Iterator[Problem]:
    """A code cell has at most 15 lines of 88, and a comment first that names it."""
    for cell in page.code:
        lines = cell.source.splitlines()
        if not COMMENT.fullmatch(first_line(cell)) or len(lines) < 2:
            yield Problem(cell.id, "no name", "begin with a comment, then some code")
        if len(lines) > MOST_LINES:
            yield Problem(cell.id, f"{len(lines)} lines", "split it: at most 15")
        for line in lines:
            if len(line) > MOST_COLUMNS:
                yield Problem(cell.id, f"{len(line)} columns", f"at most 88: {line}")


def executed_in_order(page: Page) -> Iterator[Problem]:
    """The code cells were executed once each, from the first to the last."""
    if not any(cell.execution_count for cell in page.code):
        yield Problem(page.path.name, "was never executed", "run `make outputs`")
        return
    for number, cell in enumerate(page.code, start=1):
        if cell.execution_count != number:
            what = f"was executed as {cell.execution_count}, and is number {number}"
            yield Problem(cell.id, what, "run `make outputs`")
        for output in cell.outputs:
            if output.get("execution_count", number) != number:
                yield Problem(cell.id, "output of another run", "run `make outputs`")


def nothing_stray(page: Page) -> Iterator[Problem]:
    """No editor and no run has left anything in the metadata."""
    if page.notebook.metadata != METADATA or page.notebook.nbformat_minor != 5:
        yield Problem(page.path.name, "stray metadata", "run `make outputs`")
    for cell in page.cells:
        stray = {
            *(set(cell.metadata) - {*KEPT}),
            *(set(cell.metadata.get("jupyter", FOLDED)) ^ {*FOLDED}),
            *(set(tags(cell)) - TAGS),
            *(set(about(cell)) - NOTES),
        }
        if stray:
            what = f"stray metadata {', '.join(sorted(stray))}"
            yield Problem(cell.id, what, "take it away")
        if cell.cell_type == "raw" or "attachments" in cell:
            yield Problem(
                cell.id, "raw cell or attachment", "use markdown, and pictures of code"
            )
        if re.search(r"^\s*#\s*(NBVAL|PYTEST_VALIDATE)", cell.source, re.MULTILINE):
            yield Problem(cell.id, "a comment steers nbval", "use the tag")


def ids_from_the_tool(page: Page) -> Iterator[Problem]:
    """The id of a cell is the one that `make outputs` gives it."""
    copy = deepcopy(page.notebook)
    tidy(copy, page.lesson)
    for cell, tidied in zip(page.cells, copy.cells, strict=True):
        if cell.id != tidied.id:
            yield Problem(cell.id, f"should be {tidied.id}", "run `make outputs`")
            return  # one run mends them all


def ignored_outputs_are_claims(page: Page) -> Iterator[Problem]:
    """A cell whose output is not compared says why, and asserts what it claims."""
    for cell in page.code:
        if "nbval-ignore-output" not in tags(cell):
            continue
        tree = parsed(cell)
        if not tree or not any(isinstance(node, ast.Assert) for node in ast.walk(tree)):
            yield Problem(cell.id, "its output proves nothing", "assert the claim")
        if not WHY.search(cell.source):
            what = "its output is not compared, and no comment says why"
            yield Problem(cell.id, what, "say that it differs, or what is measured")


def marks_exist(page: Page) -> Iterator[Problem]:
    """What a cell or an exercise is marked with is in the table of such things."""
    for what, table in TABLES.items():
        known = {row["id"] for row in rows(table)}
        named = [(cell.id, noted(cell, what)) for cell in page.cells]
        if what == "rules":
            named += [
                (exercise.id, list(exercise.rules)) for exercise in page.exercises
            ]
        for where, names in named:
            for name in names:
                if name not in known:
                    yield Problem(where, f"no {name} among {what}", f"see {table.name}")
