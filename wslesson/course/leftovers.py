"""What did this lesson leave behind: sockets, tasks, threads, processes?"""

from __future__ import annotations

import asyncio
import gc
import socket
import threading

import psutil
from IPython.display import display

from ..wire.pictures.alive import Awake
from .machine import doctor, mend_interrupts, mend_proxies, mend_shell

KERNELS = "ipykernel.", "pyodide_kernel."  # on a machine, in a browser

_before: dict[str, set[object]] = {}


def begin(lesson: str) -> None:
    """Start a lesson: check the machine, and note what is open already."""
    mend_proxies()
    mend_shell()
    for problem in doctor():
        print(problem)
    mend_interrupts()
    _before.update({kind: set(found) for kind, found in _open_things().items()})
    display(Awake(f"Lesson {lesson} is ready."))


def ledger() -> None:
    """Print what has been opened since `begin` and is still open."""
    gc.collect()  # what nobody can reach any more is not a leak
    for kind, found in _open_things().items():
        old = _before.get(kind, set())
        left = sorted(name for thing, name in found.items() if thing not in old)
        print(f"{kind:<10} {', '.join(left) or 'none'}")


def _open_things() -> dict[str, dict[object, str]]:
    return {
        "sockets": {
            sock: "one that listens" if _listens(sock) else "one that is connected"
            for sock in gc.get_objects()
            if issubclass(type(sock), socket.socket) and sock.fileno() >= 0
        },
        "tasks": {task: task.get_name() for task in _tasks()},
        "threads": {
            thread: thread.name
            for thread in threading.enumerate()
            if not type(thread).__module__.startswith("zmq.")  # it sends our outputs
        },
        "processes": {child: child.name() for child in psutil.Process().children()},
    }


def _listens(sock: socket.socket) -> bool:
    try:
        return bool(sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    except OSError:  # not every system can say
        return False


def _tasks() -> set[asyncio.Task[object]]:
    try:
        return {task for task in asyncio.all_tasks() if not _is_of_the_kernel(task)}
    except RuntimeError:  # no loop runs here, so no task does
        return set()


def _is_of_the_kernel(task: asyncio.Task[object]) -> bool:
    """Return whether the kernel made this task, to run a cell that was sent to it."""
    frame = getattr(task.get_coro(), "cr_frame", None)
    return frame is not None and frame.f_globals["__name__"].startswith(KERNELS)
