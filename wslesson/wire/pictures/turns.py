"""Draw whose turn it is: a lane for each task or thread, and what happens when.

It knows the order of things, and no clock: so a picture is the same at every run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from itertools import count as count_from

from .moments import HIGH, PER_LINE, Moment, rows
from .order import LANES, WAITS, Order, Story, lane_of, meant
from .picture import Picture
from .sequences import LONG, PACE
from .shapes import FILLS, SMALL_TEXT, box, card, numbers, part, path, words
from .texts import NORMAL, SMALL, columns, count, fit, more, printable

WIDE, EDGE = 836, 16  # pixels: the card, at most, and what stays free at its sides
NARROWEST = 240.0  # pixels between them
NAME = 20  # characters of a name that are drawn; the text twin has them all
GAP = 14  # pixels from one lane to the next
HATCH = 12  # pixels from one slant to the next
ORDERS = 6  # orders drawn, one below the other


def turns(
    order: Order | Mapping[str, Order], *, actors: Sequence[str] = (), title: str = ""
) -> Picture:
    """Draw whose turn it is, one turn after the other, each in the lane of its actor.

    An order has pairs of who and what, as the lines of a transcript are, or names
    alone. Who "waits for" something waits until the next own turn: those who in the
    end wait for each other, "waits for B" and "waits for A", are in a deadlock.
    Several orders, {"without await": "AAABBB", …}, are drawn one below the other.

    >>> print(turns([("A", "takes a lock"), ("B", "waits for A"), ("A", "ends")]))
    turn  who  what
       1  A    takes a lock
       2  B    waits for A
       3  A    ends
    In the end: B waits for A.
    """
    orders = dict(order) if isinstance(order, Mapping) else {"": order}
    shown, title = list(orders.items())[:ORDERS], printable(title)
    stories = {label: Story.of(each, actors) for label, each in shown}
    left_out = more(len(orders), ORDERS, "order")
    texts = [title, *(story.text(label) for label, story in stories.items()), left_out]
    svg = _drawn(stories, left_out, title)
    lengths = [
        " ".join(filter(None, [printable(label), count(story.length, "turn")]))
        for label, story in stories.items()
    ]
    told = ", ".join(filter(None, [*lengths, left_out]))
    text = "\n".join(filter(None, texts))
    return Picture(svg, text, f"{title or 'Whose turn is it'}: {told or 'no turns'}.")


def _drawn(stories: Mapping[str, Story], left_out: str, title: str) -> str:
    names = [name for story in stories.values() for name in _lanes(story)]
    left = round(EDGE + NORMAL * max(map(len, names), default=0) + 14)
    steps = sum(len(story.turns) for story in stories.values())
    clock = count_from(0, min(PACE, LONG / max(steps, 1)))
    parts: list[str] = []
    wide = [NARROWEST]
    y = 38.0 if title else 10.0
    for label, story in stories.items():
        shown = fit(label, WIDE - 2 * EDGE, NORMAL)
        parts.append(words(EDGE, y + 14, shown, "text", "start"))
        wide += [NORMAL * columns(shown), SMALL * columns(story.remark())]
        y += 22 if label else 0
        for row in rows(story, WIDE - EDGE - left, printable(label)):
            high = max((moment.high for moment in row), default=HIGH)
            staff = _Staff(story, left, y, high)
            parts += [*staff.ground(row), *staff.play(row, clock)]
            wide.append(left - EDGE + sum(moment.width for moment in row))
            y = staff.bottom
        y += 24 if story.waiting else 6
    parts.append(words(EDGE, y + 12, left_out, SMALL_TEXT, "start"))
    title, width = fit(title, WIDE - 2 * EDGE, 9), min(max(wide) + 2 * EDGE, WIDE)
    return card(width, y + (24 if left_out else 4), title, *parts, kind="steps")


def _lanes(story: Story) -> list[str]:
    """Return the names of the lanes that are drawn."""
    names = [fit(printable(name), NAME, 1) for name in islice(story.actors, LANES)]
    others = len(story.actors) - LANES + 1
    return [*names[:-1], f"… {others:,} others"] if others > 1 else names


@dataclass(frozen=True, slots=True)
class _Staff:
    """Lanes below each other, and where they are."""

    story: Story
    left: float
    top: float
    high: int  # of a turn

    @property
    def bottom(self) -> float:
        """Return where the last lane ends."""
        return self.top + 24 + (self.high + GAP) * len(_lanes(self.story))

    def lane(self, who: str) -> int:
        """Return the number of an actor's lane: the last one is for all the others."""
        return lane_of(self.story.actors[who])

    def y(self, lane: int) -> float:
        """Return the middle of a lane."""
        return self.top + 20 + (self.high + GAP) * (lane + 0.5)

    def ground(self, row: Sequence[Moment]) -> Iterator[str]:
        """Draw the lanes, as long as the row is, their names, and the numbers above."""
        width = sum(moment.width for moment in row)
        names = _lanes(self.story)
        for n, name in enumerate(names):
            yield words(EDGE, self.y(n) + 4, name, "text", "start")
        lines = [f"M{self.left:g} {self.y(n):g}h{width:g}" for n in range(len(names))]
        yield path("".join(lines), "tick") if names else ""
        ends = accumulate((moment.width for moment in row), initial=self.left)
        pairs = zip(ends, row, strict=False)
        heads = [(x + moment.width / 2, moment.head) for x, moment in pairs]
        yield numbers(heads, self.top + 14)
        empty = "" if self.story.turns else "no turns"
        yield words(EDGE, self.top + 14, empty, SMALL_TEXT, "start")

    def play(self, row: Sequence[Moment], clock: Iterator[float]) -> Iterator[str]:
        """Draw the moments of the row, each as a part of its own."""
        x = self.left
        for moment in row:
            style = f"--at:{next(clock):.4g}s"
            yield part(self._moment(moment, x), style, say=moment.say)
            x += moment.width

    def _moment(self, moment: Moment, x: float) -> Iterator[str]:
        """Draw one turn, and who waits meanwhile."""
        own = set() if moment.who is None else {self.lane(moment.who)}
        stuck = set(map(self.lane, self.story.circle if moment.who is None else ()))
        for lane in sorted({*moment.waiting} - own):
            role = "bold" if lane in stuck else "dash"
            yield from self._waiting(lane, x, moment.width, role)
        for lane in own:
            yield from self._turn(moment, lane, x)
        if moment.waiting and moment.who is None:  # how it stands in the end
            remark = fit(moment.say, WIDE - 2 * EDGE)
            role = "warn small" if stuck else SMALL_TEXT
            yield words(EDGE, self.bottom + 12, remark, role, "start")

    def _turn(self, moment: Moment, lane: int, x: float) -> Iterator[str]:
        place = x + 3, self.y(lane) - self.high / 2, moment.width - 6, self.high
        waits = moment.what.startswith(WAITS)
        yield box(*place, "card" if waits else FILLS[lane % len(FILLS)])
        yield box(*place, "ghost dash") if waits else ""
        for n, line in enumerate(moment.lines):
            y = self.y(lane) + 4 + PER_LINE * (n - (len(moment.lines) - 1) / 2)
            yield words(x + moment.width / 2, y, line, "text small")
        whom = meant(moment.what.removeprefix(WAITS), self.story.actors)
        if waits and whom is not None and self.lane(whom) != lane:
            yield from self._arrow(x + moment.width / 2, lane, self.lane(whom))

    def _arrow(self, x: float, lane: int, target: int) -> Iterator[str]:
        """Draw who is waited for."""
        down = 1 if target > lane else -1
        half = down * self.high / 2
        start, end = self.y(lane) + half, self.y(target) - half
        yield path(f"M{x:g} {start:g}V{end:g}", "line")
        yield path(f"M{x:g} {end:g}l-4 {-8 * down}h8z", "head")

    def _waiting(self, lane: int, x: float, width: float, role: str) -> Iterator[str]:
        """Draw that the one in this lane still waits: hatched, between two lines."""
        high, low = self.high, self.y(lane) + self.high / 2
        start, long = x - 3, int(width)
        yield path(f"M{start:g} {low - high:g}h{long}m0 {high}h{-long}", role)
        slants = f"l8{-high}m{HATCH - 8} {high}" * ((long - 6) // HATCH)
        yield path(f"M{start + 2:g} {low:g}{slants}", "tick")
