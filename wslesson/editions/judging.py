"""Judge the answers of one notebook, in a process of its own.

An answer may do anything: print, leave threads behind, or end Python. Here it does so
to nobody but itself. `python -m wslesson.editions.judging` reads the cells from a file
in this folder, and writes a line for each exercise as soon as it is judged.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ..course.check import Report, bounded, judge
from ..course.exercises import exercises
from ..course.exercises.model import Exercise
from ..course.exercises.source import stub_cell
from .notebook import Cell

CELLS, REPORTS = "cells.json", "reports.jsonl"
PLACES = ("answer", "check")
DEFINES = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef
GIVES_A_NAME = DEFINES | ast.ClassDef | ast.Assign | ast.AnnAssign
BUILDS = {"bytes", "bytearray", "fromhex", "encode", "range", "len", "set", "frozenset"}

Names = dict[str, object]


def untouched(lesson: str, cells: Sequence[Cell]) -> bool:
    """Return whether no exercise has been begun, as far as the text tells."""
    return not any(_begun(each, cell) for each in exercises(lesson) for cell in cells)


def _begun(exercise: Exercise, cell: Cell) -> bool:
    if cell.part == "answer" and cell.exercise == exercise.id:
        return cell.source != stub_cell(exercise)
    name = exercise.solution.__name__
    return re.search(rf"\b(def|class) {name}\b", cell.source) is not None


def judge_cells(lesson: str, cells: Sequence[Cell]) -> Iterator[Report]:
    """Judge each exercise as the notebook does: with the names known at its check.

    An answer cell is run whole. Of other cells only what defines a name is run: an
    answer may use an import or a function that stands above it.
    """
    by_id = {exercise.id: exercise for exercise in exercises(lesson)}
    last = {cell.exercise: at for at, cell in enumerate(cells) if cell.part in PLACES}
    names: Names = {}
    errors: dict[str, BaseException | None] = {}
    for at, cell in enumerate(cells):
        exercise = by_id.get(cell.exercise)
        if cell.part == "answer" and exercise:
            errors[exercise.id] = _run(cell.source, names)
        elif cell.kind == "code":
            _define(cell.source, names)
        if exercise and last.get(exercise.id) == at:
            yield _report(exercise, names, errors.get(exercise.id))


def _run(source: str, names: Names) -> BaseException | None:
    """Run an answer cell as a notebook does, where `await` needs no function."""

    async def wait(result: object) -> None:
        if inspect.isawaitable(result):
            await result

    def run() -> None:
        code = compile(source, "answer", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        asyncio.run(wait(eval(code, names)))

    return bounded(run).error


def _define(source: str, names: Names) -> None:
    """Run the parts of a cell that do nothing but give something a name."""
    try:
        body = ast.parse(source).body
    except SyntaxError:  # it awaits, or has a magic
        return
    for node in body:
        if isinstance(node, GIVES_A_NAME) and not _acts(node):
            code = compile(ast.Module([node], []), "cell", "exec")
            with suppress(Exception):  # whatever a learner's code may raise
                exec(code, names)


def _acts(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return False
    calls = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
    called = {getattr(func, "id", getattr(func, "attr", "")) for func in calls}
    return not called <= BUILDS


def _report(exercise: Exercise, names: Names, error: BaseException | None) -> Report:
    attempt = names.get(exercise.solution.__name__)
    if error or not callable(attempt):
        why = f"The answer cell does not run: {error!r}"
        return Report(exercise, "not yet", why)
    return judge(exercise, attempt)


def main() -> None:
    """Judge what `CELLS` holds."""
    lesson, cells = json.loads(Path(CELLS).read_text("utf-8"))
    with Path(REPORTS).open("w", encoding="utf-8") as file:
        for report in judge_cells(lesson, [Cell(*cell) for cell in cells]):
            line = [report.exercise.id, report.verdict, report.details]
            print(json.dumps(line), file=file, flush=True)


if __name__ == "__main__":
    main()
    os._exit(0)  # whatever threads an answer has left, they do not keep us here
