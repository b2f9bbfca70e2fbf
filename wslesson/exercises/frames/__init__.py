"""Lesson 04: what is on the wire?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, replace
from functools import partial

from ...checking.model import Attempt, Case, Choice, Exercise, Mistake, Question, Try
from ...checking.trials import splits
from ...protocol.frames import Frame, Opcode
from ...protocol.reading import Decoder, Parser, Take

KEY = bytes.fromhex("37 fa 21 3d")  # the key of RFC 6455's examples
MASKED_HELLO = bytes.fromhex("7f 9f 4d 51 58")  # and what it makes of "Hello"
FEW = 40  # bytes: what is longer is not shown whole, nor cut at each place
TWO = "FIN:1 RSV:3 OPCODE:4 MASK:1 LEN:7"

# 04.1


def read_two_bytes(two: bytes) -> tuple[int, int, int, int, int]:
    """Return FIN, RSV, OPCODE, MASK and LEN of a frame, each as a number."""
    first, second = two
    return first >> 7, (first >> 4) & 0b111, first & 0x0F, second >> 7, second & 0x7F


Fields = tuple[object, ...]


def _bits_stay_in_place(two: bytes) -> Fields:
    first, second = two
    return first & 0x80, first & 0x70, first & 0x0F, second & 0x80, second & 0x7F


def _rsv_stays_in_place(two: bytes) -> Fields:
    first, second = two
    return first >> 7, first & 0x70, first & 0x0F, second >> 7, second & 0x7F


def _fin_stays_in_place(two: bytes) -> Fields:
    first, second = two
    return first & 0x80, (first >> 4) & 7, first & 0x0F, second >> 7, second & 0x7F


def _mask_stays_in_place(two: bytes) -> Fields:
    first, second = two
    return first >> 7, (first >> 4) & 7, first & 0x0F, second & 0x80, second & 0x7F


def _shifts_by_eight(two: bytes) -> Fields:
    first, second = two
    return first >> 8, (first >> 4) & 7, first & 0x0F, second >> 8, second & 0x7F


def _rsv_of_two_bits(two: bytes) -> Fields:
    first, second = two
    return first >> 7, (first >> 4) & 3, first & 0x0F, second >> 7, second & 0x7F


def _rsv_shifted_by_five(two: bytes) -> Fields:
    first, second = two
    return first >> 7, first >> 5, first & 0x0F, second >> 7, second & 0x7F


def _rsv_masked_too_soon(two: bytes) -> Fields:
    first, second = two
    return first >> 7, first & 0x70 >> 4, first & 0x0F, second >> 7, second & 0x7F


def _all_masked_too_soon(two: bytes) -> Fields:
    first, second = two
    fin, rsv, mask = first & 0x80 >> 7, first & 0x70 >> 4, second & 0x80 >> 7
    return fin, rsv, first & 0x0F, mask, second & 0x7F


def _rsv_not_far_enough(two: bytes) -> Fields:
    first, second = two
    return first >> 7, (first >> 3) & 7, first & 0x0F, second >> 7, second & 0x7F


def _rsv_is_zero(two: bytes) -> Fields:
    first, second = two
    return first >> 7, 0, first & 0x0F, second >> 7, second & 0x7F


def _opcode_from_the_left(two: bytes) -> Fields:
    first, second = two
    return first >> 7, (first >> 4) & 7, first >> 4, second >> 7, second & 0x7F


def _len_shifted(two: bytes) -> Fields:
    first, second = two
    return first >> 7, (first >> 4) & 7, first & 0x0F, second >> 7, second >> 1


def _len_is_the_mask(two: bytes) -> Fields:
    first, second = two
    return first >> 7, (first >> 4) & 7, first & 0x0F, second >> 7, second & 0x80


def _shifts_all_bytes(two: bytes) -> Fields:
    return (two >> 15,)  # type: ignore[operator]  # the mistake


def _text_without_zeros(two: bytes) -> Fields:
    bits = f"{two[0]:b}{two[1]:b}"
    parts = bits[0], bits[1:4], bits[4:8], bits[8], bits[9:]
    return tuple(int(part, 2) for part in parts)


def _gives_nothing(two: bytes) -> None:
    two.hex()


def _fin_in_rsv(two: bytes) -> Fields:
    first, second = two
    return first >> 7, first >> 4, first & 0x0F, second >> 7, second & 0x7F


def _mask_in_len(two: bytes) -> Fields:
    first, second = two
    return first >> 7, (first >> 4) & 7, first & 0x0F, second >> 7, second


def _opcode_of_a_whole_byte(two: bytes) -> Fields:
    first, second = two
    return first >> 7, (first >> 4) & 7, first, second >> 7, second & 0x7F


def _opcode_of_seven_bits(two: bytes) -> Fields:
    first, second = two
    return first >> 7, (first >> 4) & 7, first & 0x7F, second >> 7, second & 0x7F


def _opcode_of_three_bits(two: bytes) -> Fields:
    first, second = two
    return first >> 7, (first >> 4) & 7, first & 7, second >> 7, second & 0x7F


def _from_the_right(two: bytes) -> Fields:
    first, second = two
    return first & 1, (first >> 1) & 7, first >> 4, second & 1, second >> 1


def _fields_as_text(two: bytes) -> Fields:
    first, second = f"{two[0]:08b}", f"{two[1]:08b}"
    return first[0], first[1:4], first[4:], second[0], second[1:]


def _fields_in_a_list(two: bytes) -> list[int]:
    return list(read_two_bytes(two))


READ_TWO_BYTES = Exercise(
    id="04.1",
    title="Read the two bytes",
    minutes=5,
    solution=read_two_bytes,
    cases=(
        Case((b"\x81\x05",), (1, 0, 1, 0, 5), why="1 000 0001, then 0 0000101."),
        Case((b"\x01\x83",), (0, 0, 1, 1, 3), why="0 000 0001, then 1 0000011."),
        Case((b"\x8a\x80",), (1, 0, 10, 1, 0), why="1 000 1010, then 1 0000000."),
        Case(
            (b"\xc1\x7e",),
            (1, 4, 1, 0, 126),
            why="1 100 0001, then 0 1111110: RSV is 100, LEN is 126.",
        ),
        Case(
            (b"\x2a\xff",),
            (0, 2, 10, 1, 127),
            why="0 010 1010, then 1 1111111. RSV is 010, four bits from the end.",
        ),
    ),
    hidden=(
        Case((b"\x88\x02",), (1, 0, 8, 0, 2)),
        Case((b"\x70\x80",), (0, 7, 0, 1, 0)),
    ),
    hints=(
        "Each byte is read from its left end. How many bits of the first byte stand "
        "to the right of FIN? And to the right of RSV?",
        "Shift by that many with >>, and what you want is at the right end. Then use "
        "& with as many ones as the field has bits, to drop what is left of it.",
        "first, second = two\nreturn first >> …, (first >> …) & 0b111, first & …, "
        "second >> …, second & …",
    ),
    mistakes=(
        Mistake(
            _bits_stay_in_place,
            "The right bits were found, but they still stand where they stood: 0x80 "
            "is 128, not 1. Shift each field to the right end with >>.",
        ),
        Mistake(
            _rsv_stays_in_place,
            "The three bits of RSV still stand in the middle of the byte. Shift them "
            "to the right end first, then use &.",
        ),
        Mistake(
            _gives_nothing,
            "Nothing came back. print shows values; return hands them over.",
        ),
        Mistake(
            _fin_stays_in_place,
            "FIN is 128: the right bit, but it still stands at the left end of its "
            "byte. Shift it to the right end: >> 7.",
        ),
        Mistake(
            _mask_stays_in_place,
            "MASK is 128: the right bit, but it still stands at the left end of its "
            "byte. Shift it to the right end: >> 7.",
        ),
        Mistake(
            _shifts_by_eight,
            "After >> 8 nothing is left of a byte. The leftmost bit has seven others "
            "to its right.",
        ),
        Mistake(
            _rsv_of_two_bits,
            "RSV has three bits, and this keeps two: 3 is 11. Three ones are 0b111.",
        ),
        Mistake(
            _rsv_shifted_by_five,
            "RSV is shifted too far, and FIN came along. To the right of RSV stand the "
            "four bits of OPCODE: >> 4, then & 0b111.",
        ),
        Mistake(
            _rsv_masked_too_soon,
            "RSV: >> is done before &, so 0x70 was shifted, not the byte. Put the "
            "shift in parentheses: (first >> 4) & 0b111.",
        ),
        Mistake(
            _all_masked_too_soon,
            ">> is done before &, so first & 0x80 >> 7 shifts 0x80, not the byte. Put "
            "the shift in parentheses: (first >> 4) & 0b111.",
        ),
        Mistake(
            _rsv_not_far_enough,
            "RSV was not shifted far enough. It has four bits to its right: >> 4, "
            "then & 0b111.",
        ),
        Mistake(
            _rsv_is_zero,
            "RSV is 0 here, whatever the byte says. It has four bits to its right: "
            ">> 4, then & 0b111.",
        ),
        Mistake(
            _opcode_from_the_left,
            "This is the left half of the first byte: FIN and RSV. OPCODE is the right "
            "half: & 0x0F, without a shift.",
        ),
        Mistake(
            _len_shifted,
            "LEN stands at the right end already. A shift drops one of its bits; & "
            "0x7F drops MASK.",
        ),
        Mistake(
            _len_is_the_mask,
            "& 0x80 keeps the one bit of MASK. LEN is the other seven: & 0x7F.",
        ),
        Mistake(
            _shifts_all_bytes,
            "Python shifts numbers, not bytes. Unpack them first: first, second = two "
            "gives two numbers.",
        ),
        Mistake(
            _text_without_zeros,
            "bin leaves out the zeros in front, so the second byte has too few digits. "
            'With text, ask for eight: f"{byte:08b}".',
        ),
        Mistake(
            _fin_in_rsv,
            "After >> 4 four bits are left, and the first of them is FIN. RSV is the "
            "last three: & 0b111 drops the other.",
        ),
        Mistake(
            _mask_in_len,
            "LEN has seven bits, and the eighth is MASK: a masked frame seems to be "
            "128 bytes longer than it is. & 0x7F keeps the seven.",
        ),
        Mistake(
            _opcode_of_a_whole_byte,
            "This OPCODE is the whole first byte, with FIN and RSV in it. Only the "
            "last four bits are the opcode: & 0x0F.",
        ),
        Mistake(
            _opcode_of_seven_bits,
            "This OPCODE has seven bits, RSV among them. Only the last four are the "
            "opcode: & 0x0F.",
        ),
        Mistake(
            _opcode_of_three_bits,
            "OPCODE has four bits, and this keeps three. Text comes out right, but "
            "close, ping and pong (8, 9, 10) do not.",
        ),
        Mistake(
            _from_the_right,
            "The fields were taken from the right end of the bytes. FIN is the "
            "leftmost bit of the first byte, MASK the leftmost of the second.",
        ),
        Mistake(
            _fields_as_text,
            "These are texts of zeros and ones, and each field shall be a number. >> "
            'and & do it without text (or int("101", 2)).',
        ),
        Mistake(
            _fields_in_a_list,
            "The five numbers are right. Return them as a tuple: with commas, "
            "without square brackets.",
        ),
    ),
)

# 04.2


def encode_length(size: int, masked: bool) -> bytes:
    """Return MASK, LEN, and the bytes of the length that may follow: 1, 3 or 9."""
    mask = 0x80 if masked else 0
    if size <= 125:
        return bytes([mask | size])
    if size <= 65_535:
        return bytes([mask | 126]) + size.to_bytes(2, "big")
    return bytes([mask | 127]) + size.to_bytes(8, "big")


def _length(size: int, masked: bool, order: str = "big", last: int = 125) -> bytes:
    mask = 0x80 if masked else 0
    if size <= last:
        return bytes([mask | size])
    number = size.to_bytes(2 if size <= 65_535 else 8, order)  # type: ignore[arg-type]  # a literal
    return bytes([mask | (126 if size <= 65_535 else 127)]) + number


def _little_end_first(size: int, masked: bool) -> bytes:
    return _length(size, masked, "little")


def _takes_126_literally(size: int, masked: bool) -> bytes:
    return _length(size, masked, last=126)


def _takes_127_literally(size: int, masked: bool) -> bytes:
    return _length(size, masked, last=127)


def _long_form_of_125(size: int, masked: bool) -> bytes:
    return _length(size, masked, last=124)


def _never_the_mask(size: int, masked: bool) -> bytes:  # noqa: ARG001 - the mistake
    return _length(size, False)


def _always_the_mask(size: int, masked: bool) -> bytes:  # noqa: ARG001 - the mistake
    return _length(size, True)


def _mask_in_short_only(size: int, masked: bool) -> bytes:
    return _length(size, masked and size <= 125)


def _no_mask_behind_127(size: int, masked: bool) -> bytes:
    return _length(size, masked and size <= 65_535)


def _sixteen_bits_too_far(size: int, masked: bool) -> bytes:
    if size == 65_536:
        return bytes([masked << 7 | 126]) + size.to_bytes(2, "big")
    return _length(size, masked)


def _sixteen_bits_too_short(size: int, masked: bool) -> bytes:
    if size == 65_535:
        return bytes([masked << 7 | 127]) + size.to_bytes(8, "big")
    return _length(size, masked)


def _sixteen_bits_for_all(size: int, masked: bool) -> bytes:
    if size <= 125:
        return bytes([masked << 7 | size])
    return bytes([masked << 7 | 126]) + size.to_bytes(2, "big")


def _sixty_four_bits_for_all(size: int, masked: bool) -> bytes:
    if size <= 125:
        return bytes([masked << 7 | size])
    return bytes([masked << 7 | 127]) + size.to_bytes(8, "big")


def _thirty_two_bits(size: int, masked: bool) -> bytes:
    if size <= 65_535:
        return _length(size, masked)
    return bytes([masked << 7 | 127]) + size.to_bytes(4, "big")


def _markers_swapped(size: int, masked: bool) -> bytes:
    if size <= 125:
        return bytes([masked << 7 | size])
    sign, wide = (127, 2) if size <= 65_535 else (126, 8)
    return bytes([masked << 7 | sign]) + size.to_bytes(wide, "big")


def _no_marker(size: int, masked: bool) -> bytes:
    if size <= 125:
        return bytes([masked << 7 | size])
    return size.to_bytes(2 if size <= 65_535 else 8, "big")


def _that_many_zeros(size: int, masked: bool) -> bytes:
    return bytes(masked << 7 | min(size, 126))


def _a_number(size: int, masked: bool) -> int:
    return masked << 7 | size


def _one_byte_for_all(size: int, masked: bool) -> bytes:
    return bytes([masked << 7 | size])


def _mask_in_front(size: int, masked: bool) -> bytes:
    return bytes([0x80 if masked else 0]) + _length(size, False)


def _joins_bytes(size: int, masked: bool) -> bytes:
    wire = _length(size, False)
    if masked:
        wire |= 0x80  # type: ignore[assignment, operator]  # the mistake
    return wire


def _one_in_front(size: int, masked: bool) -> bytes:
    return bytes([masked]) + _length(size, False)


def _mask_at_the_right(size: int, masked: bool) -> bytes:
    wire = _length(size, False)
    return bytes([wire[0] | masked]) + wire[1:]


def _length_moved_left(size: int, masked: bool) -> bytes:
    wire = _length(size, False)
    return bytes([wire[0] << 1 | masked]) + wire[1:]


def _one_byte_behind_126(size: int, masked: bool) -> bytes:
    if 125 < size <= 65_535:
        return bytes([masked << 7 | 126, size])
    return _length(size, masked)


def _counts_from_126(size: int, masked: bool) -> bytes:
    if 125 < size <= 65_535:
        return bytes([masked << 7 | 126]) + (size - 126).to_bytes(2, "big")
    return _length(size, masked)


def _no_third_form(size: int, masked: bool) -> bytes | None:
    return _length(size, masked) if size <= 65_535 else None


def _length_printed(size: int, masked: bool) -> None:
    encode_length(size, masked)


def _plus_before_the_shift(size: int, masked: bool) -> bytes:
    return bytes([int(masked) << 7 + size])


def _bits_as_text(size: int, masked: bool) -> str:
    return f"{int(masked)}{size:07b}"


ENCODE_LENGTH = Exercise(
    id="04.2",
    title="Write the length",
    minutes=6,
    solution=encode_length,
    rules=("F07", "F09"),
    cases=(
        Case((5, False), b"\x05", why="Up to 125, LEN is the length itself."),
        Case((0, False), b"\x00", why="An empty payload has a length, too: 0."),
        Case((5, True), b"\x85", why="MASK is the leftmost bit of this byte: 0x80."),
        Case((125, False), b"\x7d", why="125 is the last that fits into LEN."),
        Case((126, False), b"\x7e\x00\x7e", why="126 in LEN says: two bytes follow."),
        Case((127, False), b"\x7e\x00\x7f", why="127 does not fit into LEN either."),
        Case((300, True), b"\xfe\x01\x2c", why="300 is 1 × 256 + 44: 01 2c."),
        Case((65_535, False), b"\x7e\xff\xff", why="Two bytes go up to 65,535."),
        Case(
            (65_536, False),
            b"\x7f\x00\x00\x00\x00\x00\x01\x00\x00",
            why="From 65,536 on: 127 in LEN, then eight bytes.",
        ),
        Case(
            (1_000_000, True),
            b"\xff\x00\x00\x00\x00\x00\x0f\x42\x40",
            why="1,000,000 is 0f 42 40 in hex, and eight bytes are always sent.",
        ),
    ),
    hidden=(
        Case((1, True), b"\x81"),
        Case((256, False), bytes.fromhex("7e 01 00")),
        Case((70_000, True), bytes.fromhex("ff 00 00 00 00 00 01 11 70")),
    ),
    hints=(
        "Up to which size is LEN the length itself? Up to which do two bytes suffice?",
        "There are three cases: up to 125, up to 65,535, and the rest. In the second "
        "LEN is 126, in the third 127; the real length follows, by size.to_bytes. In "
        "each case the MASK bit is joined to LEN with |.",
        "mask = 0x80 if masked else 0\nif size <= 125:\n    return bytes([mask | …])\n"
        'if size <= …:\n    return bytes([mask | 126]) + size.to_bytes(2, "big")\n'
        "return …",
    ),
    mistakes=(
        Mistake(
            _mask_in_front,
            "MASK got a byte of its own. It is one bit, the leftmost of the byte that "
            "has LEN in it: join them with |.",
        ),
        Mistake(
            _joins_bytes,
            "Bytes and a number cannot be joined. Join 0x80 to LEN first, number to "
            "number with |; then make bytes of it: bytes([…]).",
        ),
        Mistake(
            _one_in_front,
            "MASK got a byte of its own. It is one bit: 0x80, joined with | to the "
            "byte that has LEN in it.",
        ),
        Mistake(
            _no_third_form,
            "Above 65,535 nothing came back. The third form is missing: 127, then "
            "eight bytes.",
        ),
        Mistake(
            _length_printed,
            "Nothing came back. print shows values; return hands them over.",
        ),
        Mistake(
            _counts_from_126,
            "The two bytes hold the whole length, not what it has more than 126.",
        ),
        Mistake(
            _one_byte_behind_126,
            "126 announces two bytes, and one was sent. size.to_bytes(2, …) makes two, "
            "even of a small number.",
        ),
        Mistake(
            _bits_as_text,
            "These are digits, as text. A byte holds a number: bytes([…]) makes one "
            "of it.",
        ),
        Mistake(
            _plus_before_the_shift,
            "In Python + comes before <<, so 1 << 7 + size moves the bit too far. Put "
            "(1 << 7) in parentheses, or write 0x80.",
        ),
        Mistake(
            _length_moved_left,
            "LEN was moved to make room for MASK at the right end. MASK stands at the "
            "left end: 0x80.",
        ),
        Mistake(
            _no_mask_behind_127,
            "MASK is missing where LEN is 127. It belongs in front of all three forms.",
        ),
        Mistake(
            _mask_at_the_right,
            "MASK was joined at the right end, where it gets lost in LEN. (True counts "
            "as 1.) It stands at the left end: 0x80.",
        ),
        Mistake(
            _sixteen_bits_too_far,
            "65,536 does not fit into two bytes: the most that they hold is 65,535. "
            "Look at your second limit.",
        ),
        Mistake(
            _sixteen_bits_too_short,
            "65,535 still fits into two bytes (ff ff), and the shortest form is the "
            "rule. Look at your second limit.",
        ),
        Mistake(
            _takes_126_literally,
            "LEN = 126 is not a length, it is a sign: “two bytes follow”. So a payload "
            "of 126 bytes needs the longer form.",
        ),
        Mistake(
            _takes_127_literally,
            "126 and 127 in LEN are signs for “more bytes follow”. Only lengths up to "
            "125 stand in LEN itself.",
        ),
        Mistake(
            _long_form_of_125,
            "125 still fits into LEN, and the shortest form is the rule. “Up to 125” "
            "is <= 125.",
        ),
        Mistake(
            _little_end_first,
            "The bytes of the length are in the wrong order. Networks send the most "
            'significant byte first: size.to_bytes(…, "big").',
        ),
        Mistake(
            _mask_in_short_only,
            "MASK is set for short payloads only. 126 and 127 stand in the same seven "
            "bits, so the MASK bit belongs in front of them, too.",
        ),
        Mistake(
            _never_the_mask,
            "The MASK bit is missing. When `masked` is true, the leftmost bit of the "
            "first byte is 1: join 0x80 to it with |.",
        ),
        Mistake(
            _always_the_mask,
            "The MASK bit is set here although `masked` is false. Look at `masked` "
            "before you set it.",
        ),
        Mistake(
            _one_byte_for_all,
            "One byte holds no number above 255, and LEN has only seven bits of it. "
            "From 126 on the length goes into bytes of its own, behind this one.",
        ),
        Mistake(
            _sixteen_bits_for_all,
            "Two bytes hold at most 65,535. A longer payload needs the third form: "
            "127 in LEN, then eight bytes.",
        ),
        Mistake(
            _sixty_four_bits_for_all,
            "Eight bytes work, but the rule asks for the shortest form that fits: up "
            "to 65,535 that is 126 in LEN, then two bytes.",
        ),
        Mistake(
            _thirty_two_bits,
            "127 in LEN announces eight bytes, however small the number is. The reader "
            "takes eight, and would eat into what follows.",
        ),
        Mistake(
            _markers_swapped,
            "The two signs are swapped: 126 announces two bytes, 127 announces eight.",
        ),
        Mistake(
            _no_marker,
            "The length is there, but nothing announces it. Put the byte with 126 or "
            "127 in front, so that the reader knows how many bytes to take.",
        ),
        Mistake(
            _that_many_zeros,
            "bytes(5) makes five zero bytes. One byte with the value 5 is bytes([5]), "
            "with square brackets.",
        ),
        Mistake(
            _a_number,
            "This is a number, and a header is made of bytes: bytes([…]) turns small "
            "numbers into bytes.",
        ),
    ),
)

# 04.3


def apply_mask(payload: bytes, key: bytes) -> bytes:
    """XOR each byte of the payload with a byte of the key, which has 4 bytes."""
    masked = bytearray()
    for i, byte in enumerate(payload):
        masked.append(byte ^ key[i % 4])
    return bytes(masked)


def _first_key_byte_only(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[0] for byte in payload)


def _stops_with_the_key(payload: bytes, key: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(payload, key, strict=False))


def _only_the_first_four(payload: bytes, key: bytes) -> bytes:
    return _stops_with_the_key(payload, key) + payload[4:]


def _does_not_begin_again(payload: bytes, key: bytes) -> bytes:
    return bytes(payload[i] ^ key[i] for i in range(len(payload)))


def _key_repeated_four_times(payload: bytes, key: bytes) -> bytes:
    return _does_not_begin_again(payload, key * 4)


def _stays_at_the_last_key_byte(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[min(i, 3)] for i, byte in enumerate(payload))


def _begins_at_the_second(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[(i + 1) % 4] for i, byte in enumerate(payload))


def _turns_after_three(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[i % 3] for i, byte in enumerate(payload))


def _key_backwards(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[3 - i % 4] for i, byte in enumerate(payload))


def _or_for_xor(payload: bytes, key: bytes) -> bytes:
    return bytes(byte | key[i % 4] for i, byte in enumerate(payload))


def _and_for_xor(payload: bytes, key: bytes) -> bytes:
    return bytes(byte & key[i % 4] for i, byte in enumerate(payload))


def _adds(payload: bytes, key: bytes) -> bytes:
    return bytes((byte + key[i % 4]) % 256 for i, byte in enumerate(payload))


def _power_for_xor(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ** key[i % 4] for i, byte in enumerate(payload))


def _every_key_byte(payload: bytes, key: bytes) -> bytes:
    masked = bytearray()
    for byte in payload:
        for key_byte in key:
            masked.append(byte ^ key_byte)
    return bytes(masked)


def _key_in_front(payload: bytes, key: bytes) -> bytes:
    return key + apply_mask(payload, key)


def _whole_at_once(payload: bytes, key: bytes) -> bytes:
    return payload ^ key  # type: ignore[operator,no-any-return]  # the mistake


def _a_list(payload: bytes, key: bytes) -> list[int]:
    return list(apply_mask(payload, key))


def _a_bytearray(payload: bytes, key: bytes) -> bytearray:
    return bytearray(apply_mask(payload, key))


def _as_text(payload: bytes, key: bytes) -> str:
    return "".join(map(chr, apply_mask(payload, key)))


def _text_made_bytes(payload: bytes, key: bytes) -> bytes:
    return _as_text(payload, key).encode()


def _zeros(payload: bytes, key: bytes) -> bytes:
    return b"".join(bytes(number) for number in apply_mask(payload, key))


def _four_times(payload: bytes, key: bytes) -> bytes:
    return bytes(payload[i] ^ key[i] for i in range(4))


def _blocks_of_four(payload: bytes, key: bytes) -> bytes:
    starts = range(0, len(payload), 4)
    return bytes(payload[at + i] ^ key[i] for at in starts for i in range(4))


def _byte_picks_the_key(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[byte % 4] for byte in payload)


def _four_bytes_for_each(payload: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[i // 4] for i, byte in enumerate(payload))


def _returns_after_one(payload: bytes, key: bytes) -> bytes | None:
    return apply_mask(payload, key)[:1] if payload else None


def shortly(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(payload, key)`, once, and say of a long payload only its length."""
    payload, key = case.args
    assert isinstance(payload, bytes)
    shown = repr(payload) if len(payload) <= FEW else f"bytes({len(payload):_})"
    says = f"{attempt.__name__}({shown}, {key!r})"
    yield Try(says, partial(attempt, payload, key))


