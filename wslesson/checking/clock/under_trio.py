"""Trio under a clock that jumps when all tasks wait, with a network in memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from math import inf
from socket import AF_INET
from typing import Any

import trio
import trio.to_thread

from .memory import Address
from .seams import instead_of, living_by
from .turned import PATIENCE, Door, StillWaitingError, Turned, spun

PORT = 1  # nobody really listens there
QUIET = 0.05  # real seconds of silence before a jump, where real sockets are in use


class _Clock(Turned):
    """Trio's own clock that jumps, as `Turned` is asked. Threads take real time."""

    def __init__(self) -> None:
        from trio.testing import MockClock  # here: it brings the whole of pytest

        super().__init__(of_a_loop=True)
        self.trio = MockClock(autojump_threshold=0)
        self.listener = Listener()

    def turn(self, seconds: float) -> None:
        """Let so much time pass, for all tasks."""
        self.now = self.trio.current_time()
        self.trio.jump(seconds)
        super().turn(seconds)

    def rest(self, seconds: float | None, lock: Door | None = None) -> bool:
        """Wait in real time, but in the thread of the loop."""
        if self.blocks():
            return super().rest(seconds, lock)
        lock = lock or Door()
        return lock.acquire(timeout=-1 if seconds is None else seconds)


Stream = trio.StapledStream[Any, Any]


class Listener(trio.abc.Listener[Stream]):
    """Hands a server one end of each pair that a client asks for."""

    socket: Any

    def __init__(self) -> None:
        self.socket = self  # the server logs its name, and whether it is of IPv6
        self.family = AF_INET
        self._put, self._get = trio.open_memory_channel[Stream](inf)

    def getsockname(self) -> Address:
        """Return the address that a client connects to."""
        return ("127.0.0.1", PORT)

    async def accept(self) -> Stream:
        """Wait for a client."""
        return await self._get.receive()

    async def open(self) -> Stream:
        """Return a client's end."""
        from trio.testing import memory_stream_pair

        mine, its = memory_stream_pair()
        await self._put.send(its)
        return mine

    async def aclose(self) -> None:
        """Accept no more."""
        await self._get.aclose()


class _Spins(trio.abc.Instrument):
    """Lets time pass for a task, too, that only yields."""

    def __init__(self, clock: _Clock) -> None:
        self._clock, self._spins = clock, 0

    def before_io_wait(self, timeout: float) -> None:
        self._spins = self._spins + 1 if timeout <= 0 else 0
        self._clock.trio.jump(spun(self._spins))


@instead_of(trio, "open_tcp_stream")
async def _open(
    real: Callable[..., Awaitable[Any]], clock: Any, host: Any, port: Any, **more: Any
) -> Any:
    if isinstance(clock, _Clock):
        if (host, port) == clock.listener.getsockname():
            return await clock.listener.open()
        clock.trio.autojump_threshold = QUIET  # bytes may be on their way
    return await real(host, port, **more)


@instead_of(trio.to_thread, "run_sync")
async def _in_a_thread(
    real: Callable[..., Awaitable[Any]], clock: Any, *args: Any, **more: Any
) -> Any:
    if not isinstance(clock, _Clock):
        return await real(*args, **more)
    before, clock.trio.autojump_threshold = clock.trio.autojump_threshold, inf
    try:
        return await real(*args, **more)
    finally:
        clock.trio.autojump_threshold = before


def in_trio(main: Callable[[Listener], Awaitable[object]], attempt: object) -> object:
    """Run what tries an answer, and return what it returns.

    Raises StillWaitingError when it has not ended after `PATIENCE` turned seconds.
    """

    async def in_time() -> object:
        with trio.move_on_after(PATIENCE):
            return await main(clock.listener)
        raise StillWaitingError("it still waits")

    clock = _Clock()
    with living_by(clock, attempt):
        return trio.run(in_time, clock=clock.trio, instruments=[_Spins(clock)])
