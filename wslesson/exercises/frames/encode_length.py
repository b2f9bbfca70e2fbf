"""Write the length: what `encode_length` must do."""

from __future__ import annotations

from ...checking.model import Case, Exercise, mistake


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


@mistake(
    "The bytes of the length are in the wrong order. Networks send the most "
    'significant byte first: size.to_bytes(…, "big").'
)
def _little_end_first(size: int, masked: bool) -> bytes:
    return _length(size, masked, "little")


@mistake(
    "LEN = 126 is not a length, it is a sign: “two bytes follow”. So a payload "
    "of 126 bytes needs the longer form."
)
def _takes_126_literally(size: int, masked: bool) -> bytes:
    return _length(size, masked, last=126)


@mistake(
    "126 and 127 in LEN are signs for “more bytes follow”. Only lengths up to "
    "125 stand in LEN itself."
)
def _takes_127_literally(size: int, masked: bool) -> bytes:
    return _length(size, masked, last=127)


@mistake(
    "125 still fits into LEN, and the shortest form is the rule. “Up to 125” is <= 125."
)
def _long_form_of_125(size: int, masked: bool) -> bytes:
    return _length(size, masked, last=124)


@mistake(
    "The MASK bit is missing. When `masked` is true, the leftmost bit of the "
    "first byte is 1: join 0x80 to it with |."
)
def _never_the_mask(size: int, masked: bool) -> bytes:  # noqa: ARG001 - the mistake
    return _length(size, False)


@mistake(
    "The MASK bit is set here although `masked` is false. Look at `masked` "
    "before you set it."
)
def _always_the_mask(size: int, masked: bool) -> bytes:  # noqa: ARG001 - the mistake
    return _length(size, True)


@mistake(
    "MASK is set for short payloads only. 126 and 127 stand in the same seven "
    "bits, so the MASK bit belongs in front of them, too."
)
def _mask_in_short_only(size: int, masked: bool) -> bytes:
    return _length(size, masked and size <= 125)


@mistake("MASK is missing where LEN is 127. It belongs in front of all three forms.")
def _no_mask_behind_127(size: int, masked: bool) -> bytes:
    return _length(size, masked and size <= 65_535)


@mistake(
    "65,536 does not fit into two bytes: the most that they hold is 65,535. "
    "Look at your second limit."
)
def _sixteen_bits_too_far(size: int, masked: bool) -> bytes:
    if size == 65_536:
        return bytes([masked << 7 | 126]) + size.to_bytes(2, "big")
    return _length(size, masked)


@mistake(
    "65,535 still fits into two bytes (ff ff), and the shortest form is the "
    "rule. Look at your second limit."
)
def _sixteen_bits_too_short(size: int, masked: bool) -> bytes:
    if size == 65_535:
        return bytes([masked << 7 | 127]) + size.to_bytes(8, "big")
    return _length(size, masked)


@mistake(
    "Two bytes hold at most 65,535. A longer payload needs the third form: "
    "127 in LEN, then eight bytes."
)
def _sixteen_bits_for_all(size: int, masked: bool) -> bytes:
    if size <= 125:
        return bytes([masked << 7 | size])
    return bytes([masked << 7 | 126]) + size.to_bytes(2, "big")


@mistake(
    "Eight bytes work, but the rule asks for the shortest form that fits: up "
    "to 65,535 that is 126 in LEN, then two bytes."
)
def _sixty_four_bits_for_all(size: int, masked: bool) -> bytes:
    if size <= 125:
        return bytes([masked << 7 | size])
    return bytes([masked << 7 | 127]) + size.to_bytes(8, "big")


@mistake(
    "127 in LEN announces eight bytes, however small the number is. The reader "
    "takes eight, and would eat into what follows."
)
def _thirty_two_bits(size: int, masked: bool) -> bytes:
    if size <= 65_535:
        return _length(size, masked)
    return bytes([masked << 7 | 127]) + size.to_bytes(4, "big")


@mistake("The two signs are swapped: 126 announces two bytes, 127 announces eight.")
def _markers_swapped(size: int, masked: bool) -> bytes:
    if size <= 125:
        return bytes([masked << 7 | size])
    sign, wide = (127, 2) if size <= 65_535 else (126, 8)
    return bytes([masked << 7 | sign]) + size.to_bytes(wide, "big")


@mistake(
    "The length is there, but nothing announces it. Put the byte with 126 or "
    "127 in front, so that the reader knows how many bytes to take."
)
def _no_marker(size: int, masked: bool) -> bytes:
    if size <= 125:
        return bytes([masked << 7 | size])
    return size.to_bytes(2 if size <= 65_535 else 8, "big")


