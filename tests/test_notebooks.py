"""Each notebook of the course, through each lane."""

import re
from pathlib import Path

import pytest

from authoring.lint import structure
from authoring.notebooks import chosen
from authoring.run import strict, tapes, twice
from tests.wire.tshark import agreed

NOTEBOOKS = chosen()

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_are_notebooks():
    assert NOTEBOOKS


def test_no_two_cells_of_the_course_share_an_id():
    assert structure.shared_ids(NOTEBOOKS) == []


@pytest.mark.timeout(600)  # for all notebooks, which share the cores with other tests
def test_they_show_what_is_stored_when_nbval_runs_them():
    done = strict.run(NOTEBOOKS)
    assert done.returncode == 0, done.stdout + done.stderr


@every_notebook
def test_it_is_built_as_a_lesson(path: Path):
    assert structure.problems(path) == []


@every_notebook
def test_it_can_be_run_again_and_solved_and_tshark_reads_what_it_recorded(
    path, tmp_path
):
    file = tmp_path / "tapes"
    keep, write = tapes.KEEP, tapes.write_to(file)
    assert twice.problems(path, before=keep, after=write) == []
    recorded = tapes.read(file)
    assert bool(recorded) == bool(re.search(r"\bTape\b", path.read_text("utf-8")))
    if recorded:
        assert agreed(tmp_path / "talks.pcap", *recorded) > 0
