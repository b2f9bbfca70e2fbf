"""A tap: a relay between any client and any server that records what they say."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from urllib.parse import SplitResult, urlsplit

from ..protocol.addresses import place, without_login
from .relay import relay_client
from .tape import Recorder, Tape

PATIENCE = 1.0  # seconds: at the end, for the last bytes of each connection
PAUSE = 0.05  # seconds: until we try again, when a client cannot be let in
QUEUE = 128  # clients that may wait to be let in
PORTS = {"ws": 80, "wss": 443}

Tapes = Tape | Callable[[], Recorder]


@contextmanager
def tap(
    address: str, tape: Tapes, *, host: str = "127.0.0.1", port: int = 0
) -> Iterator[str]:
    """Stand in front of the server at `address`, and give the block our own address.

    What the client says is on the tape as sent. A tape is for one connection, all of
    which it keeps: for several, give a function that returns another tape for each.
    Addresses look like `ws://host:port/path`, `tcp://host:port` or `host:port`.
    """
    loop, leave = asyncio.new_event_loop(), asyncio.Event()
    ready: Future[str] = Future()

    async def stand() -> str:
        async with tap_async(address, tape, host=host, port=port) as ours:
            ready.set_result(ours)
            await leave.wait()
            return ours

    def work() -> str:
        with closing(loop):
            return loop.run_until_complete(stand())

    def tell_to_leave() -> None:
        with suppress(RuntimeError):  # it has left already
            loop.call_soon_threadsafe(leave.set)

    with ThreadPoolExecutor(1) as pool:
        try:
            done = pool.submit(work)
            wait([ready, done], return_when=FIRST_COMPLETED)
            yield ready.result() if ready.done() else done.result()  # that raises
        finally:
            try:
                tell_to_leave()
            finally:  # a second Ctrl-C may have met the first, before it was told
                tell_to_leave()


@asynccontextmanager
async def tap_async(
    address: str, tape: Tapes, *, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[str]:
    """Do as `tap` does, in the event loop that is running."""
    where, server = _parse(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    relays: set[asyncio.Task[None]] = set()

    def new_recorder() -> Recorder:
        return tape if isinstance(tape, Tape) else tape()

    def begin(client: socket.socket) -> None:
        relay = asyncio.create_task(relay_client(client, server, new_recorder))
        relays.add(relay)
        relay.add_done_callback(relays.discard)

    try:
        with socket.create_server((host, port), family=family) as listener:
            listener.setblocking(False)
            async with _accepting(listener, begin):
                yield _our_own(where, listener)
        if relays:
            await asyncio.wait(relays, timeout=PATIENCE)
    finally:
        for relay in relays:
            relay.cancel()
        await asyncio.gather(*relays, return_exceptions=True)


def _parse(address: str) -> tuple[SplitResult, tuple[str, int]]:
    """Return the parts of an address, and where the server is."""
    where = urlsplit(address if "://" in address else f"//{address}")
    port = PORTS.get(where.scheme, 0) if where.port is None else where.port
    if not where.hostname or not port:
        raise ValueError(f"not an address like HOST:PORT: {without_login(address)}")
    return where, (where.hostname, port)


def _our_own(where: SplitResult, listener: socket.socket) -> str:
    """Return the address, but of where we listen."""
    host, port = listener.getsockname()[:2]
    user, at, _ = where.netloc.rpartition("@")
    netloc = f"{user}{at}{place(host, port)}"
    return where._replace(netloc=netloc).geturl().removeprefix("//")


@asynccontextmanager
async def _accepting(
    listener: socket.socket, begin: Callable[[socket.socket], None]
) -> AsyncIterator[None]:
    """Let clients in until the block ends, and those, too, that came before its end."""
    loop, ending = asyncio.get_running_loop(), asyncio.Event()

    async def accept() -> None:
        while not ending.is_set():
            try:
                client, _ = await loop.sock_accept(listener)
            except OSError:  # this one has gone, or no descriptor is left: one may be
                await asyncio.sleep(PAUSE)
            else:
                begin(client)
                await asyncio.sleep(0)

    accepting = asyncio.create_task(accept())
    try:
        yield
    finally:
        ending.set()
        with suppress(NotImplementedError):  # by Windows, whose `cancel` does it, too
            loop.remove_reader(listener)
        await asyncio.sleep(0)  # whom `accept` has let in already, it begins with
        accepting.cancel()
        with suppress(OSError):  # nobody is left, or no descriptor
            for _ in range(QUEUE):
                begin(listener.accept()[0])
        await asyncio.wait([accepting])
