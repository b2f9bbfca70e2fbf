"""A WebSocket among pages: what went before it on the same connection, or instead."""

import asyncio
import contextlib
import random
import tracemalloc

import pytest
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from authoring.chaos.recorded import chunked
from tests import require
from tests.wire.test_said import KEY, items, recorded
from wslesson.protocol.frames import Frame, Opcode
from wslesson.protocol.heads import Request, Response
from wslesson.wire import Live, Tape, conversation, tap_async
from wslesson.wire.parsers import Unread
from wslesson.wire.said import said
from wslesson.wire.stream_reader import StreamEnd

ASK = (
    b"GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
)
AGREED = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\n\r\n"
)
PAGE = b"GET /page HTTP/1.1\r\nHost: a\r\n\r\n"
HELLO = b"\x81\x05hello"
MASKED_HI = b"\x81\x82" + KEY + bytes([ord("h") ^ 1, ord("i") ^ 2])
FRAMES = [Frame(Opcode.TEXT, b"hello"), Frame(Opcode.TEXT, b"hi", mask_key=KEY)]


def answer(status, *headers, body=b""):
    lines = b"".join(header.encode() + b"\r\n" for header in headers)
    return b"HTTP/1.1 %d X\r\n" % status + lines + b"\r\n" + body


def kinds(tape):
    """Return what is told, each by a word: a path, a status, what a frame holds."""
    told = []
    for item in items(tape):
        match item:
            case Request(path=path):
                told.append(path)
            case Response(status=status):
                told.append(status)
            case Frame():
                close = item.opcode is Opcode.CLOSE
                told.append("close" if close else item.payload.decode())
            case Unread(why):
                told.append(why or "page")
            case StreamEnd():
                told.append("end")
    return told


WEBSOCKET = [(">", ASK), ("<", AGREED), ("<", HELLO), (">", MASKED_HI)]
TOLD = ["/ws", 101, "hello", "hi"]
CHUNKS = b"5\r\nGET /\r\n10;x=y\r\nHTTP/1.1 101 X\r\n\r\n0\r\nA: b\r\n\r\n"
PAGE_POST = b"POST /page HTTP/1.1\r\n"


@pytest.mark.parametrize(
    ("request_", "page", "told"),
    [
        (PAGE, answer(200, "Content-Length: 2", body=b"hi"), [200, "page"]),
        (PAGE, answer(200, "Content-Length: 2, 2", body=b"hi"), [200, "page"]),
        (PAGE, answer(200, "Content-Length: 0"), [200]),
        (PAGE, answer(200, "Transfer-Encoding: Chunked", body=CHUNKS), [200, "page"]),
        (PAGE, answer(204), [204]),
        (PAGE, answer(304, "Content-Length: 2"), [304]),
        (PAGE.replace(b"GET", b"HEAD"), answer(200, "Content-Length: 2"), [200]),
        (PAGE, answer(103, "Link: </a>") + answer(204), [103, 204]),
        (ASK, answer(401, "Content-Length: 2", body=b"no"), [401, "page"]),
        (ASK, answer(426, "Upgrade: websocket", "Content-Length: 0"), [426]),
        (ASK.replace(b"websocket", b"h2c"), answer(204), [204]),
        (PAGE_POST + b"Content-Length: 5\r\n\r\nGET /", answer(204), ["page", 204]),
        (
            PAGE_POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + CHUNKS,
            answer(204),
            ["page", 204],
        ),
        (b"\r\n" + PAGE, answer(204), [204]),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 7, 1_000])
def test_a_websocket_may_follow_a_page(request_, page, told, size):
    whole = recorded((">", request_), ("<", page), *WEBSOCKET)
    tape = chunked(whole, size)
    path, *found = kinds(tape)
    assert path in ("/page", "/ws")
    assert found == [*told, *TOLD]
    assert items(tape)[-2:] == FRAMES
    for direction in "sent", "received":
        data = b"".join(t.data for t in said(tape.chunks) if t.direction == direction)
        assert data == tape.bytes(direction)


@pytest.mark.parametrize("status", [100, 102, 103])
def test_what_comes_before_the_answer_is_no_answer(status):
    tape = recorded((">", ASK), ("<", answer(status) + AGREED + HELLO))
    assert kinds(tape) == ["/ws", status, 101, "hello"]


def test_requests_may_be_sent_before_their_answers():
    ahead = PAGE.replace(b"GET", b"HEAD") + PAGE + ASK
    pages = answer(200, "Content-Length: 9") + answer(
        200, "Content-Length: 2", body=b"hi"
    )
    tape = recorded((">", ahead), ("<", pages + AGREED + HELLO), (">", MASKED_HI))
    assert kinds(tape)[3:] == [200, 200, "page", *TOLD[1:]]


def test_a_request_behind_one_that_is_refused_is_read():
    tape = recorded((">", ASK + PAGE), ("<", answer(400, "Content-Length: 0")))
    assert kinds(tape) == ["/ws", "/page", 400]


