"""Where the nodes of a graph stand: rows from the start down, two in a row at most."""

from __future__ import annotations

from collections.abc import Sequence

ACROSS = 2  # nodes in a row: with more, names and labels would not fit


def rows(after: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the numbers of the nodes, row by row. `after[n]` follows node n.

    A node stands as far down as its longest path from a start is long. Edges that
    lead back up, to where a path has been, do not count.

    >>> rows([[1, 3], [2, 3], [1], []])
    [[0], [1], [2, 3]]
    """
    depth = _depths(after)
    layers: list[list[int]] = [[] for _ in range(max(depth) + 1)]
    for node, deep in enumerate(depth):
        layers[deep].append(node)
    return [
        layer[n : n + ACROSS] for layer in layers for n in range(0, len(layer), ACROSS)
    ]


def _depths(after: Sequence[Sequence[int]]) -> list[int]:
    """Return how many edges the longest path to each node has."""
    depth = [0] * len(after)
    done = _done(after)
    for place, node in reversed([*enumerate(done)]):
        for other in after[node]:
            if other in done[:place]:
                depth[other] = max(depth[other], depth[node] + 1)
    return depth


def _done(after: Sequence[Sequence[int]]) -> list[int]:
    """Return the nodes, each behind all that follow it, but for what leads back."""
    seen: set[int] = set()
    done: list[int] = []

    def visit(node: int) -> None:
        if node not in seen:
            seen.add(node)
            for other in after[node]:
                visit(other)
            done.append(node)

    for node in range(len(after)):
        visit(node)
    return done
