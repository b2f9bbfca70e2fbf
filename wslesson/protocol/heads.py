"""The heads of HTTP messages: a first line, then headers. RFC 9112, the part we need.

GET /chat HTTP/1.1
Host: example.com
"""

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from sys import intern

from .errors import LocalProtocolError, RemoteProtocolError
from .reading import Parser, Until

END_OF_HEAD = b"\r\n\r\n"
MAX_HEAD = 8192  # bytes: a stranger may not fill our memory before we know him
MAX_HEADERS = 100

Headers = dict[str, str]
Parameters = list[tuple[str, str | None]]
Extensions = list[tuple[str, Parameters]]


@dataclass(frozen=True, slots=True)
class Request:
    """The client asks to upgrade. `headers` has lower-case names."""

    path: str
    headers: Headers = field(default_factory=dict)
    method: str = "GET"


@dataclass(frozen=True, slots=True)
class Response:
    """The server answers: 101 accepts, anything else refuses, perhaps with a page.

    `body` is what we send behind the head; that of a peer's answer is not read.
    """

    status: int
    headers: Headers = field(default_factory=dict)
    body: bytes = b""


REASONS = {int(status): status.phrase for status in HTTPStatus}

TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
# A target is a path, or a whole address that has one; "#" is never sent.
REQUEST_LINE = re.compile(
    rf"({TOKEN}) (?:https?://[^/?# ]+(?=[/?]))?((?:/|\?)[!-\"$-~]*) HTTP/1\.[1-9]"
)
STATUS_LINE = re.compile(r"HTTP/1\.[1-9] ([1-9]\d\d)(?: [\t -~\x80-\xff]*)?")
HEADER = re.compile(rf"({TOKEN}):[ \t]*([\t -~\x80-\xff]*)")
PARAMETER = rf"[ \t]*;[ \t]*({TOKEN})(?:[ \t]*=[ \t]*(?:({TOKEN})|\"({TOKEN})\"))?"
EXTENSION = re.compile(rf"[ \t]*({TOKEN})((?:{PARAMETER})*)[ \t]*(?:,|$)")


def encode_head(message: Request | Response) -> bytes:
    r"""Write the head of an HTTP message.

    Raises LocalProtocolError for one that could be read in another way.

    >>> encode_head(Request("/chat", {"host": "example.com"}))
    b'GET /chat HTTP/1.1\r\nhost: example.com\r\n\r\n'
    """
    if isinstance(message, Request):
        first, pattern = f"{message.method} {message.path} HTTP/1.1", REQUEST_LINE
    else:
        reason = REASONS.get(message.status, "")
        first, pattern = f"HTTP/1.1 {message.status} {reason}", STATUS_LINE
    lines = [f"{name}: {value}" for name, value in message.headers.items()]
    if not pattern.fullmatch(first) or not all(map(HEADER.fullmatch, lines)):
        raise LocalProtocolError(f"not the head of an HTTP message: {message}")
    return "\r\n".join([first, *lines]).encode("latin-1") + END_OF_HEAD


def parse_request() -> Parser[Request]:
    """Read the head of a request. Raises RemoteProtocolError."""
    head = yield Until(END_OF_HEAD, "REQUEST HEAD", MAX_HEAD)
    (method, path), headers = _split(head, REQUEST_LINE, "request", "4.2.1")
    return Request(path if path.startswith("/") else f"/{path}", headers, method)


def parse_response() -> Parser[Response]:
    """Read the head of a response. Raises RemoteProtocolError."""
    head = yield Until(END_OF_HEAD, "RESPONSE HEAD", MAX_HEAD)
    (status,), headers = _split(head, STATUS_LINE, "response", "4.1")
    return Response(int(status), headers)


def _split(
    head: bytes, pattern: re.Pattern[str], kind: str, section: str
) -> tuple[tuple[str, ...], Headers]:
    """Return what the first line says, and the headers, joined when they repeat."""
    first, *lines = head.removesuffix(END_OF_HEAD).decode("latin-1").split("\r\n")
    if not (found := pattern.fullmatch(first)):
        raise RemoteProtocolError(f"not a {kind}: {first!r}", section=section)
    if len(lines) > MAX_HEADERS:
        raise RemoteProtocolError(f"more than {MAX_HEADERS} headers", section="4.2.1")
    headers: Headers = {}
    for line in lines:
        match = HEADER.fullmatch(line)
        if not match:
            raise RemoteProtocolError(f"not a header: {line!r}", section="4.2.1")
        # Ten thousand clients send the same: keep it once.
        name, value = intern(match[1].lower()), intern(match[2].rstrip(" \t"))
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return found.groups(), headers


def parse_list(value: str) -> list[str]:
    """Split a header that holds a list.

    >>> parse_list("keep-alive, Upgrade")
    ['keep-alive', 'Upgrade']
    """
    return [item for part in value.split(",") if (item := part.strip(" \t"))]


def parse_extensions(value: str) -> Extensions:
    """Read a Sec-WebSocket-Extensions header: RFC 6455 §9.1.

    Raises RemoteProtocolError when it does not follow the grammar.

    >>> parse_extensions("mux; max=4, gzip")
    [('mux', [('max', '4')]), ('gzip', [])]
    """
    extensions: Extensions = []
    position = 0
    while position < len(value):
        match = EXTENSION.match(value, position)
        if not match:
            raise RemoteProtocolError(f"not extensions: {value!r}", section="9.1")
        parameters = re.findall(PARAMETER, match[2])
        extensions.append((match[1], [(n, a or b or None) for n, a, b in parameters]))
        position = match.end()
    return extensions
