"""Refuse what is not a size, before it does harm."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Raises, Slip
from ...protocol.packets import MAX_SIZE


def parse_header(header: bytes) -> int:
    """Return the size that a header claims.

    Raises ValueError unless it is digits, then spaces, and at most MAX_SIZE.
    """
    digits = header.rstrip(b" ")
    if not digits.isdigit() or int(digits) > MAX_SIZE:
        raise ValueError(f"not a size: {header!r}")
    return int(digits)


EXERCISE = Exercise(
    id="parse_header",
    title="Refuse what is not a size",
    minutes=6,
    solution=parse_header,
    imports="from wslesson.protocol.packets import MAX_SIZE",
    cases=(
        Case((b"5         ",), 5, why="Five, as a number, not as bytes."),
        Case((b"0         ",), 0, why="0 is a size: the message is empty."),
        Case((b"1048576   ",), 2**20, why="This is MAX_SIZE itself: allowed."),
        Case((b"+5        ",), Raises(ValueError), why="A sign is not a digit."),
        Case((b"-5        ",), Raises(ValueError), why="A sign is not a digit."),
        Case((b"1_000     ",), Raises(ValueError), why="An underscore is no digit."),
        Case((b"         5",), Raises(ValueError), why="Digits first, then spaces."),
        Case((b"5 5       ",), Raises(ValueError), why="A space between digits."),
        Case((b"5\n        ",), Raises(ValueError), why="A newline is not a space."),
        Case((b"5        \n",), Raises(ValueError), why="A newline is not a space."),
        Case((b"5        \t",), Raises(ValueError), why="A tab is not a space."),
        Case((b"          ",), Raises(ValueError), why="No digit at all."),
        Case(("٥        ".encode(),), Raises(ValueError), why="Not an ASCII digit."),
        Case((b"GET / HTTP",), Raises(ValueError), why="Words are not a size."),
        Case((b"1048577   ",), Raises(ValueError), why="One more than MAX_SIZE."),
        Case((b"9999999999",), Raises(ValueError), why="Far more than MAX_SIZE."),
        Case(
            (b"0000000042",),
            42,
            why="Ten digits and no space: allowed. Zeros in front are digits, too.",
        ),
        Case((b"5        \r",), Raises(ValueError), why="A \\r is not a space."),
        Case((b"5" + bytes(9),), Raises(ValueError), why="A byte 0 is not a space."),
        Case((b"ff        ",), Raises(ValueError), why="The digits are 0 to 9."),
        Case((b"5.0       ",), Raises(ValueError), why="A point is not a digit."),
    ),
    hidden=(
        Case((b"42        ",), 42),
        Case((b"1048575   ",), 1_048_575),
        Case((b"0001048576",), 2**20),
        Case((b"+42       ",), Raises(ValueError)),
        Case((b"0x5       ",), Raises(ValueError)),
        Case((b"5     \x0b\x0c  ",), Raises(ValueError)),
    ),
    hints=(
        "Which question must be answered before int is called at all?",
        "Remove the spaces at the end, and only spaces, and only there. What is left "
        "must be digits: bytes have a method isdigit, which knows ASCII only.",
        'digits = header.rstrip(b" ")\nif not digits.isdigit() or …:\n'
        "    raise ValueError(…)\nreturn …",
    ),
    mistakes=(
        Slip("return ", "", "Nothing came back: is there a `return`?"),
        Slip(
            "rstrip",
            "strip",
            "The spaces in front were removed too. Digits come first in this header: "
            "remove spaces at the right end only.",
        ),
        Slip(
            'rstrip(b" ")',
            'rstrip(b" \\t")',
            'A tab was removed, too. Name only the space: `rstrip(b" ")`.',
        ),
        Slip(
            'digits = header.rstrip(b" ")\n    if not digits.isdigit()',
            "import re\n\n    digits = header.strip()\n"
            '    if not re.match(rb"[0-9]+ *$", header)',
            "A newline at the end slips through. (In a pattern, `$` also matches "
            "before one: take `fullmatch`.)",
        ),
        Slip(
            'rstrip(b" ")',
            "rstrip()",
            "Without an argument, rstrip removes newlines and tabs as well. Only "
            "spaces are allowed: name them.",
        ),
        Slip(
            'rstrip(b" ")',
            "strip()",
            "strip takes away white space of all kinds, at both ends. Only spaces "
            "may go, and only at the right end.",
        ),
        Slip(
            'rstrip(b" ")',
            'decode().rstrip(" ")',
            "As text, the digits of every script count as digits, and ٥ is five. "
            "Ask the bytes instead: bytes know the ASCII digits only.",
        ),
        Slip(
            "> MAX_SIZE",
            ">= MAX_SIZE",
            "MAX_SIZE itself is allowed: “at most” is <=, so only > is too large.",
        ),
        Slip(
            " or int(digits) > MAX_SIZE",
            "",
            "This believes every number. A stranger who claims ten digits makes you "
            "wait for gigabytes: compare with MAX_SIZE.",
        ),
        Slip(
            "not digits.isdigit() or int(digits) > MAX_SIZE",
            "not digits",
            "int is no judge of headers: it accepts signs, underscores and spaces in "
            "front. Look at the bytes before you call it.",
        ),
        Slip(
            'raise ValueError(f"not a size: {header!r}")',
            "return None",
            "A bad header must raise ValueError. None is easily taken for a size of "
            "nothing, and the error shows up far from its cause.",
        ),
        Slip(
            "raise ",
            "return ",
            "This hands the error back as if it were a size. *Raise* it: `raise "
            "ValueError(…)`.",
        ),
        Slip(
            'raise ValueError(f"not a size: {header!r}")',
            "from wslesson.protocol.errors import RemoteProtocolError\n\n"
            '        raise RemoteProtocolError("not a size")',
            "You refuse the right headers. Only the error is another one: here a plain "
            "`ValueError` is asked for.",
        ),
        Slip(
            'digits = header.rstrip(b" ")',
            'header.rstrip(b" ")\n    digits = header',
            "A good header is refused (0 is good, too). Spaces are no digits: take "
            "those at the end away first. `rstrip` changes nothing, it *returns* what "
            "is left.",
        ),
        Slip(
            "digits.isdigit()",
            "all(each.isdigit() for each in header)",
            "A loop over bytes gives numbers, 53 for `5`, and a number has no such "
            "method. Ask all of them at once: `digits.isdigit()`.",
        ),
        Slip(
            "raise ValueError",
            "raise TypeError",
            "You refuse the right headers. But bytes are the right type: it is their "
            "value that is wrong, so a `ValueError`.",
        ),
        Slip(
            'rstrip(b" ")',
            'rstrip(" ")',
            'Bytes are neither text nor number: a space is `b" "`, and `>` needs '
            "`int(…)`. (A loop over bytes gives numbers, 53 for `5`: use isdigit.)",
        ),
    ),
)
