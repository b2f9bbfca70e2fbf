"""The doctor is silent on a fit machine, and says what to do on one that is not."""

import asyncio
import errno
import importlib.util
import os
import signal
import subprocess
import sys
import sysconfig
import venv
from importlib import metadata
from pathlib import Path
from urllib.request import proxy_bypass

import pytest

from wslesson.course import doctor
from wslesson.course.machine import (
    imports,
    mend_interrupts,
    mend_proxies,
    mend_shell,
    needs,
    of_a_kernel,
)

MODULE = sys.modules["wslesson.course.machine"]  # the package has the function
ROOT = Path(__file__).parents[2]
PROXIES = ("http_proxy", "https_proxy", "ws_proxy", "wss_proxy", "all_proxy")


@pytest.fixture(autouse=True)
def _fit_machine(monkeypatch, tmp_path):
    """An empty folder, and no proxy."""
    monkeypatch.chdir(tmp_path)
    for name in (*PROXIES, "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def only_problem():
    (problem,) = doctor()
    return problem


def test_a_fit_machine_has_no_problem():
    assert doctor() == []


def test_an_old_python_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    assert only_problem().startswith("Python 3.10 is too old: install Python 3.11")


def test_a_kernel_without_the_packages_is_told_so(monkeypatch):
    version = metadata.version

    def without_nbval(name):
        if name == "nbval":
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(metadata, "version", without_nbval)
    assert only_problem().startswith("The package nbval is not installed")


def test_a_course_that_is_not_installed_is_told_so(monkeypatch):
    def nothing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", nothing)
    monkeypatch.setattr(metadata, "requires", nothing)
    assert only_problem().startswith("The package wslesson is not installed")


def test_a_package_that_cannot_be_imported_is_broken(monkeypatch):
    monkeypatch.setitem(sys.modules, "nest_asyncio", None)
    (problem,) = imports()
    assert problem.startswith("The package nest-asyncio is broken (import of ")


@pytest.mark.parametrize(
    "name",
    ["websockets.py", "trio.py", "wslesson.py", "tornado.py", "psutil/__init__.py"],
)
def test_a_file_that_hides_a_library_is_named(name):
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).touch()
    library = Path(name.removesuffix("/__init__.py")).stem
    assert only_problem().startswith(f"`import {library}` finds {Path(name)} in this")


def test_every_package_that_the_course_needs_is_imported_by_its_own_name():
    for name in needs():
        assert importlib.util.find_spec(name.replace("-", "_")), name


def test_what_hides_nothing_is_no_problem():
    Path("socket.py").touch()  # in a kernel Python's own modules come first
    Path("websockets").mkdir()  # a folder without __init__.py comes last
    Path("my_own.py").touch()
    Path("00_start_here.ipynb").touch()
    assert doctor() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that is in use")
def test_a_folder_that_has_been_deleted_hides_nothing(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert doctor() == []


@pytest.mark.parametrize("name", ["http_proxy", "WS_PROXY", "all_proxy"])
def test_a_proxy_without_an_exception_is_a_problem(monkeypatch, name):
    monkeypatch.setenv(name, "http://proxy.example:3128")
    assert "set no_proxy=localhost,127.0.0.1" in only_problem()


@pytest.mark.parametrize("excepted", ["*", "localhost,127.0.0.1"])
def test_a_proxy_with_an_exception_is_not(monkeypatch, excepted):
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", excepted)
    assert doctor() == []


def test_a_blocked_loopback_is_told_with_the_reason(monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("socket.create_server", refuse)
    problem = only_problem()
    assert "127.0.0.1, failed ([Errno 13] Permission denied): allow Python" in problem


def test_a_loopback_that_is_down_is_told_how_to_bring_it_up(monkeypatch):
    def unreachable(*_, **__):
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr("socket.create_connection", unreachable)
    assert only_problem().endswith("on Linux with `ip link set lo up`.")


def test_a_patched_event_loop_is_told(monkeypatch):
    monkeypatch.setattr(asyncio, "_nest_patched", True, raising=False)
    assert "Run All will lose cells" in only_problem()


def test_interrupts_are_mended_where_a_loop_runs():
    async def cell():
        mend_interrupts()
        return asyncio.get_running_loop().remove_signal_handler(signal.SIGUSR1)

    if hasattr(signal, "SIGUSR1"):
        assert asyncio.run(cell())


def test_without_a_loop_there_is_nothing_to_mend():
    mend_interrupts()


@pytest.mark.parametrize("known", [None, "intra.example"])
def test_a_lesson_s_own_connections_pass_by_the_proxy(monkeypatch, known):
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    if known:
        monkeypatch.setenv("no_proxy", known)
    monkeypatch.setenv(
        "no_proxy", os.environ.get("no_proxy", "")
    )  # put back at the end
    mend_proxies()
    assert doctor() == []
    assert proxy_bypass("localhost")
    assert bool(proxy_bypass("intra.example")) is bool(known)
    assert not proxy_bypass("python.example")


def test_without_a_proxy_the_environment_stays_as_it_is():
    before = dict(os.environ)
    mend_proxies()
    mend_shell()
    assert dict(os.environ) == before


def test_the_doctor_asks_a_python_that_finds_nothing_through_this_folder(tmp_path):
    """As after `mv`: the course lies here, and what was installed points elsewhere."""
    moved = tmp_path / "moved"
    venv.create(moved, symlinks=os.name != "nt")
    (site,) = moved.glob("**/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    (python,) = (path for path in moved.glob("*/python*") if path.stem == "python")
    done = subprocess.run(
        [python, "-m", "wslesson", "doctor"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.startswith(
        "A kernel cannot import the course (ModuleNotFoundError: No module named"
    )


def test_a_kernel_s_python_tells_what_it_finds_here():
    assert of_a_kernel() == []
    Path("trio.py").touch()
    assert "finds trio.py in this folder" in " ".join(of_a_kernel())


def test_a_python_that_ends_without_a_word_is_told(monkeypatch):
    monkeypatch.setattr(MODULE, "ASK", "raise SystemExit(3)")
    assert of_a_kernel() == [
        "A kernel cannot import the course (it ended with 3): "
        "run `make lab` to install it."
    ]


def test_a_python_that_says_nothing_is_not_waited_for_for_ever(monkeypatch):
    monkeypatch.setattr(MODULE, "PATIENCE", 0)
    (problem,) = of_a_kernel()
    assert problem.endswith("said nothing for 0 seconds: try again.")


def test_the_doctor_can_be_asked_beside_a_file_that_hides_a_module_of_python(tmp_path):
    for name in ("socket.py", "secrets.py", "argparse.py", "asyncio.py"):
        (tmp_path / name).write_text("raise ImportError('a learner wrote this')")
    command = [sys.executable, "-m", "wslesson", "doctor"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=240, check=False
    )
    assert (done.stdout, done.stderr) == ("All is well.\n", "")
