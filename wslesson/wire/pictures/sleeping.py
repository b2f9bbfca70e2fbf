"""Where does a parser sleep, what does it want, and what does the buffer hold?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import GeneratorType
from typing import TypeAlias

from ...protocol.errors import ProtocolError
from ...protocol.reading import Decoder, Parser, Take, Until, Want
from .fields import watched
from .texts import count, fit, printable

FRAMES = 12  # pieces that are told
CELLS = 24  # bytes drawn of a buffer
SHOWN = 3  # items, fields and variables that are named
LONGEST = 40  # characters of each
Reading: TypeAlias = "GeneratorType[Want, bytes, object]"  # no [] before 3.13
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")  # another one at each run


@dataclass(slots=True)
class Few:
    """The first of many things, and how many there are."""

    shown: list[str] = field(default_factory=list)
    total: int = 0

    def add(self, name: str, thing: object) -> None:
        """Count one more, and keep what it looks like if it is one of the first."""
        self.total += 1
        if self.total <= SHOWN:
            self.shown.append(name + look(thing))

    def __str__(self) -> str:
        rest = [f"… {self.total - SHOWN:,} more"] * (self.total > SHOWN)
        return ", ".join([*self.shown, *rest])


@dataclass(slots=True)
class Sleep:
    """What a piece of the stream did, and how the parser sleeps after it."""

    number: int
    fed: bytes
    took: Few = field(default_factory=Few)  # the fields that the parser was given
    items: Few = field(default_factory=Few)
    buffer: bytes = b""  # its beginning
    waiting: int = 0  # bytes in all of it
    refused: str = ""
    line: int = 0  # of the parser's function, from 1; 0: no parser is asleep
    inner: str = ""  # where it really sleeps, if it has handed over
    want: Want | None = None
    kept: Few = field(default_factory=Few)  # variables that it has made

    def missing(self) -> int:
        """Return how many bytes are not there yet, as far as that is known."""
        if isinstance(self.want, Take):
            return self.want.size - self.waiting
        return 0 if self.want is None else 1

    def wants(self) -> str:
        """Return in words what the parser wants."""
        if self.want is None:
            return ""
        name = name_of(self.want.label)
        there = f"{self.waiting:,} {'is' if self.waiting == 1 else 'are'} there"
        if isinstance(self.want, Take):
            return f"{count(self.want.size, 'byte')} of {name}, {there}"
        if isinstance(self.want, Until):
            return f"{name} up to its {look(self.want.mark)}, {there}"
        return f"some of {name}, {there}"


def generator(parser: Callable[[], Parser[object]]) -> Reading:
    """Return what a parser's function makes. Raises ValueError if none can sleep."""
    made = parser()
    if not isinstance(made, GeneratorType):
        raise ValueError(f"it takes a `yield` to sleep, and {look(parser)} has none")
    return made


def sleeps(
    parser: Callable[[], Parser[object]], pieces: Sequence[bytes]
) -> Iterator[Sleep]:
    """Feed a decoder; tell how the parser sleeps after some pieces, the last too."""
    reading, wants = list[Reading](), list[Want]()
    buffer, took = bytearray(), Few()

    def new_parser() -> Parser[object]:
        reading[:] = [generator(parser)]
        return watched(lambda: reading[0], wants)

    def note(label: str, data: bytes) -> None:
        del buffer[: len(data)]
        took.add(f"{name_of(label)} ", data)

    decoder = Decoder(new_parser, note)
    for number, piece in enumerate(pieces, 1):
        now = Sleep(number, piece, took := Few())
        buffer += piece
        decoder.feed(piece)
        _read(decoder, now)
        if now.refused or number < FRAMES or number == len(pieces):
            now.buffer, now.waiting = bytes(buffer[:CELLS]), len(buffer)
            if not (now.refused or decoder.between_items):
                _look_in(reading[0], wants[0], now)
            yield now
        if now.refused:
            return


def _read(decoder: Decoder[object], now: Sleep) -> None:
    """Note what comes out. A ValueError of the parser's is a rule broken, too."""
    try:
        for item in decoder:
            now.items.add("", item)
    except (ProtocolError, ValueError) as error:
        now.refused = str(error)


def _look_in(parser: Reading, want: Want, now: Sleep) -> None:
    """Note where a parser sleeps, and the variables that it keeps meanwhile."""
    frame = parser.gi_frame
    assert frame is not None  # only who has returned has none
    now.line, now.want = _line(parser), want
    given = frame.f_code.co_varnames[: frame.f_code.co_argcount]
    for name, value in frame.f_locals.items():
        if name in given:
            continue
        now.kept.add(f"{name} = ", value)
    inner = parser
    while isinstance(inner.gi_yieldfrom, GeneratorType):
        inner = inner.gi_yieldfrom
    if inner is not parser:
        now.inner = f"{fit(inner.__name__, LONGEST, 1)}, line {_line(inner)}"


def _line(parser: Reading) -> int:
    """Return the line in which it sleeps, counted from that of its `def`."""
    frame = parser.gi_frame
    assert frame is not None
    return frame.f_lineno - parser.gi_code.co_firstlineno + 1


def name_of(label: str) -> str:
    """Return the name of a field, or of several bits, without their sizes."""
    return fit(re.sub(r":\d+", "", label), LONGEST, 1)


def look(thing: object) -> str:
    """Return what `repr` says, without what is another at each run, and not too long.

    >>> look(b"hello"), look("a" * 50)[-4:]
    ("b'hello'", 'aaa…')
    """
    return fit(printable(ADDRESS.sub("", repr(thing))), LONGEST, 1)
