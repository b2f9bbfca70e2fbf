"""The two ends of a connection in memory, as a loop's transports."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

HIGH = 65536  # bytes that wait at most, unless told otherwise: as asyncio's own
Address = tuple[str, int]


class End(asyncio.Transport):
    """One end. What the peer does not read waits here, and over the limit we pause."""

    peer: End
    protocol: Any  # asyncio's own: it is a Protocol, and may be changed

    def __init__(
        self, loop: asyncio.AbstractEventLoop, name: Address, other: Address
    ) -> None:
        super().__init__({"sockname": name, "peername": other})
        self._loop = loop
        self._waiting: deque[bytes | None] = deque()  # None is the end
        self._size = 0
        self._closing = self._ended = self._told = False
        self._reading = True
        self.set_write_buffer_limits()

    def get_protocol(self) -> asyncio.BaseProtocol:
        """Return who is told what comes."""
        return self.protocol  # type: ignore[no-any-return]  # see above

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Tell another."""
        self.protocol = protocol

    # Writing

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send, in the next turn of the loop."""
        if data and not self._ended:
            self._waiting.append(bytes(data))
            self._size += len(data)
            self._loop.call_soon(self._deliver)
            self._tell()

    def can_write_eof(self) -> bool:
        """Return True: one way may end before the other."""
        return True

    def write_eof(self) -> None:
        """Send the end."""
        if not self._ended:
            self._ended = True
            self._waiting.append(None)
            self._loop.call_soon(self._deliver)

    def _deliver(self) -> None:
        while self._waiting and self.peer.is_reading():
            data = self._waiting.popleft()
            if data is None:
                if not self.peer.protocol.eof_received():
                    self.peer.close()
                continue
            self._size -= len(data)
            self.peer.protocol.data_received(data)
        self._tell()

    def _tell(self) -> None:
        if self._size > self._high and not self._told:
            self._told = True
            self.protocol.pause_writing()
        elif self._size <= self._low and self._told:
            self._told = False
            self.protocol.resume_writing()

    def get_write_buffer_size(self) -> int:
        """Return how many bytes wait."""
        return self._size

    def set_write_buffer_limits(
        self, high: int | None = None, low: int | None = None
    ) -> None:
        """Set when to pause, and when to go on."""
        self._high = HIGH if high is None else high
        self._low = self._high // 4 if low is None else low

    # Reading

    def is_reading(self) -> bool:
        """Return whether the peer's bytes are taken."""
        return self._reading and not self._closing

    def pause_reading(self) -> None:
        """Take no more."""
        self._reading = False

    def resume_reading(self) -> None:
        """Take what waits, and what will come."""
        self._reading = True
        self._loop.call_soon(self.peer._deliver)

    # The end

    def is_closing(self) -> bool:
        """Return whether this end is closed."""
        return self._closing

    def close(self) -> None:
        """Send what waits, and the end."""
        if not self._closing:
            self.write_eof()
            self._closing = True
            self._loop.call_soon(self.protocol.connection_lost, None)

    def abort(self) -> None:
        """Drop what waits, and close."""
        self._waiting = deque(data for data in self._waiting if data is None)
        self._size = 0
        self.close()
