"""The ledger sees what a lesson leaves open, and only that."""

import asyncio
import gc
import socket
import subprocess
import sys
from threading import Event, Thread
from urllib.request import proxy_bypass

import pytest

from wslesson.course import begin, ledger

NONE = ["sockets none", "tasks none", "threads none", "processes none"]


def lines(capsys):
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def lesson(capsys):
    """A lesson that has just begun."""
    begin("99")
    assert lines(capsys) == ["Lesson 99 is ready."]


@pytest.mark.usefixtures("lesson")
def test_a_lesson_that_cleans_up_leaves_nothing(capsys):
    socket.socket().close()
    Thread(target=lambda: None).start()
    ledger()
    assert lines(capsys) == NONE


@pytest.mark.usefixtures("lesson")
def test_what_nobody_can_reach_any_more_is_not_left_open(capsys):
    class Ring(socket.socket):
        def __del__(self):
            self.close()  # or Python would warn of it

    gc.disable()  # so that nobody else collects it first
    try:
        ring = Ring()
        ring.itself = ring
        del ring
        ledger()
    finally:
        gc.enable()
    assert lines(capsys) == NONE


@pytest.mark.usefixtures("lesson")
def test_sockets_are_told_by_what_they_do(capsys):
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()),
    ):
        ledger()
        try:
            listens = listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        except OSError:  # not every system tells
            listens = False
    other = "one that listens" if listens else "one that is connected"
    assert lines(capsys)[0] == f"sockets one that is connected, {other}"


@pytest.mark.usefixtures("lesson")
def test_threads_and_processes_are_named(capsys):
    done = Event()
    thread = Thread(target=done.wait, args=[10], name="server of mine")
    thread.start()
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE
    ) as child:
        ledger()
        child.communicate(b"\n", timeout=120)
    done.set()
    thread.join()
    _, _, threads, processes = lines(capsys)
    assert threads == "threads server of mine"
    assert "python" in processes.lower()


def test_tasks_that_outlive_their_cell_are_named(capsys):
    async def lesson():
        begin("99")
        task = asyncio.create_task(asyncio.sleep(10), name="clock of mine")
        ledger()
        task.cancel()

    asyncio.run(lesson())
    assert "tasks clock of mine" in lines(capsys)


def test_without_a_beginning_all_that_is_open_is_told(capsys, monkeypatch):
    monkeypatch.setattr(sys.modules["wslesson.course.leftovers"], "_before", {})
    with socket.create_server(("127.0.0.1", 0)):
        ledger()
    assert lines(capsys)[0].startswith("sockets one that ")


def test_what_was_open_before_is_not_of_this_lesson(capsys):
    with socket.create_server(("127.0.0.1", 0)):
        begin("99")
        ledger()
    assert lines(capsys)[1:] == NONE


def test_a_lesson_begins_by_excepting_its_connections_from_a_proxy(capsys, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("no_proxy", "")  # put back at the end
    begin("99")
    assert lines(capsys) == ["Lesson 99 is ready."]
    assert proxy_bypass("127.0.0.1")


def test_a_lesson_begins_with_what_the_doctor_found(capsys, monkeypatch):
    monkeypatch.setattr(asyncio, "_nest_patched", True, raising=False)
    begin("99")
    first, second = lines(capsys)
    assert "nest_asyncio.apply() has been called" in first
    assert second == "Lesson 99 is ready."


def test_the_tasks_with_which_a_kernel_runs_cells_are_not_of_the_lesson(capsys):
    kernel = {"__name__": "ipykernel.kernelbase", "asyncio": asyncio}
    exec("async def run_cell(): await asyncio.sleep(10)", kernel)

    async def lesson():
        begin("99")
        task = asyncio.create_task(kernel["run_cell"]())
        ledger()
        task.cancel()

    asyncio.run(lesson())
    assert lines(capsys)[1:] == NONE


def test_a_socket_that_does_not_tell_what_it_does_is_connected(capsys, lesson):
    class Mute(socket.socket):
        def getsockopt(self, *args):
            raise OSError("not on this system")

    with Mute():
        ledger()
    assert lines(capsys)[0] == "sockets one that is connected"


def test_the_thread_that_sends_large_outputs_is_not_of_the_lesson(capsys, lesson):
    done = Event()
    of_zmq = type("GarbageCollectorThread", (Thread,), {"__module__": "zmq.utils"})
    thread = of_zmq(target=done.wait, args=[10])
    thread.start()
    ledger()
    done.set()
    thread.join()
    assert lines(capsys) == NONE
