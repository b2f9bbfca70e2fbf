"""What a tape means."""

import pytest

from authoring.chaos.recorded import Talk, chunked
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.events import Binary, Close, Ping, Pong, Text
from wslesson.protocol.frames import Frame, Opcode
from wslesson.protocol.handshake import Terms
from wslesson.protocol.heads import Request, Response
from wslesson.wire import Tape
from wslesson.wire.parsers import Unread
from wslesson.wire.said import client_of, said
from wslesson.wire.stream_reader import StreamEnd

KEY = bytes([1, 2, 3, 4])


def recorded(*chunks):
    tape = Tape()
    for direction, data in chunks:
        tape.record({">": "sent", "<": "received"}[direction], data)
    return tape


def a_talk():
    talk = Talk().shake_hands().ask(Text("Grüße"))
    talk.answer(Text("Hel"), fin=False).answer(Ping(b"!")).answer(Text("lo"))
    talk.ask(Pong(b"!"), Binary(b"x" * 70_000), Close(1000, "bye"))
    talk.tape.record("received", b"")
    talk.tape.record("sent", b"", reset=True)
    return talk.tape


def items(tape):
    return [thing.item for thing in said(tape.chunks)]


def test_a_conversation_is_read_from_the_handshake_to_the_end():
    request, response, *rest = items(a_talk())
    assert isinstance(request, Request)
    assert (request.path, response.status) == ("/chat", 101)
    assert rest == [
        Frame(Opcode.TEXT, "Grüße".encode(), mask_key=KEY),
        Frame(Opcode.TEXT, b"Hel", fin=False),
        Frame(Opcode.PING, b"!"),
        Frame(Opcode.CONTINUATION, b"lo"),
        Frame(Opcode.PONG, b"!", mask_key=KEY),
        Frame(Opcode.BINARY, b"x" * 70_000, mask_key=KEY),
        Frame(Opcode.CLOSE, b"\x03\xe8bye", mask_key=KEY),
        StreamEnd.FIN,
        StreamEnd.RST,
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100, 65_536])
def test_it_does_not_matter_how_the_bytes_were_cut(size):
    tape = a_talk()
    assert items(chunked(tape, size)) == items(tape)


def test_all_at_once_is_the_same_too():
    tape = a_talk()
    glued = recorded((">", tape.bytes("sent")), ("<", tape.bytes("received")))
    sent = [thing.item for thing in said(tape.chunks) if thing.direction == "sent"]
    assert items(glued)[: len(sent) - 1] == sent[:-1]


def test_each_thing_knows_its_bytes_and_its_chunks():
    tape = recorded(
        ("<", b"HTTP/1.1 101 \r\nUpgrade: websocket\r\n\r\n\x81\x01a\x81"),
        (">", b"\x8a"),
        ("<", b"\x01b"),
        (">", b"\x80"),
        (">", KEY),
    )
    told = [(t.data, t.first, t.last) for t in said(tape.chunks)]
    assert [brought[1:] for brought in told] == [(1, 1), (1, 1), (1, 3), (2, 5)]
    assert [data for data, _, _ in told[1:]] == [
        b"\x81\x01a",
        b"\x81\x01b",
        b"\x8a\x80" + KEY,
    ]


def test_a_piece_knows_the_message_it_belongs_to():
    began = [thing.began for thing in said(a_talk().chunks)]
    hel = Frame(Opcode.TEXT, b"Hel", fin=False)
    assert began[3:6] == [hel, None, hel]
    assert began[7].opcode is Opcode.BINARY


def test_a_compressed_message_stays_as_it_is():
    talk = Talk(terms=Terms(extension=Deflate)).shake_hands().ask(Text("Hello"))
    frame = items(talk.tape)[-1]
    assert frame.rsv == 0b100
    assert frame.payload.hex() == "f248cdc9c90700"  # RFC 7692 §7.2.3.1


def test_frames_need_no_handshake():
    assert items(recorded(("<", b"\x81\x02hi"))) == [Frame(Opcode.TEXT, b"hi")]


def test_other_bytes_are_told_chunk_by_chunk():
    tape = recorded((">", b"5         hello"), (">", b"more"), ("<", b"\x00"))
    assert items(tape) == [Unread()] * 3
    assert [t.data for t in said(tape.chunks)] == [c.data for c in tape.chunks]


def test_text_that_only_looks_like_a_request_is_told_at_the_end():
    tape = recorded((">", b"HELLO"), (">", b" you"))
    [thing] = said(tape.chunks)
    assert (thing.item, thing.data) == (Unread("not finished"), b"HELLO you")


def test_a_page_follows_a_refusal():
    tape = recorded(("<", b"HTTP/1.1 404 \r\n\r\nNot he"), ("<", b"re"))
    response, *page = said(tape.chunks)
    assert response.item == Response(404)
    assert [(t.item, t.data, t.first) for t in page] == [
        (Unread(), b"Not he", 1),
        (Unread(), b"re", 2),
    ]


def test_a_refusal_may_have_no_page():
    assert items(recorded(("<", b"HTTP/1.1 404 \r\n\r\n"))) == [Response(404)]


def test_requests_for_pages_may_follow_each_other():
    tape = recorded((">", b"GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n"))
    assert [request.path for request in items(tape)] == ["/a", "/b"]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"\x81\x00\x83\x01a", "the opcode is reserved (RFC 6455 §5.2)"),
        (b"GET / HTTP/9\r\n\r\n", "not a request: 'GET / HTTP/9' (RFC 6455 §4.2.1)"),
    ],
)
def test_what_breaks_a_rule_ends_the_reading(data, rule):
    tape = recorded((">", data), (">", b"more"))
    *_, broken, more = said(tape.chunks)
    assert broken.item == Unread(rule)
    assert more.item == Unread()
    assert b"".join(t.data for t in said(tape.chunks)) == data + b"more"


def test_what_is_cut_off_by_the_end_is_told_before_it():
    assert items(recorded((">", b"\x81\x05he"), (">", b""))) == [
        Unread("not finished"),
        StreamEnd.FIN,
    ]


def test_the_end_is_told_once():
    tape = recorded((">", b""), (">", b""), ("<", b""))
    assert items(tape) == [StreamEnd.FIN, StreamEnd.FIN]
    assert [t.first for t in said(tape.chunks)] == [1, 3]


@pytest.mark.parametrize(
    ("chunks", "client"),
    [
        ([(">", b"GET / HTTP/1.1\r\n")], "sent"),
        ([("<", b"GET / HTTP/1.1\r\n")], "received"),
        ([("<", b"G"), ("<", b"ET")], "received"),
        ([("<", b"HTTP/1.1 101")], "sent"),
        ([("<", b""), (">", b"HTTP/1.1 101")], "received"),
        ([("<", b"The time is")], "sent"),
        ([], "sent"),
    ],
)
def test_a_tape_may_be_a_servers(chunks, client):
    assert client_of(recorded(*chunks)) == client
