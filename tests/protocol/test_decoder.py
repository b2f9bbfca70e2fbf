"""The stream reader: items before errors, eager feeding, lazy reading, linear time."""

import pytest

from wslesson.protocol.errors import RemoteProtocolError
from wslesson.protocol.reading import Decoder, Some, Take, Until


def parse_note():
    size = yield Take(1, "SIZE:8")
    return (yield Take(size[0], "TEXT"))


def parse_line():
    return (yield Until(b"\n", "LINE", 8))


def parse_in_parts():
    left, parts = (yield Take(1, "SIZE:8"))[0], []
    while left:
        parts.append((yield Some(left, "PART")))
        left -= len(parts[-1])
    return parts


def parse_refusing():
    byte = yield Take(1, "BYTE")
    if byte == b"!":
        raise RemoteProtocolError("no shouting")
    return byte


def read(parser, *pieces, **options):
    decoder, items = Decoder(parser, **options), []
    for piece in pieces:
        decoder.feed(piece)
        items += decoder
    return items


def test_items_are_the_same_wherever_the_stream_is_cut():
    wire = b"\x03abc\x00\x02de"
    for first in range(len(wire) + 1):
        for second in range(first, len(wire) + 1):
            pieces = wire[:first], wire[first:second], wire[second:]
            assert read(parse_note, *pieces) == [b"abc", b"", b"de"]


def test_some_gives_what_is_there_but_not_more_than_it_wants():
    assert read(parse_in_parts, b"\x05ab", b"c", b"de\x01f") == [
        [b"ab", b"c", b"de"],
        [b"f"],
    ]


def test_until_ends_with_its_mark():
    assert read(parse_line, b"a", b"b\nc", b"\n\n") == [b"ab\n", b"c\n", b"\n"]


@pytest.mark.parametrize(("wire", "fits"), [(b"1234567\n", True), (b"12345678", False)])
def test_until_waits_for_at_most_its_limit(wire, fits):
    if fits:
        assert read(parse_line, wire) == [wire]
    else:
        with pytest.raises(RemoteProtocolError, match="in 8 bytes"):
            read(parse_line, wire)


def test_items_before_a_broken_one_are_given_and_the_error_stays():
    decoder = Decoder(parse_refusing)
    decoder.feed(b"a!b")
    items = iter(decoder)
    assert next(items) == b"a"
    for _ in range(2):
        with pytest.raises(RemoteProtocolError, match="shouting"):
            next(iter(decoder))


def test_feeding_is_eager_and_reading_is_lazy():
    begun = []

    def parse():
        begun.append(None)
        return (yield Take(1, "BYTE"))

    decoder = Decoder(parse)
    decoder.feed(b"ab")
    assert not begun
    assert next(iter(decoder)) == b"a"
    assert len(begun) == 1


def test_an_item_may_change_how_the_next_is_read():
    decoder = Decoder(iter([parse_line(), parse_note()]).__next__)
    decoder.feed(b"hi\n\x01x")
    assert list(decoder) == [b"hi\n", b"x"]


def test_it_knows_whether_an_item_is_half_read():
    decoder = Decoder(parse_note)
    assert decoder.between_items
    decoder.feed(b"\x01")
    assert not decoder.between_items
    assert list(decoder) == []
    assert not decoder.between_items
    decoder.feed(b"x")
    assert list(decoder) == [b"x"]
    assert decoder.between_items


def test_each_field_is_named_as_it_is_read():
    seen = []
    read(parse_note, b"\x02h", b"i", on_field=lambda *field: seen.append(field))
    assert seen == [("SIZE:8", b"\x02"), ("TEXT", b"hi")]


def take_a(buffer, start):
    return (b"A", start + 1) if buffer[start : start + 1] == b"a" else None


def test_a_shortcut_saves_the_parser_work():
    assert read(parse_refusing, b"ab", b"a", shortcut=take_a) == [b"A", b"b", b"A"]


def test_a_shortcut_is_not_taken_while_somebody_watches():
    options = {"on_field": lambda *field: None, "shortcut": take_a}
    assert read(parse_refusing, b"ab", **options) == [b"a", b"b"]


def test_none_is_an_item_like_others():
    def parse_nothing():
        yield Take(1, "BYTE")

    assert read(parse_nothing, b"ab") == [None, None]


def test_a_long_field_in_small_pieces_is_joined_once():
    decoder = Decoder(lambda: iter_take(2**16))
    joins = 0
    for _ in range(2**12):
        decoder.feed(bytes(16))
        before = decoder._buffer
        items = list(decoder)
        joins += decoder._buffer is not before
    assert items == [bytes(2**16)]
    assert joins <= 2


def iter_take(size):
    return (yield Take(size, "LONG"))
