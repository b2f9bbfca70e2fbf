"""Whose turn it is, drawn."""

import re

import pytest

from tests.wire.pictures.rooms import boxes, touching
from tests.wire.pictures.shapes import SVG, drawn, kinds, lies_inside, said
from wslesson.course import Transcript
from wslesson.wire import turns
from wslesson.wire.pictures.order import FIRST, LAST
from wslesson.wire.pictures.turns import LANES, ORDERS

LOCKS = [
    *(("A", "takes lock 1"), ("B", "takes lock 2")),
    *(("A", "waits for B: lock 2"), ("B", "waits for A: lock 1")),
]
STOP = [("server", "waits for Ada"), ("Ada", "leaves"), ("server", "ends")]
HOSTILE = '"><img onerror=alert(1)></svg>\u202e\0\n]]>'


def told(picture, name="say"):
    return [part.get(f"data-{name}") for part in drawn(picture).iter(f"{SVG}g")]


def parts(picture):
    return list(drawn(picture).iter(f"{SVG}g"))


def places(picture):
    """Return where each turn of an order of names is: x and y of its middle."""
    names = [part.find(f"{SVG}text") for part in parts(picture)]
    return [(float(each.get("x")), float(each.get("y"))) for each in names]


def hatched(part):
    """Return how many lanes are hatched in this part of the drawing."""
    return [each.get("class") for each in part.iter(f"{SVG}path")].count("tick")


def test_the_text_tells_the_turns_in_order():
    assert str(turns(STOP, title="A shutdown")).splitlines() == [
        "A shutdown",
        "turn  who     what",
        "   1  server  waits for Ada",
        "   2  Ada     leaves",
        "   3  server  ends",
    ]


def test_the_drawing_says_the_same():
    assert said(turns(STOP, title="A shutdown")) == [
        *("A shutdown", "server", "Ada", "1", "2", "3"),
        *("waits for Ada", "leaves", "ends"),
    ]


def test_names_alone_are_an_order_too():
    picture = turns("ABA")
    assert str(picture) == "A B A"
    assert told(picture) == ["Turn 1: A", "Turn 2: B", "Turn 3: A"]
    assert said(picture) == ["A", "B", "1", "2", "3", "A", "B", "A"]


def test_a_long_text_has_lines_enough_and_makes_its_row_higher():
    heard = "hears: received 1001 (going away); then sent 1001 (going away)"
    picture = turns([("server", "stops"), ("guest", heard)])
    assert " ".join(said(picture)[-4:]) == heard
    [(_, _, top, end)] = boxes(picture, "f1")
    assert end - top > 50
    assert not touching(picture)


def test_few_turns_make_a_small_card():
    assert float(drawn(turns("AB")).get("width")) < 300
    assert float(drawn(turns("AB" * 20)).get("width")) > 800


def test_time_flows_to_the_right_and_each_has_a_lane():
    [one, two, three] = places(turns("ABA"))
    assert one[0] < two[0] < three[0]
    assert one[1] == three[1] < two[1]


def test_orders_are_compared_one_below_the_other():
    picture = turns({"plain": "AABB", "with a pause": "ABAB"}, title="Whose turn?")
    assert str(picture).splitlines() == [
        *("Whose turn?", "plain", "A A B B", "with a pause", "A B A B"),
    ]
    assert picture.alt == "Whose turn?: plain 4 turns, with a pause 4 turns."
    above, below = places(picture)[:4], places(picture)[4:]
    assert [x for x, _ in above] == [x for x, _ in below]
    assert max(y for _, y in above) < min(y for _, y in below)


def test_a_transcript_is_an_order():
    log = Transcript()
    log("A", "says hello")
    log("B", "hears hello")
    assert str(turns(log)) == str(turns(list(log)))
    assert told(turns(log)) == ["Turn 1: A says hello", "Turn 2: B hears hello"]


def test_a_live_picture_plays_turn_by_turn():
    picture = turns([("A", "appends 1"), ("B", "appends 1")])
    assert drawn(picture).get("data-kind") == "steps"
    assert told(picture) == ["Turn 1: A appends 1", "Turn 2: B appends 1"]
    delays = [part.get("style") for part in parts(picture)]
    assert delays == ["--at:0s", "--at:0.5s"]


