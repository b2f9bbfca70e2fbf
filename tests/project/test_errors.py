"""docs/errors.md quotes what the installed versions really say.

Each function here provokes one error. What it is said to provoke is a heading of the
page: the message, with an ellipsis for what differs from one time to the next.
"""

import asyncio
import contextlib
import http.client
import logging
import os
import re
import socket
import threading
import warnings
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.sync import client as sync_client
from websockets.sync import server as sync_server

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"
LESSONS = Path(__file__).parents[2] / "notebooks"
PROVOKED = {}
HERE = {"proxy": None, "compression": None}
QUIET = logging.Logger("quiet")
QUIET.addHandler(logging.NullHandler())
SYSTEM = "the words are the system's own"


def provokes(message):
    def note(function):
        PROVOKED[message] = function
        return function

    return note


async def echo(websocket):
    async for message in websocket:
        await websocket.send(message)


async def visit(visitor, handler=echo, **options):
    """Serve, and give the visitor the address."""
    options = {"logger": QUIET, **options}
    async with asyncio.timeout(10), serve(handler, "127.0.0.1", 0, **options) as server:
        await visitor("ws://{}:{}/".format(*server.sockets[0].getsockname()))


def meet(handler=echo, **options):
    """Connect to a handler, and receive one message."""

    async def receive(address):
        async with connect(address, **HERE) as websocket:
            await websocket.recv()

    asyncio.run(visit(receive, handler, **options))


def send_it(message):
    async def send(address):
        async with connect(address, **HERE) as websocket:
            await websocket.send(message)

    asyncio.run(visit(send))


def write_it(data):
    async def write(address):
        async with connect(address, **HERE) as websocket:
            websocket.transport.write(data)
            await websocket.recv()

    asyncio.run(visit(write))


@contextlib.contextmanager
def in_threads(handler):
    with sync_server.serve(handler, "127.0.0.1", 0, logger=QUIET) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield "ws://{}:{}/".format(*server.socket.getsockname())
    thread.join()


def log_of(handler):
    """Return the error that a failing handler leaves in the server's log."""
    logger = logging.getLogger("wslesson.test_errors")
    records = []
    logger.handlers = [logging.Handler()]
    logger.handlers[0].emit = records.append
    logger.propagate = False
    with contextlib.suppress(Exception):
        meet(handler, logger=logger)
    (record,) = [each for each in records if each.levelno >= logging.ERROR]
    raise record.exc_info[1]


class PageError(Exception):
    """What stands on a page, not in a traceback."""


async def nothing():
    pass


# Python, asyncio and the notebook


@provokes("RuntimeError: asyncio.run() cannot be called from a running event loop")
def asyncio_run_in_a_loop():

    async def cell():
        coroutine = nothing()
        try:
            asyncio.run(coroutine)
        finally:
            coroutine.close()

    asyncio.run(cell())


@provokes("RuntimeError: This event loop is already running")
def run_until_complete_in_a_loop():

    async def cell():
        coroutine = nothing()
        try:
            asyncio.get_running_loop().run_until_complete(coroutine)
        finally:
            coroutine.close()

    asyncio.run(cell())


@provokes("RuntimeWarning: coroutine 'nothing' was never awaited")
def forgotten_await():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        nothing()
    raise seen[0].message


@provokes("SyntaxError: 'await' outside function (<string>, line 1)")
def await_in_a_script():
    compile("await main()", "<string>", "exec")


@provokes("RuntimeError: Task … got Future … attached to a different loop")
def two_loops():
    loop = asyncio.new_event_loop()
    future = loop.create_future()

    async def wait():
        await future

    try:
        asyncio.run(wait())
    finally:
        loop.close()


@provokes("RuntimeError: no running event loop")
def no_loop_in_a_thread():
    asyncio.get_running_loop()


# Sockets and bytes


@provokes("OSError: [Errno …] Address already in use")
def port_in_use():
    with socket.create_server(("127.0.0.1", 0)) as first, socket.socket() as second:
        second.bind(first.getsockname())


@provokes("ConnectionRefusedError: [Errno …] Connection refused")
def nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        address = gone.getsockname()
    socket.create_connection(address, 10)


@provokes("TypeError: a bytes-like object is required, not 'str'")
def text_into_a_socket():
    with socket.socket() as sock:
        sock.sendall("hello")


@provokes(
    "UnicodeDecodeError: 'utf-8' codec can't decode byte … in position …: "
    "unexpected end of data"
)
def half_a_character():
    "€".encode()[:1].decode()


