"""A parser asleep: where, what it wants, and what is there."""

import re
from functools import partial

import pytest

from tests.wire.pictures.rooms import touching
from tests.wire.pictures.shapes import SVG, drawn, kinds, lies_inside, said
from wslesson.protocol.errors import RemoteProtocolError
from wslesson.protocol.frames import parse_frame
from wslesson.protocol.packets import parse_length
from wslesson.protocol.reading import Some, Take, Until
from wslesson.wire import Picture, machine
from wslesson.wire.pictures.sources import LINES, listing

STREAM = b"5         hello3         bye"
PIECES = [STREAM[:4], STREAM[4:12], STREAM[12:16], STREAM[16:]]


def packet():
    header = yield Take(10, "LENGTH")
    body = yield Take(parse_length(header), "BODY")
    return body


def long_parser():
    """Sleep on the first of these lines, and on the last."""
    first = yield Take(1, "FIRST")
    # 1
    # 2
    # 3
    # 4
    # 5
    # 6
    # 7
    # 8
    # 9
    # 10
    # 11
    # 12
    # 13
    # 14
    # 15
    # 16
    # 17
    # 18
    # 19
    # 20
    # 21
    # 22
    # 23
    # 24
    # 25
    # 26
    # 27
    # 28
    return first + (yield Take(1, "LAST"))


def blocks(picture):
    """Return what the text says of each piece."""
    return re.findall(
        r"^(?:piece|no piece).*(?:\n  [a-z].*)*", str(picture), re.MULTILINE
    )


def frames(picture):
    return [*drawn(picture).iter(f"{SVG}g")]


def told(picture, name="say"):
    return [frame.get(f"data-{name}") for frame in frames(picture)]


def alone(picture):
    """Return the picture once for each frame, as if only that one were shown."""
    svg = picture.svg
    for frame in re.findall(r"<g.*?</g>", svg):
        rest = re.sub(
            r"<g.*?</g>", lambda g, own=frame: own if g[0] == own else "", svg
        )
        yield Picture(rest, "", "")


def test_the_text_shows_the_source_and_tells_each_piece():
    assert str(machine(packet, PIECES, title="Asleep")).splitlines()[:19] == [
        "Asleep",
        "  1  def packet():",
        '  2      header = yield Take(10, "LENGTH")',
        '  3      body = yield Take(parse_length(header), "BODY")',
        "  4      return body",
        "piece 1: 4 bytes: '5   '",
        '  sleeps    line 2: header = yield Take(10, "LENGTH")',
        "  wants     10 bytes of LENGTH, 4 are there",
        "  buffer    35 20 20 20",
        "piece 2: 8 bytes: '      he'",
        "  read      LENGTH b'5         '",
        '  sleeps    line 3: body = yield Take(parse_length(header), "BODY")',
        "  wants     5 bytes of BODY, 2 are there",
        "  buffer    68 65",
        "  keeps     header = b'5         '",
        "piece 3: 4 bytes: 'llo3'",
        "  read      BODY b'hello'",
        "  came out  b'hello'",
        '  sleeps    line 2: header = yield Take(10, "LENGTH")',
    ]


def test_between_two_items_no_parser_is_asleep():
    assert blocks(machine(packet, PIECES))[-1].splitlines() == [
        "piece 4: 12 bytes: '         bye'",
        "  read      LENGTH b'3         ', BODY b'bye'",
        "  came out  b'bye'",
        "  sleeps    nowhere: the next byte makes a new parser",
    ]


def test_each_piece_is_a_frame_and_one_is_shown():
    picture = machine(packet, PIECES)
    assert drawn(picture).get("data-kind") == "frames"
    assert told(picture, "at") == ["piece 1", "piece 2", "piece 3", "piece 4"]
    assert [frame.get("display") for frame in frames(picture)] == [
        "none",
        "none",
        None,
        "none",
    ]


def test_a_live_picture_says_each_frame_in_sentences():
    assert told(machine(packet, PIECES))[1:] == [
        "Piece 2 brings 8 bytes: '      he'.\nThe parser sleeps in line 3: "
        'body = yield Take(parse_length(header), "BODY")\n'
        "It wants 5 bytes of BODY, 2 are there.",
        "Piece 3 brings 4 bytes: 'llo3'. b'hello' came out.\nThe parser sleeps in line "
        '2: header = yield Take(10, "LENGTH")\n'
        "It wants 10 bytes of LENGTH, 1 is there.",
        "Piece 4 brings 12 bytes: '         bye'. b'bye' came out.\n"
        "No parser is asleep: the next byte makes a new parser.",
    ]


@pytest.mark.parametrize(("shown", "seen"), [(0, 2), (1, 0), (2, 1), (4, 3), (99, 2)])
def test_you_may_choose_the_piece_that_the_image_shows(shown, seen):
    hidden = [
        frame.get("display") for frame in frames(machine(packet, PIECES, shown=shown))
    ]
    assert [n for n, each in enumerate(hidden) if each is None] == [seen]


