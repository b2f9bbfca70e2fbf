"""The clock and the echo, one small file for each style, and the table of styles.

Nothing is new here, and no rule of the protocol: those belong in the rooms below.

Each file offers the same two names:

    serve(service, *, host, port, how)   a context manager that gives the address
    listen(address, *, timeout)          an iterator of the messages that arrive

Plain TCP has nothing to choose: `raw` knows no `how`.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from ..drivers import DEFAULT, Settings
from ..protocol.deflate import Deflate
from ..protocol.errors import RemoteProtocolError
from ..protocol.events import Close, Event
from ..protocol.frames import MAX_PAYLOAD
from ..protocol.handshake import Terms

__all__ = ["TIMEOUT", "Clock", "Echo", "Service", "Style"]

TIMEOUT = 10.0  # seconds: nobody waits for ever, neither a lesson nor a server

PAGE = """\
This is the {name} of wslesson, a course on WebSockets in Python.

It speaks WebSocket, so a browser shows no more of it than this page. Its address is
that of this page, with ws:// instead of http:// in front. To hear what it says:

    wslesson listen ws://...
"""


@dataclass(frozen=True)
class Clock:
    """Push `The time is …` to each client `count` times, `interval` seconds apart."""

    count: int = 20
    interval: float = 3.0
    now: Callable[[], float] = time.time

    def messages(self) -> Iterator[str]:
        """Yield each message when it is asked for. Waiting is up to the server."""
        for _ in range(self.count):
            yield f"The time is {self.now()}"


@dataclass(frozen=True)
class Echo:
    """Send each message back to the client it came from."""


Service = Clock | Echo


def pages(service: Service) -> dict[str, str]:
    """Return what a browser, or a load balancer that checks our health, may read."""
    name = type(service).__name__.lower()
    return {"/": PAGE.format(name=name), "/health": "OK\n"}


@dataclass(frozen=True)
class Options:
    """How a server of WebSockets treats its clients, whatever its style."""

    compress: bool = False  # when a client asks for it
    max_size: int = MAX_PAYLOAD  # bytes of a message
    timeout: float = TIMEOUT

    def settings(self, service: Service) -> Settings:
        """Say it in words of the drivers."""
        extension = Deflate if self.compress else None
        terms = Terms(extension=extension, pages=pages(service))
        return Settings(self.timeout, terms, max_message=self.max_size)


USUAL = Options()


def address_of(where: tuple[Any, ...]) -> str:
    """Return the address of a server whose socket says this of its name."""
    host, port, *_ = where
    return DEFAULT.address(host, port)


def refuse_failure(event: Event) -> None:
    """Raise RemoteProtocolError for the end of a connection that went wrong."""
    if isinstance(event, Close) and event.code not in (1000, 1001, 1005):
        text = f"the connection ended with {event.code} {event.reason}".rstrip()
        if event.code == 1006:
            text = "the stream ended without a goodbye"
        raise RemoteProtocolError(text, code=event.code)


class Style(Protocol):
    """What each file here offers. The asyncio ones return the async kinds."""

    def serve(
        self, service: Service, *, host: str, port: int
    ) -> AbstractContextManager[str] | AbstractAsyncContextManager[str]:
        """Serve until the block ends, and give the address to the block."""

    def listen(
        self, address: str, *, timeout: float
    ) -> Iterator[str] | AsyncIterator[str]:
        """Yield the messages that arrive."""
