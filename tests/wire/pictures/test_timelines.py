"""Waiting, drawn as time."""

import re

import pytest

from tests.wire.pictures.rooms import boxes, meet, rooms, touching
from tests.wire.pictures.shapes import SVG, drawn, kinds, lies_inside, said
from wslesson.wire import timeline
from wslesson.wire.pictures.axis import END, START
from wslesson.wire.pictures.timelines import LEGEND, WAYS
from wslesson.wire.pictures.waits import ROWS

CHAT = {1: "hello", 6: "lunch?", 7: "coming"}
EVERY_4 = [(4, ["hello"]), (8, ["lunch?", "coming"]), (12, [])]
EVERY_6 = [(6, ["hello", "lunch?"]), (12, ["coming"])]
KEPT = [(0, 1, ["hello"]), (1, 6, ["lunch?"]), (6, 7, ["coming"]), (7, None, [])]
PUSHED = [(None, second, [text]) for second, text in CHAT.items()]
WAYS_TO_ASK = {"every 4 s": EVERY_4, "every 6 s": EVERY_6}
HOSTILE = '"><img onerror=alert(1)></svg>\u202e\0\n]]>'


def shapes(picture, tag, kind):
    return [
        each for each in drawn(picture).iter(f"{SVG}{tag}") if each.get("class") == kind
    ]


def bars(picture):
    """Return where each wait begins and ends, in pixels."""
    starts = [
        [float(bar.get(n)) for n in ("x", "width")]
        for bar in shapes(picture, "rect", "f3")
    ]
    return [(x, x + wide) for x, wide in starts]


def second(time, end=12):
    return START + (END - START) * time / end


def ticks(picture):
    """Return where the requests are, in pixels."""
    paths = "".join(each.get("d") for each in shapes(picture, "path", "http bold"))
    return [float(x) for x in re.findall(r"M([\d.]+) ", paths)]


def told(picture, name):
    return [part.get(f"data-{name}") for part in drawn(picture).iter(f"{SVG}g")]


def test_the_text_tells_who_waited_how_long_and_what_it_cost():
    assert str(timeline(CHAT, EVERY_4, title="Polling")).splitlines() == [
        "Polling",
        "3 requests, 1 without news; longest wait 3 s, mean wait 2 s",
        "requests at 4, 8, 12 s",
        "message  typed at  seen at  waited",
        "hello         1 s      4 s     3 s",
        "lunch?        6 s      8 s     2 s",
        "coming        7 s      8 s     1 s",
    ]


def test_the_drawing_says_the_same():
    words = said(
        timeline(CHAT, EVERY_4, lanes=("Ada types", "Bob asks"), title="Polling")
    )
    assert words[0] == "Polling"
    assert words[1:15] == ["seconds", *map(str, range(13))]
    assert words[15:18] == ["Ada types", "Bob asks", LEGEND]
    assert words[18:] == [
        *("hello", "lunch?", "coming"),
        "3 requests, 1 without news; longest wait 3 s, mean wait 2 s",
        *("waited 3 s", "waited 2 s", "waited 1 s"),
    ]


def test_a_wait_is_as_long_as_the_axis_says():
    expected = [(second(1), second(4)), (second(6), second(8)), (second(7), second(8))]
    flat = [x for bar in bars(timeline(CHAT, EVERY_4)) for x in bar]
    assert flat == pytest.approx([x for bar in expected for x in bar], abs=0.2)


def test_a_request_is_a_tick_and_news_is_a_dot():
    picture = timeline(CHAT, EVERY_4)
    assert ticks(picture) == pytest.approx([second(n) for n in (4, 8, 12)], abs=0.1)
    arrived = [float(dot.get("cx")) for dot in shapes(picture, "circle", "data")]
    assert arrived == pytest.approx([second(4), second(8)], abs=0.1)


def test_no_dot_hides_the_tick_of_a_request():
    picture = timeline(CHAT, EVERY_4)
    [way] = shapes(picture, "path", "http bold")
    tops = {float(y) for y in re.findall(r"M[\d.]+ ([\d.]+)v", way.get("d"))}
    [low] = {float(dot.get("cy")) for dot in shapes(picture, "circle", "data")}
    assert min(tops) >= low + 4


@pytest.mark.parametrize("given", [EVERY_4, EVERY_6, KEPT, PUSHED])
def test_no_broken_line_crosses_what_is_said_of_a_wait(given):
    picture = timeline(CHAT, given)
    ways = [
        *shapes(picture, "path", "http dash"),
        *shapes(picture, "path", "data dash"),
    ]
    lines = [
        tuple(map(float, line))
        for way in ways
        for line in re.findall(r"M([\d.]+) ([\d.]+)V([\d.]+)", way.get("d"))
    ]
    assert len(lines) == 6
    for word, room in rooms(picture):
        left, right, _, low = room
        in_a_bar = any(meet(room, bar) for bar in boxes(picture, "f3"))
        if word.startswith("waited") and not in_a_bar:
            assert not [x for x, y, to in lines if left < x < right and y < low < to]