def test_the_line_where_it_sleeps_is_marked():
    picture = machine(packet, PIECES)
    lines = {
        text.text: float(text.get("y")) for text in drawn(picture).iter(f"{SVG}text")
    }
    marked = [frame.find(f"{SVG}rect[@class='f3']") for frame in frames(picture)]
    assert marked[3] is None
    for mark, word in zip(marked, ["header", "body", "header"], strict=False):
        [line] = [y for text, y in lines.items() if text.startswith(f"    {word} =")]
        assert (
            float(mark.get("y"))
            < line
            < float(mark.get("y")) + float(mark.get("height"))
        )


def test_the_buffer_shows_what_is_there_and_room_for_what_is_missing():
    second = [*alone(machine(packet, PIECES))][1]
    assert {"68 65", "h  e ", "?? ?? ??"} <= set(said(second))
    assert kinds(second) == ["f3", "f5", "ghost dash"]


def test_what_a_picture_shows_its_text_tells():
    picture = machine(packet, PIECES)
    text = str(picture)
    shapes = {"nothing", "empty", "sleeps here", "packet, 4 pieces"}
    for word in said(picture):
        if (
            word not in shapes
            and "??" not in word
            and not re.fullmatch(r"(. ? ?)+", word)
        ):
            assert word in text


def test_it_may_sleep_inside_of_a_function_that_it_handed_over_to():
    first, *_, last = blocks(machine(parse_frame, [b"\x81", b"\x02", b"h"]))
    assert "  sleeps    line 3, within parse_head, line 6: fin, rsv" in first
    assert (
        "  keeps     fin = True, rsv = 0, opcode = <Opcode.TEXT: 1>, … 2 more" in last
    )


def inner():
    yield Take(1, "A")


def outer():
    yield from inner()
    yield from [Take(1, "B")]


def test_a_line_is_counted_from_the_def():
    first, second = blocks(machine(outer, [b"\0"[:0], b"ab"[:1]]))
    assert "sleeps    nowhere" in first
    assert "line 2" not in first
    assert second.splitlines()[2] == '  sleeps    line 3: yield from [Take(1, "B")]'


@pytest.mark.parametrize(
    ("want", "words"),
    [
        (Take(3, "KIND:8 SIZE:16"), "3 bytes of KIND SIZE, 2 are there"),
        (Until(b"\r\n", "LINE"), r"LINE up to its b'\r\n', 2 are there"),
        (Take(1000, "BODY"), "1,000 bytes of BODY, 2 are there"),
        (Take(3, "N" * 300), f"3 bytes of {'N' * 39}…, 2 are there"),
    ],
)
def test_each_kind_of_want_is_told(want, words):
    def parser():
        yield want

    picture = machine(parser, [b"ab"])
    assert f"  wants     {words}" in str(picture).splitlines()
    assert touching(picture) == []


def test_a_want_of_what_there_is_sleeps_with_nothing():
    def parser():
        yield Take(1, "KIND")
        yield Some(100, "REST")

    assert "  wants     some of REST, 0 are there" in str(machine(parser, [b"a"]))


def refusing():
    header = yield Take(2, "NUMBER")
    if header == b"xx":
        raise RemoteProtocolError("xx is no number")
    return int(header)


@pytest.mark.parametrize(
    ("bad", "why"), [(b"xx", "xx is no number"), (b"ab", "invalid literal for int()")]
)
def test_a_refusal_ends_it(bad, why):
    picture = machine(refusing, [b"12" + bad, b"34", b"56"])
    [block] = blocks(picture)
    assert "  came out  12" in block
    assert f"  sleeps    no more, it refused: {why}" in block
    assert str(picture).splitlines()[-1] == "2 pieces not read"
    assert "warn start" in kinds(picture, "text")
    [say] = told(picture)
    assert f"The parser has refused: {why}" in say


def test_of_many_pieces_the_first_and_the_last_are_told():
    picture = machine(packet, [STREAM[n : n + 1] for n in range(28)])
    assert told(picture, "at") == [f"piece {n}" for n in [*range(1, 12), 28]]
    assert (
        str(picture).splitlines()[-1]
        == "… 16 more pieces between piece 11 and the last told"
    )
    assert picture.alt == "A parser asleep: packet, 28 pieces, of which 12 are shown."


def test_a_late_refusal_is_told_with_what_lies_before_and_behind_it():
    picture = machine(refusing, [*[b"12"] * 20, b"xx", b"34"])
    assert told(picture, "at") == [f"piece {n}" for n in [*range(1, 12), 21]]
    assert str(picture).splitlines()[-1] == (
        "… 9 more pieces between piece 11 and the last told; 1 piece not read"
    )


