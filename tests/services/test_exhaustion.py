"""When there is no room for one client more, the others are served, and the next."""

import os
import socket
import subprocess
import sys
from contextlib import ExitStack, closing, contextmanager, suppress
from urllib.parse import urlsplit

import pytest
import websockets.sync.connection

from authoring.chaos.guests import HELLO, REQUEST
from wslesson.protocol.packets import encode_packet
from wslesson.services.styles import styles

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="Windows has no limits that a process sets for itself"
)

STACK = 2**28  # bytes, of a thread in a small memory

SERVE = """
import logging, resource, sys, threading
style, files, memory = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
logging.basicConfig(format="%(message)s")
from wslesson.services import Echo
from wslesson.services.styles import serving
with serving(Echo(), style) as address:
    if files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    if memory:  # threads with huge stacks: there is room for a few
        used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, resource.RLIM_INFINITY))
        threading.stack_size(int(sys.argv[4]))
    print(address, flush=True)
    sys.stdin.read()
if memory:  # whoever measures this process writes something down at its end
    resource.setrlimit(resource.RLIMIT_AS, [resource.RLIM_INFINITY] * 2)
"""


class Client:
    """A client of either kind of echo."""

    def __init__(self, address):
        where = urlsplit(address)
        self.sock = socket.create_connection((where.hostname, where.port), 20)
        self.raw = where.scheme == "tcp"
        self.close = self.sock.close

    def shake_hands(self):
        if not self.raw:
            self.sock.sendall(REQUEST)
            self._until(b"\r\n\r\n")

    def echoes(self):
        self.sock.sendall(encode_packet(b"hello") if self.raw else HELLO)
        self._until(b"hello")

    def _until(self, end):
        data = b""
        while not data.endswith(end):
            piece = self.sock.recv(1000)
            assert piece, "it was sent away"
            data += piece


def server(style, *, files=0, memory=0):
    # With an arena for each thread, memory may run out for all before a stack finds no
    # room; a thread that dies of that lets whoever started it wait for ever.
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, style, str(files), str(memory), str(STACK)],
        env={**os.environ, "MALLOC_ARENA_MAX": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def ending(child):
    try:
        yield
    finally:
        child.kill()


def outlives_a_crowd(style, crowd, *, queued=False, **limits):
    """Return what a server says whose first client is served before, in and after.

    Those of the crowd come all at once, or each when the one before it is served.
    """
    with server(style, **limits) as child, ending(child):
        address = child.stdout.readline().strip()
        with ExitStack() as later:
            old = later.enter_context(closing(Client(address)))
            old.shake_hands()
            old.echoes()
            with ExitStack() as soon:
                for _ in range(crowd):
                    guest = soon.enter_context(closing(Client(address)))
                    with suppress(OSError, AssertionError):
                        if queued:
                            guest.shake_hands()
                            guest.echoes()
                told = child.stderr.readline()
                old.echoes()
            while True:  # those of the crowd leave one after the other
                with closing(Client(address)) as new, suppress(OSError, AssertionError):
                    new.shake_hands()
                    new.echoes()
                    break
            old.echoes()
        child.stdin.close()
        assert child.wait(30) == 0, child.stderr.read()
        return told, child.stderr.read()


@pytest.mark.parametrize("files", [24, 61, 64])
@pytest.mark.parametrize("style", styles())
def test_without_descriptors_the_others_are_served_and_later_new_ones(style, files):
    told, rest = outlives_a_crowd(style, 80, files=files)
    assert told.startswith("a client was not accepted: ")
    assert len(rest) < 2000


THREADS = ["raw", "by-hand-threads", "library-threading"]


@pytest.mark.skipif(sys.platform != "linux", reason="what is used stands in /proc")
@pytest.mark.parametrize("stacks", [9, 10, 11])  # any of the library's three may fail
@pytest.mark.parametrize("style", THREADS)
def test_without_threads_the_others_are_served_and_later_new_ones(style, stacks):
    room = stacks * STACK + STACK // 2
    told, rest = outlives_a_crowd(style, 12, queued=True, memory=room)
    assert told.startswith("a client was not accepted: can't start new thread")
    assert len(rest) < 2000


WITHOUT_A_SELECTOR = """
import resource, socket, sys
from websockets.server import ServerProtocol
from websockets.sync.server import Server
from wslesson.drivers.library_threads import Connection
from wslesson.drivers.room import Complaints
ours, theirs = socket.socketpair()
server = Server(socket.create_server(("127.0.0.1", 0)), print)
with socket.socket() as free:
    first = free.fileno()
# Room for the pair that the library wakes itself with, and for nothing else.
resource.setrlimit(resource.RLIMIT_NOFILE, (first + 2, first + 2))
connection = Connection(Complaints(), ours, ServerProtocol(), server)
connection.recv_events_thread.join(20)
print(theirs.recv(1))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a selector needs none")
@pytest.mark.skipif(
    not hasattr(websockets.sync.connection, "selectors"),
    reason="older versions of websockets read without a selector",
)
def test_a_client_without_a_descriptor_to_read_with_is_sent_away():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_A_SELECTOR],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "b''\n"
    assert done.stderr.startswith("a client was not accepted: [Errno 24] ")
    assert len(done.stderr) < 200
