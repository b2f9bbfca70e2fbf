"""Numbers as a picture."""

from itertools import pairwise

import pytest

from tests.wire.pictures.rooms import boxes, meet, rooms, touching
from tests.wire.pictures.rooms import points as edges_of_points
from tests.wire.pictures.shapes import SVG, drawn, kinds, lies_inside, said
from tests.wire.pictures.test_alive import told
from tests.wire.pictures.test_picture import contrast
from wslesson.wire import plot, plots
from wslesson.wire.pictures.plots import LEGEND, NAMES
from wslesson.wire.pictures.scales import figures, some, spread, ticks
from wslesson.wire.pictures.shapes import COLOURS, FILLS, RADIUS, WIDEST

ONCE = {"plain": [17.63], "packed": [58.5]}
OFTEN = {"tasks": [700, 900, 800], "threads": [500, 450, 400]}


def bars(picture):
    """Return the left edge and the right end of each bar."""
    return [edges[:2] for edges in boxes(picture, FILLS[0])]


def points(picture):
    """Return the middle of each point."""
    found = edges_of_points(picture)
    return [((x + end) / 2, (y + low) / 2) for x, end, y, low in found]


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
    scale = ["0", "20", "40", "60"]  # no bar goes beyond it
    assert said(picture) == ["KiB", *scale, "plain", "17.6", "packed", "58.5"]
    assert picture.alt == "The second is longer."


def test_a_bar_is_as_long_as_its_number():
    one, other = bars(plot(ONCE, "KiB", ""))
    assert one[0] == other[0]
    assert (other[1] - one[0]) / (one[1] - one[0]) == pytest.approx(58.5 / 17.63, 1e-3)


def test_each_measurement_is_a_point_and_the_bar_ends_at_the_median():
    picture = plot(OFTEN, "per second", "")
    tasks, threads = bars(picture)
    places = [x for x, _ in points(picture)]
    assert len(places) == 6
    assert places[2] == pytest.approx(tasks[1], abs=0.1)
    assert places[4] == pytest.approx(threads[1], abs=0.1)
    assert (places[1] - tasks[0]) / (places[0] - tasks[0]) == pytest.approx(9 / 7, 1e-3)
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
        {str(n): [n, n] for n in range(99)},
        {"漢" * 50: [1, 1.001, 1.002], "😀" * 3: [1.0015]},
        {"near": [9_284, 9_285], "nearer": [9_285, 9_284.5]},
        {"x" * 40: [123_456_789.5, 1e-3], "y": [1]},
    ],
    ids=lambda measured: next(iter(measured))[:9],
)
def test_no_word_touches_another_word_or_a_bar_or_a_point(measured):
    picture = plot(measured, "what was measured", "")
    assert not touching(picture)
    things = [*edges_of_points(picture), *boxes(picture, FILLS[0])]
    for words, room in rooms(picture):
        assert not [thing for thing in things if meet(room, thing)], words
    assert lies_inside(picture)
    assert float(drawn(picture).get("width")) <= WIDEST


def test_a_long_name_is_cut_in_the_drawing_only():
    picture = plot({"x" * 200: [1]}, "what", "")
    assert "x" * 200 in str(picture)
    assert f"{'x' * 39}…" in said(picture)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_points_and_bars_can_be_seen_in_both_themes(theme):
    picture = plot(OFTEN, "per second", "")
    point, bar = {"http"}, {FILLS[0]}
    assert {*kinds(picture)} == {FILLS[0]}
    assert {*kinds(picture, "circle")} == {"http dot"}
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
        ([1.5e-9, 3e-10], ["1.5e-09", "3e-10"]),
        ([3e20, 1], ["3e+20", "1"]),
        ([0, 0], ["0", "0"]),
    ],
)
def test_numbers_have_three_places_or_all_if_they_are_whole(values, shown):
    assert figures(values) == shown


@pytest.mark.parametrize("measured", [{}, {"a": []}])
def test_nothing_measured_is_nothing_to_draw(measured):
    with pytest.raises(ValueError, match="empty"):
        plot(measured, "what", "")


def test_the_same_numbers_give_the_same_picture():
    assert plot(OFTEN, "per second", "") == plot(OFTEN, "per second", "")


def test_points_that_coincide_all_show():
    picture = plot({"a": [500] * 7 + [900], "b": [3]}, "what", "")
    places = points(picture)
    assert len({*places}) == len(places) == 9
    same = [(x, y) for x, y in places if x == places[0][0]]
    assert len(same) == 7
    heights = sorted(y for _, y in same)
    assert min(b - a for a, b in pairwise(heights)) > RADIUS
    [top, *_] = boxes(picture, FILLS[0])
    assert top[2] < heights[0] - RADIUS
    assert heights[-1] + RADIUS < top[3]


def test_even_many_that_coincide_stay_on_their_bar():
    picture = plot({"a": [500] * 40}, "what", "")
    assert len({*points(picture)}) == 40
    [(_, _, top, low)] = boxes(picture, FILLS[0])
    assert all(top < y - RADIUS and y + RADIUS < low for _, y in points(picture))


def test_points_that_lie_apart_stay_in_the_middle():
    assert spread([1, 100, 50], 12) == [0, 0, 0]


