"""Can each picture also be read?"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from nbformat import NotebookNode

from wslesson import wire

from .page import Page, Problem, folded, parsed

KINDS = {"text/plain", "text/html"}  # pixels follow no theme
NO_TWIN = re.compile(r"<.*>")
# They draw bytes or calls, which the cell makes: its code is what is taught.
OF_BYTES = {"conversation", "diagram", "drawers", "lengths", "pieces"}
DRAWS = {
    name
    for name in wire.__all__
    if callable(thing := getattr(wire, name))
    and inspect.signature(thing).return_annotation == "Picture"
} - OF_BYTES
SHORT = 3  # lines of code that may stand above their picture
EMPTY_ALT = re.compile(r"!\[\s*\]\(")


class _Images(HTMLParser):
    """Collects the alternative text of each image, "" where there is none."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.alts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("img", "svg"):
            self.alts.append(dict(attrs).get("alt") or "")


def alts(output: NotebookNode) -> list[str]:
    """Return the alternative text of each picture that an output shows."""
    return _Images(output.get("data", {}).get("text/html", "")).alts


def a_picture_has_words(page: Page) -> Iterator[Problem]:
    """A picture has an `alt`, and a twin in plain text; other kinds are not shown."""
    for cell in page.cells:
        if cell.cell_type == "markdown" and EMPTY_ALT.search(cell.source):
            yield Problem(cell.id, "an image without words", "write ![what it shows]")
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            for kind in sorted(set(data) - KINDS):
                should = "show a Picture: not all places show this"
                yield Problem(cell.id, f"an output of kind {kind}", should)
            if not all(alt.strip() for alt in alts(output)):
                yield Problem(cell.id, "a picture without alt", "say what it shows")
            twin = data.get("text/plain", "").strip()
            if alts(output) and (not twin or NO_TWIN.fullmatch(twin)):
                what = f"the picture's text is {twin!r}"
                yield Problem(cell.id, what, "give the same facts as text")


def the_picture_comes_early(page: Page) -> Iterator[Problem]:
    """The section *The picture* shows one."""
    section = page.section("The picture")
    outputs = [output for cell in section.code for output in cell.outputs]
    if not any(alts(output) for output in outputs):
        yield Problem(section.cell.id, "no picture", "show one, by a code cell")


def only_drawings_are_folded(page: Page) -> Iterator[Problem]:
    """A picture is met before the code that only draws it; any other code is shown."""
    for cell in page.cells:
        draws = cell.cell_type == "code" and only_draws(cell)
        if draws and not folded(cell) and _lines(cell) > SHORT:
            should = 'note `"jupyter": {"source_hidden": true}` in its metadata'
            yield Problem(cell.id, "code that only draws stands open", should)
        if folded(cell) and not draws:
            yield Problem(cell.id, "code that teaches is folded", "show it")


def only_draws(cell: NotebookNode) -> bool:
    """Return whether all that a cell does is to draw, by hand, its last value.

    It may import, and put together what is drawn. What it asserts guards the picture.
    """
    tree = parsed(cell)
    match tree.body if tree else []:
        case [*before, ast.Expr(ast.Call(ast.Name(name)))] if name in DRAWS:
            return all(map(_serves, before))
    return False


def _serves(statement: ast.stmt) -> bool:
    """Return whether a statement only prepares: no definition, no printing, no wait."""
    kinds = (ast.Import, ast.ImportFrom, ast.Assign, ast.AugAssign, ast.For, ast.If)
    if not isinstance(statement, (*kinds, ast.Assert, ast.Expr)):
        return False
    inside = list(ast.walk(statement))
    prints = any(isinstance(each, ast.Name) and each.id == "print" for each in inside)
    return not prints and not any(isinstance(each, ast.Await) for each in inside)


def _lines(cell: NotebookNode) -> int:
    """Return how many lines of code a cell has, without imports and comments."""
    lines = [line.strip() for line in cell.source.splitlines()]
    return sum(
        not line.startswith(("#", "from ", "import ")) for line in filter(None, lines)
    )
