"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
from struct import pack

def encode_length(size, masked):
    sign, form = (
        (size, "!B") if size < 126 else (126, "!BH") if size < 2**16 else (127, "!BQ")
    )
    return pack(form, sign + 128 * bool(masked), *[size][: len(form) - 2])
""",
        "passed",
        "",
    ),
    (
        """\
def encode_length(size, masked):
    wide = (size > 125) * 2 + (size > 0xffff) * 6
    number = (masked << 7 | {0: size, 2: 126, 8: 127}[wide]) << 8 * wide
    return (number | (size if wide else 0)).to_bytes(1 + wide, "big")
""",
        "passed",
        "",
    ),
    (
        """\
def encode_length(size, masked):
    wire = bytearray()
    if size in range(126):
        wire.append(size)
    elif size.bit_length() <= 16:
        wire += bytearray((126, size >> 8, size & 255))
    else:
        wire += b"\\x7f" + bytes(size >> at & 255 for at in range(56, -8, -8))
    if masked:
        wire[0] ^= 0x80
    return bytes(wire)
""",
        "passed",
        "",
    ),
    (  # a number with a sign: from 32,768 on it does not fit
        """\
def encode_length(size, masked):
    mask = 128 * masked
    if size < 126:
        return bytes([mask + size])
    if size < 65536:
        return bytes([mask + 126]) + size.to_bytes(2, "big", signed=True)
    return bytes([mask + 127]) + size.to_bytes(8, "big", signed=True)
""",
        "not yet",
        "Two bytes go up to 65,535.",
    ),
    (  # 0 is false
        """\
def encode_length(size, masked):
    mask = 0x80 if masked and size else 0
    if size < 126:
        return bytes([mask + size])
    if size < 65536:
        return bytes([mask + 126]) + size.to_bytes(2, "big")
    return bytes([mask + 127]) + size.to_bytes(8, "big")
""",
        "not yet",
        "An empty payload is masked, too: MASK is 1.",
    ),
    (  # eight bytes, four of them always zero
        """\
def encode_length(size, masked):
    mask = 0x80 if masked else 0
    if size < 126:
        return bytes([mask + size])
    if size < 65536:
        return bytes([mask + 126]) + size.to_bytes(2, "big")
    return bytes([mask + 127]) + bytes(4) + (size % 2**32).to_bytes(4, "big")
""",
        "not yet",
        "this number needs five of the eight bytes",
    ),
    (  # the little end, in the last form only
        """\
def encode_length(size, masked):
    mask = 0x80 if masked else 0
    if size < 126:
        return bytes([mask + size])
    if size < 65536:
        return bytes([mask + 126]) + size.to_bytes(2, "big")
    return bytes([mask + 127]) + size.to_bytes(8, "little")
""",
        "not yet",
        "From 65,536 on: 127 in LEN, then eight bytes.",
    ),
    (  # two bytes, whose first is always zero
        """\
def encode_length(size, masked):
    mask = 0x80 if masked else 0
    if size < 126:
        return bytes([mask + size])
    if size < 65536:
        return bytes([mask + 126, 0, size % 256])
    return bytes([mask + 127]) + size.to_bytes(8, "big")
""",
        "not yet",
        "300 is 1 × 256 + 44: 01 2c.",
    ),
    (  # the right bytes, in what can change
        """\
def encode_length(size, masked):
    mask = 0x80 if masked else 0
    if size < 126:
        return bytearray([mask + size])
    if size < 65536:
        return bytearray([mask + 126]) + size.to_bytes(2, "big")
    return bytearray([mask + 127]) + size.to_bytes(8, "big")
""",
        "not yet",
        "got a bytearray",
    ),
    (  # MASK in each byte that follows, too
        """\
def encode_length(size, masked):
    mask = 0x80 if masked else 0
    if size < 126:
        return bytes([mask | size])
    sign, wide = (126, 2) if size < 65536 else (127, 8)
    number = size.to_bytes(wide, "big")
    return bytes([mask | sign]) + bytes(mask | byte for byte in number)
""",
        "not yet",
        "byte 1: got 1000 0001, expected 0000 0001",
    ),
    (  # one sign is wrong: they are not swapped
        """\
def encode_length(size, masked):
    mask = 0x80 if masked else 0
    if size < 126:
        return bytes([mask | size])
    wide = 2 if size < 65536 else 8
    return bytes([mask | 127]) + size.to_bytes(wide, "big")
""",
        "not yet",
        "Here 127 stands in front of two.",
    ),
)
