"""Draw how much waits in a buffer, message after message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from math import ceil, floor, log10

from .levels import (
    CURVES,
    Curve,
    Levels,
    checked,
    curve,
    hidden,
    kib,
    number,
    places,
    said,
    text,
)
from .picture import Picture
from .scales import apart
from .shapes import SMALL_TEXT, box, card, numbers, part, path, words
from .texts import NORMAL, SMALL, fit, printable

WIDE, HIGH, TOP = 836, 240, 62  # pixels: the card, the field, and what is above that
EDGE, LABEL, LEAD = 16, 17, 34  # pixels: at the sides, a label, the way to a label
NAME = 20  # characters drawn of a name
TICKS = 5  # numbers at an axis, about
KIB = 1024
COLOURS = (  # of a line, and of what is below it
    *(("http", "f0"), ("data", "f2"), ("control", "f3")),
    *(("violet", "f4"), ("teal", "f5"), ("pink", "f1")),
)
ASK = "Point at a place, or step through them: how much waits there?"


def fill(
    waiting: Mapping[str, Levels],
    *,
    limits: Mapping[str, float] | None = None,
    across: str = "messages",
    title: str = "",
) -> Picture:
    """Draw for each name how many bytes wait: after each message, or (messages, bytes).

    Each of the `limits` is a line across. A curve that ends early goes on as a broken
    line: nothing more came. Raises ValueError if nothing waits anywhere, or if a
    number is none that can wait.

    >>> kept = {"send": [65_536], "broadcast": [65_536, 131_072]}
    >>> print(str(fill(kept, limits={"write_limit": 32_768})).splitlines()[-2])
    broadcast  most, last                           2 messages  128 KiB
    """
    curves = [curve(*each) for each in islice(waiting.items(), CURVES)]
    if not curves:
        raise ValueError("there is nothing to fill: it is empty")
    shown = checked(limits or {})
    rest = hidden(len(waiting), len(limits or {}))
    words_of_it = text(printable(title), curves, shown, across)
    ends = ", ".join(f"{fit(c.name, NAME, 1)} {kib(c.y[-1])}" for c in curves)
    alt = f"{title or 'How much waits'}, at last: {ends}."
    svg = Field(curves, shown, across).card(title, rest)
    return Picture(svg, "\n".join(filter(None, [words_of_it, rest])), alt)


class Field:
    """A field with two axes: what lies in it, and labels at its right."""

    def __init__(
        self, curves: Sequence[Curve], limits: Mapping[str, float], across: str
    ) -> None:
        self._curves, self._limits, self._across = curves, limits, across
        highest = max([*limits.values(), *(max(each.y) for each in curves)]) or KIB
        self._rows = [(row, number(row)) for row in _ticks(0, highest / KIB)]
        self._top = max(self._rows[-1][0] * KIB, highest)
        self._start = min(each.x[0] for each in curves)
        self._end = max(each.x[-1] for each in curves)
        several = max(len(each.x) for each in curves)
        self._step = (self._end - self._start) / (several - 1) if several > 1 else 1
        self._left = EDGE + SMALL * max(len(name) for _, name in self._rows) + 8
        self._labels = [*self._names()]
        longest = NORMAL * max(len(label) for _, label, *_ in self._labels)
        self._right = WIDE - EDGE - longest - LEAD

    def _names(self) -> Iterator[tuple[float, str, str, float]]:
        """Yield the height of each line's end, its label, its colour, where it ends."""
        for (colour, _), each in zip(COLOURS, self._curves, strict=False):
            label = f"{fit(each.name, NAME, 1)} {kib(each.y[-1])}"
            yield self._y(each.y[-1]), label, colour, each.x[-1]
        for name, size in self._limits.items():
            yield self._y(size), f"{fit(name, NAME, 1)} {kib(size)}", "close", self._end

    def _x(self, x: float) -> float:
        """Return where a message begins; there is room for the last one, too."""
        share = (x - self._start) / (self._end - self._start + self._step)
        return round(self._left + share * (self._right - self._left), 1)

    def _y(self, size: float) -> float:
        return round(TOP + HIGH * (1 - size / self._top), 1)

    def card(self, title: str, rest: str) -> str:
        """Return the finished drawing."""
        parts = [*self._axes(), *self._areas(), *self._lines(), *self._ends()]
        parts += self._places()
        foot = TOP + HIGH + 52
        parts.append(words(EDGE, foot, rest, SMALL_TEXT, "start"))
        title = fit(title, WIDE - 2 * EDGE, 9)
        height = foot + (16 if rest else 0)
        return card(WIDE, height, title, *parts, kind="fields", noun="place", ask=ASK)

    def _axes(self) -> Iterator[str]:
        yield words(self._left - 8, TOP - 12, "KiB", SMALL_TEXT, "end")
        rows = [(self._y(row * KIB), name) for row, name in self._rows]
        lines = (f"M{self._left:g} {y:g}H{self._right:g}" for y, _ in rows)
        yield path("".join(lines), "tick")
        for y, name in rows:
            yield words(self._left - 8, y + 4, name, SMALL_TEXT, "end")
        half = (self._x(self._start + self._step) - self._left) / 2
        shown = _ticks(self._start, self._end)
        places = [(self._x(x) + half, number(x)) for x in shown]
        yield numbers(places, TOP + HIGH + 18)
        name = fit(self._across, self._right - self._left)
        middle = (self._left + self._right) / 2
        yield words(middle, TOP + HIGH + 36, name, SMALL_TEXT)

    def _corners(self, each: Curve) -> list[tuple[float, float]]:
        """Return the points of a line in the drawing, and where the last one ends."""
        corners = [(self._x(x), self._y(y)) for x, y in each.corners()]
        return [*corners, (self._x(each.x[-1] + self._step), corners[-1][1])]

    def _areas(self) -> Iterator[str]:
        """Fill what is below each line: the highest first, so that all are seen."""
        pairs = zip(COLOURS, self._curves, strict=False)
        for (_, role), each in sorted(pairs, key=lambda pair: -max(pair[1].y)):
            corners = self._corners(each)
            steps = "".join(f"V{y:g}H{to:g}" for (_, y), (to, _) in pairwise(corners))
            foot = TOP + HIGH
            yield path(f"M{corners[0][0]:g} {foot}{steps}V{foot}z", f"{role} area tick")

    def _lines(self) -> Iterator[str]:
        for (role, _), each in zip(COLOURS, self._curves, strict=False):
            (x, y), *corners = self._corners(each)
            steps = "".join(f"H{to:g}V{level:g}" for to, level in corners)
            yield path(f"M{x:g} {y:g}{steps}", f"{role} bold")

    def _ends(self) -> Iterator[str]:
        """Lead from the end of each line to its label, of which none meets another."""
        heights = [y for y, *_ in self._labels]
        places = apart(heights, LABEL, TOP + HIGH)
        for (y, label, role, end), place in zip(self._labels, places, strict=True):
            start = self._left if role == "close" else self._x(end + self._step)
            x = self._right + LEAD - 6
            yield path(
                f"M{start:g} {y:g}H{self._right + 4:g}"
                f"M{self._right + 4:g} {y:g}L{x:g} {place:g}",
                f"{role} dash",
            )
            ink = "warn" if role == "close" else "text"
            yield words(x + 6, place + 4, label, ink, "start")

    def _places(self) -> Iterator[str]:
        """Let a pointer find each place: a column that is not seen."""
        stops = places(self._curves, self._limits)
        for x, after in pairwise([*stops, self._end + self._step]):
            wide = self._x(after) - self._x(x)
            column = box(self._x(x), TOP, wide, HIGH, "ghost unseen")
            say = said(x, self._curves, self._limits, self._across)
            yield part([column], say=say)


def _ticks(start: float, end: float) -> list[float]:
    """Return round numbers from one to the other, about `TICKS` of them.

    >>> _ticks(0, 1300), _ticks(1, 20)
    ([0, 500, 1000], [5, 10, 15, 20])
    """
    wide = end - start
    ten: float = 10 ** floor(log10(wide / TICKS)) if wide else 1
    size = next(k * ten for k in (1, 2, 5, 10) if k * ten * TICKS >= wide)
    return [n * size for n in range(ceil(start / size), floor(end / size) + 1)]
