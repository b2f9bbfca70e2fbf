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

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar, cast

from .errors import ProtocolError, RemoteProtocolError

T = TypeVar("T")
D = TypeVar("D")


@dataclass(slots=True)  # not frozen: that takes twice as long to make
class Take:
    """Want exactly `size` bytes. `label` names them, or their bits: "FIN:1 RSV:3"."""

    size: int
    label: str

    def end(self, buffer: bytes, start: int, _seen: int = 0) -> int:
        """Return where the answer in `buffer` ends, or -1 if it is not all here."""
        end = start + self.size
        return end if end <= len(buffer) else -1


@dataclass(frozen=True, slots=True)
class Some:
    """Want what has arrived, from 1 to `most` bytes: a long field, bit by bit."""

    most: int
    label: str

    def end(self, buffer: bytes, start: int, _seen: int = 0) -> int:
        """Return where the answer in `buffer` ends, or -1 if nothing is here."""
        return min(start + self.most, len(buffer)) if start < len(buffer) else -1


@dataclass(frozen=True, slots=True)
class Until:
    """Want everything up to and including `mark`, and at most `limit` bytes of it."""

    mark: bytes
    label: str
    limit: int = 8192

    def end(self, buffer: bytes, start: int, seen: int = 0) -> int:
        """Return where the answer in `buffer` ends, or -1 if it is not all here.

        The first `seen` bytes were searched before, in vain. Raises
        RemoteProtocolError, with code 1009, when `limit` bytes came without the mark.
        """
        end = self.find(buffer, start, seen)
        if end < 0 and len(buffer) - start >= self.limit:
            rule = f"no {self.mark!r} in {self.limit} bytes"
            raise RemoteProtocolError(rule, code=1009)
        return end

    def find(self, buffer: bytes, start: int, seen: int) -> int:
        """Return where the mark ends, or -1."""
        mark = self.mark
        unseen = start + max(0, seen + 1 - len(mark))
        found = buffer.find(mark, unseen, start + self.limit)
        return found + len(mark) if found >= 0 else -1


Want = Take | Some | Until
Parser = Generator[Want, bytes, T]

Shortcut = Callable[[bytes, int], tuple[T, int] | None]

_NOTHING: Final = object()


class Decoder(Generic[T]):
    """Feed it bytes in any pieces; iterate to get the items that are complete.

    Items before a broken one are given first; then the parser's error is raised,
    now and each time after, because nothing behind it can be trusted.
    `on_field` is called with the label and the bytes of each field as it is read.

    `shortcut` may save the parser work while nobody watches: given the bytes and
    where the item starts, it returns the item and where it ends, exactly as the
    parser would read them, or None to leave an unusual or unfinished one to it.
    """

    def __init__(
        self,
        new_parser: Callable[[], Parser[T]],
        on_field: Callable[[str, bytes], None] | None = None,
        shortcut: Shortcut[T] | None = None,
    ) -> None:
        self._new_parser = new_parser
        self._on_field = on_field
        self._shortcut = shortcut if on_field is None else None
        self._parser: Parser[T] | None = None
        self._want: Want = Take(0, "")
        self._buffer = b""  # read up to _start
        self._start = 0
        self._pending: list[bytes] = []  # joined only when a want may be answered
        self._pending_size = 0  # bytes
        self._error: ProtocolError | None = None

    @property
    def between_items(self) -> bool:
        """True when no item is half read: a safe place for the stream to end."""
        return self._parser is None and not self._unread()

    def feed(self, data: bytes) -> None:
        """Add bytes that arrived."""
        self._pending.append(bytes(data))
        self._pending_size += len(data)

    def __iter__(self) -> Iterator[T]:
        """Yield each item that is complete so far."""
        pull, nothing = self.pull, _NOTHING
        while (item := pull(nothing)) is not nothing:
            yield cast(T, item)  # mypy cannot see that it is not _NOTHING

    def pull(self, default: D) -> T | D:
        """Return the next complete item, or `default` if there is none so far."""
        if self._error is not None:
            raise self._error
        try:
            if self._parser is not None:
                seen = len(self._buffer) - self._start  # it did not suffice
                return self._resume(self._parser, default, seen)
            if self._start == len(self._buffer) and not self._join(1):
                self._buffer, self._start = b"", 0  # an idle one holds no memory
                return default
            if self._shortcut is not None:
                found = self._shortcut(self._buffer, self._start)
                if found is not None:
                    item, self._start = found
                    return item
            self._parser = self._new_parser()
            self._want = next(self._parser)
            return self._resume(self._parser, default)
        except ProtocolError as error:
            self._error = error
            raise

    def _resume(self, parser: Parser[T], default: D, seen: int = 0) -> T | D:
        """Answer the parser's wants until it is done, or the bytes do not suffice."""
        try:
            while True:
                end = self._want.end(self._buffer, self._start, seen)
                if end >= 0:
                    field = self._buffer[self._start : end]
                    self._start = end
                    if self._on_field is not None:
                        self._on_field(self._want.label, field)
                    self._want, seen = parser.send(field), 0
                elif not self._join(getattr(self._want, "size", 1)):
                    return default
        except StopIteration as done:
            self._parser = None
            return cast(T, done.value)  # a Parser[T] returns a T

    def _join(self, least: int) -> bool:
        """Bring what is pending into the buffer, if that makes `least` bytes."""
        if not self._pending or self._unread() < least:
            return False
        self._pending.insert(0, self._buffer[self._start :])
        self._buffer, self._start = b"".join(self._pending), 0
        self._pending.clear()
        self._pending_size = 0
        return True

    def _unread(self) -> int:
        return len(self._buffer) - self._start + self._pending_size