APPLY_MASK = Exercise(
    id="04.3",
    title="Mask and unmask",
    minutes=5,
    solution=apply_mask,
    trial=shortly,
    rules=("F11",),
    cases=(
        Case((b"Hello", KEY), MASKED_HELLO, why="The example of RFC 6455, §5.7."),
        Case((MASKED_HELLO, KEY), b"Hello", why="The same again undoes it."),
        Case((b"", KEY), b"", why="Nothing to mask."),
        Case((b"Hi", KEY), bytes.fromhex("7f 93"), why="Shorter than the key."),
        Case(
            (b"\x00" * 9, b"\x01\x02\x03\x04"),
            b"\x01\x02\x03\x04\x01\x02\x03\x04\x01",
            why="A zero byte shows the byte of the key that met it.",
        ),
        Case(
            (KEY + b"!", KEY),
            bytes(4) + b"\x16",
            why="x ^ x is 0, and a zero is a byte, too: five in, five out.",
        ),
        Case(
            (bytes(4_100), b"abcd"),
            b"abcd" * 1_025,
            why="A longer key ends, too, and zip ends with it. i % 4 never ends.",
        ),
    ),
    hidden=(
        Case(
            (bytes.fromhex("01 02 03 04 05"), b"\xff" * 4),
            bytes.fromhex("fe fd fc fb fa"),
        ),
    ),
    hints=(
        "Which byte of the key meets byte 0 of the payload? And byte 3, 4, 5?",
        "The places in the key go 0 1 2 3 0 1 2 3: that is i % 4. `^` works on two "
        "numbers, so take the bytes one by one.",
        "masked = bytearray()\nfor i, byte in enumerate(payload):\n"
        "    masked.append(byte ^ …)\nreturn bytes(masked)",
    ),
    mistakes=(
        Mistake(
            _stays_at_the_last_key_byte,
            "Behind the fourth byte, the key's last byte is used again and again. The "
            "key begins again: 0 1 2 3 0 1 2 3.",
        ),
        Mistake(
            _first_key_byte_only,
            "All bytes met the first byte of the key. The mask goes on from byte to "
            "byte: 0 1 2 3, and again.",
        ),
        Mistake(
            _stops_with_the_key,
            "The rest of the payload is lost: the key has four bytes, and this ends "
            "with it. Masking changes no length. (zip stops at the shorter one.)",
        ),
        Mistake(
            _only_the_first_four,
            "Only the first four bytes were masked. The key is used again for the "
            "next four, and so on.",
        ),
        Mistake(
            _key_repeated_four_times,
            "A key repeated four times, or a thousand, still has an end. Count with "
            "i % 4, which begins again for ever.",
        ),
        Mistake(
            _does_not_begin_again,
            "The key has four bytes, so key[4] is not there. Behind the last it begins "
            "again at the first: i % 4.",
        ),
        Mistake(
            _begins_at_the_second,
            "The mask starts at the wrong byte: byte 0 of the payload meets byte 0 of "
            "the key.",
        ),
        Mistake(
            _turns_after_three,
            "The key begins again too early. It has four bytes, with the numbers 0 to "
            "3: i % 4.",
        ),
        Mistake(
            _key_backwards,
            "The key is used from its end. Its first byte meets the first byte of the "
            "payload.",
        ),
        Mistake(
            _or_for_xor,
            "This is “or” (|). It sets bits and never clears one, so nothing can undo "
            "it. XOR is ^.",
        ),
        Mistake(
            _and_for_xor,
            "This is “and” (&). It clears bits and never sets one, so nothing can undo "
            "it. XOR is ^.",
        ),
        Mistake(
            _adds,
            "This adds the key. Doing it twice would add it twice; XOR (^) undoes "
            "itself.",
        ),
        Mistake(
            _power_for_xor,
            "In Python ** is a power. XOR is ^.",
        ),
        Mistake(
            _zeros,
            "bytes(127) makes 127 zero bytes. One byte with the value 127 is "
            "bytes([127]), with square brackets.",
        ),
        Mistake(
            _four_times,
            "This goes four times round, as often as the key is long. Go through the "
            "payload, whatever its length.",
        ),
        Mistake(
            _blocks_of_four,
            "A place was asked for that is not there. In blocks of four? Five is not a "
            "multiple of four: the last block is short. Go byte by byte, with i % 4.",
        ),
        Mistake(
            _byte_picks_the_key,
            "The byte itself picks its byte of the key. Its *place* does: use "
            "enumerate, which gives the place and the byte.",
        ),
        Mistake(
            _four_bytes_for_each,
            "// divides: the first four bytes all met key[0]. % gives the remainder: "
            "0 1 2 3 0 1 2 3.",
        ),
        Mistake(
            _returns_after_one,
            "Only the first byte came out: `return` stands inside the loop, and ends "
            "it. Move it to the left.",
        ),
        Mistake(
            _every_key_byte,
            "Each byte met all four bytes of the key, so four bytes came out for one. "
            "A byte meets one byte of the key: the one whose turn it is.",
        ),
        Mistake(
            _key_in_front,
            "The key stands in front of the result. That is where the frame has it, "
            "but here only the payload is asked for.",
        ),
        Mistake(
            _whole_at_once,
            "The kinds do not fit. ^ works on two numbers: an item of the payload, "
            "payload[i], and an item of the key. Collect the numbers in a new list (a "
            "bytes object cannot be changed), and make bytes of it with bytes(…).",
        ),
        Mistake(
            _a_list,
            "The numbers are right, but this is a list. bytes(…) makes bytes of it.",
        ),
        Mistake(
            _a_bytearray,
            "The bytes are right, but they are still a bytearray, which can change. "
            "Return bytes(…) of it.",
        ),
        Mistake(
            _as_text,
            "This is text. What is masked is no text any more: collect numbers, and "
            "make bytes of them.",
        ),
        Mistake(
            _text_made_bytes,
            "Text was made on the way. As UTF-8, a number over 127 becomes two bytes: "
            "collect numbers instead, and make bytes of them with bytes(…).",
        ),
    ),
)

