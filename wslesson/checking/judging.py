"""Check an exercise, and say kindly what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from inspect import signature
from textwrap import indent

from .bank import find
from .model import Attempt, Case, Exercise, Try
from .outcomes import Outcome, bounded

ENOUGH = 3  # failures, to tell one mistake from another
LEAVES = (
    "Your answer calls exit(), or raises SystemExit, which ends a whole program. "
    "To leave a function, write return."
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
        head = f"{self.exercise.id} {self.exercise.title}: {self.verdict}"
        return f"{head}\n{indent(self.details, '  ')}".rstrip()

    def _repr_html_(self) -> str:
        colour = {"passed": "#15803d", "not yet": "#b45309"}.get(
            self.verdict, "#64748b"
        )
        style = f"border-left: 4px solid {colour}; padding-left: 0.8em"
        return f'<pre style="{style}">{escape(repr(self))}</pre>'


@dataclass(frozen=True)
class Failure:
    """A try that did not give what its case expects; `at` is its number."""

    at: int
    case: Case
    trial: Try
    outcome: Outcome


def check(exercise_id: str | float, attempt: Attempt) -> Report:
    """Try an answer on all cases of an exercise, and report the first difference.

    Raises LookupError for an id that does not exist, TypeError for what is not
    callable. Whatever the answer itself does wrong is in the report, never raised.
    """
    if not callable(attempt):
        raise TypeError(
            f"check({exercise_id!r}, …) takes the function itself, without "
            f"parentheses; this is {attempt!r}"
        )
    return judge(find(exercise_id), attempt)


def judge(exercise: Exercise, attempt: Attempt) -> Report:
    """Try an attempt on all cases of an exercise, and report the first difference."""
    if misfit := _misfit(exercise, attempt):
        return Report(exercise, "not yet", misfit)
    failures = []
    for at, (case, trial) in enumerate(_trials(exercise, attempt)):
        outcome = bounded(trial.run)
        if isinstance(outcome.error, NotImplementedError):
            stuck = (
                f'Write your answer, then run both cells. Stuck? hint("{exercise.id}")'
            )
            return Report(exercise, "not started", stuck)
        if not outcome.meets(case.expected):
            failures.append(Failure(at, case, trial, outcome))
        if len(failures) == ENOUGH or not outcome.ended:
            break
    if failures:
        details = _explain(exercise, failures)
        return Report(exercise, "not yet", details, failures[-1].outcome.ended)
    return Report(exercise, "passed", f"{at + 1} tries, each gave what it must.")


def _misfit(exercise: Exercise, attempt: Attempt) -> str:
    """Say how an attempt cannot be called as the solution is; "" if it can."""
    wanted = signature(exercise.solution).parameters
    try:
        signature(attempt).bind(*wanted)
    except TypeError as error:
        called = f"{exercise.solution.__name__}({', '.join(wanted)})"
        return f"It is called as {called}, and yours cannot be: {error}."
    except ValueError:  # some that are written in C do not tell
        return ""
    return ""


def _trials(exercise: Exercise, attempt: Attempt) -> Iterator[tuple[Case, Try]]:
    for case in exercise.cases:
        for trial in exercise.trial(attempt, case):
            yield case, trial


def _explain(exercise: Exercise, failures: list[Failure]) -> str:
    first = failures[0]
    lines = [first.trial.says, *first.outcome.against(first.case.expected)]
    leaves = LEAVES if isinstance(first.outcome.error, SystemExit) else ""
    lines.append(diagnose(exercise, failures) or leaves or first.case.why)
    return "\n".join(filter(None, lines))


def diagnose(exercise: Exercise, failures: list[Failure]) -> str:
    """Return the message of the known mistake that fails in the same way, or "".

    Of two with errors of the same kind it is the one whose errors say the same, too.
    """
    found = ""
    for mistake in exercise.mistakes:
        trials = [trial for _, trial in _trials(exercise, mistake.attempt)]
        same_words = True
        for failure in failures:
            outcome = bounded(trials[failure.at].run)
            if not outcome.is_like(failure.outcome):
                break
            same_words &= str(outcome.error) == str(failure.outcome.error)
        else:
            if same_words:
                return mistake.message
            found = found or mistake.message
    return found
