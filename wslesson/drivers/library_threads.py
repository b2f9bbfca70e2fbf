"""What the threads of `websockets` need, to keep our promises whoever is connected.

Left alone, a server accepts nobody after the first client that finds no descriptor or
no thread; and it waits for its last handler, however long that takes.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

from websockets.sync.server import Server, ServerConnection

from .clients import POLL
from .library import MOMENT, SMALL_PIECES
from .room import NO_ROOM, Complaints

ROOM = 8  # descriptors: for a client that comes, and one that is about to begin
PLENTY = 4 * ROOM

NewServer = Callable[..., Server]  # called with `sock`


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
    """A connection that says so when there is no room for it: the library does not.

    It needs a thread to read and one for its Pings, beside that of its handler, and
    descriptors of its own.
    """

    def __init__(self, complaints: Complaints, *args: Any, **kwargs: Any) -> None:
        # Any: these are the library's own.
        self._complaints = complaints
        with self._telling():
            super().__init__(*args, **kwargs)

    def recv_events(self) -> None:
        """Read until the stream ends, or end it if there is no room for that."""
        with suppress(OSError), self._telling():
            super().recv_events()
            return
        self.close_socket()

    def start_keepalive(self) -> None:
        """Begin to send Pings."""
        with self._telling():
            super().start_keepalive()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError) as error:  # no descriptor, or no thread
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
