"""What is attacked: each style, and the hand-made ones with TLS and compression too."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from anyio.from_thread import start_blocking_portal
from websockets.asyncio.client import connect

from wslesson.drivers import Settings, aio, blocking
from wslesson.services import Clock, Echo, Service, by_hand_asyncio, by_hand_threads
from wslesson.services.styles import PLAIN, hear, serving, styles

BY_HAND: dict[str, tuple[Any, Any]] = {
    "by-hand-threads": (blocking, by_hand_threads),
    "by-hand-asyncio": (aio, by_hand_asyncio),
}
CLOCK = Clock(count=3, interval=0.001, now=lambda: 42.0)
SERVICES: tuple[Service, ...] = (Echo(), CLOCK)  # one for each address of a target
LIMIT = 60.0  # seconds: only what will never come takes this long
CERTIFICATE = Path(__file__).parents[2] / "tests/drivers/localhost.pem"


@dataclass(frozen=True)
class Target:
    """A style, and what it does besides."""

    style: str
    compress: bool = False
    tls: bool = False

    @property
    def name(self) -> str:
        """What the command line calls it."""
        return self.style + "-deflate" * self.compress + "-tls" * self.tls

    @property
    def raw(self) -> bool:
        """Whether it speaks packets instead of WebSocket."""
        return self.style == PLAIN

    @contextmanager
    def running(self) -> Iterator[list[str]]:
        """Serve each of the services, and give their addresses."""
        with ExitStack() as servers:
            yield [servers.enter_context(self._serving(each)) for each in SERVICES]

    def serve_well(self, addresses: list[str]) -> None:
        """Be a client that keeps the rules, and must get what it asks for."""
        echo, clock = addresses
        if self.raw:
            times: list[str] = []
            hear(clock, self.style, times.append, timeout=LIMIT)
            assert times == list(CLOCK.messages()), times
            return
        asyncio.run(visit(echo, clock, contexts()[1] if self.tls else None))

    @contextmanager
    def _serving(self, service: Service) -> Iterator[str]:
        if not self.tls:
            options: dict[str, Any] = {"compress": True} if self.compress else {}
            with serving(service, self.style, **options) as address:
                yield address
            return
        driver, kit = BY_HAND[self.style]
        handler = partial(kit.push, service) if service is CLOCK else kit.echo
        server = driver.serve(handler, settings=Settings(tls=contexts()[0]))
        if driver is blocking:
            with server as address:
                yield address
            return
        with start_blocking_portal() as portal:
            with portal.wrap_async_context_manager(server) as address:
                yield address


async def visit(echo: str, clock: str, tls: ssl.SSLContext | None) -> None:
    """Be a good client of both services.

    With asyncio: `websockets` with threads may lose its request to TLS: OpenSSL
    reads the session's tickets in the one thread while the other writes.
    """
    how: dict[str, Any] = {"proxy": None, "ssl": tls, "open_timeout": LIMIT}
    async with asyncio.timeout(LIMIT):
        async with connect(echo, **how) as them:
            await them.send("héllo")
            assert await them.recv() == "héllo"
        async with connect(clock, **how) as them:
            assert [message async for message in them] == list(CLOCK.messages())


@cache
def contexts() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the TLS of a server, and that of a client which trusts it."""
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(CERTIFICATE)
    return server, ssl.create_default_context(cafile=CERTIFICATE)


TARGETS = {
    target.name: target
    for target in [
        *map(Target, styles()),
        *(Target(style, compress=True) for style in BY_HAND),
        *(Target(style, tls=True) for style in BY_HAND),
    ]
}
