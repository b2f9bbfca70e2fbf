"""Read items from a byte stream that arrives in pieces.

A *parser* is a generator. It yields a want ("4 bytes, please") and is sent the
bytes once they have all arrived. What it returns is the item:

    def parse_note():
        size = yield Take(1, "SIZE:8")
        text = yield Take(size[0], "TEXT")
        return text

A parser never sees a socket, and never sees half a field.
A `Decoder` does the waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from .errors import ProtocolError, RemoteProtocolError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Take:
    """Want exactly `size` bytes. `label` names them, or their bits: "FIN:1 RSV:3"."""

    size: int
    label: str

    def ready(self, buffer: bytearray) -> int | None:
        """Return how many bytes answer this want, or None if they are not all here."""
        return self.size if len(buffer) >= self.size else None


@dataclass(frozen=True, slots=True)
class Until:
    """Want everything up to and including `mark`, and at most `limit` bytes of it."""

    mark: bytes
    label: str
    limit: int = 8192

    def ready(self, buffer: bytearray) -> int | None:
        """Return how many bytes answer this want, or None if they are not all here.

        Raises RemoteProtocolError when `limit` bytes came without the mark.
        """
        start = buffer.find(self.mark, 0, self.limit)
        if start >= 0:
            return start + len(self.mark)
        if len(buffer) >= self.limit:
            raise RemoteProtocolError(f"no {self.mark!r} in {self.limit} bytes")
        return None


Want = Take | Until
Parser = Generator[Want, bytes, T]


class Decoder(Generic[T]):
    """Feed it bytes in any pieces; iterate to get the items that are complete.

    Items before a broken one are given first; then the parser's error is raised,
    now and each time after, because nothing behind it can be trusted.
    `on_field` is told the label and the bytes of each field as it is read.
    """

    def __init__(
        self,
        new_parser: Callable[[], Parser[T]],
        on_field: Callable[[str, bytes], None] | None = None,
    ) -> None:
        self._new_parser = new_parser
        self._on_field = on_field
        self._parser: Parser[T] | None = None
        self._want: Want = Take(0, "")
        self._buffer = bytearray()
        self._error: ProtocolError | None = None

    @property
    def between_items(self) -> bool:
        """True when no item is half read: a safe place for the stream to end."""
        return self._parser is None and not self._buffer

    def feed(self, data: bytes) -> None:
        """Add bytes that arrived."""
        self._buffer += data

    def __iter__(self) -> Iterator[T]:
        """Yield each item that is complete so far."""
        if self._error:
            raise self._error
        try:
            yield from self._items()
        except ProtocolError as error:
            self._error = error
            raise

    def _items(self) -> Iterator[T]:
        while self._buffer or self._parser:
            if self._parser is None:
                self._parser = self._new_parser()
                self._want = next(self._parser)
            size = self._want.ready(self._buffer)
            if size is None:
                return
            field = bytes(self._buffer[:size])
            del self._buffer[:size]
            if self._on_field:
                self._on_field(self._want.label, field)
            try:
                self._want = self._parser.send(field)
            except StopIteration as done:
                self._parser = None
                yield done.value
