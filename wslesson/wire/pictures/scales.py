"""Scales of a plot: round numbers beside it, and points that do not hide each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil, floor, log10

from .shapes import RADIUS

MANY, FEW, LARGEST = 1e15, 1e-6, 1e300  # between the first two, no 1.2e+20 is written
STEPS = (1, 2, 5, 10)


def figures(values: Iterable[float]) -> list[str]:
    """Return numbers with as many places as give the largest three; whole ones whole.

    Raises ValueError for what is no number, or has no end.

    >>> figures([9284, 76122.4]), figures([17.63, 58.5])
    (['9,284', '76,122'], ['17.6', '58.5'])
    """
    numbers = list(values)
    if not all(abs(each) < LARGEST for each in numbers):
        raise ValueError(f"a measurement is a number below {LARGEST:g}")
    largest = max(map(abs, numbers))
    if largest and not FEW <= largest < MANY:
        return [f"{each:.3g}" for each in numbers]
    whole = all(each == int(each) for each in numbers)
    places = 0 if whole else max(0, 2 - floor(log10(largest)))
    return [f"{each:,.{places}f}" for each in numbers]


def ticks(least: float, most: float, parts: int = 4) -> list[tuple[float, str]]:
    """Return round numbers between two others, `parts` + 1 of them at most.

    >>> ticks(0, 23_776), ticks(0.2, 0.7, 3)
    ([(0.0, '0'), (10000.0, '10,000'), (20000.0, '20,000')], [(0.2, '0.2'), (0.4, ...
    """
    rough = max((most - least) / parts, abs(most) * 1e-12) or 1
    size = 10.0 ** floor(log10(rough))
    step = next(each * size for each in STEPS if each * size >= rough * (1 - 1e-9))
    names = (
        f"{n * step:,.9g}" for n in range(ceil(least / step), floor(most / step) + 1)
    )
    return [(float(name.replace(",", "")), name) for name in names]


def roof(most: float, parts: int = 4) -> float:
    """Return the round number at which a scale from 0 ends: no bar goes beyond it.

    >>> roof(17_881), roof(20_000), roof(0)
    (20000.0, 20000.0, 1)
    """
    shown = ticks(0, most, parts)
    (_, _), (step, _) = shown[:2] if shown[1:] else [shown[0], (most or 1, "")]
    return ceil(most / step * (1 - 1e-9)) * step or 1


def apart(heights: Sequence[float], pitch: float, lowest: float) -> list[float]:
    """Return the heights moved as little as it takes to write a label at each.

    >>> apart([10, 100, 12], 17, 300)
    [10, 100, 27]
    """
    order = sorted(range(len(heights)), key=heights.__getitem__)
    moved = [*heights]
    for one, other in pairwise(order):
        moved[other] = max(moved[other], moved[one] + pitch)
    for n in reversed(order):
        moved[n] = min(moved[n], lowest)
        lowest = moved[n] - pitch
    return moved


def some(values: Sequence[float], most: int) -> list[int]:
    """Return the numbers of the values to draw: if many, from lowest to highest."""
    order = sorted(range(len(values)), key=values.__getitem__)
    if len(order) > most:
        order = [order[n * (len(order) - 1) // (most - 1)] for n in range(most)]
    return sorted(order)


def spread(places: Sequence[float], room: float) -> list[float]:
    """Return how far up or down each point goes, so that none hides another.

    The points are where they belong, across; up and down means nothing.

    >>> spread([10, 10, 50, 10], 12)
    [0.0, 5.0, 0.0, -5.0]
    """
    free: list[float] = []  # of each lane, the first place that is free
    lanes = [0] * len(places)
    for n in sorted(range(len(places)), key=places.__getitem__):
        lane = next((i for i, at in enumerate(free) if at <= places[n]), len(free))
        free[lane : lane + 1] = [places[n] + 2 * RADIUS]
        lanes[n] = lane
    step = min(5.0, room / max(len(free) // 2, 1))
    return [step * ((lane + 1) // 2) * (1 if lane % 2 else -1) + 0.0 for lane in lanes]
