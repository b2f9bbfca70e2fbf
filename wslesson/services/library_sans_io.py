"""The clock and the echo with `websockets` Sans-I/O: only the protocol is theirs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from websockets.exceptions import ConnectionClosedOK

from ..drivers import sans_io
from . import TIMEOUT, USUAL, Clock, Options, Service


@asynccontextmanager
async def serve(
    service: Service, *, host: str = "127.0.0.1", port: int = 0, how: Options = USUAL
) -> AsyncIterator[str]:
    """Run a server, and give its address to the block."""
    handler = partial(push, service) if isinstance(service, Clock) else echo
    async with sans_io.serve(handler, host, port, how.settings(service)) as address:
        yield address


async def echo(connection: sans_io.Connection) -> None:
    """Send each message back."""
    async for message in connection.messages():
        if connection.is_open:
            await connection.send(message)


async def push(clock: Clock, connection: sans_io.Connection) -> None:
    """Send the time, and read in between, so that a goodbye is heard at once."""
    for message in clock.messages():
        await connection.send(message)
        with suppress(TimeoutError):
            async with asyncio.timeout(clock.interval):
                while connection.is_open:
                    await connection.receive()
        if not connection.is_open:
            return
    await connection.close()


async def listen(  # with the same parameters in each style
    address: str,
    *,
    timeout: float = TIMEOUT,  # noqa: ASYNC109 - for each wait, as in all styles
) -> AsyncIterator[str]:
    """Yield each text message until the server says goodbye."""
    async with sans_io.connect(address, timeout) as connection:
        async for message in connection.messages(timeout):
            if isinstance(message, str):
                yield message
        with suppress(ConnectionClosedOK):
            raise connection.protocol.close_exc