# 04.4

# The answer cells of 04.4 and 04.5 import these. By the names of the functions they
# would stand in the place of the learner's own, and be checked for them.
course_length, course_mask = encode_length, apply_mask


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


def _forgets_fin(frame: Frame) -> bytes:
    return _frame(frame, frame.rsv << 4 | frame.opcode)


def _always_fin(frame: Frame) -> bytes:
    return _frame(frame, 0x80 | frame.rsv << 4 | frame.opcode)


def _fin_turned_round(frame: Frame) -> bytes:
    return _frame(frame, (not frame.fin) << 7 | frame.rsv << 4 | frame.opcode)


def _fin_at_the_right(frame: Frame) -> bytes:
    return _frame(frame, frame.fin | frame.rsv << 4 | frame.opcode)


def _forgets_rsv(frame: Frame) -> bytes:
    return _frame(frame, frame.fin << 7 | frame.opcode)


def _always_text(frame: Frame) -> bytes:
    return _frame(frame, frame.fin << 7 | frame.rsv << 4 | 1)


def _forgets_the_first_byte(frame: Frame) -> bytes:
    return encode_frame(frame)[1:]


def _mask_bit_not_set(frame: Frame) -> bytes:
    start = encode_frame(frame)[:1] + encode_length(len(frame.payload), False)
    if frame.mask_key is None:
        return start + frame.payload
    return start + frame.mask_key + apply_mask(frame.payload, frame.mask_key)