def test_a_hundred_thousand_pieces_make_a_small_picture():
    picture = machine(packet, [b"100000    ", *[b"x"] * 100_000, b"1"])
    assert len(picture.svg) < 40_000
    assert "x" * 100 not in str(picture)


def test_of_many_items_the_first_are_shown():
    [block] = blocks(machine(packet, [b"1         a" * 16]))
    assert "  came out  b'a', b'a', b'a', … 13 more" in block


def test_a_full_buffer_counts_what_it_does_not_show():
    picture = machine(packet, [b"90        " + b"x" * 50])
    assert f"  buffer    {'78 ' * 24}… 26 more bytes" in str(picture)
    assert "… 26 more bytes" in said(picture)
    assert touching(picture) == []


def test_of_a_long_function_the_lines_around_the_sleeping_are_shown():
    picture = machine(long_parser, [b"", b"a", b"b"])
    source = [
        line for line in str(picture).splitlines() if re.match(r" *\d* {2}", line)
    ]
    assert "  1  def long_parser():" in str(picture)
    assert '     return first + (yield Take(1, "LAST"))' in "\n".join(source)
    assert "     … " in str(picture)
    assert lies_inside(picture)


@pytest.mark.parametrize(
    "marked", [set(), {1}, {50}, {100}, {20, 80}, {*range(5, 90, 8)}]
)
def test_a_listing_has_the_first_line_and_the_marked_and_counts_the_rest(marked):
    lines = [f"line {n}" for n in range(1, 101)]
    rows = listing(lines, marked)
    numbers = [n for n, _ in rows if n]
    assert {1, *marked} <= set(numbers)
    assert len(numbers) == LINES
    hidden = [int(re.search(r"\d+", text)[0]) for n, text in rows if not n]
    assert len(numbers) + sum(hidden) == 100


def test_a_parser_without_source_is_drawn_without():
    space = {"Take": Take}
    exec("def hidden():\n    body = yield Take(2, 'BODY')\n    return body", space)
    picture = machine(space["hidden"], [b"a"])
    assert str(picture).splitlines() == [
        "hidden: its source cannot be found",
        "piece 1: 1 byte: 'a'",
        "  sleeps    line 2",
        "  wants     2 bytes of BODY, 1 is there",
        "  buffer    61",
    ]
    assert touching(picture) == []


def test_a_parser_may_come_with_its_arguments():
    def sized(size):
        body = yield Take(size, "BODY")
        return body

    [block] = blocks(machine(partial(sized, 3), [b"a"]))
    assert '  sleeps    line 2: body = yield Take(size, "BODY")' in block
    assert "keeps" not in block


def test_no_address_is_shown():
    def parser():
        thing = object()
        yield Take(1, "A")
        yield Take(1, "B")
        return thing

    assert "keeps     thing = <object object>" in str(machine(parser, [b"a"]))
    assert machine(parser, [b"abc"]) == machine(parser, [b"abc"])


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [b""],
        [b"5"],
        PIECES,
        [b"5         \0\x1b\xff</"],
        ["🎉 é\r\n".encode() * 9],
        [b"9" * 300],
    ],
    ids=["none", "the end", "one", "usual", "control", "wide", "refused"],
)
def test_no_words_touch_in_any_frame(pieces):
    picture = machine(packet, pieces, title="t" * 300)
    for frame in alone(picture):
        assert touching(frame) == []
        assert lies_inside(frame)
    assert drawn(picture).get("width") == "836"


def test_before_the_first_piece_nothing_sleeps():
    picture = machine(packet, [])
    assert blocks(picture) == [
        "no piece\n  sleeps    nowhere: the first byte makes a parser"
    ]
    assert told(picture) == ["No parser is asleep: the first byte makes a parser."]


def test_an_empty_piece_is_the_end():
    assert blocks(machine(packet, [b"5", b""]))[1].startswith(
        "piece 2: 0 bytes: the end"
    )


@pytest.mark.parametrize("pieces", [b"abc", ["text"], [b"a", 7]])
def test_pieces_are_bytes(pieces):
    with pytest.raises(ValueError, match="a list of bytes"):
        machine(packet, pieces)


def test_what_has_no_yield_cannot_sleep():
    def plain():
        return b""

    with pytest.raises(ValueError, match="takes a `yield` to sleep"):
        machine(plain, [b"a"])


def test_a_want_is_one_of_three():
    def ten():
        yield 10

    with pytest.raises(TypeError, match="yields Take, Until or Some, not 10"):
        machine(ten, [b"a"])


def test_what_is_long_is_cut_in_the_drawing():
    def wordy():
        for n in range(9):
            yield Take(9, f"{n}" * 300)

    for frame in alone(machine(wordy, [b"x" * 80])):
        assert touching(frame) == []
