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
MAX_ANSWER = 4 * MAX_HEAD  # a server is no stranger: we chose it, and its cookies
MAX_HEADERS = 100
MAX_ANSWERS = 10  # what a server says before its answer, and this

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
# A target is a path, or a whole address, which may lack one; "#" is never sent.
HOST = r"https?://[!\"$-.0->@-~]+"
REQUEST_LINE = re.compile(
    rf"({TOKEN}) (?:{HOST}(?=[/? ])|(?=[/?]))((?:[/?][!-\"$-~]*)?) HTTP/1\.([0-9])"
)
# HTTP/1.0 has no status under 200: RFC 9110 §15.2.
STATUS_LINE = re.compile(r"HTTP/1\.(?!0 1)[0-9] ([1-9][0-9]{2})(?: [\t -~\x80-\xff]*)?")
# What may be empty stands beside nothing of its kind: each text is read in one way,
# so one that does not fit takes no longer than one that does.
HEADER = re.compile(rf"({TOKEN}):([\t -~\x80-\xff]*)")
PARAMETER = rf"[ \t]*;[ \t]*({TOKEN})(?:[ \t]*=[ \t]*(?:({TOKEN})|\"({TOKEN})\"))?"
EXTENSION = re.compile(rf"[ \t]*(?:({TOKEN})((?:{PARAMETER})*)[ \t]*)?(?:,|\Z)")
# A line feed that ends the empty line below a head, or one without its CR.
LINE_FEED = re.compile(rb"\n(?:(?<=[^\n]\r\n\r\n)|(?<!\r\n))")
EMPTY_LINES = re.compile(rb"\A(?:\r\n)*")


class UntilEmptyLine(Until):
    """Want a head, up to the empty line below it.

    A line that ends with LF alone is refused at once: RFC 9112 §2.2 lets us accept
    it, but then a proxy in front of us might read another head than we do.
    """

    def find(self, buffer: bytes, start: int, seen: int) -> int:
        """Return where the head ends, or -1. Raises RemoteProtocolError."""
        found = LINE_FEED.search(buffer, start + seen, start + self.limit)
        if not found:
            return -1
        if not buffer.endswith(self.mark, start, found.end()):
            rule = "a line of a head ends with CR and LF: RFC 9112 §2.2"
            raise RemoteProtocolError(rule)
        return found.end()


REQUEST_HEAD = UntilEmptyLine(END_OF_HEAD, "REQUEST HEAD", MAX_HEAD)


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
    headers = message.headers
    lines = [f"{name}: {value}" for name, value in headers.items()]
    doubled = len({name.lower() for name in headers}) < len(headers)
    well_formed = pattern.fullmatch(first) and all(map(HEADER.fullmatch, lines))
    if doubled or not well_formed:
        raise LocalProtocolError(f"not the head of an HTTP message: {message}")
    return "\r\n".join([first, *lines]).encode("latin-1") + END_OF_HEAD


def parse_request() -> Parser[Request]:
    """Read the head of a request. Raises RemoteProtocolError.

    Empty lines before it are passed over: RFC 9112 §2.2. An Upgrade of HTTP/1.0
    is, too: RFC 9110 §7.8.
    """
    head = EMPTY_LINES.sub(b"", (yield REQUEST_HEAD))
    (method, path, minor), headers = _split(head, REQUEST_LINE, "request", "4.2.1")
    if minor == "0":  # which needs no Host, and has no Upgrade
        headers.pop("upgrade", None)
        headers.setdefault("host", "")
    return Request(path if path.startswith("/") else f"/{path}", headers, method)


def parse_response() -> Parser[Response]:
    """Read the head of a response. Raises RemoteProtocolError."""
    head = yield UntilEmptyLine(END_OF_HEAD, "RESPONSE HEAD", MAX_ANSWER)
    (status,), headers = _split(head, STATUS_LINE, "response", "4.1")
    return Response(int(status), headers)


def parse_answer() -> Parser[Response]:
    """Read the answer, and pass over the 1xx that come before it: RFC 9110 §15.2.

    Raises RemoteProtocolError, also when there are too many.
    """
    for _ in range(MAX_ANSWERS):
        response = yield from parse_response()
        if response.status == 101 or response.status >= 200:
            return response
    rule = f"{MAX_ANSWERS} answers, and none of them the last"
    raise RemoteProtocolError(rule, section="4.1")


def _split(
    head: bytes, pattern: re.Pattern[str], kind: str, section: str
) -> tuple[tuple[str, ...], Headers]:
    """Return what the first line says, and the headers, joined when they repeat."""
    first, *lines = head.removesuffix(END_OF_HEAD).decode("latin-1").split("\r\n")
    if not (found := pattern.fullmatch(first)):
        raise RemoteProtocolError(f"not a {kind}: {first!r}", section=section)
    if len(lines) > MAX_HEADERS:
        rule = f"more than {MAX_HEADERS} headers"
        raise RemoteProtocolError(rule, section="4.2.1", code=1009)
    values: dict[str, list[str]] = {}
    for line in lines:
        match = HEADER.fullmatch(line)
        if not match:
            raise RemoteProtocolError(f"not a header: {line!r}", section="4.2.1")
        values.setdefault(match[1].lower(), []).append(match[2].strip(" \t"))
    # Ten thousand clients send the same: keep it once.
    headers = {intern(name): intern(", ".join(all_)) for name, all_ in values.items()}
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
        if match[1]:  # an element of a list may be empty: RFC 9110 §5.6.1
            parameters = re.findall(PARAMETER, match[2])
            pairs = [(name, a or b or None) for name, a, b in parameters]
            extensions.append((match[1], pairs))
        position = match.end()
    return extensions
