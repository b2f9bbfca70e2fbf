"""Write down who did what, so that a cell can print it once everybody is done.

A thread or a task that prints does so under whatever cell happens to run. One that
appends to a transcript loses nothing, and the order of the lines never depends on
who was faster: each actor has a lane of its own.
"""

from __future__ import annotations

from collections.abc import Iterator


class Transcript:
    """Call it with an actor and what the actor did; print it when all is over.

    >>> log = Transcript("server", "client")
    >>> log("client", "connects")
    >>> log("server", "accepts")
    >>> log
    server │ accepts
    client │ connects
    """

    def __init__(self, *actors: str) -> None:
        self._actors = actors
        self._lines: list[tuple[str, str]] = []

    def __call__(self, actor: str, what: str) -> None:
        """Append one line. Any thread or task may call this."""
        self._lines.append((actor, what))  # one append: atomic, so no lock

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield the lines as they happened, for a picture to draw."""
        return iter(self._lines)

    def __repr__(self) -> str:
        """Return the lanes one after the other, each in its own order."""
        known = dict.fromkeys([*self._actors, *sorted({a for a, _ in self._lines})])
        lanes = [(a, what) for a in known for b, what in self._lines if a == b]
        return _table(lanes)

    def in_order(self) -> str:
        """Return all lines as they happened.

        Use it only where one thing causes the next, or the order is left to chance.
        """
        return _table(self._lines)


def _table(lines: list[tuple[str, str]]) -> str:
    width = max((len(actor) for actor, _ in lines), default=0)
    before = [None, *(actor for actor, _ in lines)]
    return "\n".join(
        f"{'' if actor == above else actor:<{width}} │ {what}"
        for above, (actor, what) in zip(before, lines, strict=False)
    )
