"""What this process holds, and what it complains about: both must come to nothing."""

from __future__ import annotations

import asyncio
import gc
import inspect
import io
import logging
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from typing import Any

import psutil
import trio

POLL = 0.01  # seconds: no event says that a descriptor was given back
LIMIT = 60.0  # seconds: a busy machine may need some

KINDS_OF_TASK = {asyncio.Task, trio.lowlevel.Task}

# What others log of clients who leave at a bad moment. All end the connection.
THEIR_USUAL = {
    "opening handshake failed",  # websockets: with a traceback, for each of them
    "unexpected internal error",  # websockets: its net for what it did not foresee
}
if sys.version_info < (3, 14):  # with TLS, asyncio does not report a lost stream
    THEIR_USUAL.add("socket.send() raised exception.")


class Watch(logging.Handler):
    """Collects what goes wrong in threads, tasks and destructors, or is printed."""

    def __init__(self) -> None:
        super().__init__()
        self.complaints: list[str] = []
        self.theirs = 0  # complaints of others about themselves

    def emit(self, record: logging.LogRecord) -> None:
        """Keep errors; a warning of ours only says that a client was dropped."""
        others = record.name.split(".")[0] in ("asyncio", "websockets")
        if others and record.msg in THEIR_USUAL:
            self.theirs += 1
        elif others or record.levelno >= logging.ERROR or record.exc_info:
            self.complaints.append(self.format(record))

    def of_thread(self, args: threading.ExceptHookArgs) -> None:
        """Keep what ended a thread."""
        if args.exc_value:
            self.complaints.append("".join(traceback.format_exception(args.exc_value)))

    def of_destructor(self, args: Any) -> None:
        """Keep what was raised where nobody could catch it."""
        lines = "".join(traceback.format_exception(args.exc_value))
        self.complaints.append(f"{args.err_msg} {args.object!r}\n{lines}")


@contextmanager
def watching() -> Iterator[Watch]:
    """Give what watches this process until the block ends."""
    watch, root, printed = Watch(), logging.getLogger(), io.StringIO()
    hooks = threading.excepthook, sys.unraisablehook
    threading.excepthook, sys.unraisablehook = watch.of_thread, watch.of_destructor
    root.addHandler(watch)
    try:
        with redirect_stderr(printed), warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            yield watch
            gc.collect()
    finally:
        root.removeHandler(watch)
        threading.excepthook, sys.unraisablehook = hooks
    watch.complaints += [str(warning.message) for warning in warned]
    watch.complaints += filter(None, [printed.getvalue()])


def held() -> dict[str, int]:
    """Count what this process holds."""
    count = getattr(psutil.Process(), "num_fds", int)  # Windows has none to count
    return {"descriptors": count(), "threads": threading.active_count()}


def tasks() -> int:
    """Count the tasks of all loops that have not ended."""
    found = [each for each in gc.get_objects() if type(each) in KINDS_OF_TASK]
    return sum(
        not each.done()
        if isinstance(each, asyncio.Task)
        else inspect.getcoroutinestate(each.coro) != inspect.CORO_CLOSED
        for each in found
    )


def everything() -> dict[str, int]:
    """Count all that is held."""
    return held() | {"tasks": tasks()}


def too_much(before: dict[str, int]) -> list[str]:
    """Wait until no more is held than before, and return what still is."""
    deadline = time.monotonic() + LIMIT
    more: list[str] = []
    for count in held, everything:  # to count tasks takes long
        while more := [
            f"{now - before[name]} {name} more than before"
            for name, now in count().items()
            if now > before[name]
        ]:
            if time.monotonic() > deadline:
                return more
            time.sleep(POLL)  # bounded by the deadline above
    return more
