"""Live pictures in a browser: the same drawing, and what answers to a hand."""

import re

import pytest

from tests.pages import gallery
from tests.wire.pictures.test_conversations import a_talk
from tests.wire.pictures.test_picture import contrast
from wslesson.protocol.frames import parse_frame
from wslesson.protocol.packets import encode_packet, parse_packet
from wslesson.wire import (
    Arrow,
    Note,
    conversation,
    diagram,
    pieces,
    plot,
    sequence,
    states,
    xor,
)
from wslesson.wire.pictures.alive import Awake
from wslesson.wire.pictures.picture import Picture
from wslesson.wire.pictures.shapes import COLOURS, card, part, words

pytestmark = pytest.mark.timeout(120)

HELLO = bytes.fromhex("8105 48656c6c6f")
STREAM = encode_packet(b"hello") + encode_packet("é".encode())
HOSTILE = (
    '"><img src=x onerror="owned=1"></svg><script>owned=1</script>\0\x1b\u202e\u05d0'
)
DIGITS = "text:not(.small)"
# Red, green and blue of a text, and how much of it is seen.
INK = """text => {
    let seen = 1
    for (let each = text; each instanceof Element; each = each.parentNode)
        seen *= getComputedStyle(each).opacity
    return [...getComputedStyle(text).fill.match(/\\d+/g).map(Number), seen]
}"""
FRAMES = ["", ' display="none"', ' display="none"']


def one_of_three():
    """Draw three drawings in one, the first of them visible, as `frames` asks for."""
    drawn = [
        part([words(50, 50, f"drawing {n}")], say=f"This is number {n}.", at=f"at {n}")
        for n in (1, 2, 3)
    ]
    shown = [f"<g{hide}{each[2:]}" for hide, each in zip(FRAMES, drawn, strict=True)]
    svg = card(200, 90, "Frames", *shown, kind="frames", ask="Choose one.")
    return Picture(svg, "text", "Frames")


def a_walk():
    """Draw three places, and a path that goes through two of them."""
    places = [
        part([words(50 + 60 * n, 50, f"place {n}")], say=f"Here is place {n}.")
        for n in range(3)
    ]
    return Picture(
        card(260, 90, "Walk", *places, kind="walk", walk="0 2", ask="Go on."),
        "",
        "Walk",
    )


@pytest.fixture
def opened(tab, tmp_path):
    """Return a function that opens a page of pictures, and returns the first."""
    tab.on("pageerror", lambda error: pytest.fail(str(error)))

    def open_page(*pictures, script=True):
        parts = [*pictures, *([Awake("Ready.")] if script else [])]
        shown = (each._repr_mimebundle_()["text/html"] for each in parts)
        page = tmp_path / "page.html"
        html = f"<!doctype html><meta charset=utf-8><body>{''.join(shown)}"
        page.write_text(html, "utf-8")
        tab.goto(page.as_uri())
        return tab.locator("ws-picture").first

    return open_page


def press(picture, *names):
    for name in names:
        picture.get_by_role("button", name=name, exact=True).click()


def said(picture):
    """Return the lines below a picture."""
    return picture.locator(".told b").all_inner_texts()


def middle(locator):
    """Return where on the page a thing is."""
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(tab, start, end):
    tab.mouse.move(*start)
    tab.mouse.down()
    tab.mouse.move(*end, steps=3)
    tab.mouse.up()


