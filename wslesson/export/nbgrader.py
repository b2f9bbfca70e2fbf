"""The edition for a class: a course folder in which nbgrader hands out and grades.

nbgrader makes the learners' version of each notebook: it takes out what stands
between its markers. One that is not exact, to the letter, is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..checking.cells import NOT_YET, marked_cell
from ..checking.model import Exercise
from ..exercises.bank import exercises, find
from ..workspace.files import replacing
from ..workspace.notebook import Cell, Notebook
from .lessons import LICENSE, lessons_for, license_text

SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
LINK = re.compile(r"\]\((\d\d_\w+)\.ipynb")  # to another lesson

CONFIG = f'''"""What nbgrader does with this course, when it runs in this folder."""

c = get_config()
c.CourseDirectory.course_id = "wslesson"
# What a learner finds where a solution was.
c.ClearSolutions.code_stub = {{"python": "{NOT_YET}"}}
# Seconds for one cell: an answer that never ends costs these, and its own points.
c.Execute.timeout = 30
'''

Json = dict[str, Any]  # a cell as the file has it: it may hold anything


def export(folder: Path) -> Iterator[str]:
    """Write the course for a class into a new folder; yield a line for each lesson.

    Raises OSError, and FileExistsError when there is something in the folder already:
    then nothing has been written.
    """
    for name, notebook in lessons_for(folder).items():
        release = folder / "source" / name  # all of it is handed out
        with replacing(release / f"{name}.ipynb", for_a_class(notebook).file("")):
            (release / LICENSE).write_bytes(license_text())
        those = exercises(name[:2])
        points = sum(exercise.minutes for exercise in those)
        yield f"{name:<22} {len(those)} exercises, {points} points"
    with replacing(folder / "nbgrader_config.py", CONFIG.encode()):
        pass
    yield f"Next: cd {folder}, then nbgrader generate_assignment {name}"


def for_a_class(notebook: Notebook) -> Notebook:
    """Return a lesson with its solutions, between markers, and with cells that grade.

    An exercise gives a point for each of its minutes; one is for its hidden cases.
    """
    cells = [new for old in notebook.content["cells"] for new in _cells(old)]
    return Notebook.of({**notebook.content, "cells": cells})


def _cells(raw: Json) -> Iterator[Json]:
    """Yield what becomes of a cell: one or two."""
    cell = Cell.of(raw)
    if cell.part == "answer":
        source = marked_cell(find(cell.exercise), *SOLUTION)
        yield _graded(raw, "answer", source, solution=True)
    elif cell.part == "check":
        exercise = find(cell.exercise)
        points = exercise.minutes - bool(exercise.hidden)
        title = f"# Check {exercise.id}: {points} of {exercise.minutes} points\n"
        yield _graded(raw, "check", title + _score(exercise, points), points=points)
        if exercise.hidden:
            title = f"# Check {exercise.id} on cases not shown here: the last point\n"
            lines = [HIDDEN[0], _score(exercise, 1, ", hidden=True"), HIDDEN[1]]
            other = {**raw, "id": f"{raw['id']}-hidden"}
            yield _graded(other, "hidden", title + "\n".join(lines), points=1)
    elif cell.kind == "markdown":
        yield {**raw, "source": LINK.sub(r"](../\1/\1.ipynb", cell.source)}
    else:
        yield raw


def _score(exercise: Exercise, points: int, more: str = "") -> str:
    """Return code that imports `score` itself: an answer may have changed the name."""
    call = f"score({exercise.id}={exercise.id}, points={points}{more})"
    return f"from wslesson.course.grading import score\n\n{call}"


def _graded(raw: Json, kind: str, source: str, **about: object) -> Json:
    """Return a cell that nbgrader knows, by an id, and that has not been run."""
    exercise = raw["metadata"]["wslesson"]["exercise"]
    solution = "solution" in about
    notes = {
        "schema_version": 3,
        "grade_id": f"{kind}-{exercise}",
        "grade": not solution,
        "locked": not solution,
        "solution": False,
        "task": False,
        **about,
    }
    metadata = {**raw["metadata"], "nbgrader": notes}
    new = {"metadata": metadata, "source": source, "outputs": []}
    return {**raw, **new, "execution_count": None}
