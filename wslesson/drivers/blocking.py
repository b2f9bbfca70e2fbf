"""WebSockets over blocking sockets: the driver for threads.

All the rules live in `connection`. This module only moves bytes, and waits.
"""

import selectors
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from math import inf
from threading import Event as Flag
from threading import Lock, Thread
from time import monotonic
from typing import TypeVar

from ..protocol.addresses import Address
from ..protocol.connection import Role
from ..protocol.errors import LocalProtocolError, ProtocolError
from ..protocol.events import Event
from ..protocol.lifecycle import State
from . import CHUNK, DEFAULT, LOOPBACK, UNOPENED, End, Settings, goodbye
from .clients import serve_clients

T = TypeVar("T")
NOT_YET = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)

# It takes no descriptor, unlike others, so it can be had when none is left.
Selector: type[selectors.BaseSelector] = getattr(
    selectors, "PollSelector", selectors.SelectSelector
)


class WebSocket(End):
    """One end of a connection. Send events; iterate to receive them.

    Any thread may call any method. Pings are answered while some thread receives.
    """

    def __init__(self, sock: socket.socket, role: Role, settings: Settings) -> None:
        sock.setblocking(False)  # we wait in `_try_until`, never longer than we want
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().__init__(role, settings)
        self._sock = sock
        self._readable, self._writable = Selector(), Selector()
        self._readable.register(sock, selectors.EVENT_READ)
        self._writable.register(sock, selectors.EVENT_WRITE)
        self._thinking = Lock()  # held while the connection is used: never for long
        self._writing: Lock = Lock()  # held while bytes leave: they keep their order
        self._reading = Lock()  # held while one thread waits for bytes

    def send(self, event: Event, *, fin: bool = True) -> None:
        """Send one event, waiting while the peer is slow to read."""
        with self._writing:
            try:
                with self._thinking:
                    data = self.connection.send(event, fin=fin)
                self._write(data)
            except LocalProtocolError:
                raise  # nothing was sent
            except BaseException:
                self.abort()  # whoever is interrupted has said half of it
                raise
        self._answer()

    def receive(self, timeout: float | None = None) -> Event | None:
        """Return the next event, or None after the end of the stream.

        Raises TimeoutError after `timeout` seconds, and RemoteProtocolError.
        """
        left = inf if timeout is None else max(timeout, 0)
        deadline = monotonic() + left
        if not self._reading.acquire(timeout=-1 if left == inf else left):
            raise TimeoutError("another thread receives")
        try:
            late = False
            while (event := self._next_event()) is None:
                if self.state is State.CLOSED:
                    self.abort()
                    return None
                if late:  # what came is no event yet, and more may come without end
                    raise TimeoutError("no event in time")
                self._read(deadline)
                late = monotonic() >= deadline
            return event
        finally:
            self._reading.release()

    def __iter__(self) -> Iterator[Event]:
        """Yield events until the stream ends."""
        while (event := self.receive()) is not None:
            yield event

    def close(self, code: int = 1000, reason: str = "") -> None:
        """Say goodbye, wait for the peer to say it too, and end the stream.

        Raises LocalProtocolError, and does nothing, if that may not be sent.
        """
        close = goodbye(code, reason)
        self._last = min(self._last, monotonic() + self.settings.timeout)
        try:
            with suppress(OSError, ProtocolError):  # a peer that has gone needs none
                if self.state is State.OPEN:
                    self.send(close)
                while self.state not in UNOPENED:
                    if self.receive(self._last - monotonic()) is None:
                        break
        finally:
            self.abort()

    def abort(self) -> None:
        """End the stream now. Whoever waits for it wakes up."""
        self._shut(socket.SHUT_RDWR)

    def _shut(self, how: int) -> None:
        with suppress(OSError):
            # Not `self._sock.shutdown`: after that, TLS would go on in the clear.
            socket.socket.shutdown(self._sock, how)

    def _answer(self) -> None:
        """Send what we owe, unless another thread is writing: then it will do it.

        So a reader never waits for a writer, who may wait for the peer to read. Of
        several Pings only the last is answered then, as RFC 6455 §5.5.3 allows.
        """
        while self._owed and self._writing.acquire(blocking=False):
            try:
                with self._thinking:
                    data = self._due()
                with suppress(OSError):  # the reader will see that the peer has gone
                    self._write(data)
            finally:
                self._writing.release()

    def _write(self, data: bytes) -> None:
        if not data:
            return
        self.settings.tap("sent", data)
        deadline = min(self._last, monotonic() + self.settings.timeout)
        rest = memoryview(data)
        try:
            while rest:
                send = partial(self._sock.send, rest)
                rest = rest[self._try_until(deadline, send, self._writable) :]
        except BaseException:
            self.abort()  # some of it may have left: nothing can follow
            raise

    def _read(self, deadline: float) -> None:
        """Wait for bytes, and give them to the connection."""
        if self.state is State.CLOSE_DONE and self.connection.role is Role.SERVER:
            with self._writing:
                self._shut(socket.SHUT_WR)
        patience = min(deadline, monotonic() + self.settings.timeout)
        receive = partial(self._sock.recv, CHUNK)
        try:
            data = self._try_until(patience, receive, self._readable)
        except TimeoutError:
            if monotonic() >= deadline:
                raise
            return self._ask()
        except (OSError, ValueError):  # the latter: another thread has closed it
            data = b""
        return self._arrived(data)

    def _try_until(
        self, deadline: float, step: Callable[[], T], ready: selectors.BaseSelector
    ) -> T:
        """Do a step as soon as it can be done, or raise TimeoutError."""
        while True:
            try:
                return step()
            except NOT_YET:
                left = deadline - monotonic()
                if left <= 0:
                    raise TimeoutError("the peer was silent, or deaf") from None
                ready.select(left)

    def _secure(self, deadline: float) -> None:
        """Shake hands for TLS, if it is spoken."""
        if isinstance(self._sock, ssl.SSLSocket):
            with self._reading:
                self._try_until(deadline, self._sock.do_handshake, self._readable)


