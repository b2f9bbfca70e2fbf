"""Read a frame, in whatever pieces it arrives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from ...checking.model import Attempt, Case, Exercise, Slip, Try, mistake
from ...checking.trials import splits
from ...protocol.frames import Frame, Opcode
from ...protocol.reading import Decoder, Parser, Take
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
    return [_with_a_bool(item) for item in items]


def _with_a_bool(item: object) -> object:
    """Return a frame whose `fin` may have been the number of the bit, 1 or 0."""
    if isinstance(item, Frame) and item.fin in (0, 1):
        return replace(item, fin=bool(item.fin))
    return item


@mistake(
    "The key was taken before the longer length. On the wire the length comes "
    "first, then the key."
)
def _key_before_length() -> Parser[Frame]:
    first, second = yield Take(2, "FIN:1 RSV:3 OPCODE:4 MASK:1 LEN:7")
    key = (yield Take(4, "MASK KEY")) if second & 0x80 else None
    size = second & 0x7F
    if size >= 126:
        wide = 2 if size == 126 else 8
        size = int.from_bytes((yield Take(wide, "LENGTH")), "big")
    payload = yield Take(size, "PAYLOAD")
    payload = course_mask(payload, key) if key else payload
    return Frame(Opcode(first & 0x0F), payload, first >> 7 == 1, (first >> 4) & 7, key)


@mistake(
    "Your function has no yield, so it gives nothing to read with. Write "
    "`yield Take(…)` for each field, and `return` for the frame."
)
def _no_generator() -> None:
    Take(2, "FIN:1 RSV:3 OPCODE:4 MASK:1 LEN:7")


TWO = 'Take(2, "FIN:1 RSV:3 OPCODE:4 MASK:1 LEN:7")'
LENGTH_16 = 'int.from_bytes((yield Take(2, "LENGTH:16")), "big")'
THE_KEY = '(yield Take(4, "MASK KEY")) if second & 0x80 else None'
PAYLOAD = 'payload = yield Take(size, "PAYLOAD")'
FRAME = "Frame(Opcode(first & 0x0F), payload, first >> 7 == 1, rsv, key)"


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
            (bytes.fromhex("c1 02 68 69 32 00"),),
            [Frame(Opcode.TEXT, b"hi", rsv=4), Frame(Opcode.BINARY, fin=False, rsv=3)],
            why="c1 is 1 100 0001: RSV is 4. 32 is 0 011 0010: RSV is 3.",
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
        Case(
            (bytes.fromhex("09 7e 00 02 68 69"),),
            [Frame(Opcode.PING, b"hi", fin=False)],
            why="It breaks two rules: FIN is 0, and the length is too long a form of "
            "2. But nothing is refused here.",
        ),
    ),
    hidden=(
        Case((bytes.fromhex("5a 00"),), [Frame(Opcode.PONG, fin=False, rsv=5)]),
        Case(
            (bytes.fromhex("82 fe 00 7f 01 02 03 04") + bytes(127),),
            [
                Frame(
                    Opcode.BINARY,
                    (bytes([1, 2, 3, 4]) * 32)[:127],
                    mask_key=bytes([1, 2, 3, 4]),
                )
            ],
        ),
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
        Slip(
            "elif",
            "if",
            "A length of 127 bytes was read, and then taken for the sign 127. LEN is "
            "one of the signs only once: elif where you have the second if.",
        ),
        Slip(
            LENGTH_16,
            'yield Take(2, "LENGTH:16")',
            "The longer length must become a number, from the bytes that yield brings: "
            'int.from_bytes((yield Take(2, "LENGTH:16")), "big"). A Take always has '
            "its label.",
        ),
        Slip(
            LENGTH_16,
            'int((yield Take(2, "LENGTH:16")))',
            "Two bytes make one number: "
            'int.from_bytes((yield Take(2, "LENGTH:16")), "big"). int(…) alone reads '
            "the digits of a text.",
        ),
        Slip(
            "else None",
            'else b""',
            "Call course_mask only when there is a key. Without one, mask_key is None.",
        ),
        Slip(
            "if key is not None",
            "if True",
            "This frame has no key, and still the mask was undone. Do it only when "
            "there is a key.",
        ),
        Slip(
            f"key = {THE_KEY}",
            'if second & 0x80:\n        key = yield Take(4, "MASK KEY")',
            "When MASK is 0, your name for the key was never given a value. Set it to "
            "None before the if.",
        ),
        Slip(
            "first, second = yield",
            "first = second = yield",
            "The kinds do not fit, and Python's line above names them. yield brings "
            "bytes, also when it is one: take two at once and unpack them, first, "
            "second = yield Take(2, TWO_BYTES).",
        ),
        Slip(
            TWO,
            "Take(2)",
            "A Take has two parts: how many bytes, and a label for the picture: "
            "Take(2, TWO_BYTES).",
        ),
        Slip(
            "second & 0x7F",
            'int.from_bytes(second & 0x7F, "big")',
            "LEN is a number already. from_bytes is only for the bytes that follow 126 "
            "or 127.",
        ),
        Slip(
            "yield ",
            "",
            "A Take by itself is no bytes, and cannot be unpacked. Write "
            "`yield Take(…)` for each field, and `return` for the frame.",
        ),
        _no_generator,
        Slip(
            f"yield {TWO}",
            "yield 2",
            "What a parser yields is a Take: Take(2, …), not a number.",
        ),
        Slip(
            "return Frame",
            "yield Frame",
            "What a parser yields is a Take. The frame at the end is handed back by "
            "return, not by yield.",
        ),
        Slip(
            "return Frame",
            "Frame",
            "The frame was read and then dropped: return it, as a Frame.",
        ),
        Slip(
            FRAME,
            "payload",
            "The payload alone was returned. Return a Frame: opcode, payload, fin, "
            "rsv and mask_key.",
        ),
        Slip(
            FRAME,
            "Opcode(first & 0x0F), payload",
            "Only the opcode and the payload were returned. Return a Frame, which has "
            "fin, rsv and mask_key, too.",
        ),
        Slip(
            FRAME,
            "Frame(first >> 7 == 1, rsv, Opcode(first & 0x0F), payload, key)",
            "The values are right, their order is not. A Frame begins with the opcode "
            "and the payload: Frame(opcode, payload, fin, rsv, mask_key).",
        ),
        Slip(
            FRAME,
            "Frame(first >> 7 == 1, rsv, Opcode(first & 0x0F), key, payload)",
            "The Frame is filled in the order of the wire, and it has an order of its "
            "own: opcode, payload, fin, rsv, mask_key.",
        ),
        Slip(
            FRAME,
            "(first >> 7 == 1, rsv, Opcode(first & 0x0F), key, payload)",
            "The values are right, but this is a plain tuple, in the order of the "
            "wire. Return Frame(opcode, payload, fin, rsv, mask_key).",
        ),
        Slip(
            FRAME,
            "(first >> 7 == 1, rsv, Opcode(first & 0x0F), payload, key)",
            "The values are right, but this is a plain tuple, and in another order. "
            "Return Frame(opcode, payload, fin, rsv, mask_key).",
        ),
        Slip(
            "first, second = yield",
            "fin, rsv, opcode, masked, size = yield",
            "Take(2, …) brings two numbers, not five fields: "
            "first, second = yield Take(2, TWO_BYTES). The opcode is the last "
            "four bits of the first.",
        ),
        Slip(
            "Opcode(first & 0x0F)",
            "Opcode(first)",
            "The first byte has FIN and RSV in it, too. The opcode is its last four "
            "bits: first & 0x0F.",
        ),
        Slip(
            f"first, second = yield {TWO}",
            f"first = second = int((yield {TWO}))",
            "int(…) reads the digits of a text. The two bytes are numbers already: "
            "first, second = yield Take(2, TWO_BYTES).",
        ),
        Slip(
            "Opcode(first & 0x0F)",
            "first",
            "This opcode is the whole first byte, with FIN and RSV in it. Keep its "
            "last four bits: first & 0x0F.",
        ),
        Slip(
            "return Frame",
            "return ",
            "The values are right, but this is a plain tuple, without names. Put Frame "
            "in front: Frame(opcode, payload, fin, rsv, mask_key).",
        ),
        Slip(
            f"key = {THE_KEY}\n    {PAYLOAD}",
            f"{PAYLOAD}\n    key = {THE_KEY}",
            "The payload was taken first, and the key behind it. On the wire the key "
            "comes before the payload.",
        ),
        Slip(
            "first >> 7 == 1",
            "first >> 7 == 0",
            "FIN is 1 here, and your fin is not: it is the leftmost bit of the first "
            "byte, first >> 7.",
        ),
        Slip(
            "elif size == 127",
            "elif False",
            "127 in LEN was taken for a length. It announces eight bytes, as 126 "
            "announces two.",
        ),
        Slip(
            "Take(8",
            "Take(2",
            "127 in LEN announces eight bytes of length, and two were taken. The other "
            "six are now read as something else.",
        ),
        _key_before_length,
        Slip(
            "if size ==",
            "if second ==",
            "Here MASK is 1, so second is 254, not 126. Compare LEN: second & 0x7F.",
        ),
        Slip(
            "if size ==",
            "if 0 ==",
            "126 was taken literally. In LEN it is a sign: the length is in the next "
            "two bytes (and for 127 in the next eight).",
        ),
        Slip(
            '"big"',
            '"little"',
            "The length is wrong. It replaces 126 (=, not +=), big end first: "
            'int.from_bytes(…, "big").',
        ),
        Slip(
            "second & 0x7F",
            "second",
            "This waits for bytes that never come. LEN is seven bits, without MASK, and "
            "counts the payload alone, without the key: second & 0x7F.",
        ),
        Slip(
            "Take(size",
            "Take(size - 4 if key else size",
            "LEN counts the payload alone. Do not take the key's four bytes from it.",
        ),
        Slip(
            " if second & 0x80 else None",
            "",
            "A key was taken from a frame that has none. It is there only when MASK, "
            "the leftmost bit of the second byte, is 1.",
        ),
        Slip(
            THE_KEY,
            "None",
            "MASK is 1, so four bytes of key stand before the payload. They were taken "
            "for its beginning.",
        ),
        Slip(
            "course_mask(payload, key)",
            "payload",
            "The payload is still masked. You have the key: course_mask undoes it.",
        ),
        Slip(
            "rsv, key)",
            "rsv)",
            "mask_key was not filled in. Give the Frame all five: opcode, payload, "
            "fin, rsv, mask_key. What you leave out is taken to be True, 0 and None.",
        ),
        Slip(
            "rsv, key)",
            'rsv, key or b"")',
            "When there is no key, mask_key is None, not empty bytes.",
        ),
        Slip(
            "first >> 7 == 1",
            "True",
            "fin was not filled in, and a Frame takes it to be True. Give it what the "
            "leftmost bit of the first byte says.",
        ),
        Slip(
            "first >> 7 == 1",
            "first & 0x80",
            "fin is 128 here: the right bit, but still in its place. Shift it to the "
            "right end with >> 7.",
        ),
        Slip(
            "(first >> 4) & 0b111",
            "first >> 4",
            "After >> 4 four bits are left, and the first of them is FIN. RSV is the "
            "last three: & 0b111 drops the other.",
        ),
        Slip(
            "0b111",
            "0b11",
            "RSV has three bits, and this keeps two: 3 is 11. Three ones are 0b111.",
        ),
        Slip(
            "(first >> 4) & 0b111",
            "first & 0x70",
            "The three bits of RSV still stand in the middle of the byte. Shift them "
            "to the right end: (first >> 4) & 0b111.",
        ),
        Slip(
            "rsv, key)",
            "mask_key=key)",
            "rsv was not filled in, and a Frame takes it to be 0. It is the three bits "
            "behind FIN.",
        ),
    ),
)
