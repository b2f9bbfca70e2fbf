"""Whatever comes over a wire is drawn, counted where it is long, and harmless.

Each kind of picture has one entry in KINDS: from a text and a number, to a picture.
"""

import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from itertools import product

import pytest
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

from tests.wire.pictures.rooms import touching
from tests.wire.pictures.shapes import SVG, drawn, lies_inside
from wslesson.protocol.frames import Frame, Opcode, encode_frame, parse_frame
from wslesson.protocol.reading import Take
from wslesson.wire import (
    Arrow,
    Note,
    Tape,
    conversation,
    diagram,
    drawers,
    fill,
    lengths,
    machine,
    opcodes,
    pieces,
    plot,
    sequence,
    slope,
    states,
    timeline,
    turns,
    xor,
)
from wslesson.wire.pictures.shapes import WIDEST

MANY = 100_000
TEXTS = {
    "a tag": '"><img src=x onerror=alert(1)>',
    "the end of a drawing": "</svg><script>alert(1)</script>",
    "the end of CDATA": "]]> <![CDATA[ <!-- --> <?php ?> &lt; &nope; &#0;",
    "the end of a text": "</text></g><a href='javascript:alert(1)'>",
    "the end of an attribute": "' onload='alert(1)\" onload=\"alert(1)",
    "the end of a page": "</pre></details></ws-picture><script>alert(1)</script>",
    "a style": "</style><style>*{display:none}",
    "control characters": "".join(map(chr, [*range(32), *range(127, 160)])),
    "text turned around": "\u202egnp.exe\u2066\u200f\u061c",
    "right to left": "שלום عليكم",
    "half an emoji": "\ud83d and \udc69",
    "nothing": "\0",
    "no characters": "\ufffe\uffff\ufdd0\U0010ffff",
    "a family": "👨‍👩‍👧‍👦 🏳️‍🌈",
    "marks on marks": "Z" + "\u0310\u0325" * 40,
    "wide": "漢" * 60,
    "lines": "one\ntwo\r\nthree\u2028four\x85five",
    "long": "W" * 300,
    "spaces": " \t\u3000\u200b" * 40,
    "markdown": "`$x$` **b** [a](javascript:alert(1)) $$",
}


def told(text):
    """The text as bytes: half an emoji is not UTF-8, and comes all the same."""
    return text.encode(errors="surrogatepass")


def parser_of(label):
    def parse():
        return (yield Take(3, label))

    return parse


def frames(text, number):
    tape = Tape()
    for n in range(number):
        frame = encode_frame(Frame(Opcode.TEXT, told(text)))
        tape.record(("sent", "received")[n % 2], frame)
    return conversation(tape, title=text, chunks=True)


def junk(text, number):
    tape = Tape()
    for _ in range(number):
        tape.record("received", told(text) or b"?")
    return conversation(tape, title=text)


def steps(text, number):
    ends = (f"a {text}", f"b {text}")
    arrow = Arrow(*ends, text, text, text, "data", text, text)
    many = [arrow if n % 2 else Note(text) for n in range(number)]
    return sequence(*many, actors=ends, title=text)


