"""Check an exercise, and say kindly what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from inspect import iscoroutinefunction, signature, unwrap
from textwrap import indent

from .model import Attempt, Case, Exercise, Mistake, Try
from .outcomes import Outcome, bounded

ENOUGH = 3  # failures, to tell one mistake from another
TRIED = 2**16  # outcomes of known mistakes, which are kept: nobody waits for them twice
UNWRITTEN = (
    "This part of your answer is not written yet: it still raises NotImplementedError."
)
LEAVES = (
    "Your answer calls exit(), or raises SystemExit, which ends a whole program. "
    "To leave a function, write return."
)
COROUTINE = (
    "It is `async def`, so a call runs nothing: it makes a coroutine, which somebody "
    "must await. Here a plain `def` is asked for."
)


@dataclass(frozen=True)
class Report:
    """What came of an exercise. A notebook shows it beside a coloured bar."""

    exercise: Exercise
    verdict: str  # "not started", "passed" or "not yet"
    details: str = ""
    ended: bool = True  # False when it stopped at a try that did not end

    @property
    def passed(self) -> bool:
        """True when every try gave what it must."""
        return self.verdict == "passed"

    def __repr__(self) -> str:
        head = f"{self.exercise.id} · {self.exercise.title}: {self.verdict}"
        return f"{head}\n{indent(self.details, '  ')}".rstrip()

    def _repr_html_(self) -> str:
        return barred(self.verdict, repr(self))


def barred(verdict: str, text: str) -> str:
    """Return a text as HTML, beside a bar in the colour of its verdict."""
    colour = {"passed": "#15803d", "not yet": "#b45309"}.get(verdict, "#64748b")
    style = f"border-left: 4px solid {colour}; padding-left: 0.8em"
    return f'<pre style="{style}">{escape(text)}</pre>'


@dataclass(frozen=True)
class Done:
    """A try that was made, what its case expects, and what it came to."""

    case: Case
    trial: Try
    outcome: Outcome

    @property
    def passed(self) -> bool:
        """True when it gave what its case expects."""
        return self.outcome.meets(self.case.expected)


def judge(exercise: Exercise, attempt: Attempt) -> Report:
    """Try an attempt on all cases of an exercise, and report the first difference."""
    if misfit := _misfit(exercise, attempt):
        return Report(exercise, "not yet", misfit)
    done: list[Done] = []
    failures = 0
    for case, trial in trials(exercise, attempt):
        each = Done(case, trial, bounded(trial.run))
        if isinstance(each.outcome.error, NotImplementedError) and not done:
            stuck = (
                f'Write your answer, then run both cells. Stuck? hint("{exercise.id}")'
            )
            return Report(exercise, "not started", stuck)
        done.append(each)
        failures += not each.passed
        if failures == ENOUGH or not each.outcome.ended:
            break
    if failures:
        ended = done[-1].outcome.ended
        return Report(exercise, "not yet", _explain(exercise, done), ended)
    return Report(exercise, "passed", f"{len(done)} tries, each gave what it must.")


def _misfit(exercise: Exercise, attempt: Attempt) -> str:
    """Say how an attempt cannot be called as the solution is; "" if it can."""
    wanted = signature(exercise.solution).parameters
    try:
        signature(attempt).bind(*wanted)
    except TypeError as error:
        called = f"{exercise.id}({', '.join(wanted)})"
        return f"It is called as {called}, and yours cannot be: {error}."
    except ValueError:  # some that are written in C have no signature
        return ""
    if iscoroutinefunction(exercise.solution):
        return ""
    return COROUTINE if iscoroutinefunction(unwrap(attempt)) else ""


def trials(exercise: Exercise, attempt: Attempt) -> Iterator[tuple[Case, Try]]:
    """Yield each try of an attempt, with its case."""
    for case in exercise.cases:
        for trial in exercise.trial(attempt, case):
            yield case, trial


def _explain(exercise: Exercise, done: list[Done]) -> str:
    first = next(each for each in done if not each.passed)
    lines = [first.trial.says, *first.outcome.against(first.case.expected)]
    lines.append(diagnose(exercise, done) or _usual(first.outcome) or first.case.why)
    return "\n".join(filter(None, lines))


def _usual(outcome: Outcome) -> str:
    """Return what some errors mean in any exercise, or ""."""
    match outcome.error:
        case SystemExit():
            return LEAVES
        case NotImplementedError():
            return UNWRITTEN
    return ""


def diagnose(exercise: Exercise, done: list[Done]) -> str:
    """Return the message of the known mistake that does the same on every try, or "".

    Of two with errors of the same kind it is the one whose errors say the same, too.
    """
    found = ""
    # What fails tells mistakes apart, so it is looked at first.
    order = sorted(range(len(done)), key=lambda at: done[at].passed)
    for mistake in exercise.wrong_answers:
        same_words = True
        for at in order:
            outcome = known(exercise, mistake, at)
            if not outcome.is_like(done[at].outcome):
                break
            same_words &= str(outcome.error) == str(done[at].outcome.error)
        else:
            if same_words:
                return mistake.message
            found = found or mistake.message
    return found


@lru_cache(maxsize=TRIED)
def _tries(exercise: Exercise, mistake: Mistake) -> tuple[Try, ...]:
    return tuple(trial for _, trial in trials(exercise, mistake.attempt))


@lru_cache(maxsize=TRIED)
def known(exercise: Exercise, mistake: Mistake, at: int) -> Outcome:
    """Return what a known mistake comes to in a try. It is tried once."""
    return bounded(_tries(exercise, mistake)[at].run)