def _key_left_out(frame: Frame) -> bytes:
    start, key = _start(frame), frame.mask_key
    return start + (apply_mask(frame.payload, key) if key else frame.payload)


def _payload_not_masked(frame: Frame) -> bytes:
    return _start(frame) + (frame.mask_key or b"") + frame.payload


def _key_at_the_end(frame: Frame) -> bytes:
    start, key = _start(frame), frame.mask_key
    if key is None:
        return start + frame.payload
    return start + apply_mask(frame.payload, key) + key


def _key_before_the_length(frame: Frame) -> bytes:
    start, key = _start(frame), frame.mask_key
    if key is None:
        return start + frame.payload
    return start[:1] + key + start[1:] + apply_mask(frame.payload, key)


def _key_is_masked_too(frame: Frame) -> bytes:
    start, key = _start(frame), frame.mask_key
    return start + (apply_mask(key + frame.payload, key) if key else frame.payload)


def _masks_without_a_key(frame: Frame) -> bytes:
    key: bytes = frame.mask_key  # type: ignore[assignment]  # the mistake
    return _start(frame) + key + apply_mask(frame.payload, key)


def _always_the_mask_bit(frame: Frame) -> bytes:
    start = encode_frame(frame)[:1] + encode_length(len(frame.payload), True)
    if frame.mask_key is None:
        return start + frame.payload
    return start + frame.mask_key + apply_mask(frame.payload, frame.mask_key)