class TestFields:
    def test_the_field_under_the_pointer_names_itself(self, opened):
        picture = opened(diagram(parse_frame, HELLO, flips=True))
        picture.locator("g").nth(2).get_by_text("OPCODE").hover()
        assert said(picture) == [
            "OPCODE: 1. TEXT. A message of text, in UTF-8.",
            "§5.2: what the frame is for; from 8 on, a control frame.",
        ]
        assert picture.locator("mark").all_inner_texts() == ["81"]

    def test_keys_go_from_field_to_field(self, opened, tab):
        picture = opened(diagram(parse_frame, HELLO))
        tab.keyboard.press("Tab")
        for key, name in [("ArrowRight", "FIN"), ("End", "PAYLOAD"), ("Home", "Point")]:
            tab.keyboard.press(key)
            assert said(picture)[0].startswith(name)

    def test_a_bit_that_is_clicked_turns_over_and_the_parser_answers(self, opened, tab):
        picture = opened(diagram(parse_frame, HELLO, flips=True))
        bit = picture.locator("g").nth(2).locator(DIGITS).nth(1)
        tab.mouse.click(*middle(bit))
        assert bit.text_content() == "1"
        assert said(picture) == [
            "OPCODE = 5. Reserved.",
            "Refused at byte 0: the opcode is reserved (§5.2).",
        ]
        assert picture.locator("mark").all_inner_texts() == ["85"]
        tab.mouse.click(*middle(bit))
        assert bit.text_content() == "0"

    def test_a_turned_bit_stays_while_the_pointer_goes_to_the_words(self, opened, tab):
        picture = opened(diagram(parse_frame, HELLO, flips=True))
        bit = picture.locator("g").nth(2).locator(DIGITS).nth(0)
        tab.mouse.click(*middle(bit))
        told = said(picture)
        assert told[0] == "OPCODE = 9. PING."
        tab.mouse.move(*middle(picture.locator("g").last.locator(DIGITS).last), steps=9)
        tab.mouse.move(*middle(picture.locator(".told")), steps=9)
        assert said(picture) == told
        tab.mouse.click(*middle(picture.locator("g").last.locator(DIGITS).last))
        assert said(picture)[0] == "PAYLOAD: 'Hello'."
        assert bit.text_content() == "0"
        assert picture.get_by_text("= 1 TEXT").count() == 1

    @pytest.mark.parametrize("fields", [0, 6])
    def test_the_button_turns_the_first_bit_where_none_is_chosen(self, opened, fields):
        picture = opened(diagram(parse_frame, HELLO, flips=True))
        press(picture, *["Forward"] * fields, "Turn a bit over")
        assert said(picture)[0] == "FIN = 0. More frames follow."

    def test_space_does_so_on_an_untouched_slider(self, opened, tab):
        picture = opened(diagram(parse_frame, HELLO, flips=True))
        picture.get_by_role("slider").focus()
        tab.keyboard.press(" ")
        assert said(picture)[0] == "FIN = 0. More frames follow."

    def test_only_bits_of_the_first_frame_turn_over_and_it_says_so(self, opened, tab):
        picture = opened(diagram(parse_frame, HELLO * 2, flips=True))
        assert "Click a bit of the first frame to turn it over" in said(picture)[0]
        bit = picture.locator("g").nth(8).locator(DIGITS).nth(0)
        tab.mouse.click(*middle(bit))
        assert said(picture)[-1] == "Only bits of the first frame turn over."
        assert bit.text_content() == "0"

    def test_what_is_below_stays_where_it_is(self, opened):
        picture = opened(diagram(parse_frame, HELLO, flips=True))
        for _ in range(6):
            high = picture.evaluate("each => each.offsetHeight")
            press(picture, "Forward")
            assert picture.evaluate("each => each.offsetHeight") == high

    def test_each_bit_of_xor_says_what_comes_of_it(self, opened, tab):
        picture = opened(xor(0x48, 0x37))
        tab.mouse.click(*middle(picture.locator("g").nth(2).locator(DIGITS).nth(5)))
        assert said(picture) == [
            "On the wire = 123. In hex 7b.",
            "Without its mask: 4c, L.",
        ]

    def test_space_turns_bit_after_bit(self, opened, tab):
        picture = opened(diagram(parse_frame, HELLO, flips=True))
        picture.get_by_role("slider").focus()
        for key, first in [
            ("ArrowRight", "FIN: 1. The message ends here."),
            (" ", "FIN = 0. More frames follow."),
            ("Enter", "FIN: 1. The message ends here."),
        ]:
            tab.keyboard.press(key)
            assert said(picture)[0] == first


