"""The clock and the echo over our own WebSocket, in tasks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from ..drivers import Settings, aio
from ..protocol.events import Binary, Ping, Pong, Text
from . import TIMEOUT, USUAL, Clock, Options, Service, refuse_failure


@asynccontextmanager
async def serve(
    service: Service, *, host: str = "127.0.0.1", port: int = 0, how: Options = USUAL
) -> AsyncIterator[str]:
    """Run a server, and give its address to the block."""
    handler = partial(push, service) if isinstance(service, Clock) else echo
    async with aio.serve(handler, host, port, how.settings(service)) as address:
        yield address


async def echo(websocket: aio.WebSocket) -> None:
    """Send each message back."""
    async for event in websocket:
        if isinstance(event, Text | Binary):
            await websocket.send(event)


async def push(clock: Clock, websocket: aio.WebSocket) -> None:
    """Send the time, and listen in between, so that a Ping gets its Pong."""
    for message in clock.messages():
        await websocket.send(Text(message))
        with suppress(TimeoutError):
            async with asyncio.timeout(clock.interval):
                while await websocket.receive() is not None:
                    pass


async def listen(  # with the same parameters in each style
    address: str,
    *,
    timeout: float = TIMEOUT,  # noqa: ASYNC109 - for each wait, as in all styles
) -> AsyncIterator[str]:
    """Yield each text message until the server says goodbye."""
    async with aio.connect(address, Settings(timeout=timeout)) as websocket:
        while True:
            async with asyncio.timeout(timeout):
                while isinstance(event := await websocket.receive(), Ping | Pong):
                    pass
            if event is None:
                return
            refuse_failure(event)
            if isinstance(event, Text):
                yield event.text
