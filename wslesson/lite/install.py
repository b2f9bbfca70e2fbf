"""Puts it all in the place of what a browser does not have."""

from __future__ import annotations

import _socket
import _thread
import _threading_local
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
from types import ModuleType, SimpleNamespace
from typing import Any

from pyodide import webloop
from pyodide.ffi import can_run_sync

from . import loop, names, programs, readiness, sockets, threads, turns
from .threads import MAIN, THREADS, Thread

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
    importlib.reload(socket)
    for name in ("DefaultSelector", "PollSelector", "SelectSelector"):
        setattr(selectors, name, readiness.Selector)
    _put(select, select=readiness.select, epoll=readiness.Epoll)
    _put(select, **readiness.EPOLL, **readiness.NEVER)


def _threads() -> None:
    _put(_thread, allocate_lock=threads.Lock, get_ident=_ident)
    _put(
        threading,
        Lock=threads.Lock,
        get_ident=_ident,
        local=_threading_local.local,
        _allocate_lock=threads.Lock,
        _CRLock=None,
        _start_joinable_thread=threads.start,
        _ThreadHandle=threads.Handle,
    )
    main: Any = threading.main_thread()
    main._ident = MAIN.ident
    _put(threading, _active={MAIN.ident: main})
    lock: Any = threading.RLock  # of Python's own now; Trio asks whose it is
    type(lock()).__module__ = "_thread"
    _put(queue, SimpleQueue=vars(queue)["_PySimpleQueue"])
    _put(
        time,
        sleep=lambda seconds: threads.pause([], seconds),
        pthread_getcpuclockid=lambda ident: -ident,  # a number that no real one has
        clock_gettime=_clock_gettime,
    )
    throw = SimpleNamespace(PyThreadState_SetAsyncExc=_throw)
    _put(ctypes, pythonapi=throw)


def _ident() -> int:
    return Thread.running.ident


def _clock_gettime(clock: int, real: Any = time.clock_gettime) -> float:
    if clock >= 0:
        return float(real(clock))
    thread = THREADS.get(-clock)
    if thread is None:
        raise OSError("this thread has ended")
    return thread.seconds()


def _throw(ident: Any, error: Any) -> int:
    thread = THREADS.get(ident.value)
    if thread:
        thread.throw(error.value)
    return int(thread is not None)


def _signals() -> None:
    """Let signals be for main threads, as everywhere; to a program's, none comes."""

    def guarded(real: Any, otherwise: object) -> Any:
        def call(*args: Any, **options: Any) -> Any:
            me = Thread.running
            if me is MAIN:
                return real(*args, **options)
            if me.parent and me.parent.program is not me.program:
                return otherwise
            raise ValueError("signal only works in main thread of the main interpreter")

        return call

    _put(signal, signal=guarded(signal.signal, signal.SIG_DFL))
    _put(signal, set_wakeup_fd=guarded(lambda *_, **__: -1, -1))


def _loops() -> None:
    mine: Any = asyncio.get_event_loop()
    threads.begin(mine)
    mine.__class__ = loop.Loop
    mine.adopt()
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