class TestStream:
    def test_what_is_complete_and_what_is_missing_follow_the_cut(self, opened, tab):
        picture = opened(pieces(STREAM[:12], STREAM[12:], parser=parse_packet))
        byte = picture.locator(DIGITS)
        right_of_15 = middle(byte.nth(16))[0] - 24, middle(byte.nth(16))[1]
        drag(tab, middle(picture.locator("circle")), right_of_15)
        assert said(picture) == [
            "Complete: 1 message: b'hello'",
            "In the buffer: 1 byte '2'. LENGTH has 1 of its 10 bytes, 9 still missing.",
            "On the way: 11 bytes '␣␣␣␣␣␣␣␣␣é'",
        ]
        second = middle(picture.get_by_text("piece 2"))[0]
        assert second == pytest.approx(middle(byte.nth(16))[0], abs=9)

    def test_each_cut_can_be_dragged_but_not_past_another(self, opened, tab):
        picture = opened(pieces(STREAM[:5], STREAM[5:10], STREAM[10:]))
        cuts = picture.locator("circle")
        drag(tab, middle(cuts.nth(1)), middle(picture.locator(DIGITS).nth(1)))
        assert said(picture)[0].startswith("In the buffer: 5 bytes")
        drag(tab, middle(cuts.nth(0)), middle(picture.locator(DIGITS).nth(2)))
        assert said(picture)[0].startswith(("In the buffer: 2", "In the buffer: 3"))

    def test_keys_move_a_cut_and_choose_another(self, opened, tab):
        picture = opened(pieces(STREAM[:5], STREAM[5:10], STREAM[10:]))
        picture.get_by_role("slider").focus()
        for key, size in [
            ("ArrowLeft", "4 bytes"),
            ("ArrowDown", "10 bytes"),
            ("ArrowLeft", "9 bytes"),
            ("ArrowUp", "4 bytes"),
            ("ArrowRight", "5 bytes"),
            ("End", "9 bytes"),
            ("Home", "nothing."),
            ("ArrowDown", "9 bytes"),
            ("ArrowDown", "27 bytes"),
        ]:
            tab.keyboard.press(key)
            assert said(picture)[0].startswith(f"In the buffer: {size}")

    def test_it_begins_at_its_first_cut(self, opened):
        picture = opened(pieces(STREAM[:5], STREAM[5:10], STREAM[10:]))
        assert picture.get_by_role("slider").input_value() == "5"
        assert not picture.locator(".wait").count()  # all is there, as on paper

    def test_no_byte_lies_over_the_name_of_a_piece(self, opened):
        picture = opened(pieces(STREAM[:5], STREAM[5:]))
        below = """name => {
            const {left, right, top, bottom} = name.getBoundingClientRect()
            return document.querySelector("ws-picture").shadowRoot
                .elementFromPoint(right - 1, (top + bottom) / 2) === name
        }"""
        assert picture.get_by_text("piece 1").evaluate(below)

    def test_reset_brings_the_cuts_back(self, opened, tab):
        picture = opened(pieces(STREAM[:5], STREAM[5:]))
        asked = said(picture)
        picture.get_by_role("slider").focus()
        tab.keyboard.press("ArrowLeft")
        assert said(picture) != asked
        press(picture, "Reset")
        assert said(picture) == asked
        tab.keyboard.press("ArrowRight")
        assert said(picture)[0].startswith("In the buffer: 6 bytes")

    def test_the_pieces_arrive_one_by_one(self, opened):
        picture = opened(pieces(STREAM[:5], STREAM[5:10], STREAM[10:]))
        arrived = []
        for _ in range(3):
            press(picture, "Forward")
            arrived.append(said(picture)[0].split(": ")[1].split(" '")[0])
        assert arrived == ["5 bytes", "10 bytes", "27 bytes"]

    def test_a_cut_inside_a_character_is_told(self, opened, tab):
        picture = opened(pieces(STREAM[:26], STREAM[26:]))
        press(picture, "Back")
        assert "The cut is inside a character" in said(picture)[0]
        warning = picture.locator("text.warn")
        assert warning.is_visible()
        tab.keyboard.press("ArrowLeft")
        assert "character" not in said(picture)[0]
        assert not warning.is_visible()  # it was true of the cuts as they came


