"""The doctor is silent on a fit machine, and says what to do on one that is not."""

import asyncio
import signal
import sys
from importlib import metadata
from pathlib import Path

import pytest

from wslesson.course import doctor
from wslesson.course.doctor import mend_interrupts

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


@pytest.mark.parametrize("name", ["websockets.py", "socket.py", "asyncio"])
def test_a_file_that_hides_a_library_is_named(name):
    Path(name).mkdir()
    assert f"finds {name} in this folder" in only_problem()


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
    assert "127.0.0.1 failed ([Errno 13] Permission denied)" in only_problem()


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
