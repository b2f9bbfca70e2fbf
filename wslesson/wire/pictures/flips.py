"""Turn over one bit of a header: what does the parser make of it then?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ...protocol.reading import Parser
from .fields import Field, read_fields, unmasked
from .meaning import is_frame, meaning
from .texts import count, excerpt, fit, printable

BITS = 32  # bits that are turned, one at a time, of the first item
LONGEST = 160  # characters of what a parser says
# What may befall a parser that a learner wrote, when a bit is not as expected.
FAULTS: tuple[type[Exception], ...] = (
    *(ArithmeticError, AssertionError, AttributeError),
    *(LookupError, RuntimeError, TypeError),
)

NewParser = Callable[[], Parser[object]]


@dataclass(frozen=True, slots=True)
class Flip:
    """One bit turned over: what its field then means, and what the parser says."""

    means: str
    answer: str


Flips = dict[tuple[int, int], list[Flip]]  # by a field's first byte and bit


def flipped(parser: NewParser, data: bytes, items: Sequence[list[Field]]) -> Flips:
    """Turn over each bit of the first item's header, field by field."""
    turned: Flips = {}
    left = BITS
    for field in items[0] if items else ():
        size = len(field.digits)
        if 0 < size <= left:
            left -= size
            flips = [_turned(parser, data, field, n, items[0]) for n in range(size)]
            turned[field.at, field.bit] = flips
    return turned


def _turned(
    parser: NewParser, data: bytes, field: Field, n: int, item: Sequence[Field]
) -> Flip:
    """Turn over bit `n` of a field."""
    bit = field.bit % 8 + n
    other = bytearray(data)
    other[field.at + bit // 8] ^= 0x80 >> bit % 8
    digits = f"{field.digits[:n]}{'10'[int(field.digits[n])]}{field.digits[n + 1 :]}"
    means = meaning(replace(field, digits=digits), item).partition(". ")[0].rstrip(".:")
    if means.endswith(count(int(digits, 2), "byte")):
        means = ""  # it says no more than the number
    answer = fit(printable(_answer(parser, bytes(other))), LONGEST, 1)
    answer = answer.replace("(RFC 6455 §", "(§")  # as everywhere in a live picture
    return Flip(f"{means}." if means else "", f"{answer}.")


def _answer(parser: NewParser, data: bytes) -> str:
    """Return what a parser makes of the data."""
    try:
        items, remark = read_fields(parser, data)
    except FAULTS as error:
        return f"The parser fails: {type(error).__name__}: {error}"
    whole = items[:-1] if remark else items
    if not whole:
        return f"{remark[0].upper()}{remark[1:]}"
    return f"{_read(whole)}; then {remark}" if remark else _read(whole)


def _read(items: Sequence[list[Field]]) -> str:
    """Return how many items were read, and what the last one brings."""
    noun = "frame" if is_frame(items[0]) else "item"
    last = unmasked(items[-1])[-1]
    in_hex, text = excerpt(last.plain or last.data)
    shown = in_hex if "·" in text else text
    told = "" if last.digits or not text else f": {shown}"
    several = ", the last" if told and items[1:] else ""
    return f"{count(len(items), noun)} read{several}{told}"
