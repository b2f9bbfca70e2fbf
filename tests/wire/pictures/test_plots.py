"""Numbers as a picture."""

import pytest

from tests.wire.pictures.shapes import SVG, drawn, kinds, lies_inside, said
from tests.wire.pictures.test_picture import contrast
from wslesson.wire import plot
from wslesson.wire.pictures.plots import LEGEND
from wslesson.wire.pictures.shapes import COLOURS
from wslesson.wire.pictures.texts import NORMAL, SMALL

ONCE = {"plain": [17.63], "packed": [58.5]}
OFTEN = {"tasks": [700, 900, 800], "threads": [500, 450, 400]}


def numbers(element, *names):
    return [float(element.get(name)) for name in names]


def bars(picture):
    """Return the left edge and the right end of each bar."""
    rects = [r for r in drawn(picture).iter(f"{SVG}rect") if r.get("class") != "card"]
    return [(x, x + wide) for x, wide in (numbers(r, "x", "width") for r in rects)]


def points(picture):
    return [numbers(c, "cx", "cy") for c in drawn(picture).iter(f"{SVG}circle")]


def room(text):
    """Return the left, right, upper and lower edge of what a text takes at most."""
    x, y = numbers(text, "x", "y")
    char = {"title": 9, "muted small": SMALL}.get(text.get("class"), NORMAL)
    assert text.get("text-anchor") == "start"
    return x, x + char * len(text.text), y - 12, y + 4


def meet(one, other):
    return (
        one[0] < other[1]
        and other[0] < one[1]
        and one[2] < other[3]
        and other[2] < one[3]
    )


def test_the_text_has_the_numbers():
    assert str(plot(ONCE, "KiB", "The second is longer.")).splitlines() == [
        "KiB",
        "        value",
        "plain    17.6",
        "packed   58.5",
    ]


def test_the_text_tells_how_far_the_measurements_lie_apart():
    assert str(plot(OFTEN, "per second", "")).splitlines() == [
        "per second",
        "         median  lowest  highest",
        "tasks       800     700      900",
        "threads     450     400      500",
    ]


def test_the_drawing_says_the_same():
    picture = plot(ONCE, "KiB", "The second is longer.")
    assert said(picture) == ["KiB", "plain", "17.6", "packed", "58.5"]
    assert picture.alt == "The second is longer."


def test_a_bar_is_as_long_as_its_number():
    one, other = bars(plot(ONCE, "KiB", ""))
    assert one[0] == other[0]
    assert (other[1] - one[0]) / (one[1] - one[0]) == pytest.approx(58.5 / 17.63, 1e-4)


def test_each_measurement_is_a_point_and_the_bar_ends_at_the_median():
    picture = plot(OFTEN, "per second", "")
    tasks, threads = bars(picture)
    places = [x for x, _ in points(picture)]
    assert len(places) == 6
    assert places[2] == pytest.approx(tasks[1])
    assert places[4] == pytest.approx(threads[1])
    assert (places[1] - tasks[0]) / (places[0] - tasks[0]) == pytest.approx(9 / 7, 1e-4)
    assert said(picture)[-1] == LEGEND


def test_one_measurement_needs_no_point():
    picture = plot(ONCE, "KiB", "")
    assert points(picture) == []
    assert LEGEND not in said(picture)


@pytest.mark.parametrize(
    "measured",
    [
        ONCE,
        OFTEN,
        {"a": [1]},
        {"none": [0], "at all": [0]},
        {"tiny": [0.0004], "huge": [123_456_789]},
        {"x" * 200: [1, 2], "y": [3]},
        {"one wild": [1, 1, 1, 1, 1_000_000], "calm": [2, 2]},
        {str(n): [n] for n in range(30)},
    ],
    ids=lambda measured: next(iter(measured))[:9],
)
def test_no_word_touches_another_word_or_a_bar_or_a_point(measured):
    picture = plot(measured, "what was measured", "")
    root = drawn(picture)
    rooms = [room(text) for text in root.iter(f"{SVG}text")]
    for n, one in enumerate(rooms):
        assert not [other for other in rooms[:n] if meet(one, other)]
        assert one[1] <= float(root.get("width"))
        assert one[3] <= float(root.get("height"))
    things = [
        *((x - 3, x + 3, y - 3, y + 3) for x, y in points(picture)),
        *(
            (x, x + wide, y, y + high)
            for rect in root.iter(f"{SVG}rect")
            if rect.get("class") != "card"
            for x, y, wide, high in [numbers(rect, "x", "y", "width", "height")]
        ),
    ]
    assert not [(one, thing) for one in rooms for thing in things if meet(one, thing)]
    assert lies_inside(picture)


def test_a_long_name_is_cut_in_the_drawing_only():
    picture = plot({"x" * 200: [1]}, "what", "")
    assert "x" * 200 in str(picture)
    assert said(picture)[1] == f"{'x' * 39}…"


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_points_and_bars_can_be_seen_in_both_themes(theme):
    picture = plot(OFTEN, "per second", "")
    point, bar = {*kinds(picture, "circle")}, {*kinds(picture)}
    for ink in point:
        for ground in {*bar, "card"}:
            assert contrast(COLOURS[ink][theme], COLOURS[ground][theme]) >= 3


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([1, 20], ["1", "20"]),
        ([9284.4, 76122.6], ["9,284", "76,123"]),
        ([0.25, 0.5], ["0.250", "0.500"]),
        ([2.0, 99.96], ["2.0", "100.0"]),
    ],
)
def test_numbers_have_three_places_or_all_if_they_are_whole(values, shown):
    rows = {str(n): [value] for n, value in enumerate(values)}
    assert said(plot(rows, "", ""))[1::2] == shown


@pytest.mark.parametrize("measured", [{}, {"a": []}])
def test_nothing_measured_is_nothing_to_draw(measured):
    with pytest.raises(ValueError, match="empty"):
        plot(measured, "what", "")


def test_the_same_numbers_give_the_same_picture():
    assert plot(OFTEN, "per second", "") == plot(OFTEN, "per second", "")
