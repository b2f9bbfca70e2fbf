"""A client and a server of the Sans-I/O protocols of `websockets`, under asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidMessage
from websockets.extensions.permessage_deflate import enable_server_permessage_deflate
from websockets.http11 import Request, Response
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from . import DEFAULT, Settings
from .streams import TIMEOUT, Connection

__all__ = ["Connection", "connect", "serve"]
MOMENT = 0.25  # seconds: for what is cut off to end

Clients = dict[asyncio.Task[None], Connection]


@asynccontextmanager
async def connect(
    address: str,
    timeout: float = TIMEOUT,  # noqa: ASYNC109 - for each wait
) -> AsyncIterator[Connection]:
    """Open a WebSocket. The server's answer is its first event.

    Raises OSError, and the errors of the library.
    """
    uri = parse_uri(address)
    tls = uri.secure or None
    protocol = ClientProtocol(uri)
    async with asyncio.timeout(timeout) as limit:
        streams = await asyncio.open_connection(uri.host, uri.port, ssl=tls)
    connection = Connection(protocol, *streams, timeout)
    try:
        async with asyncio.timeout_at(limit.when()):
            await connection.ask(protocol)
        try:
            yield connection
        finally:
            with suppress(OSError):
                await connection.leave()
    finally:
        connection.drop()


@asynccontextmanager
async def serve(
    handler: Callable[[Connection], Awaitable[None]],
    host: str,
    port: int,
    settings: Settings = DEFAULT,
) -> AsyncIterator[str]:
    """Call `handler` for each client; give the address to the block.

    A client that is silent for `settings.timeout` seconds is dropped: a keepalive
    would be ours to write, too.
    """
    clients: Clients = {}
    compress = settings.terms.extension is not None

    async def welcome(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        extensions = enable_server_permessage_deflate(None) if compress else None
        protocol = ServerProtocol(extensions=extensions, max_size=settings.max_message)
        connection = Connection(protocol, reader, writer, settings.timeout)
        task = asyncio.current_task()
        assert task  # asyncio calls us in one
        clients[task] = connection
        try:
            # It has gone, or is silent; or we have. (asyncio calls that an error.)
            with suppress(OSError, asyncio.CancelledError):
                async with asyncio.timeout(settings.timeout):
                    await _answer(connection, protocol, settings.terms.pages)
                if connection.is_open:
                    await handler(connection)
                await connection.leave()
        finally:
            del clients[task]
            connection.drop()

    server = await asyncio.start_server(welcome, host, port)
    try:
        yield DEFAULT.address(*server.sockets[0].getsockname()[:2])
    finally:
        server.close()
        await _finish(clients, settings.timeout)


async def _answer(
    connection: Connection, protocol: ServerProtocol, pages: Mapping[str, str]
) -> None:
    """Answer a client that asks for a WebSocket, or for one of the pages."""
    request = await connection.request()
    if request:
        page = show_page(protocol, request, pages)
        protocol.send_response(page or protocol.accept(request))
    elif isinstance(protocol.handshake_exc, InvalidMessage):  # of which it says nothing
        refusal = protocol.reject(400, f"{protocol.handshake_exc}.\n")
        connection.write(refusal.serialize())
    await connection.flush()


def show_page(
    protocol: ServerProtocol, request: Request, pages: Mapping[str, str]
) -> Response | None:
    """Return the page that a browser asks for, or None when it wants a WebSocket."""
    page = pages.get(request.path.partition("?")[0])
    upgrade = ",".join(request.headers.get_all("Upgrade")).lower()
    wanted = request.method in ("GET", "HEAD") and "websocket" not in upgrade
    if page is None or not wanted:
        return None
    response = protocol.reject(200, page)
    if request.method == "HEAD":
        response.body = b""
    return response


async def _finish(
    clients: Clients,
    timeout: float,  # noqa: ASYNC109 - for all of them together
) -> None:
    """Say goodbye to all at once, and drop those that do not end in time."""
    for connection in clients.values():
        if connection.is_open:
            connection.protocol.send_close(1001)
        connection.write()
        if not connection.protocol.close_expected():  # it has not shaken hands
            connection.drop()
    await _wait(clients, timeout)
    for connection in clients.values():
        connection.drop()
    await _wait(clients, MOMENT)
    for task in clients:
        task.cancel()
    await _wait(clients, MOMENT)


async def _wait(
    clients: Clients,
    timeout: float,  # noqa: ASYNC109 - as `asyncio.wait` has it
) -> None:
    if clients:
        await asyncio.wait(list(clients), timeout=timeout)
