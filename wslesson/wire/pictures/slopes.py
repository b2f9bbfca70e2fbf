"""Draw how one number grows with another: points, a line through them, its slope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import linear_regression

from .picture import Picture
from .scales import apart, figures, some, ticks
from .shapes import SMALL_TEXT, STROKES, box, card, dot, numbers, part, path, words
from .texts import NORMAL, SMALL, fit, more, table

EDGE, TOP = 16, 52  # pixels: at the sides, above all
WIDE, HIGH = 470, 280  # pixels between the axes
LABEL, GAP, BESIDE = 38, 30, 210  # pixels: a label down, before it, and across
LINES, POINTS = len(STROKES), 300  # drawn in all
STEPS = 6  # from one round number to the next, at most
LONGEST = 40  # characters, where a point is told of
ASK = "Point at a point, or at the square beside a line, or step through them."

Pairs = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured under one name, and the straight line that fits it best."""

    name: str
    pairs: Pairs
    slope: float
    start: float  # the height of the line at 0
    told: str  # the slope, in words
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a pair of numbers lies on the card."""

    left: float
    across: tuple[float, float]
    up: tuple[float, float]

    def x(self, number: float) -> float:
        """Return how far right a first number lies."""
        least, most = self.across
        return round(self.left + WIDE * (number - least) / (most - least), 1)

    def y(self, number: float) -> float:
        """Return how far down a second number lies."""
        least, most = self.up
        return round(TOP + HIGH * (most - number) / ((most - least) or 1), 1)


def slope(measured: Mapping[str, Pairs], what: str, each: str, alt: str) -> Picture:
    """Draw pairs as points, how many of `each` and how much of `what`, and a line.

    The line is the one that fits best (least squares), and its slope is the answer:
    so much of `what` for each. Raises ValueError where there is nothing to draw a
    line through: a name needs two pairs that differ in the first number.

    >>> idle = {"a task": [(1, 107), (2, 112), (3, 117)]}
    >>> print(slope(idle, "KiB", "connection", "It is straight."))
    KiB, by the number of connections
            points  from    to      slope
    a task       3  1: 107  3: 117  5 KiB for each connection
    """
    shown = dict(islice(measured.items(), LINES))
    lines = list(_lines(shown, f"{what} for each {each}"))
    title = f"{what}, by the number of {each}s"
    hidden = more(len(measured), LINES, "line")
    rows = [_row(line) for line in lines]
    rows += [(hidden, "", "", "", "")] if hidden else []
    text = table(title, ("", "points", "from", "to", "slope"), *rows)
    return Picture(_drawn(lines, title, (what, each), hidden), text, alt)


def _lines(measured: Mapping[str, Pairs], unit: str) -> Iterator[Line]:
    """Yield the line through each name's pairs, with a colour of its own."""
    if not measured:
        raise ValueError("nothing was measured, so there is nothing to draw")
    fits = [
        linear_regression([x for x, _ in pairs], [y for _, y in pairs])
        for pairs in measured.values()
    ]
    slopes = figures(each.slope for each in fits)
    for n, (name, pairs) in enumerate(measured.items()):
        told = f"{slopes[n]} {unit}"
        yield Line(name, pairs, *fits[n], told, STROKES[n])


def _row(line: Line) -> tuple[str, str, str, str, str]:
    """Return a row of the text twin."""
    ends = min(line.pairs), max(line.pairs)
    written = figures(y for _, y in ends)
    first, last = (f"{x:,g}: {y}" for (x, _), y in zip(ends, written, strict=True))
    return line.name, f"{len(line.pairs):,}", first, last, line.told


