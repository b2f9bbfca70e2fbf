"""The clock and the echo over our own WebSocket, in threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from time import monotonic

from ..drivers import Settings, blocking
from ..protocol.events import Binary, Ping, Pong, Text
from . import TIMEOUT, USUAL, Clock, Options, Service, refuse_failure


@contextmanager
def serve(
    service: Service, *, host: str = "127.0.0.1", port: int = 0, how: Options = USUAL
) -> Iterator[str]:
    """Run a server, and give its address to the block."""
    handler = partial(push, service) if isinstance(service, Clock) else echo
    with blocking.serve(handler, host, port, how.settings(service)) as address:
        yield address


def echo(websocket: blocking.WebSocket) -> None:
    """Send each message back."""
    for event in websocket:
        if isinstance(event, Text | Binary):
            websocket.send(event)


def push(clock: Clock, websocket: blocking.WebSocket) -> None:
    """Send the time, and listen in between, so that a Ping gets its Pong."""
    for message in clock.messages():
        websocket.send(Text(message))
        deadline = monotonic() + clock.interval
        with suppress(TimeoutError):
            while websocket.receive(deadline - monotonic()) is not None:
                pass


def listen(address: str, *, timeout: float = TIMEOUT) -> Iterator[str]:
    """Yield each text message until the server says goodbye."""
    with blocking.connect(address, Settings(timeout=timeout)) as websocket:
        deadline = monotonic() + timeout
        while (event := websocket.receive(deadline - monotonic())) is not None:
            refuse_failure(event)
            if isinstance(event, Text):
                yield event.text
            if not isinstance(event, Ping | Pong):
                deadline = monotonic() + timeout
