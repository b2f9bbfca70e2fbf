"""Move bytes between a connection and the network. No rule of the protocol lives here.

Read `blocking` and `aio` side by side: the one waits in threads, the other in tasks.
"""

from __future__ import annotations

import secrets
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from math import inf
from time import monotonic
from typing import Literal

from ..protocol.addresses import Address
from ..protocol.connection import Connection, Role
from ..protocol.errors import RemoteProtocolError
from ..protocol.events import Close, Event, Ping
from ..protocol.frames import MAX_PAYLOAD, Frame, Mask, apply_mask, encode_frame
from ..protocol.handshake import ANY, Terms
from ..protocol.heads import Headers, Request
from ..protocol.lifecycle import State

__all__ = ["RefusedError", "Settings", "aio", "blocking"]

LOOPBACK = "127.0.0.1"
CHUNK = 65536  # bytes: as much as one read takes, and as may wait to be understood

ASKING = (Request, Ping, Close)  # what a peer must have an answer to
UNOPENED = (State.CONNECTING, State.REQUESTED)  # the handshake is not done
INTERRUPTED = RemoteProtocolError("the reader was interrupted", code=1011)

Direction = Literal["sent", "received"]
Tap = Callable[[Direction, bytes], None]


def ignore(direction: Direction, data: bytes) -> None:
    """Do nothing: the tap of a connection that nobody watches."""


class RefusedError(ConnectionRefusedError):
    """The server answered, but it does not open a WebSocket. `response` says why."""

    def __init__(self, response: object) -> None:
        super().__init__(str(response))
        self.response = response


@dataclass(frozen=True)
class Settings:
    """How both drivers behave.

    No wait is longer than `timeout` seconds. After that long without a byte from the
    peer it is sent a Ping, and dropped when it stays silent as long again.
    """

    timeout: float = 10.0
    terms: Terms = ANY
    headers: Headers | None = None  # that a client adds to its request
    max_message: int = MAX_PAYLOAD
    tap: Tap = ignore
    tls: ssl.SSLContext | None = None
    random_bytes: Callable[[int], bytes] = secrets.token_bytes
    mask: Mask = apply_mask

    def connection(self, role: Role) -> Connection:
        """Return a new connection."""
        return Connection(
            role,
            terms=self.terms,
            max_message=self.max_message,
            random_bytes=self.random_bytes,
            mask=self.mask,
        )

    def request(self, connection: Connection, address: Address) -> bytes:
        """Return what a client says first. Our own headers win over the address."""
        ours = {name.lower(): value for name, value in (self.headers or {}).items()}
        return connection.connect(address.name, address.path, address.headers | ours)

    def address(self, host: str, port: int) -> str:
        """Return where a server that listens there is found."""
        return str(Address(host, port, "/", self.tls is not None))


DEFAULT = Settings()


class End:
    """What the WebSockets of both drivers have in common: what needs no waiting.

    A driver says how to `_write`, when to `_answer`, and how to `abort`. Its locks, if
    it needs any, are `_thinking`, held while the connection is used, and `_writing`,
    held while bytes leave, so that they keep their order.
    """

    abort: Callable[[], None]
    _write: Callable[[bytes], None]
    _answer: Callable[[], None]
    _thinking: AbstractContextManager[object] = nullcontext()
    _writing: AbstractContextManager[object] = nullcontext()

    def __init__(self, role: Role, settings: Settings) -> None:
        self.request = Request("")  # what the client asked for
        self.connection = settings.connection(role)
        self.settings = settings
        self._asked = False  # whether the peer is still there
        self._owed: Callable[[], Event | None] | None = None  # says what we must send
        self._last = inf  # when all is over, though more may come: see `monotonic`
        self._begun = b""  # how the peer began, until it has shaken hands

    @property
    def state(self) -> State:
        """Where the connection is in its life."""
        return self.connection.state

    @contextmanager
    def _opening(self) -> Iterator[None]:
        """Let a client shake hands. If that fails, end the stream (RFC 6455 §7.1.7)."""
        try:
            yield
        except BaseException as error:
            self.abort()
            if not isinstance(error, TimeoutError):
                raise
            so_far = f", only {self._begun!r}" if self._begun else ""
            rule = f"no answer in {self.settings.timeout:g} seconds{so_far}"
            raise TimeoutError(rule) from None

    def _opened(self, answer: Event | None) -> None:
        """Raise an error unless the server's answer has opened the connection."""
        if self.state is State.OPEN:
            return
        if isinstance(answer, Close) and self._begun:
            raise RemoteProtocolError(f"not a response: {self._begun!r}", section="4.1")
        raise RefusedError(answer)

    def _arrived(self, data: bytes) -> None:
        """Give bytes to the connection; as with `recv`, b"" ends the stream."""
        self._asked = False
        self.settings.tap("received", data)
        if self.state in UNOPENED:
            self._begun = (self._begun + data)[:60]
        self.connection.receive_data(data)

    def _next_event(self) -> Event | None:
        try:
            with self._thinking:
                late = monotonic() >= self._last
                event = self._give_up() if late else self.connection.next_event()
        except BaseException as error:
            # Whoever is interrupted, too, may be in the middle of a frame.
            why = error if isinstance(error, RemoteProtocolError) else INTERRUPTED
            with suppress(OSError, RemoteProtocolError), self._writing:
                with self._thinking:
                    data = self.connection.fail(why)
                self._write(data)
            raise
        if isinstance(event, Request):
            self.request = event
        if isinstance(event, ASKING):
            self._owed = partial(self.connection.reply_to, event)
            self._answer()
        return event

    def _give_up(self) -> Event | None:
        """End here, whatever has come and is not yet read: it may be without end."""
        told = self.state in (State.CLOSE_RECEIVED, State.CLOSE_DONE, State.CLOSED)
        self.connection.state = State.CLOSED
        return None if told else Close(1006)

    def _due(self) -> bytes:
        """Return the bytes that we owe to the peer."""
        owed, self._owed = self._owed, None
        event = owed() if owed is not None else None
        return b"" if event is None else self.connection.send(event)

    def _ask(self) -> None:
        """After a silence, ask whether the peer is there; after two, it has gone."""
        if self._asked or self.state is not State.OPEN:
            self.connection.receive_data(b"")
            return self.abort()
        self._asked = True
        self._owed = self._question
        return self._answer()

    def _question(self) -> Event | None:
        return Ping(b"are you there?") if self.state is State.OPEN else None


def goodbye(code: int, reason: str) -> Close:
    """Return a Close, or raise LocalProtocolError for one that may not be sent."""
    close = Close(code, reason)
    encode_frame(Frame(*close.to_frame()))
    return close
