"""A server for the library's clients with threads, whose clock their waits turn.

Sockets, threads and library are real. Only `recv(timeout=t)` lets no time pass: if the
server is to do something within t seconds, it does it now; if not, the time is over.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.protocol import State
from websockets.sync.client import ClientConnection
from websockets.sync.connection import Connection
from websockets.sync.server import ServerConnection, serve
from websockets.sync.utils import Deadline
from websockets.typing import Data

from .memory import Address
from .seams import instead_of
from .turned import GLANCE, PATIENCE, Door, Turned
from .turning import Turning

GENEROUS = 10.0  # real seconds for what comes at once, unless the machine is stuck
TIRED = PATIENCE / 2  # turned seconds, after which the server gives up
LOOK = 0.001  # turned seconds that it takes to see that nothing has come
Act = Callable[[ServerConnection], None]


class Script(Turning):
    """What a server does, and when, in seconds after the first client has come."""

    def __init__(self, *acts: tuple[float, Act]) -> None:
        super().__init__()
        self.address: Address = ("", 0)
        acts = (*acts, (TIRED, self._give_up))
        self._acts = sorted(acts, key=lambda act: act[0])
        self._arrived, self._left = Event(), Event()
        self._begun = 0.0
        self._side: ServerConnection | None = None
        self._hearing: list[Door] = []
        self.clients: list[ClientConnection] = []
        self.gave_up = False

    def left_open(self) -> bool:
        """Return whether a client is still connected."""
        return any(client.state is not State.CLOSED for client in self.clients)

    @contextmanager
    def serving(self, attempt: object) -> Iterator[str]:
        """Serve, and give the address to the block, which lives by this clock."""
        with serve(self._hold, "127.0.0.1", 0, compression=None) as server:
            server.SHUTDOWN_POLLING_INTERVAL = 0.01  # seconds: there are many tries
            self.address = server.socket.getsockname()
            thread = Thread(target=server.serve_forever)
            thread.start()
            try:
                with self.lived_by(attempt):
                    yield f"ws://127.0.0.1:{self.address[1]}"
            finally:
                self._left.set()
        thread.join()

    # The server

    def _hold(self, websocket: ServerConnection) -> None:
        if not self._arrived.is_set():
            self._side = websocket
            self._arrived.set()
            if not self.clients:
                self._play()
        self._left.wait()

    def _play(self) -> None:
        """Act in real time, for a client of another kind: nobody sees it wait."""
        start = time.monotonic()
        while self._acts[0][0] < GENEROUS:
            if self._left.wait(max(0, start + self._acts[0][0] - time.monotonic())):
                return
            self._act()

    def _act(self) -> None:
        at, act = self._acts.pop(0)
        self.now = max(self.now, self._begun + at)
        self._arrived.wait(GENEROUS)
        if self._side and _is_settled(self._side):
            with suppress(ConnectionClosed):  # the client leaves
                act(self._side)

    def _give_up(self, side: ServerConnection) -> None:
        self.gave_up = True
        side.close()

    # The clock

    def step(self) -> None:
        """Do what comes first: an act of the server's, or the end of a rest."""
        rest = self.first()
        acts = self._acts if self.clients else []
        if not acts or (rest and rest.until < self._begun + acts[0][0]):
            super().step()
            return
        self._act()
        while self._hearing:
            with suppress(RuntimeError):  # its time was over
                self._hearing.pop().release()

    def meet(self, client: ClientConnection) -> None:
        """Count a client. With the first one all begins."""
        if not self.clients:
            self._begun = self.now
        self.clients.append(client)

    def hear(self, client: Connection, seconds: float | None) -> bool:
        """Rest until the server does something; return False if nothing comes.

        Another thread may close the connection meanwhile: then there is no more.
        """
        lock = Door()
        least = None if seconds is None else max(seconds, LOOK)
        with self.changed:
            self._hearing.append(lock)
        with self.resting(
            lambda: lock.locked() and client.state is State.OPEN, least, lock.release
        ) as rest:
            while client.state is State.OPEN and not lock.acquire(timeout=GLANCE):
                pass
        return not rest.late


# The client


@instead_of(ClientConnection, "__init__")
def _connected(
    real: Callable[..., None],
    clock: Turned,
    client: ClientConnection,
    *args: Any,
    **options: Any,
) -> None:
    real(client, *args, **options)
    if isinstance(clock, Script) and client.remote_address == clock.address:
        clock.meet(client)


@instead_of(Deadline, "__init__")
def _limited(
    real: Callable[..., None], _clock: Turned, deadline: Deadline, timeout: float | None
) -> None:
    """Give both handshakes real time enough, since no busy machine may end them."""
    real(deadline, timeout and max(timeout, GENEROUS))


@instead_of(Connection, "recv")
def _recv(
    real: Callable[..., Data],
    clock: Turned,
    client: ClientConnection,
    timeout: float | None = None,
    decode: bool | None = None,
) -> Data:
    if not isinstance(clock, Script) or client not in clock.clients:
        return real(client, timeout, decode)
    end = clock.now + (timeout or 0)
    while _is_settled(client):
        with suppress(TimeoutError):
            return real(client, 0, decode)
        if not clock.hear(client, None if timeout is None else end - clock.now):
            raise TimeoutError(f"timed out in {timeout:.1f}s")
    return real(client, GENEROUS, decode)  # what is left, or how it ended


@instead_of(Connection, "recv_streaming")
def _recv_streaming(
    real: Callable[..., Iterator[Data]],
    clock: Turned,
    client: ClientConnection,
    decode: bool | None = None,
) -> Iterator[Data]:
    if not isinstance(clock, Script) or client not in clock.clients:
        return real(client, decode)
    return iter([client.recv(decode=decode)])


def _is_settled(end: Connection) -> bool:
    """Wait until all is there that was sent, both ways; return False at the end.

    A Pong comes behind what its end sent before. The first Ping may be read with a
    message, and answered before that is put into the queue; not so the second.
    """
    try:
        for _ in range(2):
            end.ping(ack_on_close=True).wait(GENEROUS)
        return end.state is State.OPEN
    except ConnectionClosed:
        return False
