"""Which sockets are ready: what the standard library's selectors, and Trio, ask."""

from __future__ import annotations

import selectors
from collections.abc import Iterable
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from .ends import IN, OUT, ends, live
from .threads import Waiters, pause, until, wake

ONCE = 1 << 30
# Of the last two, nobody is told.
NUMBERS = {
    "EPOLLIN": IN,
    "EPOLLOUT": OUT,
    "EPOLLONESHOT": ONCE,
    "EPOLLERR": 8,
    "EPOLLHUP": 16,
}


class Epoll:
    """What `select.epoll` is."""

    closed = False

    def __init__(self, *_: object) -> None:
        self._masks: dict[int, int] = {}
        self._waiters: Waiters = []

    def close(self) -> None:
        self.closed = True
        for fd in [*self._masks]:
            self.unregister(fd)

    def register(self, fd: Any, mask: int) -> None:
        fd = fd if isinstance(fd, int) else fd.fileno()
        live(fd).watch.add(self)
        self._masks[fd] = mask
        self.changed()

    modify = register

    def unregister(self, fd: int) -> None:
        self._masks.pop(fd, None)
        if fd in ends:
            ends[fd].watch.discard(self)

    def changed(self) -> None:
        """Look again at what is ready."""
        wake(self._waiters)

    def _ready(self) -> list[tuple[int, int]]:
        found = [(fd, ends[fd].ready() & mask) for fd, mask in self._masks.items()]
        return [(fd, events) for fd, events in found if events]

    def poll(self, timeout: float = -1, _most: int = -1) -> list[tuple[int, int]]:
        left = None if timeout < 0 else timeout
        if left == 0 or self._ready():
            pause([], 0)  # who asks again and again must not stop all others
        found: list[tuple[int, int]] = until(self._ready, self._waiters, left)
        for fd, _ in found:
            if self._masks[fd] & ONCE:
                self._masks[fd] = 0
        return found


def select(
    reading: Iterable[Any], writing: Iterable[Any], _: Any, timeout: Any = None
) -> tuple[list[Any], list[Any], list[Any]]:
    """Do what `select.select` does."""
    reading, writing = list(reading), list(writing)
    with selectors.DefaultSelector() as selector:
        for each in {*reading, *writing}:
            events = EVENT_READ * (each in reading) | EVENT_WRITE * (each in writing)
            selector.register(each, events)
        found = {key.fileobj: events for key, events in selector.select(timeout)}
    read = [each for each in reading if found.get(each, 0) & EVENT_READ]
    return read, [each for each in writing if found.get(each, 0) & EVENT_WRITE], []
