"""What is folded stays so, wherever a lesson goes."""

import json

import nbformat
import pytest

from authoring.notebooks import chosen, tidy
from tests.workspace.conftest import course, mine  # noqa: F401  # found by name
from wslesson.export.lessons import folded
from wslesson.export.nbgrader import for_a_class
from wslesson.workspace.notebook import Notebook
from wslesson.workspace.updating import reset

LESSONS = chosen()


def which(cells):
    """Return the first line of each cell that is folded."""
    sources = ["".join(cell["source"]) for cell in cells if folded(cell)]
    return [source.partition("\n")[0] for source in sources]


def cells(path):
    return json.loads(path.read_text("utf-8"))["cells"]


def test_lessons_fold_what_only_draws():
    assert sum(len(which(cells(path))) for path in LESSONS) >= 12


@pytest.mark.xdist_group("jupytext")  # it takes a second to import
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_it_stays_folded(path):
    import jupytext

    before = which(cells(path))
    notebook = nbformat.read(path, as_version=4)
    tidy(notebook, path.name[:2])  # `make outputs`
    assert which(notebook.cells) == before
    text = jupytext.writes(notebook, "py:percent")
    assert which(jupytext.reads(text, "py:percent").cells) == before
    graded = for_a_class(Notebook.read(path))
    assert which(graded.content["cells"]) == before


def test_a_learner_s_copy_is_folded_and_so_is_a_fresh_one(course, mine):  # noqa: F811
    for path in mine.glob("*.ipynb"):
        assert which(cells(path)) == which(cells(course / path.name))
    lesson = mine / "00_start_here.ipynb"
    content = json.loads(lesson.read_text("utf-8"))
    for cell in content["cells"]:
        cell["metadata"].pop("jupyter", None)
        cell["source"] = [*cell["source"], "\n# mine"]
    lesson.write_text(json.dumps(content), "utf-8")
    reset("00", mine)
    assert len(which(cells(lesson))) == 3
