"""What `_socket.socket` is, in memory: the standard library's class stands on it.

Its methods are those of the real one, and are told of in Python's own documentation.
"""

from __future__ import annotations

import errno
from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from .ends import HOST, ROOM, Address, End, ends, fail
from .threads import give_way, until

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

AF_UNIX, AF_INET, STREAM = 1, 2, 1
PEEK, DONT_WAIT, WAIT_FOR_ALL = 2, 0x40, 0x100
# As on Linux: what a browser's `_socket` may lack, or number otherwise.
NUMBERS = {
    "AI_NUMERICHOST": 4,
    "AI_PASSIVE": 1,
    "IPPROTO_TCP": 6,
    "MSG_DONTWAIT": DONT_WAIT,
    "MSG_PEEK": PEEK,
    "MSG_WAITALL": WAIT_FOR_ALL,
    "NI_NUMERICHOST": 1,
    "NI_NUMERICSERV": 2,
    "SHUT_RD": 0,
    "SHUT_RDWR": 2,
    "SHUT_WR": 1,
    "SOL_SOCKET": 1,
    "SOMAXCONN": 4096,
    "SO_ACCEPTCONN": 30,
    "SO_ERROR": 4,
    "SO_KEEPALIVE": 9,
    "SO_LINGER": 13,
    "SO_RCVBUF": 8,
    "SO_REUSEADDR": 2,
    "SO_SNDBUF": 7,
    "SO_TYPE": 3,
    "TCP_NODELAY": 1,
}
OURS = HOST, "localhost", "", "0.0.0.0", "::1"
default: list[float | None] = [None]  # the timeout of a new socket


