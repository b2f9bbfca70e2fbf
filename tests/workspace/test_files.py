"""Where lessons lie: in a clone, in an installed package, in the learner's folder."""

import os
from pathlib import Path

import pytest

from tests.workspace.conftest import NAMES
from wslesson.workspace import files
from wslesson.workspace.updating import update


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder, in which the learner is."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def installed(course, monkeypatch):
    """The course as a wheel installs it: the lessons lie in the package."""
    package = course.parent / "site-packages" / "wslesson"
    package.mkdir(parents=True)
    course.rename(package / "notebooks")
    monkeypatch.setattr(files, "PACKAGE", package)
    return package / "notebooks"


def test_a_clone_has_its_lessons_beside_the_package(course):
    assert files.shipped() == course


def test_an_installed_course_has_its_lessons_in_the_package(installed):
    assert files.shipped() == installed


def test_without_lessons_the_course_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "PACKAGE", tmp_path / "wslesson")
    with pytest.raises(FileNotFoundError, match="install the course again"):
        files.shipped()


def test_in_a_clone_the_copies_lie_in_the_clone(course, here):
    assert files.learners() == course.parent / "my-course" / "notebooks"


def test_of_an_installed_course_the_copies_lie_here(installed, here):
    assert files.learners() == here / "my-course" / "notebooks"


def test_a_folder_with_lessons_is_the_learners(course, here, monkeypatch):
    list(update(here / "notebooks"))
    assert files.learners() == here / "notebooks"
    monkeypatch.chdir(here / "notebooks")
    assert files.learners() == here / "notebooks"


def test_another_s_notebooks_are_not_lessons(course, here):
    (here / "01_my_thesis.ipynb").touch()
    assert files.learners() == course.parent / "my-course" / "notebooks"


@pytest.mark.parametrize("inside", [".", "notebooks"])
def test_the_course_s_own_folder_is_not_the_learner_s(course, inside, monkeypatch):
    monkeypatch.chdir(course.parent / inside)
    assert files.learners() == course.parent / "my-course" / "notebooks"


def test_read_is_the_folder_one_is_in(course, mine, monkeypatch):
    monkeypatch.chdir(mine)
    assert files.at_hand() == mine
    monkeypatch.chdir(course)
    assert files.at_hand() == course


def test_or_else_the_learner_s_or_else_the_course_s(course, here):
    assert files.at_hand() == course
    mine = files.learners()
    list(update(mine))
    assert files.at_hand() == mine


def test_the_lessons_of_a_folder_are_in_order_and_nothing_else_is(tmp_path):
    others = ["00_x.new-1.ipynb", "01_x.kept-1.ipynb", ".02_x.ipynb.7.half", "a.ipynb"]
    for name in [*reversed(NAMES), *others]:
        (tmp_path / name).touch()
    assert [path.name for path in files.lessons(tmp_path)] == NAMES


def test_a_folder_that_is_not_there_has_no_lessons():
    assert files.lessons(Path("nowhere")) == []


def test_an_interrupted_write_of_another_time_is_no_obstacle(tmp_path):
    path = tmp_path / "a.ipynb"
    with pytest.raises(RuntimeError), files.replacing(path, b"never seen"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    with files.replacing(path, b"new"):
        assert not path.exists()
    assert path.read_bytes() == b"new"


def test_a_file_is_replaced_whole_and_never_written_over(tmp_path):
    path, same_file = tmp_path / "a.ipynb", tmp_path / "backup"
    path.write_bytes(b"old")
    os.link(path, same_file)
    with files.replacing(path, b"new"):
        pass
    assert (path.read_bytes(), same_file.read_bytes()) == (b"new", b"old")
