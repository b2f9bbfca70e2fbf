"""Growth as a picture: the slope is the answer."""

import random
import xml.etree.ElementTree as ET

import pytest

from tests.wire.pictures.rooms import meet, points, rooms, touching
from tests.wire.pictures.shapes import SVG, drawn, kinds, lies_inside, said
from tests.wire.pictures.test_alive import told
from wslesson.wire import slope
from wslesson.wire.pictures.shapes import WIDEST
from wslesson.wire.pictures.slopes import LINES

STRAIGHT = {"a task": [(1, 107), (2, 112), (3, 117)], "a thread": [(1, 107), (3, 307)]}


def kib(measured, alt=""):
    return slope(measured, "KiB", "connection", alt)


def test_the_text_says_the_slope_in_words():
    assert str(kib(STRAIGHT)).splitlines() == [
        "KiB, by the number of connections",
        "          points  from    to      slope",
        "a task         3  1: 107  3: 117  5 KiB for each connection",
        "a thread       2  1: 107  3: 307  100 KiB for each connection",
    ]


def test_the_drawing_says_the_same():
    words = said(kib(STRAIGHT))
    assert {"a task", "5 KiB for each connection", "connections"} <= {*words}
    assert kib(STRAIGHT, "Threads are steeper.").alt == "Threads are steeper."


def test_noise_does_not_hide_the_slope():
    noise = random.Random(1)
    pairs = [(n, 20_000 + 5.4 * n + noise.uniform(-9, 9)) for n in range(1, 61)]
    assert "5.4" in str(kib({"noisy": pairs})).splitlines()[-1].split()[-5]


def test_points_and_line_lie_where_the_numbers_say():
    picture = kib({"a": [(0, 0), (5, 50), (10, 100)]})
    (a, *_, low), (b, *_), (c, _, high, _) = points(picture)
    assert b == pytest.approx((a + c) / 2)
    [line] = [each for each in paths(picture) if each.get("class") == "http"]
    [start, end] = line.get("d")[1:].split("L")
    assert [float(n) for n in start.split()] == pytest.approx([a + 3, low - 3], abs=0.1)
    assert [float(n) for n in end.split()] == pytest.approx([c + 3, high + 3], abs=0.1)


def paths(picture):
    return list(ET.fromstring(picture.svg).iter(f"{SVG}path"))


def test_each_line_and_each_point_says_what_it_is():
    says = told(kib(STRAIGHT), "say")
    line = (
        "a task: 5 KiB for each connection.\n"
        "From 107 KiB at 1 to 117 at 3 connections, 3 points."
    )
    assert says[:2] == [line, "a task, at 1 connection: 107 KiB."]
    assert len(says) == 2 + 5


def test_of_many_pairs_some_are_drawn_and_of_many_lines_the_first():
    many = {str(n): [(x, x * n) for x in range(1000)] for n in range(10)}
    picture = kib(many)
    assert len(points(picture)) <= 300
    assert "… 3 more lines" in said(picture)
    assert str(picture).splitlines()[-1] == "… 3 more lines"


@pytest.mark.parametrize(
    "measured",
    [
        STRAIGHT,
        {"flat": [(1, 5), (2, 5)]},
        {"falls": [(1, 5), (2, -7)]},
        {"huge": [(0, 0), (1e12, 123_456_789_012)], "tiny": [(0, 0), (1e12, 1e-6)]},
        {f"{'x' * 300}{n}": [(1, 5), (9, 5 + n / 1e6)] for n in range(9)},
        {f"{n}": [(1, n), (100_000_000, 5)] for n in range(7)},
        {f"{n}": [(1, 100 + n), (9, 5)] for n in range(7)},
        {"漢" * 90: [(1, 1e-9), (2, 3e-9)]},
    ],
    ids=lambda measured: next(iter(measured))[:9],
)
def test_no_word_touches_another_word_or_a_point(measured):
    picture = slope(measured, "KiB of memory", "connection", "")
    assert not touching(picture)
    for words, room in rooms(picture):
        for thing in points(picture):
            assert not meet(room, thing), words
    assert lies_inside(picture)
    assert float(drawn(picture).get("width")) <= WIDEST


@pytest.mark.parametrize(
    "measured",
    [
        {},
        {"a": []},
        {"a": [(1, 2)]},
        {"a": [(1, 2), (1, 3)]},
        {"a": [(1, 2), (2, 1e301)]},
    ],
)
def test_where_no_line_can_be_drawn_it_is_refused(measured):
    with pytest.raises(ValueError, match=r"measured|data points|constant|measurement"):
        kib(measured)


def test_the_same_numbers_give_the_same_picture():
    assert kib(STRAIGHT) == kib(STRAIGHT)


def test_each_line_has_a_colour_of_its_own():
    many = {str(n): [(1, n), (9, n)] for n in range(10)}
    squares = kinds(kib(many))
    assert len(squares) == len({*squares}) == LINES
