"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
def read_two_bytes(two):
    number = int.from_bytes(two, "big")
    fields = []
    for width in (7, 1, 4, 3, 1):
        number, field = divmod(number, 1 << width)
        fields.insert(0, field)
    fin, rsv, opcode, mask, size = fields
    return fin, rsv, opcode, mask, size
""",
        "passed",
        "",
    ),
    (
        """\
def read_two_bytes(two):
    bits = "".join(format(byte, "08b") for byte in two)
    cuts = [slice(0, 1), slice(1, 4), slice(4, 8), slice(8, 9), slice(9, 16)]
    return tuple(int(bits[cut], 2) for cut in cuts)
""",
        "passed",
        "",
    ),
    (
        """\
from struct import unpack

def read_two_bytes(two):
    (both,) = unpack("!H", two)
    return tuple(both >> at & (1 << n) - 1 for at, n in
                 zip((15, 12, 8, 7, 0), (1, 3, 4, 1, 7)))
""",
        "passed",
        "",
    ),
    (  # FIN is a number, not True
        """\
def read_two_bytes(two):
    a, b = two
    return bool(a & 128), a >> 4 & 7, a & 15, b >> 7, b & 127
""",
        "not yet",
        "got a bool, expected an int",
    ),
    (  # the order is FIN, RSV, OPCODE, MASK, LEN
        """\
def read_two_bytes(two):
    a, b = two
    return a >> 7, a >> 4 & 7, a & 15, b & 127, b >> 7
""",
        "not yet",
        "[3]: got 5, expected 0",
    ),
    (  # > where >= is meant
        """\
def read_two_bytes(two):
    a, b = two
    return int(a > 0x80), a >> 4 & 7, a & 15, b >> 7, b & 127
""",
        "not yet",
        "FIN is the only bit that is set",
    ),
    (  # the remainder of 15, where that of 16 is meant
        """\
def read_two_bytes(two):
    a, b = two
    return a // 128, a // 16 % 8, a % 16 % 15, b // 128, b % 128
""",
        "not yet",
        "[2]: got 0, expected 15",
    ),
    (  # the same with RSV: only seven, the largest, tells
        """\
def read_two_bytes(two):
    a, b = two
    return a // 128, a // 16 % 8 % 7, a % 16, b // 128, b % 128
""",
        "not yet",
        "each field is as large as it can be",
    ),
    (  # RSV as three fields of one bit
        """\
def read_two_bytes(two):
    a, b = two
    return a >> 7, a >> 6 & 1, a >> 5 & 1, a >> 4 & 1, a & 15, b >> 7, b & 127
""",
        "not yet",
        "1 000 0001, then 0 0000101.",
    ),
    (  # only the first reserved bit is looked at
        """\
def read_two_bytes(two):
    a, b = two
    return a >> 7, a & 0x40 and 4, a & 15, b >> 7, b & 127
""",
        "not yet",
        "RSV is 010",
    ),
    (  # no >>, so its order is not the reason
        """\
def read_two_bytes(two):
    first, second = two
    return first >> 7, first & 0b111, first & 0x0F, second >> 7, second & 0x7F
""",
        "not yet",
        "RSV was taken from the right end of the byte.",
    ),
)
