"""permessage-deflate. The examples are those of RFC 7692 §7.2.3."""

import zlib
from random import Random

import pytest
from hypothesis import given, settings
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
TAIL = b"\x00\x00\xff\xff"


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
        (  # RFC 7692 §7.1.2.1: from 8 to 15
            "permessage-deflate; server_max_window_bits=8",
            "permessage-deflate; server_max_window_bits=8",
        ),
        (
            "permessage-deflate; server_max_window_bits=7, permessage-deflate",
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
        "permessage-deflate; client_max_window_bits=8",  # RFC 7692 §7.1.2.2
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
        "permessage-deflate; client_max_window_bits=7",
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


def inflated(wires, bits):
    """Inflate a byte at a time, so that zlib has no past but its window."""
    inflater = zlib.decompressobj(-bits)
    for wire in wires:
        result = []
        rest = wire
        while piece := inflater.decompress(rest, 1):
            result.append(piece)
            rest = inflater.unconsumed_tail
        yield b"".join(result)


def hostile(seed):
    """Return a message that comes again from just beyond a window, or within it."""
    random = Random(seed)
    match seed % 4:
        case 0:
            return random.randbytes(random.randrange(200, 600)) * 3
        case 1:
            return random.randbytes(random.choice([249, 250, 251, 256, 257, 512])) * 4
        case 2:
            return bytes(random.choices(b"ab ", k=1500))
    words = [random.randbytes(random.randrange(3, 40)) for _ in range(12)]
    return b"".join(random.choices(words, k=60))


@pytest.mark.parametrize("bits", [8, 9])
def test_a_smaller_window_is_kept(bits):
    deflate = Deflate()
    deflate.choose(
        parse_extensions(f"permessage-deflate; server_max_window_bits={bits}")
    )
    said = [hostile(seed) for seed in range(1000)]
    wires = [deflate.encode(message, True) + TAIL for message in said]
    assert list(inflated(wires, bits)) == said


def test_the_judge_of_windows_sees_one_that_is_not_kept():
    wires = [Deflate().encode(hostile(seed), True) + TAIL for seed in range(9)]
    with pytest.raises(zlib.error, match="too far back"):
        list(inflated(wires, 8))


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


def deflated(pieces):
    """Return a message of several deflate streams, each with all the past before it."""
    data, past = b"", b""
    for piece, is_last in pieces:
        compressor = zlib.compressobj(wbits=-15, zdict=past[-(2**15) :])
        data += compressor.compress(piece)
        data += compressor.flush(zlib.Z_FINISH if is_last else zlib.Z_SYNC_FLUSH)
        past += piece
    return (data + b"\x00" + TAIL).removesuffix(TAIL), past


def received(data, cuts=()):
    """Return what a message means that came in pieces, or the code of its error."""
    ends = [*cuts, len(data)]
    pieces = [data[a:b] for a, b in zip([0, *cuts], ends, strict=True)]
    deflate, room, result = Deflate(), 10**6, b""
    try:
        for left, piece in zip(range(len(pieces))[::-1], pieces, strict=True):
            result += deflate.decode(piece, not left, room - len(result))
    except RemoteProtocolError as error:
        return error.code
    return result


some = st.sampled_from([b"Hello, hello", b"abcabc", b"", bytes(range(60)) * 9])
streams = st.lists(st.tuples(some | st.binary(max_size=30), st.booleans()), max_size=5)


@settings(max_examples=50, deadline=None)
@given(streams, st.data())
def test_a_message_means_the_same_wherever_it_was_cut(pieces, data):
    wire, meaning = deflated(pieces)
    if data.draw(st.booleans()):  # break it
        at = data.draw(st.integers(0, len(wire) - 1))
        wire = wire[:at] + data.draw(st.binary(max_size=2)) + wire[at + 1 :]
        meaning = received(wire)
    for cut in range(len(wire) + 1):
        assert received(wire, [cut]) == meaning
    assert received(wire, range(1, len(wire))) == meaning


def test_a_block_may_refer_to_what_came_before_a_last_one():
    # RFC 7692 §7.2.3.4: found by a fuzzer, refused at 10 of its cuts
    wire, meaning = deflated([(b"Hello, world", False), (b"", True), (b"world", False)])
    assert meaning == b"Hello, worldworld"
    assert len(wire) < len(deflated([(meaning[:12], False)])[0]) + 16
    for cut in range(len(wire)):
        assert received(wire, [cut]) == meaning


def ended(message, past=b""):
    """Compress a message into a stream that ends. It may refer to `past`."""
    compressor = zlib.compressobj(wbits=-15, zdict=past)
    return compressor.compress(message) + compressor.flush(zlib.Z_FINISH) + b"\x00"


def test_a_message_may_refer_to_one_before_a_last_block():
    # RFC 7692 §7.2.3.2: the window is kept from message to message
    first, second, deflate = b"something to remember", b"else", Deflate()
    assert deflate.decode(ended(first), True, 100) == first
    assert deflate.decode(ended(second, first), True, 100) == second
    again = ended(first, first + second)
    assert len(again) < 10
    assert deflate.decode(again, True, 100) == first


@pytest.mark.parametrize("before", [0, 2**15, 2**15 + 1, 70_000])
def test_the_window_that_is_kept_is_a_whole_one(before):
    far, deflate = Random(1).randbytes(2**15 - 300), Deflate()
    for message in bytes(before), far:
        assert deflate.decode(ended(message), True, 2**20) == message
    again = ended(far[:200], far)
    assert len(again) < 100
    assert deflate.decode(again, True, 2**20) == far[:200]


def test_each_message_may_end_its_stream():
    deflate = Deflate()
    assert {deflate.decode(ended(b""), True, 10) for _ in range(1000)} == {b""}


@pytest.mark.rule("M05", "S04")
@pytest.mark.parametrize("size", [1, 64, 2**20])
def test_a_row_of_ended_streams_is_refused_early(size):
    # Each costs 2 bytes to send, and a new inflater to read.
    deflate, wire = Deflate(), zlib.compress(b"", wbits=-15) * 2**19
    with pytest.raises(RemoteProtocolError, match="too many streams") as caught:
        for at in range(0, len(wire), size):
            deflate.decode(wire[at : at + size], False, 10)
            assert at < 200
    assert caught.value.code == 1002


def test_streams_that_say_something_may_end_as_often_as_they_like():
    wire = zlib.compress(Random(1).randbytes(16), wbits=-15)
    assert len(Deflate().decode(wire * 1000 + b"\x00", True, 2**20)) == 16_000
