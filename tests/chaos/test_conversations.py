"""A thousandth of `make chaos`, and that it notices faults."""

import asyncio
import socket
import sys
from contextlib import ExitStack, contextmanager
from itertools import count
from threading import Event, Thread

import anyio
import pytest
from anyio.from_thread import start_blocking_portal

from authoring.chaos.conversations import attack, main
from authoring.chaos.memory import quarrels
from authoring.chaos.plans import End, plan
from authoring.chaos.targets import TARGETS
from authoring.chaos.watch import everything, too_much, watching
from wslesson.protocol.connection import Connection


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_broken_clients_harm_nobody(target, capsys):
    assert attack(target, 1, range(5)), capsys.readouterr().out


def test_broken_bytes_mean_the_same_however_they_are_cut(capsys):
    assert quarrels(1, 20) == 0, capsys.readouterr().out


def test_a_number_says_the_same_each_time_and_another_seed_something_else():
    assert plan(1, 7) == plan(1, 7) != plan(2, 7)


def test_some_numbers_are_replayed_with_their_bytes(capsys):
    assert main(["--style", "raw", "--replay", "1:3-4"]) == 0
    told = capsys.readouterr().out
    assert str(plan(1, 3, raw=True)) in told
    assert str(plan(1, 4, raw=True)) in told


# Does it turn red?


class Bad:
    """A server that does the same wrong thing to each client."""

    name, raw, compress, tls = "bad", True, False, False

    def __init__(self, welcome):
        self._welcome = welcome

    @contextmanager
    def running(self):
        over, threads = Event(), []

        def accept(listener):
            while not over.is_set():
                sock, _ = listener.accept()
                threads.append(Thread(target=serve, args=(sock,)))
                threads[-1].start()

        def serve(sock):
            with sock:
                if not over.is_set():
                    self._welcome(sock, over)

        with socket.create_server(("127.0.0.1", 0)) as listener:
            threads.append(Thread(target=accept, args=(listener,)))
            threads[0].start()
            yield ["tcp://{}:{}".format(*listener.getsockname())]
            over.set()
            socket.create_connection(listener.getsockname()).close()  # wakes it
            for thread in threads:
                thread.join()

    def serve_well(self, addresses):
        pass


@pytest.fixture
def impatient(monkeypatch):
    """Do not wait long for what will never come."""
    monkeypatch.setattr("authoring.chaos.watch.LIMIT", 0.1)
    monkeypatch.setattr("authoring.chaos.client.LIMIT", 0.1)


def faults(capsys, target, numbers=range(1)):
    assert not attack(target, 1, numbers)
    return capsys.readouterr().out


def test_a_descriptor_that_is_kept_is_a_fault(capsys, impatient):
    with ExitStack() as kept:
        keeping = Bad(lambda sock, _: kept.enter_context(sock.dup()))
        out = faults(capsys, keeping, range(4))
    assert "descriptors more than before" in out
    assert "--style bad --replay 1:0-0\n" in out


def test_an_error_in_a_thread_is_a_fault(capsys):
    out = faults(capsys, Bad(lambda sock, _: 1 / 0))
    assert "ZeroDivisionError: division by zero" in out


def test_a_server_that_does_not_end_the_stream_is_a_fault(capsys, impatient):
    finishing = next(n for n in count() if plan(1, n, raw=True).end is End.FIN)
    deaf = Bad(lambda sock, over: over.wait())
    out = faults(capsys, deaf, range(finishing, finishing + 1))
    assert "the server did not end it, or was not there: TimeoutError" in out
    assert "threads more than before" in out


def test_a_good_client_that_is_not_served_is_a_fault(capsys):
    target = Bad(lambda sock, over: None)
    answers = iter([None])  # the first one is served
    target.serve_well = lambda addresses: next(answers)
    assert "a good client got StopIteration()" in faults(capsys, target)


def test_an_error_that_nobody_retrieves_is_a_complaint():
    async def lose():
        asyncio.get_running_loop().create_future().set_exception(OSError("lost"))

    with watching() as watch:
        asyncio.run(lose())
    (complaint,) = watch.complaints
    assert "Future exception was never retrieved" in complaint


def test_a_stream_that_nobody_closes_is_a_complaint():
    with watching() as watch:
        socket.socket()
    (complaint,) = watch.complaints
    assert "unclosed <socket.socket" in complaint


def test_what_is_printed_on_stderr_is_a_complaint():
    with watching() as watch:
        print("Traceback", file=sys.stderr)
    assert watch.complaints == ["Traceback\n"]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_task_that_goes_on_is_too_much(backend, impatient):
    async def stay(*, task_status):
        task_status.started()
        await anyio.sleep_forever()

    with start_blocking_portal(backend) as portal:
        before = everything()
        staying, _ = portal.start_task(stay)
        assert "1 tasks more than before" in too_much(before)
        staying.cancel()


def test_a_connection_that_raises_anything_else_is_told_with_its_bytes(
    monkeypatch, capsys
):
    def fall(self, data):
        raise IndexError("oops")

    monkeypatch.setattr(Connection, "receive_data", fall)
    assert quarrels(1, 2) == 1
    out = capsys.readouterr().out
    assert "1:0 SERVER 474554" in out
    assert "IndexError: oops" in out


def test_a_connection_that_minds_where_bytes_are_cut_is_told(monkeypatch, capsys):
    right = Connection.receive_data
    monkeypatch.setattr(
        Connection, "receive_data", lambda self, data: right(self, data[:999])
    )
    assert quarrels(1, 20) == 1
    assert "piece by piece: " in capsys.readouterr().out
