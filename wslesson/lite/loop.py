"""The notebook's own event loop: the standard library's, in a thread that can wait."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from pyodide.ffi import run_sync
from pyodide.webloop import WebLoop

from .threads import MAIN, soon


class Loop(asyncio.SelectorEventLoop, WebLoop):
    """Runs the tasks of cells. While a cell blocks, it stands still, as everywhere."""

    def begin(self) -> None:
        """Take over from the browser's loop, which this object was until now."""
        asyncio.SelectorEventLoop.__init__(self)
        soon(self._run)

    def _run(self) -> None:
        while MAIN.sleep:  # the cell that brought us here waits for something
            run_sync(MAIN.sleep)
        MAIN.runs()
        asyncio._set_running_loop(None)
        while True:
            with suppress(SystemExit, KeyboardInterrupt):  # of a cell
                self.run_forever()

    def _call_soon(self, *call: Any) -> asyncio.Handle:
        if MAIN.sleep:  # so it is JavaScript that calls, or another thread
            self._write_to_self()
        handle: asyncio.Handle = super()._call_soon(*call)
        return handle