def test_a_request_that_is_kept_is_a_band_until_its_answer():
    picture = timeline(CHAT, KEPT)
    bands = shapes(picture, "rect", "f0")
    starts = [float(band.get("x")) for band in bands]
    ends = [x + float(band.get("width")) for x, band in zip(starts, bands, strict=True)]
    assert ends == pytest.approx([second(n, 7) - 7 for n in (1, 6, 7)], abs=0.2)
    assert starts == pytest.approx([second(n, 7) + 7 for n in (0, 1, 6)], abs=0.1)
    dots = [float(dot.get("cx")) for dot in shapes(picture, "circle", "data")]
    for end, dot in zip(ends, dots, strict=True):  # no dot closes the gap
        assert end + 2 < dot - 4
    assert len(ticks(picture)) == 4
    assert "requests at 0-1, 1-6, 6-7, 7-? s" in str(picture)
    assert "4 requests; longest wait 0 s" in str(picture)
    assert bars(picture) == []


def test_what_did_not_wait_has_no_words_over_the_lines():
    assert not [text for text in said(timeline(CHAT, KEPT)) if "waited" in text]
    assert "waited 3 s" in said(timeline({1: "hello"}, [(4, ["hello"])]))


def test_what_is_pushed_needs_no_request():
    picture = timeline(CHAT, PUSHED)
    assert ticks(picture) == []
    assert len(shapes(picture, "circle", "data")) == 3
    assert str(picture).startswith(
        "0 requests; longest wait 0 s, mean wait 0 s\nmessage"
    )


def test_what_nobody_sees_waits_to_the_end():
    picture = timeline(CHAT, [(4, ["hello"]), (12, [])])
    assert "lunch?        6 s    never" in str(picture)
    assert "2 messages never seen" in str(picture)
    assert kinds(picture).count("ghost dash") == said(picture).count("never seen") == 2
    assert told(picture, "say")[1] == "lunch?: typed at 6 s, never seen."


def test_nobody_may_ever_ask():
    assert str(timeline({1: "hello"}, [])).splitlines()[0] == (
        "0 requests; 1 message never seen"
    )


def test_one_way_goes_from_message_to_message():
    picture = timeline(CHAT, EVERY_4)
    root = drawn(picture)
    assert (root.get("data-kind"), root.get("data-walk")) == ("walk", "0 1 2")
    assert told(picture, "say") == [
        "hello: typed at 1 s, seen at 4 s: it waited 3 s.",
        "lunch?: typed at 6 s, seen at 8 s: it waited 2 s.",
        "coming: typed at 7 s, seen at 8 s: it waited 1 s.",
    ]


def test_of_several_ways_one_is_seen_and_the_others_are_there():
    picture = timeline(CHAT, WAYS_TO_ASK, shown="every 6 s", title="Polling")
    assert drawn(picture).get("data-kind") == "frames"
    assert told(picture, "at") == ["every 4 s", "every 6 s"]
    assert told(picture, "say")[1] == (
        "every 6 s: 2 requests; longest wait 5 s, mean wait 3.33 s"
    )
    seen = [part.get("display") for part in drawn(picture).iter(f"{SVG}g")]
    assert seen == ["none", None]
    assert picture.alt == "Polling: 3 messages, 2 ways to get them."


def test_the_first_way_is_seen_if_none_is_named():
    picture = timeline(CHAT, WAYS_TO_ASK)
    seen = [part.get("display") for part in drawn(picture).iter(f"{SVG}g")]
    assert seen == [None, "none"]


def test_the_text_tells_every_way():
    lines = str(timeline(CHAT, WAYS_TO_ASK)).splitlines()
    assert [line for line in lines if line.startswith("every")] == [
        "every 4 s: 3 requests, 1 without news; longest wait 3 s, mean wait 2 s",
        "every 6 s: 2 requests; longest wait 5 s, mean wait 3.33 s",
    ]
    assert sum(line.startswith("hello") for line in lines) == 2


def test_all_ways_have_one_axis():
    picture = timeline(
        {1: "hello"}, {"soon": [(2, ["hello"])], "late": [(10, ["hello"])]}
    )
    assert bars(picture)[0] == pytest.approx((second(1, 10), second(2, 10)), abs=0.2)


def test_of_equal_texts_the_first_typed_is_seen_first():
    picture = timeline(
        [(1, "hi"), (2, "hi"), (5, "hi")], [(3, ["hi", "hi"]), (6, "hi")]
    )
    assert re.findall(r"^hi.*(\d s)$", str(picture), re.MULTILINE) == [
        "2 s",
        "1 s",
        "1 s",
    ]


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ([(0.5, ["hello"])], "'hello' arrives at 0.5 s, before it is typed"),
        ([(2, ["hello", "hello"])], "before it is typed"),
        ([(2, ["nobody's"])], "before it is typed"),
        ([(4, 2, ["hello"])], "is answered before it is asked for"),
        ([(None, None, ["hello"])], "does not say when that arrives"),
        ([(1, None, ["hello"])], "does not say when that arrives"),
        ([(None, None, [])], "does not say when that arrives"),
        ([(-1, [])], "seconds since the beginning: not -1"),
        ([(float("nan"), [])], "seconds since the beginning: not nan"),
        ([(float("inf"), [])], "seconds since the beginning: not inf"),
        ({"a": [(-1, [])]}, "seconds since the beginning: not -1"),
    ],
)
def test_what_cannot_have_happened_is_not_drawn(answers, why):
    with pytest.raises(ValueError, match=re.escape(why)):
        timeline(CHAT, answers)


