"""Write the length of a payload, in the shortest form that holds it."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip


def encode_length(size: int, masked: bool) -> bytes:
    """Return MASK, LEN, and the bytes of the length that may follow: 1, 3 or 9."""
    mask = 0x80 if masked else 0
    if size <= 125:
        return bytes([mask | size])
    if size <= 65_535:
        return bytes([mask | 126]) + size.to_bytes(2, "big")
    return bytes([mask | 127]) + size.to_bytes(8, "big")


SHORT_FORM = """\
if size <= 125:
        return bytes([mask | size])"""

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
        Case((0, True), b"\x80", why="An empty payload is masked, too: MASK is 1."),
        Case(
            (2**32, True),
            b"\xff\x00\x00\x00\x01\x00\x00\x00\x00",
            why="4 GiB: this number needs five of the eight bytes.",
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
        Slip(
            "[mask | ",
            "[mask, ",
            "MASK got a byte of its own. It is one bit, the leftmost of the byte that "
            "has LEN in it: join them with |.",
        ),
        Slip(
            "mask = 0x80 if masked else 0",
            "if masked:\n"
            "        wire = encode_length(size, False)\n"
            "        wire |= 0x80\n"
            "    mask = 0",
            "Bytes and a number cannot be joined. Join 0x80 to LEN first, number to "
            "number with |; then make bytes of it: bytes([…]).",
        ),
        Slip(
            "[mask | ",
            "[masked, ",
            "MASK got a byte of its own. It is one bit: 0x80, joined with | to the "
            "byte that has LEN in it.",
        ),
        Slip(
            'return bytes([mask | 127]) + size.to_bytes(8, "big")',
            "return None",
            "Above 65,535 nothing came back. The third form is missing: 127, then "
            "eight bytes.",
        ),
        Slip(
            "return ",
            "return None  # ",
            "Nothing came back. print shows values; return hands them over.",
        ),
        Slip(
            "size.to_bytes(2",
            "(size - 126).to_bytes(2",
            "The two bytes hold the whole length, not what it has more than 126.",
        ),
        Slip(
            'size.to_bytes(2, "big")',
            "bytes([size])",
            "126 announces two bytes, and one was sent. size.to_bytes(2, …) makes two, "
            "even of a small number.",
        ),
        Slip(
            SHORT_FORM,
            'return f"{masked:d}{size:07b}"',
            "These are digits, as text. A byte holds a number: bytes([…]) makes one "
            "of it.",
        ),
        Slip(
            SHORT_FORM,
            "return bytes([masked << 7 + size])",
            "In Python + comes before <<, so 1 << 7 + size moves the bit too far. Put "
            "(1 << 7) in parentheses, or write 0x80.",
        ),
        Slip(
            "mask | ",
            "masked | 2 * ",
            "LEN was moved to make room for MASK at the right end. MASK stands at the "
            "left end: 0x80.",
        ),
        Slip(
            "mask | 127",
            "127",
            "MASK is missing where LEN is 127. It belongs in front of all three forms.",
        ),
        Slip(
            "mask | ",
            "masked | ",
            "MASK was joined at the right end, where it gets lost in LEN. (True counts "
            "as 1.) It stands at the left end: 0x80.",
        ),
        Slip(
            "size <= 65_535",
            "size <= 65_536",
            "65,536 does not fit into two bytes: the most that they hold is 65,535. "
            "Look at your second limit.",
        ),
        Slip(
            "size <= 65_535",
            "size < 65_535",
            "65,535 still fits into two bytes (ff ff), and the shortest form is the "
            "rule. Look at your second limit.",
        ),
        Slip(
            "size <= 125",
            "size <= 126",
            "LEN = 126 is not a length, it is a sign: “two bytes follow”. So a payload "
            "of 126 bytes needs the longer form.",
        ),
        Slip(
            "size <= 125",
            "size <= 127",
            "126 and 127 in LEN are signs for “more bytes follow”. Only lengths up to "
            "125 stand in LEN itself.",
        ),
        Slip(
            "size <= 125",
            "size < 125",
            "125 still fits into LEN, and the shortest form is the rule. “Up to 125” "
            "is <= 125.",
        ),
        Slip(
            '"big"',
            '"little"',
            "The bytes of the length are in the wrong order. Networks send the most "
            'significant byte first: size.to_bytes(…, "big").',
        ),
        Slip(
            "mask | 12",
            "12",
            "MASK is set for short payloads only. 126 and 127 stand in the same seven "
            "bits, so the MASK bit belongs in front of them, too.",
        ),
        Slip(
            "0x80 if masked else 0",
            "0",
            "The MASK bit is missing. When `masked` is true, the leftmost bit of the "
            "first byte is 1: join 0x80 to it with |.",
        ),
        Slip(
            "0x80 if masked else 0",
            "0x80",
            "The MASK bit is set here although `masked` is false. Look at `masked` "
            "before you set it.",
        ),
        Slip(
            "if size <= 125",
            "if True",
            "One byte holds no number above 255, and LEN has only seven bits of it. "
            "From 126 on the length goes into bytes of its own, behind this one.",
        ),
        Slip(
            "if size <= 65_535",
            "if True",
            "Two bytes hold at most 65,535. A longer payload needs the third form: "
            "127 in LEN, then eight bytes.",
        ),
        Slip(
            "if size <= 65_535",
            "if False",
            "Eight bytes work, but the rule asks for the shortest form that fits: up "
            "to 65,535 that is 126 in LEN, then two bytes.",
        ),
        Slip(
            "to_bytes(8",
            "to_bytes(4",
            "127 in LEN announces eight bytes, however small the number is. The reader "
            "takes eight, and would eat into what follows.",
        ),
        Slip(
            '126]) + size.to_bytes(2, "big")\n    return bytes([mask | 127',
            '127]) + size.to_bytes(2, "big")\n    return bytes([mask | 126',
            "126 in LEN announces two bytes, and 127 announces eight. Here 127 stands "
            "in front of two.",
        ),
        Slip(
            " + size",
            " and size",
            "The length is there, but nothing announces it. Put the byte with 126 or "
            "127 in front, so that the reader knows how many bytes to take.",
        ),
        Slip(
            "bytes([mask | size])",
            "bytes(mask | size)",
            "bytes(5) makes five zero bytes. One byte with the value 5 is bytes([5]), "
            "with square brackets.",
        ),
        Slip(
            "bytes([mask | size])",
            "mask | size",
            "This is a number, and a header is made of bytes: bytes([…]) turns small "
            "numbers into bytes.",
        ),
    ),
)
