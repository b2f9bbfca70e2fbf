"""A conversation, drawn."""

import pytest

from tests.wire.pictures.shapes import SVG, drawn, kinds, lies_inside, said
from wslesson.wire import Arrow, Note, sequence

HELLO = Arrow("client", "server", "hello", "5 bytes")
BYE = Arrow("server", "client", "bye")


def test_the_text_tells_the_steps_in_order():
    assert str(sequence(HELLO, Note("2 s pass"), BYE, title="A chat")).splitlines() == [
        "A chat",
        "step  from    to      what",
        "   1  client  server  hello (5 bytes)",
        "   2                  2 s pass",
        "   3  server  client  bye",
    ]


def test_the_drawing_says_the_same():
    picture = sequence(HELLO, Note("2 s pass"), BYE, title="A chat")
    assert said(picture) == [
        *("A chat", "client", "server"),
        *("hello", "5 bytes", "2 s pass", "bye"),
    ]


def test_time_flows_down():
    picture = sequence(HELLO, Note("2 s pass"), BYE)
    height = {t.text: float(t.get("y")) for t in drawn(picture).iter(f"{SVG}text")}
    assert height["hello"] < height["5 bytes"] < height["2 s pass"] < height["bye"]


def test_its_hour_stands_left_of_all_that_happens():
    picture = sequence(Arrow("client", "server", "hello", when="+0.5 s"))
    left = {t.text: float(t.get("x")) for t in drawn(picture).iter(f"{SVG}text")}
    assert min(left, key=left.get) == "+0.5 s"


def test_an_arrow_points_to_whom_it_is_for():
    heads = [
        [p.get("d") for p in drawn(sequence(step)).iter(f"{SVG}path")][-1]
        for step in (HELLO, BYE)
    ]
    assert ["l-10 -5v10z" in heads[0], "l10 -5v10z" in heads[1]] == [True, True]
    ends = [float(head[1:].split()[0]) for head in heads]
    assert ends[0] > ends[1]


def test_a_note_goes_across():
    assert "dash" in kinds(sequence(Note("a pause")), "path")
    assert "dash" not in kinds(sequence(HELLO, BYE), "path")


def test_there_may_be_more_than_two():
    there = Arrow("browser", "proxy", "GET")
    on = Arrow("proxy", "server", "GET")
    picture = sequence(there, on, actors=("browser", "proxy", "server"))
    assert said(picture)[:3] == ["browser", "proxy", "server"]
    assert lies_inside(picture)
    assert picture.alt == (
        "A conversation: 2 steps between browser and proxy and server."
    )


def test_one_alone_can_only_have_notes():
    picture = sequence(Note("waits"), actors=("server",))
    assert said(picture) == ["server", "waits"]
    assert lies_inside(picture)


def test_nothing_said_is_a_picture_too():
    picture = sequence(title="Silence")
    assert str(picture) == "Silence"
    assert picture.alt == "Silence: 0 steps between client and server."
    assert lies_inside(picture)


@pytest.mark.parametrize(
    ("source", "target"),
    [("client", "sever"), ("cleint", "server"), ("client", "client")],
)
def test_an_arrow_goes_from_one_actor_to_another(source, target):
    with pytest.raises(ValueError, match=r"from one to another of \['client', 'server"):
        sequence(Arrow(source, target, "hello"))


@pytest.mark.parametrize(
    "step",
    [
        Arrow("client", "server", "x" * 60),
        Arrow("client", "server", "x", "y" * 70),
        Note("z" * 60),
    ],
)
def test_the_picture_is_wide_enough_for_what_is_said(step):
    narrow, wide = sequence(HELLO), sequence(step)
    assert float(drawn(wide).get("width")) > float(drawn(narrow).get("width"))
    assert lies_inside(wide)
    assert "…" not in "".join(said(wide))


@pytest.mark.parametrize("step", [Arrow("client", "server", "x" * 99), Note("x" * 99)])
def test_a_very_long_label_is_cut_in_the_drawing_only(step):
    picture = sequence(step)
    assert "x" * 99 in str(picture)
    assert said(picture)[-1].endswith("x…")
    assert lies_inside(picture)
