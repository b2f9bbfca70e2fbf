"""What an exercise is: data. Nothing here runs anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Attempt = Callable[..., Any]  # what a learner wrote: nobody knows its type


@dataclass(frozen=True)
class Raises:
    """What a case expects when the right answer is an error of this kind."""

    error: type[BaseException]

    def __repr__(self) -> str:
        return f"raises {self.error.__name__}"


@dataclass(frozen=True)
class Case:
    """One example: what goes in, what must come out, and what to think of if not."""

    args: tuple[object, ...]
    expected: object
    why: str = ""


@dataclass(frozen=True)
class Try:
    """One run of an attempt: how to say it, and how to do it."""

    says: str
    run: Callable[[], object]


Trial = Callable[[Attempt, Case], Iterator[Try]]


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people really give, and what to tell them."""

    attempt: Attempt
    message: str


def call(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(*args)`, once. It may do as it likes with these: they are copies."""
    shown = ", ".join(map(repr, case.args))
    yield Try(f"{attempt.__name__}({shown})", lambda: attempt(*deepcopy(case.args)))


@dataclass(frozen=True)
class Exercise:
    """One exercise, whole. `hints` go from a question to nearly the code.

    The `hidden` cases are those that no notebook shows: a class is graded on them, too.
    """

    id: str
    title: str
    minutes: int
    solution: Attempt
    cases: tuple[Case, ...]
    hints: tuple[str, str, str]
    mistakes: tuple[Mistake, ...]
    imports: str = ""
    trial: Trial = call
    rules: tuple[str, ...] = ()
    hidden: tuple[Case, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One answer to a question. `because` says why it is right, or what misleads."""

    text: str
    because: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """One question of *Check yourself*: of its choices, one is right."""

    id: str
    text: str
    choices: tuple[Choice, ...]
