"""What the library's servers leave when they end: nobody who is still connected."""

import socket
import subprocess
import sys
import threading
from asyncio import sleep
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest
import trio
from anyio.from_thread import start_blocking_portal

from authoring.chaos.guests import REQUEST
from wslesson.services import (
    Echo,
    Options,
    library_asyncio,
    library_threading,
    library_trio,
)

LONG = bytes.fromhex("82ff 0000000000010000 00000000") + bytes(2**16)
QUICK = Options(timeout=0.2)


@contextmanager
def guest(address):
    where = urlsplit(address)
    with socket.create_connection((where.hostname, where.port), 10) as sock:
        sock.sendall(REQUEST)
        assert sock.recv(1000).startswith(b"HTTP/1.1 101 ")
        yield sock


@pytest.mark.parametrize(
    ("style", "backend", "forever"),
    [
        (library_asyncio, "asyncio", lambda: sleep(3600)),
        (library_trio, "trio", trio.sleep_forever),
    ],
)
def test_a_handler_that_does_not_return_is_cancelled(
    style, backend, forever, monkeypatch
):
    begun = threading.Event()
    ended = []

    async def stay(connection):
        begun.set()
        try:
            await forever()
        finally:
            ended.append(True)

    monkeypatch.setattr(style, "echo", stay)
    with start_blocking_portal(backend) as portal:
        server = style.serve(Echo(), how=QUICK)
        with portal.wrap_async_context_manager(server) as address:
            with guest(address):
                assert begun.wait(10)
        assert ended == [True]  # before the loop ends


def test_who_does_not_read_is_cut_off():
    stopping, stopped = threading.Event(), threading.Event()

    def serve(tell):
        with library_threading.serve(Echo(), how=QUICK) as address:
            tell.append(address)
            ready.set()
            assert stopping.wait(30)
        stopped.set()

    tell, ready = [], threading.Event()
    thread = threading.Thread(target=serve, args=(tell,))
    thread.start()
    assert ready.wait(10)
    with guest(tell[0]) as sock:
        sock.settimeout(1)
        with suppress(TimeoutError):  # now the server waits for us to read
            while True:
                sock.sendall(LONG)
        stopping.set()
        assert stopped.wait(10)
        sock.settimeout(10)
        with pytest.raises(ConnectionError):
            while True:
                sock.sendall(LONG)
    thread.join()


STAYS = """
import sys, threading
from importlib import import_module
from tests.drivers.test_library import QUICK, guest
from wslesson.services import Echo

def stay(connection):
    begun.set()
    threading.Event().wait()

begun = threading.Event()
style = import_module(f"wslesson.services.{sys.argv[1]}")
style.echo = stay
with style.serve(Echo(), how=QUICK) as address, guest(address):
    assert begun.wait(10)
"""


@pytest.mark.parametrize("style", ["by_hand_threads", "library_threading"])
def test_a_handler_that_never_returns_keeps_no_python_alive(style):
    subprocess.run([sys.executable, "-c", STAYS, style], timeout=60, check=True)
