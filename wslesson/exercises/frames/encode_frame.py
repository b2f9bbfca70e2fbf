"""Write a frame: what `encode_frame` must do."""

from __future__ import annotations

from ...checking.model import Case, Exercise, mistake
from ...protocol.frames import Frame, Opcode
from .apply_mask import apply_mask
from .course import course_length, course_mask
from .encode_length import encode_length
from .shared import KEY


def encode_frame(frame: Frame) -> bytes:
    """Return the bytes of a frame: header, key if there is one, payload."""
    first = (frame.fin << 7) | (frame.rsv << 4) | frame.opcode
    length = course_length(len(frame.payload), frame.mask_key is not None)
    if frame.mask_key is None:
        return bytes([first]) + length + frame.payload
    masked = course_mask(frame.payload, frame.mask_key)
    return bytes([first]) + length + frame.mask_key + masked


def _frame(frame: Frame, first: int) -> bytes:
    """Write a frame with another first byte."""
    return bytes([first]) + encode_frame(frame)[1:]


@mistake(
    "FIN is not set: a reader would wait for the rest of this message for "
    "ever. frame.fin belongs at the left end, seven places up."
)
def _forgets_fin(frame: Frame) -> bytes:
    return _frame(frame, frame.rsv << 4 | frame.opcode)


@mistake(
    "FIN is always 1 here. It says whether this frame is the last of its "
    "message, and frame.fin knows."
)
def _always_fin(frame: Frame) -> bytes:
    return _frame(frame, 0x80 | frame.rsv << 4 | frame.opcode)


@mistake("FIN is turned round. 1 means: this is the last frame of the message.")
def _fin_turned_round(frame: Frame) -> bytes:
    return _frame(frame, (not frame.fin) << 7 | frame.rsv << 4 | frame.opcode)


@mistake(
    "FIN stands at the right end of the byte, in the middle of the opcode. "
    "Move it seven places to the left: << 7."
)
def _fin_at_the_right(frame: Frame) -> bytes:
    return _frame(frame, frame.fin | frame.rsv << 4 | frame.opcode)


@mistake(
    "The three RSV bits are missing or in the wrong place: frame.rsv belongs "
    "between FIN and OPCODE, four places to the left."
)
def _forgets_rsv(frame: Frame) -> bytes:
    return _frame(frame, frame.fin << 7 | frame.opcode)


@mistake("The opcode is always that of a text. frame.opcode says what it shall be.")
def _always_text(frame: Frame) -> bytes:
    return _frame(frame, frame.fin << 7 | frame.rsv << 4 | 1)


@mistake("The first byte is missing: FIN, RSV and OPCODE come before the length.")
def _forgets_the_first_byte(frame: Frame) -> bytes:
    return encode_frame(frame)[1:]


@mistake(
    "The key is there, but the MASK bit says that there is none. A reader "
    "would take the key for the first four bytes of the payload."
)
def _mask_bit_not_set(frame: Frame) -> bytes:
    start = encode_frame(frame)[:1] + encode_length(len(frame.payload), False)
    if frame.mask_key is None:
        return start + frame.payload
    return start + frame.mask_key + apply_mask(frame.payload, frame.mask_key)


@mistake(
    "The payload is masked, but the key is not sent. The reader needs it to "
    "undo the mask: put it behind the length."
)
def _key_left_out(frame: Frame) -> bytes:
    start, key = _start(frame), frame.mask_key
    return start + (apply_mask(frame.payload, key) if key else frame.payload)


@mistake(
    "The key is sent, but the payload is not masked with it. The reader will "
    "undo what was never done."
)
def _payload_not_masked(frame: Frame) -> bytes:
    return _start(frame) + (frame.mask_key or b"") + frame.payload


@mistake(
    "The key stands behind the payload. It comes before it: the reader needs "
    "the key first."
)
def _key_at_the_end(frame: Frame) -> bytes:
    start, key = _start(frame), frame.mask_key
    if key is None:
        return start + frame.payload
    return start + apply_mask(frame.payload, key) + key


@mistake(
    "The key stands before the length. The order is: first byte, length, key, payload."
)
def _key_before_the_length(frame: Frame) -> bytes:
    start, key = _start(frame), frame.mask_key
    if key is None:
        return start + frame.payload
    return start[:1] + key + start[1:] + apply_mask(frame.payload, key)


@mistake(
    "The key was masked with itself. Only the payload is masked; the key is "
    "sent as it is."
)
def _key_is_masked_too(frame: Frame) -> bytes:
    start, key = _start(frame), frame.mask_key
    return start + (apply_mask(key + frame.payload, key) if key else frame.payload)


@mistake(
    "This frame has no key: frame.mask_key is None. Then nothing is masked, "
    "and no key is sent."
)
def _masks_without_a_key(frame: Frame) -> bytes:
    key: bytes = frame.mask_key  # type: ignore[assignment]  # the mistake
    return _start(frame) + key + apply_mask(frame.payload, key)