@provokes("ValueError: invalid literal for int() with base 10: …")
def not_a_header():
    int(b"The time")


@provokes("BrokenPipeError: [Errno …] Broken pipe")
def writing_to_who_has_gone():
    one, other = socket.socketpair()
    other.close()
    with one:
        one.sendall(b"hello")


@provokes("OSError: [Errno …] Invalid argument")
def no_listen():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.accept()


@provokes("TimeoutError: timed out")
def silence():
    one, other = socket.socketpair()
    with one, other:
        one.settimeout(0.01)
        one.recv(1)


# Opening a connection


@provokes("InvalidURI: http://127.0.0.1/ isn't a valid URI: scheme isn't ws or wss")
def not_an_address():

    async def visitor():
        await connect("http://127.0.0.1/", **HERE)

    asyncio.run(visitor())


@provokes("InvalidStatus: server rejected WebSocket connection: HTTP 403")
def refused():
    meet(process_request=lambda websocket, request: websocket.respond(403, "no"))


@provokes("InvalidMessage: did not receive a valid HTTP response")
def no_http():

    def answer(listener):
        sock, _ = listener.accept()
        with sock:
            sock.recv(65536)
            sock.sendall(b"hello\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer, args=(listener,))
        thread.start()
        try:
            with sync_client.connect(
                "ws://{}:{}/".format(*listener.getsockname()), **HERE
            ):
                pass
        finally:
            thread.join()


@provokes("TimeoutError: timed out while waiting for handshake response")
def no_answer():

    async def block(address):  # the loop that should answer is the one that waits
        with sync_client.connect(address, open_timeout=0.1, **HERE):
            pass

    asyncio.run(visit(block))


@provokes(
    "Failed to open a WebSocket connection: invalid Connection header: keep-alive."
)
def a_browser_s_request():
    with in_threads(lambda websocket: None) as address:
        browser = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
        browser.request("GET", "/", headers={"Connection": "keep-alive"})
        said = browser.getresponse().read().decode()
        browser.close()
    raise PageError(said.splitlines()[0])


@provokes("InvalidStatus: server rejected WebSocket connection: HTTP 400")
def no_subprotocol():
    meet(subprotocols=["chat"])


# While it is open


@provokes("ConnectionClosedError: no close frame received or sent")
def vanished():

    async def vanish(websocket):
        websocket.transport.abort()

    meet(vanish)


@provokes(
    "ConnectionClosedError: sent 1011 (internal error) keepalive ping timeout; no"
    " close frame received"
)
def deaf_peer():
    enough = asyncio.Event()

    async def deaf(websocket):
        websocket.transport.pause_reading()
        await enough.wait()

    async def receive(address):
        options = {"ping_interval": 0.05, "ping_timeout": 0.05, "close_timeout": 0.05}
        try:
            async with connect(address, **options, **HERE) as websocket:
                await websocket.recv()
        finally:
            enough.set()

    asyncio.run(visit(receive, deaf, close_timeout=0.05))


@provokes(
    "ConnectionClosedError: received 1011 (internal error); then sent 1011 "
    "(internal error)"
)
def failing_handler():

    async def fail(websocket):
        raise ValueError("a mistake of ours")

    meet(fail)


@provokes("ConnectionClosedOK: sent 1000 (OK); then received 1000 (OK)")
def said_goodbye():

    async def leave(address):
        async with connect(address, **HERE) as websocket:
            await websocket.close()
            await websocket.send("one more thing")

    asyncio.run(visit(leave))


@provokes(
    "ConcurrencyError: cannot call recv while another coroutine is already "
    "running recv or recv_streaming"
)
def two_readers():

    async def read_twice(address):
        async with connect(address, **HERE) as websocket:
            first = asyncio.create_task(websocket.recv())
            await asyncio.sleep(0)
            try:
                await websocket.recv()
            finally:
                first.cancel()

    asyncio.run(visit(read_twice))


@provokes(
    "ConnectionClosedError: sent 1009 (message too big) frame with 1048577 bytes "
    "exceeds limit of 1048576 bytes; …"
)
def too_big():

    async def big(websocket):
        await websocket.send(b"x" * (2**20 + 1))
        await websocket.wait_closed()

    meet(big)


@provokes("TypeError: data is a dict-like object")
def a_dict():
    send_it({"type": "hello"})


@provokes("TypeError: data must be str, bytes, iterable, or async iterable")
def a_number():
    send_it(42)


@provokes("TimeoutError: timed out in …s")
def no_time():
    with (
        in_threads(lambda websocket: websocket.recv()) as address,
        sync_client.connect(address, **HERE) as websocket,
    ):
        websocket.recv(timeout=0.01)


# Broken rules: what the server says to a client by hand


@provokes(
    "ConnectionClosedError: received 1002 (protocol error) incorrect masking; "
    "then sent 1002 (protocol error) incorrect masking"
)
def unmasked():
    write_it(b"\x81\x00")


@provokes(
    "ConnectionClosedError: received 1002 (protocol error) reserved bits must be "
    "0; then sent 1002 (protocol error) reserved bits must be 0"
)
def reserved_bit():
    write_it(b"\xc1\x80\0\0\0\0")


@provokes(
    "ConnectionClosedError: received 1002 (protocol error) invalid opcode; then "
    "sent 1002 (protocol error) invalid opcode"
)
def unknown_opcode():
    write_it(b"\x83\x80\0\0\0\0")


@provokes(
    "ConnectionClosedError: received 1002 (protocol error) unexpected "
    "continuation frame; then sent 1002 (protocol error) unexpected continuation "
    "frame"
)
def stray_continuation():
    write_it(b"\x80\x80\0\0\0\0")


@provokes(
    "ConnectionClosedError: received 1002 (protocol error) fragmented control "
    "frame; then sent 1002 (protocol error) fragmented control frame"
)
def fragmented_ping():
    write_it(b"\x09\x80\0\0\0\0")


@provokes(
    "ConnectionClosedError: received 1007 (invalid frame payload data) invalid "
    "start byte at position 0; then sent 1007 (invalid frame payload data) "
    "invalid start byte at position 0"
)
def not_utf_8():
    write_it(b"\x81\x81\0\0\0\0\xff")


# Old recipes, and one flavour for the other


@provokes(
    "TypeError: old_handler.<locals>.handler() missing 1 required positional "
    "argument: 'path'"
)
def old_handler():

    async def handler(websocket, path):
        pass

    log_of(handler)


@provokes("TypeError: … got an unexpected keyword argument 'extra_headers'")
def old_headers():

    async def visitor(address):
        async with connect(address, extra_headers={}, **HERE):
            pass

    asyncio.run(visit(visitor))


@provokes("AttributeError: 'ClientConnection' object has no attribute 'open'")
def old_attribute():

    async def visitor(address):
        async with connect(address, **HERE) as websocket:
            assert websocket.open

    asyncio.run(visit(visitor))


@provokes("DeprecationWarning: connect() must be used as a context manager: …")
def no_with():
    with in_threads(lambda websocket: websocket.recv()) as address:
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            sync_client.connect(address, **HERE).close()
    raise seen[0].message


@provokes("TypeError: … object is not iterable")
def plain_handler():

    def handler(websocket):
        for _ in websocket:
            pass

    log_of(handler)


@provokes("RuntimeWarning: coroutine 'echo' was never awaited")
def async_handler_in_threads():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        with in_threads(echo) as address, sync_client.connect(address, **HERE):
            pass
    raise seen[0].message


def error_of(function):
    try:
        function()
    except Exception as error:
        said = str(error)
        return (
            said if isinstance(error, PageError) else f"{type(error).__name__}: {said}"
        )
    return None


@pytest.mark.parametrize("message", PROVOKED, ids=lambda m: PROVOKED[m].__name__)
def test_a_message_is_what_is_really_said(message):
    if os.name == "nt" and "[Errno" in message:
        pytest.skip(SYSTEM)
    pattern = re.escape(message).replace("…", ".*")
    said = error_of(PROVOKED[message])
    assert said
    assert re.fullmatch(pattern, said, re.DOTALL), said


def entries():
    """Return each heading of the page that quotes a message, and what stands below."""
    page = PAGE.read_text(encoding="utf-8")
    parts = re.split(r"^### `(.+)`$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_page_quotes_these_messages_and_no_others():
    assert list(entries()) == list(PROVOKED)


@pytest.mark.parametrize("message", PROVOKED, ids=lambda m: PROVOKED[m].__name__)
def test_each_message_has_a_cause_a_cure_and_a_lesson(message):
    below = entries()[message]
    assert "**Why.**" in below
    assert "**Cure.**" in below
    links = re.findall(r"\(\.\./notebooks/(\d\d_\w+\.ipynb)\)", below)
    assert links
    assert all((LESSONS / link).exists() for link in links)
