"""The edition for a browser, as it is built: `make browsers` runs it in some."""

import json
import sys
import tarfile
from html import escape
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest

from tests.require import module, program
from wslesson import __version__
from wslesson.cli.commands import main
from wslesson.course import stored as course_stored
from wslesson.export import lite, lite_parts
from wslesson.workspace.files import lessons, shipped
from wslesson.workspace.notebook import Notebook

HOW = "install it, and the extra `lite` of this package"
PRINTED = [{"output_type": "stream", "name": "stdout", "text": ["8\n"]}]
NEEDS = {"trio": ["attrs", "idna >=3; extra == 'tls'", "cffi"], "websockets": []}


def code(name, source, *tags):
    about = {"tags": list(tags)} if tags else {}
    cell = {"cell_type": "code", "id": name, "metadata": about, "source": source}
    return {**cell, "outputs": PRINTED, "execution_count": 1}


CODE = '"cell_type": "code"'
MEASURES = code("m", ["# Measure\n", "import psutil, nowhere\n", "x = 8"], lite.TAG)
LESSON = Notebook.of({"cells": [code("a", "# Say\n8"), MEASURES], "metadata": {}})


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """What npm and pip would bring, but each a few bytes."""
    for name in lite.TOOLS:
        module(name, HOW)
    folder = tmp_path / "wslesson" / "lite"
    folder.mkdir(parents=True)
    with tarfile.open(
        folder / f"pyodide-{lite_parts.VERSIONS['pyodide']}.tgz", "w"
    ) as t:
        for name in lite_parts.PYODIDE:
            data = b'{"info": {"python": "3.14.2"}, "packages": {"numpy": {}}}'
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            t.addfile(member, BytesIO(data))
    for name, number in lite_parts.PINS.items():
        wheel(folder, name.replace("-", "_"), number)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda app: tmp_path / app)
    return folder


def wheel(folder, name, number):
    lines = "".join(f"Requires-Dist: {need}\n" for need in NEEDS.get(name, ()))
    with ZipFile(folder / f"{name}-{number}-py3-none-any.whl", "w") as file:
        file.writestr(f"{name}/__init__.py", "")
        file.writestr(f"{name}.libs/more", "")
        file.writestr(f"{name}-{number}.dist-info/METADATA", f"Name: {name}\n{lines}")


def test_a_cell_that_cannot_run_shows_what_is_stored_in_one_line():
    same, shows = lite.for_a_browser(LESSON).content["cells"]
    assert same == LESSON.content["cells"][0]
    first, second = shows["source"].splitlines()
    assert first.startswith("# A browser cannot run this cell")
    assert second.endswith("show_stored('m')")
    assert shows["outputs"] == PRINTED


def test_what_it_showed_goes_along_and_what_it_imports():
    assert lite.stored({"09_x": LESSON}) == {
        "m": {"imports": ["import psutil, nowhere"], "outputs": PRINTED}
    }


def test_in_the_browser_the_cell_shows_it_again(tmp_path, monkeypatch, capsys):
    picture = {"output_type": "display_data", "data": {"text/html": ["<b>", "8"]}}
    shown = {
        "imports": ["import json", "import nowhere"],
        "outputs": [*PRINTED, picture],
    }
    (tmp_path / course_stored.SHOWN).write_text(json.dumps({"m": shown}), "utf-8")
    shell = SimpleNamespace(user_ns={})
    monkeypatch.setattr(course_stored, "files", lambda _: tmp_path)
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: shell)
    course_stored.show_stored("m")
    assert capsys.readouterr().out == "8\n{'text/html': '<b>8'}\n"
    assert shell.user_ns["json"] is json


