"""A WebSocket connection without a socket.

Bytes in, events out; events in, bytes out. The two ends differ only in `role`:

    client = Connection(Role.CLIENT)
    wire = client.send(Text("hello"))      # bytes to put on a socket, or to look at
    server.receive_data(wire)
    list(server.events())                  # [Text("hello")]

A connection never speaks on its own. When a peer asks, pings or closes, `reply_to`
says what the rules ask for; when it breaks a rule, `fail` does. The caller sends it.
"""

import base64
import secrets
from collections.abc import Callable, Iterator
from enum import Enum

from . import frames, handshake, heads
from .errors import LocalProtocolError, RemoteProtocolError
from .events import Binary, Close, Event, Ping, Pong, Text
from .frames import Frame, Mask, Opcode, apply_mask, encode_frame, mask_keys
from .handshake import ANY, Terms
from .heads import Headers, Request, Response
from .lifecycle import State, Step, advance
from .messages import COMPRESSED, Assembler
from .reading import Decoder, Parser

Role = Enum("Role", "CLIENT SERVER")  # which end of the connection we are

DATA = (Text, Binary)  # these are looked up once, not for each message
OPEN, CONTINUATION = State.OPEN, Opcode.CONTINUATION
READING = (OPEN, State.CLOSE_SENT, State.CONNECTING, State.REQUESTED)
MAX_REASON = 123  # bytes: a control frame, less the code


