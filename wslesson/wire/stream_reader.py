"""What one end of a connection says: its bytes, cut into things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ..protocol.errors import ProtocolError
from ..protocol.frames import Frame, Head, Opcode, apply_mask
from ..protocol.heads import Request, Response
from ..protocol.reading import Decoder, Parser
from .parsers import (
    FRAME,
    HEAD,
    NewParser,
    Read,
    Unread,
    parse_frame,
    parse_message,
    parse_rest,
)
from .tape import Chunk, Direction


class StreamEnd(Enum):
    """How one direction ended."""

    FIN = "end of stream"
    RST = "reset"


Item = Request | Response | Frame | StreamEnd | Unread


@dataclass(frozen=True, slots=True)
class Said:
    """Something that one end said: what it means, its bytes, and what brought them.

    A frame's payload is unmasked; in `data` it is as on the wire. `began` is the frame
    that began the message. `dropped` bytes of its end are counted only.
    """

    direction: Direction
    item: Item
    data: bytes
    first: int  # the numbers of the first and the last chunk that brought it
    last: int
    began: Frame | None = None
    dropped: int = 0


class StreamReader:
    """Reads what one end says: its `body`, if one comes next, then what it `reads`."""

    def __init__(self, direction: Direction, stretch: Stretch) -> None:
        self.reads: NewParser = self.anything
        self.body: NewParser | None = None
        self._direction = direction
        self._stretch = stretch
        self._decoder = Decoder(self._new_parser, stretch.count)
        self._began: Frame | None = None  # of the message that is not finished
        self._ended = False

    def hear(self, number: int, chunk: Chunk) -> Iterator[Said]:
        """Take a chunk, and yield what it completes."""
        if chunk.data:
            self._stretch.add(number, chunk.data)
            self._decoder.feed(chunk.data)
            yield from self._read()
            self._stretch.trim()
        else:
            yield from self.rest()
            if not self._ended:
                self._ended = True
                end = StreamEnd.RST if chunk.reset else StreamEnd.FIN
                yield Said(self._direction, end, b"", number, number)

    def rest(self, why: str = "not finished") -> Iterator[Said]:
        """Yield the bytes that nothing was made of."""
        if self._stretch.held:
            self._stretch.take_all()
            yield self._said(Unread(why))

    def anything(self) -> Parser[Read]:
        """Begin to read: what comes first decides."""
        begin = self._stretch.held
        known = parse_message if HEAD.match(begin) else parse_rest
        self.reads = parse_frame if FRAME.match(begin) else known
        return self.reads()

    def message_or_frame(self) -> Parser[Read]:
        """Read on after a request to upgrade: what comes before the answer decides."""
        looks_like_http = HEAD.match(self._stretch.held)
        return parse_message() if looks_like_http else parse_frame()

    def switch(self, reads: NewParser) -> None:
        """Read what both have agreed on, unless the request is still to come."""
        begins = self.reads == self.anything
        self.reads = self.message_or_frame if begins else reads

    def stay(self) -> None:
        """Read HTTP if that was the question: there is no upgrade."""
        if self.reads == self.message_or_frame:
            self.reads = parse_message

    def _new_parser(self) -> Parser[Read]:
        new_parser, self.body = self.body or self.reads, None
        return new_parser()

    def _read(self) -> Iterator[Said]:
        try:
            for item in self._decoder:
                yield self._said(item)
        except ProtocolError as error:
            self._decoder = Decoder(self._new_parser, self._stretch.count)
            self.reads, self.body = parse_rest, None
            yield from self.rest(str(error))

    def _said(self, read: Read) -> Said:
        """Return what the bytes that have been read make."""
        first, last = self._stretch.first, self._stretch.last
        data, dropped = self._stretch.cut()
        if not isinstance(read, Head):
            return Said(self._direction, read, data, first, last, None, dropped)
        payload = data[len(data) + dropped - read.size :]
        if read.mask_key is not None:
            payload = apply_mask(payload, read.mask_key)
        frame = Frame(read.opcode, payload, read.fin, read.rsv, read.mask_key)
        began = None
        if frame.opcode < Opcode.CLOSE:
            began = self._began or frame
            self._began = None if frame.fin else began
        return Said(self._direction, frame, data, first, last, began, dropped)


class Stretch:
    """The bytes that nothing was made of yet: what is being read, and what follows."""

    def __init__(self, keep: int) -> None:
        self.held = bytearray()
        self.first = self.last = 0  # the numbers of the chunks that brought them
        self._keep = keep
        self._read = 0  # how many of them
        self._dropped = 0

    def add(self, number: int, data: bytes) -> None:
        """Take what came."""
        self.first = self.first if self.held else number
        self.last = number
        self.held += data

    def count(self, _: str, field: bytes) -> None:
        """Note that the next bytes have been read."""
        self._read += len(field)

    def take_all(self) -> None:
        """Note that nothing more can be read."""
        self._read = len(self.held)

    def trim(self) -> None:
        """Drop what is read beyond the bytes to keep, so that memory is bounded."""
        beyond = max(self._read - self._keep, 0)
        del self.held[self._keep : self._keep + beyond]
        self._read -= beyond
        self._dropped += beyond

    def cut(self) -> tuple[bytes, int]:
        """Hand over what has been read, and how many bytes of it were dropped."""
        self.trim()
        data, dropped = bytes(self.held[: self._read]), self._dropped
        del self.held[: self._read]
        self.first, self._read, self._dropped = self.last, 0, 0
        return data, dropped