def _never_masks(frame: Frame) -> bytes:
    first = encode_frame(frame)[:1]
    return first + encode_length(len(frame.payload), False) + frame.payload


def _key_counts_as_payload(frame: Frame) -> bytes:
    key = frame.mask_key
    if key is None:
        return encode_frame(frame)
    length = encode_length(len(frame.payload) + 4, True)
    return encode_frame(frame)[:1] + length + key + apply_mask(frame.payload, key)


def _number_and_bytes(frame: Frame) -> bytes:
    return 0x81 + frame.payload  # type: ignore[operator,return-value]  # the mistake


def _first_byte_of_zeros(frame: Frame) -> bytes:
    return bytes(encode_frame(frame)[0]) + encode_frame(frame)[1:]


def _plus_before_the_shifts(frame: Frame) -> bytes:
    first = frame.fin << 7 + frame.rsv << 4 + frame.opcode
    return bytes([first]) + encode_frame(frame)[1:]


def _three_first_bytes(frame: Frame) -> bytes:
    return bytes([frame.fin, frame.rsv, frame.opcode]) + encode_frame(frame)[1:]


def _only_the_mask_bit(frame: Frame) -> bytes:
    return _start(frame) + frame.payload


def _mask_bit_turned_round(frame: Frame) -> bytes:
    length = encode_length(len(frame.payload), frame.mask_key is None)
    return encode_frame(frame)[:1] + length + encode_frame(frame)[1 + len(length) :]


