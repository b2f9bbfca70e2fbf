"""How much waits in a buffer, message after message."""

import itertools
import re

import pytest

from tests.wire.pictures.rooms import meet, rooms, touching
from tests.wire.pictures.shapes import SVG, drawn, kinds, lies_inside, said
from wslesson.wire import fill

KIB = 1024
KEPT = {
    "send": [(0, 64 * KIB)],
    "broadcast": [(n, 64 * KIB * (n + 1)) for n in range(21)],
}
LIMIT = {"write_limit": 32 * KIB}
NASTY = '"><img onerror=x></svg>\0\u202e'


def filled(**more):
    return fill(KEPT, limits=LIMIT, across="messages sent", **more)


MANY = {
    "usual": (KEPT, LIMIT),
    "nothing waits": ({"a": [0]}, {}),
    "one byte": ({"a": [1]}, {"b": 1}),
    "all alike": (
        {str(n): [64 * KIB] * 5 for n in range(6)},
        {"x": 64 * KIB, "y": 64 * KIB, "z": 0},
    ),
    "all at the ground": ({str(n): [0] for n in range(6)}, {"x": 0, "y": 0, "z": 9}),
    "too many": ({f"{n}": [n] for n in range(1000)}, {f"{n}": n for n in range(1000)}),
    "long": ({"n" * 300: [1, 2]}, {"m" * 300: 1}),
    "nasty": ({NASTY: [1, 2]}, {NASTY: 1}),
    "huge": ({"a": [10**15, 5 * 10**15], "b": [1]}, {"c": 10**14}),
    "wild": ({"a": [x * 7919 % 100_003 for x in range(100_000)]}, LIMIT),
    "far": ({"a": [(10**9, 5), (10**9 + 1, 7)]}, {}),
    "near": ({"a": [(0.25, 5), (0.5, 7), (0.5, 8)]}, {}),
    "low limit": (KEPT, {"none": 0}),
    "high limit": ({"a": [1, 2]}, {"far away": 10**9}),
}
each = pytest.mark.parametrize(("waiting", "limits"), MANY.values(), ids=MANY)


def columns(picture):
    """Return the left and right edge of each place that a pointer can find."""
    rects = [part.find(f"{SVG}rect") for part in drawn(picture).iter(f"{SVG}g")]
    return [
        (float(r.get("x")), float(r.get("x")) + float(r.get("width"))) for r in rects
    ]


def told(picture):
    return [part.get("data-say") for part in drawn(picture).iter(f"{SVG}g")]


def lines(picture, role):
    return [
        way.get("d")
        for way in drawn(picture).iter(f"{SVG}path")
        if way.get("class") == role
    ]


def test_the_text_tells_the_moments_that_matter():
    assert str(filled(title="Who waits?")).splitlines() == [
        "Who waits?",
        "           when                                 after             waits",
        "send       first, over write_limit, most, last  0 messages sent   64 KiB",
        "broadcast  first, over write_limit              0 messages sent   64 KiB",
        "broadcast  most, last                           20 messages sent  1,344 KiB",
        "write_limit: 32 KiB",
    ]


def test_the_moments_have_rows_of_their_own_where_they_differ():
    picture = fill({"a": [10, 40_000, 50_000, 20]}, limits=LIMIT)
    assert [line.split("  ")[1] for line in str(picture).splitlines()[1:5]] == [
        "first",
        "over write_limit",
        "most",
        "last",
    ]


def test_each_place_says_how_much_waits_there():
    assert told(filled())[0] == (
        "After 0 messages sent: send 64 KiB (over write_limit), "
        "broadcast 64 KiB (over write_limit)."
    )
    assert told(filled())[1].startswith("After 2 messages sent: send still 64 KiB")
    assert told(filled())[6].endswith("broadcast 832 KiB (over write_limit).")


def test_before_a_line_begins_nothing_is_said_of_it():
    assert told(fill({"a": [1024, 2048], "b": [(2, 1024)]})) == [
        "After 1 message: a 1 KiB.",
        "After 2 messages: a 2 KiB, b 1 KiB.",
    ]


def test_the_places_lie_side_by_side():
    edges = columns(filled())
    assert len(edges) == 11
    assert all(
        end == pytest.approx(start, abs=0.2)
        for (_, end), (start, _) in itertools.pairwise(edges)
    )


