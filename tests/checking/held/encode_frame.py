"""Unusual answers, what each is told, and how it is judged."""

HEAD = """\
from wslesson.exercises.frames.course import course_length, course_mask

"""

ANSWERS = (
    (
        HEAD
        + """\
def encode_frame(frame):
    parts = [
        bytes([frame.fin * 0b1000_0000 + frame.rsv * 0b1_0000 + frame.opcode]),
        course_length(len(frame.payload), bool(frame.mask_key)),
    ]
    if frame.mask_key:
        frame.payload = course_mask(frame.payload, frame.mask_key)
        parts.append(frame.mask_key)
    return b"".join([*parts, frame.payload])
""",
        "passed",
        "",
    ),
    (
        """\
from struct import pack

def encode_frame(frame):
    size, key = len(frame.payload), frame.mask_key
    first = frame.opcode | frame.rsv << 4 | frame.fin << 7
    mask = 0 if key is None else 128
    if size > 65535:
        wire = pack("!BBQ", first, mask | 127, size)
    elif size > 125:
        wire = pack("!BBH", first, mask | 126, size)
    else:
        wire = pack("!BB", first, mask | size)
    if key is None:
        return wire + frame.payload
    return wire + key + bytes(b ^ key[i & 3] for i, b in enumerate(frame.payload))
""",
        "passed",
        "",
    ),
    (
        HEAD
        + """\
from dataclasses import astuple

def encode_frame(frame):
    opcode, payload, fin, rsv, key = astuple(frame)
    first = int(f"{fin:b}{rsv:03b}{opcode:04b}", 2)
    masked = key + course_mask(payload, key) if key else payload
    return bytes((first, *course_length(len(payload), key is not None), *masked))
""",
        "passed",
        "",
    ),
    (  # only one of the three reserved bits
        HEAD
        + """\
def encode_frame(frame):
    first = (frame.fin << 7) | (bool(frame.rsv) << 6) | frame.opcode
    key = frame.mask_key
    length = course_length(len(frame.payload), key is not None)
    if key is None:
        return bytes([first]) + length + frame.payload
    return bytes([first]) + length + key + course_mask(frame.payload, key)
""",
        "not yet",
        "32 is 0 011 0010: FIN is 0, RSV is 3, OPCODE is 2.",
    ),
    (  # RSV two places too far
        HEAD
        + """\
def encode_frame(frame):
    first = (frame.fin << 7) | (frame.rsv << 6) | frame.opcode
    key = frame.mask_key
    length = course_length(len(frame.payload), key is not None)
    if key is None:
        return bytes([first]) + length + frame.payload
    return bytes([first]) + length + key + course_mask(frame.payload, key)
""",
        "not yet",
        "RSV is 100, four places from the right end: rsv << 4.",
    ),
    (  # no key where there is nothing to mask
        HEAD
        + """\
def encode_frame(frame):
    first = (frame.fin << 7) | (frame.rsv << 4) | frame.opcode
    key = frame.mask_key if frame.payload else None
    length = course_length(len(frame.payload), key is not None)
    if key is None:
        return bytes([first]) + length + frame.payload
    return bytes([first]) + length + key + course_mask(frame.payload, key)
""",
        "not yet",
        "The payload is empty; the key is sent all the same.",
    ),
    (  # an opcode of three bits
        HEAD
        + """\
def encode_frame(frame):
    first = (frame.fin << 7) | (frame.rsv << 4) | (frame.opcode & 7)
    key = frame.mask_key
    length = course_length(len(frame.payload), key is not None)
    if key is None:
        return bytes([first]) + length + frame.payload
    return bytes([first]) + length + key + course_mask(frame.payload, key)
""",
        "not yet",
        "A pong, masked: opcode 10, which is a in hex.",
    ),
    (  # the length by hand, and only the short one, where there is a mask
        HEAD
        + """\
def encode_frame(frame):
    first = bytes([(frame.fin << 7) | (frame.rsv << 4) | frame.opcode])
    key, size = frame.mask_key, len(frame.payload)
    if key is None:
        return first + course_length(size, False) + frame.payload
    length = bytes([0x80 | min(size, 126)])
    return first + length + key + course_mask(frame.payload, key)
""",
        "not yet",
        "Long and masked: first the three bytes of length, then the key.",
    ),
    (  # FIN taken from the opcode
        HEAD
        + """\
def encode_frame(frame):
    fin = frame.opcode != 0 and frame.fin
    first = (fin << 7) | (frame.rsv << 4) | frame.opcode
    key = frame.mask_key
    length = course_length(len(frame.payload), key is not None)
    if key is None:
        return bytes([first]) + length + frame.payload
    return bytes([first]) + length + key + course_mask(frame.payload, key)
""",
        "not yet",
        "The rest of the message: opcode 0, and FIN is 1.",
    ),
    (  # only the two forms that the first examples show
        HEAD
        + """\
def encode_frame(frame):
    first = (frame.fin << 7) | (frame.rsv << 4) | frame.opcode
    key, size = frame.mask_key, len(frame.payload) % 65536
    length = course_length(size, key is not None)
    if key is None:
        return bytes([first]) + length + frame.payload
    return bytes([first]) + length + key + course_mask(frame.payload, key)
""",
        "not yet",
        "65,536 bytes: the longest form of the length.",
    ),
    (  # in pieces, which nobody joined
        HEAD
        + """\
def encode_frame(frame):
    first = (frame.fin << 7) | (frame.rsv << 4) | frame.opcode
    return [bytes([first]), course_length(len(frame.payload), False), frame.payload]
""",
        "not yet",
        "got a list, expected a bytes",
    ),
    (  # kinds that do not fit, in another way than the known ones
        HEAD
        + """\
def encode_frame(frame):
    first = (frame.fin << 7) | (frame.rsv << 4) | frame.opcode
    return [first] + course_length(len(frame.payload), False) + frame.payload
""",
        "not yet",
        "Two kinds do not fit, and Python's line above names them.",
    ),
)
