"""What may happen next, and a story: the table that the program obeys, drawn."""

import random
import re
from enum import Enum

import pytest

from tests.wire.pictures.rooms import meet, rooms, touching
from tests.wire.pictures.shapes import SVG, drawn, kinds, lies_inside, said
from wslesson.protocol.errors import LocalProtocolError
from wslesson.protocol.lifecycle import TRANSITIONS, State, Step, advance
from wslesson.wire import states
from wslesson.wire.pictures.layers import rows

DOOR = {"open": {"push": "shut"}, "shut": {"pull": "open", "push": "shut"}}
GOODBYE = [Step.SEND_CLOSE, Step.RECEIVE_FRAME, Step.RECEIVE_CLOSE, Step.END_OF_STREAM]
TOO_LATE = [Step.SEND_CLOSE, Step.RECEIVE_FRAME, Step.SEND_FRAME, Step.END_OF_STREAM]
NASTY = '"><img onerror=x></svg>\0\u202e'


def life(story=(), start=State.OPEN):
    return states(TRANSITIONS, story, start=start)


def tangle(size, steps=9, name="s", step="step"):
    """Return a table in which all leads everywhere, up and down."""
    return {
        f"{name}{n}": {
            f"{step}{k}": f"{name}{(5 * n + k * k) % size}" for k in range(steps)
        }
        for n in range(size)
    }


def crowd(seed):
    """Return a table of long names in which any state may lead to any other."""
    chance = random.Random(seed)
    return {
        f"{'n' * 300}{n}": {
            f"{'s' * 300}{k}": f"{'n' * 300}{chance.randrange(12)}"
            for k in range(chance.randrange(9))
        }
        for n in range(12)
    }


TABLES = {
    "life": TRANSITIONS,
    "door": DOOR,
    "one": {"only": {}},
    "self": {"a": {"again": "a"}},
    "ring": {
        "a": {"x": "b", "home": "a"},
        "b": {"y": "c", "back": "a"},
        "c": {"z": "a"},
    },
    "fork": {"a": {"l": "b", "r": "c"}, "b": {"on": "d"}, "c": {"on": "d", "up": "a"}},
    "pairs": {"a": {"x": "c", "q": "d"}, "b": {"y": "d", "w": "c", "l": "b"}},
    "star": {"hub": {str(n): f"leaf {n}" for n in range(8)}},
    "tangle": tangle(12),
    "long": tangle(12, 9, "n" * 300, "s" * 300),
    "crowd": crowd(0),
    "another crowd": crowd(1),
    "huge": tangle(5000, 3),
    "nasty": {NASTY: {NASTY: NASTY}},
}
table = pytest.mark.parametrize("transitions", TABLES.values(), ids=TABLES)


def parts(picture):
    return [*drawn(picture).iter(f"{SVG}g")]


def walk(picture):
    """Return what the live picture says at each place of its way."""
    told = [part.get("data-say") for part in parts(picture)]
    root = drawn(picture)
    way = root.get("data-walk") or root.get("data-tour")
    return [told[int(n)] for n in way.split()]


def near(picture):
    """Return for each part that says something which others belong to it."""
    told = [part.get("data-say").split(":")[0] for part in parts(picture)]
    rows = drawn(picture).get("data-near").split(";")
    whole = [part.get("data-say") for part in parts(picture)]
    return {
        say: [told[int(n)] if int(n) < len(told) else n for n in row.split()]
        for say, row in zip(whole, rows, strict=True)
    }


def strokes(picture):
    """Return each straight stroke of the ways as left, right, upper, lower edge."""
    found = []
    for part in parts(picture):
        for way in part.iter(f"{SVG}path"):
            if way.get("class", "") in ("", "http bold"):
                x = y = 0.0
                straight = re.sub(r"H[\d.]+a[^H]+", "", way.get("d"))  # without hops
                for letter, numbers in re.findall(r"([MLHV])([^MLHV]+)", straight):
                    ends = [float(number) for number in numbers.split()]
                    to_x = ends[0] if letter in "MLH" else x
                    to_y = ends[-1] if letter in "MLV" else y
                    if letter != "M":
                        found.append((*sorted([x, to_x]), *sorted([y, to_y])))
                    x, y = to_x, to_y
    return found


