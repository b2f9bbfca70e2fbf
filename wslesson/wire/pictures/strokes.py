"""Lines with corners and heads, as data of a path."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

CORNER, ARROW = 5, 9  # pixels: of a corner that is cut off, of an arrow head
HOP = 4  # pixels: how high a line hops over another, and how far to either side

Point = tuple[float, float]


def chamfered(points: Sequence[Point], over: Collection[Point] = ()) -> str:
    """Return the line with each corner cut off by a small slant.

    Where it lies flat, it hops `over` lines that it crosses.

    >>> chamfered([(0, 0), (0, 20), (40, 20)], [(20, 20)])
    'M0 0V15L5 20H16a4 4 0 0 1 8 0H40'
    """
    ends = [points[0]]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        ends += [_towards(here, before), _towards(here, after)]
    ends.append(points[-1])
    strokes = [_stroke(one, other, over) for one, other in pairwise(ends)]
    return f"M{ends[0][0]:g} {ends[0][1]:g}{''.join(strokes)}"


def crossings(line: Sequence[Point], others: Sequence[Sequence[Point]]) -> set[Point]:
    """Return where a line lies flat while another goes up or down through it.

    >>> crossings([(0, 5), (9, 5)], [[(3, 0), (3, 9)], [(9, 0), (9, 9)]])
    {(3, 5)}
    """
    uprights = [pair for other in others for pair in pairwise(other)]
    return {
        (x, y)
        for (start, y), (end, same) in pairwise(line)
        for (x, top), (to, low) in uprights
        if y == same and x == to
        if min(start, end) < x < max(start, end) and min(top, low) < y < max(top, low)
    }


def _stroke(start: Point, end: Point, over: Collection[Point]) -> str:
    """Return a stroke from one point to another, in as few letters as it takes."""
    if start[0] == end[0]:
        return f"V{end[1]:g}"
    if start[1] != end[1]:
        return f"L{end[0]:g} {end[1]:g}"
    return f"{''.join(_hops(start, end, over))}H{end[0]:g}"


def _hops(start: Point, end: Point, over: Collection[Point]) -> Iterator[str]:
    """Yield a hop over each line on the way, or over several that lie close."""
    way = 1 if end[0] > start[0] else -1
    left, right = sorted([start[0], end[0]])
    crossed = sorted((x for x, y in over if y == start[1] and left < x < right))
    groups: list[list[float]] = []
    for x in crossed[::way]:
        if groups and abs(x - groups[-1][-1]) <= 2 * HOP:
            groups[-1].append(x)
        else:
            groups.append([x])
    for group in groups:
        half = abs(group[-1] - group[0]) / 2 + HOP
        side = int(way > 0)  # upwards, whichever way it goes
        arc = f"a{half:g} {HOP} 0 0 {side} {way * 2 * half:g} 0"
        yield f"H{group[0] - way * HOP:g}{arc}"


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
