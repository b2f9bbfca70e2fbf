"""The addresses of WebSockets: as they are written, needed and shown (RFC 6455 §3)."""

from __future__ import annotations

import base64
import re
import string
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from .heads import Headers


@dataclass(frozen=True)
class Address:
    """Where a client goes: what `ws://user:password@host:port/path?query` says."""

    host: str
    port: int
    path: str
    tls: bool
    login: str = field(default="", repr=False)  # "user:password", never printed

    @classmethod
    def parse(cls, url: str) -> Address:
        """Read an address, or raise ValueError: RFC 6455 §3.

        >>> Address.parse("ws://example.com/chat?room=1")
        Address(host='example.com', port=80, path='/chat?room=1', tls=False)
        """
        shown = without_login(url)
        try:
            address = cls._parse(url)
        except (ValueError, KeyError):  # their text may hold the password
            raise ValueError(f"not the address of a WebSocket: {shown}") from None
        if not address.port:
            raise ValueError(f"port 0 stands for any, so nobody is there: {shown}")
        return address

    @classmethod
    def _parse(cls, url: str) -> Address:
        parts = urlsplit(url)
        tls = {"ws": False, "wss": True}[parts.scheme]
        port = (443 if tls else 80) if parts.port is None else parts.port
        if not parts.hostname or "#" in url:
            raise ValueError
        query = f"?{parts.query}" if parts.query else ""
        path = quote((parts.path or "/") + query, safe=string.punctuation)
        login = ""
        if parts.username or parts.password:
            login = unquote(f"{parts.username}:{parts.password or ''}", errors="strict")
        return cls(parts.hostname.encode("idna").decode(), port, path, tls, login)

    def __str__(self) -> str:
        return f"{'wss' if self.tls else 'ws'}://{self.name}{self.path}"

    @property
    def name(self) -> str:
        """What the Host header says: the port only when it is not the usual one."""
        usual = self.port == (443 if self.tls else 80)
        return place(self.host, self.port).removesuffix(f":{self.port}" * usual)

    @property
    def headers(self) -> Headers:
        """What the address adds to a request: who we are (RFC 7617)."""
        basic = base64.b64encode(self.login.encode()).decode()
        return {"authorization": f"Basic {basic}"} if self.login else {}


def place(host: str, port: int) -> str:
    """Write a host and a port as an address does.

    >>> place("::1", 9000)
    '[::1]:9000'
    """
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def without_login(address: str) -> str:
    """Return an address that may be printed: without its user and password.

    What is no address is shown from its last "@" on: the password may have a "/".

    >>> without_login("ws://me:secret@example.com/chat?at=@")
    'ws://example.com/chat?at=@'
    >>> without_login("ws://me:sec/ret@example.com/")
    'ws://…@example.com/'
    """
    login, instead = (r"[^/?#]*@", "") if _has_a_host(address) else (r"(?s:.*)@", "…@")
    return re.sub(rf"^([A-Za-z][\w+.-]*://)?{login}", rf"\1{instead}", address)


def _has_a_host(address: str) -> bool:
    try:
        where = urlsplit(address if "://" in address else f"//{address}")
        return bool(where.hostname) and where.port != 0 and "#" not in address
    except ValueError:
        return False