def nodes(picture):
    """Return the box of each state, and its class."""
    found = {}
    for part in parts(picture):
        for rect in part.findall(f"{SVG}rect"):
            if rect.get("class") != "ghost":
                x, y, w, h = (float(rect.get(k)) for k in ("x", "y", "width", "height"))
                name = part.find(f"{SVG}text").text
                found[name] = (x, x + w, y, y + h), rect.get("class")
    return found


def test_the_text_is_the_table():
    lines = str(life()).splitlines()
    assert lines[0].split() == ["state", "what", "happens", "next", "state"]
    assert [tuple(line.split()) for line in lines[1:]] == [
        (state.name, step.name, after.name)
        for state, steps in TRANSITIONS.items()
        for step, after in steps.items()
    ]


def test_the_drawing_has_each_state_and_each_step_of_the_table():
    words = said(life())
    for state, steps in TRANSITIONS.items():
        assert words.count(state.name) == 1
        assert all(step.name in words for step in steps)
    labels = [word for word in words if word in Step.__members__]
    assert len(labels) == sum(map(len, TRANSITIONS.values())) == 23


def test_a_story_is_told_step_by_step():
    assert str(life(GOODBYE)).splitlines()[-5:] == [
        "step  state       what happens   next state",
        "   1  OPEN        SEND_CLOSE     CLOSE_SENT",
        "   2  CLOSE_SENT  RECEIVE_FRAME  CLOSE_SENT",
        "   3  CLOSE_SENT  RECEIVE_CLOSE  CLOSE_DONE",
        "   4  CLOSE_DONE  END_OF_STREAM  CLOSED",
    ]


def test_a_story_numbers_its_steps_and_colours_what_it_passes():
    picture = life(GOODBYE)
    numbered = [f"{n} {step.name}" for n, step in enumerate(GOODBYE, 1)]
    assert set(numbered) <= set(said(picture))
    passed = {name for name, (_, kind) in nodes(picture).items() if kind == "f0"}
    assert passed == {"OPEN", "CLOSE_SENT", "CLOSE_DONE", "CLOSED"}
    assert kinds(picture, "path").count("http bold") == 4
    assert len([kind for kind in kinds(picture, "text") if "taken" in kind]) == 4


def test_a_live_story_walks_from_state_to_step_to_state():
    assert walk(states(DOOR, ["push", "pull"])) == [
        "open: 1 step may follow.",
        "open: push leads to shut. Step 1 of the story.",
        "shut: 2 steps may follow.",
        "shut: pull leads to open. Step 2 of the story.",
        "open: 1 step may follow.",
    ]


def test_without_a_story_the_walk_goes_through_the_table():
    assert walk(states(DOOR)) == [
        "open: 1 step may follow.",
        "open: push leads to shut.",
        "shut: 2 steps may follow.",
        "shut: pull leads to open.",
        "shut: push changes nothing.",
    ]


def test_a_step_that_is_not_in_the_table_is_refused_as_the_program_refuses_it():
    picture = life(TOO_LATE)
    with pytest.raises(LocalProtocolError) as refused:
        advance(State.CLOSE_SENT, Step.SEND_FRAME)
    [remark] = [line for line in str(picture).splitlines() if "refused:" in line]
    assert remark == "refused: SEND_FRAME while CLOSE_SENT; 1 more step not taken"
    assert str(refused.value).startswith("SEND_FRAME while CLOSE_SENT")
    assert said(picture)[-1] == remark
    assert "   3  CLOSE_SENT  SEND_FRAME     refused" in str(picture).splitlines()
    assert walk(picture)[-1] == f"{remark}."


def test_the_refused_step_stands_at_its_state_and_ends_in_a_cross():
    picture = life(TOO_LATE)
    box, _ = nodes(picture)["CLOSE_SENT"]
    [label] = [
        at
        for word, at in rooms(picture)
        if word == "SEND_FRAME" and at[1] < box[0] and box[2] < at[2] < box[3]
    ]
    assert label[1] < box[0]
    assert "bold" in kinds(picture, "path")
    assert "bold" not in kinds(life(GOODBYE), "path")


