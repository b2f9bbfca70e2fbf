"""Can each picture also be read?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from nbformat import NotebookNode

from .page import Page, Problem

KINDS = {"text/plain", "text/html"}  # pixels follow no theme
NO_TWIN = re.compile(r"<.*>")
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
