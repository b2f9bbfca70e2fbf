"""The two ends of a connection in memory, and who listens where."""

from __future__ import annotations

import errno
import os
from collections import deque
from itertools import count
from typing import Any, NoReturn, Protocol

from .threads import Thread, Waiters, wake

IN, OUT = 1, 4  # as on Linux
ROOM = 212_992  # bytes that may wait to be read: as on Linux
HOST = "127.0.0.1"
_ports = count(49152)

ends: dict[int, End] = {}  # by their file descriptors
bound: dict[int, End] = {}  # by their ports


def fail(number: int) -> NoReturn:
    """Raise what the system would: OSError chooses its subclass by the number."""
    raise OSError(number, os.strerror(number))


def live(fd: int) -> End:
    """Return the end with this file descriptor. Raises OSError if it is closed."""
    if fd not in ends:
        fail(errno.EBADF)
    return ends[fd]


class Watcher(Protocol):
    """One who wants to know when an end changes, or is no more."""

    def changed(self) -> None: ...

    def unregister(self, fd: int) -> None: ...


class End:
    """One end: what has come for it, and what is known of the other."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.name: Any = ("0.0.0.0", 0)
        self.peername: Any = None
        self.peer: End | None = None
        self.backlog: deque[End] | None = None  # of who wants to be accepted
        self.inbox = bytearray()
        self.eof = self.reset = self.closed = self.shut = self.told = False
        self.options: dict[tuple[int, int], Any] = {}
        self.waiters: Waiters = []
        self.watch: set[Watcher] = set()
        self.program = Thread.running.program  # a system closes what a program leaves
        ends[self.fd] = self

    def readable(self) -> bool:
        """Return whether `recv` or `accept` would not block."""
        return bool(self.inbox or self.eof or self.reset or self.backlog or self.closed)

    def writable(self) -> bool:
        """Return whether `send` would not block."""
        if self.peer is None:
            return self.backlog is None
        return self.reset or self.peer.closed or len(self.peer.inbox) < ROOM

    def ready(self) -> int:
        """Return for what it is ready."""
        return IN * self.readable() | OUT * self.writable()

    def changed(self) -> None:
        """Tell who waits for this end."""
        wake(self.waiters)
        for each in self.watch:
            each.changed()

    def bind(self, port: int) -> None:
        """Take a port, any if it is 0. Raises OSError if another has it."""
        port = port or next(_ports)
        if port in bound:
            fail(errno.EADDRINUSE)
        self.name, bound[port] = (HOST, port), self

    def meet(self, other: End, here: Any, there: Any) -> None:
        """Become the two ends of one connection."""
        self.peer, other.peer = other, self
        self.name, self.peername = other.peername, other.name = here, there

    def connect(self, port: int, fd: int) -> None:
        """Connect to who listens at a port: its new end gets `fd`. Raises OSError."""
        server = bound.get(port)
        if self.peer:
            fail(errno.EISCONN)
        if server is None or server.backlog is None:
            fail(errno.ECONNREFUSED)
        theirs = End(fd)
        theirs.program = server.program
        here = self.name if self.name[1] else (HOST, next(_ports))
        self.meet(theirs, here, server.name)
        server.backlog.append(theirs)
        server.changed()
        self.changed()

    def take(self, size: int, *, peek: bool) -> bytes:
        """Take what has come. Raises ConnectionResetError once if the peer is lost."""
        if self.reset:
            self.reset, self.eof = False, True
            self.inbox.clear()
            fail(errno.ECONNRESET)
        data = bytes(self.inbox[:size])
        if not peek:
            del self.inbox[:size]
            if self.peer and not self.peer.closed:
                self.peer.changed()
        return data

    def put(self, data: memoryview) -> int:
        """Send what there is room for. Raises BrokenPipeError if nobody reads."""
        assert self.peer
        paired = not self.peername
        if self.shut or self.reset or (self.peer.closed and (paired or self.told)):
            fail(errno.EPIPE)
        if self.peer.closed:  # a real peer answers with a reset, a moment later
            self.told = self.reset = True
            return len(data)
        part = data[: ROOM - len(self.peer.inbox)]
        self.peer.inbox += part
        self.peer.changed()
        return len(part)

    def finish(self) -> None:
        """Send no more: the peer reads an end."""
        self.shut = True
        if self.peer:
            self.peer.eof = True
            self.peer.changed()

    def close(self) -> None:
        """Close it, and who waits to be accepted; tell the peer."""
        if self.closed:
            return
        self.closed = True
        del ends[self.fd]
        if bound.get(self.name and self.name[1]) is self:
            del bound[self.name[1]]
        for each in self.watch:
            each.unregister(self.fd)
        for end in self.backlog or ():
            if end.peer:
                end.peer.reset = True
            end.close()
        if self.peer and not self.peer.closed:
            self.peer.eof = True
            self.peer.reset = self.peer.reset or bool(self.inbox)
            self.peer.changed()
        self.changed()


def close_all(program: object) -> None:
    """Close what a program has left open."""
    for end in [each for each in ends.values() if each.program is program]:
        end.close()
