"""A peer that sends a stream in the pieces you choose: not faster, not slower."""

from __future__ import annotations

import socket

TIMEOUT = 2.0  # seconds


class Dribble:
    """A connected socket whose peer sends one piece, and waits until it is read.

    On a real network the pieces are chance. Here they are the same each time, and
    yet they pass through a real socket. After the last piece the peer closes.

    >>> sock = Dribble(b"hel", b"lo")
    >>> sock.recv(16), sock.recv(16), sock.recv(16)
    (b'hel', b'lo', b'')
    """

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = [piece for piece in pieces if piece]
        self._ours, self._theirs = socket.socketpair()
        self._ours.settimeout(TIMEOUT)
        self._theirs.settimeout(TIMEOUT)

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Return at most `size` bytes of the next piece; b"" after the last one."""
        sent = self._send_next(size)
        while flags & getattr(socket, "MSG_WAITALL", 0) and 0 < sent < size:
            more = self._send_next(size - sent)
            if not more:
                break
            sent += more
        return self._ours.recv(size, flags)

    def _send_next(self, size: int) -> int:
        if not self._pieces:
            self._theirs.close()
            return 0
        now, rest = self._pieces[0][:size], self._pieces[0][size:]
        self._pieces[:1] = [rest] if rest else []
        self._theirs.sendall(now)
        return len(now)

    def close(self) -> None:
        """Close both ends."""
        self._ours.close()
        self._theirs.close()

    def __enter__(self) -> Dribble:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
