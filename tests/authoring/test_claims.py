"""What the lessons say, tried with the code of their own cells."""

from __future__ import annotations

import ast
import asyncio
import inspect
import socket
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.client import ClientProtocol, process_exception
from websockets.datastructures import Headers
from websockets.exceptions import (
    ConnectionClosedError,
    ConnectionClosedOK,
    InvalidStatus,
)
from websockets.frames import Opcode
from websockets.http11 import Response
from websockets.server import ServerProtocol
from websockets.sync.client import connect as connect_sync
from websockets.uri import parse_uri

from authoring.lint.page import Page
from authoring.notebooks import chosen
from authoring.run.comparing import shown
from wslesson.wire import Tape, tap_async

AWAITS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
LIMIT = 20  # seconds: for what hangs when a lesson is wrong
PING = bytes.fromhex("89 80 00000000")
URL = parse_uri("ws://example.com/")


def place(lesson, part):
    """Return the cells of a lesson, and the number of the first that has this part."""
    [path] = chosen([lesson])
    cells = Page.read(path).cells
    return cells, next(at for at, cell in enumerate(cells) if part in cell.source)


def source(lesson, part):
    cells, at = place(lesson, part)
    return cells[at].source


def run(lesson, *parts, **names):
    """Run the cells that have these parts, and return their names."""
    for part in parts:
        exec(source(lesson, part), names)
    return names


def prints(lesson, part):
    """Return what a cell prints."""
    cells, at = place(lesson, part)
    return "".join(text for _, text in shown(cells[at].outputs))


def address(server):
    return f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def reset(sock):
    """End a connection as a crash would."""
    how = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, how)
    sock.close()


# 00: a silent hour


class Frames(Tape):
    """A tape that says when so many bytes have come behind the two heads."""

    def __init__(self, wanted):
        super().__init__()
        self.there = asyncio.Event()
        self._wanted = wanted

    def record(self, direction, data, reset=False):
        super().record(direction, data, reset)
        if self.count() >= self._wanted:
            self.there.set()

    def count(self):
        both = self.bytes("sent"), self.bytes("received")
        return sum(len(data.partition(b"\r\n\r\n")[2]) for data in both)


async def silence(wanted, **options):
    """Return the bytes of frames, when there are so many, though nobody speaks."""

    async def silent(websocket):
        await websocket.wait_closed()

    tape = Frames(wanted)
    async with (
        asyncio.timeout(LIMIT),
        serve(silent, "127.0.0.1", 0, **options) as server,
        tap_async(address(server), tape) as url,
        connect(url, proxy=None, **options),
    ):
        await tape.there.wait()
        return tape.count()


def test_a_silent_hour_costs_what_the_library_really_sends():
    interval = inspect.signature(connect).parameters["ping_interval"].default
    ten = asyncio.run(silence(320, ping_interval=0.1))
    assert ten in range(320, 352)  # ten times a Ping and its Pong, from both ends
    hour = 276 + 3600 // interval * 32
    assert f"WebSocket        1 request   {hour:>7,} bytes\n" in prints("00", "ways =")


def test_a_connection_that_never_asks_sends_no_frame_before_its_goodbye():
    assert asyncio.run(silence(0, ping_interval=None)) == 0
    assert "never asking     1 request       276 bytes\n" in prints("00", "ways =")


# 05: the pool


@pytest.fixture
def echo_server():
    """The names of lesson 05's echo server."""
    events = "import Binary, Close"
    parts = "def answer", "def serve_one", "Event as Flag", "def serving"
    return run("05", "TRANSITIONS", "ProtocolError", "def open_pair", events, *parts)


def test_an_error_in_the_learners_answer_comes_out_of_serving(echo_server):
    def answer(us, data):
        return evnt  # noqa: F821 - a slip of the learner's

    echo_server["answer"] = answer
    with pytest.raises(NameError, match="evnt"), echo_server["serving"]() as url:
        connect_sync(url, proxy=None)  # its own error is the lesser one


def test_a_client_that_leaves_without_a_word_is_no_error_of_the_server(echo_server):
    with echo_server["serving"]() as url:
        port = int(url.rpartition(":")[2])
        reset(socket.create_connection(("127.0.0.1", port), LIMIT))


# 06: two loops, and coming back


@pytest.fixture
def two_loops():
    """The names of lesson 06's two loops; `heard` is what they have heard."""
    names = run("06", "def url_of", "# Say and hear at the same time")
    names["heard"] = []
    names["log"] = lambda _, what: names["heard"].append(what)
    return names


async def crowd(server, clients):
    """Let clients come and go, one after the other."""
    for _ in range(clients):
        async with connect(address(server), proxy=None) as websocket:
            await websocket.send("hello")


def test_fifty_clients_come_and_go_and_no_handler_and_no_task_is_left(two_loops):
    async def handler(websocket):
        await two_loops["talk"](asyncio.Queue(), websocket)

    async def main():
        before = asyncio.all_tasks()
        async with asyncio.timeout(LIMIT), serve(handler, "127.0.0.1", 0) as server:
            await crowd(server, 50)
        return asyncio.all_tasks() - before

    assert asyncio.run(main()) == set()
    assert len(two_loops["heard"]) == 50


