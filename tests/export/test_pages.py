"""The editions that are pages: what the commands say.

`make pages` looks at the pages themselves.
"""

import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.require import module
from tests.workspace.conftest import NAMES, change
from wslesson.cli.commands import main
from wslesson.export import pages

ROOT = Path(__file__).parents[2]
HOW = "install the extra `site` of this package"
BOTH = pytest.mark.parametrize("edition", ["site", "slides"])


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def lesson(course):
    """The path of the only lesson of a course that Sphinx can make pages of."""
    for name in ("myst_nb", "furo", "sphinx_revealjs"):
        module(name, HOW)
    path, *others = (course / name for name in NAMES[::-1])
    for other in others:
        other.unlink()
    return path


def run(edition, folder, capsys):
    code = main(["export", edition, str(folder)])
    out, err = capsys.readouterr()
    return code, out.splitlines(), err


def everything(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


NOTICES = {"LICENSE.txt", "licenses"}
OTHERS = {  # what is put into pages: a word of whose it is
    "furo-LICENSE": "Pradyun Gedam",
    "highlight.js-LICENSE": "Ivan Sagalaev",
    "myst-nb-LICENSE": "ExecutableBookProject",
    "pygments-AUTHORS": "Georg Brandl",
    "pygments-LICENSE": "Redistribution",
    "sphinx-LICENSE": "Sphinx",
    "sphinx-basic-ng-LICENSE": "Pradyun Gedam",
    "sphinx-revealjs-LICENSE": "Apache License",
}


def assert_all_are_named(folder):
    """Each page says whose it is, and each notice is there."""
    license_ = (ROOT / "LICENSE").read_bytes()
    assert (folder / "LICENSE.txt").read_bytes() == license_
    for name in "index", "02_framing":
        page = (folder / f"{name}.html").read_text("utf-8")
        assert "the wslesson authors" in page
        assert "https://creativecommons.org/licenses/by/4.0/" in page
        assert "LICENSE.txt" in page
    told = {path.stem: path.read_text("utf-8") for path in folder.glob("licenses/*")}
    assert told.keys() == OTHERS.keys()
    for name, word in OTHERS.items():
        assert word in told[name]
    for part in folder.glob("_static/revealjs"):
        names = [path.parent.name for path in part.rglob("LICENSE")]
        assert sorted(names) == ["league-gothic", "revealjs", "source-sans-pro"]


def add(path, words):
    def write(content):
        content["cells"][0]["source"] += f"\n\n{words}"

    change(path, write)


def test_a_site_has_a_page_for_each_lesson_and_tells_of_a_link_that_leads_nowhere(
    lesson, out, capsys
):
    add(lesson, "[There](nowhere.ipynb)")
    code, lines, err = run("site", out, capsys)
    assert (code, err) == (0, "")
    warned = [line for line in lines if "WARNING" in line]
    assert len(warned) == 1
    assert "nowhere.ipynb" in warned[0]
    assert [line for line in lines if line not in warned] == [
        "02_framing             Find where a message ends",
        f"Next: open {out / 'index.html'}",
    ]
    made = {path.stem for path in out.glob("*.html")}
    assert made == {"index", "02_framing", "pictures", "search", "genindex"}
    assert_all_are_named(out)


def test_slides_are_a_deck_for_each_lesson(lesson, out, capsys):
    code, lines, err = run("slides", out, capsys)
    assert (code, err) == (0, "")
    page = (out / "02_framing.html").read_text("utf-8")
    ends = re.findall(r"</?section\b", page)
    many = list(pairwise(ends)).count(("<section", "</section"))  # others hold some
    assert lines == [
        f"02_framing             {many} slides",
        f"Next: open {out / 'index.html'}. "
        "In a deck, S opens the speaker's notes, and ? shows all keys.",
    ]
    made = {path.name for path in out.iterdir()} - {"_static", "_images", *NOTICES}
    assert made == {"index.html", "02_framing.html", "objects.inv"}
    assert_all_are_named(out)
    assert not list(
        out.rglob("markdown.js")
    )  # it would want a notice, and serves nobody


@BOTH
def test_a_folder_with_something_in_it_is_left_alone(course, out, edition, capsys):
    out.mkdir()
    (out / "index.html").write_text("a page of mine")
    before = everything(out)
    code, lines, err = run(edition, out, capsys)
    assert (code, lines) == (1, [])
    said = "is not empty: choose a folder that is new"
    assert err == f"wslesson: {out} {said}\n"
    assert everything(out) == before


@BOTH
def test_a_file_is_no_folder(course, out, edition, capsys):
    out.write_text("a file")
    code, lines, err = run(edition, out, capsys)
    assert (code, lines) == (1, [])
    assert err.count("\n") == 1


@BOTH
def test_a_broken_lesson_is_named(lesson, out, edition, capsys):
    lesson.write_text("{")
    code, lines, err = run(edition, out, capsys)
    assert (code, lines) == (1, [])
    assert err == f"wslesson: {lesson.name} is not a whole notebook\n"
    assert not out.exists()


def test_a_python_in_a_folder_with_a_space_is_quoted(course, out, monkeypatch):
    monkeypatch.setattr(pages, "TOOLS", ("no_such_tool",))
    monkeypatch.setattr(sys, "executable", "/my folder/python")
    with pytest.raises(OSError, match='`"/my folder/python" -m pip install'):
        list(pages.begin(out))


@BOTH
def test_who_has_no_sphinx_is_told_how_to_get_it(
    course, out, edition, capsys, monkeypatch
):
    monkeypatch.setattr(pages, "TOOLS", ("no_such_tool",))
    code, lines, err = run(edition, out, capsys)
    assert (code, lines) == (1, [])
    how = f'{sys.executable} -m pip install "wslesson[site]"'
    assert err == f"wslesson: this needs Sphinx: run `{how}` first\n"
    assert not out.exists()


def test_when_sphinx_fails_it_says_why(lesson, out, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(pages, "SETTINGS", tmp_path)
    code, lines, err = run("site", out, capsys)
    assert code == 1
    assert err == (
        "wslesson: Sphinx could not write the pages: see above for what it says\n"
    )
    assert "conf.py" in "\n".join(lines[1:])
    assert not out.exists()