def test_who_waits_does_so_until_the_next_own_turn():
    picture = turns([*STOP, ("Ada", "sleeps")])
    assert kinds(picture).count("ghost dash") == 1
    assert [hatched(part) for part in parts(picture)] == [0, 1, 0, 0]


def test_an_arrow_goes_to_whom_one_waits_for():
    assert kinds(turns(STOP), "path").count("head") == 1
    assert "head" not in kinds(turns([("A", "waits for Godot")]), "path")
    assert "head" not in kinds(turns([("A", "waits for A")]), "path")


def test_an_arrow_points_up_or_down():
    heads = [
        each.get("d")
        for each in drawn(turns(LOCKS)).iter(f"{SVG}path")
        if each.get("class") == "head"
    ]
    assert [re.sub(r".*l", "l", head) for head in heads] == ["l-4 -8h8z", "l-4 8h8z"]


def test_those_who_wait_for_each_other_are_in_a_deadlock():
    picture = turns(LOCKS)
    remark = (
        "A deadlock: A waits for B: lock 2, and B waits for A: lock 1. Nobody can move."
    )
    assert (
        remark
        == str(picture).splitlines()[-1]
        == told(picture)[-1]
        == said(picture)[-1]
    )
    assert "for ever" in said(picture)
    assert hatched(parts(picture)[-1]) == 2
    assert kinds(picture, "path").count("bold") == 2


def test_a_circle_has_as_many_as_are_in_it():
    waits = [("A", "waits for B"), ("B", "waits for C"), ("C", "waits for B's lock")]
    picture = turns(waits)
    assert str(picture).endswith(
        "A deadlock: B waits for C, and C waits for B's lock. Nobody can move."
    )
    assert kinds(picture, "path").count("bold") == 2
    assert kinds(picture, "path").count("dash") == 4  # A: twice, and in the end; B


def test_who_waits_for_oneself_is_in_a_deadlock_too():
    assert "A deadlock: A waits for A. Nobody" in str(turns([("A", "waits for A")]))


def test_who_waits_in_the_end_may_still_be_helped():
    picture = turns([("B", "sleeps"), ("A", "waits for B")])
    assert str(picture).endswith("In the end: A waits for B.")
    assert "for ever" not in said(picture)
    assert said(picture)[-1] == "In the end: A waits for B."
    assert "bold" not in kinds(picture, "path")


def test_a_wait_that_was_given_up_is_no_deadlock():
    assert "deadlock" not in str(turns([*LOCKS, ("B", "gives up")]))


@pytest.mark.parametrize(
    ("what", "whom"),
    [
        ("the server", "the server"),
        ("the server's answer", "the server"),
        ("the", "the"),
        ("the servers", "the"),
        ("then", ""),
        ("", ""),
    ],
)
def test_whom_one_waits_for_is_the_longest_name_at_the_beginning(what, whom):
    picture = turns([("the", ""), ("the server", ""), ("Ada", f"waits for {what}")])
    ends = [
        each.get("d").split("V")[1]
        for each in drawn(picture).iter(f"{SVG}path")
        if not each.get("class")
    ]
    assert len(ends) == bool(whom)
    both = turns([("the", ""), ("the server", ""), ("Ada", "waits for the server")])
    far = [
        each.get("d").split("V")[1]
        for each in drawn(both).iter(f"{SVG}path")
        if not each.get("class")
    ]
    assert (ends == far) == (whom == "the server")


def test_many_who_wait_are_counted():
    waits = [(f"t{n}", "waits for nothing") for n in range(7)]
    assert str(turns(waits)).endswith("t3 waits for nothing, and … 3 more waits.")


def test_the_actors_may_be_named_in_an_order_of_their_own():
    assert said(turns("AB", actors=("C", "B", "A")))[:3] == ["C", "B", "A"]


def test_nobody_has_a_turn_in_a_picture_of_nothing():
    for nothing in ([], {}, {"": ""}, Transcript()):
        picture = turns(nothing, title="Silence")
        assert picture.alt.startswith("Silence: ")
        assert picture.alt.endswith("no turns." if nothing == {} else "0 turns.")
        assert lies_inside(picture)
    assert str(turns([])) == said(turns([]))[-1] == "no turns"


def test_what_is_no_pair_is_no_turn():
    with pytest.raises(ValueError, match="neither a name nor a pair of who and what"):
        turns([("A", "appends", 1)])


