"""The sixteen opcodes, and what each is for."""

from tests.wire.pictures.rooms import touching
from tests.wire.pictures.shapes import SVG, drawn, lies_inside, said
from wslesson.protocol.frames import OPCODES, Opcode
from wslesson.wire import opcodes
from wslesson.wire.pictures.meaning import PURPOSES


def parts():
    return [*drawn(opcodes()).iter(f"{SVG}g")]


def roles():
    return [part.find(f"{SVG}rect").get("class") for part in parts()]


def test_the_text_names_each_opcode_of_the_course():
    lines = str(opcodes(title="Opcodes")).splitlines()
    assert lines[:2] == ["Opcodes", "opcode  bits  name          what for"]
    assert len(lines) == 2 + 16
    for code in Opcode:
        line = lines[2 + code]
        assert line.startswith(f"{code:x}       {code:04b}  {code.name}")
        assert line.endswith(PURPOSES[code])


def test_data_control_and_reserved_look_different():
    assert roles() == [
        *["f2"] * 3,
        *["ghost dash"] * 5,
        *["f3"] * 3,
        *["ghost dash"] * 5,
    ]
    assert [n for n, role in enumerate(roles()) if "ghost" not in role] == [*OPCODES]


def test_each_says_what_it_is_for():
    says = [part.get("data-say") for part in parts()]
    assert says[1] == "1 = 0001: TEXT. A message of text, in UTF-8."
    assert says[3] == "3 = 0011: reserved.\nNo kind of frame has this number yet."
    assert says[9].endswith(
        "\nA control frame has at most 125 bytes, and is never cut."
    )
    assert drawn(opcodes()).get("data-kind") == "fields"


def test_the_words_have_room():
    for title in ("", "The opcodes", "t" * 300):
        picture = opcodes(title=title)
        assert touching(picture) == []
        assert lies_inside(picture)
        assert drawn(picture).get("width") == "836"
    assert "BINARY" in said(opcodes())


def test_it_is_told_in_one_line():
    assert opcodes().alt == (
        "The opcodes: 0 CONTINUATION, 1 TEXT, 2 BINARY, 8 CLOSE, 9 PING, a PONG; "
        "the others are reserved."
    )