def _payload_only_with_a_key(frame: Frame) -> bytes:
    return _start(frame) if frame.mask_key is None else encode_frame(frame)


def _frame_printed(frame: Frame) -> None:
    encode_frame(frame)


def _only_the_first_example(frame: Frame) -> bytes:
    return b"\x81" + encode_length(len(frame.payload), False) + frame.payload


def _start(frame: Frame) -> bytes:
    """Return the first byte and the length."""
    masked = frame.mask_key is not None
    return encode_frame(frame)[:1] + encode_length(len(frame.payload), masked)


ENCODE_FRAME = Exercise(
    id="04.4",
    title="Write a frame",
    minutes=7,
    solution=encode_frame,
    imports=(
        "from wslesson.exercises.frames import course_length, course_mask\n"
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
        Mistake(
            _forgets_rsv,
            "The three RSV bits are missing or in the wrong place: frame.rsv belongs "
            "between FIN and OPCODE, four places to the left.",
        ),
        Mistake(
            _always_fin,
            "FIN is always 1 here. It says whether this frame is the last of its "
            "message, and frame.fin knows.",
        ),
        Mistake(
            _forgets_fin,
            "FIN is not set: a reader would wait for the rest of this message for "
            "ever. frame.fin belongs at the left end, seven places up.",
        ),
        Mistake(
            _fin_turned_round,
            "FIN is turned round. 1 means: this is the last frame of the message.",
        ),
        Mistake(
            _fin_at_the_right,
            "FIN stands at the right end of the byte, in the middle of the opcode. "
            "Move it seven places to the left: << 7.",
        ),
        Mistake(
            _always_text,
            "The opcode is always that of a text. frame.opcode says what it shall be.",
        ),
        Mistake(
            _forgets_the_first_byte,
            "The first byte is missing: FIN, RSV and OPCODE come before the length.",
        ),
        Mistake(
            _frame_printed,
            "Nothing came back. print shows values; return hands them over.",
        ),
        Mistake(
            _masks_without_a_key,
            "This frame has no key: frame.mask_key is None. Then nothing is masked, "
            "and no key is sent.",
        ),
        Mistake(
            _number_and_bytes,
            "Python's line above says which.\n"
            "“missing 1 required …”: course_length wants two things: the size, and "
            "whether there is a mask.\n"
            "Else two kinds do not fit: bytes([first]) makes a byte of a number, and "
            "bytes join by +. The size is a number: len(frame.payload).",
        ),
        Mistake(
            _first_byte_of_zeros,
            "bytes(129) makes 129 zero bytes. One byte with the value 129 is "
            "bytes([129]), with square brackets.",
        ),
        Mistake(
            _plus_before_the_shifts,
            "The first byte is over 255: FIN moves 7 places, not 8. Or was it +, which "
            "comes before <<? Join with |.",
        ),
        Mistake(
            _three_first_bytes,
            "FIN, RSV and OPCODE share one byte. Move each to its place with <<, and "
            "join them with |.",
        ),
        Mistake(
            _only_the_mask_bit,
            "MASK is set, but no key is sent, and the payload is as it was. Behind the "
            "length come the key and the masked payload.",
        ),
        Mistake(
            _payload_only_with_a_key,
            "Without a key the payload is missing. It is sent in each case, as it is "
            "or masked.",
        ),
        Mistake(
            _only_the_first_example,
            "81 is right for the first example only. The first byte is made of "
            "frame.fin, frame.rsv and frame.opcode.",
        ),
        Mistake(
            _never_masks,
            "A frame that has a mask_key must be masked: MASK is 1, the key follows "
            "the length, and the payload is XORed with it.",
        ),
        Mistake(
            _mask_bit_not_set,
            "The key is there, but the MASK bit says that there is none. A reader "
            "would take the key for the first four bytes of the payload.",
        ),
        Mistake(
            _always_the_mask_bit,
            "MASK is set although this frame has no key. A reader would take the first "
            "four bytes of the payload for a key.",
        ),
        Mistake(
            _mask_bit_turned_round,
            "MASK is turned round: it is 1 when there *is* a key (is not None).",
        ),
        Mistake(
            _key_left_out,
            "The payload is masked, but the key is not sent. The reader needs it to "
            "undo the mask: put it behind the length.",
        ),
        Mistake(
            _payload_not_masked,
            "The key is sent, but the payload is not masked with it. The reader will "
            "undo what was never done.",
        ),
        Mistake(
            _key_at_the_end,
            "The key stands behind the payload. It comes before it: the reader needs "
            "the key first.",
        ),
        Mistake(
            _key_before_the_length,
            "The key stands before the length. The order is: first byte, length, key, "
            "payload.",
        ),
        Mistake(
            _key_is_masked_too,
            "The key was masked with itself. Only the payload is masked; the key is "
            "sent as it is.",
        ),
        Mistake(
            _key_counts_as_payload,
            "The length counts the four bytes of the key. It says how long the "
            "payload is, and nothing else.",
        ),
    ),
)

# 04.5


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


def _little_end_of_the_length() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size = second & 0x7F
    if size >= 126:
        wide = 2 if size == 126 else 8
        size = int.from_bytes((yield Take(wide, "LENGTH")), "little")
    return (yield from _rest(first, second, size))


