"""WebSockets over blocking sockets: the driver for threads.

All the rules live in `connection`. This module only moves bytes, and waits.
"""

import selectors
import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Lock
from time import monotonic

from ..protocol.connection import Role
from ..protocol.errors import LocalProtocolError, ProtocolError
from ..protocol.events import Close, Event, Ping
from ..protocol.lifecycle import State
from . import CHUNK, DEFAULT, LOOPBACK, Address, End, RefusedError, Settings
from .clients import serve_clients


class WebSocket(End):
    """One end of a connection. Send events; iterate to receive them.

    Any thread may call any method. Pings are answered while some thread receives.
    """

    def __init__(self, sock: socket.socket, role: Role, settings: Settings) -> None:
        sock.settimeout(settings.timeout)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().__init__(role, settings)
        self._sock = sock
        self._thinking = Lock()  # held while the connection is used: never for long
        self._writing: Lock = Lock()  # held while bytes leave: they keep their order
        self._reading = Lock()  # held while one thread waits for bytes

    def send(self, event: Event, *, fin: bool = True) -> None:
        """Send one event, waiting while the peer is slow to read."""
        with self._writing:
            with self._thinking:
                data = self.connection.send(event, fin=fin)
            self._write(data)
        self._answer()

    def receive(self, timeout: float | None = None) -> Event | None:
        """Return the next event, or None after the end of the stream.

        Raises TimeoutError after `timeout` seconds, and RemoteProtocolError.
        """
        deadline = None if timeout is None else monotonic() + timeout
        with self._reading:
            while (event := self._next_event()) is None:
                if self.state is State.CLOSED:
                    self.abort()
                    return None
                self._wait(deadline)
            return event

    def __iter__(self) -> Iterator[Event]:
        """Yield events until the stream ends."""
        while (event := self.receive()) is not None:
            yield event

    def close(self, code: int = 1000, reason: str = "") -> None:
        """Say goodbye, wait for the peer to say it too, and end the stream."""
        deadline = monotonic() + self.settings.timeout
        with suppress(OSError, ProtocolError):  # a peer that has gone needs no goodbye
            if self.state is State.OPEN:
                self.send(Close(code, reason))
            elif self.state in (State.CONNECTING, State.REQUESTED):
                self.abort()
            while self.receive(deadline - monotonic()) is not None:
                pass
        self.abort()

    def abort(self) -> None:
        """End the stream now. Whoever waits for it wakes up."""
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def _answer(self) -> None:
        """Send what we owe, unless another thread is writing: then it will do it.

        So a reader never waits for a writer, who may wait for the peer to read. Of
        several Pings only the last is answered then, as RFC 6455 §5.5.3 allows.
        """
        while self._unanswered and self._writing.acquire(blocking=False):
            try:
                with self._thinking:
                    event, self._unanswered = self._unanswered, None
                    reply = self.connection.reply_to(event) if event else None
                    data = self.connection.send(reply) if reply else b""
                with suppress(OSError):  # the reader will see that the peer has gone
                    self._write(data)
            finally:
                self._writing.release()

    def _write(self, data: bytes) -> None:
        if not data:
            return
        self.settings.tap("sent", data)
        try:
            self._sock.sendall(data)
        except OSError:
            self.abort()  # some of it may have left: nothing can follow
            raise

    def _wait(self, deadline: float | None) -> None:
        """Wait for bytes, and give them to the connection."""
        if self.state is State.CLOSE_DONE and self.connection.role is Role.SERVER:
            with self._writing, suppress(OSError):
                self._sock.shutdown(socket.SHUT_WR)
        try:
            if deadline is not None:
                self._wait_until(deadline)
            data = self._sock.recv(CHUNK)
        except TimeoutError:
            if deadline is not None and monotonic() >= deadline:
                raise
            return self._ask()
        except (OSError, ValueError):  # the latter: another thread has closed it
            data = b""
        self._asked = False
        self.settings.tap("received", data)
        self.connection.receive_data(data)
        return None

    def _wait_until(self, deadline: float) -> None:
        """Wait as `recv` does, but no longer than to the deadline.

        The socket's own timeout cannot say it: a writer may be using that.
        """
        with selectors.DefaultSelector() as selector:
            selector.register(self._sock, selectors.EVENT_READ)
            left = min(max(deadline - monotonic(), 0), self.settings.timeout)
            if not selector.select(left):
                raise TimeoutError("no event in time")

    def _ask(self) -> None:
        """After a silence, ask whether the peer is there; after two, it has gone."""
        if self._asked or self.state is not State.OPEN:
            self.connection.receive_data(b"")
            self.abort()
        else:
            self._asked = True
            self.send(Ping(b"are you there?"))


Handler = Callable[[WebSocket], None]


@contextmanager
def connect(url: str, settings: Settings = DEFAULT) -> Iterator[WebSocket]:
    """Open a connection to an address, and close it at the end of the block.

    Raises RefusedError, RemoteProtocolError, or OSError.
    """
    address = Address.parse(url)
    sock = socket.create_connection((address.host, address.port), settings.timeout)
    if address.tls:
        context = settings.tls or ssl.create_default_context()
        sock = context.wrap_socket(sock, server_hostname=address.host)
    with sock:
        websocket = WebSocket(sock, Role.CLIENT, settings)
        try:
            websocket._write(settings.request(websocket.connection, address))
            response = websocket.receive(settings.timeout)
            if websocket.state is not State.OPEN:
                raise RefusedError(response)
            yield websocket
        finally:
            websocket.close()


@contextmanager
def serve(
    handler: Handler, host: str = LOOPBACK, port: int = 0, settings: Settings = DEFAULT
) -> Iterator[str]:
    """Run a server, one thread for each client, and give its address to the block.

    At the end of the block it says goodbye, and waits for the handlers to notice.
    """
    clients: set[WebSocket] = set()

    def welcome(sock: socket.socket, _stopping: object) -> None:
        if settings.tls:
            sock = settings.tls.wrap_socket(sock, server_side=True)
        with sock:
            websocket = WebSocket(sock, Role.SERVER, settings)
            clients.add(websocket)
            try:
                _serve_one(websocket, handler)
            finally:
                clients.discard(websocket)

    with serve_clients(welcome, host, port) as where:
        try:
            yield settings.address(*where[:2])
        finally:
            with ThreadPoolExecutor(len(clients) + 1) as goodbyes:
                goodbyes.map(lambda websocket: websocket.close(1001), clients.copy())


def _serve_one(websocket: WebSocket, handler: Handler) -> None:
    try:
        websocket.receive(websocket.settings.timeout)
        if websocket.state is State.OPEN:
            handler(websocket)
        websocket.close()
    except (ProtocolError, OSError) as error:
        if isinstance(error, LocalProtocolError) and websocket.state is State.OPEN:
            raise  # the handler's fault: the others say that the peer has gone
    finally:
        websocket.close(1011)
