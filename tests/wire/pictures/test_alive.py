"""What a live picture knows: it is in the drawing, and is the same each time."""

import re

import pytest

from tests.wire.pictures.shapes import SVG, drawn
from wslesson.protocol.frames import Frame, Opcode, encode_frame, parse_frame
from wslesson.wire import Arrow, Note, Tape, conversation, diagram, pieces, sequence
from wslesson.wire.pictures.alive import FILE, Awake
from wslesson.wire.pictures.shapes import COLOURS, FILLS

HELLO = bytes.fromhex("8105 48656c6c6f")


def told(picture, name):
    """Return what the parts of a drawing tell, part by part."""
    told = [part.get(f"data-{name}") for part in drawn(picture).iter(f"{SVG}g")]
    return [each and each.replace("¶", "\n") for each in told]


def test_each_field_tells_its_place_its_value_and_the_rule():
    picture = diagram(parse_frame, HELLO, flips=True)
    assert told(picture, "say")[2] == (
        "OPCODE: 1. TEXT. A message of text, in UTF-8.\n"
        "§5.2: what the frame is for; from 8 on, a control frame."
    )
    assert drawn(picture).get("data-bits") == "0 1 4 8 9 16-56"
    assert drawn(picture).get("data-hex") == HELLO.hex()


def test_what_several_fields_say_is_written_once():
    picture = diagram(parse_frame, HELLO * 3, flips=True)
    assert sum("§5.4" in say for say in told(picture, "say")) == 3
    assert picture.svg.count("§5.4") == 1
    assert picture.svg.count("A server sent it.") == 1


def test_where_items_are_left_out_the_end_of_a_field_is_told():
    many = diagram(parse_frame, b"\x81\0" * 12)
    places = drawn(many).get("data-bits").split()
    assert places[-8:] == [
        "105",
        "112-112",
        "176",
        "177",
        "180",
        "184",
        "185",
        "192-192",
    ]


def test_only_a_frame_is_explained_as_one():
    picture = diagram(parse_frame, HELLO[:1])
    assert not any("control" in say for say in told(picture, "say"))


def test_a_conversation_shows_no_mask_key():
    def talk(key):
        tape = Tape()
        frame = Frame(Opcode.TEXT, b"hi", mask_key=key)
        tape.record("sent", encode_frame(frame))
        return conversation(tape)

    assert talk(b"abcd").svg == talk(b"wxyz").svg
    assert told(talk(b"abcd"), "wire")[0].splitlines()[-2:] == [
        "f6|MASK KEY|·· ·· ·· ··|random",
        "f5|PAYLOAD, unmasked|68 69|'hi'",
    ]


def test_each_step_tells_what_the_text_twin_tells():
    picture = sequence(Arrow("client", "server", "hello"), Note("2 s pass"))
    assert told(picture, "say") == ["1. client to server: hello", "2. 2 s pass"]


def test_a_stream_tells_where_its_pieces_begin():
    picture = pieces(b"caf\xc3", b"\xa9", b"")
    assert told(picture, "at") == ["0", "4", "5"]
    assert drawn(picture).get("data-hex") == "636166c3a9"


def test_the_script_has_the_colours_of_the_drawings():
    known = re.findall(
        r"--(\w+): light-dark\((#\w+), (#\w+)\)", FILE.read_text("utf-8")
    )
    assert len(known) > 10
    assert {role: COLOURS[role] for role, *_ in known} == {
        role: tuple(pair) for role, *pair in known
    }
    used = re.findall(r"var\(--(\w+)\)", FILE.read_text("utf-8"))
    assert {*used, *FILLS} == {role for role, *_ in known}


def test_what_is_told_may_be_any_text():
    picture = sequence(Arrow("client", "server", '<a & "b">\0]]>'))
    assert told(picture, "say") == ['1. client to server: <a & "b">·]]>']


def test_the_script_comes_with_a_text():
    bundle = Awake("Lesson 00 is ready.")._repr_mimebundle_()
    assert bundle["text/plain"] == str(Awake("Lesson 00 is ready."))
    script = re.search(r"<script>(.*)</script>", bundle["text/html"], re.DOTALL)[1]
    assert not re.search(
        r"\n|/\*|(?<!http:)//", script
    )  # a comment would hide the rest
    assert "customElements.define" in script


def test_the_script_that_comes_is_shorter_and_its_texts_are_whole():
    script, whole = Awake("")._repr_mimebundle_()["text/html"], FILE.read_text("utf-8")
    assert len(script) < 0.85 * len(whole)
    for text in (
        "/^( |Enter)$/",
        "/ /g",
        "'Turn a bit over'",
        "'Place in the picture'",
    ):
        assert text in whole
        assert text in script


@pytest.mark.parametrize("word", ["https:", "import ", "fetch(", "eval("])
def test_the_script_asks_nobody_for_anything(word):
    assert word not in FILE.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")


def test_the_script_stays_small():
    assert len(FILE.read_text("utf-8").splitlines()) <= 300
