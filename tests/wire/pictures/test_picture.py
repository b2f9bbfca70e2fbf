"""A picture, its text twin, and whether both can be read."""

import re
from html import unescape
from html.parser import HTMLParser
from itertools import product
from urllib.parse import unquote

import pytest

from tests.wire.pictures.shapes import drawn, said
from wslesson.wire import Picture
from wslesson.wire.pictures.shapes import COLOURS, FILLS, WIDEST, box, card, words
from wslesson.wire.pictures.texts import characters, count, excerpt, fit, more, table

PICTURE = Picture("<svg/>", 'a "b"\n<c>', "Two & three.")


class Attributes(HTMLParser):
    """Reads the attributes of the one tag that there is, as a browser does."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def shown_on_a_card(*parts, title=""):
    return Picture(card(100, 100, title, *parts), "", "")


def luminance(colour):
    """Return the relative luminance of "#rrggbb" (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_formula_agrees_with_its_standard():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_a_notebook_shows_one_image_with_the_drawing_inside():
    html = PICTURE._repr_mimebundle_()["text/html"]
    [(live, _), (tag, attributes)] = Attributes(html).found
    assert live == "ws-picture"
    kind, _, data = attributes["src"].partition(",")
    assert (tag, kind) == ("img", "data:image/svg+xml")
    assert unquote(data) == "<svg/>"


def test_who_cannot_see_the_image_hears_all_of_its_text():
    html = PICTURE._repr_mimebundle_()["text/html"]
    [_, (_, attributes)] = Attributes(html).found
    assert attributes["alt"] == 'Two & three.\na "b"\n<c>'


def test_a_long_text_stands_beside_the_picture_and_its_alt_stays_short():
    text = "\n".join(f'frame {n}  "<hello>"' for n in range(30))
    picture = Picture("<svg/>", text, 'Thirty "frames"')
    image, _, aside = picture._repr_mimebundle_()["text/html"].partition("<details>")
    [_, (_, attributes)] = Attributes(image).found
    assert attributes["alt"] == 'Thirty "frames"'
    assert unescape(aside).startswith(f"<summary>In words</summary><pre>{text}</pre>")
    assert "<hello>" not in aside


def test_a_terminal_shows_the_text():
    bundle = PICTURE._repr_mimebundle_(include=None, exclude=None)
    assert str(PICTURE) == bundle["text/plain"] == 'a "b"\n<c>'


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [*product(["text", "muted"], ["card", *FILLS]), ("warn", "card")],
)
def test_all_text_can_be_read_on_all_it_stands_on(ink, ground, theme):
    assert contrast(COLOURS[ink][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("role", ["line", "warn"])
def test_lines_can_be_seen(role, theme):
    assert contrast(COLOURS[role][theme], COLOURS["card"][theme]) >= 3


def test_a_dark_page_gets_the_dark_colours():
    rules = {"text": "text{fill", "line": "rect,path{stroke"}
    rules["edge"] = ".card,.tick{stroke"
    boxes = [box(0, 0, 1, 1, role) for role in COLOURS if role not in rules]
    style = drawn(shown_on_a_card(*boxes))[0].text
    light, _, dark = style.partition("@media(prefers-color-scheme:dark)")
    for role, (by_day, by_night) in COLOURS.items():
        rule = rules.get(role, f".{role}{{fill")
        assert f"{rule}:{by_day}}}" in light
        assert f"{rule}:{by_night}}}" in dark


def test_a_colour_that_nothing_has_is_left_out():
    style = shown_on_a_card(box(0, 0, 1, 1, "f3")).svg.partition("</style>")[0]
    assert ".f3{" in style
    assert ".f4{" not in style


def test_a_card_is_wide_enough_for_its_title():
    title = "A title of many words, longer than what stands under it"
    picture = shown_on_a_card(title=title)
    assert said(picture) == [title]
    assert float(drawn(picture).get("width")) > 8 * len(title)


def test_a_title_that_no_page_has_room_for_is_cut():
    [title] = said(shown_on_a_card(title="W" * 300))
    assert title == f"{'W' * 88}…"
    assert float(drawn(shown_on_a_card(title="W" * 300)).get("width")) == WIDEST


def test_words_may_be_any_characters():
    picture = shown_on_a_card(words(0, 0, "<a & b>\0\x1b\ud800]]>"))
    assert said(picture) == ["<a & b>···]]>"]


def test_no_words_draw_nothing():
    assert words(0, 0, "") == ""


@pytest.mark.parametrize(
    ("width", "shown"), [(49, "1234567"), (48, "12345…"), (14, "1…"), (0, "…")]
)
def test_words_that_are_too_wide_are_cut(width, shown):
    assert fit("1234567", width, 7) == shown


def test_a_table_is_aligned_with_numbers_to_the_right():
    rows = [("byte", "name", "none"), ("0", "a", ""), ("10", "long", "")]
    assert table("Title", *rows).splitlines() == [
        "Title",
        "byte  name",
        "   0  a",
        "  10  long",
    ]


def test_a_table_of_nothing_is_its_title():
    assert table("Title", ("byte", "name")) == "Title"
    assert table("", ("byte", "name")) == ""


def test_a_table_keeps_one_line_for_each_row():
    assert table("", ("a", "b"), ("x\ny", "z")) == "a    b\nx·y  z"


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b"", []),
        (b"a ", [("a", 1), ("␣", 1)]),
        (b"\r\n\t\0", [(r"\r", 1), (r"\n", 1), (r"\t", 1), ("·", 1)]),
        ("€".encode(), [("€ 1/3", 1), ("€ 2/3", 2), ("€ 3/3", 3)]),
        (b"\xe2\x82", [("·", 1), ("·", 1)]),
        (b"\x82a", [("·", 1), ("a", 1)]),
        (b"\xed\xa0\x80", [("·", 1)] * 3),
    ],
)
def test_each_byte_shows_its_character(data, shown):
    assert list(characters(data)) == shown


@pytest.mark.parametrize(
    ("data", "in_hex", "text"),
    [
        (b"", "none", ""),
        (b"a\r\n", "61 0d 0a", r"'a\r\n'"),
        (b"a" * 12, "61 " * 11 + "61", f"'{'a' * 12}'"),
        (b"a" * 60, "61 " * 12 + "… 48 more bytes", f"'{'a' * 60}'"),
        (b"a" * 61, "61 " * 12 + "… 49 more bytes", f"'{'a' * 59}…'"),
        (
            "😀".encode() * 60,
            "f0 9f 98 80 " * 3 + "… 228 more bytes",
            f"'{'😀' * 29}…'",
        ),
        (
            "😀".encode() * 70,
            "f0 9f 98 80 " * 3 + "… 268 more bytes",
            f"'{'😀' * 29}…'",
        ),
    ],
)
def test_an_excerpt_counts_what_it_leaves_out(data, in_hex, text):
    assert excerpt(data) == (in_hex, text)


def test_numbers_come_with_their_noun():
    assert [count(n, "byte") for n in (0, 1, 70000)] == [
        "0 bytes",
        "1 byte",
        "70,000 bytes",
    ]
    assert [more(n, 3, "byte") for n in (3, 4, 5)] == [
        "",
        "… 1 more byte",
        "… 2 more bytes",
    ]


def test_colours_are_written_as_the_formula_reads_them():
    assert all(
        re.fullmatch("#[0-9a-f]{6}", colour)
        for pair in COLOURS.values()
        for colour in pair
    )
