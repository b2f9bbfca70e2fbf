"""The decoder waits, so that a parser never sees half a field."""

import pytest

from wslesson.protocol.errors import ProtocolError, RemoteProtocolError
from wslesson.protocol.reading import Decoder, Take, Until


def parse_note():
    (size,) = yield Take(1, "SIZE:8")
    if size == 255:
        raise RemoteProtocolError("255 is not a size")
    return (yield Take(size, "TEXT"))


def parse_line():
    return (yield Until(b"\r\n", "LINE", limit=8))


def items_of(decoder, data):
    decoder.feed(data)
    return list(decoder)


NOTES = b"\x05hello\x00\x02hi"


@pytest.mark.parametrize("cut", range(len(NOTES) + 1))
def test_items_do_not_depend_on_how_the_stream_was_cut(cut):
    decoder = Decoder(parse_note)
    items = [*items_of(decoder, NOTES[:cut]), *items_of(decoder, NOTES[cut:])]
    assert items == [b"hello", b"", b"hi"]


def test_items_come_as_soon_as_they_are_complete():
    decoder = Decoder(parse_note)
    assert [items_of(decoder, bytes([byte])) for byte in b"\x02hi\x01!"] == [
        [],
        [],
        [b"hi"],
        [],
        [b"!"],
    ]


def test_feeding_is_eager_and_reading_is_lazy():
    decoder = Decoder(parse_note)
    decoder.feed(b"\x01a\xff")
    items = iter(decoder)
    assert next(items) == b"a"
    decoder.feed(b"never looked at")
    with pytest.raises(RemoteProtocolError):
        next(items)


def test_good_items_come_before_the_error_that_follows_them():
    decoder = Decoder(parse_note)
    decoder.feed(b"\x01a\x01b\xff\x01c")
    items = iter(decoder)
    assert [next(items), next(items)] == [b"a", b"b"]
    with pytest.raises(RemoteProtocolError, match="255 is not a size"):
        next(items)


def test_nothing_is_read_after_an_error():
    decoder = Decoder(parse_note)
    with pytest.raises(RemoteProtocolError):
        items_of(decoder, b"\xff")
    with pytest.raises(RemoteProtocolError, match="255 is not a size"):
        items_of(decoder, b"\x01c")


@pytest.mark.parametrize(
    ("data", "between"), [(b"", True), (b"\x01a", True), (b"\x01", False)]
)
def test_it_knows_where_a_stream_may_end(data, between):
    decoder = Decoder(parse_note)
    items_of(decoder, data)
    assert decoder.between_items is between


def test_bytes_that_nobody_has_looked_at_yet_are_not_an_end():
    decoder = Decoder(parse_note)
    decoder.feed(b"\x01")
    assert not decoder.between_items


def test_an_observer_is_told_each_field_by_its_label():
    seen = []
    decoder = Decoder(parse_note, lambda label, data: seen.append((label, data)))
    items_of(decoder, b"\x02hi")
    assert seen == [("SIZE:8", b"\x02"), ("TEXT", b"hi")]


def test_until_includes_its_mark_and_leaves_the_rest():
    assert items_of(Decoder(parse_line), b"one\r\ntwo\r\nthr") == [
        b"one\r\n",
        b"two\r\n",
    ]


def test_until_finds_a_mark_that_ends_at_the_limit():
    assert items_of(Decoder(parse_line), b"sixsix\r\n") == [b"sixsix\r\n"]


def test_until_gives_up_when_the_limit_has_come_without_the_mark():
    with pytest.raises(RemoteProtocolError, match="in 8 bytes"):
        items_of(Decoder(parse_line), b"sevenxx\r")


def test_an_error_names_its_section_of_the_rfc_when_it_has_one():
    assert str(ProtocolError("a rule")) == "a rule"
    assert str(ProtocolError("a rule", section="5.5")) == "a rule (RFC 6455 §5.5)"
