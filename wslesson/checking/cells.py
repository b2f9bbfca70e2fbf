"""The text of an answer cell: the solution, or the stub that asks for it."""

from __future__ import annotations

import ast
from collections.abc import Callable

from .model import Exercise, source

Function = ast.FunctionDef | ast.AsyncFunctionDef

NOT_YET = "raise NotImplementedError"


def solved_cell(exercise: Exercise) -> str:
    """Return the answer cell of a learner who solved the exercise."""
    return _cell(exercise, _text(exercise))


def stub_cell(exercise: Exercise) -> str:
    """Return the answer cell as the learner finds it: the solution without bodies."""
    return _cell(
        exercise, _with_bodies(_text(exercise), lambda _, margin: [margin + NOT_YET])
    )


def marked_cell(exercise: Exercise, begin: str, end: str) -> str:
    """Return the solved answer cell, each body between two lines that mark it."""

    def mark(body: list[str], margin: str) -> list[str]:
        return [margin + begin, *body, margin + end]

    return _cell(exercise, _with_bodies(_text(exercise), mark))


def _cell(exercise: Exercise, text: str) -> str:
    imports = f"{exercise.imports.strip()}\n\n\n" if exercise.imports else ""
    return f"# Answer: {exercise.title}\n{imports}{text}"


def _text(exercise: Exercise) -> str:
    return source(exercise.solution).strip()


def _with_bodies(text: str, change: Callable[[list[str], str], list[str]]) -> str:
    """Keep each signature and docstring, and change the lines of each body."""
    (top,) = ast.parse(text).body
    inside = top.body if isinstance(top, ast.ClassDef) else [top]
    lines = text.splitlines()
    for function in reversed([node for node in inside if isinstance(node, Function)]):
        body = slice(_first_line(function), function.end_lineno)
        lines[body] = change(lines[body], " " * (function.col_offset + 4))
    return "\n".join(lines)


def _first_line(function: Function) -> int:
    """Return the index of the first line behind the docstring, comments included."""
    if ast.get_docstring(function):
        return function.body[0].end_lineno or 0
    return function.body[0].lineno - 1
