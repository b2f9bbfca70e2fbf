"""Replay a recorded client: in memory, in one thread, without a clock.

A call of `recv` proves that the server has dealt with all that came before. So the tape
says exactly what it had answered by then.
"""

from __future__ import annotations

import io
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, BinaryIO

from ...wire.tape import RECEIVED, SENT, Tape

ENOUGH = 1000  # calls of recv after the end of the stream: then nobody ever listens
MOST = 2**26  # bytes that a server may say


class Recorded:
    """What a server needs of a socket; at the other end is a recorded client."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.tape = Tape()
        self._chunks = [*reversed([*chunks])]
        self._left = b""
        self._ends = self._said = 0
        self._over = False

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Return at most `size` bytes of what the client said next; or all of them."""
        if not self._left:
            self._left = self._next()
        piece, self._left = self._left[:size], self._left[size:]
        if flags & socket.MSG_WAITALL and piece and size > len(piece):
            piece += self.recv(size - len(piece), flags)
        return piece

    def recv_into(self, buffer: memoryview) -> int:
        """Put what the client said next into a buffer."""
        piece = self.recv(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def makefile(self, mode: str = "rb", buffering: int = -1) -> BinaryIO:
        """Return the stream as a file, to be read or to be written."""
        del buffering
        raw = _File(self)
        return io.BufferedWriter(raw) if "w" in mode else io.BufferedReader(raw)

    def _next(self) -> bytes:
        chunk = self._chunks.pop() if self._chunks and not self._over else b""
        if not self._ends:
            self.tape.record(SENT, chunk)
        self._ends += not chunk
        if self._ends > ENOUGH:
            raise ConnectionResetError("the client has long gone")
        return chunk

    def sendall(self, data: bytes) -> None:
        """Say something. Raises BrokenPipeError after the end."""
        self._said += len(data)
        if self._over or self._said > MOST:
            raise BrokenPipeError("nobody is there to hear it")
        self.tape.record(RECEIVED, data)

    def send(self, data: bytes) -> int:
        """Say something, all of it."""
        self.sendall(data)
        return len(data)

    def shutdown(self, how: int) -> None:
        """Say that this was all."""
        del how
        self.close()

    def close(self) -> None:
        """Hang up."""
        if not self._over:
            self.tape.record(RECEIVED, b"")
        self._over = True

    def settimeout(self, seconds: float | None) -> None:
        """Accept any patience: nobody waits here."""

    def setsockopt(self, *option: object) -> None:
        """Accept any option."""


class _File(io.RawIOBase):
    """The raw file below a buffered one. Any: Buffer has a name from Python 3.12 on."""

    def __init__(self, sock: Recorded) -> None:
        self._sock = sock

    def readable(self) -> bool:
        """Say yes."""
        return True

    writable = readable

    def readinto(self, buffer: Any) -> int:
        """Read what comes next."""
        return self._sock.recv_into(memoryview(buffer))

    def write(self, data: Any) -> int:
        """Say something."""
        return self._sock.send(bytes(data))


def replay(serve_one: Callable[[Recorded], object], chunks: Iterable[bytes]) -> Tape:
    """Return the tape of a conversation with a recorded client.

    Whatever else than a lost client the server raises is raised here, too.
    """
    sock = Recorded(chunks)
    with suppress(OSError, EOFError):
        serve_one(sock)
    sock.close()
    return sock.tape
