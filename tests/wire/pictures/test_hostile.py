"""Whatever somebody sends: it is drawn, abbreviated with counts, and does no harm."""

import pytest

from tests.wire.pictures.shapes import drawn, lies_inside
from wslesson.protocol.frames import Frame, Opcode, encode_frame, parse_frame
from wslesson.protocol.packets import encode_packet, parse_packet
from wslesson.wire import Arrow, Note, Tape, conversation, diagram, pieces, sequence

MARKUP = '"><img src=x onerror=alert(1)></svg><script>alert(1)</script>&#0;]]>'
CONTROLS = "\0\x07\x1b[31m\x7f\x9b\r\n\u2028\u202e"
RIGHT_TO_LEFT = "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627"
TEXTS = [MARKUP, CONTROLS, RIGHT_TO_LEFT, "n" * 300]


def talk(text):
    tape = Tape()
    for opcode in (Opcode.TEXT, Opcode.PING):
        payload = text.encode()[:125]
        tape.record("received", encode_frame(Frame(opcode, payload)))
    tape.record("sent", text.encode())
    return conversation(tape, title=text)


def told(text):
    arrow = Arrow(text, "server", text, text, text, says=text, wire=f"f0|{text}")
    return sequence(arrow, Note(text), actors=(text, "server"), title=text)


def of_bytes(draw):
    return lambda text: draw(text.encode(), title=text)


@pytest.mark.parametrize("text", TEXTS, ids=["markup", "controls", "rtl", "long"])
@pytest.mark.parametrize(
    "draw",
    [
        talk,
        told,
        of_bytes(lambda data, title: diagram(parse_frame, data, title=title)),
        of_bytes(
            lambda data, title: diagram(parse_packet, encode_packet(data), title=title)
        ),
        of_bytes(
            lambda data, title: pieces(
                data[:9], data[9:], title=title, parser=parse_packet
            )
        ),
    ],
    ids=["conversation", "sequence", "frame", "packet", "pieces"],
)
def test_any_text_is_drawn_as_text(draw, text):
    picture = draw(text)
    root = drawn(picture)
    tags = {element.tag.partition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "style", "rect", "text", "tspan", "path", "g"}
    named = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in named if name.startswith("on") or "href" in name]
    values = [value for element in root.iter() for value in element.attrib.values()]
    for word in (*values, *root.itertext()):
        assert word.replace("\n", "").isprintable()
    assert lies_inside(picture)
    assert float(root.get("width")) <= 836


@pytest.mark.parametrize(
    "picture",
    [
        pieces(*[b"ab"] * 100_000, parser=parse_packet),
        diagram(parse_packet, encode_packet(b"ab") * 1000),
        sequence(*[Arrow("client", "server", "ab")] * 100_000),
    ],
    ids=["pieces", "diagram", "sequence"],
)
def test_very_much_is_counted(picture):
    assert "more" in str(picture)
    assert len(picture.svg) < 50_000
    assert float(drawn(picture).get("height")) < 4000


def test_a_long_story_is_told_from_both_ends():
    steps = [Arrow("client", "server", f"step {n}") for n in range(1, 101)]
    lines = str(sequence(*steps)).splitlines()
    assert lines[40].endswith("step 40")
    assert lines[41].split() == ["41", "…", "40", "more", "steps"]
    assert lines[42].split() == ["81", "client", "server", "step", "81"]
    assert lines[-1].endswith("step 100")


def test_a_line_that_counts_one_step_would_be_no_shorter():
    steps = [Arrow("client", "server", "hi")] * 61
    assert "more" not in str(sequence(*steps))
    assert "2 more steps" in str(sequence(*steps, Note("a pause")))


def test_each_arrow_of_a_long_story_must_go_somewhere():
    steps = [Arrow("client", "server", "hi")] * 100
    steps[50] = Arrow("client", "nobody", "hi")
    with pytest.raises(ValueError, match="nobody"):
        sequence(*steps)


@pytest.mark.parametrize("data", [b"", b"x"])
def test_of_hardly_anything_there_is_a_picture(data):
    for picture in (
        diagram(parse_frame, data),
        pieces(data, parser=parse_packet),
        conversation(Tape()),
    ):
        assert lies_inside(picture)
