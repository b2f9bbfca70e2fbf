"""Each notebook of the course, through each lane but the strict one, `make nbval`."""

from pathlib import Path

import pytest

from authoring.lint import structure
from authoring.notebooks import chosen
from authoring.run import burst, solved, twice

NOTEBOOKS = chosen()

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_are_notebooks():
    assert NOTEBOOKS


def test_no_two_cells_of_the_course_share_an_id():
    assert structure.shared_ids(NOTEBOOKS) == []


@every_notebook
def test_it_is_built_as_a_lesson(path: Path):
    assert structure.problems(path) == []


@every_notebook
def test_it_runs_when_all_cells_are_sent_at_once(path: Path):
    assert burst.problems(path) == []


@every_notebook
def test_it_runs_when_solved_and_every_check_passes(path: Path):
    assert solved.problems(path) == []


@every_notebook
def test_each_cell_can_be_run_again(path: Path):
    assert twice.problems(path) == []
