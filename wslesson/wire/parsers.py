"""What may come next on the wire: a parser for each thing that `said` yields."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ..protocol.errors import RemoteProtocolError
from ..protocol.frames import Expect, Head, parse_head
from ..protocol.heads import (
    END_OF_HEAD,
    MAX_HEAD,
    Headers,
    Request,
    Response,
    parse_list,
    parse_request,
    parse_response,
)
from ..protocol.reading import Decoder, Parser, Some, Until

ENDLESS = 2**63  # bytes: no stream has as many
ANY_FRAME = Expect(max_payload=ENDLESS)
# How a request or a response begins, as far as it is here: perhaps with line ends.
HEAD = re.compile(rb"(\r\n)*(\r?\Z|[A-Z]{1,7}([ /]|\Z))")
FRAME = re.compile(rb"[\x81\x82\x88-\x8a]")  # how a whole frame begins, and no text
SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*[;\r]")  # of a chunk of a body
LENGTH = re.compile(r"[0-9]{1,18}")  # of a body


@dataclass(frozen=True, slots=True)
class Unread:
    """Bytes that are no handshake and no frame, or only a part of one."""

    why: str = ""


Read = Request | Response | Head | Unread
NewParser = Callable[[], Parser[Read]]


def parse_message() -> Parser[Read]:
    """Read the head of a request or of an answer."""
    while not (head := (yield Until(END_OF_HEAD, "HEAD", MAX_HEAD)).lstrip(b"\r\n")):
        pass
    answers = head.startswith(b"HTTP/")
    decoder = Decoder[Read](parse_response if answers else parse_request)
    decoder.feed(head)
    return decoder.pull(Unread())


def parse_frame() -> Parser[Read]:
    """Read a frame, and pass over its payload, which may be larger than our memory."""
    head = yield from parse_head(ANY_FRAME)
    yield from parse_body(head.size)
    return head


def parse_body(size: int) -> Parser[Read]:
    """Pass over as many bytes."""
    while size:
        size -= len((yield Some(size, "BODY")))
    return Unread()


def parse_chunks() -> Parser[Read]:
    """Pass over a body that gives its size in pieces: RFC 9112 §7.1."""
    size = 1
    while size:
        line = yield Until(b"\r\n", "SIZE", MAX_HEAD)
        if not (found := SIZE.match(line)):
            raise RemoteProtocolError(f"not the size of a chunk: {line[:20]!r}")
        size = int(found[1], 16)
        yield from parse_body(size + 2 if size else 0)
    while (yield Until(b"\r\n", "TRAILER", MAX_HEAD)) != b"\r\n":
        pass
    return Unread()


def parse_rest() -> Parser[Read]:
    """Pass over what has come."""
    yield Some(ENDLESS, "REST")
    return Unread()


def body_of(headers: Headers, otherwise: NewParser | None) -> NewParser | None:
    """Return the parser of the body that the headers announce: RFC 9112 §6.3.

    None: there is no body. `parse_rest`: nobody knows where it ends.
    """
    if coding := parse_list(headers.get("transfer-encoding", "").lower()):
        return parse_chunks if coding[-1] == "chunked" else parse_rest
    sizes = {*parse_list(headers.get("content-length", ""))}  # it may be said twice
    if not sizes:
        return otherwise
    size = sizes.pop()
    if sizes or not LENGTH.fullmatch(size):
        return parse_rest
    return partial(parse_body, int(size)) if int(size) else None
