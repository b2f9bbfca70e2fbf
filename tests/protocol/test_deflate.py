"""permessage-deflate. The examples are those of RFC 7692 §7.2.3."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.pairs import Pair, refusal
from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.errors import RemoteProtocolError
from wslesson.protocol.events import Binary, Close, Ping, Text
from wslesson.protocol.frames import Frame, Opcode, encode_frame
from wslesson.protocol.handshake import Terms
from wslesson.protocol.heads import Response, parse_extensions

TERMS = Terms(extension=Deflate)
HELLO = bytes.fromhex("f248cdc9c90700")


def open_pair(limit=2**20):
    return Pair(
        Connection(Role.CLIENT, terms=TERMS, max_message=limit),
        Connection(Role.SERVER, terms=TERMS, max_message=limit),
    ).open()


def framed(payload, **how):
    return encode_frame(Frame(Opcode.TEXT, payload, rsv=0b100, **how))


EXAMPLES = {
    "one block": "c107f248cdc9c90700",
    "no compression": "c10b000500faff48656c6c6f00",
    "a last block": "c108f348cdc9c9070000",
    "two blocks": "c10df2480500 0000ffffcac9c90700",
    "two fragments": "4103f248cd 8004c9c90700",
}


@pytest.mark.rule("E02")
@pytest.mark.parametrize("wire", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_the_examples_of_the_rfc_say_hello(wire):
    pair = open_pair()
    for byte in bytes.fromhex(wire):
        pair.client.receive_data(bytes([byte]))
    assert list(pair.client.events()) == [Text("Hello")]


def test_the_second_message_remembers_the_first():
    pair = open_pair()
    wire = bytes.fromhex("c107f248cdc9c90700") + bytes.fromhex("c105f200110000")
    assert pair.carry(wire, pair.client) == [Text("Hello"), Text("Hello")]


def test_we_send_the_example_of_the_rfc():
    assert open_pair().server.send(Text("Hello")).hex() == "c107f248cdc9c90700"


@given(st.lists(st.binary(max_size=200), max_size=6), st.booleans(), st.booleans())
def test_what_is_sent_is_received(pieces, from_client, forgets):
    pair = open_pair()
    us = pair.client if from_client else pair.server
    us._assembler.extension._forgets = forgets
    for piece in pieces:
        assert pair.say(us, Binary(piece)) == [Binary(piece)]
        assert pair.say(us, Text(piece.hex()), fin=False) == []
        assert pair.say(us, Ping()) == [Ping()]
        assert pair.say(us, Text("")) == [Text(piece.hex())]
    assert pair.say(us, Close()) == [Close()]


def test_a_large_message_is_not_held_back():
    pair = open_pair()
    assert pair.say(pair.client, Text("x" * 2**19)) == [Text("x" * 2**19)]


@pytest.mark.rule("M05")
def test_inflation_stops_at_the_limit():
    pair = open_pair(1000)
    assert pair.say(pair.client, Text("x" * 1000)) == [Text("x" * 1000)]
    assert refusal(pair.server, pair.client.send(Text("x" * 1001))).code == 1009


@pytest.mark.rule("M05")
def test_a_bomb_in_fragments_stops_at_the_limit():
    pair = open_pair(1000)
    assert pair.say(pair.client, Text("x" * 600), fin=False) == []
    assert refusal(pair.server, pair.client.send(Text("x" * 600))).code == 1009


@pytest.mark.rule("M02")
def test_bad_text_is_refused_when_inflated():
    pair = open_pair()
    compressor = zlib.compressobj(wbits=-15)
    data = compressor.compress(b"\xff") + compressor.flush(zlib.Z_SYNC_FLUSH)
    assert refusal(pair.client, framed(data.removesuffix(b"\0\0\xff\xff"))).code == 1007


@pytest.mark.rule("F05", "S04")
@pytest.mark.parametrize(
    "wire",
    [
        framed(b"\xff\xff\xff"),
        framed(HELLO, fin=False) + encode_frame(Frame(Opcode.CONTINUATION, rsv=4)),
        encode_frame(Frame(Opcode.PING, rsv=4)),
        encode_frame(Frame(Opcode.TEXT, rsv=2)),
    ],
)
def test_what_is_not_compressed_as_agreed_is_refused(wire):
    assert refusal(open_pair().client, wire).code == 1002


@pytest.mark.rule("E02", "F05")
def test_it_is_not_used_unless_both_want_it():
    for client, server in [(TERMS, Terms()), (Terms(), TERMS)]:
        pair = Pair(
            Connection(Role.CLIENT, terms=client), Connection(Role.SERVER, terms=server)
        ).open()
        assert pair.server.send(Text("Hi")).hex() == "81024869"
        refusal(pair.client, framed(HELLO))


@pytest.mark.rule("H20", "E01")
@pytest.mark.parametrize(
    ("offer", "answer"),
    [
        ("", None),
        ("x-webkit-deflate-frame", None),
        ("permessage-deflate", "permessage-deflate"),
        ("permessage-deflate; client_max_window_bits", "permessage-deflate"),
        ("permessage-deflate; client_max_window_bits=8", "permessage-deflate"),
        ("permessage-deflate; client_no_context_takeover", "permessage-deflate"),
        (
            "permessage-deflate; server_no_context_takeover; server_max_window_bits=9",
            "permessage-deflate; server_no_context_takeover; server_max_window_bits=9",
        ),
        ("permessage-deflate; server_max_window_bits=8", None),
        (
            "permessage-deflate; server_max_window_bits=8, permessage-deflate",
            "permessage-deflate",
        ),
        ("permessage-deflate; server_max_window_bits", None),
        ("permessage-deflate; server_max_window_bits=7", None),
        ("permessage-deflate; server_max_window_bits=16", None),
        ("permessage-deflate; server_max_window_bits=010", None),
        ("permessage-deflate; server_no_context_takeover=1", None),
        ("permessage-deflate; unknown", None),
        (
            "permessage-deflate; client_max_window_bits; client_max_window_bits=9",
            None,
        ),
    ],
)
def test_a_server_agrees_only_to_what_it_can(offer, answer):
    assert Deflate().choose(parse_extensions(offer)) == answer


@pytest.mark.parametrize(
    "answer",
    [
        "permessage-deflate",
        "permessage-deflate; server_max_window_bits=8; server_no_context_takeover",
        "permessage-deflate; client_max_window_bits=9; client_no_context_takeover",
    ],
)
def test_a_client_takes_what_it_can(answer):
    Deflate().confirm(parse_extensions(answer))


@pytest.mark.rule("H13", "E01")
@pytest.mark.parametrize(
    "answer",
    [
        "mux",
        "permessage-deflate, permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=8",
        "permessage-deflate; unknown",
    ],
)
def test_a_client_refuses_what_it_cannot(answer):
    with pytest.raises(RemoteProtocolError, match="extensions"):
        Deflate().confirm(parse_extensions(answer))


@pytest.mark.parametrize(
    ("answer", "same_again"),
    [("", False), ("; client_no_context_takeover", True)],
)
def test_a_compressor_forgets_when_it_was_asked_to(answer, same_again):
    deflate = Deflate()
    deflate.confirm(parse_extensions(f"permessage-deflate{answer}"))
    first, second = deflate.encode(b"Hello", True), deflate.encode(b"Hello", True)
    assert (first == second) is same_again


def test_a_smaller_window_is_kept():
    deflate = Deflate()
    deflate.choose(parse_extensions("permessage-deflate; server_max_window_bits=9"))
    far = bytes(range(256)) * 4 + b"x" * 600
    small = zlib.decompressobj(-9)
    assert (
        small.decompress(deflate.encode(far + far, True) + b"\0\0\xff\xff") == far * 2
    )


def test_an_application_may_answer_without_it():
    pair = Pair(
        Connection(Role.CLIENT, terms=TERMS), Connection(Role.SERVER, terms=TERMS)
    )
    [request] = pair.carry(pair.client.connect("example.com"), pair.server)
    response = pair.server.reply_to(request)
    headers = dict(response.headers)
    del headers["sec-websocket-extensions"]
    pair.carry(pair.server.send(Response(101, headers)), pair.client)
    assert pair.say(pair.server, Text("Hi")) == [Text("Hi")]
