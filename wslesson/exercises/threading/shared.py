"""What several exercises of this lesson share."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from socket import socket
from threading import Thread

from websockets.sync.server import ServerConnection, serve
from websockets.typing import Data

TIRED = 0.4  # seconds: who has waited so long gives up
SLOW = 0.2  # seconds: too slow for who takes an example's 0.1 for the rule
COROUTINE = "a coroutine"


def url(listener: socket) -> str:
    """Return the address of a server that listens here."""
    return f"ws://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def serving(handler: Callable[[ServerConnection], None]) -> Iterator[str]:
    """Run a server in a thread, and give its address to the block."""
    with serve(handler, "127.0.0.1", 0) as server:
        server.SHUTDOWN_POLLING_INTERVAL = 0.01  # seconds: there are many short tries
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield url(server.socket)
    thread.join()


def asked_for(question: Data) -> str:
    """Return what the server answers."""
    return f"You asked {question!r}."


def plain(got: object) -> object:
    """Say in words what would look different each time."""
    if isinstance(got, Future):
        return "a Future"
    if inspect.iscoroutine(got):
        got.close()
        return COROUTINE
    return got
