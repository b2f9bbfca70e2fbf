"""What `_socket.socket` is, in memory: the standard library's class stands on it.

Its methods are those of the real one, and are told of in Python's own documentation.
The real one is below: in a browser it has a number and a timeout, but no network.
"""

from __future__ import annotations

import _socket
import errno
from _socket import MSG_DONTWAIT, MSG_PEEK, MSG_WAITALL
from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from .ends import HOST, ROOM, End, ends, fail, live
from .threads import give_way, until

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

OURS = HOST, "localhost", "", "0.0.0.0"
BUFFERS = _socket.SO_SNDBUF, _socket.SO_RCVBUF
REAL = _socket.socket


class Socket(REAL):
    """A socket whose peer is in the same tab."""

    __slots__ = ()

    def __init__(
        self, family: int = -1, type: int = -1, proto: int = -1, fileno: Any = None
    ) -> None:
        kind = family, type, proto
        if fileno is not None:  # the real one would ask a network for the rest
            kind = _socket.AF_INET, _socket.SOCK_STREAM, 0
        super().__init__(*kind, fileno)
        if self.fileno() not in ends:
            End(self.fileno())

    def __del__(self) -> None:
        if self.fileno() >= 0:
            self.close()

    def _live(self) -> End:
        return live(self.fileno())

    def _connected(self) -> End:
        end = self._live()
        if end.peer is None:
            fail(errno.ENOTCONN)
        return end

    def _wait(self, end: End, ready: Callable[[], Any]) -> None:
        if self.gettimeout() == 0 and not ready():
            fail(errno.EAGAIN)
        if not until(lambda: end.closed or ready(), end.waiters, self.gettimeout()):
            raise TimeoutError("timed out")
        self._live()

    # Who listens, and who connects

    def bind(self, address: Any) -> None:
        self._live().bind(_port(address))

    def listen(self, _backlog: int = 128) -> None:
        end = self._live()
        if not end.name[1]:
            end.bind(0)
        end.backlog = deque()

    def _accept(self) -> tuple[int, Any]:
        end = self._live()
        if end.backlog is None:
            fail(errno.EINVAL)
        self._wait(end, lambda: end.backlog)
        assert end.backlog
        new = end.backlog.popleft()
        return new.fd, new.peername

    def connect(self, address: Any) -> None:
        self._live().connect(_port(address), REAL().detach())

    def connect_ex(self, address: Any) -> int:
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
        least = size if flags & MSG_WAITALL else 1
        if flags & MSG_DONTWAIT and not end.readable():
            fail(errno.EAGAIN)
        self._wait(end, lambda: len(end.inbox) >= least or end.eof or end.reset)
        data = end.take(size, peek=bool(flags & MSG_PEEK))
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

    # Writing

    def send(self, data: ReadableBuffer, _flags: int = 0) -> int:
        end, view = self._connected(), memoryview(data).cast("B")
        self._wait(end, lambda: end.shut or end.writable())
        return end.put(view)

    def sendall(self, data: ReadableBuffer, _flags: int = 0) -> None:
        view = memoryview(data).cast("B")
        while view:
            view = view[self.send(view) :]

    def sendmsg(self, buffers: Iterable[ReadableBuffer], *_: Any) -> int:
        return self.send(b"".join(buffers))

    # The end, and what is known

    def shutdown(self, how: int) -> None:
        end = self._connected()
        if how != _socket.SHUT_RD:
            end.finish()
        if how != _socket.SHUT_WR:
            end.eof = True
            end.changed()

    def close(self) -> None:
        if end := ends.get(self.fileno()):
            end.close()
        super().close()

    def getsockname(self) -> Any:
        return self._live().name

    def getpeername(self) -> Any:
        return self._connected().peername

    def setsockopt(self, level: int, name: int, value: Any, *_size: int) -> None:
        self._live().options[level, name] = value

    def getsockopt(self, level: int, name: int, *_size: int) -> Any:
        end = self._live()
        if name == _socket.SO_ACCEPTCONN:
            return int(end.backlog is not None)
        return end.options.get((level, name), ROOM if name in BUFFERS else 0)


def _port(address: Any) -> int:
    """Return the port of an address of this machine. Raises OSError for another's."""
    if address[0] not in OURS:
        raise OSError(errno.EADDRNOTAVAIL, "a browser tab reaches only itself")
    return int(address[1])


def pair(*_: Any) -> tuple[Socket, Socket]:
    """Return two that are connected: what `_socket.socketpair` does."""
    one, two = Socket(), Socket()
    ends[one.fileno()].meet(ends[two.fileno()], "", "")
    return one, two