def _only_short_lengths() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    return (yield from _rest(first, second, second & 0x7F))


def _mask_left_in_the_comparison() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size = second & 0x7F
    if second in {126, 127}:
        wide = 2 if second == 126 else 8
        size = int.from_bytes((yield Take(wide, "LENGTH")), "big")
    return (yield from _rest(first, second, size))


def _no_eight_bytes() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size = second & 0x7F
    if size == 126:
        size = int.from_bytes((yield Take(2, "LENGTH")), "big")
    return (yield from _rest(first, second, size))


def _two_bytes_for_127() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size = second & 0x7F
    if size >= 126:
        size = int.from_bytes((yield Take(2, "LENGTH")), "big")
    return (yield from _rest(first, second, size))


def _mask_bit_in_the_size() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    return (yield from _rest(first, second, second))


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


def _takes_a_key_always() -> Parser[Frame]:
    first, second, size = yield from _start_of_a_frame()
    return (yield from _rest(first, second | 0x80, size))


def _takes_no_key() -> Parser[Frame]:
    first, second, size = yield from _start_of_a_frame()
    return (yield from _rest(first, second & 0x7F, size))


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


def _leaves_it_masked() -> Parser[Frame]:
    frame = yield from parse_frame()
    if frame.mask_key is None:
        return frame
    return replace(frame, payload=apply_mask(frame.payload, frame.mask_key))


def _forgets_the_key() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, mask_key=None)


def _no_key_is_empty() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, mask_key=frame.mask_key or b"")


def _forgets_the_fin() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, fin=True)


def _forgets_the_rsv() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, rsv=0)


def _fin_left_in_rsv() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, rsv=frame.fin << 3 | frame.rsv)


def _fin_is_128() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, fin=frame.fin << 7)  # type: ignore[arg-type]  # the mistake


def _in_the_order_of_the_wire() -> Parser[tuple[object, ...]]:
    frame = yield from parse_frame()
    return (frame.fin, frame.rsv, frame.opcode, frame.payload, frame.mask_key)


def _in_another_order() -> Parser[tuple[object, ...]]:
    frame = yield from parse_frame()
    return (frame.fin, frame.rsv, frame.opcode, frame.mask_key, frame.payload)


def _opcode_and_payload() -> Parser[tuple[int, bytes]]:
    frame = yield from parse_frame()
    return frame.opcode, frame.payload


def _payload_only() -> Parser[bytes]:
    frame = yield from parse_frame()
    return frame.payload


def _whole_byte_as_opcode() -> Parser[Frame]:
    first, _ = yield Take(2, TWO)
    return Frame(Opcode(first))


def _nothing_returned() -> Parser[None]:
    yield from parse_frame()


def _does_not_yield() -> tuple[Take, ...]:
    return Take(2, TWO), Take(4, "MASK KEY")


def _yields_a_number() -> Iterator[int]:
    yield 2


def _second_if() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size = second & 0x7F
    if size == 126:
        size = int.from_bytes((yield Take(2, "LENGTH")), "big")
    if size == 127:
        size = int.from_bytes((yield Take(8, "LENGTH")), "big")
    return (yield from _rest(first, second, size))


def _length_stays_bytes() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size: int = second & 0x7F
    if size >= 126:
        size = yield Take(2, "LENGTH")  # type: ignore[assignment]  # the mistake
    return (yield from _rest(first, second, size))


def _unmasks_always() -> Parser[Frame]:
    frame = yield from parse_frame()
    key: bytes = frame.mask_key  # type: ignore[assignment]  # the mistake
    return replace(frame, payload=apply_mask(apply_mask(frame.payload, key), key))


def _unmasks_with_an_empty_key() -> Parser[Frame]:
    first, second, size = yield from _start_of_a_frame()
    key = (yield Take(4, "MASK KEY")) if second & 0x80 else b""
    payload = apply_mask((yield Take(size, "PAYLOAD")), key)
    return Frame(Opcode(first & 15), payload, first >> 7 == 1, (first >> 4) & 7, key)


def _int_of_the_bytes() -> Parser[Frame]:
    first, second = yield Take(2, TWO)
    size = second & 0x7F
    if size >= 126:
        size = int((yield Take(2, "LENGTH")))
    return (yield from _rest(first, second, size))


def _key_without_a_value() -> Parser[Frame]:
    first, second, size = yield from _start_of_a_frame()
    if second & 0x80:
        key = yield Take(4, "MASK KEY")
    payload = apply_mask((yield Take(size, "PAYLOAD")), key)
    return Frame(Opcode(first & 15), payload, first >> 7 == 1, (first >> 4) & 7, key)


def _key_behind_the_payload() -> Parser[Frame]:
    first, second, size = yield from _start_of_a_frame()
    payload = yield Take(size, "PAYLOAD")
    key = (yield Take(4, "MASK KEY")) if second & 0x80 else None
    payload = apply_mask(payload, key) if key else payload
    return Frame(Opcode(first & 15), payload, first >> 7 == 1, (first >> 4) & 7, key)


def _whole_byte_kept() -> Parser[Frame]:
    frame = yield from parse_frame()
    first = frame.fin << 7 | frame.rsv << 4 | frame.opcode
    return replace(frame, opcode=first)  # type: ignore[arg-type]  # the mistake


def _fin_turned_over() -> Parser[Frame]:
    frame = yield from parse_frame()
    return replace(frame, fin=not frame.fin)


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


