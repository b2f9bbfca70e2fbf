"""Run a service in a terminal, or listen to one, whatever its style."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    aclosing,
    nullcontext,
    suppress,
)
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from . import services
from .drivers import RefusedError
from .protocol.errors import ProtocolError
from .protocol.heads import Response
from .services import Service, Style
from .wire import tap
from .wire.live import show

PLAIN = "raw"  # the one style that does not speak WebSocket
FIRST = "by-hand-threads"  # of those that do


class Compressing(Protocol):
    """What a style that speaks WebSocket offers on top."""

    def serve(
        self, service: Service, *, host: str, port: int, compress: bool
    ) -> AbstractContextManager[str] | AbstractAsyncContextManager[str]:
        """Serve as any style does; agree to compression if a client asks for it."""


class NobodyReadsError(Exception):
    """The reader of our output has gone: `… | head`."""


def styles() -> list[str]:
    """Return the names of the styles that the services are written in."""
    return [module.name.replace("_", "-") for module in iter_modules(services.__path__)]


def speaks_websocket(style: str) -> bool:
    """Tell whether clients of this style open a WebSocket."""
    return style != PLAIN


def style_for(address: str) -> str:
    """Return the style that listens to this kind of address, if nobody says which."""
    return PLAIN if address.startswith("tcp:") else FIRST


@dataclass(frozen=True)
class Door:
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
        return tap(address, show(_tell), host=self.host, port=self.port)


def serve(service: Service, style: str, door: Door, *, compress: bool = False) -> None:
    """Serve until Ctrl-C: print the address once, on a line of its own.

    What happens to clients goes to stderr. Raises OSError, with the address in its
    message, when it cannot be had.
    """
    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    host, port = door.inner
    server = (
        _compressing(style).serve(service, host=host, port=port, compress=True)
        if compress
        else _style(style).serve(service, host=host, port=port)
    )
    _until_interrupted(server, door)


def relay(address: str, door: Door) -> None:
    """Stand between a server and its clients until Ctrl-C, and show what they say."""
    _until_interrupted(nullcontext(address), door)


def _until_interrupted(
    server: AbstractContextManager[str] | AbstractAsyncContextManager[str], door: Door
) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if isinstance(server, AbstractContextManager):
            _hold(server, door)
        else:
            asyncio.run(_hold_async(server, door))
    except KeyboardInterrupt:
        return
    except OSError as error:
        where = f"{door.host}:{door.port}"
        raise OSError(f"cannot serve on {where}: {reason(error)}") from None


def listen(address: str, style: str, timeout: float, *, shown: bool = False) -> None:
    """Print each message until the server ends the stream.

    With `shown`, what goes over the wire is told on stderr. Raises OSError, with the
    address in its message, when something goes wrong.
    """
    try:
        with Door(shown=shown).front(address) as front:
            messages = _style(style).listen(front, timeout=timeout)
            if isinstance(messages, Iterator):
                count = _print(messages)
            else:
                count = asyncio.run(_print_async(messages))
    except TimeoutError:
        raise OSError(f"{address} was silent for {timeout:g} seconds") from None
    except (OSError, ProtocolError) as error:
        raise OSError(f"{address}: {reason(error)}") from None
    heard = f"{count} message{'' if count == 1 else 's'}"
    print(f"The server ended the stream after {heard}.", file=sys.stderr)


def reason(error: Exception) -> str:
    """Return what went wrong, without the number that the system has for it."""
    if isinstance(error, RefusedError):
        match error.response:
            case Response(status):
                return f"the server opens no WebSocket: its answer is {status}"
        return "the server ended the stream before it answered"
    return getattr(error, "strerror", None) or str(error)


def _style(name: str) -> Style:
    style: Style = import_module(f".{_module(name)}", services.__name__)
    return style


def _module(style: str) -> str:
    return style.replace("-", "_")


def _compressing(name: str) -> Compressing:
    style: Compressing = import_module(f".{_module(name)}", services.__name__)
    return style


def _hold(server: AbstractContextManager[str], door: Door) -> None:
    with server as inner, door.front(inner) as address:
        print(address, flush=True)
        while True:  # waits of a second, for Windows cannot interrupt a longer one
            threading.Event().wait(1)


async def _hold_async(server: AbstractAsyncContextManager[str], door: Door) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # on Windows, where asyncio hears Ctrl-C alone
        for number in (signal.SIGINT, signal.SIGTERM):
            # It wakes the loop: a plain handler may be heard only at its next timer.
            loop.add_signal_handler(number, stopped.set)
    async with server as inner:
        with door.front(inner) as address:
            print(address, flush=True)
            await stopped.wait()


def _tell(line: str) -> None:
    # stderr takes any character: what it cannot print, it writes as an escape.
    print(line, file=sys.stderr, flush=True)


def _print(messages: Iterator[str]) -> int:
    count = 0
    for message in messages:
        _print_line(message)
        count += 1
    return count


async def _print_async(messages: AsyncIterator[str]) -> int:
    count = 0
    # The cast: other async iterators have no `aclose`, but ours are all generators.
    async with aclosing(cast(AsyncGenerator[str], messages)):
        async for message in messages:
            _print_line(message)
            count += 1
    return count


def _print_line(message: str) -> None:
    try:
        print(message, flush=True)
    except BrokenPipeError:  # not the network's, which is an OSError for `listen`
        raise NobodyReadsError from None
