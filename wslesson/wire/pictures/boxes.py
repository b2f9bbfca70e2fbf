"""The fields of one message as a row of boxes, below the arrow that brings it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...protocol.frames import OPCODES, Opcode
from ...protocol.reading import Parser
from .fields import Field, read_fields, unmasked
from .meaning import opcode
from .sheet import Sheet
from .texts import IN_HEX, LINE_ENDS, excerpt, more, printable

SHOWN = 12  # boxes of one message
EXCERPT = 24  # bytes of a payload that are enough to draw it: fewer than a line of text
SECRET = "MASK KEY"  # a random number: an output would be another one at each run


def boxes(parser: Callable[[], Parser[object]], data: bytes) -> str:
    """Return a line for each field of the first item that `parser` reads from `data`.

    It has four parts, for an `Arrow` to carry along as its `wire`: a fill, the name,
    what is on the wire, and what that stands for. A mask key is left open, and the
    payload is shown as it was before.

    >>> from wslesson.protocol.packets import parse_packet
    >>> print(boxes(parse_packet, b"2         hi"))
    f0|LENGTH|32 20 20 20 20 20 20 20 20 20|'2         '
    f1|BODY|68 69|'hi'
    """
    items, _ = read_fields(parser, data)
    sheet = Sheet("", "", 4)  # it gives each name the colour that a diagram gives it
    rows = []
    item = unmasked(items[0]) if items else []
    for field in item[:SHOWN]:
        name = printable(field.name).replace("|", "/")
        name += ", unmasked" if field.plain else ""
        rows.append("|".join((sheet.fill(field.name), name, *_content(field, item))))
    return "\n".join(rows)


def _content(field: Field, item: Sequence[Field]) -> tuple[str, str]:
    """Return what is on the wire, and what that stands for."""
    if field.name == SECRET:
        return " ".join(["··"] * len(field.data)), "random"
    if field.digits:
        value = int(field.digits, 2)
        shown = field.digits if len(field.digits) <= 16 else f"{value:#x}"
        known = (
            OPCODES[value].name if field.name == "OPCODE" and value in OPCODES else ""
        )
        return shown, known or (f"= {value:,}" if field.digits[1:] else "")
    if field.line:
        return "", printable(field.line.translate(LINE_ENDS))
    data = field.plain or field.data
    text = excerpt(data)[1]
    if opcode(item) == Opcode.CLOSE and field.name == "PAYLOAD" and data[1:]:
        text = f"{int.from_bytes(data[:2])} {excerpt(data[2:])[1]}".rstrip()
    elif field.missing and text:
        text = f"{text[:-1]}…'"
    rest = more(len(data) + field.missing, IN_HEX, "byte")
    return f"{data[:IN_HEX].hex(' ')} {rest}".strip() or "none", text
