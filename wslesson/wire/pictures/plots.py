"""Draw measured numbers: a bar for each name, and each measurement as a point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median

from .picture import Picture
from .scales import figures, roof, some, spread, ticks
from .shapes import (
    FILLS,
    SMALL_TEXT,
    WIDEST,
    box,
    card,
    dot,
    numbers,
    part,
    path,
    words,
)
from .texts import NORMAL, SMALL, columns, fit, more, sentence, table

EDGE, GAP, TOP = 16, 14, 48  # pixels: at the sides, between words and bars, above all
CLEAR = 26  # pixels between the longest bar, or the last point, and its number
WIDE = 460  # pixels, at most, of the longest bar, or up to the last point
ROW, BAR = 32, 20  # pixels from one bar to the next, and of a bar
HIGHER = 18  # pixels more of both, where points are spread
NAMES, POINTS = 30, 300  # drawn in all
LONGEST = 40  # characters of a name that are drawn; the text twin has them all
LEGEND = (
    "A point is one measurement. A bar ends at their median: the number at the right."
)
POINT = ", or at a point"
ASK = "Point at a bar{}, or step through them."

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
    often = any(len(times) > 1 for times in measured.values())
    bars, left_out = counted(measured, often), more(len(measured), NAMES, "name")
    svg = _drawn(bars, what, often, left_out)
    return Picture(svg, twin(what, bars, often, left_out), alt)


def counted(measured: Mapping[str, Times], often: bool) -> list[Bar]:
    """Return a bar for each name, with its figures."""
    shown = dict(islice(measured.items(), NAMES))
    if min(map(min, shown.values())) < 0:
        raise ValueError("a bar cannot be shorter than nothing")
    kinds = (OFTEN if often else ONCE).values()
    told = [figures(map(kind, shown.values())) for kind in kinds]
    return [*map(Bar, shown, shown.values(), zip(*told, strict=True))]


def twin(title: str, bars: Sequence[Bar], often: bool, left_out: str = "") -> str:
    """Return the text twin."""
    kinds = [*(OFTEN if often else ONCE)]
    rows = [(bar.name, *bar.figures) for bar in bars]
    rows += [(left_out, *[""] * len(kinds))] if left_out else []
    return table(title, ("", *kinds), *rows)


def _drawn(bars: Sequence[Bar], what: str, often: bool, left_out: str) -> str:
    sheet = Sheet.of(bars, often)
    foot = TOP + sheet.row * len(bars)
    parts = [*scale(sheet, foot)]
    for n, bar in enumerate(bars):
        middle = TOP + n * sheet.row + sheet.bar / 2
        parts.append(part(drawn_bar(bar, sheet, middle), say=said(bar, what)))
        parts += _points(bar, what, sheet, middle, POINTS // len(bars)) if often else []
    rest, end, width = below(sheet, foot, [left_out, LEGEND if often else ""])
    live = {"kind": "fields", "noun": "place", "ask": ASK.format(POINT * often)}
    return card(width, end, sentence(what), *parts, *rest, **live)


def below(
    sheet: Sheet, end: float, lines: Sequence[str]
) -> tuple[list[str], float, float]:
    """Return lines of words below the bars, and how high and how wide all is."""
    shown, width = [], sheet.width
    for line in filter(None, lines):
        end += 22
        shown.append(words(EDGE, end + 18, line, SMALL_TEXT, "start"))
        width = max(width, EDGE + SMALL * len(line) + EDGE)
    return shown, end + 32, width


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where things are, in pixels: bars begin at `left`, and are `wide` at most."""

    left: float
    wide: float
    width: float
    scale: float  # pixels for 1
    more: int  # pixels more for each row, to spread points in

    @classmethod
    def of(cls, bars: Sequence[Bar], often: bool) -> Sheet:
        """Return a sheet with room for the names, and for the numbers of the bars."""
        left = EDGE + NORMAL * max(columns(_short(bar.name)) for bar in bars) + GAP
        right = CLEAR + NORMAL * max(len(bar.figures[0]) for bar in bars) + EDGE
        wide = min(WIDE, WIDEST - left - right)
        scale = wide / roof(max(max(bar.times) for bar in bars))
        return cls(left, wide, left + wide + right, scale, HIGHER if often else 0)

    @property
    def row(self) -> int:
        """From one bar to the next."""
        return ROW + self.more

    @property
    def bar(self) -> int:
        """How high a bar is."""
        return BAR + self.more


def scale(sheet: Sheet, end: float) -> Iterator[str]:
    """Yield a thin line, and the number below, for each round number."""
    shown = ticks(0, sheet.wide / sheet.scale)
    places = [(round(sheet.left + sheet.scale * at, 1), name) for at, name in shown]
    lines = (f"M{x:g} {TOP - 8}V{end - 4:g}" for x, _ in places)
    yield path("".join(lines), "tick")
    yield numbers(places, end + 12)


def drawn_bar(bar: Bar, sheet: Sheet, middle: float) -> Iterator[str]:
    """Yield a name, its bar, and at the right how much that is."""
    yield words(EDGE, middle + 5, _short(bar.name), "text", "start")
    length, top = sheet.scale * median(bar.times), middle - sheet.bar / 2
    yield box(sheet.left, top, length, sheet.bar, FILLS[0])
    yield words(sheet.width - EDGE, middle + 5, bar.figures[0], "text", "end")


def _points(
    bar: Bar, what: str, sheet: Sheet, middle: float, most: int
) -> Iterator[str]:
    """Yield the measurements of a bar, each with what it says."""
    written, name, unit = figures(bar.times), _short(bar.name), _short(what)
    for n, shape in dots(bar, sheet, middle, most):
        value = f"{written[n]} {unit}; median {bar.figures[0]}"
        yield part([shape], say=f"{name}, round {n + 1}: {value}.")


def dots(bar: Bar, sheet: Sheet, middle: float, most: int) -> Iterator[tuple[int, str]]:
    """Yield the measurements of a bar, spread so that none hides another."""
    shown = some(bar.times, most) if most else []
    places = [sheet.left + sheet.scale * bar.times[n] for n in shown]
    up = spread(places, sheet.bar / 2 - 4)
    for n, x, offset in zip(shown, places, up, strict=True):
        yield n, dot(x, middle + offset)


def said(bar: Bar, what: str) -> str:
    """Return a row of the text twin as a sentence."""
    value, *ends = bar.figures
    rounds = (
        f", the median of {len(bar.times):,}: {ends[0]} to {ends[1]}" if ends else ""
    )
    return f"{fit(bar.name, 100, 1)}: {value} {fit(what, 100, 1)}{rounds}."


def _short(name: str) -> str:
    return fit(name, LONGEST, 1)
