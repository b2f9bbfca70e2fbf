"""An event loop that turns its clock itself, with a network in memory.

When nothing is ready the clock jumps to the next timer. While something is under way
that the loop does not see, a thread at work or a real socket, it goes on as time does.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from itertools import count
from math import inf
from time import monotonic
from typing import Any

from .memory import Address, End
from .seams import living_by
from .turned import GLANCE, PATIENCE, StillWaitingError, Turned, spun

Ready = list[tuple[selectors.SelectorKey, int]]


class _Clock(Turned):
    """The clock of a loop, which turns it. Only other threads count as at work."""

    def __init__(self, loop: TurnedLoop) -> None:
        super().__init__(of_a_loop=True)
        self.real = 0.0  # of its seconds, those that passed as real time does
        self._wake = partial(loop.call_soon_threadsafe, lambda: None)

    def tell(self) -> None:
        """Wake the loop."""
        super().tell()
        with suppress(RuntimeError):  # it is closed: a thread was left behind
            self._wake()

    def jump(self, seconds: float | None) -> bool:
        """Turn to what comes first, the loop's next timer or the end of a rest."""
        with self.changed:
            first, at = self.first(), self.now + (inf if seconds is None else seconds)
            if first and first.until <= at:
                self.step()
            elif seconds is not None:
                self.now = at
            return first is not None or seconds is not None


class _Selector(selectors.DefaultSelector):
    """Turns the clock where it would have waited."""

    loop: TurnedLoop
    _spins = 0

    def select(self, timeout: float | None = None) -> Ready:
        """Return what is ready; if nothing is, let the time pass."""
        clock = self.loop.clock
        if timeout is not None and timeout <= 0:
            self._spins += 1
            clock.now += spun(self._spins)
            return self._look(0)
        self._spins = 0
        with clock.changed:
            idle = clock.is_idle() and not self.loop.hears_others()
        # In this order: who has done his work has told the loop before.
        ready = self._look(0)
        if ready or (idle and clock.jump(timeout)):
            return ready
        start = monotonic()
        ready = self._look(GLANCE if timeout is None else min(timeout, GLANCE))
        passed = min(monotonic() - start, GLANCE)
        clock.now, clock.real = clock.now + passed, clock.real + passed
        return ready

    def _look(self, seconds: float) -> Ready:
        return super().select(seconds)


class TurnedLoop(asyncio.SelectorEventLoop):
    """A loop in which time passes only when all wait.

    Its servers have real ports; only its own clients take a short cut to them.
    """

    def __init__(self) -> None:
        selector = _Selector()
        selector.loop = self
        self.clock = _Clock(self)
        self._servers: list[tuple[asyncio.Server, Callable[[], Any]]] = []
        self._numbers = count(1)
        super().__init__(selector)

    def time(self) -> float:
        """Return the turned seconds."""
        return self.clock.now

    def hears_others(self) -> bool:
        """Return whether a real socket may bring something."""
        mine = 1 + len(self._listening())  # its own, which wakes it, and the servers'
        return len(self._selector.get_map()) > mine  # type: ignore[attr-defined]  # not in its types

    async def create_server(
        self, protocol_factory: Any, host: Any = None, port: Any = None, **more: Any
    ) -> asyncio.Server:
        """Listen, and remember what to give to clients of this loop."""
        server = await super().create_server(protocol_factory, host, port, **more)
        if not more.get("ssl"):
            self._servers.append((server, protocol_factory))
        return server

    async def create_connection(
        self, protocol_factory: Any, host: Any = None, port: Any = None, **more: Any
    ) -> Any:
        """Connect in memory, if this loop listens there."""
        found = {} if more.get("ssl") else self._listening()
        their_factory = found.get((host, port))
        if their_factory is None:
            return await super().create_connection(protocol_factory, host, port, **more)
        there, here = (host, port), (host, next(self._numbers))
        mine, its = End(self, here, there), End(self, there, here)
        mine.peer, its.peer = its, mine
        mine.protocol, its.protocol = protocol_factory(), their_factory()
        its.protocol.connection_made(its)
        mine.protocol.connection_made(mine)
        return mine, mine.protocol

    def _listening(self) -> dict[Address, Callable[[], Any]]:
        return {
            sock.getsockname()[:2]: factory
            for server, factory in self._servers
            for sock in server.sockets  # none when it is closed
        }


def waited() -> float:
    """Return for how long all have waited in the loop that runs.

    Real time does not count, that of threads and sockets: on a busy machine it is long.
    """
    loop = asyncio.get_running_loop()
    assert isinstance(loop, TurnedLoop)
    return loop.clock.now - loop.clock.real


def in_a_loop(main: Coroutine[Any, Any, object], attempt: object) -> object:
    """Run what tries an answer in a loop of its own, and return what it returns.

    Raises StillWaitingError when it has not ended after `PATIENCE` turned seconds: not
    a TimeoutError, which an answer may raise on purpose.
    """

    async def in_time() -> object:
        try:
            async with asyncio.timeout(PATIENCE) as limit:
                return await main
        except TimeoutError:
            if limit.expired():
                raise StillWaitingError("it still waits") from None
            raise

    loop = TurnedLoop()
    with (
        living_by(loop.clock, attempt),
        asyncio.Runner(loop_factory=lambda: loop) as runner,
    ):
        return runner.run(in_time())