@mistake(
    "bytes(5) makes five zero bytes. One byte with the value 5 is bytes([5]), "
    "with square brackets."
)
def _that_many_zeros(size: int, masked: bool) -> bytes:
    return bytes(masked << 7 | min(size, 126))


@mistake(
    "This is a number, and a header is made of bytes: bytes([…]) turns small "
    "numbers into bytes."
)
def _a_number(size: int, masked: bool) -> int:
    return masked << 7 | size


@mistake(
    "One byte holds no number above 255, and LEN has only seven bits of it. "
    "From 126 on the length goes into bytes of its own, behind this one."
)
def _one_byte_for_all(size: int, masked: bool) -> bytes:
    return bytes([masked << 7 | size])


@mistake(
    "MASK got a byte of its own. It is one bit, the leftmost of the byte that "
    "has LEN in it: join them with |."
)
def _mask_in_front(size: int, masked: bool) -> bytes:
    return bytes([0x80 if masked else 0]) + _length(size, False)


@mistake(
    "Bytes and a number cannot be joined. Join 0x80 to LEN first, number to "
    "number with |; then make bytes of it: bytes([…])."
)
def _joins_bytes(size: int, masked: bool) -> bytes:
    wire = _length(size, False)
    if masked:
        wire |= 0x80  # type: ignore[assignment, operator]  # the mistake
    return wire


@mistake(
    "MASK got a byte of its own. It is one bit: 0x80, joined with | to the "
    "byte that has LEN in it."
)
def _one_in_front(size: int, masked: bool) -> bytes:
    return bytes([masked]) + _length(size, False)


@mistake(
    "MASK was joined at the right end, where it gets lost in LEN. (True counts "
    "as 1.) It stands at the left end: 0x80."
)
def _mask_at_the_right(size: int, masked: bool) -> bytes:
    wire = _length(size, False)
    return bytes([wire[0] | masked]) + wire[1:]


@mistake(
    "LEN was moved to make room for MASK at the right end. MASK stands at the "
    "left end: 0x80."
)
def _length_moved_left(size: int, masked: bool) -> bytes:
    wire = _length(size, False)
    return bytes([wire[0] << 1 | masked]) + wire[1:]


@mistake(
    "126 announces two bytes, and one was sent. size.to_bytes(2, …) makes two, "
    "even of a small number."
)
def _one_byte_behind_126(size: int, masked: bool) -> bytes:
    if 125 < size <= 65_535:
        return bytes([masked << 7 | 126, size])
    return _length(size, masked)


@mistake("The two bytes hold the whole length, not what it has more than 126.")
def _counts_from_126(size: int, masked: bool) -> bytes:
    if 125 < size <= 65_535:
        return bytes([masked << 7 | 126]) + (size - 126).to_bytes(2, "big")
    return _length(size, masked)


@mistake(
    "Above 65,535 nothing came back. The third form is missing: 127, then eight bytes."
)
def _no_third_form(size: int, masked: bool) -> bytes | None:
    return _length(size, masked) if size <= 65_535 else None


@mistake("Nothing came back. print shows values; return hands them over.")
def _length_printed(size: int, masked: bool) -> None:
    encode_length(size, masked)


@mistake(
    "In Python + comes before <<, so 1 << 7 + size moves the bit too far. Put "
    "(1 << 7) in parentheses, or write 0x80."
)
def _plus_before_the_shift(size: int, masked: bool) -> bytes:
    return bytes([int(masked) << 7 + size])


@mistake(
    "These are digits, as text. A byte holds a number: bytes([…]) makes one of it."
)
def _bits_as_text(size: int, masked: bool) -> str:
    return f"{int(masked)}{size:07b}"


EXERCISE = Exercise(
    id="encode_length",
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
        _mask_in_front,
        _joins_bytes,
        _one_in_front,
        _no_third_form,
        _length_printed,
        _counts_from_126,
        _one_byte_behind_126,
        _bits_as_text,
        _plus_before_the_shift,
        _length_moved_left,
        _no_mask_behind_127,
        _mask_at_the_right,
        _sixteen_bits_too_far,
        _sixteen_bits_too_short,
        _takes_126_literally,
        _takes_127_literally,
        _long_form_of_125,
        _little_end_first,
        _mask_in_short_only,
        _never_the_mask,
        _always_the_mask,
        _one_byte_for_all,
        _sixteen_bits_for_all,
        _sixty_four_bits_for_all,
        _thirty_two_bits,
        _markers_swapped,
        _no_marker,
        _that_many_zeros,
        _a_number,
    ),
)
