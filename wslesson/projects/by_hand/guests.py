"""The clients of the contract: they speak WebSocket, rightly or not, and listen."""

from __future__ import annotations

from ...checking.stages.clients import Client, NotYetError
from ...checking.stages.model import Scene
from ...protocol.errors import ProtocolError
from ...protocol.frames import Expect, Frame, Opcode, encode_frame, parse_frame
from ...protocol.handshake import check_response
from ...protocol.heads import Response, parse_answer
from ...protocol.reading import Decoder, Parser
from ...wire.comparing import compare

KEY = "dGhlIHNhbXBsZSBub25jZQ=="  # the one of RFC 6455 §1.3
REQUEST = (
    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    f"Sec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\n\r\n"
).encode()
NO_MASK = bytes(4)  # a key that changes nothing
MASK = bytes.fromhex("37fa213d")
ANSWERS = Expect(masked=False, rsv=0)  # what a server may send
NAMES = {opcode: opcode.name.title() for opcode in Opcode}


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    key: bytes | None = MASK,
    fin: bool = True,
    rsv: int = 0,
) -> bytes:
    """Write a client's frame, one that breaks the rules too."""
    whole = encode_frame(Frame(Opcode.BINARY, payload, mask_key=key))
    return bytes([fin << 7 | rsv << 4 | opcode]) + whole[1:]


def close(code: int, reason: bytes = b"") -> bytes:
    """Write a client's Close, whatever the code."""
    return frame(Opcode.CLOSE, code.to_bytes(2) + reason)


def told(opcode: Opcode, payload: bytes) -> str:
    """Return a frame in words: Text b'Hello', Close 1000."""
    if opcode is Opcode.CLOSE and payload:
        reason = payload[2:].decode(errors="replace")
        return f"Close {int.from_bytes(payload[:2])} {reason}".rstrip()
    more = f"… ({len(payload)} bytes)" if len(payload) > 12 else ""
    return f"{NAMES[opcode]} {payload[:12]!r}{more}"


class Guest:
    """One client of the program. Raises NotYetError for what it should not hear."""

    def __init__(self, scene: Scene) -> None:
        self.client: Client = scene.connect()
        self._decoder = Decoder(self._parser)
        self._let_in = False

    def _parser(self) -> Parser[Response | Frame]:
        if self._let_in:
            return (yield from parse_frame(ANSWERS))
        response = yield from parse_answer()
        self._let_in = response.status == 101
        return response

    def _next(self, hoped: str) -> Response | Frame | None:
        """Return what comes next, None for the end of the stream."""
        try:
            while (item := self._decoder.pull(None)) is None:
                if not (data := self.client.receive(hoped)):
                    break
                self._decoder.feed(data)
        except ProtocolError as error:
            raise self.client.not_yet(f"expected {hoped}, got this: {error}") from None
        if item is None and not self._decoder.between_items:
            raise self.client.not_yet(f"expected {hoped}, got only the start of it")
        return item

    def knock(self, *pieces: bytes) -> Guest:
        """Ask to be let in, and see that we are."""
        self.client.send(*(pieces or (REQUEST,)))
        response = self._next("the response 101")
        if not isinstance(response, Response):
            raise self.client.not_yet("expected the response 101, got none")
        if response.status != 101:
            raise self.client.not_yet(f"expected 101, got {response.status}")
        try:
            check_response(response, KEY)
        except ProtocolError as error:
            raise self.client.not_yet(f"the response will not do: {error}") from None
        return self

    def refused(self, request: bytes) -> Response:
        """Ask in a wrong way, and see that we are refused, and that it hangs up."""
        self.client.send(request)
        response = self._next("a response that refuses")
        if not isinstance(response, Response):
            raise self.client.not_yet("expected a response that refuses, got none")
        if not 400 <= response.status < 500:
            raise self.client.not_yet(f"expected 4xx, got {response.status}")
        self.client.hear_out("the end of the stream, after a refusal")
        return response

    def says(self, *pieces: bytes) -> None:
        """Send, piece after piece."""
        self.client.send(*pieces)

    def hears(self, opcode: Opcode, payload: bytes) -> None:
        """Expect this frame."""
        hoped = told(opcode, payload)
        got = self._frame(hoped)
        if got.opcode == opcode and got.payload != payload:
            parted = compare(got.payload, payload)
            raise self.client.not_yet(f"expected {hoped}:\n{parted}")
        if got.opcode != opcode or not got.fin:
            more = "" if got.fin else ", which is to be continued"
            said = told(got.opcode, got.payload)
            raise self.client.not_yet(f"expected {hoped}, got {said}{more}")

    def _frame(self, hoped: str) -> Frame:
        got = self._next(hoped)
        if not isinstance(got, Frame):
            raise self.client.not_yet(f"expected {hoped}, got the end of the stream")
        return got

    def hears_close(self, *codes: int) -> None:
        """Expect a Close with one of these codes, 0 for none, then the end."""
        hoped = f"Close {codes[0] or ''}".rstrip()
        got = self._frame(hoped)
        if got.opcode != Opcode.CLOSE or int.from_bytes(got.payload[:2]) not in codes:
            said = told(got.opcode, got.payload)
            raise self.client.not_yet(f"expected {hoped}, got {said}")
        if self._next("the end of the stream after the Close"):
            raise self.client.not_yet("expected the end after the Close, got more")
        self.leaves()

    def leaves(self) -> None:
        """Hang up."""
        self.client.hang_up()


def naming(name: str, error: NotYetError) -> NotYetError:
    """Return an error that begins with what was tried."""
    return NotYetError(f"{name}: {error}", error.tape)
