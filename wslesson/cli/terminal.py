"""Run a service in a terminal, or listen to one, whatever its style."""

from __future__ import annotations

import logging
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from websockets.exceptions import WebSocketException

from ..drivers import RefusedError
from ..protocol.addresses import place, without_login
from ..protocol.errors import ProtocolError
from ..protocol.heads import Response
from ..services import Clock, Echo, Service
from ..services.styles import hear, serving, speaks_websocket, style_for
from ..workspace.files import reason
from .output import print_line, visible


@dataclass(frozen=True)
class Endpoint:
    """Where clients come in, and whether what they say is shown."""

    host: str = "127.0.0.1"
    port: int = 0
    shown: bool = False

    @property
    def inner(self) -> tuple[str, int]:
        """Where the server itself listens: behind a tap, on any port."""
        return ("127.0.0.1", 0) if self.shown else (self.host, self.port)

    def front(self, address: str) -> AbstractContextManager[str]:
        """Stand in front of a server, if asked to; give the block the address."""
        if not self.shown:
            return nullcontext(address)
        from ..wire import tap  # here: it brings the pictures
        from ..wire.live import show

        return tap(address, show(_tell), host=self.host, port=self.port)


def serve(options: Namespace) -> None:
    """Run a service until Ctrl-C, if its style can do what is asked for."""
    if options.compress and not speaks_websocket(options.style):
        options.error(f"the style {options.style} does not compress")
    if options.max_size and not speaks_websocket(options.style):
        options.error(f"the style {options.style} has a fixed limit for messages")
    clock = Clock(options.count, options.interval)
    service = clock if options.service == "clock" else Echo()
    endpoint = Endpoint(options.host, options.port, options.show)
    asked = {"compress": options.compress, "max_size": options.max_size}
    wanted = {name: it for name, it in asked.items() if it}
    _serve(service, options.style, endpoint, **wanted)


def listen(options: Namespace) -> None:
    """Print what a server pushes, in the style that its address asks for."""
    address, style = options.address, options.style
    if "://" not in address:
        scheme = "ws" if style and speaks_websocket(style) else "tcp"
        address = f"{scheme}://{address}"
    style = style or style_for(address)
    if speaks_websocket(style) is not address.startswith("ws"):
        options.error(f"the style {style} does not listen to {without_login(address)}")
    _listen(address, style, options.timeout, shown=options.show)


def tap(options: Namespace) -> None:
    """Stand before a server, and print what is said."""
    endpoint = Endpoint(options.host, options.port, shown=True)
    _until_interrupted(nullcontext(options.address), endpoint)


def _serve(service: Service, style: str, endpoint: Endpoint, **options: Any) -> None:
    """Serve until Ctrl-C: print the address once, on a line of its own.

    `options` are those of `serving`. What happens to clients goes to stderr. Raises
    OSError, with the address in its message, when it cannot be had.
    """
    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    host, port = endpoint.inner
    server = serving(service, style, host=host, port=port, **options)
    _until_interrupted(server, endpoint)


def _until_interrupted(server: AbstractContextManager[str], endpoint: Endpoint) -> None:
    try:
        with _interrupts() as asked, server as inner, endpoint.front(inner) as address:
            print(without_login(address), flush=True)
            while True:  # by the second: Windows interrupts no longer wait
                with suppress(Empty):
                    asked.get(timeout=1)
                    return
    except OSError as error:
        where = place(endpoint.host, endpoint.port)
        raise OSError(f"cannot serve on {where}: {reason(error)}") from None


@contextmanager
def _interrupts() -> Iterator[SimpleQueue[int]]:
    """Give a queue in which Ctrl-C and SIGTERM arrive, so that nothing is torn.

    Whoever asks twice does not want to wait for the end: then it comes at once.
    """
    asked: SimpleQueue[int] = SimpleQueue()  # `put` may be called by a signal handler
    numbers = signal.SIGINT, signal.SIGTERM
    patience = iter([asked.put])

    def hear(number: int, _frame: object) -> None:
        next(patience, lambda number: os._exit(128 + number))(number)

    before = [signal.signal(number, hear) for number in numbers]
    try:
        yield asked
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _listen(address: str, style: str, timeout: float, *, shown: bool = False) -> None:
    """Print each message until the server ends the stream.

    With `shown`, what goes over the wire is printed on stderr. Raises OSError, with the
    address in its message, when something goes wrong.
    """
    count = 0

    def tell(message: str) -> None:
        nonlocal count
        count += 1
        print_line(message)

    where, front = without_login(address), address
    try:
        with Endpoint(shown=shown).front(address) as front:
            hear(front, style, tell, timeout=timeout)
    except TimeoutError:
        raise OSError(f"{where} was silent for {timeout:g} seconds") from None
    except (OSError, ProtocolError, WebSocketException) as error:
        why = visible(_cause(error)).replace(front, where).replace(address, where)
        raise OSError(f"{where}: {why}") from None
    heard = f"{count} message{'' if count == 1 else 's'}"
    print(f"The server ended the stream after {heard}.", file=sys.stderr)


def _cause(error: Exception) -> str:
    """Return why nothing was heard."""
    match error:
        case RefusedError(response=Response(status)):
            return f"the server opens no WebSocket: its answer is {status}"
        case RefusedError():
            return "the server ended the stream before it answered"
    return reason(error)


def _tell(line: str) -> None:
    # stderr takes any character: what it cannot print, it writes as an escape. Line and
    # line end go in one write: on a terminal, stdout may write between two.
    print(f"{visible(line)}\n", end="", file=sys.stderr, flush=True)