PARSE_FRAME = Exercise(
    id="04.5",
    title="Read a frame",
    minutes=15,
    solution=parse_frame,
    imports=(
        "from wslesson.exercises.frames import course_mask\n"
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
        Mistake(
            _second_if,
            "A length of 127 bytes was read, and then taken for the sign 127. LEN is "
            "one of the signs only once: elif where you have the second if.",
        ),
        Mistake(
            _length_stays_bytes,
            "The longer length must become a number, from the bytes that yield brings: "
            'int.from_bytes((yield Take(2, "LENGTH:16")), "big"). A Take always has '
            "its label.",
        ),
        Mistake(
            _int_of_the_bytes,
            "Two bytes make one number: "
            'int.from_bytes((yield Take(2, "LENGTH:16")), "big"). int(…) alone reads '
            "the digits of a text.",
        ),
        Mistake(
            _unmasks_with_an_empty_key,
            "Call course_mask only when there is a key. Without one, mask_key is None.",
        ),
        Mistake(
            _unmasks_always,
            "This frame has no key, and still the mask was undone. Do it only when "
            "there is a key.",
        ),
        Mistake(
            _key_without_a_value,
            "When MASK is 0, your name for the key was never given a value. Set it to "
            "None before the if.",
        ),
        Mistake(
            _does_not_yield,
            "Python's line above says which.\n"
            "“missing … 'label'”: a Take has two parts: how many bytes, and a label "
            "for the picture: Take(2, TWO_BYTES).\n"
            "“unsupported operand”: yield brings bytes, also when it is one. "
            "`first[0]` is its number; or take both at once and unpack them.\n"
            "“'int' object to bytes”: LEN is a number already. from_bytes is only for "
            "the bytes that follow 126 or 127.\n"
            "“not an iterator”, “non-iterable Take”: a Take by itself does nothing. "
            "Write `yield Take(…)` for each field, and `return` for the frame.",
        ),
        Mistake(
            _yields_a_number,
            "What a parser yields is a Take: Take(2, …), not a number. And the frame "
            "at the end is handed back by return, not by yield.",
        ),
        Mistake(
            _nothing_returned,
            "The frame was read and then dropped: return it, as a Frame.",
        ),
        Mistake(
            _payload_only,
            "The payload alone was returned. Return a Frame: opcode, payload, fin, "
            "rsv and mask_key.",
        ),
        Mistake(
            _opcode_and_payload,
            "Only the opcode and the payload were returned. Return a Frame, which has "
            "fin, rsv and mask_key, too.",
        ),
        Mistake(
            _in_the_order_of_the_wire,
            "The values are right, their order is not. A Frame begins with the opcode "
            "and the payload: Frame(opcode, payload, fin, rsv, mask_key).",
        ),
        Mistake(
            _in_another_order,
            "The Frame is filled in the order of the wire, and it has an order of its "
            "own: opcode, payload, fin, rsv, mask_key.",
        ),
        Mistake(
            _whole_byte_as_opcode,
            "Python's line above says which.\n"
            "“not a valid Opcode”: the first byte has FIN and RSV in it, too. The "
            "opcode is its last four bits: first & 0x0F.\n"
            "“to unpack”: Take(2, …) brings two numbers, not five fields: "
            "first, second = yield Take(2, TWO_BYTES).\n"
            "“invalid literal”: int(…) reads the digits of a text. "
            'int.from_bytes(…, "big") makes a number of bytes.',
        ),
        Mistake(
            _whole_byte_kept,
            "This opcode is the whole first byte, with FIN and RSV in it. Keep its "
            "last four bits: first & 0x0F.",
        ),
        Mistake(
            _plain_tuple,
            "The values are right, but this is a plain tuple, without names. Put Frame "
            "in front: Frame(opcode, payload, fin, rsv, mask_key).",
        ),
        Mistake(
            _key_behind_the_payload,
            "The payload was taken first, and the key behind it. On the wire the key "
            "comes before the payload.",
        ),
        Mistake(
            _fin_turned_over,
            "fin is turned round. 1 means: the last frame of its message.",
        ),
        Mistake(
            _no_eight_bytes,
            "127 in LEN was taken for a length. It announces eight bytes, as 126 "
            "announces two.",
        ),
        Mistake(
            _two_bytes_for_127,
            "127 in LEN announces eight bytes of length, and two were taken. The other "
            "six are now read as something else.",
        ),
        Mistake(
            _key_before_length,
            "The key was taken before the longer length. On the wire the length comes "
            "first, then the key.",
        ),
        Mistake(
            _mask_left_in_the_comparison,
            "Here MASK is 1, so second is 254, not 126. Compare LEN: second & 0x7F.",
        ),
        Mistake(
            _only_short_lengths,
            "126 was taken literally. In LEN it is a sign: the length is in the next "
            "two bytes (and for 127 in the next eight).",
        ),
        Mistake(
            _little_end_of_the_length,
            "The length is wrong. It replaces 126 (=, not +=), big end first: "
            'int.from_bytes(…, "big").',
        ),
        Mistake(
            _mask_bit_in_the_size,
            "This waits for bytes that never come. LEN is the payload alone, without "
            "the key: second & 0x7F.",
        ),
        Mistake(
            _key_taken_off_the_size,
            "LEN counts the payload alone. Do not take the key's four bytes from it.",
        ),
        Mistake(
            _takes_a_key_always,
            "A key was taken from a frame that has none. It is there only when MASK, "
            "the leftmost bit of the second byte, is 1.",
        ),
        Mistake(
            _takes_no_key,
            "MASK is 1, so four bytes of key stand before the payload. They were taken "
            "for its beginning.",
        ),
        Mistake(
            _leaves_it_masked,
            "The payload is still masked. You have the key: course_mask undoes it.",
        ),
        Mistake(
            _forgets_the_key,
            "mask_key was not filled in. Give the Frame all five: opcode, payload, "
            "fin, rsv, mask_key. What you leave out is taken to be True, 0 and None.",
        ),
        Mistake(
            _no_key_is_empty,
            "When there is no key, mask_key is None, not empty bytes.",
        ),
        Mistake(
            _forgets_the_fin,
            "fin was not filled in, and a Frame takes it to be True. Give it what the "
            "leftmost bit of the first byte says.",
        ),
        Mistake(
            _fin_is_128,
            "fin is 128 here: the right bit, but still in its place. Shift it to the "
            "right end with >> 7.",
        ),
        Mistake(
            _fin_left_in_rsv,
            "After >> 4 four bits are left, and the first of them is FIN. RSV is the "
            "last three: & 0b111 drops the other.",
        ),
        Mistake(
            _forgets_the_rsv,
            "rsv was not filled in, and a Frame takes it to be 0. It is the three bits "
            "behind FIN.",
        ),
    ),
)

LESSON = "04"
EXERCISES = (READ_TWO_BYTES, ENCODE_LENGTH, APPLY_MASK, ENCODE_FRAME, PARSE_FRAME)

QUESTIONS = (
    Question(
        "04.q1",
        "A frame begins with 82 7e 01 00. How many bytes has its payload?",
        (
            Choice(
                "126",
                "7e is 126, but in LEN that is a sign: the length is in the next two "
                "bytes.",
            ),
            Choice(
                "256",
                "7e is 126 and says that two bytes follow; 01 00 is 1 × 256 + 0.",
                right=True,
            ),
            Choice(
                "1",
                "01 00 would be 1 with the little end first. Networks send the big "
                "end first.",
            ),
        ),
    ),
    Question(
        "04.q2",
        "The key of the mask travels in the frame. What is the mask good for, then?",
        (
            Choice(
                "Nobody on the way can read the message.",
                "whoever has the frame has the key. To keep a message secret you need "
                "encryption: wss, in lesson 12.",
            ),
            Choice(
                "The receiver notices when a byte was changed on the way.",
                "XOR checks nothing: a changed byte is unmasked like any other.",
            ),
            Choice(
                "A page cannot choose which bytes its browser sends.",
                "the browser draws a new key for each frame, so a page cannot make "
                "the wire carry what looks like something else.",
                right=True,
            ),
        ),
    ),
    Question(
        "04.q3",
        "Your parser gets a frame from a server that begins with c1, and its payload "
        "is no text. What is the likely reason?",
        (
            Choice(
                "It is masked, and the mask must be undone.",
                "no server masks, and MASK would be in the second byte. Look at the "
                "bits of c1.",
            ),
            Choice(
                "It is compressed, because both ends agreed on that in the handshake.",
                "c1 is 1 100 0001. The first reserved bit is set, and "
                "permessage-deflate gave it that meaning.",
                right=True,
            ),
            Choice(
                "The text is not UTF-8.",
                "it would begin with 81, and fail only when it is decoded. c1 has "
                "another bit set.",
            ),
        ),
    ),
)
