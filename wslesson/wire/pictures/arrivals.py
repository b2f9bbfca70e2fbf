"""Let a stream arrive byte by byte: what is complete by then, and what is missing?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ...protocol.errors import ProtocolError
from ...protocol.reading import Decoder, Parser, Take, Until, Want
from .fields import watched
from .texts import count, fit

ROWS = 64  # changes that are told; an ordinary message makes two or three
ITEM = 40  # characters shown of an item
UNKNOWN = "…"  # from here on, nobody looked


def arrivals(parser: Callable[[], Parser[object]], data: bytes) -> str:
    """Return a line for each moment at which `parser` completes or begins something.

    It has six parts: how many bytes have come; where the unfinished item begins, and
    where its unfinished field begins and ends; what is complete; and what is missing,
    in which {have} and {left} stand for numbers that change with every byte.

    >>> from wslesson.protocol.packets import parse_packet
    >>> print(arrivals(parse_packet, b"2         h"))
    0|0|0|0|nothing yet|
    1|0|0|10|nothing yet|LENGTH has {have} of its 10 bytes, {left} still missing.
    10|0|10|12|nothing yet|BODY has {have} of its 2 bytes, {left} still missing.
    """
    progress = _Progress()
    decoder = Decoder(lambda: watched(parser, progress.wants), progress.note)
    rows = [f"0|{progress.row()}"]
    for at in range(1, len(data) + 1):
        decoder.feed(data[at - 1 : at])
        try:
            for item in decoder:
                progress.take(item)
        except (ProtocolError, ValueError) as error:
            return "\n".join([*rows, f"{at}|{progress.row(f'Refused: {error}.')}"])
        row = progress.row()
        if len(rows) == ROWS:
            return "\n".join([*rows, f"{at}|0|0|0|{UNKNOWN}|{UNKNOWN}"])
        if row != rows[-1].partition("|")[2]:
            rows.append(f"{at}|{row}")
    return "\n".join(rows)


def begins(rows: str) -> list[int]:
    """Return where each message begins that is told of, and the rest after the last.

    >>> from wslesson.protocol.packets import parse_packet
    >>> begins(arrivals(parse_packet, b"0         1         "))
    [0, 10]
    """
    return sorted({int(row.split("|")[1]) for row in rows.split("\n")})


@dataclass(slots=True)
class _Progress:
    """How far a parser has come."""

    wants: list[Want] = field(default_factory=list)  # the one without an answer
    read: int = 0  # bytes that became fields
    start: int = 0  # of them, those that became items
    items: int = 0
    last: str = ""

    def note(self, _: str, data: bytes) -> None:
        self.read += len(data)

    def take(self, item: object) -> None:
        self.items, self.start = self.items + 1, self.read
        self.last = fit(repr(item), ITEM, 1)

    def row(self, refused: str = "") -> str:
        """Return what a line says after the number of bytes that have come."""
        end, missing = self.read, refused
        if self.wants and not refused:
            end, missing = _missing(self.wants[0], self.read)
        before = ", the last " if self.items > 1 else ": "
        complete = f"{count(self.items, 'message')}{before}{self.last}"
        told = complete if self.items else "nothing yet", missing
        words = "|".join(text.replace("|", "∣") for text in told)
        return f"{self.start}|{self.read}|{end}|{words}"


def _missing(want: Want, read: int) -> tuple[int, str]:
    """Return where the field that is wanted ends, and what is missing of it."""
    name = re.sub(r":\d+", "", want.label)
    if isinstance(want, Take):
        size = count(want.size, "byte")
        told = f"{name} has {{have}} of its {size}, {{left}} still missing."
        return read + want.size, told
    end = repr(want.mark) if isinstance(want, Until) else "more"
    return read, f"{name} waits for {end}."
