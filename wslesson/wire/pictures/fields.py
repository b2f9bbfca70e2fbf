"""Which bytes did a parser ask for, and what did it call them?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ...protocol.errors import ProtocolError
from ...protocol.frames import apply_mask
from ...protocol.reading import Decoder, Parser, Take, Until, Want

BITS = re.compile(r"\S+:\d+( \S+:\d+)*")
LINES = re.compile(rb"(?=.*\n)[\t\r\n -~]{32,}", re.DOTALL)  # shorter text: as bytes


@dataclass(frozen=True, slots=True)
class Field:
    """Bits or bytes with one name, and where in the data they begin."""

    name: str
    at: int
    data: bytes
    digits: str = ""  # if the label names bits
    bit: int = 0  # counted from where the item begins
    line: str = ""  # if this is a line of text
    missing: int = 0  # bytes, at least, that the parser still waits for
    refused: bool = False
    read: bool = True
    plain: bytes = b""  # the same without its mask, if it has one
    value: str = ""  # the number that its bytes are, if they are one


@dataclass(slots=True)
class _Reading:
    """What a parser has read so far."""

    parser: Callable[[], Parser[object]]
    at: int = 0
    items: list[list[Field]] = field(default_factory=list)
    last: list[Field] = field(default_factory=list)
    wants: list[Want] = field(default_factory=list)  # the one without an answer

    def begin(self) -> Parser[object]:
        self.items.append([])
        return watched(self.parser, self.wants)

    def note(self, label: str, data: bytes) -> None:
        item = self.items[-1]
        start = item[0].at if item else self.at
        self.last = list(_split(label, self.at, data, (self.at - start) * 8))
        item.extend(self.last)
        self.at += len(data)

    def refuse(self, error: Exception, data: bytes) -> str:
        """Mark what was refused, and what nobody read; return a remark on it."""
        remark, item = f"refused: {error}", self.items[-1]
        if item and not self.wants:
            remark = f"refused at byte {self.last[0].at}: {error}"
            item[-len(self.last) :] = [replace(f, refused=True) for f in self.last]
        item += _not_read(self.at, data[self.at :])
        return remark


def read_fields(
    parser: Callable[[], Parser[object]], data: bytes
) -> tuple[list[list[Field]], str]:
    """Return the fields of each item in `data`, and a remark on why reading ended.

    The remark is "" when the data ends where an item ends. A ValueError of the
    parser's is a rule broken, too: `int` and `decode` refuse so.
    """
    reading = _Reading(parser)
    decoder = Decoder(reading.begin, reading.note)
    decoder.feed(data)
    remark = "" if data else "no bytes"
    try:
        list(decoder)
    except (ProtocolError, ValueError) as error:
        return reading.items, reading.refuse(error, data)
    if not decoder.between_items:
        rest, remark = _unfinished(reading.wants[0], reading.at, data[reading.at :])
        reading.items[-1].append(rest)
    return reading.items, remark


def _not_read(at: int, data: bytes) -> list[Field]:
    return [Field("not read", at, data, read=False)] if data else []


def _split(label: str, at: int, data: bytes, bit: int) -> Iterator[Field]:
    """Yield the fields that one label names: bits, lines of text, or just bytes."""
    if parts := _bits(label):
        size, first = len(data) * 8, 0
        digits = f"{int.from_bytes(data):0{size}b}"
        for name, width in parts:
            part = digits[first : first + width]
            yield Field(name, at + first // 8, data, part, bit + first)
            first += width
        if first != size:
            raise ValueError(f"the label {label!r} names {first} bits of {size}")
    elif LINES.fullmatch(data):
        for line in re.findall(rb".*\n|.+", data):
            yield Field(label, at, line, line=line.decode())
            at += len(line)
    else:
        yield Field(label, at, data)


@lru_cache
def _bits(label: str) -> list[tuple[str, int]]:
    """Return the parts of a label, and how many bits each has; [] if it names bytes."""
    named = BITS.fullmatch(label) and re.findall(r"(\S+):(\d+)", label)
    return [(name, int(width)) for name, width in named or ()]


def unmasked(fields: list[Field]) -> list[Field]:
    """Return the fields of an item, with what a masked payload stands for.

    A mask key and a payload are known by the names that RFC 6455 gives them.
    """
    key = next((field.data for field in fields if field.name == "MASK KEY"), b"")
    return [
        replace(field, plain=apply_mask(field.data, key))
        if field.name == "PAYLOAD" and len(key) == 4
        else field
        for field in fields
    ]


def _unfinished(want: Want, at: int, data: bytes) -> tuple[Field, str]:
    name = re.sub(r":\d+", "", want.label)
    if isinstance(want, Take):
        missing = want.size - len(data)
        remark = f"missing: {missing:,} of the {want.size:,} bytes of {name}"
        return Field(name, at, data, missing=missing), remark
    end = repr(want.mark) if isinstance(want, Until) else "rest"
    remark = f"missing: the {end} that ends {name}"
    return Field(name, at, data, missing=1), remark


def watched(parser: Callable[[], Parser[object]], wants: list[Want]) -> Parser[object]:
    """Run a parser, and keep in `wants` the one want that has no answer yet."""
    reading = parser()
    want = next(reading)
    while True:
        if not isinstance(want, Want):
            raise TypeError(f"a parser yields Take, Until or Some, not {want!r}")
        wants[:] = [want]
        answer = yield want
        wants.clear()
        try:
            want = reading.send(answer)
        except StopIteration as done:
            return done.value
