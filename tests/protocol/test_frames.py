"""Frames: the bytes come from RFC 6455 §5.7, not from our encoder."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslesson.protocol.errors import LocalProtocolError, RemoteProtocolError
from wslesson.protocol.events import Binary, Text
from wslesson.protocol.frames import (
    ANYTHING,
    Expect,
    Frame,
    Opcode,
    apply_mask,
    encode_frame,
    mask_keys,
    parse_frame,
    read_whole,
)
from wslesson.protocol.messages import Assembler
from wslesson.protocol.reading import Decoder

KEY = bytes.fromhex("37fa213d")
LONG = 2**16

FRAMES = {
    "unmasked text": (Frame(Opcode.TEXT, b"Hello"), "81 05 48 65 6c 6c 6f"),
    "masked text": (
        Frame(Opcode.TEXT, b"Hello", mask_key=KEY),
        "81 85 37 fa 21 3d 7f 9f 4d 51 58",
    ),
    "first piece": (Frame(Opcode.TEXT, b"Hel", fin=False), "01 03 48 65 6c"),
    "last piece": (Frame(Opcode.CONTINUATION, b"lo"), "80 02 6c 6f"),
    "ping": (Frame(Opcode.PING, b"Hello"), "89 05 48 65 6c 6c 6f"),
    "pong": (
        Frame(Opcode.PONG, b"Hello", mask_key=KEY),
        "8a 85 37 fa 21 3d 7f 9f 4d 51 58",
    ),
    "empty close": (Frame(Opcode.CLOSE), "88 00"),
    "reserved bits": (Frame(Opcode.TEXT, rsv=0b101), "d1 00"),
    "125 bytes": (Frame(Opcode.BINARY, bytes(125)), "82 7d" + " 00" * 125),
    "126 bytes": (Frame(Opcode.BINARY, bytes(126)), "82 7e 00 7e" + " 00" * 126),
    "256 bytes": (Frame(Opcode.BINARY, bytes(256)), "82 7e 01 00" + " 00" * 256),
    "65535 bytes": (Frame(Opcode.BINARY, bytes(65535)), "82 7e ff ff" + " 00" * 65535),
    "64 KiB": (
        Frame(Opcode.BINARY, bytes(LONG)),
        "82 7f 00 00 00 00 00 01 00 00" + " 00" * LONG,
    ),
}


def parse(data, pieces=1, expect=ANYTHING):
    return parse_all(lambda: parse_frame(expect), data, pieces)


def parse_all(parser, data, pieces):
    decoder = Decoder(parser)
    step = max(1, -(-len(data) // pieces))
    items = []
    for i in range(0, len(data), step):
        decoder.feed(data[i : i + step])
        items += decoder
    return items


@pytest.mark.rule("F07", "F09", "F11")
@pytest.mark.parametrize(("frame", "wire"), FRAMES.values(), ids=FRAMES.keys())
class TestEveryFrame:
    def test_encodes_to_the_bytes_in_the_rfc(self, frame, wire):
        assert encode_frame(frame) == bytes.fromhex(wire)

    @pytest.mark.parametrize("pieces", [1, 2, 7, 10**9])
    def test_parses_however_it_is_cut(self, frame, wire, pieces):
        assert parse(bytes.fromhex(wire), pieces) == [frame]


REFUSED = {
    "opcode 3": ("83 00", "5.2", 1002),
    "opcode 7": ("87 00", "5.2", 1002),
    "opcode 11": ("8b 00", "5.2", 1002),
    "opcode 15": ("8f 00", "5.2", 1002),
    "ping of 126 bytes": ("89 7e 00 7e", "5.5", 1002),
    "close in fragments": ("08 00", "5.5", 1002),
    "ping in fragments": ("09 00", "5.5", 1002),
    "125 in 16 bits": ("82 7e 00 7d", "5.2", 1002),
    "65535 in 64 bits": ("82 7f 00 00 00 00 00 00 ff ff", "5.2", 1002),
    "2**63": ("82 7f 80 00 00 00 00 00 00 00", "5.2", 1002),
    "2**63 - 1": ("82 7f 7f ff ff ff ff ff ff ff", "10.4", 1009),
    "over 1 MiB": ("82 7f 00 00 00 00 00 10 00 01", "10.4", 1009),
}


@pytest.mark.rule("F06", "F07", "F08", "C01", "C02", "M05")
@pytest.mark.parametrize(
    ("wire", "section", "code"), REFUSED.values(), ids=REFUSED.keys()
)
def test_a_head_that_breaks_a_rule_is_refused_before_its_payload(wire, section, code):
    with pytest.raises(RemoteProtocolError) as caught:
        parse(bytes.fromhex(wire))
    assert (caught.value.section, caught.value.code) == (section, code)


@pytest.mark.rule("G02")
def test_the_control_frames_are_close_ping_and_pong():
    control = [opcode.name for opcode in Opcode if opcode >= 0x8]
    assert control == ["CLOSE", "PING", "PONG"]


@pytest.mark.rule("C01")
def test_a_control_frame_may_have_125_bytes_and_more_than_the_limit():
    frame = Frame(Opcode.PING, bytes(125))
    assert parse(encode_frame(frame), expect=Expect(max_payload=10)) == [frame]


@pytest.mark.rule("M05")
def test_a_payload_may_be_as_large_as_the_limit():
    frame = Frame(Opcode.BINARY, bytes(10))
    assert parse(encode_frame(frame), expect=Expect(max_payload=10)) == [frame]
    with pytest.raises(RemoteProtocolError, match="payload of 10 bytes"):
        parse(encode_frame(frame), expect=Expect(max_payload=9))


@pytest.mark.rule("F02", "F04")
@pytest.mark.parametrize(
    ("masked", "wire", "who"),
    [(True, "81 00", "client must mask"), (False, "81 80", "server must not mask")],
)
def test_a_wrong_mask_bit_is_refused(masked, wire, who):
    with pytest.raises(RemoteProtocolError, match=who):
        parse(bytes.fromhex(wire), expect=Expect(masked=masked))


@pytest.mark.rule("F05")
@pytest.mark.parametrize("first", ["c1", "a1", "91", "f1"])
def test_a_reserved_bit_is_refused_when_it_means_nothing(first):
    wire = bytes.fromhex(first + "00")
    with pytest.raises(RemoteProtocolError, match="reserved bit"):
        parse(wire, expect=Expect(rsv=0))


@pytest.mark.rule("C01", "C02")
@pytest.mark.parametrize(
    "frame", [Frame(Opcode.PING, bytes(126)), Frame(Opcode.CLOSE, fin=False)]
)
def test_we_are_not_able_to_send_a_wrong_control_frame(frame):
    with pytest.raises(LocalProtocolError):
        encode_frame(frame)


@pytest.mark.rule("F11")
@given(st.binary(max_size=300), st.binary(min_size=4, max_size=4))
def test_masking_is_xor_with_the_key_repeated(payload, key):
    masked = apply_mask(payload, key)
    assert list(masked) == [byte ^ key[i % 4] for i, byte in enumerate(payload)]
    assert apply_mask(masked, key) == payload


@pytest.mark.rule("F10", "S02")
def test_mask_keys_are_what_chance_gave_each_once():
    asked = []

    def chance(size):
        asked.append(size)
        return secrets.token_bytes(size)

    keys = mask_keys(chance)
    first = [next(keys) for _ in range(65)]
    assert {len(key) for key in first} == {4}
    assert len(set(first)) == 65
    assert asked == [256, 256]


def test_a_lesson_may_give_one_key_at_a_time():
    keys = mask_keys(lambda size: KEY)
    assert [next(keys) for _ in range(3)] == [KEY] * 3


def test_a_mask_key_has_four_bytes():
    with pytest.raises(ValueError, match="4 bytes, not 3"):
        apply_mask(b"Hello", b"abc")


class TestShortcut:
    """`read_whole` never disagrees with the parser: it agrees, or leaves it to it."""

    @given(
        st.integers(0, 130) | st.sampled_from([65535, 65536]),
        st.booleans(),
        st.booleans(),
        st.binary(max_size=3),
    )
    def test_agrees_about_whole_frames(self, size, masked, want_masked, before):
        frame = Frame(Opcode.BINARY, b"x" * size, mask_key=KEY if masked else None)
        wire = before + encode_frame(frame) + b"more"
        got = read_whole(wire, len(before), apply_mask if want_masked else None)
        if masked is want_masked and size < LONG:
            assert got == (frame.payload, len(wire) - 4)
        else:
            assert got is None

    @pytest.mark.parametrize("size", [0, 5, 125, 126, 300])
    @pytest.mark.parametrize("masked", [True, False])
    def test_leaves_what_is_not_all_here_to_the_parser(self, size, masked):
        wire = encode_frame(
            Frame(Opcode.BINARY, b"x" * size, mask_key=KEY if masked else None)
        )
        for cut in range(1, len(wire)):
            assert read_whole(wire[:cut], 0, apply_mask if masked else None) is None

    def test_leaves_a_length_that_is_not_the_shortest_to_the_parser(self):
        assert read_whole(bytes.fromhex("82 7e 00 05") + bytes(5), 0, None) is None


class TestThreeReaders:
    """The parser of frames, the one of a connection, and the connection's shortcut."""

    @given(
        st.text(max_size=130).map(str.encode)
        | st.sampled_from([b"x" * (LONG - 1), b"x" * LONG]),
        st.booleans(),
        st.sampled_from([Opcode.TEXT, Opcode.BINARY]),
        st.integers(1, 20),
    )
    def test_they_read_the_same(self, payload, masked, opcode, pieces):
        key, unmask = (KEY, apply_mask) if masked else (None, None)
        wire = encode_frame(Frame(opcode, payload, mask_key=key))
        is_text = opcode is Opcode.TEXT
        event = Text(payload.decode()) if is_text else Binary(payload)
        assert parse(wire, pieces) == [Frame(opcode, payload, mask_key=key)]
        assembler = Assembler(unmask, LONG)
        assert parse_all(assembler.parse_event, wire, pieces) == [event]
        assembler.ready = True
        short = len(payload) < LONG
        assert assembler.whole_message(wire, 0) == (
            (event, len(wire)) if short else None
        )
