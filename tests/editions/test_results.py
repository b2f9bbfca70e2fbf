"""Progress is read from the learner's notebooks, which stay as they are."""

import nbformat
import pytest

from tests.lanes.outputs import NOTEBOOKS
from wslesson.course.exercises import exercises
from wslesson.course.exercises.source import solved_cell
from wslesson.course.progress import progress, table


@pytest.fixture
def folder(tmp_path):
    """A learner's copy of lesson 02."""
    name = "02_framing.ipynb"
    (tmp_path / name).write_bytes((NOTEBOOKS / name).read_bytes())
    return tmp_path


def rewrite(folder, answer_of):
    path = folder / "02_framing.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("wslesson", {}).get("part") == "answer":
            cell.source = answer_of(cell.metadata["wslesson"]["exercise"], cell.source)
    nbformat.write(notebook, path)


def solved(exercise_id, _source):
    (exercise,) = [each for each in exercises("02") if each.id == exercise_id]
    return solved_cell(exercise)


def verdicts(folder):
    return [report.verdict for report in progress(folder)]


def test_an_untouched_lesson_is_not_started(folder):
    assert set(verdicts(folder)) == {"not started"}


def test_a_solved_lesson_is_passed(folder):
    rewrite(folder, solved)
    assert set(verdicts(folder)) == {"passed"}
    (line,) = table(progress(folder)).splitlines()
    count = len(exercises("02"))
    assert line == f"02  {'█' * count:<6}  {count} of {count}"


def test_what_is_still_open_is_named(folder):
    rewrite(
        folder,
        lambda name, source: solved(name, source) if name == "02.1" else source,
    )
    (line,) = table(progress(folder)).splitlines()
    assert line.startswith("02  █·")
    assert ", 02.3 not started" in line
    assert "02.1" not in line


@pytest.mark.parametrize("source", ["1 +", "raise OSError('no')", "pass", "exit()"])
def test_an_answer_cell_that_does_not_run_is_not_yet(folder, source):
    rewrite(folder, lambda *_: source)
    reports = progress(folder)
    assert {report.verdict for report in reports} == {"not yet"}
    assert "The answer cell does not run" in reports[0].details


def test_a_missing_answer_cell_is_not_yet(folder):
    path = folder / "02_framing.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    nbformat.write(notebook, path)
    assert set(verdicts(folder)) == {"not yet"}


def test_the_notebook_is_not_altered(folder):
    before = (folder / "02_framing.ipynb").read_bytes()
    progress(folder)
    assert (folder / "02_framing.ipynb").read_bytes() == before


def test_an_empty_folder_has_no_progress(tmp_path):
    assert table(progress(tmp_path)) == ""
