"""Move bytes between a connection and the network. No rule of the protocol lives here.

Read `blocking` and `aio` side by side: the one waits in threads, the other in tasks.
"""

from __future__ import annotations

import secrets
import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from ..protocol.connection import Connection, Role
from ..protocol.errors import RemoteProtocolError
from ..protocol.events import Close, Event, Ping
from ..protocol.frames import MAX_PAYLOAD, Mask, apply_mask
from ..protocol.handshake import ANY, Terms
from ..protocol.heads import Headers, Request
from ..protocol.lifecycle import State

LOOPBACK = "127.0.0.1"
CHUNK = 65536  # bytes: as much as one read takes, and as may wait to be understood

ASKING = (Request, Ping, Close)  # what a peer must have an answer to

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
        """Return what a client says first."""
        return connection.connect(address.name, address.path, self.headers)

    def address(self, host: str, port: int) -> str:
        """Return where a server that listens there is found."""
        return str(Address(host, port, "/", self.tls is not None))


DEFAULT = Settings()


@dataclass(frozen=True)
class Address:
    """Where a client goes: what `ws://host:port/path?query` says."""

    host: str
    port: int
    path: str
    tls: bool

    @classmethod
    def parse(cls, url: str) -> Address:
        """Read an address, or raise ValueError: RFC 6455 §3.

        >>> Address.parse("ws://example.com/chat?room=1")
        Address(host='example.com', port=80, path='/chat?room=1', tls=False)
        """
        parts = urlsplit(url)
        if parts.scheme not in ("ws", "wss") or not parts.hostname or "#" in url:
            raise ValueError(f"not the address of a WebSocket: {url}")
        tls = parts.scheme == "wss"
        query = f"?{parts.query}" if parts.query else ""
        port = parts.port or (443 if tls else 80)
        return cls(parts.hostname, port, (parts.path or "/") + query, tls)

    def __str__(self) -> str:
        return f"{'wss' if self.tls else 'ws'}://{self.name}{self.path}"

    @property
    def name(self) -> str:
        """What the Host header says: the port only when it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"


class End:
    """What the WebSockets of both drivers have in common: what needs no waiting.

    A driver says how to `_write` and when to `_answer`. Its locks, if it needs any,
    are `_thinking`, held while the connection is used, and `_writing`, held while
    bytes leave, so that they keep their order.
    """

    _write: Callable[[bytes], None]
    _answer: Callable[[], None]
    _thinking: AbstractContextManager[object] = nullcontext()
    _writing: AbstractContextManager[object] = nullcontext()

    def __init__(self, role: Role, settings: Settings) -> None:
        self.request = Request("")  # what the client asked for
        self.connection = settings.connection(role)
        self.settings = settings
        self._asked = False  # whether the peer is still there
        self._unanswered: Event | None = None

    @property
    def state(self) -> State:
        """Where the connection is in its life."""
        return self.connection.state

    def _next_event(self) -> Event | None:
        try:
            with self._thinking:
                event = self.connection.next_event()
        except RemoteProtocolError as error:
            with self._writing, suppress(OSError):
                self._write(self.connection.fail(error))
            raise
        if isinstance(event, Request):
            self.request = event
        if isinstance(event, ASKING):
            self._unanswered = event
            self._answer()
        return event