def test_a_story_may_be_refused_at_once():
    picture = states(DOOR, ["pull"])
    assert str(picture).splitlines()[-1] == "refused: pull while open"
    assert len(walk(picture)) == 2


def test_a_step_taken_again_has_each_of_its_numbers():
    again = states(DOOR, ["push", "push", "push", "push"])
    assert "2, 3 … push" in said(again)
    assert "Step 2, 3, 4 of the story." in walk(again)[-2]


def test_a_long_story_is_told_at_its_beginning_with_its_end():
    picture = states(DOOR, ["push", "pull"] * 50_000)
    assert str(picture).splitlines()[-2:] == [
        "… 99,980 more steps",
        "the story ends in open",
    ]
    assert len(walk(picture)) <= 101
    assert "and 49,980 more times of the story" in walk(picture)[1]
    assert len(picture.svg) < 8000


def test_a_state_that_nothing_follows_has_a_double_edge():
    picture = life()
    assert kinds(picture).count("ghost") == 1
    assert "CLOSED: nothing can follow." in walk(picture)
    assert "A double frame: nothing can follow." in said(picture)
    assert "A double frame: nothing can follow." not in said(states(DOOR))


def test_a_state_goes_with_its_steps_and_a_step_with_its_ends():
    belongs = near(states(DOOR))
    assert drawn(states(DOOR)).get("data-walk") is None  # all is bright but the rest
    assert belongs["open: 1 step may follow."] == ["open"]
    assert belongs["shut: 2 steps may follow."] == ["shut", "shut"]
    assert belongs["open: push leads to shut."] == ["open", "shut"]
    assert belongs["shut: push changes nothing."] == ["shut"]


def test_a_next_state_needs_no_row_of_its_own():
    assert said(states({"a": {"x": "b"}}))[-3:-1] == ["a", "b"]


def test_states_and_steps_may_be_of_any_kind():
    kind = Enum("kind", "A B")
    picture = states({1: {kind.A: 2, kind.B: 1}})
    assert str(picture).splitlines()[1:] == [
        "1      A             2",
        "1      B             1",
    ]


@table
def test_no_word_touches_another_or_leaves_the_card(transitions):
    picture = states(transitions)
    assert touching(picture) == []
    assert lies_inside(picture)
    assert float(drawn(picture).get("width")) <= 836


@table
def test_no_line_runs_through_a_word_or_a_state(transitions):
    picture = states(transitions)
    boxes = [at for _, at in rooms(picture)]
    boxes += [
        (x + 1, end - 1, y + 1, foot - 1)
        for (x, end, y, foot), _ in nodes(picture).values()
    ]
    lines = [
        (x - 0.7, end + 0.7, y - 0.7, foot + 0.7)
        for x, end, y, foot in strokes(picture)
    ]
    assert not [(line, box) for line in lines for box in boxes if meet(line, box)]


def flat_and_upright(picture):
    """Return the strokes that lie, as x, end and y, and those that stand."""
    flat = [at for at in strokes(picture) if at[2] == at[3] and at[0] < at[1]]
    upright = {at for at in strokes(picture) if at[0] == at[1] and at[2] < at[3]}
    return {(x, end, y) for x, end, y, _ in flat}, upright


def hops(picture):
    """Return each hop: from where to where, and at which height."""
    found = set()
    ways = drawn(picture).iter(f"{SVG}path")
    for way in (each for each in ways if each.get("class", "") in ("", "http bold")):
        y = 0.0
        for letter, numbers in re.findall(r"([MLHV])([^MLHV]+)", way.get("d")):
            ends = [float(each) for each in re.split("[ a]", numbers)]
            y = y if letter == "H" else ends[1 if letter in "ML" else 0]
            if letter == "H" and "a" in numbers:
                x, wide = ends[0], ends[6]
                found.add((min(x, x + wide), max(x, x + wide), y))
    return found


