"""Lines with corners and heads, as data of a path."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

CORNER, ARROW = 5, 9  # pixels: of a corner that is cut off, of an arrow head

Point = tuple[float, float]


def chamfered(points: Sequence[Point]) -> str:
    """Return the line with each corner cut off by a small slant.

    >>> chamfered([(0, 0), (0, 20), (20, 20)])
    'M0 0V15L5 20H20'
    """
    ends = [points[0]]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        ends += [_towards(here, before), _towards(here, after)]
    ends.append(points[-1])
    strokes = [_stroke(one, other) for one, other in pairwise(ends)]
    return f"M{ends[0][0]:g} {ends[0][1]:g}{''.join(strokes)}"


def _stroke(start: Point, end: Point) -> str:
    """Return a stroke from one point to another, in as few letters as it takes."""
    if start[0] == end[0]:
        return f"V{end[1]:g}"
    return f"H{end[0]:g}" if start[1] == end[1] else f"L{end[0]:g} {end[1]:g}"


def _towards(here: Point, there: Point) -> Point:
    """Return the point that lies a corner's length from here."""
    far = abs(there[0] - here[0]) + abs(there[1] - here[1])
    part = min(CORNER, far / 2) / (far or 1)
    return (
        here[0] + (there[0] - here[0]) * part,
        here[1] + (there[1] - here[1]) * part,
    )


def head(points: Sequence[Point]) -> str:
    """Return the arrow head at the end of a line whose last stroke is upright or flat.

    >>> head([(0, 0), (0, 20)]), head([(20, 0), (0, 0)])
    ('M0 20l-5 -9h10z', 'M0 0l9 -5v10z')
    """
    (x, _), (to_x, to_y) = points[-2:]
    if x == to_x:
        return f"M{to_x:g} {to_y:g}l-5 -{ARROW}h10z"
    return f"M{to_x:g} {to_y:g}l{ARROW if x > to_x else -ARROW} -5v10z"
