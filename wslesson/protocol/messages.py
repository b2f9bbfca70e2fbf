"""Frames become events: fragments are joined, and text is checked as it arrives.

RFC 6455 §5.4 to §5.6, and §8.1.
"""

from codecs import getincrementaldecoder
from collections.abc import Callable

from .errors import RemoteProtocolError
from .events import Binary, Close, Ping, Pong, Text, not_utf8
from .frames import Expect, Head, Mask, Opcode, parse_head, read_whole
from .handshake import Extension
from .reading import Parser, Some, Take

COMPRESSED = 0b100  # the first reserved bit, which permessage-deflate gives a meaning
WHOLE_TEXT, WHOLE_BINARY = 0x81, 0x82  # the first byte of most messages
CONTROL: dict[Opcode, Callable[[bytes], Ping | Pong | Close]] = {
    Opcode.PING: Ping,
    Opcode.PONG: Pong,
    Opcode.CLOSE: Close.from_payload,
}


class Message:
    """A message while its pieces arrive. `limit` is in bytes.

    Text is refused at the first byte that cannot be UTF-8, wherever it was cut.
    """

    def __init__(self, opcode: Opcode, limit: int, inflate: Extension | None) -> None:
        self._opcode = opcode
        self._limit = limit
        self._inflate = inflate
        self._claimed = 0
        self._data = bytearray()
        self._utf8 = getincrementaldecoder("utf-8")()

    def announce(self, size: int, fin: bool) -> None:
        """Take the size that a frame claims, or raise RemoteProtocolError.

        An empty frame counts for one byte unless it is the last: an endless row of
        them must not be free.
        """
        self._claimed += size or not fin
        if self._claimed > self._limit:
            rule = f"a message of more than {self._limit} bytes"
            raise RemoteProtocolError(rule, section="10.4", code=1009)

    def add(self, piece: bytes, last: bool) -> None:
        """Take the next piece, or raise RemoteProtocolError."""
        if self._inflate:
            piece = self._inflate.decode(piece, last, self._limit - len(self._data))
        if self._opcode is Opcode.TEXT:
            try:
                self._utf8.decode(piece, last)
            except UnicodeDecodeError as error:
                raise not_utf8() from error
        self._data += piece

    def finish(self) -> Text | Binary:
        """Return the whole message."""
        if self._opcode is Opcode.TEXT:
            return Text(self._data.decode())
        return Binary(bytes(self._data))


class Assembler:
    """Reads the frames of one peer, and remembers what is unfinished.

    `unmask` is None when the peer must not mask.
    """

    def __init__(self, unmask: Mask | None, max_message: int) -> None:
        self.ready = False  # the handshake is done, so frames may come
        self.extension: Extension | None = None
        self._unmask = unmask
        self._max_message = max_message
        self._message: Message | None = None

    def parse_event(self) -> Parser[Text | Binary | Ping | Pong | Close]:
        """Read frames until they make an event."""
        rsv = COMPRESSED if self.extension else 0
        expect = Expect(self._unmask is not None, rsv, self._max_message)
        while True:
            head = yield from parse_head(expect)
            if head.opcode >= Opcode.CLOSE:
                return (yield from self._parse_control(head))
            message = self._message_of(head)
            yield from self._parse_payload(head, message)
            if head.fin:
                self._message = None
                return message.finish()

    def whole_message(
        self, buffer: bytes, start: int
    ) -> tuple[Text | Binary, int] | None:
        """Read an ordinary message at once: a shortcut around `parse_event`."""
        first = buffer[start]
        if first != WHOLE_TEXT and first != WHOLE_BINARY:
            return None
        if self._message is not None or not self.ready:
            return None
        found = read_whole(buffer, start, self._unmask)
        if found is None or len(found[0]) > self._max_message:
            return None
        payload, end = found
        if first == WHOLE_TEXT:
            return Text.from_payload(payload), end
        return Binary(payload), end

    def _parse_control(self, head: Head) -> Parser[Ping | Pong | Close]:
        payload = yield Take(head.size, "PAYLOAD")
        if head.rsv:
            raise RemoteProtocolError("a reserved bit is set", section="5.2")
        if head.mask_key is not None and self._unmask:
            payload = self._unmask(payload, head.mask_key)
        return CONTROL[head.opcode](payload)

    def _message_of(self, head: Head) -> Message:
        """Return the message to which a frame belongs, as §5.4 has it."""
        first = head.opcode is not Opcode.CONTINUATION
        if first is (self._message is not None):
            rule = "a message began or went on at the wrong time"
            raise RemoteProtocolError(rule, section="5.4")
        if head.rsv and not first:
            raise RemoteProtocolError("a reserved bit is set", section="5.2")
        if self._message is None:
            inflate = self.extension if head.rsv else None
            self._message = Message(head.opcode, self._max_message, inflate)
        self._message.announce(head.size, head.fin)
        return self._message

    def _parse_payload(self, head: Head, message: Message) -> Parser[None]:
        left, key = head.size, head.mask_key
        while left:
            piece = yield Some(left, "PAYLOAD")
            left -= len(piece)
            if key is not None and self._unmask:
                turn = len(piece) % 4
                piece, key = self._unmask(piece, key), key[turn:] + key[:turn]
            message.add(piece, head.fin and not left)
        if not head.size:
            message.add(b"", head.fin)