@table
def test_where_two_lines_cross_one_hops_over_the_other(transitions):
    picture = states(transitions)
    flat, upright = flat_and_upright(picture)
    crossed = {
        (to, y)
        for x, end, y in flat
        for to, _, top, foot in upright
        if x < to < end and top < y < foot
    }
    over = hops(picture)
    assert not [
        (x, y)
        for x, y in crossed
        if not any(left < x < right and y == at for left, right, at in over)
    ]
    lonely = [
        hop
        for hop in over
        if not any(hop[0] < x < hop[1] for x, y in crossed if y == hop[2])
    ]
    assert not lonely


def test_the_table_of_lesson_05_hops_five_times():
    assert len(hops(life())) == 5


@table
def test_no_state_stands_on_another(transitions):
    boxes = [at for at, _ in nodes(states(transitions)).values()]
    assert not [
        (one, other)
        for n, one in enumerate(boxes)
        for other in boxes[:n]
        if meet(one, other)
    ]


@pytest.mark.parametrize("story", [GOODBYE, TOO_LATE], ids=["goodbye", "too late"])
def test_a_story_moves_no_word_onto_another(story):
    picture = states(TRANSITIONS, story, start=State.OPEN, title="t" * 300)
    assert touching(picture) == []
    assert float(drawn(picture).get("width")) <= 836


def test_what_is_left_out_is_counted():
    picture = states(TABLES["huge"], ["step0", "step1"])
    assert "… 4,988 more states and 14,992 more steps" in str(picture)
    assert picture.alt.startswith("A table: 5,000 states, 15,000 steps. A story of 2")
    assert len(nodes(picture)) == 12


def test_a_story_may_lead_through_what_is_not_drawn():
    chain = {n: {"on": n + 1} for n in range(30)}
    picture = states(chain, ["on"] * 30)
    assert "  20  19     on            20" in str(picture)
    assert len(walk(picture)) == 12 + 11
    refused = states(chain, ["on"] * 20 + ["off"])
    assert "refused: off while 20" in str(refused)


def test_a_long_name_is_cut_in_the_drawing_only():
    picture = states({"n" * 300: {"s" * 300: "b"}})
    assert "n" * 300 in str(picture)
    assert "s" * 300 in str(picture)
    assert {f"{'n' * 13}…", f"{'s' * 19}…"} <= set(said(picture))


def test_nasty_names_are_only_words():
    picture = states({NASTY: {NASTY: NASTY}}, [NASTY], title=NASTY)
    shown = NASTY.replace("\0", "·").replace("\u202e", "·")
    assert said(picture)[0] == shown
    assert "\0" not in str(picture)
    assert "<img" not in picture.svg


def test_nothing_cannot_be_drawn():
    with pytest.raises(ValueError, match="without a state"):
        states({})


def test_a_story_starts_in_the_table():
    with pytest.raises(ValueError, match="starts at ajar, which is no state of it"):
        states(DOOR, start="ajar")


def test_the_same_table_gives_the_same_picture():
    assert life(GOODBYE) == life(GOODBYE)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ([[]], [[0]]),
        ([[1], [2], []], [[0], [1], [2]]),
        ([[0, 1], [0]], [[0], [1]]),
        ([[1, 2], [2], []], [[0], [1], [2]]),
        ([[1, 2, 3], [], [], []], [[0], [1, 2], [3]]),
        ([[], [0]], [[1], [0]]),
    ],
)
def test_a_state_stands_below_all_that_lead_to_it(after, expected):
    assert rows(after) == expected


def test_a_state_without_a_step_has_a_row_of_the_text():
    assert str(states({"a": {"x": "a"}, "b": {}})).splitlines()[1:] == [
        "a      x             a",
        "b",
    ]


def test_beside_a_story_no_long_line_lies_on_another():
    """What is dimmed would be darker there."""
    upright = [
        at for at in strokes(life(TOO_LATE)) if at[0] == at[1] and at[3] - at[2] > 60
    ]
    assert upright
    assert not [
        (one, other)
        for n, one in enumerate(upright)
        for other in upright[:n]
        if one[0] == other[0] and one[2] < other[3] and other[2] < one[3]
    ]
