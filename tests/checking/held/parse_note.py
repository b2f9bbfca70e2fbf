"""Unusual answers, what each is told, and how it is judged."""

TAKE = "from wslesson.protocol.reading import Take\n\n\n"

ANSWERS = (
    (
        TAKE
        + """\
def parse_note():
    kind = yield Take(1, "")
    high, low = yield Take(2, "")
    body = yield Take(high << 8 | low, "")
    return ord(kind), body
""",
        "passed",
        "",
    ),
    (
        TAKE
        + """\
import struct

def field(size, form):
    data = yield Take(size, form)
    return struct.unpack(form, data)[0]

def parse_note():
    kind = yield from field(1, "B")
    size = yield from field(2, ">H")
    return kind, bytes((yield from field(size, f"{size}s")))
""",
        "passed",
        "",
    ),
    (
        TAKE
        + """\
def parse_note():
    (kind,) = yield Take(1, "KIND:8")
    high, low = yield Take(2, "SIZE:16")
    return kind, (yield Take(high * 255 + low, "BODY"))
""",
        "not yet",
        "80 02 is 128 × 256 + 2",
    ),
    (
        TAKE
        + """\
def parse_note():
    (kind,) = yield Take(1, "KIND:8")
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big") & 0x7FFF
    return kind, (yield Take(size, "BODY"))
""",
        "not yet",
        "80 02 is 128 × 256 + 2, and never negative",
    ),
    (
        TAKE
        + """\
def parse_note():
    (kind,) = yield Take(1, "KIND:8")
    _, low = yield Take(2, "SIZE:16")
    return kind, (yield Take(low, "BODY"))
""",
        "not yet",
        "01 02 is 1 × 256 + 2",
    ),
    (
        TAKE
        + """\
def parse_note():
    kind = int.from_bytes((yield Take(1, "KIND:8")), "big", signed=True)
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")
    return kind, (yield Take(size, "BODY"))
""",
        "not yet",
        "The kind is 255.",
    ),
    (
        TAKE
        + """\
def parse_note():
    (kind,) = yield Take(1, "KIND:8")
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")
    return kind, (yield Take(size, "BODY")).strip()
""",
        "not yet",
        "none of them may be lost",
    ),
    (
        TAKE
        + """\
def parse_note():
    (kind,) = yield Take(1, "KIND:8")
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")
    if not size:
        return kind, None
    return kind, (yield Take(size, "BODY"))
""",
        "not yet",
        "the first has an empty body",
    ),
    (
        TAKE
        + """\
def parse_note():
    (kind,) = yield Take(1, "KIND:8")
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")
    return (yield Take(size, "BODY")), kind
""",
        "not yet",
        "`return kind, body`: a pair.",
    ),
    (
        TAKE
        + """\
def parse_note():
    (kind,) = yield Take(1, "KIND:8")
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")
    return [kind, (yield Take(size, "BODY"))]
""",
        "not yet",
        "`return kind, body`: a pair.",
    ),
    (
        TAKE
        + """\
def parse_note():
    (kind,) = yield Take(1, "KIND:8")
    size = int.from_bytes((yield Take(4, "SIZE:32")), "big")
    return kind, (yield Take(size, "BODY"))
""",
        "not yet",
        "`Take` counts bytes, 1 and 2",
    ),
)
