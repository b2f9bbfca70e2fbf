"""Where the edges of a graph run, and where their labels stand: none meets another.

A node leaves room for its labels at its right, and for what comes back to it at its
left. An edge to the next row goes straight down. All others go to the right, and then
along a lane; there is one for each node that they lead to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .strokes import Point, crossings
from .texts import NORMAL, SMALL

EDGE, TOP, LINE = 16, 48, 14  # pixels: at the sides, above all, from label to label
WIDEST, LANE = 836, 18  # pixels: of the whole, from one lane to the next
NODE, LOOP = 36, 26  # pixels: the height of a node, what a loop takes at its left
GAP = 30  # pixels between two rows, besides labels
BACK = 16  # pixels from a node's right end to where a line turns round its corner

Edge = tuple[int, int]  # numbers of nodes


@dataclass(frozen=True, slots=True)
class Route:
    """A line from corner to corner, and where the first of its labels stands.

    `own` is how many of the points it takes to come to a lane that another edge from
    further away has drawn: all of them if there is none. `over` are the places where
    it crosses another.
    """

    points: Sequence[Point]
    label: Point
    anchor: str = "start"
    own: int | None = None
    over: Collection[Point] = ()


class Plan:
    """Places for nodes, and routes for the edges between them.

    `labels` has the lines of text on each edge; `beside`, those left of a node, below
    the labels of its loop.
    """

    def __init__(
        self,
        names: Sequence[str],
        rows: Sequence[Sequence[int]],
        labels: Mapping[Edge, Sequence[str]],
        beside: Mapping[int, Sequence[str]],
    ) -> None:
        self._rows, self._labels, self._beside = rows, labels, beside
        self._row = {node: n for n, row in enumerate(rows) for node in row}
        self.wide: Final = 2 * round(max(90, NORMAL * max(map(len, names)) + 20) / 2)
        self.x: dict[int, float] = {}  # the middle of each node
        self.y: dict[int, float] = {}  # its upper edge
        self.high: dict[int, float] = {}
        self.routes: dict[Edge, Route] = {}
        self.refusals: dict[int, Point] = {}  # where the first of them ends
        targets = {target for _, target in labels}
        self._lanes = [n for row in rows for n in row if n in targets and self._in(n)]
        self._across()
        self.height = self._down()
        lines = [route.points for route in self.routes.values()]
        for edge, route in self.routes.items():
            self.routes[edge] = replace(route, over=crossings(route.points, lines))

    def _is_lane(self, edge: Edge) -> bool:
        source, target = (self._rows[self._row[node]] for node in edge)
        near = self._row[edge[1]] == self._row[edge[0]] + 1
        parallel = source.index(edge[0]) == target.index(edge[1])
        straight = near and (parallel or 1 in (len(source), len(target)))
        return edge[0] != edge[1] and not straight

    def _in(self, node: int) -> bool:
        return any(edge[1] == node and self._is_lane(edge) for edge in self._labels)

    def _is_left(self, node: int) -> bool:
        """Tell whether another node stands between this one and the lanes."""
        return node != self._rows[self._row[node]][-1]

    def _long(self, edge: Edge) -> float:
        return SMALL * max(map(len, self._labels[edge]))

    def _left(self, node: int) -> float:
        """Return how much room a node needs at its left."""
        texts = [*self._labels.get((node, node), ()), *self._beside.get(node, ())]
        return LOOP + SMALL * max(map(len, texts)) if texts else 0

    def _across(self) -> None:
        """Find all that lies side by side: the nodes, then the lanes."""
        half = self.wide / 2
        ways = [edge for edge in self._labels if edge[0] != edge[1]]
        longest = max(map(self._long, ways), default=0)
        pairs = [row for row in self._rows if len(row) > 1]
        between = max([self._left(right) for _, right in pairs], default=0)
        pitch = max(half + longest, self.wide + between + BACK) if pairs else 0
        for row in self._rows:
            places = (0, pitch) if len(row) > 1 else (pitch / 2,)
            self.x |= dict(zip(row, places, strict=True))
        start = EDGE - min(x - half - self._left(n) for n, x in self.x.items())
        self.x = {node: round(x + start) for node, x in self.x.items()}
        end = max(self.x.values()) + half
        for edge in ways:
            side = half if self._is_lane(edge) else 0
            own = self.x[edge[0]], self.x[edge[1]]
            x = own[0] if side else max(own)
            end = max(end, x + side + 8 + self._long(edge))
        lanes = len(self._lanes)
        step = min(LANE, (WIDEST - EDGE - end - 4) / max(lanes, 1))
        self._lane = {n: round(end + step * i) for i, n in enumerate(self._lanes, 1)}
        self.width = max([end, *self._lane.values()]) + EDGE

    def _down(self) -> float:
        """Find all that lies one below the other, and return the height."""
        ends: dict[int, Point] = {}  # where the lanes arrive
        leaves: dict[Edge, tuple[float, float]] = {}  # the heights of line and label
        y: float = TOP
        for n, row in enumerate(self._rows):
            if self._is_left(row[0]) and row[0] in self._lane:
                ends[row[0]] = self.x[row[0]] + self.wide / 2 - BACK, y
                y += LINE + 2
            bottom = y + NODE
            for node in row:
                self.y[node], right = y, y
                if node in self._lane and not self._is_left(node):
                    ends[node], right = (self.x[node] + self.wide / 2, y + 10), y + 14
                if not self._is_left(node):
                    right = self._stack(node, right, leaves) + 6
                bottom = max(bottom, right, self._at_left(node, y))
            self.high |= dict.fromkeys(row, bottom - y)
            y = bottom
            if self._is_left(row[0]):
                y = self._stack(row[0], y + 4, leaves)
            y = self._straight(n, y) if n + 1 < len(self._rows) else y
        self._along(ends, leaves)
        return y + EDGE

    def _stack(
        self, node: int, y: float, leaves: dict[Edge, tuple[float, float]]
    ) -> float:
        """Give the edges to the lanes their heights, the furthest lane first."""
        for target in reversed(self._lanes):
            if (node, target) in self._labels and self._is_lane((node, target)):
                line = y + LINE * len(self._labels[node, target]) + 4
                leaves[node, target] = line, y + LINE - 2
                y = line + 2
        return y

    def _at_left(self, node: int, y: float) -> float:
        """Place the loop and the refusals of a node, and return where they end."""
        x, lines = self.x[node] - self.wide / 2, self._labels.get((node, node), ())
        if lines:
            top = y + max(LINE * len(lines), NODE - 8) / 2 - 5
            out = x - LOOP + 8
            points = [(x, top), (out, top), (out, top + 14), (x, top + 14)]
            label = out - 6, top + 11 - LINE * (len(lines) - 1) / 2
            self.routes[node, node] = Route(points, label, "end")
            y += max(LINE * len(lines), NODE - 8) + 6
        self.refusals[node] = x, y + LINE
        return y + (LINE + 4) * len(self._beside.get(node, ())) + 6

    def _straight(self, n: int, y: float) -> float:
        """Draw the edges from row `n` to the next, and return where that begins."""
        near = [(a, b) for a in self._rows[n] for b in self._rows[n + 1]]
        edges = [e for e in near if e in self._labels and not self._is_lane(e)]
        most = max([len(self._labels[edge]) for edge in edges], default=0)
        forks = len(self._rows[n + 1]) > len(self._rows[n])
        turn = y + 12 if forks else y + LINE * most + 10
        end = y + LINE * most + GAP
        first = self._rows[n + 1][0]
        top = end + (LINE + 2 if self._is_left(first) and first in self._lane else 0)
        for a, b in edges:
            start, x = self.x[a], self.x[b]
            corners = [(start, turn), (x, turn)] if start != x else []
            points = [(start, self.y[a] + self.high[a]), *corners, (x, top)]
            label = (x + 8, turn + LINE + 2) if forks else (start + 8, y + LINE)
            self.routes[a, b] = Route(points, label)
        return end

    def _along(
        self, ends: Mapping[int, Point], leaves: Mapping[Edge, tuple[float, float]]
    ) -> None:
        """Draw the edges along the lanes."""
        far: dict[tuple[int, bool], float] = {}  # the longest way of each direction
        for (_, target), (line, _) in leaves.items():
            way = target, line < ends[target][1]
            far[way] = max(far.get(way, 0), abs(line - ends[target][1]))
        for (source, target), (line, label) in leaves.items():
            lane, (x, y) = self._lane[target], ends[target]
            side = self.x[source] + self.wide / 2
            begin = [(side, line)]
            if self._is_left(source):
                side -= BACK
                begin = [(side, self.y[source] + self.high[source]), (side, line)]
            last = [(x, self.y[target])] if self._is_left(target) else []
            points = [*begin, (lane, line), (lane, y), (x, y), *last]
            first = abs(line - y) == far[target, line < y]
            own = None if first else len(begin) + 1
            route = Route(points, (side + 8, label), own=own)
            self.routes[source, target] = route
