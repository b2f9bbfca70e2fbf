"""A scripted client: it says bytes, hears bytes, and keeps a tape of both."""

from __future__ import annotations

import os
import socket
import struct
import time
from contextlib import suppress
from typing import Protocol

from ...wire.tape import RECEIVED, SENT, Tape

PAUSE = 0.005  # seconds: then a piece most likely arrives alone; a verdict needs it not
AT_ONCE = 65536  # bytes
HARD = struct.pack("HH" if os.name == "nt" else "ii", 1, 0)  # closing is a reset


class NotYetError(Exception):
    """What a stage expected, and what came. The tape has what was said before."""

    def __init__(self, why: str, tape: Tape | None = None) -> None:
        super().__init__(why)
        self.tape = tape


class Line(Protocol):
    """The way to a program and back."""

    def send(self, data: bytes) -> None:
        """Send. Raises OSError when the other end has gone."""

    def pause(self) -> None:
        """Wait until the other end has read what was sent, most likely."""

    def receive(self) -> bytes:
        """Return what comes next, b"" at the end.

        Raises TimeoutError when nothing comes, and ConnectionResetError.
        """

    def finish(self) -> None:
        """Say that no more will be sent."""

    def hang_up(self, *, hard: bool) -> None:
        """Close the connection: `hard`, as if the line had been cut."""


class TcpLine:
    """A connection to a port of this machine. `ends` is when patience ends, at last."""

    def __init__(self, port: int, patience: float, ends: float) -> None:
        self._sock = socket.create_connection(("127.0.0.1", port), patience)
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._patience, self._ends = patience, ends

    def send(self, data: bytes) -> None:
        """Send. Raises OSError."""
        self._sock.sendall(data)

    def pause(self) -> None:
        """Wait for a moment."""
        time.sleep(PAUSE)

    def receive(self) -> bytes:
        """Return what comes next, b"" at the end."""
        left = self._ends - time.monotonic()
        self._sock.settimeout(max(0.01, min(self._patience, left)))
        return self._sock.recv(AT_ONCE)

    def finish(self) -> None:
        """Say that no more will be sent."""
        self._sock.shutdown(socket.SHUT_WR)

    def hang_up(self, *, hard: bool) -> None:
        """Close the connection."""
        if hard:
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, HARD)
        self._sock.close()


class Client:
    """Talks over a line."""

    def __init__(self, line: Line) -> None:
        self.tape = Tape()
        self._line = line

    def send(self, *pieces: bytes) -> None:
        """Send piece after piece. Whether it has gone, the next answer tells."""
        for number, piece in enumerate(pieces):
            if number:
                self._line.pause()
            self.tape.record(SENT, piece)
            try:
                self._line.send(piece)
            except OSError:
                return

    def receive(self, hoped: str) -> bytes:
        """Return what comes next, b"" at the end. Raises NotYetError."""
        try:
            data = self._line.receive()
        except TimeoutError:
            raise self.not_yet(f"expected {hoped}, but nothing came") from None
        except OSError:
            self.tape.record(RECEIVED, b"", reset=True)
            return b""
        self.tape.record(RECEIVED, data)
        return data

    def hear_out(self, hoped: str) -> None:
        """Listen until the end, whatever comes before it. Raises NotYetError."""
        while self.receive(hoped):
            pass

    def finish(self) -> None:
        """Say that no more will be sent."""
        self.tape.record(SENT, b"")
        with suppress(OSError):  # it has gone already
            self._line.finish()

    def hang_up(self, *, hard: bool = False) -> None:
        """Leave: `hard`, as if the line had been cut."""
        self._line.hang_up(hard=hard)

    def not_yet(self, why: str) -> NotYetError:
        """Return an error that shows what was said with this client."""
        return NotYetError(why, self.tape)