def test_who_does_not_wait_for_the_answer_is_read():
    tape = recorded((">", ASK + MASKED_HI), ("<", AGREED + HELLO))
    assert kinds(tape) == ["/ws", "hi", 101, "hello"]


def test_the_answer_may_stand_on_the_tape_before_its_request():
    tape = recorded(("<", AGREED + HELLO), (">", ASK + MASKED_HI))
    assert kinds(tape) == [101, "hello", "/ws", "hi"]
    tape = recorded(("<", AGREED), (">", b"\x01\x80" + KEY))
    assert items(tape)[1] == Frame(Opcode.TEXT, b"", False, 0, KEY)


def test_a_piece_of_a_compressed_message_is_no_request():
    frame = b"\x41\x80" + KEY
    tape = recorded((">", ASK), ("<", AGREED), (">", frame[:1]), (">", frame[1:]))
    assert items(tape)[-1] == Frame(Opcode.TEXT, b"", False, 0b100, KEY)


def test_another_protocol_is_not_read_as_frames():
    tape = recorded(
        (">", ASK.replace(b"websocket", b"h2c")),
        ("<", AGREED.replace(b"websocket", b"h2c")),
        *((">", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), ("<", b"\0\0\x0c\4\0")),
    )
    assert items(tape)[2:] == [Unread(), Unread()]


def test_a_page_whose_end_nobody_knows_lasts_until_the_end():
    for headers in ("Content-Length: two",), ("Transfer-Encoding: gzip",), ():
        page = answer(200, *headers, body=b"hi")
        tape = recorded((">", PAGE), ("<", page), ("<", AGREED), ("<", b""))
        assert kinds(tape) == ["/page", 200, "page", "page", "end"]


def test_a_page_of_which_half_came_is_not_finished():
    page = answer(200, "Content-Length: 9", body=b"hi")
    assert kinds(recorded(("<", page), ("<", b""))) == [200, "not finished", "end"]


@pytest.mark.parametrize("size", [b"five", b"-1", b"", b"5 5", b"F" * 16])
def test_a_chunk_of_no_size_ends_the_reading(size):
    page = answer(200, "Transfer-Encoding: chunked", body=size + b"\r\nhello")
    [_, broken, *more] = items(recorded(("<", page), ("<", HELLO)))
    assert broken.why.startswith("not the size of a chunk: ")
    assert more == [Unread()]


def test_very_many_digits_are_no_size():
    page = answer(200, f"Content-Length: {'9' * 5_000}", body=b"hi")
    assert kinds(recorded(("<", page))) == [200, "page"]


def test_a_page_is_a_step():
    tape = recorded(
        (">", PAGE), ("<", answer(200, "Content-Length: 2", body=b"hi")), *WEBSOCKET
    )
    assert [line.split("  ")[-1] for line in str(conversation(tape)).splitlines()] == [
        "what",
        "GET /page HTTP/1.1",
        "HTTP/1.1 200 X",
        '"hi" (2 bytes)',
        "GET /ws HTTP/1.1 (upgrade: websocket)",
        "HTTP/1.1 101 Switching Protocols (upgrade: websocket)",
        'TEXT "hello" (5 bytes)',
        'TEXT "hi" (2 bytes, masked)',
    ]


# Real clients and servers


class Page(RequestHandler):
    def get(self):
        self.write("a page of tornado")

    async def post(self):
        for _ in range(3):
            self.write("x" * 1_000)
            await self.flush()  # so it is chunked


class Socket(WebSocketHandler):
    def on_message(self, message):
        self.write_message(message)


@contextlib.contextmanager
def tornado():
    sock, port = bind_unused_port()
    server = Application([("/page", Page), ("/ws", Socket)]).listen
    running = server(port=0, address="127.0.0.1")
    running.add_sockets([sock])
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.stop()


def test_aiohttp_and_tornado_keep_one_connection_for_all_of_it():
    aiohttp = require.module("aiohttp", "pip install aiohttp")
    tapes = []

    def new_tape():
        tapes.append(Tape())
        return tapes[-1]

    async def browse():
        with tornado() as address:
            where = address.replace("http", "tcp")
            async with tap_async(where, new_tape) as between:
                ours = between.replace("tcp", "http")
                async with asyncio.timeout(20), aiohttp.ClientSession() as session:
                    for call in session.get, session.post, session.head:
                        async with call(f"{ours}/page") as page:
                            await page.read()
                    async with session.ws_connect(f"{ours}/ws") as websocket:
                        await websocket.send_str("hello")
                        assert (await websocket.receive()).data == "hello"

    asyncio.run(browse())
    [tape] = tapes
    told = kinds(tape)
    assert told[:8] == ["/page", 200, "page", "/page", 200, "page", "/page", 405]
    assert told[8:12] == ["/ws", 101, "hello", "hello"]