def test_nothing_is_typed_before_the_beginning():
    with pytest.raises(ValueError, match="not -2"):
        timeline({-2: "early"}, [])


def test_a_way_that_is_shown_must_be_there():
    with pytest.raises(ValueError, match="no way is named 'every 5 s': there are"):
        timeline(CHAT, WAYS_TO_ASK, shown="every 5 s")


@pytest.mark.parametrize("answers", [[], {}, {"nobody asks": []}])
def test_nothing_that_happens_is_a_picture_too(answers):
    picture = timeline({}, answers, title="Silence")
    assert str(picture).endswith("0 requests")
    assert picture.alt == "Silence: 0 messages."
    assert lies_inside(picture)
    assert touching(picture) == []


def test_a_hundred_thousand_messages_are_counted():
    many = range(100_000)
    picture = timeline([(n, f"m{n}") for n in many], [(n + 1, f"m{n}") for n in many])
    assert str(picture).count("… 99,988 more") == 2
    assert "… 99,988 more messages" in said(picture)
    assert len(told(picture, "say")) == ROWS
    assert len(picture.svg) < 30_000
    assert touching(picture) == []


def test_a_hundred_ways_are_counted_and_the_one_to_show_is_among_them():
    ways = {f"every {n} s": [] for n in range(1, 101)}
    picture = timeline(CHAT, ways, shown="every 100 s")
    assert str(picture).endswith("… 76 more ways")
    assert told(picture, "at") == [*list(ways)[: WAYS - 1], "every 100 s"]
    seen = [part.get("display") for part in drawn(picture).iter(f"{SVG}g")]
    assert seen.index(None) == WAYS - 1


PICTURES = {
    "polling": timeline(CHAT, EVERY_4, title="Polling"),
    "kept": timeline(CHAT, KEPT),
    "pushed": timeline(CHAT, PUSHED),
    "ways": timeline(CHAT, WAYS_TO_ASK, title="Polling"),
    "unseen": timeline(CHAT, [(12, [])]),
    "one": timeline({0: "now"}, [(0, ["now"])]),
    "long names": timeline(
        {1: "x" * 300}, {"w" * 300: [], "v" * 300: []}, lanes=("l" * 300, "m" * 300)
    ),
    "long title": timeline(CHAT, EVERY_4, title="t" * 300),
    "hostile": timeline(
        {1: HOSTILE}, {HOSTILE: [(2, [HOSTILE])], "b": []}, title=HOSTILE
    ),
    "tiny": timeline({1e-300: "a"}, [(0.00012, ["a"])]),
    "no time": timeline({0: "a"}, [(5e-324, ["a"])]),
    "huge": timeline({1e12 / 3: "a", 1e12: "b"}, [(1e12, ["a", "b"])]),
    "crowded": timeline([(n / 7, f"m{n}") for n in range(60)], [(9, "m1"), (9, "m0")]),
    **{f"{n} s": timeline({n / 3: "a"}, [(n, "a")]) for n in (1, 7, 12.5, 99, 1234567)},
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_no_word_touches_another_or_leaves_the_card(picture):
    assert touching(picture) == []
    assert lies_inside(picture)
    assert float(drawn(picture).get("width")) <= 836


def test_what_is_said_may_be_any_text():
    picture = PICTURES["hostile"]
    shown = HOSTILE.replace("\u202e", "·").replace("\0", "·").replace("\n", "·")
    assert (
        picture.text.count(shown) == 4
    )  # the title, the way, its message, the other's
    assert "\0" not in picture.svg + picture.text + picture.alt
    assert "<img" not in picture.svg
    assert told(picture, "at")[0].startswith('"><img')


@pytest.mark.parametrize("end", [1, 7, 12, 60, 3600, 0.02, 5e8])
def test_the_ticks_are_round_numbers_and_neither_few_nor_many(end):
    words = said(timeline({}, [(end, [])]))
    numbers = [float(each) for each in words[1 : words.index("typed")]]
    assert 5 <= len(numbers) <= 13
    assert numbers[-1] <= end
    step = numbers[1]
    assert f"{step:e}"[0] in "125"
    assert numbers == pytest.approx([n * step for n in range(len(numbers))])


def test_the_same_times_give_the_same_picture():
    assert timeline(CHAT, WAYS_TO_ASK) == timeline(CHAT, WAYS_TO_ASK)
