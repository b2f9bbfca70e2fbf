"""Threads of which one runs at a time: each is a call that JavaScript can suspend.

One that runs goes on until it blocks, or gives way: see `turns`.
"""

from __future__ import annotations

import _thread
import asyncio
from collections.abc import Callable
from itertools import count
from time import monotonic
from typing import Any

from pyodide.ffi import create_once_callable, run_sync
from pyodide.webloop import PyodideFuture, WebLoop
from pyodide_js._api import scheduleCallback

Waiters = list["Thread"]
LONGEST_TURN = 0.2  # seconds: after a quarter of it, a busy thread gives way
_idents = count(_thread.get_ident())  # the main thread keeps the one that it has


class KilledError(BaseException):
    """The program that a thread belongs to has been killed."""


class Thread:
    """One thread: whose it is, what it waits for, how long it has computed."""

    def __init__(self, program: Any = None) -> None:
        self.ident, self.program = next(_idents), program
        self.sleep: Any = None  # a future, while it is suspended
        self.thrown: type[BaseException] | None = None  # by another, to be raised here
        self.computed = self._since = 0.0

    def runs(self) -> None:
        """Note that it runs from now on."""
        Thread.running, self._since = self, monotonic()

    def seconds(self) -> float:
        """Return how long it has computed."""
        if Thread.running is not self or self.sleep:
            return self.computed
        # On a busy machine a turn may take long, and little is computed in it.
        return self.computed + min(self.stretch(), LONGEST_TURN)

    def stretch(self) -> float:
        """Return for how long it has let nobody else run."""
        return monotonic() - self._since

    def rouse(self) -> None:
        """Let it go on."""
        if self.sleep and not self.sleep.done():
            self.sleep.set_result(None)

    def throw(self, error: type[BaseException]) -> None:
        """Let it raise an error as soon as it goes on, and let it go on."""
        self.thrown = error
        self.rouse()

    def raise_thrown(self) -> None:
        """Raise what another has thrown, once."""
        error, self.thrown = self.thrown, None
        if error:
            raise error

    running: Thread


MAIN = Thread.running = Thread()
THREADS = {MAIN.ident: MAIN}  # those that have not ended
# A loop that nobody holds up. What the browser itself offers to wait for would make a
# task in the notebook's loop, which stands still while a cell blocks.
_notebook = asyncio.get_event_loop()
_bare = WebLoop()  # which puts itself in the place of another
asyncio._set_running_loop(_notebook)


def soon(function: Callable[[], None]) -> None:
    """Let JavaScript call it, so that it can be suspended."""
    scheduleCallback(create_once_callable(function, _may_syncify=True), 0)


def pause(waiters: Waiters, seconds: float | None = None) -> None:
    """Suspend this thread until `wake(waiters)`, or for so long; others run."""
    me, timer = Thread.running, None
    me.raise_thrown()
    me.computed = me.seconds()
    me.sleep = PyodideFuture(loop=_bare)
    if seconds == 0:
        me.rouse()
    elif seconds is not None:
        timer = _bare.call_later(seconds, me.rouse)
    waiters.append(me)
    try:
        run_sync(me.sleep)
    finally:
        me.sleep = None
        me.runs()
        if timer:
            timer.cancel()
        if me in waiters:
            waiters.remove(me)
    me.raise_thrown()


def wake(waiters: Waiters) -> None:
    """Let all who wait here go on."""
    while waiters:
        waiters.pop(0).rouse()


def until(ready: Callable[[], Any], waiters: Waiters, seconds: float | None) -> Any:
    """Wait until something is so, or for so many seconds; return what it is then."""
    end, left = monotonic() + (seconds or 0), seconds
    while not (found := ready()) and (left is None or left > 0):
        pause(waiters, left)
        left = left and end - monotonic()
    return found


def give_way() -> None:
    """Let the other threads run for a moment."""
    if Thread.running is not MAIN:
        pause([], 0)


class Lock:
    """What `_thread.lock` is."""

    def __init__(self) -> None:
        self._held, self._waiters = False, Waiters()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take it; return False if it was not free in time."""
        seconds = None if timeout < 0 else timeout
        if not until(lambda: not self._held, self._waiters, seconds if blocking else 0):
            return False
        self._held = True
        return True

    def release(self) -> None:
        """Let another have it."""
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._held = False
        wake(self._waiters)

    def locked(self) -> bool:
        """Return whether somebody has it."""
        return self._held

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *exc: object) -> None:
        self.release()


class Handle:
    """What `threading` holds of a thread that it has started."""

    def __init__(self) -> None:
        self.ident, self._done, self._waiters = 0, False, Waiters()

    def is_done(self) -> bool:
        """Return whether it has ended."""
        return self._done

    def _set_done(self) -> None:
        self._done = True
        wake(self._waiters)

    def join(self, timeout: float | None = None) -> None:
        """Wait for the end."""
        until(self.is_done, self._waiters, timeout)


def start(
    function: Callable[[], object], handle: Handle | None = None, **_daemon: bool
) -> Thread:
    """Start a thread: what `_thread.start_joinable_thread` does."""
    thread, handle = Thread(Thread.running.program), handle or Handle()
    THREADS[thread.ident] = thread
    handle.ident = thread.ident

    def boot() -> None:
        thread.runs()
        asyncio._set_running_loop(None)
        try:
            thread.raise_thrown()
            function()
        except (SystemExit, KilledError):
            pass
        finally:
            THREADS.pop(thread.ident, None)
            MAIN.runs()
            handle._set_done()

    soon(boot)
    return thread
