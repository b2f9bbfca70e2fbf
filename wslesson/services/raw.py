"""The clock and the echo over plain TCP: a length header, then the message."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from urllib.parse import urlsplit

from ..drivers.clients import finish, receive_items, serve_clients
from ..protocol.addresses import place
from ..protocol.errors import RemoteProtocolError
from ..protocol.packets import encode_packet, parse_packet
from . import TIMEOUT, Clock, Service


@contextmanager
def serve(
    service: Service, *, host: str = "127.0.0.1", port: int = 0, idle: float = TIMEOUT
) -> Iterator[str]:
    """Serve each client in a thread of its own, and give the address to the block.

    A client that is silent or deaf for `idle` seconds is dropped.
    """

    def serve_one(sock: socket.socket, stopping: Event) -> None:
        sock.settimeout(idle)
        if isinstance(service, Clock):
            _push(sock, service, stopping, idle)
            return
        for body in receive_items(sock, parse_packet):
            sock.sendall(encode_packet(body))

    with serve_clients(serve_one, (host, port), idle) as where:
        yield f"tcp://{place(*where)}"


def _push(sock: socket.socket, clock: Clock, stopping: Event, idle: float) -> None:
    for number, text in enumerate(clock.messages()):
        if number and stopping.wait(clock.interval):
            return
        sock.sendall(encode_packet(text.encode()))
    finish(sock, idle)


def listen(address: str, *, timeout: float = TIMEOUT) -> Iterator[str]:
    """Yield the messages that a server pushes, until it ends the stream.

    Raises TimeoutError when nothing comes for `timeout` seconds, and
    RemoteProtocolError when what comes is not a message, or only part of one.
    """
    where = urlsplit(address)
    with socket.create_connection((where.hostname, where.port), timeout) as sock:
        for body in receive_items(sock, parse_packet):
            try:
                yield body.decode()
            except UnicodeDecodeError:
                raise RemoteProtocolError("a message is not UTF-8", code=1007) from None
