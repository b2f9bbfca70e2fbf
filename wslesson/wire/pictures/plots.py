"""Draw measured numbers: a bar for each name, and each measurement as a point."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import floor, log10
from statistics import median

from .picture import Picture
from .shapes import FILLS, box, card, words
from .texts import NORMAL, fit, table

EDGE, GAP, TOP = 16, 10, 44  # pixels: at the sides, between words and bars, above all
WIDE = 360  # pixels of the longest bar, or up to the last point
ROW, BAR = 28, 20  # pixels from one bar to the next, and of a bar
LONGEST = 40  # characters of a name that are drawn; the text twin has them all
LEGEND = "A point is one measurement; a bar ends at their median."

Times = Sequence[float]
ONCE: dict[str, Callable[[Times], float]] = {"value": max}
OFTEN: dict[str, Callable[[Times], float]]
OFTEN = {"median": median, "lowest": min, "highest": max}


def plot(measured: Mapping[str, Times], what: str, alt: str) -> Picture:
    """Draw a bar for each name, up to the median of what was measured, 0 or more.

    Where that was more than once, each time is a point. `what` says what the numbers
    are, `alt` what there is to see. Raises ValueError if nothing was measured.

    >>> print(plot({"tasks": [7, 9, 8], "threads": [5]}, "per second", "Tasks win."))
    per second
             median  lowest  highest
    tasks         8       7        9
    threads       5       5        5
    """
    often = any(len(times) > 1 for times in measured.values())
    kinds = OFTEN if often else ONCE
    columns = [figures(map(kind, measured.values())) for kind in kinds.values()]
    text = table(what, ("", *kinds), *zip(measured, *columns, strict=True))
    return Picture(_drawn(measured, columns[0], what, often), text, alt)


def _drawn(
    measured: Mapping[str, Times], values: Sequence[str], what: str, often: bool
) -> str:
    names = [fit(name, LONGEST, 1) for name in measured]
    left = EDGE + NORMAL * max(map(len, names)) + GAP
    scale = WIDE / (max(map(max, measured.values())) or 1)
    parts, y = [], TOP
    for name, value, times in zip(names, values, measured.values(), strict=True):
        ends = [left + scale * each for each in times]
        parts += [
            words(EDGE, y + 15, name, "text", "start"),
            box(left, y, median(ends) - left, BAR, FILLS[0]),
            words(max(ends) + GAP, y + 15, value, "text", "start"),
        ]
        parts += (_point(end, y + BAR / 2) for end in ends if often)
        y += ROW
    parts.append(words(EDGE, y + 14, LEGEND if often else "", "muted small", "start"))
    width = left + WIDE + GAP + NORMAL * max(map(len, values)) + EDGE
    return card(width, y + (ROW if often else GAP), what, *parts)


def _point(x: float, y: float) -> str:
    return f'<circle class="http" cx="{x:g}" cy="{y:g}" r="3"/>'


def figures(values: Iterable[float]) -> list[str]:
    """Return numbers with as many places as give the largest three; whole ones whole.

    >>> figures([9284, 76122.4]), figures([17.63, 58.5])
    (['9,284', '76,122'], ['17.6', '58.5'])
    """
    numbers = list(values)
    whole = all(each == int(each) for each in numbers)
    places = 0 if whole else max(0, 2 - floor(log10(max(numbers))))
    return [f"{each:,.{places}f}" for each in numbers]
