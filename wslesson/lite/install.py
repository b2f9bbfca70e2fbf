"""Puts it all in the place of what a browser does not have."""

from __future__ import annotations

import _socket
import _thread
import asyncio
import ctypes
import gc
import importlib
import importlib.machinery
import queue
import select
import selectors
import signal
import socket
import sys
import threading
import time
from _threading_local import local
from types import ModuleType, SimpleNamespace
from typing import Any

from pyodide import webloop
from pyodide.ffi import can_run_sync

from . import loop, names, programs, readiness, sockets, threads, turns
from .threads import MAIN, THREADS, Lock, Thread

NO_THREADS = (
    "This browser cannot suspend Python (it lacks JSPI), so nothing here can wait: "
    "use Chrome or Edge from 137, or Firefox from 153."
)


def install() -> None:
    """Give Python a network, threads and programs. Raises RuntimeError if it cannot."""
    if moved := names.moved():
        raise RuntimeError(f"not made for this version of Pyodide: it lacks {moved}")
    if not can_run_sync():
        raise RuntimeError(NO_THREADS)
    _collect_garbage_between_cells()
    _sockets()
    _threads()
    _signals()
    _stand_on_them()
    _loops()
    programs.install()
    turns.install()
    sys.meta_path.insert(0, _TrioOnLinux())


def _put(owner: object, **stand_ins: object) -> None:
    for name, stand_in in stand_ins.items():
        setattr(owner, name, stand_in)


def _collect_garbage_between_cells() -> None:
    """Avoid a crash: see docs/browser.md, and the test that tells when it is mended."""
    gc.disable()
    ipython = sys.modules.get("IPython")
    if ipython and (shell := ipython.get_ipython()):
        shell.events.register("post_run_cell", lambda _: gc.collect())


def _sockets() -> None:
    _put(_socket, socket=sockets.Socket, SocketType=sockets.Socket)
    _put(_socket, socketpair=sockets.pair, SO_REUSEADDR=2)
    _put(select, select=readiness.select, epoll=readiness.Epoll, **readiness.NUMBERS)


def _threads() -> None:
    lock = vars(threading)["_PyRLock"]
    lock.__module__ = "_thread"  # Trio asks whose it is
    _put(_thread, allocate_lock=Lock, LockType=Lock, RLock=lock)
    _put(_thread, get_ident=lambda: Thread.running.ident, _local=local)
    _put(_thread, start_joinable_thread=threads.start, _ThreadHandle=threads.Handle)
    _put(queue, SimpleQueue=vars(queue)["_PySimpleQueue"])
    _put(
        time,
        sleep=lambda seconds: threads.pause([], seconds),
        pthread_getcpuclockid=THREADS.__getitem__,
        clock_gettime=_clock_gettime,
    )
    _put(ctypes, pythonapi=SimpleNamespace(PyThreadState_SetAsyncExc=_throw))


def _clock_gettime(clock: Any, real: Any = time.clock_gettime) -> float:
    return clock.seconds() if isinstance(clock, Thread) else real(clock)


def _throw(ident: Any, error: Any) -> int:
    thread = THREADS.get(ident.value)
    if thread:
        thread.throw(error.value)
    return int(thread is not None)


def _signals() -> None:
    """Let signals be for main threads, as everywhere. None ever comes."""

    def guarded(real: Any) -> Any:
        def call(*args: Any, **options: Any) -> Any:
            me = Thread.running
            if me is (me.program.first if me.program else MAIN):
                return real(*args, **options)
            raise ValueError("signal only works in main thread of the main interpreter")

        return call

    _put(signal, signal=guarded(signal.signal))
    _put(signal, set_wakeup_fd=guarded(lambda *_, **__: -1))


def _stand_on_them() -> None:
    """Let the standard library's own files begin anew, on what is there now."""
    for module in (socket, selectors, threading):
        importlib.reload(module)
    _put(selectors, PollSelector=selectors.DefaultSelector)


def _loops() -> None:
    mine: Any = asyncio.get_event_loop()
    mine.__class__ = loop.Loop
    mine.begin()
    _put(asyncio, run=webloop._orig_run)
    vars(asyncio.events)["_set_event_loop_policy"](None)  # the standard library's
    asyncio.set_event_loop(mine)


class _TrioOnLinux:
    """Trio chooses its code by the system. Ours has epoll, as Linux has."""

    def find_spec(self, name: str, path: Any = None, _: object = None) -> Any:
        """Find the part of Trio that chooses, and let it see Linux."""
        if name != "trio._core":
            return None
        spec: Any = importlib.machinery.PathFinder.find_spec(name, path)
        load = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            real, sys.platform = sys.platform, "linux"
            try:
                load(module)
            finally:
                sys.platform = real

        spec.loader.exec_module = exec_module
        return spec
