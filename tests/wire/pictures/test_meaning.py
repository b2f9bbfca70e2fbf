"""What is said of a field: what its value means, and where the rule stands."""

import pytest

from tests.wire.pictures.shapes import said
from tests.wire.pictures.test_alive import told
from wslesson.protocol.frames import Frame, Opcode, encode_frame, parse_frame
from wslesson.protocol.reading import Take
from wslesson.wire import diagram


def says(frame, name):
    """Return what is said of a field: of its value, and of the rule."""
    picture = diagram(parse_frame, encode_frame(frame), flips=True)
    said = [say for say in told(picture, "say") if say.startswith(f"{name}:")]
    value, rule = said[0].split("\n")
    return value, rule


@pytest.mark.parametrize(
    ("frame", "name", "means"),
    [
        (Frame(Opcode.TEXT), "FIN", "1. The message ends here."),
        (Frame(Opcode.TEXT, fin=False), "FIN", "0. More frames follow."),
        (Frame(Opcode.TEXT), "RSV", "RSV: 0."),
        (Frame(Opcode.TEXT, rsv=1), "RSV", "1. An extension is at work."),
        (Frame(Opcode.TEXT, rsv=4), "RSV", "the message is compressed (RFC 7692 §6)."),
        (Frame(Opcode.BINARY), "OPCODE", "2. BINARY. A message of any bytes."),
        (Frame(Opcode.TEXT), "MASK", "0. A server sent it."),
        (Frame(Opcode.TEXT, mask_key=b"abcd"), "MASK", "1. A client sent it."),
        (Frame(Opcode.TEXT, b"x"), "LEN", "LEN: 1. The payload has 1 byte."),
        (Frame(Opcode.TEXT, b"x" * 126), "LEN", "in the next two bytes."),
        (Frame(Opcode.TEXT, b"x" * 126), "LENGTH", "The payload has 126 bytes."),
        (Frame(Opcode.TEXT, b"x" * 2**16), "LEN", "in the next eight bytes."),
    ],
)
def test_a_value_is_put_into_words(frame, name, means):
    assert says(frame, name)[0].endswith(means)


@pytest.mark.parametrize(
    ("opcode", "name", "section"),
    [
        (Opcode.TEXT, "FIN", "5.4"),
        (Opcode.TEXT, "OPCODE", "5.2"),
        (Opcode.TEXT, "MASK", "5.1"),
        (Opcode.TEXT, "MASK KEY", "5.3"),
        (Opcode.TEXT, "PAYLOAD", "5.6"),
        (Opcode.CLOSE, "PAYLOAD", "5.5.1"),
        (Opcode.PING, "PAYLOAD", "5.5.2"),
        (Opcode.PONG, "PAYLOAD", "5.5.3"),
    ],
)
def test_a_rule_stands_in_a_section_of_the_rfc(opcode, name, section):
    rule = says(Frame(opcode, mask_key=b"abcd"), name)[1]
    assert rule.startswith(f"§{section}: ")


def test_a_reserved_opcode_has_no_meaning():
    assert "3. Reserved. No kind" in told(diagram(parse_frame, b"\x83\0"), "say")[2]


def test_a_name_of_your_own_has_no_rule():
    def parse_mine():
        yield Take(2, "FIN:1 MINE:3 OPCODE:4 MASK:1 LEN:7")
        yield Take(0, "PAYLOAD")

    fin, mine, *_, payload = told(diagram(parse_mine, b"\x81\0", flips=True), "say")
    assert "§5.4" in fin
    assert mine == "MINE: 0."
    assert "§5.6" in payload


def test_a_control_frame_is_never_cut():
    for fin in (b"\x89", b"\x09"):
        said, *_ = told(diagram(parse_frame, fin + b"\0"), "say")
        assert said.endswith("A control frame is never cut: FIN is always 1.")


def test_a_close_has_a_status_code_and_a_reason():
    for key in (None, b"abcd"):
        close = encode_frame(Frame(Opcode.CLOSE, b"\x03\xeabad mask", mask_key=key))
        picture = diagram(parse_frame, close)
        code, reason = told(picture, "say")[-2:]
        assert code.split("\n") == [
            "STATUS CODE: 1002.",
            "§7.4: why the connection ends.",
        ]
        assert reason.startswith("REASON: 'bad mask'")
        labels = [text for text in said(picture) if text.startswith("STATUS")]
        assert labels == [f"STATUS CODE = 1002{', unmasked below' if key else ''}"]
        assert "1002" in str(picture)
    *_, code = told(diagram(parse_frame, b"\x88\2\3\xe8"), "say")
    assert code.startswith("STATUS CODE: 1000.")
    *_, half = told(diagram(parse_frame, b"\x88\5\3\xe8"), "say")
    assert half.startswith("PAYLOAD: ")


def test_a_frame_whose_opcode_is_no_bits_is_explained_as_far_as_it_goes():
    def parse_bytes():
        for name in ("FIN", "OPCODE", "MASK", "LEN", "PAYLOAD"):
            yield Take(1, name)

    *_, payload = told(diagram(parse_bytes, bytes(5)), "say")
    assert "§5.6" in payload
