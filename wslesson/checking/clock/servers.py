"""Servers of `websockets.sync` under watch: who would wait for ever is freed at once.

Three calls can wait for ever: `serve_forever` of a server that nobody stops, `shutdown`
of one that never served, `join` of a thread that serves. Whether they do is no question
of time: then all who are at work rest, and nothing is to come.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from websockets.sync.server import Server

from .seams import instead_of
from .turned import PATIENCE, Door, Turned
from .turning import Turning


class Watch(Turning):
    """The servers that an answer makes, and whether it had to be freed from them."""

    def __init__(self) -> None:
        super().__init__()
        self.freed = False
        self._doors = dict[Server, Any]()  # a lock that opens when the server serves
        self._serving = set[Server]()

    def left(self) -> list[Server]:
        """Return the servers that still listen."""
        return [server for server in self._doors if server.fileno() >= 0]

    def will_serve(self, port: int) -> bool:
        """Return whether somebody serves at a port, or is going to."""
        for server in self.left():
            if server.socket.getsockname()[1] == port:
                door = self._doors[server]
                return server in self._serving or self.rest(PATIENCE / 2, door)
        return False

    def free(self) -> None:
        """Stop the servers, which frees who waits for them; if there are none, all."""
        waited_for = [s for s in self._doors if not s.socket_closed.is_set()]
        self.freed = True
        for server in waited_for:
            self.stop(server)
        if not waited_for:
            super().free()

    def stop(self, server: Server) -> None:
        """Stop a server, whether it ever served or not."""
        if server not in self._serving:
            server.socket.close()
            server.serve_forever()  # only this says that the socket is closed
        server.shutdown()


@instead_of(Server, "__init__")
def _made(
    real: Callable[..., None], clock: Turned, server: Server, *args: Any, **options: Any
) -> None:
    real(server, *args, **options)
    if isinstance(clock, Watch):
        server.SHUTDOWN_POLLING_INTERVAL = 0.01  # seconds: there are many tries
        clock._doors[server] = Door()


@instead_of(Server, "serve_forever")
def _serves(real: Callable[[Server], None], clock: Turned, server: Server) -> None:
    if isinstance(clock, Watch) and server in clock._doors:
        clock._serving.add(server)
        with suppress(RuntimeError):  # it serves a second time
            clock._doors[server].release()
    with clock.resting(lambda: server.fileno() >= 0):
        real(server)


@instead_of(Server, "shutdown")
def _shut(
    real: Callable[..., None], clock: Turned, server: Server, *args: Any, **options: Any
) -> None:
    with clock.resting(lambda: not server.socket_closed.is_set()):
        real(server, *args, **options)
