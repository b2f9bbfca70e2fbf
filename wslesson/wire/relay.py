"""The relay of a tap: what arrives on one leg leaves on the other."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import cast

from .tape import RECEIVED, SENT, Direction, Recorder

DEADLINE = 10.0  # seconds: for the server to let a client in
ROOM = 131_072  # bytes that are read at once, and that may wait for a slow reader


async def relay_client(
    sock: socket.socket, server: tuple[str, int], new_recorder: Callable[[], Recorder]
) -> None:
    """Connect a client to the server, and wait until both have gone."""
    legs: list[Leg] = []

    def new_leg(direction: Direction) -> Leg:
        legs.append(Leg(recorder, direction))
        return legs[-1]

    loop = asyncio.get_running_loop()
    with sock:
        recorder = new_recorder()
        try:
            async with asyncio.timeout(DEADLINE):
                await loop.create_connection(lambda: new_leg(RECEIVED), *server)
                await loop.connect_accepted_socket(lambda: new_leg(SENT), sock)
            one, other = legs
            one.join(other)
            await asyncio.wait([one.lost, other.lost])
        except (OSError, RuntimeError):  # RuntimeError: no thread to look up the name
            recorder.record(RECEIVED, b"", reset=True)
            _no_linger(sock)
        finally:
            for leg in legs:
                await leg.leave()


def _no_linger(sock: socket.socket) -> None:
    """Let the socket reset its connection when it is closed."""
    how = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, how)


class Leg(asyncio.BufferedProtocol):
    """One leg of a relay: our connection with the client, or with the server.

    It has a buffer of its own: otherwise asyncio allocates 256 KiB for each read.
    """

    transport: asyncio.Transport
    other: Leg

    def __init__(self, recorder: Recorder, direction: Direction) -> None:
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._recorder = recorder
        self._direction = direction
        self._ended = False
        self._buffer = memoryview(bytearray(ROOM))

    def join(self, other: Leg) -> None:
        """Begin to read on both legs."""
        self.other, other.other = other, self
        self.transport.resume_reading()
        other.transport.resume_reading()

    def leave(self) -> asyncio.Future[None]:
        """End the connection now, and return what is done when it has ended."""
        self.transport.abort()
        return self.lost

    def reset(self) -> None:
        """End the connection as a crash would."""
        with suppress(OSError):  # it has ended by itself
            _no_linger(self.transport.get_extra_info("socket"))
        self.transport.abort()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the other leg."""
        self.transport = cast(asyncio.Transport, transport)  # a stream has this kind
        self.transport.set_write_buffer_limits(ROOM)
        self.transport.pause_reading()

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002  # asyncio's name
        """Say where the next bytes may land."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Pass bytes on."""
        data = bytes(self._buffer[:nbytes])
        self._recorder.record(self._direction, data)
        self.other.transport.write(data)

    def eof_received(self) -> bool:
        """Pass the end of one direction on. The other may still be in use."""
        self._recorder.record(self._direction, b"")
        self._ended = True
        self.other.transport.write_eof()
        if self.other._ended:
            self.other.transport.close()
        return not self.other._ended

    def connection_lost(self, error: Exception | None) -> None:
        """Pass a reset on."""
        self.lost.set_result(None)
        if error:
            self._recorder.record(self._direction, b"", reset=True)
            self.other.reset()

    def pause_writing(self) -> None:
        """Let the sender wait: the receiver is slow to read."""
        self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        """Let the sender go on."""
        self.other.transport.resume_reading()
