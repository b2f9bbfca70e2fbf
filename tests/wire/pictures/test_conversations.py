"""What is on a tape, drawn."""

import tracemalloc

import pytest

from authoring.chaos.recorded import Talk
from tests.wire.pictures.shapes import drawn, kinds, lies_inside, said
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.events import Binary, Close, Ping, Pong, Text
from wslesson.protocol.handshake import Terms
from wslesson.wire import Tape, conversation


def lines(picture):
    return str(picture).splitlines()


def last(tape):
    return lines(conversation(tape))[-1].split("  ")[-1]


def a_talk(**how):
    talk = Talk(**how).shake_hands().ask(Text("Hello")).answer(Text("Hel"), fin=False)
    talk.answer(Ping(b"42")).answer(Text("lo")).ask(Pong(b"42"))
    talk.ask(Close(1000, "bye"))
    talk.server.receive_data(talk.tape.bytes("sent").partition(b"\r\n\r\n")[2])
    list(talk.server.events())
    talk.answer(Close(1000))
    for direction in "received", "sent":
        talk.tape.record(direction, b"")
    return talk.tape


def test_a_conversation_from_the_handshake_to_the_end():
    assert lines(conversation(a_talk(), title="A talk")) == [
        "A talk",
        "step  from    to      what",
        "   1  client  server  GET /chat HTTP/1.1 (upgrade: websocket)",
        "   2  server  client  HTTP/1.1 101 Switching Protocols (upgrade: websocket)",
        '   3  client  server  TEXT "Hello" (5 bytes, masked)',
        '   4  server  client  TEXT "Hel" (3 bytes, more follows)',
        '   5  server  client  PING "42" (2 bytes)',
        '   6  server  client  CONTINUATION "lo" (2 bytes, the last piece)',
        '   7  client  server  PONG "42" (2 bytes, masked)',
        '   8  client  server  CLOSE 1000 "bye" (5 bytes, masked)',
        "   9  server  client  CLOSE 1000 (2 bytes)",
        "  10  server  client  end of stream (TCP FIN)",
        "  11  client  server  end of stream (TCP FIN)",
    ]


def test_the_drawing_says_the_same():
    picture = conversation(a_talk(), title="A talk")
    words = said(picture)
    assert words[:3] == ["A talk", "client", "server"]
    assert [*words[3:5], *words[-2:]] == [
        *("GET /chat HTTP/1.1", "upgrade: websocket"),
        *("end of stream", "TCP FIN"),
    ]
    assert lies_inside(picture)
    assert picture.alt == "A talk: 11 steps between client and server."


def test_arrows_are_coloured_by_what_they_carry():
    arrows = kinds(conversation(a_talk()), "path")
    assert [kind for kind in arrows if kind and "head" not in kind] == [
        *["http"] * 2,
        *["data"] * 2,
        *("control", "data", "control"),
        *["close"] * 2,
        *["dash"] * 2,
    ]


def test_a_servers_tape_shows_the_same():
    mirror = Tape()
    for chunk in a_talk().chunks:
        direction = "received" if chunk.direction == "sent" else "sent"
        mirror.record(direction, chunk.data)
    assert conversation(mirror) == conversation(a_talk())


def test_chunks_show_what_was_glued_and_what_was_cut():
    talk = Talk().shake_hands()
    tape = talk.tape
    glued = talk.server.send(Text("a")) + talk.server.send(Text("b"))
    tape.record("received", glued[:4])
    tape.record("received", glued[4:5])
    tape.record("received", glued[5:])
    picture = conversation(tape, chunks=True)
    assert [line[:18] for line in lines(picture)[3:]] == [
        "   3  chunk 3     ",
        "   4  chunks 3-5  ",
    ]
    assert "chunks 3-5" in said(picture)
    assert lies_inside(picture)


def test_times_are_shown_if_the_tape_has_them():
    picture = conversation(Talk(timed=True).shake_hands().tape)
    assert [line.split("  ")[2].strip() for line in lines(picture)[1:]] == [
        *("0.0 ms", "1000.0 ms")
    ]
    picture = conversation(Talk(timed=True).shake_hands().tape, chunks=True)
    assert "1000.0 ms, chunk 2" in said(picture)


