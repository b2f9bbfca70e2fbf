"""Draw measured numbers: a bar for each name, and each measurement as a point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median

from .picture import Picture
from .scales import figures, some, spread, ticks
from .shapes import FILLS, WIDEST, box, card, dot, part, path, words
from .texts import NORMAL, SMALL, columns, fit, more, table

EDGE, GAP, TOP = 16, 14, 48  # pixels: at the sides, between words and bars, above all
WIDE = 460  # pixels, at most, of the longest bar, or up to the last point
ROW, BAR = 32, 20  # pixels from one bar to the next, and of a bar
HIGHER = 18  # pixels more of both, where points are spread
NAMES, POINTS = 30, 300  # drawn in all
LONGEST = 40  # characters of a name that are drawn; the text twin has them all
LEGEND = (
    "A point is one measurement. A bar ends at their median: the number at the right."
)
ASK = "Point at a bar or at a point, or step through them."

Times = Sequence[float]
ONCE: dict[str, Callable[[Times], float]] = {"value": max}
OFTEN: dict[str, Callable[[Times], float]]
OFTEN = {"median": median, "lowest": min, "highest": max}


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the plot: its name, what was measured, and the same as figures."""

    name: str
    times: Times
    figures: tuple[str, ...]


def plot(measured: Mapping[str, Times], what: str, alt: str) -> Picture:
    """Draw a bar for each name, up to the median of what was measured, 0 or more.

    Where that was more than once, each time is a point. `what` says what the numbers
    are, `alt` what there is to see. Raises ValueError if nothing was measured, or if
    it is no such number.

    >>> print(plot({"tasks": [7, 9, 8], "threads": [5]}, "per second", "Tasks win."))
    per second
             median  lowest  highest
    tasks         8       7        9
    threads       5       5        5
    """
    shown = dict(islice(measured.items(), NAMES))
    often = any(len(times) > 1 for times in shown.values())
    kinds = OFTEN if often else ONCE
    if min(map(min, shown.values())) < 0:
        raise ValueError("a bar cannot be shorter than nothing")
    told = [figures(map(kind, shown.values())) for kind in kinds.values()]
    bars = [*map(Bar, shown, shown.values(), zip(*told, strict=True))]
    hidden = more(len(measured), NAMES, "name")
    rows = [(bar.name, *bar.figures) for bar in bars]
    rows += [(hidden, *[""] * len(kinds))] if hidden else []
    svg = _drawn(bars, what, often, hidden)
    return Picture(svg, table(what, ("", *kinds), *rows), alt)


def _drawn(bars: Sequence[Bar], what: str, often: bool, hidden: str) -> str:
    left = EDGE + NORMAL * max(columns(_short(bar.name)) for bar in bars) + GAP
    right = GAP + NORMAL * max(len(bar.figures[0]) for bar in bars) + EDGE
    wide = min(WIDE, WIDEST - left - right)
    most = max(max(bar.times) for bar in bars) or 1
    row = ROW + (HIGHER if often else 0)
    end = TOP + row * len(bars)
    parts = [*_scale(left, wide, end, most)]
    for n, bar in enumerate(bars):
        y = TOP + n * row
        name, value, length = _short(bar.name), bar.figures[0], wide / most
        middle = y + (row - ROW + BAR) / 2
        shape = box(left, y, length * median(bar.times), row - ROW + BAR, FILLS[0])
        beside = words(left + wide + right - EDGE, middle + 5, value, "text", "end")
        label = words(EDGE, middle + 5, name, "text", "start")
        parts.append(part([label, shape, beside], say=_said(bar, what)))
        places = [left + length * time for time in bar.times]
        most_here = POINTS // len(bars)
        parts += _points(bar, places, middle, most_here) if often else []
    width = max(left + wide + right, EDGE + SMALL * len(LEGEND) * often + EDGE)
    for line in filter(None, [hidden, LEGEND if often else ""]):
        end += 22
        parts.append(words(EDGE, end + 18, line, "muted small", "start"))
    return card(width, end + 32, what, *parts, kind="fields", ask=ASK)


def _scale(left: float, wide: float, end: float, most: float) -> Iterator[str]:
    """Yield a thin line, and its number below, for each round number."""
    for at, name in ticks(0, most):
        x = left + wide * at / most
        yield path(f"M{x:g} {TOP - 8}V{end - 4:g}", "tick")
        yield words(x, end + 12, name, "muted small")


def _points(
    bar: Bar, places: Sequence[float], middle: float, most: int
) -> Iterator[str]:
    """Yield the measurements of a bar, spread so that none hides another."""
    shown = some(bar.times, most)
    written = figures(bar.times)
    up = spread([places[n] for n in shown], (BAR + HIGHER) / 2 - 4)
    for n, offset in zip(shown, up, strict=True):
        say = (
            f"{_short(bar.name)}, round {n + 1}: {written[n]}; median {bar.figures[0]}."
        )
        yield part([dot(places[n], middle + offset)], say=say)


def _said(bar: Bar, what: str) -> str:
    """Return a row of the text twin as a sentence."""
    value, *ends = bar.figures
    rounds = (
        f", the median of {len(bar.times):,}: {ends[0]} to {ends[1]}" if ends else ""
    )
    return f"{fit(bar.name, 100, 1)}: {value} {fit(what, 100, 1)}{rounds}."


def _short(name: str) -> str:
    return fit(name, LONGEST, 1)
