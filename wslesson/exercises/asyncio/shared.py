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


ROUNDS = 8  # Pings and Pongs, after which no message counts as silence


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


async def exchange(websocket: Connection) -> None:
    """Ping the other end some times: by then it has had its turns of the loop.

    What it sent in them is here, too, since a Pong comes behind it. No clock is
    asked: a busy machine is slow, not silent. Raises ConnectionClosed.
    """
    for _ in range(ROUNDS):
        await (await websocket.ping())


async def next_heard(websocket: Connection) -> str:
    """Return the next message, or what came in its place."""
    message = asyncio.create_task(websocket.recv())
    with suppress(ConnectionClosed):
        await exchange(websocket)
        message.cancel()  # if it still waits
    await asyncio.wait([message])
    if message.cancelled():
        return SILENCE
    return CLOSED if message.exception() else str(message.result())


async def say(websocket: Connection, text: str) -> str:
    """Send a text, and return the next message, or what came in its place."""
    with suppress(ConnectionClosed):
        await websocket.send(text)
    return await next_heard(websocket)
