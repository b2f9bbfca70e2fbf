"""What a programmer sends and receives. Each event knows its own payload."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import LocalProtocolError, RemoteProtocolError
from .frames import Opcode
from .heads import Request, Response

TEXT, BINARY = Opcode.TEXT, Opcode.BINARY  # looked up once, not for each message


@dataclass(frozen=True, slots=True)
class Text:
    """A text message."""

    text: str

    def to_frame(self) -> tuple[Opcode, bytes]:
        """Return the opcode and payload to send, or raise LocalProtocolError."""
        try:
            return TEXT, self.text.encode()
        except UnicodeEncodeError as error:
            rule = f"{error.object[error.start]!a} is half a character"
            raise LocalProtocolError(rule, section="5.6") from error

    @classmethod
    def from_payload(cls, payload: bytes) -> Text:
        """Decode, or raise RemoteProtocolError with code 1007."""
        try:
            return cls(payload.decode())
        except UnicodeDecodeError as error:
            raise not_utf8() from error


@dataclass(frozen=True, slots=True)
class Binary:
    """A binary message."""

    data: bytes

    def to_frame(self) -> tuple[Opcode, bytes]:
        """Return the opcode and payload to send."""
        return BINARY, self.data


@dataclass(frozen=True, slots=True)
class Ping:
    """Are you there? The peer must answer with a Pong that has the same payload."""

    payload: bytes = b""

    def to_frame(self) -> tuple[Opcode, bytes]:
        """Return the opcode and payload to send."""
        return Opcode.PING, self.payload


@dataclass(frozen=True, slots=True)
class Pong:
    """Here I am."""

    payload: bytes = b""

    def to_frame(self) -> tuple[Opcode, bytes]:
        """Return the opcode and payload to send."""
        return Opcode.PONG, self.payload


@dataclass(frozen=True, slots=True)
class Close:
    """Goodbye. 1005 means that no code was sent; 1006, that there was no goodbye."""

    code: int = 1000
    reason: str = ""

    def to_frame(self) -> tuple[Opcode, bytes]:
        """Return the opcode and payload to send.

        Raises LocalProtocolError for a code that may not be sent, and for a reason
        that is not text.
        """
        if self.code == 1005 and not self.reason:
            return Opcode.CLOSE, b""
        if not may_be_sent(self.code):
            raise LocalProtocolError(f"close code {self.code}", section="7.4")
        return Opcode.CLOSE, self.code.to_bytes(2) + Text(self.reason).to_frame()[1]

    @classmethod
    def from_payload(cls, payload: bytes) -> Close:
        """Read the code and the reason, or raise RemoteProtocolError."""
        if not payload:
            return cls(1005)
        if len(payload) == 1:
            raise RemoteProtocolError("half a close code", section="5.5.1")
        code = int.from_bytes(payload[:2])
        if not may_be_sent(code):
            raise RemoteProtocolError(f"close code {code}", section="7.4")
        return cls(code, Text.from_payload(payload[2:]).text)


Event = Request | Response | Text | Binary | Ping | Pong | Close


def may_be_sent(code: int) -> bool:
    """Tell whether a Close frame may carry `code`: RFC 6455 §7.4, and IANA's list."""
    return 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999


def not_utf8() -> RemoteProtocolError:
    """Return the error for text that is not UTF-8: code 1007."""
    return RemoteProtocolError("the text is not UTF-8", section="8.1", code=1007)
