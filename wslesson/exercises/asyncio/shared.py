"""What several exercises of this lesson share."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from websockets.asyncio.connection import Connection
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

Handler = Callable[[ServerConnection], Awaitable[None]]


SILENCE, CLOSED = ODD = ("(silence)", "(closed)")


class Log(logging.Logger):
    """Keeps each error that a handler has raised."""

    def __init__(self) -> None:
        super().__init__("exercise", logging.ERROR)
        self.errors: list[BaseException] = []

    def handle(self, record: logging.LogRecord) -> None:
        """Keep the error of a record."""
        _, error, _ = record.exc_info or (None, None, None)
        self.errors += [error] if error else []


def address_of(server: Server) -> str:
    """Return where a server listens."""
    return f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def serving(handler: Handler, log: Log | None = None) -> AsyncIterator[str]:
    """Run a server, and give its address to the block. Raises what a handler raised."""
    log = log or Log()
    async with serve(
        handler, "127.0.0.1", 0, compression=None, close_timeout=0.1, logger=log
    ) as server:
        yield address_of(server)
    for error in log.errors:
        if not isinstance(error, ConnectionClosed):
            raise error  # so that it is shown, or that nothing is written yet


async def next_heard(websocket: Connection) -> str:
    """Return the next message, or what came in its place. A second costs nothing."""
    message = asyncio.create_task(websocket.recv())
    if not (await asyncio.wait([message], timeout=1))[0]:
        message.cancel()
        await asyncio.wait([message])
        return SILENCE
    return CLOSED if message.exception() else str(message.result())


async def say(websocket: Connection, text: str) -> str:
    """Send a text, and return the next message, or what came in its place."""
    with suppress(ConnectionClosed):
        await websocket.send(text)
    return await next_heard(websocket)
