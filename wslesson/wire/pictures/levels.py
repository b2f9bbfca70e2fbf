"""How much waits, message after message: numbers, and the few of them that matter."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from math import isfinite

from .texts import count, fit, printable, table

CURVES, LIMITS = 6, 3  # of each kind drawn
PLACES = 16  # that a live picture can stop at
CORNERS = 60  # parts of a line, each drawn with its first and its highest point

Levels = Sequence[float] | Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Curve:
    """A name, and how many bytes wait after so many messages; more messages later."""

    name: str
    x: list[float]
    y: list[float]

    def at(self, x: float) -> float | None:
        """Return what waits after `x` messages, or None if nothing is known yet."""
        place = bisect_right(self.x, x)
        return self.y[place - 1] if place else None

    def over(self, limit: float) -> float | None:
        """Return after how many messages more than the limit waits, if it ever does."""
        pairs = zip(self.x, self.y, strict=True)
        return next((x for x, y in pairs if y > limit), None)

    def most(self) -> float:
        """Return after how many messages the most waits, for the first time."""
        return self.x[self.y.index(max(self.y))]

    def corners(self) -> list[tuple[float, float]]:
        """Return its points, or those that show its shape if there are too many."""
        points = [*zip(self.x, self.y, strict=True)]
        size = -(-len(points) // CORNERS)
        if size <= 2:
            return points
        parts = [points[n : n + size] for n in range(0, len(points), size)]
        both = {p for part in parts for p in (part[0], max(part, key=lambda p: p[1]))}
        return sorted({*both, points[-1]})


def curve(name: str, levels: Levels) -> Curve:
    """Return the numbers as a curve: one for each message, or pairs (messages, bytes).

    Raises ValueError for none, for what cannot wait, and for messages that get fewer.

    >>> curve("send", [10, 20]) == curve("send", [(1, 10), (2, 20)])
    True
    """
    pairs = [
        each if isinstance(each, tuple) else (n, each)
        for n, each in enumerate(levels, 1)
    ]
    x, y = [a for a, _ in pairs], [b for _, b in pairs]
    if not pairs:
        raise ValueError(f"{fit(name, 40, 1)} has no numbers: it is empty")
    if not all(isfinite(a) and isfinite(b) and b >= 0 for a, b in pairs):
        raise ValueError(f"{fit(name, 40, 1)}: what waits is a number, 0 or more")
    if any(a > b for a, b in pairwise(x)):
        raise ValueError(f"{fit(name, 40, 1)}: the messages get fewer")
    return Curve(name, x, y)


def checked(limits: Mapping[str, float]) -> dict[str, float]:
    """Return the limits that are drawn. Raises ValueError for one that cannot be."""
    for name, size in limits.items():
        if not (isfinite(size) and size >= 0):
            raise ValueError(f"{fit(name, 40, 1)}: a limit is a number, 0 or more")
    return dict(islice(limits.items(), LIMITS))


def kib(size: float) -> str:
    """Return a number of bytes in KiB.

    >>> kib(65536), kib(1000), kib(12_900_000)
    ('64 KiB', '0.98 KiB', '12,598 KiB')
    """
    number = size / 1024
    places = 0 if number >= 10 or number == int(number) else 2
    return f"{number:,.{places}f} KiB"


def number(x: float) -> str:
    """Return a number of an axis.

    >>> number(20_000), number(0.2)
    ('20,000', '0.2')
    """
    return f"{x:,.0f}" if x == int(x) else f"{x:g}"


def after(x: float, across: str) -> str:
    """Return a place at the axis across, as in "1 message sent".

    >>> after(1, "messages sent"), after(2, "messages sent")
    ('1 message sent', '2 messages sent')
    """
    noun = re.sub(r"s\b", "", across, count=1) if x == 1 else across
    return f"{number(x)} {noun}"


def told(
    curves: Sequence[Curve], limits: Mapping[str, float], across: str
) -> Iterator[tuple[str, str, str, str]]:
    """Yield a row of the text twin for each moment of a curve that matters."""
    for each in curves:
        moments = {"first": each.x[0]}
        for name, limit in limits.items():
            over = each.over(limit)
            moments |= {f"over {name}": over} if over is not None else {}
        moments |= {"most": each.most(), "last": each.x[-1]}
        for x in sorted({*moments.values()}):
            when = ", ".join(name for name, moment in moments.items() if moment == x)
            yield each.name, when, after(x, across), kib(each.at(x) or 0)


def places(curves: Sequence[Curve], limits: Mapping[str, float]) -> list[float]:
    """Return the places to stop at: those that matter, and others between them."""
    every = sorted({x for each in curves for x in each.x})
    overs = [each.over(limit) for each in curves for limit in limits.values()]
    matter = {every[0], every[-1], *(each.most() for each in curves)}
    matter |= {x for x in overs if x is not None}
    others = max(PLACES - len(matter), 1)
    step = -(-len(every) // others)
    return sorted({*matter, *every[::step]})


def said(
    x: float, curves: Sequence[Curve], limits: Mapping[str, float], across: str
) -> str:
    """Return in words how much waits after `x` messages."""
    levels = []
    for each in curves:
        level = each.at(x)
        if level is not None:
            over = [name for name, limit in limits.items() if level > limit]
            beyond = f" (over {', '.join(over)})" if over else ""
            still = " still" if x > each.x[-1] else ""
            levels.append(f"{each.name}{still} {kib(level)}{beyond}")
    return f"After {after(x, across)}: {', '.join(levels)}."


def text(
    title: str, curves: Sequence[Curve], limits: Mapping[str, float], across: str
) -> str:
    """Return the text twin."""
    rows = table(title, ("", "when", "after", "waits"), *told(curves, limits, across))
    return "\n".join(
        [rows, *(printable(f"{name}: {kib(size)}") for name, size in limits.items())]
    )


def hidden(curves: int, limits: int) -> str:
    """Return how many are not drawn.

    >>> hidden(7, 3)
    '… 1 more curve'
    """
    left = {"more curve": curves - CURVES, "more limit": limits - LIMITS}
    rest = [count(number, noun) for noun, number in left.items() if number > 0]
    return f"… {' and '.join(rest)}" if rest else ""
