"""A table of what may happen next, and a story: the steps that somebody takes in it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from .texts import count, more, printable, table

S = TypeVar("S", bound=Hashable)
T = TypeVar("T", bound=Hashable)

STATES, STEPS = 12, 8  # states drawn, and steps from each of them
ROWS = 20  # steps of a story that are told one by one
TIMES = 2  # times that a label tells of
PATH = 100  # places on the way of a live story

Key = tuple[int, str]  # a state's number, and what happens there; "" for the state


@dataclass(frozen=True, slots=True)
class Move:
    """From the state with one number, a step leads to that with another."""

    source: int
    step: str
    target: int


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of a table that is drawn."""

    names: Sequence[str]
    moves: Sequence[Move]
    told: str  # how much there is
    hidden: str  # and what is left out

    def rows(self) -> list[tuple[str, str, str]]:
        """Return a row for each step, and for each state without any."""
        names, moves = self.names, self.moves
        rows = [(names[m.source], m.step, names[m.target]) for m in moves]
        alone = {*range(len(names))} - {n for m in moves for n in (m.source, m.target)}
        return rows + [(names[n], "", "") for n in sorted(alone)]


@dataclass(slots=True)
class Story:
    """What came of the steps."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    path: list[Key] = field(default_factory=list)  # each place it comes to, in order
    times: dict[Key, list[int]] = field(default_factory=dict)
    refused: Key = (-1, "")
    remark: str = ""

    def label(self, move: Move) -> str:
        """Return the name of a step, behind the numbers it has in the story."""
        times = self.times.get((move.source, move.step), [])
        shown = ", ".join(map(str, times[:TIMES]))
        rest = " …" if times[TIMES:] else ""
        return f"{shown}{rest} {move.step}".lstrip()

    def text(self, steps: int) -> str:
        """Return what happened as text; "" of a story without a step."""
        if not self.rows:
            return ""
        heading = "step", "state", "what happens", "next state"
        hidden = more(steps, ROWS, "step")
        told = table("", heading, *self.rows)
        return "\n".join(filter(None, [told, hidden, printable(self.remark)]))


def named(thing: object) -> str:
    """Return the name of a member of an Enum, or what `str` says.

    >>> named("open"), named(3)
    ('open', '3')
    """
    return str(getattr(thing, "name", thing))


def _every(transitions: Mapping[S, Mapping[T, S]]) -> dict[S, None]:
    """Return each state, in order: those with a row, then those without."""
    every = dict.fromkeys(transitions)
    after = (state for steps in transitions.values() for state in steps.values())
    return every | dict.fromkeys(after)


def choose(transitions: Mapping[S, Mapping[T, S]]) -> Shown:
    """Choose what is drawn, and count the rest. A last state may have no row."""
    every = _every(transitions)
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


def retold(
    transitions: Mapping[S, Mapping[T, S]], start: S, steps: Sequence[T]
) -> Story:
    """Take the steps one after the other, up to one that is not in the table."""
    numbers = {state: n for n, state in enumerate(_every(transitions))}
    told, state = Story(), start
    if steps:
        told.path.append((numbers[state], ""))
    for n, step in enumerate(steps, 1):
        key = numbers[state], named(step)
        told.times.setdefault(key, []).append(n)
        after = transitions.get(state, {})
        last = "refused" if step not in after else named(after[step])
        if n <= ROWS:
            told.rows.append((str(n), named(state), named(step), last))
        if len(told.path) < PATH:
            told.path += (
                [key] if step not in after else [key, (numbers[after[step]], "")]
            )
        if step not in after:
            told.refused = key
            told.remark = f"refused: {named(step)} while {named(state)}"
            if len(steps) > n:
                told.remark += f"; {count(len(steps) - n, 'more step')} not taken"
            break
        state = after[step]
    else:
        told.remark = f"the story ends in {named(state)}" if steps[ROWS:] else ""
    return told
