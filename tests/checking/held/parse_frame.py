"""Unusual answers, what each is told, and how it is judged."""

HEAD = """\
from wslesson.exercises.frames.course import course_mask
from wslesson.protocol.frames import Frame, Opcode
from wslesson.protocol.reading import Take

"""

REST = """
    if size == 126:
        size = int.from_bytes((yield Take(2, "LENGTH:16")), "big")
    elif size == 127:
        size = int.from_bytes((yield Take(8, "LENGTH:64")), "big")
    key = (yield Take(4, "KEY")) if second >= 128 else None
    payload = yield Take(size, "PAYLOAD")
    payload = course_mask(payload, key) if key else payload
"""

ANSWERS = (
    (  # fin and opcode are the numbers of the wire
        HEAD
        + """\
def parse_frame():
    first, second = yield Take(2, "TWO")
    size = second & 127"""
        + REST
        + "    return Frame(first & 15, payload, first >> 7, first >> 4 & 7, key)\n",
        "passed",
        "",
    ),
    (
        HEAD
        + """\
def parse_frame():
    two = int.from_bytes((yield Take(2, "TWO")), "big")
    size = two % 128
    if wide := {126: 2, 127: 8}.get(size, 0):
        size = 0
        for _ in range(wide):
            (byte,) = yield Take(1, "LENGTH")
            size = size << 8 | byte
    key = b""
    while two & 0x80 and len(key) < 4:
        key += yield Take(1, "KEY")
    payload = bytearray((yield Take(size, "PAYLOAD")))
    for at in range(len(payload) if key else 0):
        payload[at] ^= key[at % 4]
    bits = f"{two:016b}"
    fin, rsv = bits[0] == "1", int(bits[1:4], 2)
    return Frame(Opcode(int(bits[4:8], 2)), bytes(payload), fin, rsv, key or None)
""",
        "passed",
        "",
    ),
    (
        HEAD
        + """\
from struct import unpack

def length(size):
    if size > 125:
        wide, form = (2, "!H") if size == 126 else (8, "!Q")
        (size,) = unpack(form, (yield Take(wide, "LENGTH")))
    return size

def parse_frame():
    a, b = unpack("!BB", (yield Take(2, "TWO")))
    size = yield from length(b % 128)
    frame = Frame(Opcode(a % 16), fin=a > 127, rsv=a // 16 % 8)
    match b // 128:
        case 1:
            frame.mask_key = yield Take(4, "KEY")
            frame.payload = course_mask((yield Take(size, "PAYLOAD")), frame.mask_key)
        case 0:
            frame.payload = yield Take(size, "PAYLOAD")
    return frame
""",
        "passed",
        "",
    ),
    (  # refuses, as a real parser does
        HEAD
        + """\
def parse_frame():
    first, second = yield Take(2, "TWO")
    size = second & 127
    if size == 126:
        size = int.from_bytes((yield Take(2, "LENGTH:16")), "big")
        if size < 126:
            raise ValueError("too long a form")
    elif size == 127:
        size = int.from_bytes((yield Take(8, "LENGTH:64")), "big")
    key = (yield Take(4, "KEY")) if second >= 128 else None
    payload = yield Take(size, "PAYLOAD")
    payload = course_mask(payload, key) if key else payload
    return Frame(Opcode(first & 15), payload, first > 127, first >> 4 & 7, key)
""",
        "not yet",
        "nothing is refused here",
    ),
    (  # only the first reserved bit
        HEAD
        + """\
def parse_frame():
    first, second = yield Take(2, "TWO")
    size = second & 127"""
        + REST
        + """\
    fin, rsv = first > 127, first & 64 and 4
    return Frame(Opcode(first & 15), payload, fin, rsv, key)
""",
        "not yet",
        "32 is 0 011 0010: RSV is 3.",
    ),
    (  # > where >= is meant: a masked frame without a payload has no key
        HEAD
        + """\
def parse_frame():
    first, second = yield Take(2, "TWO")
    size = second & 127"""
        + REST.replace("second >= 128", "second > 128")
        + """\
    fin, rsv = first > 127, first >> 4 & 7
    return Frame(Opcode(first & 15), payload, fin, rsv, key)
""",
        "not yet",
        "Two empty payloads. The key is sent all the same.",
    ),
    (  # an opcode of three bits
        HEAD
        + """\
def parse_frame():
    first, second = yield Take(2, "TWO")
    size = second & 127"""
        + REST
        + """\
    fin, rsv = first > 127, first >> 4 & 7
    return Frame(Opcode(first & 7), payload, fin, rsv, key)
""",
        "not yet",
        "[1].opcode",
    ),
    (  # four bytes of length behind 127, as four are enough for most
        HEAD
        + """\
def parse_frame():
    first, second = yield Take(2, "TWO")
    size = second & 127"""
        + REST.replace("Take(8", "Take(4")
        + """\
    fin, rsv = first > 127, first >> 4 & 7
    return Frame(Opcode(first & 15), payload, fin, rsv, key)
""",
        "not yet",
        "127 in LEN: the length is in the next eight bytes.",
    ),
    (  # a text, where bytes are meant
        HEAD
        + """\
def parse_frame():
    first, second = yield Take(2, "TWO")
    size = second & 127"""
        + REST
        + """\
    text = payload.decode()
    return Frame(Opcode(first & 15), text, first > 127, first >> 4 & 7, key)
""",
        "not yet",
        "[0].payload",
    ),
    (  # the largest header at once: it waits for what does not come
        HEAD
        + """\
def parse_frame():
    head = yield Take(14, "HEAD")
    size = head[1] & 127
    key = head[2:6] if head[1] & 128 else None
    payload = head[6:] + (yield Take(size - 8, "PAYLOAD"))
    return Frame(Opcode(head[0] & 15), course_mask(payload, key), True, 0, key)
""",
        "not yet",
        "got       nothing",
    ),
    (  # undone with a key whose last byte is never used
        HEAD
        + """\
def parse_frame():
    first, second = yield Take(2, "TWO")
    size = second & 127"""
        + REST.replace(
            "course_mask(payload, key)",
            "bytes(b ^ key[i % 3] for i, b in enumerate(payload))",
        )
        + """\
    fin, rsv = first > 127, first >> 4 & 7
    return Frame(Opcode(first & 15), payload, fin, rsv, key)
""",
        "not yet",
        "byte 3: got",
    ),
    (  # no generator
        """\
def parse_frame():
    pass
""",
        "not yet",
        "Your function has no yield",
    ),
    (  # kinds that do not fit, in another way than the known ones
        HEAD
        + """\
def parse_frame():
    first, second = yield Take(2, "TWO")
    return Frame(Opcode(first & 15), b"" + second)
""",
        "not yet",
        "The kinds do not fit, and Python's line above names them.",
    ),
    (  # always false: not the wrong way round
        HEAD
        + """\
def parse_frame():
    first, second = yield Take(2, "TWO")
    size = second & 127"""
        + REST
        + """\
    fin, rsv = (first & 0x80) == 1, first >> 4 & 7
    return Frame(Opcode(first & 15), payload, fin, rsv, key)
""",
        "not yet",
        "FIN is 1 here, and your fin is not",
    ),
    (  # a plain tuple, in the order of the wire: the key before the payload
        HEAD
        + """\
def parse_frame():
    first, second = yield Take(2, "TWO")
    size = second & 127"""
        + REST
        + """\
    return first > 127, first >> 4 & 7, Opcode(first & 15), key, payload
""",
        "not yet",
        "but this is a plain tuple, in the order of the wire.",
    ),
    (  # one in an order of its own
        HEAD
        + """\
def parse_frame():
    first, second = yield Take(2, "TWO")
    size = second & 127"""
        + REST
        + """\
    return first > 127, first >> 4 & 7, Opcode(first & 15), payload, key
""",
        "not yet",
        "but this is a plain tuple, and in another order.",
    ),
)
