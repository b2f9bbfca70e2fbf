"""The edition to teach with: a deck for each lesson, and the prose as speaker notes.

The rule: a heading opens a slide. A code cell is two: its code, under the question that
learners answer first; then what it printed or drew. Of code that is folded, only the
picture is shown. The prose is for the speaker. Of it the slide shows the first
sentence, and lists, tables and lines of code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..workspace.notebook import Cell, Notebook
from .lessons import folded
from .pages import begin, build

SKIPPED = "## Setup", "## What this lesson left behind", "## Further reading"
QUESTION = "**Predict.**"
CARD = re.compile(r"### .* · `\w+` · \d")
WHOLE = re.compile(r"[-*] |\d+\. |\||    ")  # begins a list, a table, lines of code
PARAGRAPH = re.compile(r" {4}.*(?:\n+ {4}.*)*|.+(?:\n.+)*")  # code may be spaced out
PLACE = re.compile(r"\[([^]]*)\]\(#[^)]*\)")  # a link within the lesson: not in a deck
MOST = 12  # lines of such that fit on a slide
# As little as ends in a full stop, but never in the middle of code, or of bold words.
SENTENCE = re.compile(
    r"(?>`[^`]*`|\*\*.+?\*\*|.)+?"
    r'(?:(?<=[.!?])|(?<=[.!?][)"”])|(?<=[.!?]\*\*))(?=\s|$)',
    re.DOTALL,
)
WELCOME = "# WebSockets in Python, hands on\n\nA deck for each lesson:\n\n"
KEYS = "In a deck, S opens the speaker's notes, and ? shows all keys"

Json = dict[str, Any]  # a cell as the file has it: it may hold anything


def export(folder: Path) -> Iterator[str]:
    """Write a deck for each lesson into a new folder; yield a line for each.

    Raises OSError, and FileExistsError when there is something in the folder already.
    """
    decks = {}
    for name, notebook in begin(folder).items():
        deck = slides(notebook)
        cells = [cell for slide in deck for cell in slide.cells()]
        cells = [{**cell, "id": f"{n}"} for n, cell in enumerate(cells)]
        decks[name] = Notebook.of({**notebook.content, "cells": cells})
        yield f"{name:<22} {len(deck)} slides"
    yield from build("revealjs", decks, WELCOME, folder)
    yield f"Next: open {folder / 'index.html'}. {KEYS}."


@dataclass
class Slide:
    """A slide, in Markdown; there may be a code cell in it, or its output."""

    title: str  # with its # signs
    above: list[str] = field(default_factory=list)
    cell: Json | None = None
    below: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def tell(self, prose: Sequence[str]) -> None:
        """Note paragraphs for the speaker, and show what of them belongs here."""
        self.notes += prose
        for number, text in enumerate(prose):
            if WHOLE.match(text):
                self.below += [text] if text.count("\n") < MOST else []
            elif number == 0:
                self.below.append(first_sentence(text))

    def cells(self) -> Iterator[Json]:
        """Yield the cells of a notebook that Sphinx makes this slide of."""
        yield _markdown(self.title, *self.above)
        if self.cell:
            yield self.cell
        yield _markdown(*self.below)
        if self.notes:
            yield _markdown('<aside class="notes">', *self.notes, "</aside>")


def _markdown(*paragraphs: str) -> Json:
    source = PLACE.sub(r"\1", "\n\n".join(paragraphs))
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def slides(notebook: Notebook) -> list[Slide]:
    """Return the slides of a lesson."""
    deck = [Slide("")]
    prose: list[str] = []  # what came since the last slide began
    for piece in _pieces(notebook):
        if isinstance(piece, dict):
            deck += _of_code(piece, deck[-1], prose)
        elif not piece.startswith("#"):
            prose.append(piece)
            continue
        else:
            deck[-1].tell(prose)
            if CARD.match(piece):
                deck[-1].below.append(f"- {piece.lstrip('# ')}")
            else:
                deck.append(Slide(piece))
        prose = []
    deck[-1].tell(prose)
    return deck[1:]


def _pieces(notebook: Notebook) -> Iterator[str | Json]:
    """Yield headings, paragraphs and code cells; of an exercise only its heading."""
    skipping = False
    for raw in notebook.content["cells"]:
        cell = Cell.of(raw)
        if cell.part == "card":
            yield cell.source.partition("\n")[0]
        elif cell.kind == "code":
            if not cell.part and not skipping:
                yield raw
        else:
            for text in PARAGRAPH.findall(cell.source):
                if text.startswith("#"):
                    skipping = text in SKIPPED
                if not skipping:
                    yield text


def _of_code(raw: Json, last: Slide, prose: list[str]) -> list[Slide]:
    """Return the slides of a code cell: its code, its output, or both.

    Of the prose that came before it, the first paragraph explains the slide before,
    and what follows leads to this one. All of it goes with a heading.
    """
    comment, _, code = Cell.of(raw).source.partition("\n")
    title = "### " + re.sub(r"([\\`*_\[\]<>])", r"\\\1", comment.lstrip("# "))
    at = [text.startswith(QUESTION) for text in [*prose, QUESTION]].index(True)
    told = min(at, 1) if last.cell else at
    last.tell(prose[:told])
    pair = []
    shown = None if folded(raw) else {**raw, "source": code, "outputs": []}
    if prose[at:] or (shown and "\n" in code) or not raw["outputs"]:
        pair.append(Slide(title, cell=shown))
    if raw["outputs"]:
        alone = {**raw["metadata"], "tags": ["remove-input"]}
        pair.append(Slide(title, cell={**raw, "metadata": alone}))
    pair[0].notes = prose[told:at]
    pair[0].above = prose[at:] or [first_sentence(text) for text in prose[told:at][:1]]
    return pair


def first_sentence(text: str) -> str:
    """Return the first sentence of a paragraph; all of it, if it has no full stop."""
    found = SENTENCE.match(text)
    return found[0] if found else text
