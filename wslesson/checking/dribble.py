"""A peer that sends a stream in the pieces you choose: not faster, not slower."""

from __future__ import annotations

import socket
from contextlib import suppress
from operator import index
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

TIMEOUT = 2.0  # seconds
ROOM = 4096  # bytes: so many fit into the buffer of a socket on each system
WAIT_FOR_ALL = getattr(socket, "MSG_WAITALL", 0)  # not each system has it


class Dribble(socket.socket):
    """A connected socket whose peer sends one piece, and waits until it is read.

    On a real network the pieces are chance. Here they are the same each time, and
    yet this is a real socket, with all that one has. After the last piece the peer
    closes.

    >>> sock = Dribble(b"hel", b"lo")
    >>> sock.recv(16), sock.recv(16), sock.recv(16)
    (b'hel', b'lo', b'')
    """

    def __init__(self, *pieces: bytes) -> None:
        ours, self._peer = socket.socketpair()
        super().__init__(fileno=ours.detach())
        self.settimeout(TIMEOUT)
        self._peer.settimeout(TIMEOUT)
        self._pieces = filter(None, pieces)
        self._rest = b""  # of the piece that is being read: what is still to be sent
        self._unread = 0  # bytes that have been sent
        self._go_on()

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Return at most `size` bytes of the next piece; b"" after the last one."""
        self._before(size, flags)
        data = super().recv(size, flags)
        self._after(len(data), flags)
        return data

    def recv_into(
        self, buffer: WriteableBuffer, nbytes: int = 0, flags: int = 0
    ) -> int:
        """Put the next piece into a buffer, and return how many bytes it had."""
        self._before(nbytes or memoryview(buffer).nbytes, flags)
        size = super().recv_into(buffer, nbytes, flags)
        self._after(size, flags)
        return size

    def recvfrom(self, size: int, flags: int = 0, /) -> tuple[bytes, object]:
        """Return what `recv` does, and what the system has for an address."""
        self._before(size, flags)
        data, address = super().recvfrom(size, flags)
        self._after(len(data), flags)
        return data, address

    def _before(self, size: int, flags: int) -> None:
        """Let the peer send as much as this call can take of the piece."""
        self._send(index(size) - self._unread)
        while flags & WAIT_FOR_ALL and self._unread < size and self._peer.fileno() >= 0:
            self._go_on()
            self._send(size - self._unread)

    def _after(self, size: int, flags: int) -> None:
        """Let the peer go on when all is read that it sent."""
        if not flags & socket.MSG_PEEK:
            self._unread -= size
        if not self._unread:
            self._go_on()

    def _go_on(self) -> None:
        """Send the beginning of what is next, so that it is there; or close."""
        self._rest = self._rest or next(self._pieces, b"")
        if self._rest:
            self._send(ROOM)
        else:
            self._peer.close()

    def _send(self, size: int) -> None:
        now, self._rest = self._rest[: max(0, size)], self._rest[max(0, size) :]
        if now:
            with suppress(ConnectionError):  # whoever shut the socket reads no more
                self._peer.sendall(now)
            self._unread += len(now)

    def close(self) -> None:
        """Close both ends, unless a file of `makefile` still reads."""
        super().close()
        if self.fileno() < 0:
            self._peer.close()
