"""Read a frame: what `parse_frame` must do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, replace
from functools import partial

from ...checking.model import Attempt, Case, Exercise, Try, mistake
from ...checking.trials import splits
from ...protocol.frames import Frame, Opcode
from ...protocol.reading import Decoder, Parser, Take
from .apply_mask import apply_mask
from .course import course_mask
from .shared import FEW, KEY


def parse_frame() -> Parser[Frame]:
    """Read one frame, masked or not. The inverse of `encode_frame`."""
    first, second = yield Take(2, "FIN:1 RSV:3 OPCODE:4 MASK:1 LEN:7")
    size = second & 0x7F
    if size == 126:
        size = int.from_bytes((yield Take(2, "LENGTH:16")), "big")
    elif size == 127:
        size = int.from_bytes((yield Take(8, "LENGTH:64")), "big")
    key = (yield Take(4, "MASK KEY")) if second & 0x80 else None
    payload = yield Take(size, "PAYLOAD")
    if key is not None:
        payload = course_mask(payload, key)
    rsv = (first >> 4) & 0b111
    return Frame(Opcode(first & 0x0F), payload, first >> 7 == 1, rsv, key)


TWO = "FIN:1 RSV:3 OPCODE:4 MASK:1 LEN:7"


@mistake(
    "The length is wrong. It replaces 126 (=, not +=), big end first: "
    'int.from_bytes(…, "big").'
)
def _little_end_of_the_length() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size = second & 0x7F
    if size >= 126:
        wide = 2 if size == 126 else 8
        size = int.from_bytes((yield Take(wide, "LENGTH")), "little")
    return (yield from _rest(first, second, size))


@mistake(
    "126 was taken literally. In LEN it is a sign: the length is in the next "
    "two bytes (and for 127 in the next eight)."
)
def _only_short_lengths() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    return (yield from _rest(first, second, second & 0x7F))


@mistake("Here MASK is 1, so second is 254, not 126. Compare LEN: second & 0x7F.")
def _mask_left_in_the_comparison() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size = second & 0x7F
    if second in {126, 127}:
        wide = 2 if second == 126 else 8
        size = int.from_bytes((yield Take(wide, "LENGTH")), "big")
    return (yield from _rest(first, second, size))


@mistake(
    "127 in LEN was taken for a length. It announces eight bytes, as 126 announces two."
)
def _no_eight_bytes() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size = second & 0x7F
    if size == 126:
        size = int.from_bytes((yield Take(2, "LENGTH")), "big")
    return (yield from _rest(first, second, size))


@mistake(
    "127 in LEN announces eight bytes of length, and two were taken. The other "
    "six are now read as something else."
)
def _two_bytes_for_127() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size = second & 0x7F
    if size >= 126:
        size = int.from_bytes((yield Take(2, "LENGTH")), "big")
    return (yield from _rest(first, second, size))


@mistake(
    "This waits for bytes that never come. LEN is the payload alone, without "
    "the key: second & 0x7F."
)
def _mask_bit_in_the_size() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    return (yield from _rest(first, second, second))


@mistake("LEN counts the payload alone. Do not take the key's four bytes from it.")
def _key_taken_off_the_size() -> Parser[Frame]:
    first, second, size = yield from _start_of_a_frame()
    return (yield from _rest(first, second, size - 4 if second & 0x80 else size))


def _rest(first: int, second: int, size: int) -> Parser[Frame]:
    """Read what follows the length, and make the frame."""
    key = (yield Take(4, "MASK KEY")) if second & 0x80 else None
    payload = yield Take(size, "PAYLOAD")
    payload = apply_mask(payload, key) if key else payload
    rsv = (first >> 4) & 0b111
    return Frame(Opcode(first & 0x0F), payload, first >> 7 == 1, rsv, key)


@mistake(
    "A key was taken from a frame that has none. It is there only when MASK, "
    "the leftmost bit of the second byte, is 1."
)
def _takes_a_key_always() -> Parser[Frame]:
    first, second, size = yield from _start_of_a_frame()
    return (yield from _rest(first, second | 0x80, size))


@mistake(
    "MASK is 1, so four bytes of key stand before the payload. They were taken "
    "for its beginning."
)
def _takes_no_key() -> Parser[Frame]:
    first, second, size = yield from _start_of_a_frame()
    return (yield from _rest(first, second & 0x7F, size))


@mistake(
    "The key was taken before the longer length. On the wire the length comes "
    "first, then the key."
)
def _key_before_length() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    key = (yield Take(4, "MASK KEY")) if second & 0x80 else None
    size = second & 0x7F
    if size >= 126:
        wide = 2 if size == 126 else 8
        size = int.from_bytes((yield Take(wide, "LENGTH")), "big")
    payload = yield Take(size, "PAYLOAD")
    payload = apply_mask(payload, key) if key else payload
    return Frame(Opcode(first & 0x0F), payload, first >> 7 == 1, (first >> 4) & 7, key)


def _start_of_a_frame() -> Parser[tuple[int, int, int]]:
    first, second = yield Take(2, TWO)
    size = second & 0x7F
    if size >= 126:
        wide = 2 if size == 126 else 8
        size = int.from_bytes((yield Take(wide, "LENGTH")), "big")
    return first, second, size


@mistake("The payload is still masked. You have the key: course_mask undoes it.")
def _leaves_it_masked() -> Parser[Frame]:
    frame = yield from parse_frame()
    if frame.mask_key is None:
        return frame
    return replace(frame, payload=apply_mask(frame.payload, frame.mask_key))


@mistake(
    "mask_key was not filled in. Give the Frame all five: opcode, payload, "
    "fin, rsv, mask_key. What you leave out is taken to be True, 0 and None."
)
def _forgets_the_key() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, mask_key=None)


@mistake("When there is no key, mask_key is None, not empty bytes.")
def _no_key_is_empty() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, mask_key=frame.mask_key or b"")


@mistake(
    "fin was not filled in, and a Frame takes it to be True. Give it what the "
    "leftmost bit of the first byte says."
)
def _forgets_the_fin() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, fin=True)


@mistake(
    "rsv was not filled in, and a Frame takes it to be 0. It is the three bits "
    "behind FIN."
)
def _forgets_the_rsv() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, rsv=0)


@mistake(
    "After >> 4 four bits are left, and the first of them is FIN. RSV is the "
    "last three: & 0b111 drops the other."
)
def _fin_left_in_rsv() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, rsv=frame.fin << 3 | frame.rsv)


@mistake(
    "fin is 128 here: the right bit, but still in its place. Shift it to the "
    "right end with >> 7."
)
def _fin_is_128() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, fin=frame.fin << 7)  # type: ignore[arg-type]  # the mistake


@mistake(
    "The values are right, their order is not. A Frame begins with the opcode "
    "and the payload: Frame(opcode, payload, fin, rsv, mask_key)."
)
def _in_the_order_of_the_wire() -> Parser[tuple[object, ...]]:
    frame = yield from parse_frame()
    return (frame.fin, frame.rsv, frame.opcode, frame.payload, frame.mask_key)


@mistake(
    "The Frame is filled in the order of the wire, and it has an order of its "
    "own: opcode, payload, fin, rsv, mask_key."
)
def _in_another_order() -> Parser[tuple[object, ...]]:
    frame = yield from parse_frame()
    return (frame.fin, frame.rsv, frame.opcode, frame.mask_key, frame.payload)


@mistake(
    "Only the opcode and the payload were returned. Return a Frame, which has "
    "fin, rsv and mask_key, too."
)
def _opcode_and_payload() -> Parser[tuple[int, bytes]]:
    frame = yield from parse_frame()
    return frame.opcode, frame.payload


@mistake(
    "The payload alone was returned. Return a Frame: opcode, payload, fin, "
    "rsv and mask_key."
)
def _payload_only() -> Parser[bytes]:
    frame = yield from parse_frame()
    return frame.payload


@mistake(
    "Python's line above says which.\n"
    "“not a valid Opcode”: the first byte has FIN and RSV in it, too. The "
    "opcode is its last four bits: first & 0x0F.\n"
    "“to unpack”: Take(2, …) brings two numbers, not five fields: "
    "first, second = yield Take(2, TWO_BYTES).\n"
    "“invalid literal”: int(…) reads the digits of a text. "
    'int.from_bytes(…, "big") makes a number of bytes.'
)
def _whole_byte_as_opcode() -> Parser[Frame]:
    first, _ = yield Take(2, TWO)
    return Frame(Opcode(first))


@mistake("The frame was read and then dropped: return it, as a Frame.")
def _nothing_returned() -> Parser[None]:
    yield from parse_frame()


@mistake(
    "Python's line above says which.\n"
    "“missing … 'label'”: a Take has two parts: how many bytes, and a label "
    "for the picture: Take(2, TWO_BYTES).\n"
    "“unsupported operand”: yield brings bytes, also when it is one. "
    "`first[0]` is its number; or take both at once and unpack them.\n"
    "“'int' object to bytes”: LEN is a number already. from_bytes is only for "
    "the bytes that follow 126 or 127.\n"
    "“not an iterator”, “non-iterable Take”: a Take by itself does nothing. "
    "Write `yield Take(…)` for each field, and `return` for the frame."
)
def _does_not_yield() -> tuple[Take, ...]:
    return Take(2, TWO), Take(4, "MASK KEY")


@mistake(
    "What a parser yields is a Take: Take(2, …), not a number. And the frame "
    "at the end is handed back by return, not by yield."
)
def _yields_a_number() -> Iterator[int]:
    yield 2


@mistake(
    "A length of 127 bytes was read, and then taken for the sign 127. LEN is "
    "one of the signs only once: elif where you have the second if."
)
def _second_if() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size = second & 0x7F
    if size == 126:
        size = int.from_bytes((yield Take(2, "LENGTH")), "big")
    if size == 127:
        size = int.from_bytes((yield Take(8, "LENGTH")), "big")
    return (yield from _rest(first, second, size))


@mistake(
    "The longer length must become a number, from the bytes that yield brings: "
    'int.from_bytes((yield Take(2, "LENGTH:16")), "big"). A Take always has '
    "its label."
)
def _length_stays_bytes() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size: int = second & 0x7F
    if size >= 126:
        size = yield Take(2, "LENGTH")  # type: ignore[assignment]  # the mistake
    return (yield from _rest(first, second, size))


@mistake(
    "This frame has no key, and still the mask was undone. Do it only when "
    "there is a key."
)
def _unmasks_always() -> Parser[Frame]:
    frame = yield from parse_frame()
    key: bytes = frame.mask_key  # type: ignore[assignment]  # the mistake
    return replace(frame, payload=apply_mask(apply_mask(frame.payload, key), key))


@mistake("Call course_mask only when there is a key. Without one, mask_key is None.")
def _unmasks_with_an_empty_key() -> Parser[Frame]:
    first, second, size = yield from _start_of_a_frame()
    key = (yield Take(4, "MASK KEY")) if second & 0x80 else b""
    payload = apply_mask((yield Take(size, "PAYLOAD")), key)
    return Frame(Opcode(first & 15), payload, first >> 7 == 1, (first >> 4) & 7, key)


@mistake(
    "Two bytes make one number: "
    'int.from_bytes((yield Take(2, "LENGTH:16")), "big"). int(…) alone reads '
    "the digits of a text."
)
def _int_of_the_bytes() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size = second & 0x7F
    if size >= 126:
        size = int((yield Take(2, "LENGTH")))
    return (yield from _rest(first, second, size))


@mistake(
    "When MASK is 0, your name for the key was never given a value. Set it to "
    "None before the if."
)
def _key_without_a_value() -> Parser[Frame]:
    first, second, size = yield from _start_of_a_frame()
    if second & 0x80:
        key = yield Take(4, "MASK KEY")
    payload = apply_mask((yield Take(size, "PAYLOAD")), key)
    return Frame(Opcode(first & 15), payload, first >> 7 == 1, (first >> 4) & 7, key)


@mistake(
    "The payload was taken first, and the key behind it. On the wire the key "
    "comes before the payload."
)
def _key_behind_the_payload() -> Parser[Frame]:
    first, second, size = yield from _start_of_a_frame()
    payload = yield Take(size, "PAYLOAD")
    key = (yield Take(4, "MASK KEY")) if second & 0x80 else None
    payload = apply_mask(payload, key) if key else payload
    return Frame(Opcode(first & 15), payload, first >> 7 == 1, (first >> 4) & 7, key)


@mistake(
    "This opcode is the whole first byte, with FIN and RSV in it. Keep its "
    "last four bits: first & 0x0F."
)
def _whole_byte_kept() -> Parser[Frame]:
    frame = yield from parse_frame()
    first = frame.fin << 7 | frame.rsv << 4 | frame.opcode
    return replace(frame, opcode=first)  # type: ignore[arg-type]  # the mistake


@mistake("fin is turned round. 1 means: the last frame of its message.")
def _fin_turned_over() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, fin=not frame.fin)


@mistake(
    "The values are right, but this is a plain tuple, without names. Put Frame "
    "in front: Frame(opcode, payload, fin, rsv, mask_key)."
)
def _plain_tuple() -> Parser[tuple[object, ...]]:
    return astuple((yield from parse_frame()))


@dataclass(frozen=True)
class Plain:
    """A tuple that is no Frame. Python would call the two equal."""

    value: tuple[object, ...]

    def __repr__(self) -> str:
        return repr(self.value)


def in_pieces(attempt: Callable[[], Parser[object]], case: Case) -> Iterator[Try]:
    """Try a parser on every split of a short stream, on some of a long one."""
    stream = case.args[0]
    assert isinstance(stream, bytes)
    start, much = stream[:10].hex(" "), f"{len(stream):,}"
    if len(stream) <= FEW:
        for pieces in splits(stream):
            shown = " | ".join(piece.hex(" ") for piece in pieces)
            says = f"{attempt.__name__}() given {shown}"
            yield Try(says, partial(_parse, attempt, pieces))
        return
    for at in (0, 1, 2, 3, 5, 9, 10, 13, 20):
        says = f"{attempt.__name__}() given {start} … {much} bytes, cut at {at}"
        yield Try(says, partial(_parse, attempt, [stream[:at], stream[at:]]))


def _parse(new_parser: Attempt, pieces: list[bytes]) -> list[object]:
    decoder: Decoder[object] = Decoder(new_parser)
    items: list[object] = []
    for piece in pieces:
        decoder.feed(piece)
        items += decoder
    return [Plain(item) if type(item) is tuple else item for item in items]


EXERCISE = Exercise(
    id="parse_frame",
    title="Read a frame",
    minutes=15,
    solution=parse_frame,
    imports=(
        "from wslesson.exercises.frames.course import course_mask\n"
        "from wslesson.protocol.frames import Frame, Opcode\n"
        "from wslesson.protocol.reading import Parser, Take"
    ),
    trial=in_pieces,
    rules=("F09", "F11"),
    cases=(
        Case(
            (bytes.fromhex("81 85 37 fa 21 3d 7f 9f 4d 51 58"),),
            [Frame(Opcode.TEXT, b"Hello", mask_key=KEY)],
            why="FIN 1, RSV 0, OPCODE 1, MASK 1. Which part differs?",
        ),
        Case(
            (bytes.fromhex("81 05 48 65 6c 6c 6f"),),
            [Frame(Opcode.TEXT, b"Hello")],
            why="Not masked: no key, and the payload is what it is.",
        ),
        Case(
            (bytes.fromhex("01 03 48 65 6c 89 02 68 69 80 02 6c 6f"),),
            [
                Frame(Opcode.TEXT, b"Hel", fin=False),
                Frame(Opcode.PING, b"hi"),
                Frame(Opcode.CONTINUATION, b"lo"),
            ],
            why="Three frames, one behind the other. In the first, FIN is 0.",
        ),
        Case(
            (bytes.fromhex("8a 80 37 fa 21 3d 82 00"),),
            [Frame(Opcode.PONG, mask_key=KEY), Frame(Opcode.BINARY)],
            why="Two empty payloads. The key is sent all the same.",
        ),
        Case(
            (bytes.fromhex("c1 02 68 69"),),
            [Frame(Opcode.TEXT, b"hi", rsv=4)],
            why="c1 is 1 100 0001: RSV is 4.",
        ),
        Case(
            (bytes.fromhex("82 7e 00 7e") + b"x" * 126,),
            [Frame(Opcode.BINARY, b"x" * 126)],
            why="126 in LEN: the length is in the next two bytes.",
        ),
        Case(
            (bytes.fromhex("82 7e 00 7f") + b"x" * 127,),
            [Frame(Opcode.BINARY, b"x" * 127)],
            why="126 in LEN, and the two bytes behind it say 127.",
        ),
        Case(
            (bytes.fromhex("82 fe 01 2c 00 00 00 00") + b"x" * 300,),
            [Frame(Opcode.BINARY, b"x" * 300, mask_key=bytes(4))],
            why="Long and masked: first the two bytes of length, then the key.",
        ),
        Case(
            (bytes.fromhex("82 7f 00 00 00 00 00 01 00 00") + b"x" * 65_536,),
            [Frame(Opcode.BINARY, b"x" * 65_536)],
            why="127 in LEN: the length is in the next eight bytes.",
        ),
    ),
    hidden=(
        Case((b"\x88\x02\x03\xe8",), [Frame(Opcode.CLOSE, b"\x03\xe8")]),
        Case(
            (bytes.fromhex("89 82 01 02 03 04 69 6b"),),
            [Frame(Opcode.PING, b"hi", mask_key=bytes([1, 2, 3, 4]))],
        ),
    ),
    hints=(
        "What do you know after the first two bytes, and what must you ask for next?",
        "Take the fields in the order of the wire: the two bytes; two or eight bytes "
        "of length if LEN says so; four bytes of key if MASK is 1; the payload. Then "
        "undo the mask, and fill in the Frame.",
        "first, second = yield Take(2, …)\nsize = second & 0x7F\nif size == 126:\n"
        '    size = int.from_bytes((yield Take(2, "LENGTH:16")), "big")\nelif …\n'
        'key = None\nif second & 0x80:\n    key = yield Take(4, "MASK KEY")\n'
        'payload = yield Take(size, "PAYLOAD")\nif key is not None:\n'
        "    payload = …\nreturn Frame(Opcode(…), payload, …, …, key)",
    ),
    mistakes=(
        _second_if,
        _length_stays_bytes,
        _int_of_the_bytes,
        _unmasks_with_an_empty_key,
        _unmasks_always,
        _key_without_a_value,
        _does_not_yield,
        _yields_a_number,
        _nothing_returned,
        _payload_only,
        _opcode_and_payload,
        _in_the_order_of_the_wire,
        _in_another_order,
        _whole_byte_as_opcode,
        _whole_byte_kept,
        _plain_tuple,
        _key_behind_the_payload,
        _fin_turned_over,
        _no_eight_bytes,
        _two_bytes_for_127,
        _key_before_length,
        _mask_left_in_the_comparison,
        _only_short_lengths,
        _little_end_of_the_length,
        _mask_bit_in_the_size,
        _key_taken_off_the_size,
        _takes_a_key_always,
        _takes_no_key,
        _leaves_it_masked,
        _forgets_the_key,
        _no_key_is_empty,
        _forgets_the_fin,
        _fin_is_128,
        _fin_left_in_rsv,
        _forgets_the_rsv,
    ),
)
