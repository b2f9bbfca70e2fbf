"""Check an exercise, and say kindly what is wrong."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from inspect import signature
from textwrap import indent

from ..wire.compare import compare, short
from .exercises import find
from .exercises.model import Attempt, Case, Exercise, Raises, Try

ENOUGH = 3  # failures, to tell one mistake from another
LIMIT = 2.0  # seconds for one try: an answer that never ends must not stop the lesson


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
class Outcome:
    """What one try came to: a value, an error, or no end."""

    value: object = None
    error: BaseException | None = None
    ended: bool = True

    def is_like(self, other: Outcome) -> bool:
        """Return whether both came to the same, down to the type."""
        return (
            self.ended == other.ended
            and type(self.error) is type(other.error)
            and same(_kind(self.value), _kind(other.value))
        )

    def meets(self, expected: object) -> bool:
        """Return whether this is what a case expects."""
        if isinstance(expected, Raises):
            return isinstance(self.error, expected.error)
        return self.ended and not self.error and same(self.value, expected)

    def against(self, expected: object) -> list[str]:
        """Return lines that put this beside what a case expects."""
        if not self.ended:
            return [f"did not end within {LIMIT:g} s"]
        if self.error:
            error = f"{type(self.error).__name__}: {self.error}"
            return [f"raised    {error}", f"expected  {short(expected)}"]
        if isinstance(expected, Raises):
            return [f"gave      {short(self.value)}", f"expected  {expected!r}"]
        return [compare(self.value, expected)]


def _kind(value: object) -> object:
    """Return the type of an error, which equals no other error; else the value."""
    return type(value) if isinstance(value, BaseException) else value


@dataclass(frozen=True)
class Failure:
    """A try that did not give what its case expects; `at` is its number."""

    at: int
    case: Case
    trial: Try
    outcome: Outcome


def check(exercise_id: str, attempt: Attempt) -> Report:
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
    lines.append(diagnose(exercise, failures) or first.case.why)
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


class _OutOfTimeError(BaseException):
    """Thrown into an answer that does not end."""


def bounded(run: Callable[[], object]) -> Outcome:
    """Run an answer in a thread of its own, for at most `LIMIT` seconds."""
    found = Outcome(ended=False)

    def work() -> None:
        nonlocal found
        try:
            found = Outcome(run())
        except BaseException as error:  # whatever a learner's code may raise
            found = Outcome(error=error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(LIMIT)
    return _stopped(thread) if thread.is_alive() else found


def _stopped(
    thread: threading.Thread,
) -> Outcome:  # pragma: no cover - tested where nobody traces: see test_check.py
    ident = ctypes.c_ulong(thread.ident or 0)
    error = ctypes.py_object(_OutOfTimeError)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, error)
    thread.join(LIMIT)  # one that waits in the system is left behind
    return Outcome(ended=False)


def same(got: object, expected: object) -> bool:
    """Return whether two values are equal and of the same type: 1 is not True."""
    return type(got) is type(expected) and got == expected
