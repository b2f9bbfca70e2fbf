"""Refuse what is not a size: what `parse_header` must do."""

from __future__ import annotations

import re

from ...checking.model import Case, Exercise, Raises, Slip, mistake
from ...protocol.errors import RemoteProtocolError
from ...protocol.packets import MAX_SIZE


def parse_header(header: bytes) -> int:
    """Return the size that a header claims.

    Raises ValueError unless it is digits, then spaces, and at most MAX_SIZE.
    """
    digits = header.rstrip(b" ")
    if not digits.isdigit() or int(digits) > MAX_SIZE:
        raise ValueError(f"not a size: {header!r}")
    return int(digits)


@mistake(
    "int is no judge of headers: it accepts signs, underscores and spaces in "
    "front. Look at the bytes before you call it."
)
def _trusts_int(header: bytes) -> int:
    return int(header)


@mistake('A tab was removed, too. Name only the space: `rstrip(b" ")`.')
def _strips_tabs(header: bytes) -> int:
    return parse_header(header.rstrip(b" \t"))


@mistake(
    "A newline at the end slips through. (In a pattern, `$` also matches "
    "before one: take `fullmatch`.)"
)
def _trusts_the_dollar(header: bytes) -> int:
    if not (found := re.match(rb"([0-9]+) *$", header)):
        raise ValueError(header)
    return parse_header(found[1])


@mistake(
    "A bad header must raise ValueError. None is easily taken for a size of "
    "nothing, and the error shows up far from its cause."
)
def _returns_none(header: bytes) -> int | None:
    digits = header.rstrip(b" ")
    return int(digits) if digits.isdigit() and int(digits) <= MAX_SIZE else None


@mistake(
    "This hands the error back as if it were a size. *Raise* it: `raise ValueError(…)`."
)
def _returns_the_error(header: bytes) -> int | type[ValueError]:
    try:
        return parse_header(header)
    except ValueError:
        return ValueError


@mistake(
    "You refuse the right headers. Only the error is another one: here a plain "
    "`ValueError` is asked for."
)
def _raises_the_error_of_the_package(header: bytes) -> int:
    try:
        return parse_header(header)
    except ValueError as error:
        raise RemoteProtocolError(str(error)) from None


@mistake(
    "You refuse the right headers. But bytes are the right type: it is their "
    "value that is wrong, so a `ValueError`."
)
def _raises_a_type_error(header: bytes) -> int:
    try:
        return parse_header(header)
    except ValueError as error:
        raise TypeError(str(error)) from None


@mistake(
    "A good header is refused (0 is good, too). Spaces are no digits, and "
    "`rstrip` changes nothing: ask what it *returns*."
)
def _forgets_the_spaces(header: bytes) -> int:
    return parse_header(header if header.isdigit() else b"spaces are no digits")


@mistake(
    "A loop over bytes gives numbers, 53 for `5`, and a number has no such "
    "method. Ask all of them at once: `digits.isdigit()`."
)
def _asks_each_number(header: bytes) -> int:
    # The mistake: a byte, taken by itself, is an int.
    return sum(each.isdigit() for each in header)  # type: ignore[attr-defined]


@mistake(
    'Bytes are neither text nor number: a space is `b" "`, and `>` needs '
    "`int(…)`. (A loop over bytes gives numbers, 53 for `5`: use isdigit.)"
)
def _strips_text(header: bytes) -> int:
    return int(header.rstrip(" "))  # type: ignore[arg-type]  # this is the mistake


EXERCISE = Exercise(
    id="parse_header",
    title="Refuse what is not a size",
    minutes=6,
    solution=parse_header,
    imports="from wslesson.protocol.packets import MAX_SIZE",
    cases=(
        Case((b"5         ",), 5),
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
    ),
    hidden=(
        Case((b"42        ",), 42),
        Case((b"1048575   ",), 1_048_575),
        Case((b"+42       ",), Raises(ValueError)),
        Case((b"5.0       ",), Raises(ValueError)),
    ),
    hints=(
        "Which question must be answered before int is called at all?",
        "Remove the spaces at the end, and only spaces, and only there. What is left "
        "must be digits: bytes have a method isdigit, which knows ASCII only.",
        'digits = header.rstrip(b" ")\nif not digits.isdigit() or …:\n'
        "    raise ValueError(…)\nreturn …",
    ),
    mistakes=(
        Slip(
            'rstrip(b" ")\n'
            "    if not digits.isdigit() or int(digits) > MAX_SIZE:\n"
            '        raise ValueError(f"not a size: {header!r}"',
            'strip(b" ")\n'
            "    if not digits.isdigit() or int(digits) > MAX_SIZE:\n"
            "        raise ValueError(header",
            "The spaces in front were removed too. Digits come first in this header: "
            "remove spaces at the right end only.",
        ),
        _strips_tabs,
        _trusts_the_dollar,
        Slip(
            'b" ")\n'
            "    if not digits.isdigit() or int(digits) > MAX_SIZE:\n"
            '        raise ValueError(f"not a size: {header!r}"',
            ")\n"
            "    if not digits.isdigit() or int(digits) > MAX_SIZE:\n"
            "        raise ValueError(header",
            "Without an argument, rstrip removes newlines and tabs as well. Only "
            "spaces are allowed: name them.",
        ),
        Slip(
            'rstrip(b" ")\n'
            "    if not digits.isdigit() or int(digits) > MAX_SIZE:\n"
            '        raise ValueError(f"not a size: {header!r}"',
            "strip()\n"
            "    if not digits.isdigit() or int(digits) > MAX_SIZE:\n"
            "        raise ValueError(header",
            "strip takes away white space of all kinds, at both ends. Only spaces "
            "may go, and only at the right end.",
        ),
        Slip(
            'rstrip(b" ")\n'
            "    if not digits.isdigit() or int(digits) > MAX_SIZE:\n"
            '        raise ValueError(f"not a size: {header!r}"',
            'decode().rstrip(" ")\n'
            "    if not digits.isdecimal() or int(digits) > MAX_SIZE:\n"
            "        raise ValueError(header",
            "As text, the digits of every script count as digits, and ٥ is five. "
            "Ask the bytes instead: bytes know the ASCII digits only.",
        ),
        Slip(
            '> MAX_SIZE:\n        raise ValueError(f"not a size: {header!r}"',
            ">= MAX_SIZE:\n        raise ValueError(header",
            "MAX_SIZE itself is allowed: “at most” is <=, so only > is too large.",
        ),
        Slip(
            "or int(digits) > MAX_SIZE:\n"
            '        raise ValueError(f"not a size: {header!r}"',
            ":\n        raise ValueError(header",
            "This believes every number. A stranger who claims ten digits makes you "
            "wait for gigabytes: compare with MAX_SIZE.",
        ),
        _trusts_int,
        _returns_none,
        _returns_the_error,
        _raises_the_error_of_the_package,
        _forgets_the_spaces,
        _asks_each_number,
        _raises_a_type_error,
        _strips_text,
    ),
)
