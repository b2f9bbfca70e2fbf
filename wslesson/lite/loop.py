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

from .readiness import Selector
from .threads import MAIN

# What the constructor of the standard library's would set: ours was the browser's.
OF_A_LOOP = (
    "_closed _current_handle _default_executor _exception_handler "
    "_executor_shutdown_called _ssock _task_factory"
)
LONGEST = 2**31 - 1  # milliseconds that a browser can count
# What the standard library does better: the browser's tasks report errors too early.
STANDARD = (
    "add_reader add_writer call_exception_handler connect_accepted_socket "
    "create_connection create_future create_server create_task "
    "default_exception_handler remove_reader remove_writer run_in_executor "
    "sock_accept sock_connect sock_recv sock_recv_into sock_recvfrom "
    "sock_recvfrom_into sock_sendall sock_sendto start_tls"
)


class Loop(webloop.WebLoop, Standard):
    """Runs the tasks of cells. While a cell blocks, it holds all others up."""

    def adopt(self) -> None:
        """Get what the constructor of the standard library's would give it."""
        for name in OF_A_LOOP.split():
            setattr(self, name, None)
        self._held, self._deferred = 0, list[Callable[[], None]]()
        self._planned: asyncio.Handle | None = None
        self._transports: Any = WeakValueDictionary()
        self._selector: Any = Selector()
        self._selector.tell = self._plan

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

    def call_later(  # type: ignore[override]  # as the browser's own: no TimerHandle
        self, delay: float, callback: Any, *args: Any, context: Any = None
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

    def run_forever(self) -> NoReturn:
        raise RuntimeError("This event loop is already running")

    def run_until_complete(self, _future: object) -> NoReturn:
        self.run_forever()

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
