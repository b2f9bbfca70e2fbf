"""The clock and the echo with `websockets`, in tasks of Trio."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

import trio
from websockets.exceptions import ConnectionClosed, ConnectionClosedOK
from websockets.trio import client, server

from ..drivers.library import arguments, serve_in_trio
from . import TIMEOUT, USUAL, Clock, Options, Service, address_of


@asynccontextmanager
async def serve(
    service: Service, *, host: str = "127.0.0.1", port: int = 0, how: Options = USUAL
) -> AsyncIterator[str]:
    """Run a server, and give its address to the block."""
    handler = partial(push, service) if isinstance(service, Clock) else echo
    start = partial(server.serve, handler, **arguments(how.settings(service)))
    async with serve_in_trio(start, host, port, how.timeout) as where:
        yield address_of(where)


async def echo(connection: server.ServerConnection) -> None:
    """Send each message back."""
    with suppress(ConnectionClosed):  # however the client leaves: it has gone
        while True:  # Trio warns of an `async for` that a failing `send` leaves
            await connection.send(await connection.recv())


async def push(clock: Clock, connection: server.ServerConnection) -> None:
    """Send the time, and read in between, so that a goodbye is heard at once."""
    with suppress(ConnectionClosed):
        for message in clock.messages():
            await connection.send(message)
            with trio.move_on_after(clock.interval):
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
                with trio.move_on_after(timeout) as limit:
                    message = await connection.recv()
                if limit.cancelled_caught:
                    raise TimeoutError
                if isinstance(message, str):
                    yield message
