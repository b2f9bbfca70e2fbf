"""WebSockets over asyncio: the driver for tasks.

Read it beside `blocking`: the methods are the same, and `await` marks each place
where they may have to wait. There are no locks: between two awaits nobody interferes.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import cast

from ..protocol.connection import Role
from ..protocol.errors import LocalProtocolError, ProtocolError
from ..protocol.events import Close, Event, Ping
from ..protocol.lifecycle import State
from . import CHUNK, DEFAULT, LOOPBACK, Address, End, RefusedError, Settings


class Desk(threading.local):
    """Where bytes land before they are copied: one for each thread, so for each loop.

    Else asyncio would ask for 256 KiB of fresh memory each time it reads, which costs
    more than all our work on a short message.
    """

    def __init__(self) -> None:
        self.buffer = memoryview(bytearray(CHUNK))


DESK = Desk()


class WebSocket(End, asyncio.BufferedProtocol):
    """One end of a connection. Send events; iterate to receive them.

    Any task may call any method. Pings are answered while some task receives.
    """

    def __init__(
        self, role: Role, settings: Settings, welcome: Welcome | None = None
    ) -> None:
        super().__init__(role, settings)
        self._welcome = welcome
        self._loop = asyncio.get_running_loop()
        self._unread = 0  # bytes that arrived and are not yet understood
        self._writable = True
        self._heard = False
        self._lost = False
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
        """Say goodbye, wait for the peer to say it too, and end the stream."""
        with suppress(OSError, ProtocolError):  # a peer that has gone needs no goodbye
            async with asyncio.timeout(self.settings.timeout):
                if self.state is State.OPEN:
                    await self.send(Close(code, reason))
                elif self.state in (State.CONNECTING, State.REQUESTED):
                    self.abort()
                while await self.receive() is not None:
                    pass
                await self._until_lost()
        self.abort()
        await self._until_lost()

    def abort(self) -> None:
        """End the stream now. Whoever waits for it wakes up."""
        self._transport.abort()

    def _answer(self) -> None:
        """Send what we owe, unless the peer is slow to read: then when it has read.

        Of several Pings only the last is answered then, as RFC 6455 §5.5.3 allows.
        """
        if self._unanswered and self._writable:
            event, self._unanswered = self._unanswered, None
            reply = self.connection.reply_to(event)
            with suppress(OSError):  # the reader will see that the peer has gone
                self._write(self.connection.send(reply) if reply else b"")

    def _write(self, data: bytes) -> None:
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

    def _ask(self) -> None:
        """After a silence, ask whether the peer is there; after two, it has gone.

        So has a peer that has not shaken hands by then.
        """
        if self.state in (State.CONNECTING, State.REQUESTED):
            return self.abort()
        if self._heard or self._unread > CHUNK:  # we do not listen to a hasty peer
            self._heard = self._asked = False
        elif self._asked or self.state is not State.OPEN:
            return self.abort()
        else:
            self._asked = True
            self._write(self.connection.send(Ping(b"are you there?")))
        self._alarm = self._loop.call_later(self.settings.timeout, self._ask)
        return None

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin: bytes may be written."""
        self._transport = cast(asyncio.Transport, transport)  # a stream has this kind
        self._transport.set_write_buffer_limits(CHUNK)
        self._alarm = self._loop.call_later(self.settings.timeout, self._ask)
        if self._welcome:
            self._welcome(self)

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002  # asyncio's name
        """Say where the next bytes may land."""
        return DESK.buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Give bytes to the connection, and stop reading when they pile up."""
        data = bytes(DESK.buffer[:nbytes])
        self.settings.tap("received", data)
        self.connection.receive_data(data)
        self._heard = True
        if self._unread <= CHUNK < self._unread + len(data):
            self._transport.pause_reading()
        self._unread += len(data)
        self._wake()

    def eof_received(self) -> bool:
        """Keep our half open, where that is possible: a goodbye may still be due."""
        self.settings.tap("received", b"")
        self.connection.receive_data(b"")
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
Welcome = Callable[[WebSocket], None]


@asynccontextmanager
async def connect(url: str, settings: Settings = DEFAULT) -> AsyncIterator[WebSocket]:
    """Open a connection to an address, and close it at the end of the block.

    Raises RefusedError, RemoteProtocolError, or OSError.
    """
    address = Address.parse(url)
    tls = (settings.tls or True) if address.tls else None
    async with asyncio.timeout(settings.timeout):
        host, port = address.host, address.port
        _, websocket = await asyncio.get_running_loop().create_connection(
            lambda: WebSocket(Role.CLIENT, settings), host, port, ssl=tls
        )
    try:
        websocket._write(settings.request(websocket.connection, address))
        response = await websocket.receive()
        if websocket.state is not State.OPEN:
            raise RefusedError(response)
        yield websocket
    finally:
        await websocket.close()


@asynccontextmanager
async def serve(
    handler: Handler, host: str = LOOPBACK, port: int = 0, settings: Settings = DEFAULT
) -> AsyncIterator[str]:
    """Run a server, one task for each client, and give its address to the block.

    At the end of the block it says goodbye, and waits for the handlers to notice.
    """
    clients: dict[asyncio.Task[None], WebSocket] = {}

    def welcome(websocket: WebSocket) -> None:
        task = asyncio.create_task(_serve_one(websocket, handler))
        clients[task] = websocket
        task.add_done_callback(clients.pop)

    listener = await asyncio.get_running_loop().create_server(
        lambda: WebSocket(Role.SERVER, settings, welcome), host, port, ssl=settings.tls
    )
    try:
        yield settings.address(*listener.sockets[0].getsockname()[:2])
    finally:
        listener.close()
        leaving = dict(clients)
        await asyncio.gather(*(websocket.close(1001) for websocket in leaving.values()))
        if leaving:
            await asyncio.wait(leaving, timeout=settings.timeout)
        for task in leaving:
            task.cancel()
        await listener.wait_closed()


async def _serve_one(websocket: WebSocket, handler: Handler) -> None:
    try:
        await websocket.receive()
        if websocket.state is State.OPEN:
            await handler(websocket)
        await websocket.close()
    except (ProtocolError, OSError) as error:
        if isinstance(error, LocalProtocolError) and websocket.state is State.OPEN:
            raise  # the handler's fault: the others say that the peer has gone
    finally:
        await websocket.close(1011)
