"""What a Sans-I/O protocol holds after each call: in its two drawers, and its state."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from websockets.exceptions import WebSocketException

from ...protocol.frames import Frame, Opcode, encode_frame
from ..parsers import parse_frame
from ..stream_reader import Said, StreamReader, Stretch
from ..tape import SENT, Chunk
from .conversations import told
from .flips import FAULTS
from .stories import named
from .texts import count, fit, more, printable

SHOWN = 4  # things that are shown of a drawer: those that came last
LONGEST = 60  # characters of what is called, or of what comes of it
REFUSALS: tuple[type[Exception], ...] = (*FAULTS, ValueError, WebSocketException)
ENDS = 'b"": end the stream'

Thing = tuple[str, str]  # what lies in a drawer: its label, and its kind
Call = Sequence[object]  # the name of a method, and what it is called with


class SansIO(Protocol):
    """What is asked of a protocol. `ClientProtocol` and `ServerProtocol` have it."""

    state: object
    events: Sequence[object]
    writes: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Drawer:
    """What lies in a drawer, and how much of it is new. Of many, the last are shown."""

    things: Sequence[object] = ()
    size: int = 0
    new: int = 0

    def shown(self) -> list[Thing]:
        """Return what is drawn, in the order in which it came."""
        return [*map(meant, self.things)]

    def rest(self) -> str:
        """Return how many things are not shown; "" if all are."""
        return more(self.size, len(self.things), "thing")

    def text(self) -> str:
        """Return all that is shown as text; "" of an empty drawer."""
        return _joined(self.rest(), *(label for label, _ in self.shown()))


@dataclass(frozen=True, slots=True)
class Look:
    """One call, what came of it, and what the drawers held afterwards."""

    number: int
    name: str
    arguments: Sequence[object]
    value: object
    refused: str
    events: Drawer
    writes: Drawer
    state: str

    def call(self) -> str:
        """Return the call as a line of code, without what is long in it."""
        given = ", ".join(map(_short, self.arguments))
        return fit(printable(f"{self.name}({given})"), LONGEST, 1) if self.name else ""

    def about(self) -> str:
        """Return what went in, or what came out."""
        if self.refused:
            return self.refused
        if isinstance(self.value, list):
            each = [label for label, _ in map(meant, self.value[:SHOWN])]
            rest = more(len(self.value), SHOWN, "thing")
            return f"gives {_joined(*each, rest) or 'nothing'}"
        if self.value is not None:
            return f"gives {_short(self.value)}"
        heard = self.arguments if self.name == "receive_data" else ()
        return _joined(*(meant(data)[0] for data in heard))


def looks(protocol: SansIO, calls: Iterable[Call]) -> Iterator[Look]:
    """Look into the drawers; then make the calls, and look again after each of them."""
    events, writes = _drawer(protocol.events), _drawer(protocol.writes)
    yield Look(0, "", (), None, "", events, writes, named(protocol.state))
    for number, (name, *arguments) in enumerate(calls, 1):
        method, value, refused = getattr(protocol, str(name)), None, ""
        try:
            value = method(*arguments)
        except REFUSALS as error:
            refused = printable(f"{type(error).__name__}: {error}")
        events = _drawer(protocol.events, events.size)
        writes = _drawer(protocol.writes, writes.size)
        state = named(protocol.state)
        yield Look(number, str(name), arguments, value, refused, events, writes, state)


def _drawer(things: Sequence[object], before: int = 0) -> Drawer:
    """Return what lies there now, where so many things lay before."""
    return Drawer(tuple(things[-SHOWN:]), len(things), max(len(things) - before, 0))


def _joined(*texts: str) -> str:
    return ", ".join(filter(None, texts))


def _short(value: object) -> str:
    """Return an argument as it stands in a call. What is long has no place there.

    >>> _short(b"42"), _short(bytes(36)), _short(1000)
    ("b'42'", '36 bytes', '1000')
    """
    if isinstance(value, bytes):
        short = len(value) <= 16 and value.isascii() and value.decode().isprintable()
        return repr(value) if short else count(len(value), "byte")
    plain = isinstance(value, (bool, int, str))
    return repr(value) if plain else type(value).__name__


def meant(thing: object) -> Thing:
    """Return what bytes or an event say, and the kind of it."""
    if isinstance(thing, bytes):
        return _heard(thing) if thing else (ENDS, "dash")
    data, code = getattr(thing, "data", None), getattr(thing, "opcode", None)
    if isinstance(data, bytes) and isinstance(code, int):
        fin = bool(getattr(thing, "fin", True))
        return _heard(encode_frame(Frame(Opcode(int(code)), data, fin)))
    where = getattr(thing, "path", getattr(thing, "status_code", ""))
    return printable(f"{type(thing).__name__} {where}".rstrip()), "http"


def _heard(data: bytes) -> Thing:
    """Return what bytes mean, and the kind of the first thing that they mean."""
    reader = StreamReader(SENT, Stretch(sys.maxsize))
    reader.switch(parse_frame)  # unless it looks like HTTP
    heard = [*reader.hear(1, Chunk(SENT, data)), *reader.rest()]
    labels = [f"{told(each)[0]}{_more_follows(each)}" for each in heard[:SHOWN]]
    return _joined(*labels, more(len(heard), SHOWN, "thing")), told(heard[0])[2]


def _more_follows(thing: Said) -> str:
    return "" if getattr(thing.item, "fin", True) else " …"
