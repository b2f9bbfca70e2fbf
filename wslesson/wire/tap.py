"""A tap: a relay between any client and any server that records what they say."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from threading import Thread
from typing import cast
from urllib.parse import urlsplit

from .tape import RECEIVED, SENT, Direction, Recorder, Tape

PATIENCE = 1.0  # seconds: how long the last bytes of a connection may take at the end
ROOM = 65536  # bytes that may wait for a slow reader
PORTS = {"ws": 80, "wss": 443}
AT_ONCE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)

Tapes = Tape | Callable[[], Recorder]


@contextmanager
def tap(
    address: str, tape: Tapes, *, host: str = "127.0.0.1", port: int = 0
) -> Iterator[str]:
    """Stand in front of the server at `address`, and give the block our own address.

    What the client says is on the tape as sent. A tape is for one connection: for
    several, give a function that returns another tape for each. Addresses look like
    `ws://host:port/path`, `tcp://host:port` or `host:port`.
    """
    ready: Future[tuple[str, Callable[[], object]]] = Future()

    async def run() -> None:
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        try:
            async with tap_async(address, tape, host=host, port=port) as our_own:
                ready.set_result(
                    (our_own, lambda: loop.call_soon_threadsafe(stopped.set))
                )
                await stopped.wait()
        except (OSError, ValueError) as error:
            ready.set_exception(error)

    thread = Thread(target=asyncio.run, args=(run(),))
    thread.start()
    try:
        our_own, stop = ready.result()
        try:
            yield our_own
        finally:
            stop()
    finally:
        thread.join()


@asynccontextmanager
async def tap_async(
    address: str, tape: Tapes, *, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[str]:
    """Do as `tap` does, in the event loop that is running."""
    where = urlsplit(address if "://" in address else f"//{address}")
    server = where.hostname, where.port or PORTS.get(where.scheme)
    if None in server:
        raise ValueError(f"not an address like HOST:PORT: {address}")
    relays: set[asyncio.Task[None]] = set()

    def welcome() -> End:
        client = End(tape if isinstance(tape, Tape) else tape(), SENT)
        relays.add(asyncio.create_task(_relay(client, *server)))
        return client

    loop = asyncio.get_running_loop()
    listener = await loop.create_server(welcome, host, port)
    ours = listener.sockets[0].getsockname()
    try:
        netloc = f"{ours[0]}:{ours[1]}"
        yield where._replace(netloc=netloc).geturl().removeprefix("//")
    finally:
        listener.close()
        if relays:
            await asyncio.wait(relays, timeout=PATIENCE)
        for relay in relays:
            relay.cancel()
        await asyncio.gather(*relays, return_exceptions=True)


async def _relay(client: End, host: str, port: int) -> None:
    """Connect a client to the server, and wait until both have gone."""
    loop = asyncio.get_running_loop()
    await client.made
    try:
        _, server = await loop.create_connection(
            lambda: End(client.recorder, RECEIVED, client), host, port
        )
    except OSError:
        client.recorder.record(RECEIVED, b"", reset=True)
        return client.reset()
    try:
        await client.lost
        await server.lost
    finally:
        client.transport.abort()
        server.transport.abort()


class End(asyncio.Protocol):
    """One end of a relayed connection. What arrives here leaves at the other."""

    transport: asyncio.Transport
    other: End

    def __init__(
        self, recorder: Recorder, direction: Direction, other: End | None = None
    ) -> None:
        loop = asyncio.get_running_loop()
        self.recorder = recorder
        self.made, self.lost = loop.create_future(), loop.create_future()
        self._direction = direction
        self._ended = False
        if other:
            self.other, other.other = other, self

    def reset(self) -> None:
        """End the connection as a crash would."""
        sock = self.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.transport.abort()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin. Nothing is read from a client before the server is there, too."""
        self.transport = cast(asyncio.Transport, transport)  # a stream has this kind
        self.transport.set_write_buffer_limits(ROOM)
        self.made.set_result(None)
        if self._direction == SENT:
            self.transport.pause_reading()
        else:
            self.other.transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        """Pass bytes on."""
        self.recorder.record(self._direction, data)
        self.other.transport.write(data)

    def eof_received(self) -> bool:
        """Pass the end of one direction on. The other may still be in use."""
        self.recorder.record(self._direction, b"")
        self._ended = True
        self.other.transport.write_eof()
        if self.other._ended:
            self.other.transport.close()
        return not self.other._ended

    def connection_lost(self, error: Exception | None) -> None:
        """Pass a reset on."""
        self.lost.set_result(None)
        if error:
            self.recorder.record(self._direction, b"", reset=True)
            self.other.reset()

    def pause_writing(self) -> None:
        """Let the sender wait: the receiver is slow to read."""
        if not self.other._ended:
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        """Let the sender go on."""
        if not self.other._ended:
            self.other.transport.resume_reading()