def test_of_many_messages_some_are_places_and_those_that_matter_among_them():
    levels = [5] * 300
    levels[123], levels[200] = 40_000, 50_000
    says = told(fill({"a": levels}, limits=LIMIT))
    assert 12 < len(says) <= 26
    assert "After 124 messages: a 39 KiB (over write_limit)." in says
    assert "After 201 messages: a 49 KiB (over write_limit)." in says
    assert says[0].startswith("After 1 message:")
    assert says[-1].startswith("After 300 messages:")


def test_a_line_goes_up_in_steps():
    picture = fill({"a": [0, 1024, 2048]})
    [line] = lines(picture, "http bold")
    heights = [float(y) for y in re.findall(r"V([\d.]+)", line)]
    assert heights[0] - heights[1] == pytest.approx(120, abs=1)
    assert heights[-1] == heights[-2]


def test_the_limit_goes_across_and_has_its_name():
    picture = filled()
    [limit] = lines(picture, "close dash")
    start = float(limit[1:].split()[0])
    assert start == columns(picture)[0][0]
    assert "write_limit 32 KiB" in said(picture)


def test_a_line_that_ended_goes_on_broken():
    picture = filled()
    assert len(lines(picture, "http dash")) == len(lines(picture, "data dash")) == 1
    *_, end = re.findall(r"H([\d.]+)", lines(picture, "http bold")[0])
    assert lines(picture, "http dash")[0].startswith(f"M{end} ")


def test_the_ends_are_named_with_what_waits():
    assert {"send 64 KiB", "broadcast 1,344 KiB", "write_limit 32 KiB"} <= set(
        said(filled())
    )


@each
def test_no_words_touch_and_none_leaves_the_card(waiting, limits):
    picture = fill(waiting, limits=limits, title="t" * 300, across="messages " * 99)
    assert touching(picture) == []
    assert lies_inside(picture)
    assert drawn(picture).get("width") == "836"
    assert len(picture.svg) < 60_000


@each
def test_no_word_stands_on_the_field(waiting, limits):
    picture = fill(waiting, limits=limits)
    left, right = columns(picture)[0][0], columns(picture)[-1][1]
    field = left + 1, right - 1, 63, 301
    assert not [word for word, box in rooms(picture) if meet(box, field)]


def test_what_is_left_out_is_counted():
    picture = fill(*MANY["too many"][:1], limits=MANY["too many"][1])
    rest = "… 994 more curves and 997 more limits"
    assert str(picture).splitlines()[-1] == rest
    assert said(picture).count(rest) == 1


def test_each_line_has_a_colour_of_its_own():
    picture = fill({str(n): [n, n] for n in range(6)})
    bold = [role for role in kinds(picture, "path") if role.endswith("bold")]
    assert len(bold) == len({*bold}) == 6


def test_a_long_name_is_cut_in_the_drawing_only():
    picture = fill({"n" * 300: [1024]})
    assert "n" * 300 in str(picture)
    assert f"{'n' * 19}… 1 KiB" in said(picture)


def test_a_nasty_name_is_only_words():
    picture = fill({NASTY: [1024]}, limits={NASTY: 1}, title=NASTY)
    assert "<img" not in picture.svg
    assert "\0" not in str(picture)


@pytest.mark.parametrize(
    ("waiting", "why"),
    [
        ({}, "nothing to fill"),
        ({"a": []}, "a has no numbers"),
        ({"a": [-1]}, "a: what waits is a number, 0 or more"),
        ({"a": [float("nan")]}, "0 or more"),
        ({"a": [(float("inf"), 1)]}, "0 or more"),
        ({"a": [(2, 1), (1, 1)]}, "the messages get fewer"),
        ({"n" * 300: []}, "…"),
    ],
)
def test_what_cannot_wait_is_refused(waiting, why):
    with pytest.raises(ValueError, match=re.escape(why)):
        fill(waiting)


@pytest.mark.parametrize("size", [-1, float("inf")])
def test_a_limit_is_a_number_too(size):
    with pytest.raises(ValueError, match="limit: a limit is a number, 0 or more"):
        fill({"a": [1]}, limits={"limit": size})


def test_the_same_numbers_give_the_same_picture():
    assert filled() == filled()
    assert filled().alt == "How much waits, at last: send 64 KiB, broadcast 1,344 KiB."