class TestSteps:
    def test_the_bytes_of_the_arrow_are_drawn_below(self, opened):
        picture = opened(conversation(a_talk()))
        press(picture, *["Forward"] * 3)
        assert said(picture) == [
            '3. client to server: TEXT "Hello" (5 bytes, masked)',
            "A message of text, in UTF-8.",
        ]
        boxes = [box.split("\n") for box in picture.locator("i").all_inner_texts()]
        assert ["MASK KEY", "·· ·· ·· ··", "random"] in boxes
        assert boxes[-1] == ["PAYLOAD, unmasked", "48 65 6c 6c 6f", "'Hello'"]
        colours = {
            box.evaluate("box => getComputedStyle(box).backgroundColor")
            for box in picture.locator("i").all()
        }
        assert len(colours) == 7

    def test_no_gap_waits_for_the_bytes(self, opened):
        picture = opened(conversation(a_talk()))
        still = picture.locator(".told").bounding_box()["height"]
        press(picture, *["Forward"] * 3)
        assert picture.locator(".told").bounding_box()["height"] > still + 30

    def test_steps_go_forth_and_back_by_keys(self, opened, tab):
        picture = opened(sequence(Arrow("client", "server", "hi"), Note("2 s pass")))
        picture.get_by_role("button", name="Back").focus()
        for key, text in [
            ("ArrowLeft", "1. client to server: hi"),
            ("Home", "Play it, or go step by step."),
            ("End", "2. 2 s pass"),
        ]:
            tab.keyboard.press(key)
            assert said(picture) == [text]

    def test_play_begins_and_stops(self, opened, tab):
        picture = opened(conversation(a_talk()))
        picture.get_by_role("slider").focus()
        tab.keyboard.press(" ")
        assert said(picture)[0].startswith("1. ")
        press(picture, "Pause")
        assert picture.get_by_role("button", name="Play").is_visible()

    def test_an_arrow_that_is_clicked_is_the_present_one(self, opened, tab):
        picture = opened(conversation(a_talk()))
        tab.mouse.click(*middle(picture.get_by_text('PING "42"')))
        assert said(picture)[0].startswith("5. ")
        tab.keyboard.press("ArrowRight")
        assert said(picture)[0].startswith("6. ")


class TestFrames:
    def test_the_first_play_begins_at_the_first(self, opened):
        picture = opened(gallery.frames())
        press(picture, "Play")
        assert said(picture) == ["This is one."]

    def test_one_drawing_after_the_other_is_shown(self, opened, tab):
        picture = opened(one_of_three())
        assert said(picture) == ["Choose one."]
        press(picture, "Forward")
        picture.get_by_role("slider").focus()
        for key, n in [("ArrowRight", 3), ("Home", 1)]:
            tab.keyboard.press(key)
            assert said(picture) == [f"This is number {n}."]
            visible = picture.get_by_text(re.compile("drawing")).locator("visible=true")
            assert visible.all_text_contents() == [f"drawing {n}"]


class TestWalk:
    def test_it_goes_along_the_path(self, opened, tab):
        picture = opened(a_walk())
        press(picture, "Forward", "Forward")
        assert said(picture) == ["Here is place 2."]
        assert picture.locator(".now").all_text_contents() == ["place 2"]
        assert picture.locator(".wait").all_text_contents() == ["place 1"]
        tab.keyboard.press("ArrowLeft")
        assert said(picture) == ["Here is place 0."]

    def test_what_is_still_to_come_can_be_read(self, opened):
        picture = opened(a_walk())
        press(picture, "Forward")
        *colour, seen = picture.locator(".wait text").first.evaluate(INK)
        assert seen == 1
        assert contrast(f"#{bytes(colour).hex()}", COLOURS["card"][0]) >= 4.5

    def test_a_state_that_is_clicked_is_bright_with_its_steps(self, opened):
        picture = opened(states({"open": {"push": "shut"}, "shut": {"pull": "open"}}))
        picture.get_by_text("open", exact=True).click()
        assert said(picture) == ["open: 1 step may follow."]
        pale = picture.locator(".wait").all_text_contents()
        assert pale == ["pull", "shut"]

    def test_a_step_outside_of_the_story_answers_too(self, opened):
        door = {"open": {"push": "shut", "kick": "off"}, "shut": {"pull": "open"}}
        picture = opened(states(door, ["push"]))
        picture.get_by_text("kick", exact=True).click()
        assert said(picture) == ["open: kick leads to off."]
        assert picture.locator(".now").all_text_contents() == ["kick"]
        bright = picture.locator("g[data-say]:not(.wait)").all_text_contents()
        assert sorted(bright) == ["kick", "off", "open"]
        press(picture, "Forward")
        assert said(picture) == ["open: 2 steps may follow."]

    def test_a_place_that_is_clicked_is_the_present_one(self, opened):
        picture = opened(a_walk())
        picture.get_by_text("place 2").click()
        assert said(picture) == ["Here is place 2."]


