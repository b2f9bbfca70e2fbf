"""Does this machine have what the lessons need? Say so in lines one can act on."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module, metadata
from importlib.machinery import PathFinder
from pathlib import Path
from urllib import request

OLDEST_PYTHON = (3, 11)
PROXIES = {"http", "https", "ws", "wss", "socks", "all"}
LOOPBACK = "127.0.0.1"
DOWN = {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
PATIENCE = 120  # seconds: on a slow disk the first imports take long
ASK = """
import sys
sys.modules["rfc3987_syntax"] = None  # nbval imports nbformat: see quick_nbformat.py
from wslesson.course.machine import doctor, imports
for problem in (*doctor(), *imports()):
    print(problem)
"""


def doctor() -> list[str]:
    """Return one line for each problem found, with what to do about it."""
    checks = (python, packages, shadowed, loopback, proxies, patched_loop)
    return [problem for check in checks for problem in check()]


def of_a_kernel() -> list[str]:
    """Return what the doctor says in a Python that is started as a kernel is.

    That is this interpreter, but it finds nothing through the folder where it is
    started. So it misses the course when the folder of the course has been moved.
    """
    command = [sys.executable, "-P", "-c", ASK]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},  # it names any folder
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"{sys.executable} said nothing for {PATIENCE} seconds: try again."]
    if done.returncode == 0:
        return done.stdout.splitlines()
    *_, why = done.stderr.splitlines() or [f"it ended with {done.returncode}"]
    return [f"A kernel cannot import the course ({why}): run `make lab` to install it."]


def python() -> Iterator[str]:
    """Yield a problem if this interpreter is too old for the course."""
    if sys.version_info < OLDEST_PYTHON:
        yield (
            f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old: install "
            "Python 3.11 or newer, delete the folder .venv, and run `make lab` again."
        )


def needs() -> list[str]:
    """Return the packages that the course needs on every machine."""
    try:
        wanted = metadata.requires("wslesson") or []
    except metadata.PackageNotFoundError:
        return []
    return [re.split(r"[^\w.-]", each)[0] for each in wanted if ";" not in each]


def packages() -> Iterator[str]:
    """Yield a problem for each package of the course that is not installed here."""
    for name in ("wslesson", *needs()):
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            yield (
                f"The package {name} is not installed for {sys.executable}: run "
                "`make lab`, or choose the kernel of the course (menu Kernel)."
            )


def imports() -> Iterator[str]:
    """Yield a problem for each package that is installed here, and cannot be used."""
    for name in needs():
        try:
            import_module(name.replace("-", "_"))
        except ImportError as error:
            yield f"The package {name} is broken ({error}): remove .venv, `make lab`."


def shadowed() -> Iterator[str]:
    """Yield a problem if a file of the learner's hides the library of that name.

    In a kernel the folder comes before the libraries, and after Python's own modules.
    """
    try:
        here = Path.cwd()
        files = [path.name for path in here.iterdir()]
    except OSError:  # the folder has been deleted
        return
    elsewhere = [each for each in sys.path if Path(each).resolve() != here.resolve()]
    names = {file.partition(".")[0] for file in files} - sys.stdlib_module_names
    for name in sorted(filter(str.isidentifier, names)):
        mine = PathFinder.find_spec(name, [str(here)])
        if mine and mine.origin:  # a mere folder has none, and hides nothing
            library = PathFinder.find_spec(name, elsewhere)
            if library and library.origin:
                yield (
                    f"`import {name}` finds {Path(mine.origin).relative_to(here)} in "
                    "this folder, not the library: rename it, and restart the kernel."
                )


def loopback() -> Iterator[str]:
    """Yield a problem if two sockets of this machine cannot meet on 127.0.0.1."""
    try:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            socket.create_connection(listener.getsockname(), timeout=5).close()
    except OSError as error:
        cure = "allow Python to use it in the firewall of this machine"
        if error.errno in DOWN:
            cure = "it is down: bring it up, on Linux with `ip link set lo up`"
        yield f"The loopback interface, 127.0.0.1, failed ({error}): {cure}."


def proxies() -> Iterator[str]:
    """Yield a problem if a proxy is set that would swallow a local connection."""
    if PROXIES & request.getproxies().keys() and not request.proxy_bypass(LOOPBACK):
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


def mend_proxies() -> None:
    """Let no proxy of the environment come between two programs of a lesson."""
    if request.getproxies_environment() and not request.proxy_bypass(LOOPBACK):
        known = os.environ.get("no_proxy") or os.environ.get("NO_PROXY", "")
        os.environ["no_proxy"] = f"{known},localhost,{LOOPBACK}".lstrip(",")


def mend_shell() -> None:
    """Run the cells as the lessons mean them, whatever the learner's IPython is set to.

    Else `await` may be no Python there, or each line of a cell show its value.
    """
    ipython = sys.modules.get("IPython")  # in a kernel it is there
    if ipython and (shell := ipython.get_ipython()):
        shell.autoawait = True
        shell.ast_node_interactivity = "last_expr"
