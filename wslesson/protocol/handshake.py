"""The opening handshake: a client asks to upgrade, a server answers. RFC 6455 §4."""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from .errors import LocalProtocolError, RemoteProtocolError
from .heads import TOKEN, Extensions, Request, Response, parse_extensions, parse_list

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
VERSION = "13"
UPGRADE = {"upgrade": "websocket", "connection": "Upgrade"}
KEY = re.compile(r"[A-Za-z0-9+/]{21}[AQgw]==")  # 16 bytes in base64


class Extension(Protocol):
    """What plugs into a reserved bit and changes payloads: see `deflate`."""

    def offer(self) -> str:
        """Return what a client asks for."""

    def choose(self, offers: Extensions) -> str | None:
        """Return what a server agrees to, or None when no offer suits it."""

    def confirm(self, chosen: Extensions) -> None:
        """Take what the server chose, or raise RemoteProtocolError."""

    def encode(self, payload: bytes, fin: bool) -> bytes:
        """Return what is sent for one frame of a message."""

    def decode(self, piece: bytes, fin: bool, room: int) -> bytes:
        """Return what a piece of a message means, in at most `room` bytes."""


@dataclass(frozen=True)
class Terms:
    """What a server insists on, and what both can speak. None means: anything.

    An origin of None lets in the clients that send none: those outside browsers.
    `pages` has a text for each path at which a server answers who wants no WebSocket.
    """

    subprotocols: tuple[str, ...] = ()
    origins: tuple[str | None, ...] | None = None
    paths: tuple[str, ...] | None = None
    extension: Callable[[], Extension] | None = None
    pages: Mapping[str, str] = field(default_factory=dict, hash=False)


ANY = Terms()


def accept_token(key: str) -> str:
    """Prove that we read the key, and that we speak WebSocket.

    >>> accept_token("dGhlIHNhbXBsZSBub25jZQ==")
    's3pPLMBiTxaQ9kYGzzhZRbK+xOo='
    """
    digest = hashlib.sha1((key + GUID).encode(), usedforsecurity=False).digest()
    return base64.b64encode(digest).decode()


def upgrade_request(host: str, path: str, key: str, terms: Terms = ANY) -> Request:
    """Build the request that a client must send.

    Raises LocalProtocolError unless the subprotocols are different tokens.
    """
    names = terms.subprotocols
    if len(set(names)) < len(names) or not all(re.fullmatch(TOKEN, n) for n in names):
        raise LocalProtocolError(f"subprotocols {names}", section="4.1")
    ours = {"sec-websocket-key": key, "sec-websocket-version": VERSION}
    headers = {"host": host} | UPGRADE | ours
    if names:
        headers["sec-websocket-protocol"] = ", ".join(names)
    return Request(path, headers)


def add_headers(request: Request, more: Mapping[str, str]) -> None:
    """Add to what the client says, in any case of letters; a Host replaces ours.

    Raises LocalProtocolError for another one that the handshake says itself.
    """
    named = {name.lower(): value for name, value in more.items()}
    for name in named:
        if name in request.headers and name != "host":
            raise LocalProtocolError(f"the handshake says {name} itself", section="4.1")
    request.headers.update(named)


def answer(
    request: Request, terms: Terms = ANY, extension: Extension | None = None
) -> Response:
    """Decide what a server must answer: 101, a page, or the refusal that fits."""
    other = (
        _page(request, terms)
        or _not_a_handshake(request)
        or _not_welcome(request, terms)
    )
    if other:
        return other
    try:
        offers = parse_extensions(request.headers.get("sec-websocket-extensions", ""))
    except RemoteProtocolError:
        return refuse(400)
    token = accept_token(request.headers["sec-websocket-key"])
    headers = UPGRADE | {"sec-websocket-accept": token}
    offered = parse_list(request.headers.get("sec-websocket-protocol", ""))
    if common := [name for name in terms.subprotocols if name in offered]:
        headers["sec-websocket-protocol"] = common[0]
    if extension and (chosen := extension.choose(offers)):
        headers["sec-websocket-extensions"] = chosen
    return Response(101, headers)


def refuse(status: int, **headers: str) -> Response:
    """Build a refusal, after which the stream ends."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, {"connection": "close", "content-length": "0"} | named)


def _page(request: Request, terms: Terms) -> Response | None:
    """Return the page that a browser or a health check asks for, if we have it."""
    text = terms.pages.get(_path(request))
    wanted = request.method in ("GET", "HEAD") and "host" in request.headers
    if text is None or not wanted or _lists(request, "upgrade", "websocket"):
        return None
    body = text.encode(errors="replace")
    headers = {
        "content-type": "text/plain; charset=utf-8",
        "content-length": str(len(body)),
        "connection": "close",
    }
    return Response(200, headers, body if request.method == "GET" else b"")


def _not_a_handshake(request: Request) -> Response | None:
    headers = request.headers
    version = headers.get("sec-websocket-version", "")
    if request.method != "GET":
        return refuse(405, allow="GET")
    if not _lists(request, "upgrade", "websocket") or (
        version.isdecimal() and version != VERSION
    ):
        return refuse(426, upgrade="websocket", sec_websocket_version=VERSION)
    well_formed = (
        version == VERSION
        and _lists(request, "connection", "upgrade")
        and re.fullmatch(r"[^\s,]+", headers.get("host", ""))
        and KEY.fullmatch(headers.get("sec-websocket-key", ""))
        and headers.get("content-length", "0") == "0"
        and "transfer-encoding" not in headers
    )
    return None if well_formed else refuse(400)


def _not_welcome(request: Request, terms: Terms) -> Response | None:
    if terms.paths is not None and _path(request) not in terms.paths:
        return refuse(404)
    if terms.origins is not None and request.headers.get("origin") not in terms.origins:
        return refuse(403)
    return None


def check_response(
    response: Response, key: str, terms: Terms = ANY, extension: Extension | None = None
) -> None:
    """Raise RemoteProtocolError unless the server really accepted our upgrade."""
    headers = response.headers
    subprotocol = headers.get("sec-websocket-protocol")
    token = headers.get("sec-websocket-accept")
    for holds, fault in (
        (headers.get("upgrade", "").lower() == "websocket", "Upgrade is not websocket"),
        (_lists(response, "connection", "upgrade"), "Connection does not list Upgrade"),
        (token == accept_token(key), "Sec-WebSocket-Accept does not match our key"),
        (subprotocol in (None, *terms.subprotocols), "the subprotocol was not offered"),
    ):
        if not holds:
            raise RemoteProtocolError(fault, section="4.1")
    if chosen := parse_extensions(headers.get("sec-websocket-extensions", "")):
        if not extension:
            rule = "an extension that was not offered"
            raise RemoteProtocolError(rule, section="4.1")
        extension.confirm(chosen)


def _lists(message: Request | Response, name: str, token: str) -> bool:
    return token in parse_list(message.headers.get(name, "").lower())


def _path(request: Request) -> str:
    return request.path.partition("?")[0]
