"""A protocol of `websockets`, Sans-I/O, and the streams of asyncio that its bytes take.

The rules are theirs. To move the bytes, to give each wait an end, to join fragments
and to decode text is left to us.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from websockets.client import ClientProtocol
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import CONNECTING, OPEN, Event, Protocol

from . import DEFAULT

TIMEOUT = DEFAULT.timeout
PIECE = 1024  # bytes: as much as is understood before the others have a turn
DATA = {Opcode.TEXT, Opcode.BINARY, Opcode.CONT}


class Connection:
    """A protocol of `websockets`, and the streams that its bytes take.

    A peer that does not read for `timeout` seconds is dropped.
    """

    def __init__(
        self,
        protocol: Protocol,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        timeout: float = TIMEOUT,
    ) -> None:
        writer.transport.set_write_buffer_limits(0)  # what is flushed has left
        self.protocol = protocol
        self._reader = reader
        self._writer = writer
        self._timeout = timeout
        self._glued = b""  # what came behind the request
        self._fragments: list[Frame] = []
        self._size = 0  # of the fragments
        self._ended = False  # whether the protocol knows that the stream has

    @property
    def is_open(self) -> bool:
        """Whether messages may be sent."""
        return self.protocol.state is OPEN

    def write(self, *first: bytes) -> None:
        """Give the stream what the protocol has to say, and do not wait."""
        for data in (*first, *self.protocol.data_to_send()):
            if data:
                self._writer.write(data)
            elif self._writer.can_write_eof():  # b"" says: nothing more will follow
                self._writer.write_eof()

    async def flush(self) -> None:
        """Send what the protocol has to say. Do so after each call to it."""
        self.write()
        try:
            async with asyncio.timeout(self._timeout):
                await self._writer.drain()
        except TimeoutError:
            self.drop()
            raise

    async def read(self) -> None:
        """Wait for bytes, and give them to the protocol."""
        await asyncio.sleep(0)  # one that sends without a pause is not alone here
        data, self._glued = self._glued, b""
        with suppress(ConnectionError):  # to be reset is an end, too
            data = data or await self._reader.read(PIECE)
        if data:
            self.protocol.receive_data(data)
        else:
            self.protocol.receive_eof()
            self._ended = True
        with suppress(ConnectionError):  # it has gone, but what it said counts
            await self.flush()

    async def receive(self) -> list[Event]:
        """Wait for bytes, and return what they mean. To give up loses nothing."""
        if events := self.protocol.events_received():
            return events
        await self.read()
        return self.protocol.events_received()

    async def events(self) -> AsyncIterator[Event]:
        """Yield each event until the peer ends the stream, or is silent too long."""
        while not self._ended:
            async with asyncio.timeout(self._timeout):
                events = await self.receive()
            for event in events:
                yield event

    async def messages(
        self,
        timeout: float | None = None,  # noqa: ASYNC109 - for each message
    ) -> AsyncIterator[str | bytes]:
        """Yield each message until the peer ends the stream, or is silent too long.

        With a timeout, other frames do not count: only to send Pings is silence.
        """
        events = self.events()
        while True:
            message = None
            async with asyncio.timeout(timeout):
                while message is None:
                    event = await anext(events, None)
                    if event is None:
                        return
                    message = await self.message(event)
            yield message

    async def message(self, event: Event) -> str | bytes | None:
        """Return the message that a frame completes, if it completes one.

        Text that is not UTF-8 ends the connection with 1007: RFC 6455 §8.1. So do
        endless fragments, with 1009: each counts, an empty one as a byte.
        """
        if not isinstance(event, Frame) or event.opcode not in DATA:
            return None
        self._fragments.append(event)
        self._size += len(event.data) or 1
        limit = self.protocol.max_message_size
        if limit is not None and self._size > limit:
            self._fragments.clear()
            await self._fail(CloseCode.MESSAGE_TOO_BIG, "too many fragments")
            return None
        if not event.fin:
            return None
        frames, self._fragments, self._size = self._fragments, [], 0
        data = b"".join(frame.data for frame in frames)
        if frames[0].opcode is Opcode.BINARY:
            return data
        try:
            return data.decode()
        except UnicodeDecodeError:
            await self._fail(CloseCode.INVALID_DATA, "the text is not UTF-8")
            return None

    async def _fail(self, code: CloseCode, why: str) -> None:
        self.protocol.fail(code, why)
        await self.flush()

    async def send(self, message: str | bytes) -> None:
        """Send one message."""
        if isinstance(message, str):
            self.protocol.send_text(message.encode())
        else:
            self.protocol.send_binary(message)
        await self.flush()

    async def close(self, code: int = 1000) -> None:
        """Say goodbye, if nobody has yet. The events go on until the stream ends."""
        if self.is_open:
            self.protocol.send_close(code)
        await self.flush()

    async def leave(self) -> None:
        """Say goodbye, and wait until the peer has ended the stream, too."""
        async with asyncio.timeout(self._timeout):
            await self.close()
            while self.protocol.close_expected():
                await self.receive()

    def drop(self) -> None:
        """End the stream now."""
        self._writer.transport.abort()

    async def ask(self, protocol: ClientProtocol) -> None:
        """Ask for a WebSocket. Raises what the library makes of the answer."""
        protocol.send_request(protocol.connect())
        await self.flush()
        while protocol.state is CONNECTING and not protocol.handshake_exc:
            await self.read()
        if protocol.handshake_exc:
            raise protocol.handshake_exc

    async def request(self) -> Request | None:
        """Wait for a request. None: what came is none.

        What is glued to it must wait: were it broken, no answer could be given.
        """
        while not self.protocol.handshake_exc:
            lines = (await self._reader.read(PIECE)).splitlines(keepends=True)
            if not lines:
                self.protocol.receive_eof()
            while lines and not self.protocol.handshake_exc:
                self.protocol.receive_data(lines.pop(0))
                for event in self.protocol.events_received():
                    self._glued = b"".join(lines)
                    assert isinstance(event, Request)  # nothing else may come first
                    return event
        return None