Handler = Callable[[WebSocket], None]


@contextmanager
def connect(url: str, settings: Settings = DEFAULT) -> Iterator[WebSocket]:
    """Open a connection to an address, and close it at the end of the block.

    Raises RefusedError, RemoteProtocolError, or OSError.
    """
    address = Address.parse(url)
    deadline = monotonic() + settings.timeout
    tls = settings.tls or ssl.create_default_context() if address.tls else None
    with _dial(address, deadline) as sock, _wrapped(sock, tls, address.host) as stream:
        websocket = WebSocket(stream, Role.CLIENT, settings)
        with websocket._opening():
            websocket._secure(deadline)
            websocket._write(settings.request(websocket.connection, address))
            websocket._opened(websocket.receive(deadline - monotonic()))
        try:
            yield websocket
        finally:
            websocket.close()


def _dial(address: Address, deadline: float) -> socket.socket:
    """Connect to the first of the host's addresses that answers."""
    found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    failure = OSError()
    for *_, where in found:
        try:
            left = max(deadline - monotonic(), 0.001)
            return socket.create_connection((str(where[0]), where[1]), left)
        except OSError as error:
            failure = error
    raise failure


def _wrapped(
    sock: socket.socket, tls: ssl.SSLContext | None, server: str | None
) -> socket.socket:
    """Put TLS around a socket. Its handshake is still to come."""
    if not tls:
        return sock
    return tls.wrap_socket(
        sock,
        server_side=server is None,
        server_hostname=server,
        do_handshake_on_connect=False,
    )


@contextmanager
def serve(
    handler: Handler, host: str = LOOPBACK, port: int = 0, settings: Settings = DEFAULT
) -> Iterator[str]:
    """Run a server, one thread for each client, and give its address to the block.

    At the end of the block it says goodbye, and waits for the handlers to notice,
    `timeout` seconds in all.
    """
    clients: dict[socket.socket, WebSocket] = {}

    def welcome(sock: socket.socket, stopping: Flag) -> None:
        with _wrapped(sock, settings.tls, None) as stream:
            websocket = clients[sock] = WebSocket(stream, Role.SERVER, settings)
            try:
                if not stopping.is_set():  # or it may have missed the goodbye
                    _serve_one(websocket, handler)
            finally:
                del clients[sock]

    def say_goodbye() -> list[Thread]:
        last, leaving = monotonic() + settings.timeout, list(clients.values())
        for websocket in leaving:  # a busy one may not hear of it for a while
            websocket._last = last
        return [thread for each in leaving if (thread := _leave(each))]

    timeout = settings.timeout
    with serve_clients(welcome, (host, port), timeout, say_goodbye) as where:
        yield settings.address(*where)


def _leave(websocket: WebSocket) -> Thread | None:
    """Say goodbye in a thread: the peer may take its time."""
    thread = Thread(target=websocket.close, args=(1001,), daemon=True)
    try:
        thread.start()
    except RuntimeError:  # there are too many
        websocket.abort()
        return None
    return thread


def _serve_one(websocket: WebSocket, handler: Handler) -> None:
    deadline = monotonic() + websocket.settings.timeout
    try:
        websocket._secure(deadline)
        websocket.receive(deadline - monotonic())
        if websocket.state is State.OPEN:
            handler(websocket)
        websocket.close()
    except (ProtocolError, OSError) as error:
        if isinstance(error, LocalProtocolError) and websocket.state is State.OPEN:
            raise  # the handler's fault: the others say that the peer has gone
    finally:
        websocket.close(1011)