@mistake(
    "MASK is set although this frame has no key. A reader would take the first "
    "four bytes of the payload for a key."
)
def _always_the_mask_bit(frame: Frame) -> bytes:
    start = encode_frame(frame)[:1] + encode_length(len(frame.payload), True)
    if frame.mask_key is None:
        return start + frame.payload
    return start + frame.mask_key + apply_mask(frame.payload, frame.mask_key)


@mistake(
    "A frame that has a mask_key must be masked: MASK is 1, the key follows "
    "the length, and the payload is XORed with it."
)
def _never_masks(frame: Frame) -> bytes:
    first = encode_frame(frame)[:1]
    return first + encode_length(len(frame.payload), False) + frame.payload


@mistake(
    "The length counts the four bytes of the key. It says how long the "
    "payload is, and nothing else."
)
def _key_counts_as_payload(frame: Frame) -> bytes:
    key = frame.mask_key
    if key is None:
        return encode_frame(frame)
    length = encode_length(len(frame.payload) + 4, True)
    return encode_frame(frame)[:1] + length + key + apply_mask(frame.payload, key)


@mistake(
    "Python's line above says which.\n"
    "“missing 1 required …”: course_length wants two things: the size, and "
    "whether there is a mask.\n"
    "Else two kinds do not fit: bytes([first]) makes a byte of a number, and "
    "bytes join by +. The size is a number: len(frame.payload)."
)
def _number_and_bytes(frame: Frame) -> bytes:
    return 0x81 + frame.payload  # type: ignore[operator,return-value]  # the mistake


@mistake(
    "bytes(129) makes 129 zero bytes. One byte with the value 129 is "
    "bytes([129]), with square brackets."
)
def _first_byte_of_zeros(frame: Frame) -> bytes:
    return bytes(encode_frame(frame)[0]) + encode_frame(frame)[1:]


@mistake(
    "The first byte is over 255: FIN moves 7 places, not 8. Or was it +, which "
    "comes before <<? Join with |."
)
def _plus_before_the_shifts(frame: Frame) -> bytes:
    first = frame.fin << 7 + frame.rsv << 4 + frame.opcode
    return bytes([first]) + encode_frame(frame)[1:]


@mistake(
    "FIN, RSV and OPCODE share one byte. Move each to its place with <<, and "
    "join them with |."
)
def _three_first_bytes(frame: Frame) -> bytes:
    return bytes([frame.fin, frame.rsv, frame.opcode]) + encode_frame(frame)[1:]


@mistake(
    "MASK is set, but no key is sent, and the payload is as it was. Behind the "
    "length come the key and the masked payload."
)
def _only_the_mask_bit(frame: Frame) -> bytes:
    return _start(frame) + frame.payload


@mistake("MASK is turned round: it is 1 when there *is* a key (is not None).")
def _mask_bit_turned_round(frame: Frame) -> bytes:
    length = encode_length(len(frame.payload), frame.mask_key is None)
    return encode_frame(frame)[:1] + length + encode_frame(frame)[1 + len(length) :]


@mistake(
    "Without a key the payload is missing. It is sent in each case, as it is or masked."
)
def _payload_only_with_a_key(frame: Frame) -> bytes:
    return _start(frame) if frame.mask_key is None else encode_frame(frame)


@mistake("Nothing came back. print shows values; return hands them over.")
def _frame_printed(frame: Frame) -> None:
    encode_frame(frame)


@mistake(
    "81 is right for the first example only. The first byte is made of "
    "frame.fin, frame.rsv and frame.opcode."
)
def _only_the_first_example(frame: Frame) -> bytes:
    return b"\x81" + encode_length(len(frame.payload), False) + frame.payload


def _start(frame: Frame) -> bytes:
    """Return the first byte and the length."""
    masked = frame.mask_key is not None
    return encode_frame(frame)[:1] + encode_length(len(frame.payload), masked)


EXERCISE = Exercise(
    id="encode_frame",
    title="Write a frame",
    minutes=7,
    solution=encode_frame,
    imports=(
        "from wslesson.exercises.frames.course import course_length, course_mask\n"
        "from wslesson.protocol.frames import Frame, Opcode"
    ),
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
    ),
    hidden=(
        Case((Frame(Opcode.PING, b"hi"),), b"\x89\x02hi"),
        Case((Frame(Opcode.CLOSE, b"\x03\xe8"),), b"\x88\x02\x03\xe8"),
        Case((Frame(Opcode.TEXT, b"", fin=False),), b"\x01\x00"),
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
        _forgets_rsv,
        _always_fin,
        _forgets_fin,
        _fin_turned_round,
        _fin_at_the_right,
        _always_text,
        _forgets_the_first_byte,
        _frame_printed,
        _masks_without_a_key,
        _number_and_bytes,
        _first_byte_of_zeros,
        _plus_before_the_shifts,
        _three_first_bytes,
        _only_the_mask_bit,
        _payload_only_with_a_key,
        _only_the_first_example,
        _never_masks,
        _mask_bit_not_set,
        _always_the_mask_bit,
        _mask_bit_turned_round,
        _key_left_out,
        _payload_not_masked,
        _key_at_the_end,
        _key_before_the_length,
        _key_is_masked_too,
        _key_counts_as_payload,
    ),
)
