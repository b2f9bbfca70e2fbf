"""What the fields of a frame mean: RFC 6455 §5.2, a sentence for each."""

from __future__ import annotations

from collections.abc import Sequence

from ...protocol.frames import OPCODES
from .fields import Field

HEAD = {"FIN", "OPCODE", "MASK", "LEN"}  # an item with these fields is a frame
RULES = {
    "FIN": "It is 0 in each frame of a message but the last.",
    "RSV": "All 0, unless an extension has given them a meaning.",
    "OPCODE": "What the frame is for; from 8 on it controls the connection.",
    "MASK": "A client must mask each frame, a server must not.",
    "LEN": "Up to 125 it is the length; 126: two more bytes tell it; 127: eight more.",
    "LENGTH": "The length that did not fit into LEN.",
    "MASK KEY": "Each byte of the payload was XORed with one of these four.",
    "PAYLOAD": "What the sender wanted to say.",
}


def rule(field: Field, item: Sequence[Field]) -> str:
    """Return what the field is for; "" outside of a frame."""
    return RULES.get(field.name, "") if _is_frame(item) else ""


def meaning(field: Field, item: Sequence[Field]) -> str:
    """Return what the field's value says; "" for a plain number, or no frame's."""
    if not _is_frame(item):
        return ""
    value = int(field.digits, 2) if field.digits else 0
    match field.name:
        case "FIN":
            return "The last frame." if value else "More frames follow."
        case "OPCODE":
            return f"{OPCODES[value].name}." if value in OPCODES else "Reserved."
        case "MASK":
            return "Masked: a key follows." if value else "Not masked."
    return ""


def _is_frame(item: Sequence[Field]) -> bool:
    return {each.name for each in item} >= HEAD
