"""A course of three lessons in a clone of its own, and a learner's folder beside it."""

import json
import shutil

import pytest

from authoring.notebooks import NOTEBOOKS
from wslesson.checking.cells import solved_cell
from wslesson.exercises.bank import find
from wslesson.workspace import files
from wslesson.workspace.updating import update

NAMES = ["00_start_here.ipynb", "01_streams.ipynb", "02_framing.ipynb"]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """The folder of the course's own lessons."""
    folder = tmp_path / "clone" / "notebooks"
    folder.mkdir(parents=True)
    for name in NAMES:
        (folder / name).write_bytes((NOTEBOOKS / name).read_bytes())
    shutil.copy(NOTEBOOKS.parent / "LICENSE", folder.parent)
    monkeypatch.setattr(files, "PACKAGE", tmp_path / "clone" / "wslesson")
    return folder


@pytest.fixture
def mine(course, tmp_path):
    """The learner's folder, with a copy of each lesson."""
    folder = tmp_path / "mine"
    list(update(folder))
    return folder


def change(path, edit):
    """Let `edit` change a notebook's JSON, as an editor does."""
    content = json.loads(path.read_text("utf-8"))
    edit(content)
    path.write_text(json.dumps(content, indent=1), "utf-8")


def cell_of(content, exercise, part):
    wanted = {"exercise": exercise, "part": part}
    cells = content["cells"]
    return next(c for c in cells if c["metadata"].get("wslesson") == wanted)


def answer(path, exercise, source=None):
    """Write an answer to an exercise: its solution, or what is given."""

    def write(content):
        text = solved_cell(find(exercise)) if source is None else source
        cell_of(content, exercise, "answer")["source"] = text

    change(path, write)


def say(path, words):
    """Put words behind those of the title: a change that a person makes."""

    def write(content):
        content["cells"][0]["source"] = f"# {words}"

    change(path, write)


def everything(folder):
    """What all files of a folder hold, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
