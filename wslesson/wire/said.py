"""What was said: the chunks of a tape, read as a handshake and as frames."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator

from ..protocol.heads import Request, Response
from .parsers import HEAD, body_of, parse_frame, parse_message, parse_rest
from .stream_reader import Item, Said, StreamReader, Stretch
from .tape import RECEIVED, SENT, Chunk, Direction, Tape, opposite

PIPELINED = 100  # requests without an answer: of more, the oldest are forgotten
NO_PAGE = (204, 304)


def said(chunks: Iterable[Chunk]) -> Iterator[Said]:
    """Yield what was said, each thing when its last byte came.

    Bytes that are neither HTTP nor frames are yielded chunk by chunk, and so is a page
    whose end nobody knows.
    """
    hearing = Hearing()
    for number, chunk in enumerate(chunks, 1):
        yield from hearing.hear(number, chunk)
    yield from hearing.rest()


def client_of(tape: Tape) -> Direction:
    """Return the direction in which the client speaks: a tape may be a server's."""
    first = next((chunk for chunk in tape.chunks if chunk.data), None)
    if first is None or not HEAD.match(first.data):
        return SENT
    answers = first.data.startswith(b"HTTP/")
    return opposite(first.direction) if answers else first.direction


class Hearing:
    """Reads what both ends say: what one says decides how to read the other, too.

    Of each thing the first `keep` bytes are kept, the others counted.
    """

    def __init__(self, keep: int = sys.maxsize) -> None:
        self._readers = {
            who: StreamReader(who, Stretch(keep)) for who in (SENT, RECEIVED)
        }
        self._asked = deque[str](maxlen=PIPELINED)  # the methods of these requests

    def hear(self, number: int, chunk: Chunk) -> Iterator[Said]:
        """Take a chunk, and yield what it completes."""
        reader = self._readers[chunk.direction]
        for thing in reader.hear(number, chunk):
            self._follow(reader, thing.item)
            yield thing

    def rest(self) -> Iterator[Said]:
        """Yield the bytes that nothing was made of."""
        for reader in self._readers.values():
            yield from reader.rest()

    def _follow(self, reader: StreamReader, item: Item) -> None:
        """Let a request or an answer decide what comes next."""
        match item:
            case Request(method=method, headers=headers):
                self._asked.append(method)
                asks = "upgrade" in headers
                reader.reads = reader.message_or_frame if asks else parse_message
                reader.body = body_of(headers, None)
            case Response(status=101, headers=headers):
                agreed = "websocket" in headers.get("upgrade", "websocket").lower()
                for each in self._readers.values():
                    each.switch(parse_frame if agreed else parse_rest)
            case Response(status=status, headers=headers) if status >= 200:
                method = self._asked.popleft() if self._asked else "GET"
                for each in self._readers.values():
                    each.stay()
                if method != "HEAD" and status not in NO_PAGE:
                    reader.body = body_of(headers, parse_rest)
                reader.reads = (
                    parse_rest if reader.body is parse_rest else parse_message
                )
