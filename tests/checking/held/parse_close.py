"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
import struct

ALLOWED = {*range(1000, 1004), *range(1007, 1015), *range(3000, 5000)}

def parse_close(payload):
    match payload:
        case b"":
            return 1005, ""
        case _ if len(payload) < 2:
            raise ValueError
    (code,) = struct.unpack(">H", payload[:2])
    if code not in ALLOWED:
        raise ValueError(f"nobody may send {code}")
    return code, str(payload[2:], "utf-8")
""",
        "passed",
        "",
    ),
    (  # one byte is less than 1000, so it needs no rule of its own
        """\
def parse_close(payload):
    if len(payload) == 0:
        return (1005, "")
    code, reason = int(payload[:2].hex(), 16), payload[2:]
    if 3000 <= code < 5000 or 1000 <= code < 1015 and not 1004 <= code <= 1006:
        return (code, reason.decode("utf8"))
    raise ValueError(code)
""",
        "passed",
        "",
    ),
    (  # the error of struct is no ValueError
        """\
import struct

def parse_close(payload):
    if not payload:
        return 1005, ""
    [code] = struct.unpack("!H", payload[:2])
    if code in (1004, 1005, 1006) or not (1000 <= code <= 1014 or 3000 <= code <= 4999):
        raise ValueError(code)
    return code, payload[2:].decode()
""",
        "not yet",
        "One byte is half a code.",
    ),
    (  # a list of codes with one missing
        """\
CODES = 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 1014

def parse_close(payload):
    if not payload:
        return 1005, ""
    code = int.from_bytes(payload[:2], "big")
    if len(payload) == 1 or code not in CODES and not 3000 <= code <= 4999:
        raise ValueError(code)
    return code, payload[2:].decode()
""",
        "not yet",
        "1010 is on the list.",
    ),
    (  # between two ranges a number is lost
        """\
def parse_close(payload):
    if not payload:
        return 1005, ""
    code = int.from_bytes(payload[:2], "big")
    library, own = range(3000, 3999), range(4000, 5000)
    listed = code in range(1000, 1015) and code not in (1004, 1005, 1006)
    if not (listed or code in library or code in own):
        raise ValueError(code)
    return code, payload[2:].decode()
""",
        "not yet",
        "3999 is the last registered code.",
    ),
    (  # what is not UTF-8 is kept in another way
        """\
def parse_close(payload):
    if not payload:
        return 1005, ""
    code = int.from_bytes(payload[:2], "big")
    if code in (1004, 1005, 1006) or not (1000 <= code <= 1014 or 3000 <= code <= 4999):
        raise ValueError(code)
    return code, payload[2:].decode(errors="surrogateescape")
""",
        "not yet",
        "ff is never UTF-8.",
    ),
    (  # an error is not let through
        """\
def parse_close(payload):
    if not payload:
        return 1005, ""
    code = int.from_bytes(payload[:2], "big")
    if code in (1004, 1005, 1006) or not (1000 <= code <= 1014 or 3000 <= code <= 4999):
        raise ValueError(code)
    try:
        return code, payload[2:].decode()
    except UnicodeDecodeError:
        return 1007, ""
""",
        "not yet",
        "ff is never UTF-8.",
    ),
    (  # a reason that is tidied up
        """\
def parse_close(payload):
    if not payload:
        return 1005, ""
    code = int.from_bytes(payload[:2], "big")
    if code in (1004, 1005, 1006) or not (1000 <= code <= 1014 or 3000 <= code <= 4999):
        raise ValueError(code)
    return code, payload[2:].decode().strip()
""",
        "not yet",
        "All the rest is the reason, as it is.",
    ),
    (  # None where there is nothing
        """\
def parse_close(payload):
    if not payload:
        return 1005, None
    code = int.from_bytes(payload[:2], "big")
    if code in (1004, 1005, 1006) or not (1000 <= code <= 1014 or 3000 <= code <= 4999):
        raise ValueError(code)
    return code, payload[2:].decode()
""",
        "not yet",
        "No code was sent, and 1005 is the name for it.",
    ),
    (  # ASCII: once told that the whole payload was decoded, which is not true
        """\
def parse_close(payload):
    if not payload:
        return 1005, ""
    code = int.from_bytes(payload[:2], "big")
    if code in (1004, 1005, 1006) or not (1000 <= code <= 1014 or 3000 <= code <= 4999):
        raise ValueError(code)
    return code, str(payload[2:], encoding="ascii")
""",
        "not yet",
        "The reason is UTF-8.",
    ),
)
