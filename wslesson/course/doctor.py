"""Does this machine have what the lessons need? Say so in lines one can act on."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

OLDEST_PYTHON = (3, 11)
PROXIES = ("http_proxy", "https_proxy", "ws_proxy", "wss_proxy", "all_proxy")


def doctor() -> list[str]:
    """Return one line for each problem found, with what to do about it."""
    checks = (python, packages, shadowed, loopback, proxies, patched_loop)
    return [problem for check in checks for problem in check()]


def python() -> Iterator[str]:
    """Yield a problem if this interpreter is too old for the course."""
    if sys.version_info < OLDEST_PYTHON:
        yield (
            f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old: install "
            "Python 3.11 or newer, delete the folder .venv, and run `make lab` again."
        )


def packages() -> Iterator[str]:
    """Yield a problem for each package of the course that is not installed here."""
    for name in ("websockets", "ipykernel", "nbval"):
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            yield (
                f"The package {name} is not installed for {sys.executable}: run "
                "`make lab`, or choose the kernel of the course (menu Kernel)."
            )


def shadowed() -> Iterator[str]:
    """Yield a problem if a file of the learner's hides the library of that name."""
    for name in ("websockets", "socket", "asyncio"):
        for found in (Path(f"{name}.py"), Path(name)):
            if found.exists():
                yield (
                    f"`import {name}` finds {found} in this folder, not the library: "
                    "rename it, and restart the kernel."
                )


def loopback() -> Iterator[str]:
    """Yield a problem if two sockets of this machine cannot meet on 127.0.0.1."""
    try:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            socket.create_connection(listener.getsockname(), timeout=5).close()
    except OSError as error:
        yield (
            f"A connection to 127.0.0.1 failed ({error}): allow Python to use the "
            "loopback interface in the firewall of this machine."
        )


def proxies() -> Iterator[str]:
    """Yield a problem if a proxy is set that would swallow a local connection."""
    names = {name.lower(): value for name, value in os.environ.items()}
    if any(names.get(name) for name in PROXIES):
        excepted = names.get("no_proxy", "")
        if excepted != "*" and "127.0.0.1" not in excepted:
            yield (
                "A proxy is set, and it would be used for 127.0.0.1 too: set "
                "no_proxy=localhost,127.0.0.1 before you start JupyterLab."
            )


def patched_loop() -> Iterator[str]:
    """Yield a problem if nest-asyncio has patched this kernel's event loop."""
    if getattr(asyncio, "_nest_patched", False):
        yield (
            "nest_asyncio.apply() has been called here, and Run All will lose cells: "
            "remove the call, and restart the kernel."
        )


def mend_interrupts() -> None:
    """Let the stop button reach a cell that awaits.

    The kernel schedules the cancellation without waking its event loop, so it is not
    heard (ipython/ipykernel#881). Any signal handler of asyncio's own makes signals
    wake the loop. Windows has no such handlers: there the stop button stays slow.
    """
    try:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, lambda: None)
    except (RuntimeError, NotImplementedError, AttributeError, ValueError):
        return
