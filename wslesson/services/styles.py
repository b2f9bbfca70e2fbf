"""The styles of the services, each with the same two verbs, whatever runs it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, aclosing, contextmanager
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, cast

from .. import services
from ..drivers.room import one_line
from . import TIMEOUT, Options, Service, Style

PLAIN = "raw"  # the one style that does not speak WebSocket
FIRST = "by-hand-threads"  # of those that do


def styles() -> list[str]:
    """Return the names of the styles that the services are written in."""
    names = [module.name for module in iter_modules(services.__path__)]
    return [name.replace("_", "-") for name in names if name != "styles"]


def speaks_websocket(style: str) -> bool:
    """Tell whether clients of this style open a WebSocket."""
    return style != PLAIN


def style_for(address: str) -> str:
    """Return the style that listens to this kind of address, if nobody says which."""
    return PLAIN if address.startswith("tcp:") else FIRST


@contextmanager
def serving(
    service: Service,
    style: str,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    **options: Any,  # those of services.Options, which has their types
) -> Iterator[str]:
    """Serve in threads until the block ends, and give the address to the block.

    A style of asyncio or Trio has its event loop in a thread of its own. Raises
    OSError when the port cannot be had, and TypeError when `compress` or `max_size` is
    asked of the style that cannot: raw.
    """
    if style == PLAIN:
        how = {
            "idle" if name == "timeout" else name: it for name, it in options.items()
        }
    else:
        how = {"how": Options(**options)}
    server = _module(style).serve(service, host=host, port=port, **how)
    if isinstance(server, AbstractContextManager):
        with server as address:
            yield address
        return
    from anyio.from_thread import start_blocking_portal  # here, as is trio below

    with one_line(), start_blocking_portal(_backend(style)) as portal:
        running = portal.wrap_async_context_manager(server)
        address = running.__enter__()
        try:
            yield address
        finally:  # hears of no error in the block: Trio would wrap it in a group
            running.__exit__(None, None, None)


def hear(
    address: str, style: str, tell: Callable[[str], None], *, timeout: float = TIMEOUT
) -> None:
    """Call `tell` with each message, until the server ends the stream.

    Raises TimeoutError after a silence of `timeout` seconds, OSError, and the errors
    of the style: `ProtocolError`, or the `WebSocketException` of the library.
    """
    messages = _module(style).listen(address, timeout=timeout)
    if isinstance(messages, Iterator):
        for message in messages:
            tell(message)
        return
    import anyio  # imported here to keep other commands fast
    import trio

    try:
        anyio.run(_hear, messages, tell, backend=_backend(style))
    except trio.BrokenResourceError as error:  # Trio hides the OSError behind it
        raise ConnectionError(str(error.__cause__ or error)) from error


async def _hear(messages: AsyncIterator[str], tell: Callable[[str], None]) -> None:
    # The cast: other async iterators have no `aclose`, but ours are all generators.
    async with aclosing(cast(AsyncGenerator[str], messages)):
        async for message in messages:
            tell(message)


def _module(style: str) -> Style:
    name = style.replace("-", "_")
    module: Style = import_module(f".{name}", services.__name__)
    return module


def _backend(style: str) -> str:
    return "trio" if style.endswith("trio") else "asyncio"
