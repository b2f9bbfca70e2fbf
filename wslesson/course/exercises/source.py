"""The text of an answer cell: the solution, or the stub that asks for it."""

from __future__ import annotations

import ast
import inspect
from textwrap import dedent, indent

from .model import Exercise

Function = ast.FunctionDef | ast.AsyncFunctionDef

NOT_YET = "raise NotImplementedError"


def solved_cell(exercise: Exercise) -> str:
    """Return the answer cell of a learner who solved the exercise."""
    return _cell(exercise, _text(exercise))


def stub_cell(exercise: Exercise) -> str:
    """Return the answer cell as the learner finds it: the solution without bodies."""
    return _cell(exercise, _without_bodies(_text(exercise)))


def _cell(exercise: Exercise, text: str) -> str:
    imports = f"{exercise.imports.strip()}\n\n\n" if exercise.imports else ""
    return f"# Answer {exercise.id}: {exercise.title}\n{imports}{text}"


def _text(exercise: Exercise) -> str:
    return dedent(inspect.getsource(exercise.solution)).strip()


def _without_bodies(text: str) -> str:
    """Keep each signature and docstring; put one NotImplementedError for the rest."""
    (top,) = ast.parse(text).body
    inside = top.body if isinstance(top, ast.ClassDef) else [top]
    lines = text.splitlines()
    for function in reversed([node for node in inside if isinstance(node, Function)]):
        not_yet = indent(NOT_YET, " " * (function.col_offset + 4))
        lines[_first_line(function) : function.end_lineno] = [not_yet]
    return "\n".join(lines)


def _first_line(function: Function) -> int:
    """Return the index of the first line behind the docstring, comments included."""
    if ast.get_docstring(function):
        return function.body[0].end_lineno or 0
    return function.body[0].lineno - 1
