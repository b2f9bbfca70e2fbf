"""Run a service in a terminal, or listen to one, whatever its style."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from importlib import import_module
from pkgutil import iter_modules

from . import services
from .protocol.errors import ProtocolError
from .services import Service, Style


def styles() -> list[str]:
    """Return the names of the styles that the services are written in."""
    return [module.name.replace("_", "-") for module in iter_modules(services.__path__)]


def serve(service: Service, style: str, host: str, port: int) -> None:
    """Serve until Ctrl-C: print the address once, on a line of its own.

    What happens to clients goes to stderr. Raises OSError, with the address in its
    message, when it cannot be had.
    """
    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server = _style(style).serve(service, host=host, port=port)
        if isinstance(server, AbstractAsyncContextManager):
            asyncio.run(_hold_async(server))
        else:
            _hold(server)
    except KeyboardInterrupt:
        return
    except OSError as error:
        raise OSError(f"cannot serve on {host}:{port}: {reason(error)}") from None


def listen(address: str, style: str, timeout: float) -> None:
    """Print each message until the server ends the stream.

    Raises OSError, with the address in its message, when something goes wrong.
    """
    try:
        messages = _style(style).listen(address, timeout=timeout)
        if isinstance(messages, AsyncIterator):
            count = asyncio.run(_print_async(messages))
        else:
            count = _print(messages)
    except TimeoutError:
        raise OSError(f"{address} was silent for {timeout:g} seconds") from None
    except BrokenPipeError:
        raise  # it is our own output that nobody reads any more
    except (OSError, ProtocolError) as error:
        raise OSError(f"{address}: {reason(error)}") from None
    heard = f"{count} message{'' if count == 1 else 's'}"
    print(f"The server ended the stream after {heard}.", file=sys.stderr)


def reason(error: Exception) -> str:
    """Return what went wrong, without the number that the system has for it."""
    return getattr(error, "strerror", None) or str(error)


def _style(name: str) -> Style:
    style: Style = import_module(f".{name.replace('-', '_')}", services.__name__)
    return style


def _hold(server: AbstractContextManager[str]) -> None:
    with server as address:
        print(address, flush=True)
        while not threading.Event().wait(1):
            pass  # waits of one second, because Windows cannot interrupt a longer one


async def _hold_async(server: AbstractAsyncContextManager[str]) -> None:
    async with server as address:
        print(address, flush=True)
        await asyncio.get_running_loop().create_future()


def _print(messages: Iterator[str]) -> int:
    count = 0
    for message in messages:
        print(message, flush=True)
        count += 1
    return count


async def _print_async(messages: AsyncIterator[str]) -> int:
    count = 0
    async for message in messages:
        print(message, flush=True)
        count += 1
    return count
