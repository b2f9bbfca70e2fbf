"""Which sockets are ready: a selector, and the ways to ask that are older."""

from __future__ import annotations

import selectors
from collections.abc import Callable, Iterable
from contextlib import suppress
from selectors import EVENT_READ, EVENT_WRITE, SelectorKey
from typing import Any

from .ends import End, ends
from .threads import Waiters, give_way, until, wake

IN, OUT, ONCE = 1, 4, 1 << 30
EPOLL = {"EPOLLIN": IN, "EPOLLOUT": OUT, "EPOLLONESHOT": ONCE}
NEVER = {"EPOLLERR": 8, "EPOLLHUP": 16}  # of these, nobody is told
Ready = list[tuple[SelectorKey, int]]


class Selector(selectors._BaseSelectorImpl):
    """What `selectors.DefaultSelector` is."""

    def __init__(self) -> None:
        super().__init__()
        self._waiters: Waiters = []
        self.tell: Callable[[], None] = lambda: wake(self._waiters)

    def register(self, fileobj: Any, events: int, data: Any = None) -> SelectorKey:
        key = super().register(fileobj, events, data)
        if key.fd in ends:
            ends[key.fd].watch.add(self._changed)
        self._changed()
        return key

    def unregister(self, fileobj: Any) -> SelectorKey:
        key = super().unregister(fileobj)
        if key.fd in ends:
            ends[key.fd].watch.discard(self._changed)
        return key

    def modify(self, fileobj: Any, events: int, data: Any = None) -> SelectorKey:
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    def _changed(self) -> None:
        self.tell()

    def ready(self) -> Ready:
        """Return what is ready now."""
        keys = list(self.get_map().values())
        found = [(key, _events(ends.get(key.fd)) & key.events) for key in keys]
        return [(key, events) for key, events in found if events]

    def select(self, timeout: float | None = None) -> Ready:
        give_way()
        until(self.ready, self._waiters, timeout)
        return self.ready()


def _events(end: End | None) -> int:
    if end is None:
        return 0
    return EVENT_READ * end.readable() | EVENT_WRITE * end.writable()


class Epoll:
    """What `select.epoll` is: Trio asks it."""

    closed = False

    def __init__(self, *_: object) -> None:
        self._selector = Selector()

    def close(self) -> None:
        self.closed = True

    def register(self, fd: int, mask: int) -> None:
        if events := EVENT_READ * bool(mask & IN) | EVENT_WRITE * bool(mask & OUT):
            self._selector.register(fd, events, mask)

    def modify(self, fd: int, mask: int) -> None:
        self.unregister(fd)
        self.register(fd, mask)

    def unregister(self, fd: int) -> None:
        with suppress(KeyError):  # it has been told of once, and that was all
            self._selector.unregister(fd)

    def poll(self, timeout: float = -1, _most: int = -1) -> list[tuple[int, int]]:
        codes = 0, IN, OUT, IN | OUT  # by the events of a selector
        found = self._selector.select(None if timeout < 0 else timeout)
        for key, _ in found:
            if key.data & ONCE:
                self.unregister(key.fd)
        return [(key.fd, codes[events]) for key, events in found]


def select(
    reading: Iterable[Any], writing: Iterable[Any], _: Any, timeout: Any = None
) -> tuple[list[Any], list[Any], list[Any]]:
    """Do what `select.select` does."""
    reading, writing, selector = list(reading), list(writing), Selector()
    for each in {*reading, *writing}:
        events = EVENT_READ * (each in reading) | EVENT_WRITE * (each in writing)
        selector.register(each, events)
    found = {key.fileobj: events for key, events in selector.select(timeout)}
    for each in {*reading, *writing}:
        selector.unregister(each)
    read = [each for each in reading if found.get(each, 0) & EVENT_READ]
    return read, [each for each in writing if found.get(each, 0) & EVENT_WRITE], []
