"""Record what crosses the wire, chunk by chunk, as it was sent and as it arrived."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

Direction = Literal["sent", "received"]
SENT: Direction = "sent"
RECEIVED: Direction = "received"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes that were sent, or arrived, in one piece. b"" is the end of the stream.

    `time` is in seconds, if the tape has a clock. A `reset` is an end without manners.
    """

    direction: Direction
    data: bytes
    time: float | None = None
    reset: bool = False


def opposite(direction: Direction) -> Direction:
    """Return the other direction."""
    return RECEIVED if direction == SENT else SENT


class Recorder(Protocol):
    """What a tap records: a Tape keeps it, a Live conversation prints it."""

    def record(self, direction: Direction, data: bytes, reset: bool = False) -> None:
        """Take a chunk."""


class Tape:
    """The chunks of one connection, in order. `chunks[7]` is what happened seventh.

    Time is only that order, unless the tape is given a clock, such as `time.time`.

    >>> tape = Tape()
    >>> tape.record("sent", b"he")
    >>> tape.record("sent", b"llo")
    >>> tape.bytes("sent")
    b'hello'
    """

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self.chunks: list[Chunk] = []
        self._clock = clock

    def record(self, direction: Direction, data: bytes, reset: bool = False) -> None:
        """Keep a chunk. Any thread may do so."""
        time = self._clock() if self._clock else None
        self.chunks.append(Chunk(direction, bytes(data), time, reset))

    def bytes(self, direction: Direction) -> bytes:
        """Return all that went in one direction."""
        return b"".join(c.data for c in self.chunks if c.direction == direction)
