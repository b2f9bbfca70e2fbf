"""Write a frame: header, key, payload."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from ...checking.model import Attempt, Case, Exercise, Slip, Try
from ...protocol.frames import Frame, Opcode
from ...wire.comparing import short
from .course import course_length, course_mask
from .shared import KEY


def encode_frame(frame: Frame) -> bytes:
    """Return the bytes of a frame: header, key if there is one, payload."""
    first = (frame.fin << 7) | (frame.rsv << 4) | frame.opcode
    length = course_length(len(frame.payload), frame.mask_key is not None)
    if frame.mask_key is None:
        return bytes([first]) + length + frame.payload
    masked = course_mask(frame.payload, frame.mask_key)
    return bytes([first]) + length + frame.mask_key + masked


FIRST = "(frame.fin << 7) | (frame.rsv << 4) | frame.opcode"


def shortly(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(frame)`, once, on a copy, and say only the beginning of a long one."""
    (frame,) = case.args
    says = f"{attempt.__name__}({short(frame)})"
    yield Try(says, lambda: attempt(deepcopy(frame)))


EXERCISE = Exercise(
    id="encode_frame",
    title="Write a frame",
    minutes=7,
    solution=encode_frame,
    imports=(
        "from wslesson.exercises.frames.course import course_length, course_mask\n"
        "from wslesson.protocol.frames import Frame, Opcode"
    ),
    trial=shortly,
    rules=("F01", "F09", "F11"),
    cases=(
        Case(
            (Frame(Opcode.TEXT, b"Hello"),),
            bytes.fromhex("81 05 48 65 6c 6c 6f"),
            why="81 is 1 000 0001: FIN, RSV and OPCODE in one byte. Then the length.",
        ),
        Case(
            (Frame(Opcode.TEXT, b"Hel", fin=False),),
            bytes.fromhex("01 03 48 65 6c"),
            why="More is to come: FIN is 0.",
        ),
        Case(
            (Frame(Opcode.TEXT, b"Hello", mask_key=KEY),),
            bytes.fromhex("81 85 37 fa 21 3d 7f 9f 4d 51 58"),
            why="The same, masked: MASK is 1, then the key, then the masked payload.",
        ),
        Case(
            (Frame(Opcode.CONTINUATION, b"lo"),),
            bytes.fromhex("80 02 6c 6f"),
            why="The rest of the message: opcode 0, and FIN is 1.",
        ),
        Case(
            (Frame(Opcode.PONG, b"Hello", mask_key=KEY),),
            bytes.fromhex("8a 85 37 fa 21 3d 7f 9f 4d 51 58"),
            why="A pong, masked: opcode 10, which is a in hex.",
        ),
        Case(
            (Frame(Opcode.TEXT, b"hi", rsv=4),),
            bytes.fromhex("c1 02 68 69"),
            why="RSV is 100, four places from the right end: rsv << 4.",
        ),
        Case(
            (Frame(Opcode.BINARY, b"", mask_key=KEY),),
            bytes.fromhex("82 80 37 fa 21 3d"),
            why="The payload is empty; the key is sent all the same.",
        ),
        Case(
            (Frame(Opcode.BINARY, b"x" * 126),),
            bytes.fromhex("82 7e 00 7e") + b"x" * 126,
            why="126 bytes: the longer form of the length.",
        ),
        Case(
            (Frame(Opcode.BINARY, fin=False, rsv=3),),
            bytes.fromhex("32 00"),
            why="32 is 0 011 0010: FIN is 0, RSV is 3, OPCODE is 2.",
        ),
        Case(
            (Frame(Opcode.BINARY, bytes(300), mask_key=KEY),),
            bytes.fromhex("82 fe 01 2c 37 fa 21 3d") + KEY * 75,
            why="Long and masked: first the three bytes of length, then the key.",
        ),
        Case(
            (Frame(Opcode.BINARY, b"x" * 65_536),),
            bytes.fromhex("82 7f 00 00 00 00 00 01 00 00") + b"x" * 65_536,
            why="65,536 bytes: the longest form of the length.",
        ),
    ),
    hidden=(
        Case((Frame(Opcode.PING, b"hi"),), b"\x89\x02hi"),
        Case((Frame(Opcode.CLOSE, b"\x03\xe8"),), b"\x88\x02\x03\xe8"),
        Case((Frame(Opcode.TEXT, b"", fin=False),), b"\x01\x00"),
        Case(
            (Frame(Opcode.CONTINUATION, b"hi", False, 5, bytes([1, 2, 3, 4])),),
            bytes.fromhex("50 82 01 02 03 04 69 6b"),
        ),
    ),
    hints=(
        "Which parts does the frame have on the wire, from left to right? Which of "
        "them are there only when there is a key?",
        "The first byte is FIN, RSV and OPCODE, moved to their places with << and "
        "joined with |. Then course_length(…), then the key if there is one, then the "
        "payload, masked if there is a key.",
        "first = (frame.fin << 7) | (frame.rsv << …) | …\n"
        "length = course_length(len(frame.payload), frame.mask_key is not None)\n"
        "if frame.mask_key is None:\n    return bytes([first]) + length + …\n"
        "return bytes([first]) + length + … + …",
    ),
    mistakes=(
        Slip(
            "(frame.rsv << 4) | ",
            "",
            "The three RSV bits are missing or in the wrong place: frame.rsv belongs "
            "between FIN and OPCODE, four places to the left.",
        ),
        Slip(
            "frame.fin << 7",
            "0x80",
            "FIN is always 1 here. It says whether this frame is the last of its "
            "message, and frame.fin knows.",
        ),
        Slip(
            "(frame.fin << 7) | ",
            "",
            "FIN is not set: a reader would wait for the rest of this message for "
            "ever. frame.fin belongs at the left end, seven places up.",
        ),
        Slip(
            "frame.fin << 7",
            "(not frame.fin) << 7",
            "FIN is the wrong way round. 1 means: this is the last frame of the "
            "message.",
        ),
        Slip(
            "frame.fin << 7",
            "frame.fin",
            "FIN stands at the right end of the byte, in the middle of the opcode. "
            "Move it seven places to the left: << 7.",
        ),
        Slip(
            "frame.opcode",
            "Opcode.TEXT",
            "The opcode is always that of a text. frame.opcode says what it must be.",
        ),
        Slip(
            "bytes([first]) + ",
            "",
            "The first byte is missing: FIN, RSV and OPCODE come before the length.",
        ),
        Slip(
            "return ",
            "return None  # ",
            "Nothing came back. print shows values; return hands them over.",
        ),
        Slip(
            "if frame.mask_key is None",
            "if False",
            "Python's line above says what does not fit. This frame has no key, so "
            "frame.mask_key is None: nothing is masked, and no key is sent.",
        ),
        Slip(
            "bytes([first])",
            "first",
            "Two kinds do not fit, and Python's line above names them. Bytes are "
            "joined to bytes: bytes([first]) makes a byte of a number.",
        ),
        Slip(
            ", frame.mask_key is not None)",
            ")",
            "course_length wants two things: the size, and whether there is a mask.",
        ),
        Slip(
            "len(frame.payload)",
            "frame.payload",
            "course_length wants the size, which is a number: len(frame.payload).",
        ),
        Slip(
            "bytes([first])",
            "bytes(first)",
            "bytes(129) makes 129 zero bytes. One byte with the value 129 is "
            "bytes([129]), with square brackets.",
        ),
        Slip(
            "frame.fin << 7",
            "frame.fin << 8",
            "When FIN is 1, the first byte is over 255: FIN moves 7 places, not 8.",
        ),
        Slip(
            FIRST,
            "frame.fin << 7 + frame.rsv << 4 + frame.opcode",
            "In Python + comes before <<, so the first byte is over 255. Join with |, "
            "or put each shift in parentheses.",
        ),
        Slip(
            "[first]",
            "[frame.fin, frame.rsv, frame.opcode]",
            "FIN, RSV and OPCODE share one byte. Move each to its place with <<, and "
            "join them with |.",
        ),
        Slip(
            "frame.mask_key + masked",
            "frame.payload",
            "MASK is set, but no key is sent, and the payload is as it was. Behind the "
            "length come the key and the masked payload.",
        ),
        Slip(
            "length + frame.payload",
            "length",
            "Without a key the payload is missing. It is sent in each case, as it is "
            "or masked.",
        ),
        Slip(
            f"first = {FIRST}",
            'return b"\\x81" + course_length(len(frame.payload), False) + frame.payload',
            "81 is right for the first example only. The first byte is made of "
            "frame.fin, frame.rsv and frame.opcode.",
        ),
        Slip(
            "frame.mask_key is not None)\n    if frame.mask_key is None:",
            "False)\n    if True:",
            "A frame that has a mask_key must be masked: MASK is 1, the key follows "
            "the length, and the payload is XORed with it.",
        ),
        Slip(
            "frame.mask_key is not None",
            "False",
            "The key is there, but the MASK bit says that there is none. A reader "
            "would take the key for the first four bytes of the payload.",
        ),
        Slip(
            "frame.mask_key is not None",
            "True",
            "MASK is set although this frame has no key. A reader would take the first "
            "four bytes of the payload for a key.",
        ),
        Slip(
            "is not None",
            "is None",
            "MASK is the wrong way round: it is 1 when there *is* a key (is not None).",
        ),
        Slip(
            "frame.mask_key + masked",
            "masked",
            "The payload is masked, but the key is not sent. The reader needs it to "
            "undo the mask: put it behind the length.",
        ),
        Slip(
            "+ masked",
            "+ frame.payload",
            "The key is sent, but the payload is not masked with it. The reader will "
            "undo what was never done.",
        ),
        Slip(
            "frame.mask_key + masked",
            "masked + frame.mask_key",
            "The key stands behind the payload. It comes before it: the reader needs "
            "the key first.",
        ),
        Slip(
            "length + frame.mask_key",
            "frame.mask_key + length",
            "The key stands before the length. The order is: first byte, length, key, "
            "payload.",
        ),
        Slip(
            "frame.mask_key + masked",
            "course_mask(frame.mask_key + frame.payload, frame.mask_key)",
            "The key was masked with itself. Only the payload is masked; the key is "
            "sent as it is.",
        ),
        Slip(
            "len(frame.payload)",
            'len((frame.mask_key or b"") + frame.payload)',
            "The length counts the four bytes of the key. It says how long the "
            "payload is, and nothing else.",
        ),
    ),
)
