"""Where was the stream cut?"""

import re

from tests.wire.pictures.rooms import touching
from tests.wire.pictures.shapes import SVG, drawn, kinds, lies_inside, said
from wslesson.protocol.packets import parse_packet
from wslesson.wire import pieces


def cuts(picture):
    """Return how many cuts were drawn."""
    paths = drawn(picture).iter(f"{SVG}path")
    return sum(p.get("d").count("M") for p in paths if p.get("class") == "bold")


def test_the_text_tells_each_piece():
    assert str(pieces(b"he", b"llo", title="Two recv")).splitlines() == [
        "Two recv",
        "piece  at  size  bytes     text",
        "    1   0     2  68 65     'he'",
        "    2   2     3  6c 6c 6f  'llo'",
    ]


def test_the_drawing_shows_each_byte_with_its_character():
    words = said(pieces(b"he", b"l o\n", title="Two recv"))
    assert words[0] == "Two recv"
    assert words[words.index("6 bytes in 2 pieces") :] == [
        *("6 bytes in 2 pieces", *(f"+{n}" for n in range(16)), "0"),
        *("piece 1", "68", "h", "65", "e"),
        *("piece 2: 4 bytes", "6c", "l", "20", "␣", "6f", "o", "0a", r"\n"),
    ]


def test_there_is_a_cut_between_two_pieces():
    assert [cuts(pieces(*[b"ab"] * n)) for n in (1, 2, 9)] == [0, 1, 8]


def test_neighbours_differ():
    first, second, third = kinds(pieces(b"a", b"b", b"c"))
    assert first == third != second


def test_a_cut_inside_a_character_is_told():
    picture = pieces(b"caf\xc3", b"\xa9 \xe2\x82", b"\xac", b"!")
    assert str(picture).splitlines() == [
        "piece  at  size  bytes        text",
        "    1   0     4  63 61 66 c3  'caf·'",
        "    2   4     4  a9 20 e2 82  '· ··'",
        "    3   8     1  ac           '·'",
        "    4   9     1  21           '!'",
        "cut inside a character: before piece 2, before piece 3",
    ]
    words = said(picture)
    assert {"é 1/2", "é 2/2", "€ 1/3", "€ 2/3", "€ 3/3"} <= set(words)
    assert words[-1] == "cut inside a character: before piece 2, before piece 3"


def test_bytes_that_are_no_text_are_no_cut_character():
    assert "cut" not in str(pieces(b"\xc3", b"a"))


def test_an_empty_piece_is_the_end():
    picture = pieces(b"hi", b"")
    assert str(picture).splitlines()[-1] == "    2   2     0  none   the end"
    assert {"none", "the end"} <= set(said(picture))


def test_no_pieces():
    picture = pieces()
    assert str(picture) == ""
    assert said(picture) == ["0 bytes in 0 pieces"]
    assert picture.alt == "A byte stream: 0 bytes in 0 pieces."


def test_many_pieces_are_counted():
    picture = pieces(*[b"ab"] * 25)
    assert str(picture).splitlines()[-2:] == [
        "   24  46     2  61 62  'ab'",
        "… 1 more piece",
    ]
    assert said(picture)[-1] == "… 1 more piece"
    assert "more" not in str(pieces(*[b"ab"] * 24))
    assert picture.alt == "A byte stream: 50 bytes in 25 pieces."


def test_a_long_piece_is_counted():
    picture = pieces(b"x" * 70_000, b"y", title="Long")
    assert "78 78 … 69,988 more bytes" in str(picture)
    assert "… 69,936 more bytes" in said(picture)
    assert said(picture).count("78") == 64
    assert lies_inside(picture)
    assert len(picture.svg) < 20_000


def test_the_picture_is_the_same_each_time():
    assert pieces(b"ab", b"c") == pieces(b"ab", b"c")


def brackets(picture):
    """Return each bracket, one for each row, without the gap for its name."""
    paths = [path.get("d") for path in drawn(picture).findall(f"{SVG}path")]
    whole = [re.sub(r"H[\d.]+M[\d.]+ \d+(?=H)", "", d) for d in paths]
    return [d for d in whole if re.fullmatch(r"M\d+ \d+(v5)?H\d+(v-5)?", d)]


def test_a_bracket_shows_where_each_message_begins_and_ends():
    glued = b"5         hello5", b"         world"
    picture = pieces(*glued, parser=parse_packet)
    assert str(picture).splitlines()[-2:] == [
        "message 1: 15 bytes from byte 0",
        "message 2: 15 bytes from byte 15",
    ]
    assert {"message 1", "message 2"} <= set(said(picture))
    whole, begin, end = brackets(picture)
    assert whole == "M55 110v5H769v-5"  # below the first fifteen cells
    assert begin == "M775 110v5H820"  # the row ends, the message does not
    assert end == "M52 191H721v-5"
    assert not touching(picture)
    assert lies_inside(picture)


def test_a_bracket_stays_open_where_a_message_goes_on():
    picture = pieces(b"1", b"1        hel", parser=parse_packet)
    assert str(picture).endswith("message 1: 13 bytes from byte 0, and it goes on")
    assert [d.endswith("v-5") for d in brackets(picture)] == [False]


def test_what_no_parser_reads_or_one_refuses_has_no_bracket():
    for picture in (pieces(b"5         hello"), pieces(b"", parser=parse_packet)):
        assert not brackets(picture)
        assert "message" not in str(picture)
    half = pieces(b"2         hi", b"x         ", parser=parse_packet)
    assert str(half).splitlines()[-1] == "message 1: 12 bytes from byte 0"


def test_of_a_long_message_the_bytes_that_are_drawn_have_a_bracket():
    picture = pieces(b"500       ", b"x" * 500, parser=parse_packet)
    assert lies_inside(picture)
    assert not any(d.endswith("v-5") for d in brackets(picture))