TYPED = b"""GET /page HTTP/1.1\r
Host: a\r
\r
GET /page HTTP/1.1\r
Host: a\r
Connection: Upgrade, HTTP2-Settings\r
Upgrade: h2c\r
HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r
\r
GET /ws HTTP/1.1\r
Host: a\r
Connection: Upgrade\r
Upgrade: websocket\r
Sec-WebSocket-Version: 12\r
\r
GET /ws HTTP/1.1\r
Host: a\r
Connection: Upgrade\r
Upgrade: websocket\r
Sec-WebSocket-Version: 13\r
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
\r
"""


def test_what_curl_would_send_is_followed_too():
    tape = Tape()

    async def talk():
        with tornado() as address:
            where = address.replace("http", "tcp")
            async with asyncio.timeout(20), tap_async(where, tape) as ours:
                host, _, port = ours.removeprefix("tcp://").rpartition(":")
                reader, writer = await asyncio.open_connection(host, int(port))
                for request in TYPED.split(b"\r\n\r\n")[:-1]:
                    writer.write(request + b"\r\n\r\n")
                    head = await reader.readuntil(b"\r\n\r\n")
                    if b"Content-Length: " in head:
                        size = head.partition(b"Content-Length: ")[2].split()[0]
                        await reader.readexactly(int(size))
                writer.write(MASKED_HI)
                assert await reader.readexactly(4) == b"\x81\x02hi"
                writer.close()
                await writer.wait_closed()

    asyncio.run(talk())
    told = [kind for kind in kinds(tape) if kind != "page"]
    assert told[:8] == ["/page", 200, "/page", 200, "/ws", 426, "/ws", 101]
    assert told[8:10] == ["hi", "hi"]


# How much is kept


def peak_of(chunks):
    """Return the most memory that a teller of these chunks took, and what it told."""
    told = []
    live = Live("client", told.append)
    tracemalloc.start()
    for direction, data in chunks:
        live.record(direction, data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    live.record("sent", b"")
    return peak, told


CLAIM = b"\x82\xff" + (2**40).to_bytes(8) + KEY
PIECE = bytes(65_536)
POST = b"POST / HTTP/1.1\r\n"
ENDLESS = {
    "a frame": ([ASK, CLAIM], PIECE),
    "a head": ([b"GET / HTTP/1.1\r\n"], b"A: b\r\n" * 5_000),
    "a page": ([POST + b"Content-Length: 99999999999\r\n\r\n"], PIECE),
    "chunks": (
        [POST + b"Transfer-Encoding: chunked\r\n\r\n"],
        (b"1000\r\n" + bytes(4096) + b"\r\n") * 10,
    ),
    "trailers": (
        [POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"],
        (b"A: " + b"b" * 4096 + b"\r\n") * 10,
    ),
    "fragments": (
        [ASK, b"\x01\x80" + KEY],
        (b"\x00\xfe\x10\0" + KEY + bytes(4096)) * 10,
    ),
    "requests": ([], (PAGE[:-2] + b"A: " + b"b" * 4096 + b"\r\n\r\n") * 10),
    "requests to upgrade": ([], ASK * 20),
    "line ends": ([b"GET / HTTP/1.1\r\n\r\n"], b"\r\n" * 1_000),
    "noise": ([], b"?" * 65_536),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_teller_keeps_little_of_what_never_ends(kind):
    begin, again = ENDLESS[kind]

    def chunks(times):
        yield from (("sent", data) for data in begin)
        for _ in range(times):
            yield "sent", again

    once, _ = peak_of(chunks(10))
    longer, told = peak_of(chunks(40))
    lines = sum(len(line) for line in told) + 100 * len(told)  # this test's own list
    assert longer < once + 300_000 + 2 * lines


def test_what_is_not_kept_is_counted():
    chunks = [ASK, b"\x82\xff" + (10**6).to_bytes(8) + KEY, bytes(10**6), CLAIM, PIECE]
    _, told = peak_of(("sent", data) for data in chunks)
    assert [line.partition("server  ")[2] for line in told[1:]] == [
        f"BINARY {'01 02 03 04 ' * 3}… (1,000,000 bytes, masked)",
        f'"��{"·" * 45}…" (65,550 bytes, not finished)',
        "end of stream (TCP FIN)",
    ]


def test_a_tape_that_is_asked_for_keeps_all():
    tape = recorded((">", b"\x82\xfe\xff\xff" + KEY + bytes(65_535)))
    [thing] = said(tape.chunks)
    assert len(thing.item.payload) == 65_535
    assert thing.dropped == 0


@pytest.mark.parametrize("seed", range(20))
def test_broken_conversations_are_told_too_and_no_byte_is_lost(seed):
    chance = random.Random(seed)
    for _ in range(25):
        tape = Tape()
        for direction, data in [(">", PAGE), ("<", answer(204)), *WEBSOCKET]:
            spoiled = bytearray(data)
            for _ in range(chance.choice([0, 0, 1, 2])):
                spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
            tape.record({">": "sent", "<": "received"}[direction], bytes(spoiled))
        for direction in "sent", "received":
            told = [t.data for t in said(tape.chunks) if t.direction == direction]
            assert b"".join(told) == tape.bytes(direction)