def test_with_gather_each_client_leaves_a_handler_behind(two_loops):
    running, gone, news = set(), asyncio.Queue(), asyncio.Queue()

    async def hear(websocket):
        async for _ in websocket:
            pass
        gone.put_nowait(websocket)

    async def handler(websocket):
        running.add(websocket)
        try:
            await asyncio.gather(hear(websocket), two_loops["say"](news, websocket))
        finally:
            running.remove(websocket)

    async def main():
        async with asyncio.timeout(LIMIT), serve(handler, "127.0.0.1", 0) as server:
            await crowd(server, 5)
            left = {await gone.get() for _ in range(5)} & running
            for _ in left:
                news.put_nowait("nobody is there to hear it, so this ends a handler")
        return len(left)

    assert asyncio.run(main()) == 5


@pytest.mark.parametrize("status", [404, 500, 502, 503, 504])
def test_the_refusals_that_are_tried_again_are_those_that_lesson_06_names(status):
    cells, at = place("06", "def unsteady")
    _, said = cells[at - 1].source.split("It pauses by itself")
    again, errors = said.split("Any other refusal")
    error = InvalidStatus(Response(status, "no", Headers()))
    assert (process_exception(error) is None) == (str(status) in again)
    assert (process_exception(error) is error) == (str(status) in errors)


def test_a_client_pauses_before_it_comes_back():
    known = ConnectionClosedError, ConnectionClosedOK
    names = run("06", "def url_of", **{error.__name__: error for error in known})
    code = compile(source("06", "def unsteady"), "<cell>", "exec", AWAITS)

    async def seconds():
        clock = asyncio.get_running_loop().time
        start = clock()
        await eval(code, names)
        return clock() - start

    assert asyncio.run(seconds()) >= 0.15  # two losses, and a pause after each


# 08: a driver


class Peer:
    """A client that shakes hands and never says goodbye."""

    def __init__(self, where):
        self.sock = socket.create_connection(where, LIMIT)
        self._protocol = ClientProtocol(URL)
        self._protocol.send_request(self._protocol.connect())
        self.sock.sendall(b"".join(self._protocol.data_to_send()))
        assert self.hears(Opcode.CLOSE)

    def hears(self, opcode):
        """Read until such a frame has come; False when the stream ends before."""
        while data := self.sock.recv(4096):
            self._protocol.receive_data(data)
            for event in self._protocol.events_received():
                if getattr(event, "opcode", None) is opcode:
                    return True
        return False

    def asks(self, most):
        """Send Ping after Ping, and return how many were answered, or `most`."""
        for answered in range(most):
            try:
                self.sock.sendall(PING)
                if not self.hears(Opcode.PONG):
                    return answered
            except ConnectionError:
                return answered
        return most

    def crashes(self):
        reset(self.sock)


@pytest.fixture
def driver():
    """The names of lesson 08's drivers, with a clock that goes on when it is read."""
    cells, at = place("08", "def serve_one(")
    pieces = [each.source for each in cells[:at] if each.source.startswith("# Piece")]
    names = {"ServerProtocol": ServerProtocol}
    for piece in [*pieces, source("08", "def serve_one(")]:
        exec(piece, names)
    names = run("08", "def flush_async", "def serve_one_async", **names)
    return names | {"monotonic": count().__next__}


def in_a_thread(driver, visit):
    """Let a peer visit the driver over a socket; return what came of the visit."""
    here = ("127.0.0.1", 0)
    with socket.create_server(here) as listener, ThreadPoolExecutor(1) as pool:
        listener.settimeout(LIMIT)
        served = pool.submit(driver["serve_one"], listener)
        peer = Peer(listener.getsockname())
        with peer.sock:
            seen = visit(peer)
        served.result(LIMIT)
    return seen


def in_a_task(driver, visit):
    """Do the same under asyncio."""

    async def main():
        tasks = asyncio.Queue()

        def begin(reader, writer):
            serving = driver["serve_one_async"](reader, writer)
            tasks.put_nowait(asyncio.create_task(serving))

        server = await asyncio.start_server(begin, "127.0.0.1", 0)
        async with asyncio.timeout(LIMIT), server:
            seen = await asyncio.to_thread(visiting, server.sockets[0].getsockname())
            await (await tasks.get())
        return seen

    def visiting(where):
        peer = Peer(where)
        with peer.sock:
            return visit(peer)

    return asyncio.run(main())


@pytest.mark.parametrize("style", [in_a_thread, in_a_task])
def test_a_peer_that_sends_pings_for_ever_does_not_hold_the_driver(driver, style):
    assert style(driver, lambda peer: peer.asks(50)) < 10


@pytest.mark.parametrize("style", [in_a_thread, in_a_task])
def test_a_reset_does_not_escape_from_the_driver(driver, style):
    style(driver, Peer.crashes)
