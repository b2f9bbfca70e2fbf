"""A clock that a thread of its own turns, for answers with threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from .seams import living_by
from .turned import Turned


class Turning(Turned):
    """A clock for a block, for the thread of the block, and all that it starts."""

    _over = False

    @contextmanager
    def lived_by(self, attempt: object) -> Iterator[None]:
        """Turn whenever all rest, as long as the block."""
        self.begin(self)
        self.start(self)
        turner = Thread(target=self._turn, daemon=True)
        turner.start()
        try:
            with living_by(self, attempt):
                yield
        finally:
            with self.changed:
                self._over = True
                self.tell()
            turner.join()

    def _turn(self) -> None:
        with self.changed:
            while not self._over:
                if self.is_idle():
                    self.step()
                else:
                    self.changed.wait()
