"""What the fields of a frame mean, and which section of RFC 6455 says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...protocol.frames import OPCODES, Opcode
from .fields import Field
from .texts import count

HEAD = {"FIN", "OPCODE", "MASK", "LEN"}  # an item with these fields is a frame
RULES = {
    "FIN": "§5.4: set in the last frame of a message only.",
    "RSV": "§5.2: for extensions; otherwise 0.",
    "OPCODE": "§5.2: what the frame is for; from 8 on, a control frame.",
    "MASK": "§5.1: a client masks every frame, a server none.",
    "LEN": "§5.2: the length up to 125; 126: see the next two bytes, 127: the next "
    "eight.",
    "LENGTH": "§5.2: the length, where it is too large for the seven bits of LEN.",
    "MASK KEY": "§5.3: its four bytes are XORed with those of the payload, in turn. "
    "Each frame has a new, random key.",
    "STATUS CODE": "§7.4: why the connection ends.",
    "REASON": "§5.5.1: the same in words, for whoever reads a log.",
}
PAYLOAD = "§5.6: what the sender wants to say."
PAYLOADS: dict[int, str] = {  # where the opcode gives it a meaning of its own
    Opcode.CLOSE: "§5.5.1: nothing, or a status code in two bytes and then a reason.",
    Opcode.PING: "§5.5.2: up to 125 bytes, which the Pong has to bring back.",
    Opcode.PONG: "§5.5.3: the payload of the Ping that it answers.",
}
PURPOSES = {
    Opcode.CONTINUATION: "The next piece of a message that has already begun.",
    Opcode.TEXT: "A message of text, in UTF-8.",
    Opcode.BINARY: "A message of any bytes.",
    Opcode.CLOSE: "Goodbye. The other end answers with a Close of its own.",
    Opcode.PING: "Are you there? The other end owes a Pong with the same payload.",
    Opcode.PONG: "I am here, and this is your payload again.",
}
COMPRESSED = 0b100
ENDS, FOLLOWS = "The message ends here.", "More frames follow."
NEVER_CUT = "A control frame is never cut: FIN is always 1."
SHORT = {Opcode.CONTINUATION: "CONT"}  # where there is little room
RESERVED = "Reserved. No kind of frame has this number yet."


def rule(field: Field, item: Sequence[Field]) -> str:
    """Return what RFC 6455 says of a frame's field: of a payload, by its opcode.

    A section without the number of an RFC is one of RFC 6455.
    """
    if not is_frame(item):
        return ""
    if field.name == "PAYLOAD":
        return PAYLOADS.get(opcode(item), PAYLOAD)
    return RULES.get(field.name, "")


def in_parts(item: Sequence[Field]) -> Iterator[Field]:
    """Yield the fields of an item: the payload of a Close is a code, and a reason."""
    closes = is_frame(item) and opcode(item) == Opcode.CLOSE
    for field in item:
        if closes and field.name == "PAYLOAD" and field.data[1:] and not field.missing:
            code, reason = (slice(2), slice(2, None))
            plain = field.plain or field.data
            yield replace(
                field,
                name="STATUS CODE",
                data=field.data[code],
                plain=field.plain[code],
                value=str(int.from_bytes(plain[code])),
            )
            if plain[reason]:
                data, shown = field.data[reason], field.plain[reason]
                yield replace(
                    field, name="REASON", at=field.at + 2, data=data, plain=shown
                )
        else:
            yield field


def meaning(field: Field, item: Sequence[Field]) -> str:
    """Return what the field's value says, in a sentence; "" outside of a frame."""
    if not is_frame(item):
        return ""
    value = int(field.digits, 2) if field.digits else 0
    match field.name:
        case "FIN":
            control = opcode(item) >= Opcode.CLOSE
            return NEVER_CUT if control else ENDS if value else FOLLOWS
        case "RSV":
            return _extensions(value) if value else ""
        case "OPCODE":
            known = OPCODES.get(value)
            return RESERVED if known is None else f"{known.name}. {PURPOSES[known]}"
        case "MASK":
            return "A client sent it." if value else "A server sent it."
        case "LEN" if value > 125:
            where = "two" if value == 126 else "eight"
            return f"The length is in the next {where} bytes."
        case "LEN" | "LENGTH":
            return f"The payload has {count(value, 'byte')}."
    return ""


def _extensions(value: int) -> str:
    if value == COMPRESSED:
        return "RSV1 is set: the message is compressed (RFC 7692 §6)."
    return "An extension is at work."


def opcode(item: Sequence[Field]) -> int:
    """Return the number in a field of that name, -1 if there is none in bits."""
    numbers = (int(f.digits, 2) for f in item if f.name == "OPCODE" and f.digits)
    return next(numbers, -1)


def is_frame(item: Sequence[Field]) -> bool:
    """Tell whether a parser has read a frame: it has named what each frame has."""
    return {each.name for each in item} >= HEAD