def test_what_both_agree_on_is_told_and_no_key():
    terms = Terms(subprotocols=("chat",), extension=Deflate)
    _, answer = lines(conversation(Talk(terms=terms).shake_hands().tape))[1:]
    assert "sec-websocket-protocol: chat" in answer
    assert "sec-websocket-extensions: permessage-deflate" in answer
    assert "accept" not in answer


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (Text(""), "TEXT (0 bytes)"),
        (Text("a\nb"), 'TEXT "a·b" (3 bytes)'),
        (Text("x" * 49), f'TEXT "{"x" * 47}…" (49 bytes)'),
        (Binary(b"\0\xff"), "BINARY 00 ff (2 bytes)"),
        (Binary(b"a" * 13), f"BINARY {'61 ' * 12}… (13 bytes)"),
        (Ping(), "PING (0 bytes)"),
        (Close(1005), "CLOSE (0 bytes)"),
        (Close(1001, "tab ›"), 'CLOSE 1001 "tab ›" (9 bytes)'),
    ],
)
def test_a_frame_tells_its_content(event, told):
    talk = Talk().shake_hands()
    assert last(talk.answer(event).tape) == told


def test_half_a_close_code_is_shown_as_it_is():
    tape = Tape()
    tape.record("received", b"\x88\x01\x03")
    assert last(tape) == 'CLOSE "·" (1 byte)'


def test_a_compressed_message_is_shown_in_hex():
    talk = Talk(terms=Terms(extension=Deflate)).shake_hands()
    talk.answer(Text("Hello"), fin=False).answer(Text("!"))
    first, second = [line.split("client  ")[1] for line in lines_of(talk)[-2:]]
    assert first.startswith("TEXT f2 48 cd c9 c9 07 00")
    assert first.endswith("compressed, more follows)")
    assert second.startswith("CONTINUATION ")
    assert '"' not in second


def lines_of(talk):
    return lines(conversation(talk.tape))


def test_other_reserved_bits_are_told():
    tape = Tape()
    tape.record("received", b"\x81\x00\xb1\x00")
    assert last(tape) == "TEXT (0 bytes, RSV 011)"


def test_bytes_without_a_meaning_are_told():
    tape = Tape()
    tape.record("sent", b"5         hello")
    assert last(tape) == ' hello" (15 bytes)'
    tape.record("sent", b"", reset=True)
    assert last(tape) == "reset (TCP RST)"
    tape = Tape()
    tape.record("received", b"\x81\x05hel")
    assert last(tape) == '"\ufffd·hel" (5 bytes, not finished)'


def test_an_empty_tape_is_a_picture_too():
    assert str(conversation(Tape(), title="Silence")) == "Silence"


def a_long_tape(frames):
    talk = Talk().shake_hands()
    text, ping = talk.client.send(Text("hello")), talk.server.send(Ping(b"1"))
    for n in range(frames):
        direction = "received" if n % 3 == 2 else "sent"
        talk.tape.record(direction, ping if n % 3 == 2 else text)
    return talk.tape


def test_the_middle_of_a_long_conversation_is_counted():
    picture = conversation(a_long_tape(48))
    assert [line.strip() for line in lines(picture)[20:23]] == [
        '20  server  client  PING "1" (1 byte)',
        "21                  … 10 more steps: 7 TEXT, 3 PING",
        '31  client  server  TEXT "hello" (5 bytes, masked)',
    ]
    assert lines(picture)[-1].startswith("  50  ")
    assert picture.alt == "A conversation: 50 steps between client and server."
    assert "more" not in str(conversation(a_long_tape(38)))


def test_what_is_no_frame_is_counted_as_something_else():
    tape = Tape()
    for _ in range(41):
        tape.record("sent", b"?")
    assert "… 1 more step: 1 other" in str(conversation(tape))


def test_a_tape_of_100_000_chunks_can_be_drawn():
    picture = conversation(a_long_tape(100_000), chunks=True)
    assert len(picture.svg) < 30_000
    assert "… 99,962 more steps: 66,642 TEXT, 33,320 PING" in str(picture)


def test_drawing_a_long_tape_takes_little_memory():
    tape = a_long_tape(10_000)
    tracemalloc.start()
    conversation(tape, chunks=True)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def test_the_picture_is_the_same_each_time():
    assert conversation(a_talk()) == conversation(a_talk())
    assert drawn(conversation(a_talk())) is not None
