"""The structure lane: is a notebook a lesson of this course, as DESIGN says?

`python -m authoring.lint.structure` prints what is wrong with each notebook.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import nbformat

from ..notebooks import chosen
from . import anatomy, cells, forbidden, pictures
from . import exercise_cells as triples
from .page import Check, Page

CHECKS: tuple[Check, ...] = (
    anatomy.file_name,
    anatomy.title_cell,
    anatomy.headings,
    anatomy.steps_are_counted,
    anatomy.steps_run_something,
    anatomy.predictions,
    anatomy.setup_cell,
    anatomy.ledger_cell,
    anatomy.closing_lists,
    cells.how_many,
    cells.small_and_named,
    cells.executed_in_order,
    cells.nothing_stray,
    cells.ids_from_the_tool,
    cells.ignored_outputs_are_claims,
    cells.marks_exist,
    pictures.a_picture_has_words,
    pictures.the_picture_comes_early,
    pictures.only_drawings_are_folded,
    triples.how_many_exercises,
    triples.exercise_cells,
    triples.cells_of_no_exercise,
    triples.nothing_needs_an_answer,
    triples.answers_are_the_learners,
    triples.exercise_minutes,
    triples.question_cells,
    forbidden.words_and_outputs,
)


def problems(path: Path) -> list[str]:
    """Return a line for each thing that is wrong with a notebook: none is good."""
    try:
        page = Page.read(path)
        nbformat.validate(page.notebook)
    except (nbformat.ValidationError, ValueError) as error:  # half saved, or no JSON
        why = str(error).partition("\n")[0]
        return [f"{path.name}: it is no notebook ({why}): write it with jupytext"]
    if not page.cells:
        return [f"{path.name}: it has no cells: write the lesson"]
    return page_problems(page)


def page_problems(page: Page) -> list[str]:
    """Return a line for each thing that a check finds wrong."""
    return [str(problem) for check in CHECKS for problem in check(page)]


def shared_ids(paths: Iterable[Path]) -> list[str]:
    """Return a line for each cell id that is used twice, in one notebook or in two."""
    seen = Counter(cell.id for path in paths for cell in Page.read(path).cells)
    return [
        f"{name}: {count} cells have this id: run `make outputs`"
        for name, count in seen.items()
        if count > 1
    ]


def main(names: list[str]) -> int:
    """Print the problems of the chosen notebooks, and return 1 if there are any."""
    paths = chosen(names)
    found = [
        f"{path.name}: {line}" for path in paths for line in problems(path)
    ] + shared_ids(paths)
    print("\n".join(found) or f"{len(paths)} notebooks are well built")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