def test_each_bar_and_each_point_says_what_it_is():
    says = told(plot(OFTEN, "messages per second", ""), "say")
    assert says[0] == "tasks: 800 messages per second, the median of 3: 700 to 900."
    assert says[2] == "tasks, round 2: 900 messages per second; median 800."
    assert len(says) == 2 + 6
    assert told(plot(ONCE, "KiB", ""), "say") == [
        "plain: 17.6 KiB.",
        "packed: 58.5 KiB.",
    ]


def test_of_many_measurements_some_are_drawn_the_ends_among_them():
    picture = plot({"many": range(100_000), "few": [1]}, "what", "")
    assert 100 < len(points(picture)) <= 300
    says = " ".join(told(picture, "say"))
    assert "round 1: 0 what;" in says
    assert "round 100000: 99,999 what;" in says
    assert some([3, 1, 2, 9, 5], 3) == [0, 1, 3]


def test_names_beyond_the_thirtieth_are_counted():
    picture = plot({str(n): [n] for n in range(100)}, "what", "")
    assert len(bars(picture)) == NAMES
    assert "… 70 more names" in said(picture)
    assert str(picture).splitlines()[-1] == "… 70 more names"


@pytest.mark.parametrize("time", [-1, float("nan"), float("inf"), 1e301])
def test_what_is_no_measurement_is_refused(time):
    with pytest.raises(ValueError, match=r"a bar cannot|a measurement is"):
        plot({"a": [time]}, "what", "")


@pytest.mark.parametrize(
    ("least", "most", "names"),
    [
        (0, 1, ["0", "0.5", "1"]),
        (0, 23_776, ["0", "10,000", "20,000"]),
        (0, 0.0007, ["0", "0.0002", "0.0004", "0.0006"]),
        (0, 5e-8, ["0", "2e-08", "4e-08"]),
        (0, 7e20, ["0", "2e+20", "4e+20", "6e+20"]),
        (20_000, 24_500, ["20,000", "22,000", "24,000"]),
        (-3, 3, ["-2", "0", "2"]),
        (0, 0, ["0"]),
    ],
)
def test_a_scale_has_few_round_numbers(least, most, names):
    found = ticks(least, most)
    assert [name for _, name in found] == names
    assert all(least <= number <= most for number, _ in found)


WAYS = {
    "1 under way": {"tasks": [700, 900, 800], "threads": [500, 400, 600]},
    "200 under way": {"tasks": [7000, 9000, 8000], "threads": [9000, 9500, 9600]},
}


def test_of_several_plots_one_is_seen_and_each_says_what_is_in_it():
    picture = plots(WAYS, "messages per second", "Two ways.")
    assert drawn(picture).get("data-kind") == "frames"
    one, many = drawn(picture).iter(f"{SVG}g")
    assert (one.get("display"), many.get("display")) == (None, "none")
    assert told(picture, "at") == [*WAYS]
    assert told(picture, "say")[1].splitlines() == [
        "200 under way",
        "tasks: 8,000 messages per second, the median of 3: 7,000 to 9,000.",
        "threads: 9,500 messages per second, the median of 3: 9,000 to 9,600.",
    ]
    assert len(points(picture)) == 12
    assert said(picture)[-1] == LEGEND


def test_several_plots_have_one_scale():
    picture = plots(WAYS, "messages per second", "")
    widths = [x1 - x0 for x0, x1, *_ in boxes(picture, FILLS[0])]
    assert widths[2] == pytest.approx(10 * widths[0], 1e-3)


def test_the_text_twin_has_all_plots():
    assert str(plots(WAYS, "per second", "")).splitlines() == [
        "per second",
        "1 under way",
        "         median  lowest  highest",
        "tasks       800     700      900",
        "threads     500     400      600",
        "200 under way",
        "         median  lowest  highest",
        "tasks     8,000   7,000    9,000",
        "threads   9,500   9,000    9,600",
    ]


@pytest.mark.parametrize(
    "ways",
    [
        WAYS,
        {"l" * 300: {"n" * 300: [1, 2]}, "m": {"n": [3]}},
        {str(n): {"a": [n]} for n in range(40)},
        {"few": {"a": [1]}, "more": {"a": [1], "b": [2], "c": [0]}},
    ],
    ids=["ways", "long", "many", "uneven"],
)
def test_no_word_of_several_plots_touches_another(ways):
    picture = plots(ways, "what was measured " * 9, "")
    assert not touching(picture)
    assert lies_inside(picture)
    assert float(drawn(picture).get("width")) <= WIDEST


def test_plots_beyond_the_twelfth_are_counted():
    picture = plots({str(n): {"a": [n]} for n in range(14)}, "what", "")
    assert "… 2 more plots" in said(picture)
    assert str(picture).splitlines()[-1] == "… 2 more plots"


@pytest.mark.parametrize(
    ("ways", "why"), [({}, "empty"), ({"a": {"b": [-1]}}, "shorter than nothing")]
)
def test_what_one_plot_refuses_several_refuse_too(ways, why):
    with pytest.raises(ValueError, match=why):
        plots(ways, "what", "")
