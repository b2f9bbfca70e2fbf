"""A stream that arrives byte by byte: what is complete, and what is missing?"""

from tests.wire.pictures.shapes import drawn
from wslesson.protocol.packets import encode_packet, parse_packet
from wslesson.protocol.reading import Some, Take, Until
from wslesson.wire import pieces
from wslesson.wire.pictures.arrivals import ROWS, arrivals


def rows(parser, data):
    return [row.split("|") for row in arrivals(parser, data).splitlines()]


def test_each_moment_at_which_something_begins_or_ends():
    assert rows(parse_packet, encode_packet(b"hi") + encode_packet(b"")) == [
        ["0", "0", "0", "0", "nothing yet", ""],
        [*"100", "10", "nothing yet", missing("LENGTH", 10)],
        ["10", "0", "10", "12", "nothing yet", missing("BODY", 2)],
        ["12", "12", "12", "12", "1 message: b'hi'", ""],
        ["13", "12", "12", "22", "1 message: b'hi'", missing("LENGTH", 10)],
        ["22", "22", "22", "22", "2 messages, the last b''", ""],
    ]


def missing(name, size):
    return f"{name} has {{have}} of its {size} bytes, {{left}} still missing."


def test_a_field_whose_end_is_not_known():
    def line():
        yield Until(b"\n", "LINE")
        yield Some(9, "REST")

    assert [row[-1] for row in rows(line, b"a\nb")] == [
        *("", r"LINE waits for b'\n'.", "REST waits for more.", "")
    ]


def test_bits_are_called_by_their_names():
    def bits():
        yield Take(2, "FIN:1 REST:15")

    assert rows(bits, b"a")[-1][-1].startswith("FIN REST has")


def test_a_rule_that_is_broken_ends_it():
    *_, last = rows(parse_packet, b"x" * 20)
    assert last[:5] == ["10", "0", "10", "10", "nothing yet"]
    assert last[5] == "Refused: the header b'xxxxxxxxxx' is not a length."


def test_what_the_parser_says_cannot_break_the_line():
    assert rows(parse_packet, encode_packet(b"a|b"))[-1][4] == "1 message: b'a∣b'"


def test_of_very_many_moments_the_first_are_told():
    def byte():
        return (yield Take(1, "BYTE"))

    told = rows(byte, bytes(500))
    assert len(told) == ROWS + 1
    assert told[-1] == [str(ROWS), "0", "0", "0", "…", "…"]


def test_a_picture_carries_it_along():
    stream = encode_packet(b"hello")
    root = drawn(pieces(stream[:3], stream[3:], parser=parse_packet))
    assert root.get("data-reads") == arrivals(parse_packet, stream).replace("\n", "¶")
    assert root.get("data-size") == "15"
    assert drawn(pieces(stream)).get("data-reads") is None


def test_with_a_parser_the_text_twin_tells_the_messages_too():
    read = str(pieces(b"ab", parser=parse_packet))
    assert read == f"{pieces(b'ab')}\nmessage 1: 2 bytes from byte 0, and it goes on"
