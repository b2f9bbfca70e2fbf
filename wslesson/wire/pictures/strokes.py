"""Lines with corners and heads, as data of a path."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

CORNER, ARROW = 5, 9  # pixels: of a corner that is cut off, of an arrow head

Point = tuple[float, float]


def chamfered(points: Sequence[Point]) -> str:
    """Return the line as straight strokes that take each corner in a small slant.

    Each stroke begins anew: a path of one stroke has no inside that could be filled.

    >>> chamfered([(0, 0), (0, 20), (20, 20)])
    'M0 0L0 15M0 15L5 20M5 20L20 20'
    """
    ends = [points[0]]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        ends += [_towards(here, before), _towards(here, after)]
    ends.append(points[-1])
    return "".join(f"M{a:g} {b:g}L{c:g} {d:g}" for (a, b), (c, d) in pairwise(ends))


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
