"""What the servers of `websockets` need, to keep our promises whoever is connected.

Left alone, one with threads accepts nobody after the first client that finds no
descriptor or no thread; and each waits for its last handler, however long that takes.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from functools import partial
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

from websockets.asyncio import server as tasks
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection

from . import Settings
from .clients import POLL
from .room import NO_ROOM, Complaints
from .sans_io import show_page

MOMENT = 0.1  # seconds: the library has the same deadlines, and may meet them first

ROOM = 8  # descriptors: for a client that comes, and one that is about to begin
PLENTY = 4 * ROOM
# The kernel keeps few bytes of each client for us, so that all have their turn.
SMALL_PIECES = socket.SOL_SOCKET, socket.SO_RCVBUF, 2**14

NewServer = Callable[..., Server]  # called with `sock`


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


class Listener(socket.socket):
    """A listening socket that waits for room when a client finds no descriptor."""

    client: socket.socket  # the last one
    complaints: Complaints

    def accept(self) -> tuple[socket.socket, object]:
        """Return the next client. Raises OSError when we have been closed."""
        while True:
            try:
                _find_room()
                self.client, where = super().accept()
            except OSError as error:
                if error.errno not in NO_ROOM:
                    raise
                self.complaints.tell(error)
                sleep(POLL)
            else:
                return self.client, where


class Connection(ServerConnection):
    """A connection that says so when there is no thread for it: the library does not.

    It needs one to read and one for its Pings, beside that of its handler.
    """

    def __init__(self, complaints: Complaints, *args: Any, **kwargs: Any) -> None:
        # Any: these are the library's own.
        self._complaints = complaints
        with self._telling():
            super().__init__(*args, **kwargs)

    def start_keepalive(self) -> None:
        """Begin to send Pings."""
        with self._telling():
            super().start_keepalive()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except RuntimeError as error:  # no thread
            self._complaints.tell(error)
            raise


def _find_room() -> None:
    """Raise OSError unless there is room for all descriptors that one client takes.

    The library takes some of them later, and could not do without.
    """
    with ExitStack() as spare:
        try:
            for _ in range(PLENTY):
                spare.enter_context(socket.socket())
        except OSError:
            spare.close()
            sleep(POLL)  # now those who came a moment ago have theirs
            for _ in range(ROOM):
                spare.enter_context(socket.socket())


@contextmanager
def serve_in_threads(
    new_server: NewServer, host: str, port: int, timeout: float
) -> Iterator[tuple[Any, ...]]:
    """Run a server, and give the name of its socket to the block.

    At the end it says goodbye to all at once. Handlers that have not returned `timeout`
    seconds later are left behind.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    plain = socket.create_server((host, port), family=family)
    with Listener(fileno=plain.detach()) as listener:
        listener.setsockopt(*SMALL_PIECES)
        listener.complaints = Complaints()
        connection = partial(Connection, listener.complaints)
        new_server = partial(new_server, create_connection=connection)
        servers = [new_server(sock=listener)]
        stopping = Event()
        # What a daemon starts is one, too: no handler keeps Python alive. Both begin
        # now: there may be no thread left when they are needed.
        todo = listener, new_server, servers, stopping
        Thread(target=_accept, args=todo, daemon=True).start()
        ending = Thread(target=_shut_down, args=(servers, stopping), daemon=True)
        ending.start()
        try:
            yield listener.getsockname()
        finally:
            stopping.set()
            _finish(servers, ending, timeout)


def _accept(
    listener: Listener,
    new_server: NewServer,
    servers: list[Server],
    stopping: Event,
) -> None:
    """Run a server to its end; when it ends too early, run another."""
    while not stopping.is_set():
        try:
            servers[-1].serve_forever()
        except (OSError, RuntimeError, ValueError) as error:  # no thread, most likely
            listener.complaints.tell(error)
            _forget(listener.client, servers[-1])
            stopping.wait(POLL)
            with suppress(OSError):
                servers.append(new_server(sock=listener))


def _forget(client: socket.socket, server: Server) -> None:
    """Leave nothing of a client whose thread could not be started."""
    client.close()
    with server.lock:
        server.handler_threads = {it for it in server.handler_threads if it.ident}


def _finish(servers: list[Server], ending: Thread, timeout: float) -> None:
    deadline = monotonic() + timeout
    told: set[ServerConnection] = set()
    while ending.is_alive() and monotonic() < deadline:
        present = {it for server in servers for it in server.connections}
        for connection in present - told:  # it may have shaken hands a moment ago
            goodbye = Thread(target=connection.close, args=(1001,), daemon=True)
            with suppress(RuntimeError):  # no thread is left: it goes without
                goodbye.start()
        told |= present
        ending.join(POLL)
    for server in servers:
        with server.lock:
            deaf = list(server.all_connections)
        for connection in deaf:
            with suppress(OSError):  # it may have gone by itself
                connection.socket.shutdown(socket.SHUT_RDWR)
    ending.join(MOMENT)


def _shut_down(servers: list[Server], stopping: Event) -> None:
    """When it is time, accept no more, and wait for all handlers."""
    stopping.wait()
    for server in servers:
        server.shutdown(close_connections=False)


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
    import trio  # here, for the other styles shall not wait until it is there

    listeners = await trio.open_tcp_listeners(port, host=host)
    for listener in listeners:
        listener.socket.setsockopt(*SMALL_PIECES)
    run = partial(start, listeners=listeners)
    async with trio.open_nursery() as nursery, await nursery.start(run):
        try:
            yield listeners[0].socket.getsockname()
        finally:
            nursery.cancel_scope.deadline = trio.current_time() + timeout + MOMENT
