"""What several exercises of this lesson share."""

from __future__ import annotations

import inspect
from concurrent.futures import Future
from socket import socket

from websockets.typing import Data

SLOW = 0.2  # seconds: too slow for who takes an example's 0.1 for the rule
COROUTINE = "a coroutine"
SILENT = "is silent"


def url(listener: socket) -> str:
    """Return the address of a server that listens here."""
    return f"ws://127.0.0.1:{listener.getsockname()[1]}"


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
