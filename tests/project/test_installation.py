"""`make lab` installs once, sees when its folder has moved, and can be interrupted."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import require

ROOT = Path(__file__).parents[2]
RUN = ROOT / ".ci" / "install.py"
ODD = "Kurs Übung's $x"
UNIX = pytest.mark.skipif(
    os.name == "nt", reason="Windows sends no SIGINT to one child process alone"
)


def make(folder, *arguments):
    name = require.program("make", how="install make")
    return subprocess.run(
        [name, *arguments, f"PYTHON={sys.executable}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    ).stdout


@pytest.fixture
def folder(tmp_path):
    """What `make` reads of the course, in a folder whose name is none of a shell's."""
    course = tmp_path / ODD
    (course / ".ci").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "constraints.txt", ".ci/install.py"):
        shutil.copy(ROOT / name, course / name)
    return course


@pytest.mark.timeout(300)  # it makes a real environment
def test_a_folder_that_has_been_moved_is_installed_anew(folder):
    make(folder, ".venv/made")
    (folder / ".venv" / "installed").touch()
    assert "install" not in make(folder, "--dry-run", "lab")
    (folder.parent / "link").symlink_to(folder)  # another way to the same place
    assert "install" not in make(folder.parent / "link", "--dry-run", "lab")
    moved = folder.rename(folder.with_name("moved"))
    wanted = make(moved, "--dry-run", "lab")
    assert "venv --clear .venv" in wanted
    assert "-e ." in wanted


def test_a_newer_edition_is_installed_into_what_is_there(folder):
    (folder / ".venv").mkdir()
    (folder / ".venv" / "made").write_text(f"{folder.resolve()}\n", encoding="utf-8")
    wanted = make(folder, "--dry-run", "lab")
    assert "venv --clear" not in wanted
    assert "-e ." in wanted


def test_pip_is_not_told_to_be_quiet():
    assert "--quiet" not in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Start a module as make does; its text is the test's."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def start(text):
        (tmp_path / "step.py").write_text(text, encoding="utf-8")
        return subprocess.Popen(
            [sys.executable, RUN, "step", "one", "two"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    return start


@UNIX
def test_ctrl_c_in_an_installation_prints_nothing_besides_make_s_own_line(run):
    with run("print('installing', flush=True); input()") as child:
        assert child.stdout.readline() == "installing\n"
        os.killpg(child.pid, signal.SIGINT)  # as a terminal does
        out, err = child.communicate(timeout=30)
    assert (child.returncode, out, err) == (130, "", "")


def test_what_goes_wrong_in_an_installation_is_told(run):
    with run("import sys; print(sys.argv[1:]); sys.exit('no room')") as child:
        out, err = child.communicate(timeout=30)
    assert (child.returncode, out, err) == (1, "['one', 'two']\n", "no room\n")


def test_a_clone_with_the_line_ends_of_windows_has_scripts_that_run(tmp_path):
    git = require.program("git", how="install git")
    source, clone = tmp_path / "source", tmp_path / "clone"
    names = ("Makefile", ".ci/run", ".gitattributes", "notebooks/01_streams.ipynb")
    for name in (*names, "docs/lesson_02.png"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    who = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    for command in (
        ("init", "-q", "."),
        ("add", "-A"),
        (*who, "commit", "-q", "-m", "All"),
        ("clone", "-q", "-c", "core.autocrlf=true", str(source), str(clone)),
    ):
        subprocess.run([git, *command], cwd=source, check=True, timeout=240)
    for name in (*names, "docs/lesson_02.png"):
        assert (clone / name).read_bytes() == (source / name).read_bytes(), name


def test_make_lists_every_command_that_it_has_in_a_line():
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
    targets = re.search(r"^\.PHONY: (.*)", makefile, re.MULTILINE)[1].split()
    helped = re.findall(r"^(\w+):.*?## (.*)", makefile, re.MULTILINE)
    assert [name for name, _ in helped] == targets
    assert all(len(f"make {name:<12}{text}") <= 80 for name, text in helped)