class RawSocket:
    """A socket whose peer is in the same tab."""

    __slots__ = ("_end", "_timeout")

    def __init__(
        self, family: int = -1, type: int = -1, proto: int = -1, fileno: Any = None
    ) -> None:
        self._timeout = default[0]
        if fileno is None:
            family = AF_INET if family == -1 else int(family)
            kind = STREAM if type == -1 else int(type) & 15
            self._end: End | None = End(family, kind, max(proto, 0))
        else:
            self._end = ends.get(fileno)
            self._live()

    def __del__(self) -> None:
        if getattr(self, "_end", None):
            self.close()

    family = property(lambda self: self._end.family if self._end else AF_INET)
    type = property(lambda self: self._end.kind if self._end else STREAM)
    proto = property(lambda self: self._end.proto if self._end else 0)
    timeout = property(lambda self: self._timeout)

    def fileno(self) -> int:
        return self._end.fd if self._end else -1

    def _live(self) -> End:
        if self._end is None:
            fail(errno.EBADF)
        assert self._end
        return self._end

    def _connected(self) -> End:
        end = self._live()
        if end.peer is None:
            fail(errno.ENOTCONN)
        return end

    def _wait(self, ready: Callable[[], Any]) -> None:
        end = self._live()
        if self._timeout == 0 and not ready():
            fail(errno.EAGAIN, BlockingIOError)
        closed_or_ready = lambda: self._end is None or ready()  # noqa: E731 - one use
        if not until(closed_or_ready, end.waiters, self._timeout):
            raise TimeoutError("timed out")
        self._live()

    def settimeout(self, value: float | None) -> None:
        self._timeout = None if value is None else float(value)

    def gettimeout(self) -> float | None:
        return self._timeout

    def setblocking(self, flag: bool) -> None:
        self._timeout = None if flag else 0.0

    def getblocking(self) -> bool:
        return self._timeout != 0

    # Who listens, and who connects

    def bind(self, address: Address) -> None:
        self._live().bind(_port(address))

    def listen(self, backlog: int = 128) -> None:
        end = self._live()
        if not end.name[1]:
            end.bind(0)
        end.backlog = deque()

    def _accept(self) -> tuple[int, Any]:
        end = self._live()
        if end.backlog is None:
            fail(errno.EINVAL)
        self._wait(lambda: end.backlog)
        assert end.backlog
        new = end.backlog.popleft()
        return new.fd, new.peername

    def connect(self, address: Address) -> None:
        self._live().connect(_port(address))

    def connect_ex(self, address: Address) -> int:
        try:
            self.connect(address)
        except OSError as error:
            return error.errno or errno.EINVAL
        return 0

    # Reading

    def recv(self, size: int, flags: int = 0) -> bytes:
        end = self._connected()
        if size < 0:
            raise ValueError("negative buffersize in recv")
        least = size if flags & WAIT_FOR_ALL else 1
        if flags & DONT_WAIT and not end.readable():
            fail(errno.EAGAIN, BlockingIOError)
        self._wait(lambda: len(end.inbox) >= least or end.eof or end.reset)
        data = end.take(size, peek=bool(flags & PEEK))
        if not data:
            give_way()  # who reads on for ever after the end must not stop all others
        return data

    def recv_into(
        self, buffer: WriteableBuffer, nbytes: int = 0, flags: int = 0
    ) -> int:
        view = memoryview(buffer).cast("B")
        data = self.recv(nbytes or len(view), flags)
        view[: len(data)] = data
        return len(data)

    def recvfrom(self, size: int, flags: int = 0) -> tuple[bytes, Any]:
        return self.recv(size, flags), None

    def recvfrom_into(
        self, buffer: WriteableBuffer, nbytes: int = 0, flags: int = 0
    ) -> tuple[int, Any]:
        return self.recv_into(buffer, nbytes, flags), None

    def recvmsg(self, size: int, *more: Any) -> tuple[bytes, list[Any], int, Any]:
        return self.recv(size), [], 0, None

    def recvmsg_into(self, buffers: Any, *more: Any) -> tuple[int, list[Any], int, Any]:
        return self.recv_into(next(iter(buffers))), [], 0, None

    # Writing

    def send(self, data: ReadableBuffer, flags: int = 0) -> int:
        end, view = self._connected(), memoryview(data).cast("B")
        self._wait(lambda: end.shut or end.writable())
        return end.put(view)

    def sendall(self, data: ReadableBuffer, flags: int = 0) -> None:
        view = memoryview(data).cast("B")
        while view:
            view = view[self.send(view) :]

    def sendto(self, data: ReadableBuffer, *address: Any) -> int:
        return self.send(data)

    def sendmsg(self, buffers: Iterable[ReadableBuffer], *more: Any) -> int:
        return self.send(b"".join(buffers))

    # The end, and what is known

    def shutdown(self, how: int) -> None:
        end = self._connected()
        if how != NUMBERS["SHUT_RD"]:
            end.finish()
        if how != NUMBERS["SHUT_WR"]:
            end.eof = True
            end.changed()

    def detach(self) -> int:
        end, self._end = self._end, None
        return end.fd if end else -1

    def close(self) -> None:
        end, self._end = self._end, None
        if end:
            end.close()

    def getsockname(self) -> Any:
        return self._live().name

    def getpeername(self) -> Any:
        return self._connected().peername

    def setsockopt(self, level: int, name: int, value: Any, *size: int) -> None:
        self._live().options[level, name] = value

    def getsockopt(self, level: int, name: int, *size: int) -> Any:
        end = self._live()
        if name == NUMBERS["SO_ACCEPTCONN"]:
            return int(end.backlog is not None)
        if name == NUMBERS["SO_TYPE"]:
            return end.kind
        buffers = NUMBERS["SO_SNDBUF"], NUMBERS["SO_RCVBUF"]
        return end.options.get((level, name), ROOM if name in buffers else 0)


def _port(address: Address) -> int:
    """Return the port of an address of this machine. Raises OSError for another's."""
    if address[0] not in OURS:
        raise OSError(errno.EADDRNOTAVAIL, "a browser tab reaches only itself")
    return address[1]


def pair(family: int = AF_UNIX, type: int = STREAM, proto: int = 0) -> Any:
    """Return two that are connected: what `_socket.socketpair` does."""
    one, two = End(AF_UNIX, STREAM, 0), End(AF_UNIX, STREAM, 0)
    one.meet(two, "", "")
    return tuple(RawSocket(AF_UNIX, STREAM, 0, end.fd) for end in (one, two))
