"""What an exercise is: data, and its mistakes as data where that is possible."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, cached_property
from textwrap import dedent
from typing import Any

from ..wire.comparing import short

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


@dataclass(frozen=True, eq=False)
class Mistake:
    """A wrong answer that people really give, and what to tell them."""

    attempt: Attempt
    message: str


def mistake(message: str) -> Callable[[Attempt], Mistake]:
    """Decorate a wrong answer with what to tell whoever gives it."""
    return lambda attempt: Mistake(attempt, message)


@cache  # to find it takes long, and a solution has many slips
def source(solution: Attempt) -> str:
    """Return the text of a function or a class."""
    return dedent(inspect.getsource(solution))


@dataclass(frozen=True)
class Slip:
    """A mistake: an answer that is right, with one text changed wherever it stands."""

    old: str
    new: str
    message: str

    def changed(self, solution: Attempt) -> str:
        """Return the text of the mistake. Raises ValueError without such a text."""
        return self.changed_in(source(solution), solution.__name__)

    def changed_in(self, text: str, name: str) -> str:
        """Return the text of a program, changed. Raises ValueError, with its name."""
        if self.old not in text:
            raise ValueError(f"{name} has no {self.old!r} to be changed")
        return text.replace(self.old, self.new)

    def made_in(self, solution: Attempt) -> Mistake:
        """Return the mistake: the changed text, run where the solution stands."""
        names = dict(vars(sys.modules[solution.__module__]))
        code = compile(self.changed(solution), f"<{self.old} -> {self.new}>", "exec")
        exec(code, names)
        return Mistake(names[solution.__name__], self.message)


def call(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(*args)`, once. It may do as it likes with these: they are copies."""
    shown = ", ".join(map(short, case.args))
    yield Try(f"{attempt.__name__}({shown})", lambda: attempt(*deepcopy(case.args)))


@dataclass(frozen=True, eq=False)
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
    mistakes: tuple[Mistake | Slip, ...]
    imports: str = ""
    trial: Trial = call
    rules: tuple[str, ...] = ()
    hidden: tuple[Case, ...] = ()

    def __post_init__(self) -> None:
        for each in self.mistakes:
            if isinstance(each, Slip):
                each.changed(self.solution)

    @cached_property
    def wrong_answers(self) -> tuple[Mistake, ...]:
        """The mistakes, each as something that can be called."""
        return tuple(
            each.made_in(self.solution) if isinstance(each, Slip) else each
            for each in self.mistakes
        )


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
