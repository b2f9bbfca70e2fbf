"""A tap: a relay between any client and any server that records what they say."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from threading import Thread
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from .tape import RECEIVED, SENT, Direction, Recorder, Tape

PATIENCE = 1.0  # seconds: at the end, for the last bytes of each connection
ROOM = 131_072  # bytes that are read at once, and that may wait for a slow reader
PORTS = {"ws": 80, "wss": 443}

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
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    relays: list[asyncio.Task[None]] = []

    def begin(client: socket.socket) -> None:
        recorder = tape if isinstance(tape, Tape) else tape()
        relays.append(asyncio.create_task(_relay(client, server, recorder)))

    with socket.create_server((host, port), family=family) as listener:
        listener.setblocking(False)
        accepting = asyncio.create_task(_accept(listener, begin))
        ours = listener.getsockname()
        name = f"[{ours[0]}]" if ":" in host else ours[0]
        try:
            netloc = f"{name}:{ours[1]}"
            yield where._replace(netloc=netloc).geturl().removeprefix("//")
        finally:
            with suppress(BlockingIOError):  # nobody is left
                while True:
                    begin(listener.accept()[0])
            await asyncio.sleep(0)  # the one that `accepting` may have, it begins now
            accepting.cancel()
    if relays:
        await asyncio.wait(relays, timeout=PATIENCE)
    for relay in relays:
        relay.cancel()
    await asyncio.gather(*relays, return_exceptions=True)


async def _accept(
    listener: socket.socket, begin: Callable[[socket.socket], None]
) -> None:
    while True:
        with suppress(OSError):  # this client has gone, or there are too many: go on
            client, _ = await asyncio.get_running_loop().sock_accept(listener)
            begin(client)
        await asyncio.sleep(0)


async def _relay(
    sock: socket.socket, server: tuple[str, int], recorder: Recorder
) -> None:
    """Connect a client to the server, and wait until both have gone."""
    ends: list[End] = []

    def new_end(direction: Direction) -> End:
        ends.append(End(recorder, direction))
        return ends[-1]

    loop = asyncio.get_running_loop()
    try:
        await loop.create_connection(lambda: new_end(RECEIVED), *server)
        await loop.connect_accepted_socket(lambda: new_end(SENT), sock)
        one, other = ends
        one.join(other)
        await asyncio.wait([one.lost, other.lost])
    except OSError:
        recorder.record(RECEIVED, b"", reset=True)
        _no_linger(sock)
        sock.close()
    finally:
        for end in ends:
            end.transport.abort()
            await end.lost


def _no_linger(sock: socket.socket) -> None:
    """Let the socket reset its connection when it is closed."""
    how = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, how)


class End(asyncio.BufferedProtocol):
    """One end of a relayed connection. What arrives here leaves at the other.

    It has a buffer of its own: else asyncio asks for 256 KiB each time that it reads.
    """

    transport: asyncio.Transport
    other: End

    def __init__(self, recorder: Recorder, direction: Direction) -> None:
        self.lost = asyncio.get_running_loop().create_future()
        self._recorder = recorder
        self._direction = direction
        self._ended = False
        self._buffer = memoryview(bytearray(ROOM))

    def join(self, other: End) -> None:
        """Begin to read at both ends."""
        self.other, other.other = other, self
        self.transport.resume_reading()
        other.transport.resume_reading()

    def reset(self) -> None:
        """End the connection as a crash would."""
        with suppress(OSError):  # it has ended by itself
            _no_linger(self.transport.get_extra_info("socket"))
        self.transport.abort()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the other end."""
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
