"""Draw what may happen next: the states of a table, and a story that goes through them.

The table is the one that the program itself obeys, so the picture cannot disagree.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from .layers import rows
from .picture import Picture
from .routes import EDGE, LINE, LOOP, Plan
from .shapes import box, card, part, path, words
from .stories import Key, Move, Story, named, retold
from .strokes import chamfered, head
from .texts import count, fit, table

S = TypeVar("S", bound=Hashable)
T = TypeVar("T", bound=Hashable)

STATES, STEPS = 12, 8  # states drawn, and steps from each of them
NAME, LABEL = 14, 20  # characters drawn of a state's name, and of a step's
ASK = "Play it, or click on a step."
SMALL_TEXT = "muted small"
Part = tuple[Key, str, list[str]]  # what it is of, what it says, its shapes


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of a table that is drawn."""

    names: Sequence[str]
    moves: Sequence[Move]
    told: str  # how much there is
    hidden: str  # and what is left out


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

    >>> door = {"open": {"push": "shut"}, "shut": {"pull": "open", "push": "shut"}}
    >>> print(states(door, ["push", "pull", "pull"]))
    state  what happens  next state
    open   push          shut
    shut   pull          open
    shut   push          shut
    step  state  what happens  next state
       1  open   push          shut
       2  shut   pull          open
       3  open   pull          refused
    refused: pull while open
    """
    if not transitions:
        raise ValueError("a table without a state cannot be drawn")
    here = next(iter(transitions)) if start is None else start
    if here not in transitions:
        raise ValueError(f"the story starts at {named(here)}, which is no state of it")
    shown, told = _shown(transitions), retold(transitions, here, story)
    heading = "state", "what happens", "next state"
    cells = [
        (shown.names[m.source], m.step, shown.names[m.target]) for m in shown.moves
    ]
    parts = [table(title, heading, *cells), shown.hidden, told.text(len(story))]
    if not cells:
        parts.insert(0, ", ".join(shown.names))
    alt = f"{title or 'A table'}: {shown.told}."
    alt += f" A story of {count(len(story), 'step')} goes through it." if story else ""
    svg = _draw(shown, told, title)
    return Picture(svg, "\n".join(filter(None, parts)), alt)


def _shown(transitions: Mapping[S, Mapping[T, S]]) -> Shown:
    """Choose what is drawn, and count the rest. A last state may have no row."""
    every = dict.fromkeys(transitions)
    every |= dict.fromkeys(s for after in transitions.values() for s in after.values())
    drawn = {state: n for n, state in enumerate(list(every)[:STATES])}
    moves = [
        Move(n, named(step), drawn[after])
        for state, n in drawn.items()
        for step, after in list(transitions.get(state, {}).items())[:STEPS]
        if after in drawn
    ]
    steps = sum(map(len, transitions.values()))
    rest = {"more state": len(every) - len(drawn), "more step": steps - len(moves)}
    left = [count(number, noun) for noun, number in rest.items() if number]
    told = f"{count(len(every), 'state')}, {count(steps, 'step')}"
    hidden = f"… {' and '.join(left)}" if left else ""
    return Shown([*map(named, drawn)], moves, told, hidden)


def _draw(shown: Shown, story: Story, title: str) -> str:
    labels: dict[tuple[int, int], list[str]] = {}
    for move in shown.moves:
        label = fit(story.label(move), LABEL, 1)
        labels.setdefault((move.source, move.target), []).append(label)
    after = [[b for a, b in labels if a == n] for n in range(len(shown.names))]
    names = [fit(name, NAME, 1) for name in shown.names]
    beside = {
        n: fit(story.refused[1], LABEL, 1)
        for n in range(len(names))
        if n == story.refused[0]
    }
    plan = Plan(names, rows(after), labels, {n: [text] for n, text in beside.items()})
    ways = sorted(_ways(plan, shown, story), key=lambda way: way[0] in story.times)
    found = [*ways, *_nodes(plan, shown, story)]  # what the story takes is on top
    found += _refused(plan, story, beside)
    parts = [part(drawn, "stroke-linecap:round", say=say) for _, say, drawn in found]
    numbers = {key: str(n) for n, (key, _, _) in enumerate(found)}
    walk = story.path or _tour(shown)
    told = {
        "ask": ASK,
        "walk": " ".join(numbers[key] for key in walk if key in numbers),
    }
    width = max(plan.width, 480)
    y, lines = plan.height, [words(width - EDGE, 26, shown.told, SMALL_TEXT, "end")]
    for line, role in ((shown.hidden, SMALL_TEXT), (story.remark, "warn")):
        lines.append(words(EDGE, y + 4, fit(line, width - 32, 8), role, "start"))
        y += 22 if line else 0
    shown_title = fit(title, width - 64 - 7 * len(shown.told), 9)
    return card(width, y, shown_title, *lines, *parts, kind="walk", **told)


def _tour(shown: Shown) -> list[Key]:
    """Return the way through a table without a story: row by row."""
    return [
        key
        for n in range(len(shown.names))
        for key in [(n, ""), *((n, m.step) for m in shown.moves if m.source == n)]
    ]


def _ways(plan: Plan, shown: Shown, story: Story) -> Iterator[Part]:
    """Draw each step: those between the same two states share a line."""
    placed: dict[tuple[int, int], int] = {}
    for move in shown.moves:
        edge, key = (move.source, move.target), (move.source, move.step)
        n = placed[edge] = placed.get(edge, -1) + 1
        route, (x, y) = plan.routes[edge], plan.routes[edge].label
        taken = key in story.times
        before, after = shown.names[move.source], shown.names[move.target]
        leads = "changes nothing" if before == after else f"leads to {after}"
        yield (
            key,
            f"{before}: {move.step} {leads}.",
            [
                path(chamfered(route.points), "http bold" if taken else ""),
                path(head(route.points), "head http" if taken else "head"),
                words(
                    x,
                    y + LINE * n,
                    fit(story.label(move), LABEL, 1),
                    "text small" if taken else SMALL_TEXT,
                    route.anchor,
                ),
            ],
        )


def _nodes(plan: Plan, shown: Shown, story: Story) -> Iterator[Part]:
    """Draw the states. One that nothing follows has a double edge."""
    visited = {state for state, step in story.path if not step}
    for n, name in enumerate(shown.names):
        x, y, high = plan.x[n] - plan.wide / 2, plan.y[n], plan.high[n]
        steps = [move.step for move in shown.moves if move.source == n]
        follow = f"next may come {', '.join(steps)}" if steps else "nothing can follow"
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


def _refused(plan: Plan, story: Story, beside: Mapping[int, str]) -> Iterator[Part]:
    """Draw where the story was refused: a way out that ends in a cross."""
    for n, label in beside.items():
        x, y = plan.refusals[n]
        yield (
            story.refused,
            f"{story.remark}.",
            [
                path(f"M{x:g} {y:g}h-14m-4 -5l-10 10m0 -10l10 10", "bold"),
                words(x - LOOP - 8, y + 4, label, "warn small", "end"),
            ],
        )
