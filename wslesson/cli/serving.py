"""What `wslesson` does on the network: serve, listen, tap."""

from __future__ import annotations

from argparse import Namespace

from ..protocol.addresses import without_login
from ..services import Clock, Echo
from ..services.styles import speaks_websocket, style_for
from . import terminal
from .terminal import Endpoint


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
    terminal.serve(service, options.style, endpoint, **wanted)


def listen(options: Namespace) -> None:
    """Print what a server pushes, in the style that its address asks for."""
    address, style = options.address, options.style
    if "://" not in address:
        scheme = "ws" if style and speaks_websocket(style) else "tcp"
        address = f"{scheme}://{address}"
    style = style or style_for(address)
    if speaks_websocket(style) is not address.startswith("ws"):
        options.error(f"the style {style} does not listen to {without_login(address)}")
    terminal.listen(address, style, options.timeout, shown=options.show)


def tap(options: Namespace) -> None:
    """Stand before a server, and print what is said."""
    terminal.relay(options.address, Endpoint(options.host, options.port, shown=True))
