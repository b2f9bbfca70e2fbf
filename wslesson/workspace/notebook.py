"""A notebook as a file: its cells, and which edition of the lesson it came from.

Read as JSON: `nbformat` takes a second to import, and no command should wait for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from . import files

UNTOUCHED = {"name": "python"}  # what `make outputs` notes of the language; Lab adds


class NotWholeError(ValueError):
    """A file that is no notebook, or only half of one."""


@dataclass(frozen=True)
class Cell:
    """A cell: its text, and which part of which exercise it is, if it is one."""

    kind: str
    source: str
    exercise: str = ""
    part: str = ""

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Cell:
        """Return a cell as JSON has it: its source is a text, or a list of lines."""
        source = "".join(raw["source"]).replace("\r\n", "\n")
        about = raw["metadata"].get("wslesson", {})
        exercise, part = (str(about.get(key, "")) for key in ("exercise", "part"))
        return cls(raw["cell_type"], source, exercise, part)


@dataclass(frozen=True)
class Notebook:
    """A notebook: its cells, and the fingerprint that they had when it was new.

    Empty cells are left out: Shift+Enter on the last one adds one.
    """

    content: dict[str, Any]  # JSON, which other programs wrote: it may hold anything
    cells: tuple[Cell, ...]
    edition: str = ""

    @classmethod
    def read(cls, path: Path) -> Notebook:
        """Read a file. Raises OSError, and NotWholeError when it is no notebook."""
        try:
            return cls.of(json.loads(files.read(path)))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            name = files.shown(path)
            raise NotWholeError(f"{name} is not a whole notebook") from None

    @classmethod
    def of(cls, content: dict[str, Any]) -> Notebook:
        """Return a notebook as JSON has it."""
        cells = map(Cell.of, content["cells"])
        edition = str(content["metadata"].get("wslesson", {}).get("edition", ""))
        return cls(content, tuple(c for c in cells if c.source.strip()), edition)

    @cached_property
    def fingerprint(self) -> str:
        """What changes when a cell's source does, and not when a cell is run."""
        sources = [[cell.kind, cell.source] for cell in self.cells]
        return hashlib.sha256(json.dumps(sources).encode()).hexdigest()

    @property
    def origins(self) -> set[str]:
        """The editions that it is, or came from."""
        return {self.fingerprint, self.edition} - {""}

    @property
    def edited(self) -> bool:
        """Whether a cell has changed since then, as far as anybody knows."""
        return self.edition != self.fingerprint

    @property
    def published(self) -> bool:
        """Whether no editor has saved it: then it is the course's own."""
        return bool(self.content["metadata"].get("language_info") == UNTOUCHED)

    def results(self) -> Iterator[str]:
        """Yield the text of each value that a cell has shown, but nothing printed."""
        for cell in self.content["cells"]:
            outputs = cell.get("outputs")
            for output in outputs if isinstance(outputs, list) else ():
                match output:
                    case {"data": {"text/plain": text}}:
                        lines = text if isinstance(text, list) else [text]
                        yield "".join(each for each in lines if isinstance(each, str))

    def text_of(self, exercise: str, part: str) -> str | None:
        """Return the source of a part of an exercise; None if it is not there."""
        found = (cell for cell in self.cells if cell.exercise == exercise)
        return next((cell.source for cell in found if cell.part == part), None)

    def with_answers(self, answer: Callable[[str], str | None]) -> Notebook:
        """Return it with the text of `answer(id)`, if any, in each answer cell."""
        cells = []
        for raw in self.content["cells"]:
            cell = Cell.of(raw)
            text = answer(cell.exercise) if cell.part == "answer" else None
            cells.append(raw if text is None else {**raw, "source": text})
        return Notebook.of({**self.content, "cells": cells})

    def file(self, edition: str) -> bytes:
        """Return what to write: the notebook, and its edition; "" if it is of none."""
        noted = {"wslesson": {"edition": edition}} if edition else {}
        content = {**self.content, "metadata": {**self.content["metadata"], **noted}}
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        return text.encode(errors="surrogatepass")  # JSON may hold half an emoji
