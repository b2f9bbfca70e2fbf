"""The Sans-I/O protocols of `websockets` over streams of asyncio.

The rules are theirs. What they leave to us is here: to move the bytes, to join the
fragments, and to decode text.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import enable_server_permessage_deflate
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import OPEN, Event, Protocol
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from . import CHUNK, DEFAULT

TIMEOUT = DEFAULT.timeout
DATA = {Opcode.TEXT, Opcode.BINARY, Opcode.CONT}


class Connection:
    """A protocol of `websockets`, and the streams that its bytes take."""

    def __init__(
        self,
        protocol: Protocol,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.protocol = protocol
        self._reader = reader
        self._writer = writer
        self._fragments: list[Frame] = []
        self._ended = False  # whether the protocol knows that the stream has

    @property
    def is_open(self) -> bool:
        """Whether messages may be sent."""
        return self.protocol.state is OPEN

    async def flush(self) -> None:
        """Send what the protocol has to say. Do so after each call to it."""
        for data in self.protocol.data_to_send():
            if data:
                self._writer.write(data)
            elif self._writer.can_write_eof():  # b"" says: nothing more will follow
                self._writer.write_eof()
        await self._writer.drain()

    async def receive(self) -> list[Event]:
        """Wait for bytes, and return what they mean. To give up loses nothing."""
        if data := await self._reader.read(CHUNK):
            self.protocol.receive_data(data)
        else:
            self.protocol.receive_eof()
            self._ended = True
        await self.flush()
        return self.protocol.events_received()

    async def events(
        self,
        timeout: float = TIMEOUT,  # noqa: ASYNC109 - for each wait
    ) -> AsyncIterator[Event]:
        """Yield each event until the peer ends the stream, or is silent too long."""
        while not self._ended:
            async with asyncio.timeout(timeout):
                events = await self.receive()
            for event in events:
                yield event

    async def message(self, event: Event) -> str | bytes | None:
        """Return the message that a frame completes, if it completes one.

        Text that is not UTF-8 ends the connection with 1007: RFC 6455 §8.1.
        """
        if not isinstance(event, Frame) or event.opcode not in DATA:
            return None
        self._fragments.append(event)
        if not event.fin:
            return None
        frames, self._fragments = self._fragments, []
        data = b"".join(frame.data for frame in frames)
        if frames[0].opcode is Opcode.BINARY:
            return data
        try:
            return data.decode()
        except UnicodeDecodeError:
            self.protocol.fail(CloseCode.INVALID_DATA, "the text is not UTF-8")
            await self.flush()
            return None

    async def send(self, message: str | bytes) -> None:
        """Send one message."""
        if isinstance(message, str):
            self.protocol.send_text(message.encode())
        else:
            self.protocol.send_binary(message)
        await self.flush()

    async def close(self, code: int = 1000) -> None:
        """Say goodbye, if nobody has yet. The events go on until the stream ends."""
        if self.is_open:
            self.protocol.send_close(code)
        await self.flush()

    def abort(self) -> None:
        """End the stream, behind what is still to be sent."""
        self._writer.close()

    def drop(self) -> None:
        """End the stream now: the peer does not read."""
        self._writer.transport.abort()


Clients = dict[asyncio.Task[None] | None, Connection]


@asynccontextmanager
async def connect(address: str) -> AsyncIterator[Connection]:
    """Open a stream, and ask for a WebSocket. The answer is the first event."""
    uri = parse_uri(address)
    tls = uri.secure or None
    reader, writer = await asyncio.open_connection(uri.host, uri.port, ssl=tls)
    protocol = ClientProtocol(uri)
    connection = Connection(protocol, reader, writer)
    try:
        protocol.send_request(protocol.connect())
        await connection.flush()
        yield connection
    finally:
        with suppress(OSError):
            async with asyncio.timeout(TIMEOUT):
                await connection.close()
                while protocol.close_expected():
                    await connection.receive()
        connection.abort()


@asynccontextmanager
async def serve(
    handler: Callable[[Connection], Awaitable[None]],
    host: str,
    port: int,
    compress: bool,
) -> AsyncIterator[str]:
    """Call `handler` for each client; give the address to the block.

    A client that is silent for `TIMEOUT` seconds is dropped: a keepalive would be
    ours to write, too.
    """
    clients: Clients = {}

    async def welcome(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        extensions = enable_server_permessage_deflate(None) if compress else None
        protocol = ServerProtocol(extensions=extensions)
        connection = clients[asyncio.current_task()] = Connection(
            protocol, reader, writer
        )
        try:
            with suppress(OSError):  # it has gone, or is silent
                async for request in connection.events():
                    assert isinstance(request, Request)  # nothing else may come first
                    protocol.send_response(protocol.accept(request))
                    await connection.flush()
                    break
                if connection.is_open:
                    await handler(connection)
                async for _ in connection.events():
                    pass
        finally:
            del clients[asyncio.current_task()]
            connection.abort()

    server = await asyncio.start_server(welcome, host, port)
    try:
        yield DEFAULT.address(*server.sockets[0].getsockname()[:2])
    finally:
        server.close()
        await _finish(clients)


async def _finish(clients: Clients) -> None:
    """Say goodbye to all, wait for them to end, and drop those that do not."""
    for connection in list(clients.values()):
        with suppress(OSError):  # it has gone, or does not read
            async with asyncio.timeout(TIMEOUT):
                await connection.close(1001)
        if not connection.protocol.close_expected():  # it never was open
            connection.abort()
    if tasks := [task for task in clients if task]:
        _, deaf = await asyncio.wait(tasks, timeout=TIMEOUT)
        for task in deaf:
            clients[task].drop()
            task.cancel()
