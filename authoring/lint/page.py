"""A notebook, opened for checking: its cells, its sections, what a cell may do."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from wslesson.checking.model import Exercise, Question
from wslesson.exercises.bank import exercises, questions

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*")
FENCE = re.compile(r"^\s*(```|~~~).*?^\s*\1[^\n]*$", re.MULTILINE | re.DOTALL)
FOLDED = {"source_hidden": True}  # as JupyterLab notes it, below "jupyter"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what, and what to do about it."""

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}: {self.remedy}"


@dataclass
class Section:
    """A heading of level 1 or 2, and all that stands below it until the next one."""

    title: str
    level: int
    cell: NotebookNode
    text: str = ""
    code: list[NotebookNode] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """A notebook and its path. The exercises are those of the lesson it is."""

    path: Path
    notebook: NotebookNode

    @classmethod
    def read(cls, path: Path) -> Page:
        return cls(path, nbformat.read(path, as_version=4))

    @property
    def lesson(self) -> str:
        return self.path.name[:2]

    @property
    def cells(self) -> list[NotebookNode]:
        return list(self.notebook.cells)

    @property
    def code(self) -> list[NotebookNode]:
        return [cell for cell in self.cells if cell.cell_type == "code"]

    @property
    def title(self) -> NotebookNode:
        """The first cell: what the lesson is, and for whom."""
        return self.cells[0]

    @cached_property
    def exercises(self) -> list[Exercise]:
        return exercises(self.lesson)

    @cached_property
    def questions(self) -> list[Question]:
        return questions(self.lesson)

    @cached_property
    def sections(self) -> list[Section]:
        """The sections in order. What stands above the first heading is in none."""
        found: list[Section] = []
        for cell in self.cells:
            if cell.cell_type == "code":
                if found:
                    found[-1].code.append(cell)
                continue
            for line in prose(cell.source).splitlines():
                heading = HEADING.fullmatch(line)
                if heading and len(heading[1]) <= 2:
                    found.append(Section(heading[2], len(heading[1]), cell))
                elif found:
                    found[-1].text += f"{line}\n"
        return found

    def section(self, title: str) -> Section:
        """Return the section with this title, or an empty one."""
        named = (each for each in self.sections if each.title == title)
        return next(named, Section(title, 2, self.title))


Check = Callable[[Page], Iterator[Problem]]


def prose(markdown: str) -> str:
    """Return the text without its blocks of code."""
    return FENCE.sub("", markdown)


def about(cell: NotebookNode) -> dict[str, object]:
    """Return what the course notes in the metadata of a cell."""
    return dict(cell.metadata.get("wslesson", {}))


def noted(cell: NotebookNode, what: str) -> list[str]:
    """Return the names that the course notes of a cell: its rules, its villains."""
    return [str(name) for name in cell.metadata.get("wslesson", {}).get(what, ())]


def tags(cell: NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


def folded(cell: NotebookNode) -> bool:
    """Return whether a cell shows its output, and its code only to who asks."""
    return dict(cell.metadata.get("jupyter", {})) == FOLDED


def first_line(cell: NotebookNode) -> str:
    return str(cell.source).partition("\n")[0]


def parsed(cell: NotebookNode) -> ast.Module | None:
    """Return the syntax tree of a code cell, which may await; None if it has none."""
    try:
        awaits = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        tree: ast.Module = compile(cell.source, "<cell>", "exec", awaits)
    except SyntaxError:
        return None
    return tree


def bound(node: ast.AST) -> Iterator[str]:
    """Yield the names that code binds where it stands, not inside its functions."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield child.name
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp():
                pass
            case ast.GeneratorExp():
                pass
            case ast.alias():
                yield child.asname or child.name.partition(".")[0]
            case ast.Name(ctx=ast.Store()):
                yield child.id
            case _:
                yield from bound(child)
