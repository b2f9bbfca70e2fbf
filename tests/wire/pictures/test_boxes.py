"""The bytes of an arrow, as boxes below the live picture."""

import pytest

from wslesson.protocol.frames import Frame, Opcode, encode_frame, parse_frame
from wslesson.protocol.heads import parse_request
from wslesson.protocol.reading import Take
from wslesson.wire import boxes

HEADER = ["f0|FIN|1|", "f1|RSV|000|= 0", "f2|OPCODE|0001|TEXT", "f3|MASK|0|"]


def of(frame, **how):
    return boxes(parse_frame, encode_frame(frame), **how).splitlines()


def test_each_field_has_its_colour_its_bits_and_its_value():
    assert of(Frame(Opcode.TEXT, b"Hello")) == [
        *HEADER,
        "f4|LEN|0000101|= 5",
        "f5|PAYLOAD|48 65 6c 6c 6f|'Hello'",
    ]


def test_a_random_key_is_left_open_and_the_payload_unmasked():
    one, other = (
        of(Frame(Opcode.TEXT, b"a|b", mask_key=key)) for key in (b"abcd", b"wxyz")
    )
    assert one == other
    assert one[-2:] == [
        "f6|MASK KEY|·· ·· ·· ··|random",
        "f5|PAYLOAD, unmasked|61 7c 62|'a|b'",
    ]


def test_a_close_says_its_code():
    close = Frame(Opcode.CLOSE, b"\x03\xe8bye")
    assert of(close)[-1] == "f5|PAYLOAD|03 e8 62 79 65|1000 'bye'"
    assert of(Frame(Opcode.CLOSE, b"\x03\xe8"))[-1] == "f5|PAYLOAD|03 e8|1000"
    assert of(Frame(Opcode.CLOSE))[-1] == "f5|PAYLOAD|none|"


@pytest.mark.parametrize("size", [600, 70_000])
def test_a_long_payload_is_counted(size):
    data = encode_frame(Frame(Opcode.TEXT, b"x" * size))
    for kept in (data, data[:40]):
        rows = boxes(parse_frame, kept).splitlines()
        assert f"{'78 ' * 12}… {size - 12:,} more bytes" in rows[-1]
    assert rows[-1].endswith("x…'")
    assert "LENGTH|" in rows[-2]
    assert len(rows[-2]) < 40


def test_a_line_of_text_is_shown_as_it_is():
    head = b"GET /|a HTTP/1.1\r\nHost: example\r\n\r\n"
    rows = boxes(parse_request, head).splitlines()
    assert rows[0] == r"f0|REQUEST HEAD||GET /|a HTTP/1.1\r\n"


def test_what_is_not_there_or_has_odd_names_is_harmless():
    def odd():
        yield Take(1, "a|b\0")

    assert boxes(parse_frame, b"") in ("", "f0|FIN RSV OPCODE MASK LEN|none|")
    assert boxes(odd, b"x") == "f0|a/b·|78|'x'"


def test_many_fields_are_cut_short():
    def many():
        for n in range(100):
            yield Take(1, f"F{n}")

    assert len(boxes(many, bytes(100)).splitlines()) == 12