KINDS = {
    "diagram": lambda text, number: diagram(
        parse_frame,
        encode_frame(Frame(Opcode.TEXT, told(text))) * number,
        title=text,
        flips=number < 3,
    ),
    "diagram of a label": lambda text, number: diagram(
        parser_of(text or "X"), b"abc" * number, title=text
    ),
    "diagram of lines": lambda text, number: diagram(
        parser_of("X"), told(text) * number, title=text
    ),
    "pieces": lambda text, number: pieces(*[told(text)] * number, title=text),
    "sequence": steps,
    "conversation": frames,
    "conversation of junk": junk,
    "plot": lambda text, number: plot(
        {f"{n or ''}{text}": [n, n + 0.5] for n in range(number)}, text, text
    ),
    "plot of rounds": lambda text, number: plot(
        {text: range(number), "": [1]}, text, text
    ),
    "slope": lambda text, number: slope(
        {f"{text}{n or ''}": [(0, 1), (1, n)] for n in range(number)}, text, text, text
    ),
    "slope of pairs": lambda text, number: slope(
        {text: [(n, n % 7) for n in range(number + 1)]}, text, text, text
    ),
}
KINDS |= {
    "pieces for a parser": lambda text, number: pieces(
        *[told(text)] * number, title=text, parser=parse_frame
    ),
    "timeline": lambda text, number: timeline(
        [(n, text) for n in range(number)],
        {f"{text}{way}": [(number, [text] * number)] for way in range(3)},
        lanes=(f"a {text}", f"b {text}"),
        title=text,
    ),
    "turns": lambda text, number: turns(
        [(f"{text}{n % 3}", f"waits for {text}{n}") for n in range(number)], title=text
    ),
    "states": lambda text, number: states(
        {f"{text}{n}": {f"to {text}": f"{text}{n + 1}"} for n in range(number)},
        [f"to {text}"] * number,
        title=text,
    ),
    "machine": lambda text, number: machine(
        parser_of(text or "X"), [told(text)] * number, title=text
    ),
    "drawers": lambda text, number: drawers(
        ServerProtocol(state=OPEN),
        *[("send_text", told(text)), ("send_text", text)] * (number // 2 + number % 2),
        title=text,
    ),
    "drawers that hear": lambda text, number: drawers(
        ServerProtocol(),
        *[("receive_data", told(text) or b"?")] * number,
        title=text,
    ),
    "lengths": lambda text, number: lengths(
        parser_of(text or "X"), [told(text)] * number, title=text
    ),
    "lengths of frames": lambda text, number: lengths(
        parse_frame, [encode_frame(Frame(Opcode.TEXT, told(text)))] * number, title=text
    ),
    "opcodes": lambda text, number: opcodes(title=text * min(number, 9)),
    "xor": lambda text, number: xor(
        told(text)[0] if text else 0, number % 256, title=text
    ),
    "fill": lambda text, number: fill(
        {text: range(number)}, limits={text: 1}, title=text
    ),
}
# Where nothing is nothing to draw.
REFUSE_NOTHING = {"plot", "plot of rounds", "slope", "slope of pairs", "states", "fill"}
DRAWN = "svg", "style", "g", "rect", "circle", "path", "text", "tspan"
ELEMENTS = {f"{SVG}{name}" for name in DRAWN}
PLACES = {"x", "y", "width", "height", "cx", "cy", "r", "d", "textLength"}
LOOKS = {"class", "style", "text-anchor", "lengthAdjust", "display"}
KNOWS = {"kind", "ask", "hex", "say", "wire", "at", "size", "flips", "walk"}
KNOWS |= {"noun", "reads", "answers", "bits", "tour", "near"}
ATTRIBUTES = PLACES | LOOKS | {f"data-{name}" for name in KNOWS}
TAGS = {"ws-picture", "img", "details", "summary", "pre"}


def each(numbers):
    """Let a test try each kind with each number of things."""
    return pytest.mark.parametrize(("kind", "number"), [*product(KINDS, numbers)])


each_kind = pytest.mark.parametrize("kind", KINDS)


class Tags(HTMLParser):
    """The tags of a page, and the attributes of each."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, [name for name, _ in attrs]))


def assert_harmless(picture):
    """See to it that a picture is well formed, small, and has nothing but a picture."""
    root = drawn(picture)
    for element in root.iter():
        assert element.tag in ELEMENTS
        assert {*element.attrib} <= ATTRIBUTES, element.attrib.keys() - ATTRIBUTES
    assert len(picture.svg.encode()) < 200_000
    for text in (picture.alt, *str(picture).split("\n")):
        assert not text or text.isprintable()
    html = picture._repr_mimebundle_()["text/html"]
    found = Tags(html).found
    assert found[:2] == [("ws-picture", []), ("img", ["alt", "src"])]
    assert {tag for tag, _ in found} <= TAGS
    assert not [names for _, names in found[2:] if names]
    html.encode()


@each_kind
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_hostile_text_is_only_text(kind, text):
    picture = KINDS[kind](text, 1)
    assert_harmless(picture)
    assert lies_inside(picture)


@each([0, 1, 2, MANY])
def test_nothing_one_and_very_many_are_drawn(kind, number):
    if not number and kind in REFUSE_NOTHING:
        refused = r"empty|without a state|nothing|at least two"
        with pytest.raises(ValueError, match=refused):
            KINDS[kind]("hello", number)
        return
    picture = KINDS[kind]("hello", number)
    assert_harmless(picture)
    assert lies_inside(picture)
    assert str(picture)


@each([1, 50])
def test_long_names_stay_on_a_card_as_wide_as_a_page(kind, number):
    picture = KINDS[kind]("W" * 300, number)
    assert_harmless(picture)
    assert float(ET.fromstring(picture.svg).get("width")) <= WIDEST
    assert not touching(picture)


@each_kind
def test_no_text_costs_nothing(kind):
    assert_harmless(KINDS[kind]("", 1))