def test_escape_gives_the_keys_back_to_the_page(opened, tab):
    picture = opened(diagram(parse_frame, HELLO))
    picture.get_by_role("slider").focus()
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement === document.body")


def test_what_is_measured_says_what_to_point_at(opened):
    picture = opened(plot({"tasks": [7, 9]}, "per second", "Tasks."))
    assert said(picture)[0].startswith("Point at a bar, or at a point")
    press(picture, "Forward")
    slider = picture.get_by_role("slider")
    assert slider.get_attribute("aria-valuetext") == "place 1 of 3"


def test_a_slider_says_its_place_before_it_is_used(opened):
    picture = opened(sequence(Arrow("client", "server", "hi")))
    assert picture.get_by_role("slider").get_attribute("aria-valuetext") == "1 of 1"


def test_without_the_script_the_image_stands(opened):
    picture = opened(pieces(STREAM), script=False)
    image = picture.get_by_role("img")
    assert image.is_visible()
    assert image.evaluate("image => image.naturalWidth") == 836
    assert not picture.get_by_role("button").count()


def test_of_nothing_the_image_stands(opened, tab):
    opened(pieces(), diagram(parse_frame, b""), sequence())
    assert tab.locator("ws-picture > img").locator("visible=true").count() == 3


@pytest.mark.parametrize(
    "picture",
    [
        diagram(parse_frame, HELLO[:1] + b"\x7e\1\0" + HOSTILE.encode() * 3),
        pieces(HOSTILE.encode(), HOSTILE.encode(), title=HOSTILE, parser=parse_packet),
        pieces(*[b"ab"] * 100_000),
        pieces(b"a", parser=parse_packet),
        sequence(
            *[
                Arrow(
                    "a" * 300, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "", HOSTILE, HOSTILE
                )
            ]
            * 1000,
            actors=("a" * 300, HOSTILE),
            title=HOSTILE,
        ),
        sequence(Arrow("client", "server", "x", wire=f"f1|{HOSTILE}|{HOSTILE}|")),
    ],
    ids=["diagram", "pieces", "many", "one byte", "sequence", "boxes"],
)
def test_hostile_words_are_only_words(opened, tab, picture):
    live = opened(picture)
    slider = live.get_by_role("slider")
    slider.focus()
    for key in ("End", "ArrowLeft", "ArrowLeft", "Home", "ArrowRight"):
        tab.keyboard.press(key)
    tab.mouse.click(*middle(live.locator("svg")))
    assert tab.evaluate("typeof owned") == "undefined"
    assert live.locator("img[onerror], script").count() == 0
    assert not tab.asked


def test_thirty_pictures_come_alive(opened, tab):
    opened(*[conversation(a_talk()), pieces(STREAM), diagram(parse_frame, HELLO)] * 10)
    assert tab.get_by_role("slider").count() == 30
    assert tab.get_by_role("img").count() == 30


def test_it_says_what_it_is_to_a_screen_reader(opened):
    picture = opened(pieces(STREAM, title="Two messages"))
    controls = picture.get_by_role("group", name="Controls. Two messages: 27 bytes")
    slider = controls.get_by_role("slider", name="Place in the picture")
    press(picture, "Back")
    assert slider.get_attribute("aria-valuetext") == "cut 1, after 27 of 27 bytes"
    assert picture.locator(".told").get_attribute("aria-live") == "polite"
    assert picture.get_attribute("data-lm-suppress-shortcuts") == "true"
