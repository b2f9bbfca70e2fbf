"""Tell a conversation in a terminal, a line for each event, while it happens."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from threading import Lock

from .pictures.conversations import told
from .said import Hearing
from .tape import Chunk, Direction

KEPT = 65_536  # bytes of each thing: a line shows few of them, and counts the others


def show(tell: Callable[[str], None] = print) -> Callable[[], Live]:
    """Return what `tap` asks for: a teller for each client, and the clients counted.

    with tap(address, show()) as our_own:
        ...
    """
    numbers = count(1)
    return lambda: Live(f"client {next(numbers)}", tell)


class Live:
    """A tape that keeps nothing: it gives `tell` a line for each event.

    >>> Live("client", print).record("received", bytes([0x81, 2, 0x68, 0x69]))
    client <- server  TEXT "hi" (2 bytes)
    """

    def __init__(
        self, name: str, tell: Callable[[str], None], client: Direction = "sent"
    ) -> None:
        self._name, self._tell, self._client = name, tell, client
        self._hearing = Hearing(KEPT)
        self._number = 0
        self._lock = Lock()  # a driver may record from two threads

    def record(self, direction: Direction, data: bytes, reset: bool = False) -> None:
        """Tell what the chunk completes."""
        with self._lock:
            self._number += 1
            chunk = Chunk(direction, data, reset=reset)
            for thing in self._hearing.hear(self._number, chunk):
                arrow = "->" if direction == self._client else "<-"
                label, note, _ = told(thing)
                line = f"{self._name} {arrow} server  {label}"
                self._tell(f"{line} ({note})" if note else line)