def test_what_is_done_may_be_a_number():
    assert told(turns([("A", 1)])) == ["Turn 1: A 1"]


@pytest.mark.parametrize("what", ["", "appends"])
def test_a_hundred_thousand_turns_are_counted(what):
    picture = turns([(f"t{n % 3}", what) for n in range(100_000)])
    before, _, after = str(picture).partition("… 99,968 more turns")
    assert (before.count("t1"), after.count("t1")) == (8, 2)
    assert "… 99,968 more turns" in said(picture)
    assert len(parts(picture)) == FIRST + 1 + LAST
    assert told(picture)[FIRST] == "… 99,968 more turns."
    assert told(picture)[-1].startswith("Turn 100,000: t0")
    assert len(picture.svg) < 20_000
    assert touching(picture) == []


def test_a_hundred_thousand_who_wait_for_the_next_are_counted():
    waits = [(f"t{n}", f"waits for t{(n + 1) % 100_000}") for n in range(100_000)]
    picture = turns(waits)
    assert "… 99,996 more waits. Nobody can move." in str(picture)
    assert said(picture)[LANES - 1] == "… 99,993 others"
    assert len(picture.svg) < 100_000


def test_very_many_orders_are_counted():
    picture = turns({f"order {n}": "AB" for n in range(100)})
    assert str(picture).endswith("order 5\nA B\n… 94 more orders")
    assert said(picture)[-1] == "… 94 more orders"
    assert len(parts(picture)) == 2 * ORDERS


PICTURES = {
    "names": turns({"plain": "AAABBB", "paused": "ABABAB"}, title="Turns"),
    "locks": turns(LOCKS, title="A deadlock"),
    "stop": turns(STOP),
    "still": turns({"a": [("A", "waits for B")], "b": "AB"}),
    "long": turns([("x" * 300, "y" * 300), ("z" * 300, f"waits for {'x' * 300}")]),
    "words": turns([("A", "word " * 60), ("B", "a" * 20 + " " + "b" * 20)] * 5),
    "title": turns({"l" * 300: "AB"}, title="t" * 300),
    "hostile": turns(
        {HOSTILE: [(HOSTILE, HOSTILE)] * 3, "b": [HOSTILE]}, title=HOSTILE
    ),
    "crowd": turns([(f"t{n}", f"waits for t{n + 1}") for n in range(40)]),
    "eight": turns([f"t{n}" for n in range(LANES)]),
    "nine": turns([f"t{n}" for n in range(LANES + 1)]),
    "nothing": turns([], title="Silence"),
    "nobody": turns([], actors=("A", "B")),
    "blank": turns([("", ""), (" ", " "), ("", "waits for ")]),
    "rows": turns([("A", "waits for B"), *[("B", "goes on")] * 20, ("A", "ends")]),
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_no_word_touches_another_or_leaves_the_card(picture):
    assert touching(picture) == []
    assert lies_inside(picture)
    assert float(drawn(picture).get("width")) <= 836


def test_a_lane_is_shared_only_if_there_are_too_many():
    assert said(PICTURES["eight"])[LANES - 1] == f"t{LANES - 1}"
    assert said(PICTURES["nine"])[LANES - 1] == "… 2 others"


def test_a_wait_goes_on_in_the_next_row():
    marks = [hatched(part) for part in parts(PICTURES["rows"])]
    assert marks == [0, *[1] * 20, 0]
    tops = {y for _, y in places(PICTURES["rows"])}
    assert len(tops) > 3


def test_what_is_said_may_be_any_text():
    picture = PICTURES["hostile"]
    assert "\0" not in picture.svg + picture.text + picture.alt
    assert "\u202e" not in picture.svg + picture.text + picture.alt
    assert "<img" not in picture.svg
    label, turn, *_ = told(picture)[0].split("\n")
    assert label.startswith('"><img')
    assert turn.startswith('Turn 1: "><img')


def test_the_same_turns_give_the_same_picture():
    assert turns(LOCKS) == turns(LOCKS)


def test_of_several_orders_each_turn_says_whose_it_is():
    picture = turns({"fair": "AB", "unfair": "AAB"})
    assert told(picture)[1:3] == ["fair\nTurn 2: B", "unfair\nTurn 1: A"]
    assert told(turns("AB")) == ["Turn 1: A", "Turn 2: B"]