def assert_the_first_page_is_whole(folder):
    """Each lesson is on it, of the edition that is there; JupyterLite knows of it."""
    lessons = {path.stem: Notebook.read(path) for path in folder.glob("files/*.ipynb")}
    editions = json.loads((folder / "first" / "lessons.json").read_text("utf-8"))
    assert editions == {name: each.edition for name, each in lessons.items()}
    assert not [each for each in lessons.values() if each.edited]
    page = (folder / "index.html").read_text("utf-8")
    for name, each in lessons.items():
        assert f'href="lab/index.html?path={name}.ipynb"' in page
        assert escape(each.cells[0].source.splitlines()[0].lstrip("# ")) in page
    assert 'id="jupyter-config-data"' in page
    for app in "lab", "notebooks", "tree":
        head = (folder / app / "index.html").read_text("utf-8").partition("<title>")[0]
        assert '<script src="../first/lacks.js"></script>' in head
        assert '<script src="../first/lab.js"></script>' in head
    worker = (folder / "service-worker.js").read_bytes()
    ours = (folder / "first" / "offline.js").read_bytes()
    assert worker.startswith(ours)
    assert b"/api/drive" in worker.removeprefix(ours)  # JupyterLite's own
    settings = json.loads((folder / "jupyter-lite.json").read_text("utf-8"))
    database = settings["jupyter-config-data"]["contentsStorageName"]
    names = (folder / "first" / "names.js").read_text("utf-8")
    assert f'DATABASE = "{database}"' in names


def test_the_folder_is_complete_and_nobody_is_asked_again(
    course, cache, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    folder = tmp_path / "lite"
    assert main(["export", "lite", str(folder)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[1:4] == [
        f"{path.stem:<22} {path.read_text('utf-8').count(CODE)} cells run"
        for path in lessons(shipped())[:3]
    ]
    assert out[-1].endswith(f"-m http.server -b 127.0.0.1 -d {folder}")
    assert (folder / "lab" / "index.html").exists()
    assert (folder / "LICENSE.txt").exists()
    assert_the_first_page_is_whole(folder)
    assert len([*folder.glob("files/*.ipynb")]) == 3
    lock = json.loads((folder / "static/pyodide/pyodide-lock.json").read_text("utf-8"))
    assert lock["packages"].keys() == {"wslesson", *lite_parts.PINS}
    assert lock["packages"]["trio"]["depends"] == ["attrs"]
    assert lock["packages"]["trio"]["imports"] == ["trio"]
    assert {"trio", "websockets"} <= {*lock["packages"]["wslesson"]["depends"]}
    ours = folder / f"static/pyodide/wslesson-{__version__}-py3-none-any.whl"
    with ZipFile(ours) as file:
        names = file.namelist()
        lesson = json.loads(file.read("wslesson/notebooks/00_start_here.ipynb"))
        assert json.loads(file.read(f"wslesson/{lite.STORED}")) == {}
    assert "wslesson/lite/install.py" in names
    assert not [name for name in names if "__pycache__" in name]
    assert not [cell for cell in lesson["cells"] if cell.get("outputs")]


def test_without_jupyterlite_the_cure_is_named(course, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lite, "TOOLS", ("nowhere",))
    for python, said in (
        ("/a/python", "`/a/python -m"),
        ("/a b/python", '`"/a b/python" -m'),
    ):
        monkeypatch.setattr(sys, "executable", python)
        assert main(["export", "lite", str(tmp_path / "lite")]) == 1
        told = capsys.readouterr().err
        assert f'{said} pip install "wslesson[lite]"`' in told
    assert not (tmp_path / "lite").exists()


def test_without_npm_the_cure_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OSError, match="needs npm"):
        lite_parts.fetch(tmp_path / "new")


def test_what_npm_says_is_told(tmp_path, monkeypatch):
    program("npm", how="install Node.js")
    monkeypatch.setenv("npm_config_offline", "true")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    with pytest.raises(OSError, match=r"(?s)npm could not get Pyodide:\n.*pyodide"):
        lite_parts.fetch(tmp_path / "new")


def test_what_goes_well_says_nothing(tmp_path):
    lite_parts.run("it failed", [sys.executable, "-c", "print(8)"], tmp_path)


def test_what_pip_says_is_told_and_an_old_wheel_is_not_taken(cache, monkeypatch):
    [new] = cache.glob("trio-*.whl")
    new.rename(cache / "trio-0.1-py3-none-any.whl")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(OSError, match=r"pip could not get the wheels:\n.*trio"):
        lite_parts.fetch(cache)


def test_what_jupyterlite_says_is_told(cache, tmp_path):
    (tmp_path / "jupyter-lite.json").write_text("{", "utf-8")
    with pytest.raises(OSError, match=r"JupyterLite could not build the site:\n."):
        lite._build(tmp_path, tmp_path / "site")