def _drawn(
    lines: Sequence[Line], title: str, units: tuple[str, str], hidden: str
) -> str:
    numbers = [[pair[n] for line in lines for pair in line.pairs] for n in (0, 1)]
    across, up = [(min(each), max(each)) for each in numbers]
    beside = ticks(*up, STEPS)
    left = EDGE + SMALL * max([len(name) for _, name in beside], default=0) + 8
    frame, end = Frame(left, across, up), TOP + HIGH
    parts = [*_axes(frame, beside, units[1])]
    wanted = [frame.y(_height(line, across[1])) for line in lines]
    for line, y in zip(lines, apart(wanted, LABEL, TOP + HIGH), strict=True):
        parts.append(part(_line(line, frame, y), say=_said(line, units)))
        parts += _points(line, frame, units, POINTS // len(lines))
    parts.append(words(EDGE, end + 62, hidden, SMALL_TEXT, "start"))
    width = left + WIDE + GAP + BESIDE + EDGE
    height = end + (76 if hidden else 54)
    return card(width, height, title, *parts, kind="fields", noun="place", ask=ASK)


def _axes(
    frame: Frame, beside: Sequence[tuple[float, str]], each: str
) -> Iterator[str]:
    """Yield thin lines at round numbers, with the numbers, and what is counted."""
    left, end = frame.left, TOP + HIGH
    yield path(f"M{left:g} {TOP}V{end}")
    yield path(f"M{left:g} {end}h{WIDE}")
    rows = [(frame.y(number), name) for number, name in beside]
    places = [(frame.x(number), name) for number, name in ticks(*frame.across, STEPS)]
    lines = [f"M{left:g} {y:g}h{WIDE}" for y, _ in rows]
    lines += [f"M{x:g} {end}v6" for x, _ in places]
    yield path("".join(lines), "tick")
    for y, name in rows:
        yield words(left - 8, y + 4, name, SMALL_TEXT, "end")
    yield numbers(places, end + 20)
    yield words(left + WIDE / 2, end + 40, fit(f"{each}s", WIDE), SMALL_TEXT)


def _line(line: Line, frame: Frame, y: float) -> Iterator[str]:
    """Yield the line, and its label: a square in its colour, its name, its slope."""
    ends = min(line.pairs)[0], max(line.pairs)[0]
    (x0, y0), (x1, y1) = [(frame.x(x), frame.y(_height(line, x))) for x in ends]
    yield path(f"M{x0:g} {y0:g}L{x1:g} {y1:g}", line.colour)
    beside = frame.left + WIDE + GAP
    yield path(f"M{x1 + 5:g} {y1:g}L{beside - 5:g} {y:g}", "tick")
    yield box(beside, y - 5, 10, 10, line.colour)
    name, room = fit(line.name, BESIDE - 16, NORMAL), BESIDE - 16
    yield words(beside + 16, y + 4, name, "text", "start")
    yield words(beside + 16, y + 19, line.told, SMALL_TEXT, "start", room)


def _points(
    line: Line, frame: Frame, units: tuple[str, str], most: int
) -> Iterator[str]:
    """Yield the pairs: if there are many, from the first number to the last."""
    written = figures(y for _, y in line.pairs)
    name, unit, what = (fit(each, LONGEST, 1) for each in (line.name, *units))
    for n in some([x for x, _ in line.pairs], most):
        x, y = line.pairs[n]
        say = f"{name}, at {x:,g} {what}{'' if x == 1 else 's'}: {written[n]} {unit}."
        yield part([dot(frame.x(x), frame.y(y), line.colour)], say=say)


def _height(line: Line, x: float) -> float:
    return line.start + line.slope * x


def _said(line: Line, units: tuple[str, str]) -> str:
    """Return a row of the text twin as two sentences."""
    (x, first), (to, last) = min(line.pairs), max(line.pairs)
    least, most = figures([first, last])
    what, each = (fit(unit, LONGEST, 1) for unit in units)
    ends = f"From {least} {what} at {x:,g} to {most} at {to:,g} {each}s"
    name = f"{fit(line.name, 100, 1)}: {line.told}."
    return f"{name}\n{ends}, {len(line.pairs):,} points."
