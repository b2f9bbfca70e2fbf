"""What each peer does, as a server and as a client: it sends back what it gets.

Three messages ask for something else: "ping" for a Ping (and the message "pong" when
that was answered), "fragments" for a message in three frames, "close" for a goodbye.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager
from queue import Queue
from threading import Thread
from typing import Self

GOODBYE = (4002, "they leave")
PARTS = ("in ", "three ", "parts")


class Peer(ABC):
    """Somebody else's WebSocket."""

    lacks: tuple[str, ...] = ()  # the stories that its programmers cannot tell
    faults: Mapping[str, str] = {}  # the stories that it gets wrong when compressing
    url: str  # of its server

    def __init__(self) -> None:
        self.goodbyes: Queue[tuple[int, str]] = Queue()  # that it got, in order

    @abstractmethod
    def __enter__(self) -> Self: ...

    @abstractmethod
    def __exit__(self, *how: object) -> None: ...

    @abstractmethod
    def call(self, url: str) -> None:
        """Let its client visit our server. Do not wait for it."""


class InTasks(Peer):
    """A peer that lives in an asyncio loop, in a thread of its own."""

    @abstractmethod
    def serve(self) -> AbstractAsyncContextManager[str]:
        """Run its server, and give the address to the block."""

    @abstractmethod
    async def visit(self, url: str) -> None:
        """Be a client."""

    def __enter__(self) -> Self:
        self._ready: Future[None] = Future()
        self._thread = Thread(target=lambda: asyncio.run(self._main()), daemon=True)
        self._thread.start()
        self._ready.result(60)
        return self

    def __exit__(self, *how: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def call(self, url: str) -> None:
        asyncio.run_coroutine_threadsafe(self.visit(url), self._loop)

    async def _main(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        try:
            async with self.serve() as self.url:
                self._ready.set_result(None)
                await self._over.wait()
        except BaseException as error:
            if self._ready.done():
                raise
            self._ready.set_exception(error)
