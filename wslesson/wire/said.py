"""What was said: the chunks of a tape, read as a handshake and as frames."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from ..protocol.errors import ProtocolError
from ..protocol.frames import Expect, Frame, Opcode, parse_frame
from ..protocol.heads import (
    END_OF_HEAD,
    MAX_HEAD,
    Request,
    Response,
    parse_request,
    parse_response,
)
from ..protocol.reading import Decoder, Parser, Until
from .tape import SENT, Chunk, Direction, Tape, opposite

ANY_FRAME = Expect(max_payload=2**63)
HEAD = re.compile(rb"[A-Z]{1,7}([ /]|$)")  # how a request or a response begins
FRAME = re.compile(rb"[\x81\x82\x88-\x8a]")  # how a whole frame begins, and no text


class End(Enum):
    """How one direction ended."""

    FIN = "end of stream"
    RST = "reset"


@dataclass(frozen=True, slots=True)
class Unread:
    """Bytes that are no handshake and no frame, or only a part of one."""

    why: str = ""


Item = Request | Response | Frame | End | Unread


@dataclass(frozen=True, slots=True)
class Said:
    """Something that one end said: what it means, its bytes, and what brought them.

    A frame's payload is unmasked; in `data` it is as on the wire. `began` is the frame
    that began the message.
    """

    direction: Direction
    item: Item
    data: bytes
    first: int  # the numbers of the first and the last chunk that brought it
    last: int
    began: Frame | None = None


def said(chunks: Iterable[Chunk]) -> Iterator[Said]:
    """Yield what was said, each thing when its last byte came.

    Bytes that are neither HTTP nor frames are told chunk by chunk.
    """
    ears = {"sent": Ear("sent"), "received": Ear("received")}
    for number, chunk in enumerate(chunks, 1):
        yield from ears[chunk.direction].hear(number, chunk)
    for ear in ears.values():
        yield from ear.rest()


def client_of(tape: Tape) -> Direction:
    """Return the direction in which the client speaks: a tape may be a server's."""
    first = next((chunk for chunk in tape.chunks if chunk.data), None)
    if first is None or not HEAD.match(first.data):
        return SENT
    answers = first.data.startswith(b"HTTP/")
    return opposite(first.direction) if answers else first.direction


class Ear:
    """Reads what one end says."""

    def __init__(self, direction: Direction) -> None:
        self._direction = direction
        self._decoder: Decoder[Item] | None = None  # None: nothing can be read
        self._in_frames = False
        self._began: Frame | None = None  # of the message that is not finished
        self._bytes = bytearray()  # from where an item began
        self._size = 0  # how many of them have been read
        self._chunks: deque[tuple[int, int]] = deque()  # where each ends, its number
        self._at = 0  # where the item began
        self._ended = False

    def hear(self, number: int, chunk: Chunk) -> Iterator[Said]:
        """Take a chunk, and yield what it completes."""
        if not chunk.data:
            yield from self.rest()
            if not self._ended:
                self._ended = True
                end = End.RST if chunk.reset else End.FIN
                yield Said(self._direction, end, b"", number, number)
            return
        if not self._at and not self._bytes:
            self._in_frames = FRAME.match(chunk.data) is not None
            if self._in_frames or HEAD.match(chunk.data):
                self._decoder = Decoder(self._new_parser, self._count)
        self._bytes += chunk.data
        self._chunks.append((self._at + len(self._bytes), number))
        if self._decoder:
            self._decoder.feed(chunk.data)
            yield from self._read(self._decoder)
        if not self._decoder:
            yield from self.rest("")

    def rest(self, why: str = "not finished") -> Iterator[Said]:
        """Yield the bytes that nothing was made of."""
        if self._bytes:
            yield self._said(Unread(why), len(self._bytes))

    def _read(self, decoder: Decoder[Item]) -> Iterator[Said]:
        try:
            for item in decoder:
                yield self._said(item, self._size)
                if isinstance(item, Response) and item.status != 101:
                    self._decoder = None  # what follows is a page
                    return
        except ProtocolError as error:
            self._decoder = None
            yield from self.rest(str(error))

    def _said(self, item: Item, size: int) -> Said:
        """Return the item that the first `size` bytes make."""
        data = bytes(self._bytes[:size])
        del self._bytes[:size]
        self._size = 0
        while self._chunks[0][0] <= self._at:
            self._chunks.popleft()
        first = self._chunks[0][1]
        self._at += size
        last = next(number for end, number in self._chunks if end >= self._at)
        began = None
        if isinstance(item, Frame) and item.opcode < Opcode.CLOSE:
            began = self._began or item
            self._began = None if item.fin else began
        return Said(self._direction, item, data, first, last, began)

    def _count(self, _: str, field: bytes) -> None:
        self._size += len(field)

    def _new_parser(self) -> Parser[Item]:
        return parse_frame(ANY_FRAME) if self._in_frames else self._parse_head()

    def _parse_head(self) -> Parser[Request | Response]:
        head = yield Until(END_OF_HEAD, "HEAD", MAX_HEAD)
        answers = head.startswith(b"HTTP/")
        parser = parse_response() if answers else parse_request()
        next(parser)
        try:
            parser.send(head)
        except StopIteration as done:
            message: Request | Response = done.value
        self._in_frames = "upgrade" in message.headers
        return message
