"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
import re

def parse_header(header):
    found = re.fullmatch(rb"([0-9]+) *", header)
    if found and int(found[1]) <= 2**20:
        return int(found[1])
    raise ValueError("no size")
""",
        "passed",
        "",
    ),
    (
        """\
class BadHeader(ValueError):
    pass

def parse_header(header):
    size, digits, ended = 0, 0, False
    for byte in header:
        if byte == 32:
            ended = True
        elif ended or not 48 <= byte <= 57:
            raise BadHeader(byte)
        else:
            size, digits = 10 * size + byte - 48, digits + 1
    if not digits or size > 1048576:
        raise BadHeader
    return size
""",
        "passed",
        "",
    ),
    (
        """\
def parse_header(header):
    text = header.decode("ascii")
    digits, _, spaces = text.partition(" ")
    if not set(digits) <= set("0123456789") or spaces.strip(" "):
        raise ValueError(text)
    size = int(digits)
    if size <= 2**20:
        return size
    raise ValueError(size)
""",
        "passed",
        "",
    ),
    (
        """\
def parse_header(header):
    size = int(header)
    if not 0 <= size <= 2**20:
        raise ValueError(size)
    return size
""",
        "not yet",
        "A sign is not a digit.",
    ),
    (
        """\
import re

def parse_header(header):
    found = re.fullmatch(rb"([0-9]+) +", header)
    if not found or int(found[1]) > 2**20:
        raise ValueError(header)
    return int(found[1])
""",
        "not yet",
        "Ten digits and no space: allowed.",
    ),
    (
        """\
import re

def parse_header(header):
    found = re.fullmatch(rb"(0|[1-9][0-9]*) *", header)
    if not found or int(found[1]) > 2**20:
        raise ValueError(header)
    return int(found[1])
""",
        "not yet",
        "Zeros in front are digits, too.",
    ),
    (
        """\
def parse_header(header):
    digits = header.rstrip(b" ")
    if not digits.isdigit() or int(digits) == 0 or int(digits) > 2**20:
        raise ValueError(header)
    return int(digits)
""",
        "not yet",
        "0 is a size: the message is empty.",
    ),
    (
        """\
def parse_header(header):
    digits = header.rstrip(b" \\r")
    if not digits.isdigit() or int(digits) > 2**20:
        raise ValueError(header)
    return int(digits)
""",
        "not yet",
        "is not a space.",
    ),
    (
        """\
def parse_header(header):
    digits = header.rstrip(b" \\0")
    if not digits.isdigit() or int(digits) > 2**20:
        raise ValueError(header)
    return int(digits)
""",
        "not yet",
        "A byte 0 is not a space.",
    ),
    (
        """\
def parse_header(header):
    digits = header.rstrip(b" ")
    if not digits.isdigit() or len(digits) > 7:
        raise ValueError(header)
    return int(digits)
""",
        "not yet",
        "One more than MAX_SIZE.",
    ),
    (
        """\
def parse_header(header):
    digits = header.rstrip(b" ")
    assert digits.isdigit() and int(digits) <= 2**20
    return int(digits)
""",
        "not yet",
        "expected  raises ValueError",
    ),
    (
        """\
def parse_header(header):
    digits = header.rstrip(b" ")
    if not digits.isdigit() or int(digits) > 2**20:
        raise ValueError(header)
    return digits
""",
        "not yet",
        "expected an int",
    ),
)
