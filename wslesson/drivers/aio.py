"""WebSockets over asyncio: the driver for tasks.

Read it beside `blocking`: the methods are the same, and `await` marks each place
where they may have to wait. There are no locks: between two awaits nobody interferes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from socket import IPPROTO_TCP, TCP_NODELAY, socket
from ssl import SSLContext
from time import monotonic
from typing import Any, cast

from ..protocol.addresses import Address
from ..protocol.connection import Role
from ..protocol.errors import LocalProtocolError, ProtocolError
from ..protocol.events import Event
from ..protocol.lifecycle import State
from . import CHUNK, DEFAULT, LOOPBACK, UNOPENED, End, Settings, goodbye
from .clients import MOMENT, accept_clients
from .receive_buffer import RECEIVE_BUFFER

STREAK = 100  # events that one peer may make us read before the others have a turn


class WebSocket(End, asyncio.BufferedProtocol):
    """One end of a connection. Send events; iterate to receive them.

    Any task may call any method. Pings are answered while some task receives.
    """

    def __init__(self, role: Role, settings: Settings) -> None:
        super().__init__(role, settings)
        self._loop = asyncio.get_running_loop()
        self._transport = asyncio.Transport()  # none yet: to add it late costs memory
        self._unread = 0  # bytes that arrived and are not yet understood
        self._writable = True
        self._streak = 0  # events since the others had a turn
        self._heard = self._loop.time()  # when the last bytes came, or we began
        self._lost = True  # until the stream is made
        self._waiters: list[asyncio.Future[None]] = []

    async def send(self, event: Event, *, fin: bool = True) -> None:
        """Send one event, waiting while the peer is slow to read."""
        self._write(self.connection.send(event, fin=fin))
        if not self._writable:
            await self._wait_writable()

    async def receive(self) -> Event | None:
        """Return the next event, or None after the end of the stream.

        Raises RemoteProtocolError.
        """
        self._streak += 1
        if self._streak > STREAK:
            self._streak = 0
            await asyncio.sleep(0)
        while (event := self._next_event()) is None:
            if self._unread > CHUNK:
                self._transport.resume_reading()
            self._unread = 0  # all is understood: there is room again
            if self.state is State.CLOSED:
                self._transport.close()
                return None
            await self._more()
        return event

    async def __aiter__(self) -> AsyncIterator[Event]:
        """Yield events until the stream ends."""
        while (event := await self.receive()) is not None:
            yield event

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Say goodbye, wait for the peer to say it too, and end the stream.

        Raises LocalProtocolError, and does nothing, if that may not be sent.
        """
        close = goodbye(code, reason)
        self._last = min(self._last, monotonic() + self.settings.timeout)
        try:
            with suppress(OSError, ProtocolError):  # a peer that has gone needs none
                async with asyncio.timeout(self.settings.timeout):
                    if self.state is State.OPEN:
                        await self.send(close)
                    while self.state not in UNOPENED:
                        if await self.receive() is None:
                            await self._until_lost()
                            break
        finally:
            self.abort()
        await self._until_lost()

    def abort(self) -> None:
        """End the stream now. Whoever waits for it wakes up."""
        if not self._lost:
            self._transport.abort()

    def _answer(self) -> None:
        """Send what we owe, unless the peer is slow to read: then when it has read.

        Of several Pings only the last is answered then, as RFC 6455 §5.5.3 allows.
        """
        if self._owed and self._writable:
            with suppress(OSError):  # the reader will see that the peer has gone
                self._write(self._due())

    def _write(self, data: bytes) -> None:
        if not data:
            return
        if self._transport.is_closing():
            raise BrokenPipeError("the stream has ended")
        self.settings.tap("sent", data)
        self._transport.write(data)

    async def _wait_writable(self) -> None:
        try:
            async with asyncio.timeout(self.settings.timeout):
                while not self._writable and not self._transport.is_closing():
                    await self._change()
        except TimeoutError:
            self.abort()
            raise

    def _more(self) -> asyncio.Future[None]:
        """Return what becomes true when bytes have come."""
        if self.state is State.CLOSE_DONE and self.connection.role is Role.SERVER:
            if self._transport.can_write_eof():
                self._transport.write_eof()
            else:  # TLS cannot close one half
                self._transport.close()
        return self._change()

    async def _until_lost(self) -> None:
        while not self._lost:
            await self._change()

    def _change(self) -> asyncio.Future[None]:
        """Return what becomes true when anything has changed: await it, look again."""
        waiter = self._loop.create_future()
        self._waiters.append(waiter)
        return waiter

    def _wake(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()

    def _look(self) -> None:
        """Ask a peer that was silent for too long, and look again later.

        A client that has not shaken hands by the first look is late, silent or not.
        """
        now = self._loop.time()
        since = now if self._unread > CHUNK else self._heard  # we heed no hasty one
        if now - since >= self.settings.timeout or self.state is State.CONNECTING:
            since = now
            self._ask()
        self._alarm = self._loop.call_at(since + self.settings.timeout, self._look)

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin: bytes may be written."""
        self._transport = cast(asyncio.Transport, transport)  # a stream has this kind
        self._transport.set_write_buffer_limits(CHUNK)
        self._lost = False
        late = self._heard + self.settings.timeout  # the handshake of TLS counts, too
        self._alarm = self._loop.call_at(late, self._look)
        self._heard = self._loop.time()

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002  # asyncio's name
        """Say where the next bytes may land."""
        return RECEIVE_BUFFER.buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Give bytes to the connection, and stop reading when they pile up."""
        data = bytes(RECEIVE_BUFFER.buffer[:nbytes])
        self._arrived(data)
        self._heard = self._loop.time()
        if self._unread <= CHUNK < self._unread + len(data):
            self._transport.pause_reading()
        self._unread += len(data)
        self._wake()

    def eof_received(self) -> bool:
        """Keep our half open, where that is possible: a goodbye may still be due."""
        self._arrived(b"")
        self._wake()
        return self._transport.can_write_eof()

    def connection_lost(self, _why: Exception | None) -> None:
        """End: nothing more can come or go."""
        self._alarm.cancel()
        self.connection.receive_data(b"")
        self._lost = True
        self._wake()

    def pause_writing(self) -> None:
        """Let senders wait: the peer is slow to read."""
        self._writable = False

    def resume_writing(self) -> None:
        """Let senders go on."""
        self._writable = True
        self._answer()
        self._wake()


Handler = Callable[[WebSocket], Awaitable[None]]
Clients = dict[asyncio.Task[None], WebSocket]


@asynccontextmanager
async def connect(url: str, settings: Settings = DEFAULT) -> AsyncIterator[WebSocket]:
    """Open a connection to an address, and close it at the end of the block.

    Raises RefusedError, RemoteProtocolError, or OSError.
    """
    address, loop = Address.parse(url), asyncio.get_running_loop()
    where = address.host, address.port
    websocket = WebSocket(Role.CLIENT, settings)
    tls = _tls((settings.tls or True) if address.tls else None, settings.timeout)
    with websocket._opening():
        async with asyncio.timeout(settings.timeout):
            await loop.create_connection(lambda: websocket, *where, **tls)
            websocket._write(settings.request(websocket.connection, address))
            websocket._opened(await websocket.receive())
    try:
        yield websocket
    finally:
        await websocket.close()


def _tls(context: SSLContext | bool | None, wait: float) -> dict[str, Any]:
    """Return what asyncio needs to know about TLS: it has limits of its own."""
    limits = {"ssl_handshake_timeout": wait, "ssl_shutdown_timeout": wait}
    return {"ssl": context, **limits} if context else {}


@asynccontextmanager
async def serve(
    handler: Handler, host: str = LOOPBACK, port: int = 0, settings: Settings = DEFAULT
) -> AsyncIterator[str]:
    """Run a server, one task for each client, and give its address to the block.

    At the end of the block it says goodbye, and waits for the handlers to notice,
    `timeout` seconds in all. A handler that needs longer is cancelled.
    """
    clients: Clients = {}

    def welcome(sock: socket) -> None:
        with suppress(OSError):  # it may have gone already
            sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        websocket = WebSocket(Role.SERVER, settings)
        task = asyncio.create_task(_serve_one(websocket, sock, handler))
        clients[task] = websocket
        task.add_done_callback(clients.pop)

    try:
        async with accept_clients(welcome, (host, port)) as where:
            yield settings.address(*where)
    finally:
        await _leave(clients, settings.timeout)


async def _leave(clients: Clients, timeout: float) -> None:  # noqa: ASYNC109 - for all
    await asyncio.sleep(0)  # a client that was let in just now begins
    if not clients:
        return
    goodbyes = [asyncio.create_task(each.close(1001)) for each in clients.values()]
    leaving = [*clients, *goodbyes]
    for task, websocket in clients.items():
        if websocket.state in UNOPENED:
            task.cancel()  # its handshake, which may be that of TLS
    try:
        await asyncio.wait(leaving, timeout=timeout)
    finally:
        for task in leaving:
            task.cancel()
    await asyncio.wait(leaving, timeout=MOMENT)


async def _serve_one(websocket: WebSocket, sock: socket, handler: Handler) -> None:
    tls = _tls(websocket.settings.tls, websocket.settings.timeout)
    try:
        await websocket._loop.connect_accepted_socket(lambda: websocket, sock, **tls)
        await websocket.receive()
        if websocket.state is State.OPEN:
            await handler(websocket)
        await websocket.close()
    except (ProtocolError, OSError) as error:
        if isinstance(error, LocalProtocolError) and websocket.state is State.OPEN:
            raise  # the handler's fault: the others say that the peer has gone
    finally:
        await websocket.close(1011)