class Connection:
    """One end of a WebSocket connection.

    `max_message` is in bytes. `mask` may be a quicker `apply_mask`, such as the one
    that `websockets` has in C.
    """

    def __init__(
        self,
        role: Role,
        *,
        terms: Terms = ANY,
        max_message: int = frames.MAX_PAYLOAD,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
        mask: Mask = apply_mask,
    ) -> None:
        self.role = role
        self.state = State.CONNECTING
        self.subprotocol: str | None = None
        self._terms = terms
        self._random_bytes = random_bytes
        self._keys = mask_keys(random_bytes) if role is Role.CLIENT else None
        self._mask = mask
        self._extension = terms.extension() if terms.extension else None
        unmask = mask if role is Role.SERVER else None
        self._assembler = Assembler(unmask, max_message)
        self._decoder: Decoder[Event] = Decoder(
            self._parse_event, shortcut=self._assembler.whole_message
        )
        self._key = ""
        self._unfinished: Opcode | None = None  # the message that we are sending
        self._ended = False

    # Sending: events in, bytes out.

    def connect(self, host: str, path: str = "/", more: Headers | None = None) -> bytes:
        """Return the client's opening request, with `more` headers.

        A Host among them replaces ours. Raises LocalProtocolError for another one that
        the handshake says itself.
        """
        self._key = base64.b64encode(self._random_bytes(16)).decode()
        request = handshake.upgrade_request(host, path, self._key, self._terms)
        if self._extension:
            request.headers["sec-websocket-extensions"] = self._extension.offer()
        handshake.add_headers(request, more or {})
        return self.send(request)

    def send(self, event: Event, *, fin: bool = True) -> bytes:
        """Return the bytes for `event`, or raise LocalProtocolError if now is wrong.

        With `fin=False`, a Text or Binary is one fragment of a longer message, which
        the next one continues.
        """
        if isinstance(event, DATA):
            return self._send_data(event, fin)
        if isinstance(event, Request | Response):
            return self._send_head(event)
        opcode, payload = event.to_frame()
        wire = self._encode(opcode, payload, True, 0)
        self._step(Step.SEND_CLOSE if opcode is Opcode.CLOSE else Step.SEND_FRAME)
        return wire

    def reply_to(self, event: Event) -> Event | None:
        """Return the event that the rules oblige us to send back, if any."""
        match event:
            case Request():
                return handshake.answer(event, self._terms, self._extension)
            case Ping(payload) if self.state is OPEN:
                return Pong(payload)
            case Close(code) if self.state is State.CLOSE_RECEIVED:
                return Close(code)
        return None

    def fail(self, error: RemoteProtocolError) -> bytes:
        """Return the last bytes for a peer that broke a rule; nothing more is read."""
        wire = b""
        if self.state is OPEN:
            reason = str(error).encode()[:MAX_REASON].decode(errors="ignore")
            wire = self.send(Close(error.code, reason))
        elif self.state is State.CONNECTING and self.role is Role.SERVER:
            too_large = error.code == 1009  # RFC 6585 §5
            wire = heads.encode_head(handshake.refuse(431 if too_large else 400))
        self._step(Step.FAIL)
        return wire

    def _send_head(self, event: Request | Response) -> bytes:
        wire = heads.encode_head(event)
        if isinstance(event, Request) is not (self.role is Role.CLIENT):
            raise LocalProtocolError("a client asks, a server answers", section="4")
        if isinstance(event, Request):
            self._step(Step.SEND_REQUEST)
        else:
            self._take(event, Step.SEND_ACCEPT, Step.SEND_REFUSAL)
            wire += event.body
        return wire

    def _send_data(self, event: Text | Binary, fin: bool) -> bytes:
        if self.state is not OPEN:
            self._step(Step.SEND_FRAME)  # which says what is wrong
        opcode, payload = event.to_frame()
        begun = self._unfinished
        if begun not in (None, opcode):
            raise LocalProtocolError("another message is not finished", section="5.4")
        self._unfinished = None if fin else opcode
        rsv = 0
        if self._assembler.extension:
            payload = self._assembler.extension.encode(payload, fin)
            rsv = COMPRESSED if begun is None else 0
        return self._encode(CONTINUATION if begun else opcode, payload, fin, rsv)

    def _encode(self, opcode: Opcode, payload: bytes, fin: bool, rsv: int) -> bytes:
        key = next(self._keys) if self._keys else None
        return encode_frame(Frame(opcode, payload, fin, rsv, key), self._mask)

    # Receiving: bytes in, events out.

    def receive_data(self, data: bytes) -> None:
        """Take bytes that arrived. As with `recv`, b"" means the stream ended."""
        if not data:
            self._ended = True
        elif self.state in READING:
            self._decoder.feed(data)

    def events(self) -> Iterator[Event]:
        """Yield what the bytes so far mean. Raises RemoteProtocolError."""
        while (event := self.next_event()) is not None:
            yield event

    def next_event(self) -> Event | None:
        """Return the next event, or None when it is not here yet."""
        if self.state in READING:
            event = self._decoder.pull(None)
            if event is not None:
                return event
        if not self._ended or self.state is State.CLOSED:
            return None
        all_is_said = self.state in (State.CLOSE_RECEIVED, State.CLOSE_DONE)
        self._step(Step.END_OF_STREAM)
        return None if all_is_said else Close(1006)

    def _parse_event(self) -> Parser[Event]:
        if self._assembler.ready:
            event = yield from self._assembler.parse_event()
            closing = isinstance(event, Close)
            self._step(Step.RECEIVE_CLOSE if closing else Step.RECEIVE_FRAME)
            return event
        if self.role is Role.SERVER:
            request = yield from heads.parse_request()
            self._step(Step.RECEIVE_REQUEST)
            return request
        response = yield from heads.parse_answer()
        if response.status == 101:
            handshake.check_response(response, self._key, self._terms, self._extension)
        self._take(response, Step.RECEIVE_ACCEPT, Step.RECEIVE_REFUSAL)
        return response

    def _take(self, response: Response, accept: Step, refusal: Step) -> None:
        """Speak WebSocket from now on, if that is what the server's answer says."""
        self._step(accept if response.status == 101 else refusal)
        if response.status != 101:
            return
        self.subprotocol = response.headers.get("sec-websocket-protocol")
        if heads.parse_list(response.headers.get("sec-websocket-extensions", "")):
            self._assembler.extension = self._extension
        self._assembler.ready = True

    def _step(self, step: Step) -> None:
        self.state = advance(self.state, step)
