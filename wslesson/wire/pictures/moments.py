"""What is drawn of an order of turns: moments, side by side, in rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from textwrap import wrap

from .order import FIRST, Story
from .texts import SMALL, printable

LINE, LINES = 20, 5  # characters and lines of what happens in a turn
HIGH, NARROW = 34, 52  # pixels of a turn, at least
PER_LINE = 13  # pixels


@dataclass(frozen=True, slots=True)
class Moment:
    """What is drawn below each other: a turn, and who waits meanwhile."""

    head: str
    say: str
    who: str | None = None
    what: str = ""
    waiting: Collection[int] = ()

    @property
    def lines(self) -> list[str]:
        """Return what happens, in as many lines as are drawn."""
        what = printable(self.what or self.who or "")
        return wrap(what, LINE, max_lines=LINES, placeholder=" …") or [""]

    @property
    def high(self) -> int:
        """Return the pixels that a turn needs for its lines."""
        return max(HIGH, PER_LINE * len(self.lines) + 8)

    @property
    def width(self) -> float:
        """Return the pixels it takes, with a little room at both sides."""
        longest = max(map(len, [*self.lines, self.head]))
        return max(NARROW, round(longest * SMALL + 20))


def _moments(story: Story, label: str) -> Iterator[Moment]:
    """Yield each turn that is shown, how many are not, and how it stands in the end."""
    of_it = f"{label}\n" if label else ""
    for n, turn in enumerate(story.turns):
        if n == FIRST and story.left_out:
            yield Moment(story.left_out, f"{of_it}{story.left_out}.")
        head = f"{turn.number:,}"
        yield Moment(head, f"{of_it}{turn.says()}", turn.who, turn.what, turn.waiting)
    if story.waiting:
        head = "for ever" if story.circle else "…"
        yield Moment(head, story.remark(), waiting=story.turns[-1].waiting)


def rows(story: Story, room: float, label: str = "") -> Iterator[list[Moment]]:
    """Yield the moments in rows, each as long as there is room for.

    What is told of one begins with the label, where there is any.
    """
    row: list[Moment] = []
    for moment in _moments(story, label):
        if sum(each.width for each in row) + moment.width > room:
            yield row
            row = []
        row.append(moment)
    yield row
