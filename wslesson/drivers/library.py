"""What the servers of `websockets` need, to keep our promises whoever is connected.

Left alone, each waits for its last handler, however long that takes.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from websockets.asyncio import server as tasks
from websockets.http11 import Request, Response

from . import Settings
from .sans_io import show_page

MOMENT = 0.1  # seconds: the library has the same deadlines, and may meet them first

# The kernel keeps few bytes of each client for us, so that all have their turn.
SMALL_PIECES = socket.SOL_SOCKET, socket.SO_RCVBUF, 2**14


def arguments(settings: Settings) -> dict[str, Any]:
    """Say in words of the library how a server treats its clients.

    (Any: they are of many types.)
    """

    def process_request(connection: Any, request: Request) -> Response | None:
        # Any: each way of the library has a class of its own.
        return show_page(connection.protocol, request, settings.terms.pages)

    return {
        "compression": "deflate" if settings.terms.extension else None,
        "max_size": settings.max_message,
        "open_timeout": settings.timeout,
        "close_timeout": settings.timeout,
        "process_request": process_request,
    }


@asynccontextmanager
async def serve_in_tasks(
    server: tasks.Server,
    timeout: float,  # noqa: ASYNC109 - for all of them together
) -> AsyncIterator[tuple[Any, ...]]:
    """Run a server, and give the name of its socket to the block.

    At the end it says goodbye to all at once. Handlers that have not returned `timeout`
    seconds later are cancelled.
    """
    await server
    for sock in server.sockets:
        sock.setsockopt(*SMALL_PIECES)
    try:
        yield server.sockets[0].getsockname()
    finally:
        server.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout + MOMENT):
                await server.wait_closed()
        for connection in server.all_connections:
            connection.transport.abort()
        if left := server.handler_tasks.copy():
            for task in left:
                task.cancel()
            await asyncio.wait(left, timeout=MOMENT)


@asynccontextmanager
async def serve_in_trio(
    start: Callable[..., Awaitable[None]],
    host: str,
    port: int,
    timeout: float,  # noqa: ASYNC109 - for all of them together
) -> AsyncIterator[tuple[Any, ...]]:
    """Do as `serve_in_tasks` does, in tasks of Trio."""
    import trio  # imported here to keep the other styles fast

    listeners = await trio.open_tcp_listeners(port, host=host)
    for listener in listeners:
        listener.socket.setsockopt(*SMALL_PIECES)
    run = partial(start, listeners=listeners)
    async with trio.open_nursery() as nursery, await nursery.start(run):
        try:
            yield listeners[0].socket.getsockname()
        finally:
            nursery.cancel_scope.deadline = trio.current_time() + timeout + MOMENT
