"""The clock and the echo with `websockets`, in threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from time import monotonic

from websockets.exceptions import ConnectionClosed, ConnectionClosedOK
from websockets.sync import client, server

from ..drivers.library import arguments
from ..drivers.library_threads import serve_in_threads
from . import TIMEOUT, USUAL, Clock, Options, Service, address_of


@contextmanager
def serve(
    service: Service, *, host: str = "127.0.0.1", port: int = 0, how: Options = USUAL
) -> Iterator[str]:
    """Run a server, and give its address to the block."""
    handler = partial(push, service) if isinstance(service, Clock) else echo
    new_server = partial(server.serve, handler, **arguments(how.settings(service)))
    with serve_in_threads(new_server, host, port, how.timeout) as where:
        yield address_of(where)


def echo(connection: server.ServerConnection) -> None:
    """Send each message back."""
    with suppress(ConnectionClosed):  # however the client leaves: it has gone
        for message in connection:
            connection.send(message)


def push(clock: Clock, connection: server.ServerConnection) -> None:
    """Send the time, and read in between, so that a goodbye is heard at once."""
    with suppress(ConnectionClosed):
        for message in clock.messages():
            connection.send(message)
            deadline = monotonic() + clock.interval
            with suppress(TimeoutError):
                while True:
                    connection.recv(timeout=deadline - monotonic())


def listen(address: str, *, timeout: float = TIMEOUT) -> Iterator[str]:
    """Yield each text message until the server says goodbye."""
    with (
        client.connect(address, proxy=None, open_timeout=timeout) as connection,
        suppress(ConnectionClosedOK),
    ):
        while True:
            message = connection.recv(timeout)
            if isinstance(message, str):
                yield message
