"""Where an answer meets time and other threads: there it lives by the clock of its try.

A seam is a function that one of ours stands in for, in the threads of a try only. All
are put in when the first try begins, and taken out when the last one ends. (An answer
that never ends keeps them in, and harms no other.)
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import get_ident
from types import FrameType
from typing import Any

from .turned import Turned

WAITING = {"threading", "queue", "concurrent"}  # they wait for whoever calls them
LIBRARIES = sys.stdlib_module_names - {"__main__"} | {"websockets", "trio"}
OURS = __name__.rpartition(".")[0]
WORKS = f"{OURS}.waits"  # what runs an answer's threads

clocks: dict[int, Turned] = {}  # of each thread that lives by one
_tries: list[Turned] = []
_undo: list[Callable[[], None]] = []
_mutex = threading.Lock()


def by_anybody(_caller: FrameType) -> bool:
    """Take the seam, whoever calls."""
    return True


def by_the_answer(caller: FrameType) -> bool:
    """Take the seam if an answer calls, by itself or through what waits for it."""
    frame: FrameType | None = caller
    while frame and _module(frame).partition(".")[0] in WAITING:
        frame = frame.f_back
    module = _module(frame) if frame else OURS
    ours = module.startswith(OURS) and module != WORKS
    return not ours and module.partition(".")[0] not in LIBRARIES


def by_no_pool(caller: FrameType) -> bool:
    """Take the seam but for the threads of a pool: their jobs count."""
    return by_the_answer(caller) and not _module(caller).startswith("concurrent.")


def by_no_websockets(caller: FrameType) -> bool:
    """Take the seam unless `websockets` calls."""
    return not _module(caller).startswith("websockets.")


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__"))


@dataclass(frozen=True)
class Seam:
    """A function, where it is found, and what stands in for it."""

    owner: Any
    name: str
    real: Callable[..., Any]
    stand_in: Callable[..., Any]

    def put(self) -> None:
        """Put the stand-in there until the last try has ended."""
        setattr(self.owner, self.name, self.stand_in)
        _undo.append(partial(setattr, self.owner, self.name, self.real))


_seams: list[Seam] = []


def instead_of(
    owner: Any, name: str, rule: Callable[[FrameType], bool] = by_anybody
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a function stand in for another: it gets the real one, and the clock."""
    real = getattr(owner, name)

    def add(ours: Callable[..., Any]) -> Callable[..., Any]:
        def either(*args: Any, **options: Any) -> Any:
            clock = clocks.get(get_ident())
            if clock is None or not rule(sys._getframe(1)):
                return real(*args, **options)
            return ours(real, clock, *args, **options)

        _seams.append(Seam(owner, name, real, either))
        return ours

    return add


@contextmanager
def living_by(clock: Turned, attempt: object) -> Iterator[None]:
    """Let this thread live by a clock in the block, and those that it starts.

    Those that are left behind have real time again.
    """
    with _mutex:
        _tries.append(clock)
        for seam in _seams if len(_tries) == 1 else ():
            seam.put()
        _put_by_name(getattr(attempt, "__globals__", {}))
    clocks[get_ident()] = clock
    try:
        yield
    finally:
        for ident in [at for at, each in list(clocks.items()) if each is clock]:
            clocks.pop(ident, None)
        clock.leave()
        with _mutex:
            _tries.remove(clock)
            while not _tries and _undo:
                _undo.pop()()


def _put_by_name(names: dict[str, Any]) -> None:
    """Put in what an answer has by `from time import sleep` and the like."""
    for name, value in list(names.items()):
        for seam in _seams:
            if seam.owner is time and seam.real is value:
                names[name] = seam.stand_in
                _undo.append(partial(names.__setitem__, name, value))
