"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
import struct

def encode_close(code, reason):
    match code:
        case 1005:
            return b""
        case 1006 | 1015:
            raise ValueError("never sent")
    while len(reason.encode()) > 123:
        reason = reason[:-1]
    return struct.pack("!H", code) + reason.encode()
""",
        "passed",
        "",
    ),
    (
        """\
def encode_close(code, reason):
    if code == 1005:
        return b""
    if code == 1006 or code == 1015:
        raise ValueError(code)
    out = bytearray(divmod(code, 256))
    for character in reason:
        body = bytes(character, "utf-8")
        if len(out) + len(body) > 125:
            break
        out += body
    return bytes(out)
""",
        "passed",
        "",
    ),
    (  # no code is sent, but the reason is
        """\
def encode_close(code, reason):
    if code in (1006, 1015):
        raise ValueError(code)
    short = reason.encode()[:123].decode(errors="ignore").encode()
    return short if code == 1005 else code.to_bytes(2, "big") + short
""",
        "not yet",
        "No code, then no reason either",
    ),
    (  # an error of another kind
        """\
def encode_close(code, reason):
    if code == 1005:
        return b""
    assert code not in (1006, 1015)
    short = reason.encode()[:123].decode(errors="ignore")
    return code.to_bytes(2, "big") + short.encode()
""",
        "not yet",
        "1006 is never sent: raise ValueError.",
    ),
    (  # a code that is checked and need not be
        """\
def encode_close(code, reason):
    if code == 1005:
        return b""
    if code in (1004, 1006, 1015):
        raise ValueError(code)
    short = reason.encode()[:123].decode(errors="ignore")
    return code.to_bytes(2, "big") + short.encode()
""",
        "not yet",
        "encode_close(1004, '')",
    ),
    (  # a number with a sign
        """\
def encode_close(code, reason):
    if code == 1005:
        return b""
    if code in (1006, 1015):
        raise ValueError(code)
    short = reason.encode()[:123].decode(errors="ignore")
    return code.to_bytes(2, "big", signed=True) + short.encode()
""",
        "not yet",
        "It fits in two bytes",
    ),
    (  # a reason that is tidied up
        """\
def encode_close(code, reason):
    if code == 1005:
        return b""
    if code in (1006, 1015):
        raise ValueError(code)
    short = reason.strip().encode()[:123].decode(errors="ignore")
    return code.to_bytes(2, "big") + short.encode()
""",
        "not yet",
        "The reason is short enough: it goes out as it is.",
    ),
    (  # at most two bytes of a half character are left out
        """\
def encode_close(code, reason):
    if code == 1005:
        return b""
    if code in (1006, 1015):
        raise ValueError(code)
    body = reason.encode()[:123]
    for size in (len(body), len(body) - 1, len(body) - 2):
        try:
            return code.to_bytes(2, "big") + body[:size].decode().encode()
        except UnicodeDecodeError as error:
            last = error
    raise last
""",
        "not yet",
        "three of them would fit, and are left out",
    ),
    (  # one byte too few
        """\
def encode_close(code, reason):
    if code == 1005:
        return b""
    if code in (1006, 1015):
        raise ValueError(code)
    short = reason.encode()[:122].decode(errors="ignore")
    return code.to_bytes(2, "big") + short.encode()
""",
        "not yet",
        "125 bytes in all; the code has two of them.",
    ),
    (  # dots for what is missing
        """\
def encode_close(code, reason):
    if code == 1005:
        return b""
    if code in (1006, 1015):
        raise ValueError(code)
    body = reason.encode()
    if len(body) > 123:
        body = body[:120].decode(errors="ignore").encode() + b"..."
    return code.to_bytes(2, "big") + body
""",
        "not yet",
        "byte 122: got 0010 1110",
    ),
)
