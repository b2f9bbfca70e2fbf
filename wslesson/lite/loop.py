"""The notebook's own event loop: the browser calls it, and now it knows of sockets."""

from __future__ import annotations

import asyncio
from asyncio.selector_events import BaseSelectorEventLoop as Standard
from collections.abc import Callable
from math import inf
from typing import Any, NoReturn
from weakref import WeakValueDictionary

from pyodide import webloop
from pyodide.ffi import create_once_callable
from pyodide_js._api import scheduleCallback

from . import names
from .readiness import Selector
from .threads import MAIN

LONGEST = 2**31 - 1  # milliseconds that a browser can count
# What the standard library does better: the browser's tasks report errors too early.
STANDARD = (
    "add_reader add_writer call_exception_handler connect_accepted_socket "
    "create_connection create_future create_server create_task "
    "default_exception_handler remove_reader remove_writer run_in_executor "
    "sock_accept sock_connect sock_recv sock_recv_into sock_recvfrom "
    "sock_recvfrom_into sock_sendall sock_sendto start_tls"
)


class Loop(webloop.WebLoop, Standard):  # type: ignore[misc]  # no types: a browser's
    """Runs the tasks of cells. While a cell blocks, it holds all others up."""

    def adopt(self) -> None:
        """Get what the constructor of the standard library's would give it."""
        for name, value in names.OF_A_LOOP.items():
            setattr(self, name, value)
        self._held, self._deferred = 0, list[Callable[[], None]]()
        self._planned: asyncio.Handle | None = None
        self._transports: Any = WeakValueDictionary()
        self._selector: Any = Selector()
        self._selector._tell = self._plan

    def hold(self, change: int) -> None:
        """Note that one more blocks, or one less."""
        self._held += change
        if self._planned:
            self._planned.cancel()
            self._planned = None
        if not self._held:
            runs, self._deferred = self._deferred, []
            for run in (*runs, self._plan):
                _soon(run)

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: Any = None
    ) -> asyncio.Handle:
        """Call it so many seconds from now, when nobody blocks."""
        handle = asyncio.Handle(callback, args, self, context=context)

        def run() -> None:
            if self._held:
                self._deferred.append(run)
            elif not handle.cancelled():
                MAIN.runs()
                self._install_running_loop()
                self._install_asyncgen_hooks()
                handle._run()

        if delay != inf:
            _soon(run, delay)
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: Any, context: Any = None
    ) -> asyncio.Handle:
        """Call it soon: here, that is safe."""
        return self.call_soon(callback, *args, context=context)

    def run_forever(self, *_: object) -> NoReturn:
        """Say that it runs already, as in a kernel on a machine."""
        raise RuntimeError("This event loop is already running")

    run_until_complete = run_forever

    # Sockets: who is ready is told in a turn of its own. What became so while a cell
    # blocked is told after what the cell does next, as in a loop on a machine.

    def _plan(self) -> None:
        if not (self._planned or self._held) and self._selector.ready():
            self._planned = self.call_soon(self._pump)

    def _pump(self) -> None:
        self._planned = None
        self._process_events(self._selector.ready())
        self._plan()

    def _add_callback(self, handle: asyncio.Handle) -> None:
        if not handle.cancelled():
            handle._run()


for _name in STANDARD.split():
    setattr(Loop, _name, getattr(Standard, _name))


def _soon(run: Callable[[], None], delay: float = 0) -> None:
    milliseconds = min(max(0, delay) * 1000, LONGEST)
    scheduleCallback(create_once_callable(run, _may_syncify=True), milliseconds)


class Policy(webloop.WebLoopPolicy):  # type: ignore[misc]  # no types: a browser's
    """Gives the notebook's loop to who asks for one, and the standard's for a new one."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def get_event_loop(self) -> asyncio.AbstractEventLoop:
        """Return the notebook's."""
        return self._loop

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """Return one of the standard library's: it blocks the thread that runs it."""
        return Standard()
