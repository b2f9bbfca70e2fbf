"""When descriptors or threads are used up, others are served, and new ones later."""

import socket
import subprocess
import sys
import threading
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from tests.drivers.peers import Peer, Threads, dial
from wslesson.drivers import Settings, blocking
from wslesson.protocol.connection import Role
from wslesson.protocol.events import Text
from wslesson.protocol.packets import encode_packet
from wslesson.services import Echo, raw

posix = pytest.mark.skipif(sys.platform == "win32", reason="it has no such limits")


def reach(address):
    where = urlsplit(address)
    return socket.create_connection((where.hostname, where.port), 10)


class Visitor:
    """A client of any of the three styles, which says something and hears it again."""

    def __init__(self, address, stack):
        self.sock = stack.enter_context(reach(address))
        self.peer = None
        if address.startswith("ws"):
            self.peer = Peer(self.sock, Role.CLIENT)
            self.sock.sendall(self.peer.connection.connect("here"))
            self.peer.receive()

    def is_served(self):
        if self.peer:
            self.peer.send(Text("hi"))
            return self.peer.receive() == Text("hi")
        self.sock.sendall(encode_packet(b"hi"))
        return self.sock.recv(100) == encode_packet(b"hi")


WAITER = """
import resource, socket
from wslesson.drivers import Settings
from wslesson.drivers.blocking import WebSocket
from wslesson.protocol.connection import Role
from wslesson.protocol.lifecycle import State

with socket.create_server(("127.0.0.1", 0)) as listener:
    ours = socket.create_connection(listener.getsockname())
    theirs, _ = listener.accept()
websocket = WebSocket(ours, Role.CLIENT, Settings())
websocket.connection.state = State.OPEN
resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
try:
    websocket.receive(0.1)
except TimeoutError:
    print(websocket.state.name)
"""


@posix
def test_a_wait_needs_no_descriptor():
    command = [sys.executable, "-c", WAITER]
    assert subprocess.check_output(command, text=True, timeout=30) == "OPEN\n"


@pytest.fixture
def no_thread(monkeypatch):
    """An event: while it is set, the system starts no thread."""
    start, none = threading.Thread.start, threading.Event()

    def refuse(thread):
        if none.is_set():
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)
    return none


@pytest.mark.parametrize("server", [raw.serve, blocking.serve])
def test_a_server_without_threads_serves_who_is_there_and_who_comes_later(
    server, no_thread, caplog
):
    service = Echo() if server is raw.serve else Threads.echo
    with ExitStack() as stack, server(service) as address:
        first = Visitor(address, stack)
        assert first.is_served()
        no_thread.set()
        for _ in range(3):
            with reach(address) as sock:
                assert sock.recv(1) == b""
        assert first.is_served()
        no_thread.clear()
        assert Visitor(address, stack).is_served()
        assert first.is_served()
    assert caplog.text.count("a client was not accepted: can't start") == 1


def test_who_cannot_be_told_goodbye_is_left(no_thread):
    settings = Settings(timeout=50)
    with ExitStack() as later:
        with blocking.serve(Threads.echo, settings=settings) as url:
            peer = later.enter_context(dial(url))
            no_thread.set()
        assert peer.receive() is None
