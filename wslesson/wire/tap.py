"""A tap: a relay between any client and any server that records what they say."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from threading import Thread
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from .tape import RECEIVED, SENT, Direction, Recorder, Tape

PATIENCE = 1.0  # seconds: at the end, for the last bytes of each connection
ROOM = 65536  # bytes that may wait for a slow reader
PORTS = {"ws": 80, "wss": 443}
AT_ONCE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)

T = TypeVar("T")
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
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()

    def run(coroutine: Coroutine[Any, Any, T]) -> T:  # Any: as asyncio itself has it
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result()

    stack = AsyncExitStack()
    relay = tap_async(address, tape, host=host, port=port)
    try:
        yield run(stack.enter_async_context(relay))
    finally:
        run(stack.aclose())
        run(loop.shutdown_default_executor())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@asynccontextmanager
async def tap_async(
    address: str, tape: Tapes, *, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[str]:
    """Do as `tap` does, in the event loop that is running."""
    where = urlsplit(address if "://" in address else f"//{address}")
    server = where.hostname or "", where.port or PORTS.get(where.scheme, 0)
    if not all(server):
        raise ValueError(f"not an address like HOST:PORT: {address}")
    relays: set[asyncio.Task[None]] = set()

    def begin(client: End) -> None:
        client.transport.pause_reading()  # until the server is there, too
        relays.add(asyncio.create_task(_relay(client, *server)))

    def welcome() -> End:
        return End(tape if isinstance(tape, Tape) else tape(), SENT, begin)

    listener = await asyncio.get_running_loop().create_server(welcome, host, port)
    ours = listener.sockets[0].getsockname()
    name = f"[{ours[0]}]" if ":" in ours[0] else ours[0]
    try:
        yield where._replace(netloc=f"{name}:{ours[1]}").geturl().removeprefix("//")
    finally:
        listener.close()
        if relays:
            await asyncio.wait(relays, timeout=PATIENCE)
        for relay in relays:
            relay.cancel()
        await asyncio.gather(*relays, return_exceptions=True)


async def _relay(client: End, host: str, port: int) -> None:
    """Connect a client to the server, and wait until both have gone."""
    ends = [client]

    def begin(server: End) -> None:
        ends.append(server)
        client.other, server.other = server, client
        client.transport.resume_reading()

    loop = asyncio.get_running_loop()
    try:
        await loop.create_connection(
            lambda: End(client.recorder, RECEIVED, begin), host, port
        )
        await asyncio.wait([end.lost for end in ends])
    except OSError:
        client.recorder.record(RECEIVED, b"", reset=True)
        client.reset()
    finally:
        for end in ends:
            end.transport.abort()
        await asyncio.wait([end.lost for end in ends])


class End(asyncio.Protocol):
    """One end of a relayed connection. What arrives here leaves at the other."""

    transport: asyncio.Transport
    other: End

    def __init__(
        self, recorder: Recorder, direction: Direction, begin: Callable[[End], None]
    ) -> None:
        self.recorder = recorder
        self.lost = asyncio.get_running_loop().create_future()
        self._direction = direction
        self._begin = begin
        self._ended = False

    def reset(self) -> None:
        """End the connection as a crash would."""
        sock = self.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.transport.abort()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = cast(asyncio.Transport, transport)  # a stream has this kind
        self.transport.set_write_buffer_limits(ROOM)
        self._begin(self)

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
