"""The clock and the echo with `websockets`, in tasks of asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from websockets.asyncio import client, server
from websockets.exceptions import ConnectionClosed, ConnectionClosedOK

from ..drivers.library import arguments, serve_in_tasks
from . import TIMEOUT, USUAL, Clock, Options, Service, address_of


@asynccontextmanager
async def serve(
    service: Service, *, host: str = "127.0.0.1", port: int = 0, how: Options = USUAL
) -> AsyncIterator[str]:
    """Run a server, and give its address to the block."""
    handler = partial(push, service) if isinstance(service, Clock) else echo
    running = server.serve(handler, host, port, **arguments(how.settings(service)))
    async with serve_in_tasks(running, how.timeout) as where:
        yield address_of(where)


async def echo(connection: server.ServerConnection) -> None:
    """Send each message back."""
    with suppress(ConnectionClosed):  # however the client leaves: it has gone
        async for message in connection:
            await connection.send(message)
            await asyncio.sleep(0)  # a client that never pauses is not alone here


async def push(clock: Clock, connection: server.ServerConnection) -> None:
    """Send the time, and read in between, so that a goodbye is heard at once."""
    with suppress(ConnectionClosed):
        for message in clock.messages():
            await connection.send(message)
            with suppress(TimeoutError):
                async with asyncio.timeout(clock.interval):
                    async for _ in connection:
                        pass


async def listen(  # with the same parameters in each style
    address: str,
    *,
    timeout: float = TIMEOUT,  # noqa: ASYNC109 - for each wait, as in all styles
) -> AsyncIterator[str]:
    """Yield each text message until the server says goodbye."""
    async with client.connect(address, proxy=None, open_timeout=timeout) as connection:
        with suppress(ConnectionClosedOK):
            while True:
                async with asyncio.timeout(timeout):
                    message = await connection.recv()
                if isinstance(message, str):
                    yield message
