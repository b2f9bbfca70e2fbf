"""Draw what may happen next: the states of a table, and a story that goes through them.

The table is the one that the program itself obeys, so the picture cannot disagree.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

from .layers import rows
from .picture import Picture
from .routes import EDGE, LINE, LOOP, Plan, Route
from .shapes import SMALL_TEXT, box, card, part, path, words
from .stories import ROWS, Key, Shown, Story, choose, named, retold
from .strokes import chamfered, head
from .texts import NORMAL, count, fit, printable, table

S = TypeVar("S", bound=Hashable)
T = TypeVar("T", bound=Hashable)

NAME, LABEL = 14, 20  # characters drawn of a state's name, and of a step's
NARROWEST = 480  # pixels
ENDS = "A double frame: nothing can follow."
ASK = "Play it, or click on a step."
Part = tuple[Key, str, list[str]]  # what it is of, what it says, its shapes


def states(
    transitions: Mapping[S, Mapping[T, S]],
    story: Sequence[T] = (),
    *,
    start: S | None = None,
    title: str = "",
) -> Picture:
    """Draw a table {state: {step: next state}}, and the steps of a story through it.

    The story begins at `start`, or at the table's first state, and ends at a step
    that the table does not have: the picture says that it was refused. Raises
    ValueError for an empty table, and for a start that is not in it.

    >>> door = {"open": {"push": "shut"}, "shut": {"pull": "open"}}
    >>> print(str(states(door, ["pull"])).splitlines()[-1])
    refused: pull while open
    """
    if not transitions:
        raise ValueError("a table without a state cannot be drawn")
    here = next(iter(transitions)) if start is None else start
    if here not in transitions:
        raise ValueError(f"the story starts at {named(here)}, which is no state of it")
    shown, told = choose(transitions), retold(transitions, here, story)
    heading = "state", "what happens", "next state"
    rows_of_text = table(printable(title), heading, *shown.rows())
    parts = [rows_of_text, shown.hidden, told.text(len(story))]
    alt = f"{title or 'A table'}: {shown.told}."
    alt += f" A story of {count(len(story), 'step')} goes through it." if story else ""
    svg = _draw(shown, told, title)
    return Picture(svg, "\n".join(filter(None, parts)), alt)


def _plan(shown: Shown, story: Story) -> Plan:
    labels: dict[tuple[int, int], list[str]] = {}
    for move in shown.moves:
        label = fit(story.label(move), LABEL, 1)
        labels.setdefault((move.source, move.target), []).append(label)
    after = [[b for a, b in labels if a == n] for n in range(len(shown.names))]
    names = [fit(name, NAME, 1) for name in shown.names]
    where, step = story.refused
    beside = {where: [fit(step, LABEL, 1)]} if 0 <= where < len(names) else {}
    return Plan(names, rows(after), labels, beside)


def _draw(shown: Shown, story: Story, title: str) -> str:
    plan = _plan(shown, story)
    ways = sorted(_ways(plan, shown, story), key=lambda way: way[0] in story.times)
    found = [*ways, *_nodes(plan, shown, story)]  # what the story takes is on top
    found += _refused(plan, story)
    numbers = {key: str(n) for n, (key, _, _) in enumerate(found)}
    walk = story.path or _tour(shown)
    way = " ".join(numbers[key] for key in walk if key in numbers)
    near = _near(shown, numbers)
    parts = [part(drawn, say=say) for _, say, drawn in found]
    width = max(plan.width, NARROWEST)
    below, height = _below(shown, story.remark, width, plan.height)
    above = words(width - EDGE, 26, shown.told, SMALL_TEXT, "end")
    title = fit(title, width - 64 - NORMAL * len(shown.told), 9)
    live = {"kind": "walk", "ask": ASK, "walk" if story.path else "tour": way}
    live |= {"near": ";".join(" ".join(near.get(key, ())) for key in numbers)}
    return card(width, height, title, above, *parts, below, **live)


def _below(shown: Shown, remark: str, width: float, y: float) -> tuple[str, float]:
    """Return what a double frame is, what is left out, how the story ends; the foot."""
    lines = []
    last = {*range(len(shown.names))} - {move.source for move in shown.moves}
    ends = ENDS if last else ""
    below = (ends, SMALL_TEXT), (shown.hidden, SMALL_TEXT), (remark, "warn")
    for line, role in below:
        lines.append(words(EDGE, y + 4, fit(line, width - 32, NORMAL), role, "start"))
        y += 22 if line else 0
    return "".join(lines), y


def _tour(shown: Shown) -> list[Key]:
    """Return the way through a table without a story: row by row."""
    return [
        key
        for n in range(len(shown.names))
        for key in [(n, ""), *((n, m.step) for m in shown.moves if m.source == n)]
    ]


def _near(shown: Shown, numbers: Mapping[Key, str]) -> dict[Key, list[str]]:
    """Return what belongs to a state: its steps; and to a step: its two ends."""
    near: dict[Key, list[str]] = {}
    for move in shown.moves:
        key, start, end = (move.source, move.step), (move.source, ""), (move.target, "")
        near.setdefault(start, []).append(numbers[key])
        near[key] = list(dict.fromkeys([numbers[start], numbers[end]]))
    return near


def _ways(plan: Plan, shown: Shown, story: Story) -> Iterator[Part]:
    """Draw each step: those between the same two states share a line."""
    placed: dict[tuple[int, int], int] = {}
    for move in shown.moves:
        edge, key = (move.source, move.target), (move.source, move.step)
        n = placed[edge] = placed.get(edge, -1) + 1
        route, (x, y) = plan.routes[edge], plan.routes[edge].label
        taken = key in story.times
        before, after = shown.names[move.source], shown.names[move.target]
        leads = "changes nothing" if edge[0] == edge[1] else f"leads to {after}"
        say = f"{before}: {move.step} {leads}.{_when(story, key)}"
        whole = taken or not story.path
        ink = "taken small" if taken else SMALL_TEXT  # as its line
        label = fit(story.label(move), LABEL, 1)
        line = _line(route, taken) if whole else _thin(route, n)
        yield key, say, [*line, words(x, y + LINE * n, label, ink, route.anchor)]


def _line(route: Route, taken: bool) -> Iterator[str]:
    """Draw all of a way, coloured if the story takes it."""
    yield path(chamfered(route.points, route.over), "http bold" if taken else "")
    yield path(head(route.points), "head http" if taken else "head")


def _thin(route: Route, n: int) -> Iterator[str]:
    """Draw of a way that no story takes what no other has drawn.

    What is dimmed would be the darker, the more lie on one another.
    """
    if not n:
        yield path(chamfered(route.points[: route.own], route.over), "")
        yield path(head(route.points), "head") if route.own is None else ""


def _when(story: Story, key: Key) -> str:
    """Return when the story takes a step, as a sentence."""
    times = story.times.get(key, [])
    shown = ", ".join(map(str, times[:ROWS]))
    rest = f", and {count(len(times) - ROWS, 'more time')}" if times[ROWS:] else ""
    return f" Step {shown}{rest} of the story." if times else ""


def _nodes(plan: Plan, shown: Shown, story: Story) -> Iterator[Part]:
    """Draw the states. One that nothing follows has a double edge."""
    visited = {state for state, step in story.path if not step}
    for n, name in enumerate(shown.names):
        x, y, high = plan.x[n] - plan.wide / 2, plan.y[n], plan.high[n]
        steps = [move.step for move in shown.moves if move.source == n]
        follow = (
            f"{count(len(steps), 'step')} may follow" if steps else "nothing can follow"
        )
        inner = box(x + 3, y + 3, plan.wide - 6, high - 6, "ghost")
        yield (
            (n, ""),
            f"{name}: {follow}.",
            [
                box(x, y, plan.wide, high, "f0" if n in visited else "f1"),
                "" if steps else inner,
                words(plan.x[n], y + high / 2 + 5, fit(name, NAME, 1)),
            ],
        )


def _refused(plan: Plan, story: Story) -> Iterator[Part]:
    """Draw where the story was refused: a way out that ends in a cross."""
    where, step = story.refused
    if where in plan.refusals:
        (x, y), label = plan.refusals[where], fit(step, LABEL, 1)
        yield (
            story.refused,
            f"{story.remark}.",
            [
                path(f"M{x:g} {y:g}h-14m-4 -5l-10 10m0 -10l10 10", "bold"),
                words(x - LOOP - 8, y + 4, label, "warn small", "end"),
            ],
        )
