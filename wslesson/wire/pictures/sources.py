"""The lines of a function, as they are written; of a long one, those that matter."""

from __future__ import annotations

import inspect
from collections.abc import Collection
from textwrap import dedent
from types import CodeType

from .texts import count

LINES = 24  # lines shown of a function


def source(code: CodeType) -> list[str]:
    """Return the lines of a function; none if its source cannot be found."""
    try:
        lines, _ = inspect.getsourcelines(code)
    except (OSError, TypeError):
        return []
    return dedent("".join(lines).expandtabs(4)).splitlines()


def listing(lines: list[str], marked: Collection[int]) -> list[tuple[int, str]]:
    """Return the numbers and the text of the first line and those around the marked.

    What is left out between two of them is counted, under the number 0.

    >>> listing(["def f():", "    yield"], {2})
    [(1, 'def f():'), (2, '    yield')]
    """
    rows, last = [], 0
    for n in [*_chosen(len(lines), marked), len(lines) + 1]:
        if n > last + 1:
            rows.append((0, f"… {count(n - last - 1, 'more line')}"))
        if n <= len(lines):
            rows.append((n, lines[n - 1]))
        last = n
    return rows


def _chosen(total: int, marked: Collection[int]) -> list[int]:
    """Return which of the lines to show: the first, and what is near to a mark."""
    marks = marked or {1}
    near = {n: min(abs(n - mark) for mark in marks) for n in range(1, total + 1)}
    return sorted(sorted(near, key=lambda n: (n != 1, near[n]))[:LINES])
