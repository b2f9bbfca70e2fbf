"""Which sockets are ready: a selector, and the ways to ask that are older."""

from __future__ import annotations

import selectors
from collections.abc import Callable, Iterable
from selectors import EVENT_READ, EVENT_WRITE, SelectorKey
from typing import Any

from .ends import End, ends
from .threads import Waiters, give_way, until, wake

EPOLL = {"EPOLLIN": 1, "EPOLLOUT": 4, "EPOLLERR": 8, "EPOLLHUP": 16}
EPOLL["EPOLLONESHOT"] = 1 << 30
Ready = list[tuple[SelectorKey, int]]


class Selector(selectors._BaseSelectorImpl):
    """What `selectors.DefaultSelector` is."""

    def __init__(self) -> None:
        super().__init__()
        self._waiters: Waiters = []
        self._tell: Callable[[], None] = lambda: wake(self._waiters)

    def register(self, fileobj: Any, events: int, data: Any = None) -> SelectorKey:
        """Watch a socket."""
        key = super().register(fileobj, events, data)
        if key.fd in ends:
            ends[key.fd].watch.add(self._changed)
        self._changed()
        return key

    def unregister(self, fileobj: Any) -> SelectorKey:
        """Watch it no more."""
        key = super().unregister(fileobj)
        if key.fd in ends:
            ends[key.fd].watch.discard(self._changed)
        return key

    def modify(self, fileobj: Any, events: int, data: Any = None) -> SelectorKey:
        """Watch it for something else."""
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    def _changed(self) -> None:
        self._tell()

    def ready(self) -> Ready:
        """Return what is ready now."""
        keys = list(self.get_map().values())
        found = [(key, _events(ends.get(key.fd)) & key.events) for key in keys]
        return [(key, events) for key, events in found if events]

    def select(self, timeout: float | None = None) -> Ready:
        """Return what is ready, when something is or the time is over."""
        give_way()
        until(self.ready, self._waiters, timeout)
        return self.ready()


def _events(end: End | None) -> int:
    if end is None:
        return 0
    return EVENT_READ * end.readable() | EVENT_WRITE * end.writable()


class Epoll:
    """What `select.epoll` is: Trio asks it."""

    def __init__(self, *_: object) -> None:
        self._selector = Selector()
        self.closed = False

    def fileno(self) -> int:
        """Return a number that no socket has."""
        return 0

    def close(self) -> None:
        """Watch nothing any more."""
        self.closed = True

    def register(self, fd: int, mask: int = 0) -> None:
        """Watch a socket."""
        self._selector.register(fd, _from_epoll(mask) or EVENT_READ, mask)

    def modify(self, fd: int, mask: int) -> None:
        """Watch it for something else."""
        self.unregister(fd)
        if _from_epoll(mask):
            self._selector.register(fd, _from_epoll(mask), mask)
        else:
            self._selector.register(fd, EVENT_READ, mask)

    def unregister(self, fd: int) -> None:
        """Watch it no more. Raises FileNotFoundError if nobody did."""
        try:
            self._selector.unregister(fd)
        except KeyError:
            raise FileNotFoundError from None

    def poll(self, timeout: float = -1, _most: int = -1) -> list[tuple[int, int]]:
        """Return what is ready, and for what."""
        found = self._selector.select(None if timeout < 0 else timeout)
        return [
            (key.fd, EVENT_READ & events | 4 * bool(EVENT_WRITE & events))
            for key, events in found
        ]


def _from_epoll(mask: int) -> int:
    return EVENT_READ * bool(mask & 1) | EVENT_WRITE * bool(mask & 4)


def select(
    reading: Iterable[Any], writing: Iterable[Any], _: Any, timeout: Any = None
) -> tuple[list[Any], list[Any], list[Any]]:
    """Do what `select.select` does."""
    reading, writing, selector = list(reading), list(writing), Selector()
    for each in {*reading, *writing}:
        events = EVENT_READ * (each in reading) | EVENT_WRITE * (each in writing)
        selector.register(each, events)
    found = {key.fileobj: events for key, events in selector.select(timeout)}
    for key in list(selector.get_map().values()):
        selector.unregister(key.fileobj)
    able = lambda each, event: found.get(each, 0) & event  # noqa: E731 - used twice
    read = [each for each in reading if able(each, EVENT_READ)]
    return read, [each for each in writing if able(each, EVENT_WRITE)], []
