"""What an answer earns in a class: the last line of each check cell there."""

from __future__ import annotations

import sys
from contextlib import redirect_stderr
from dataclasses import dataclass, replace

from ..checking.judging import Report, judge
from ..checking.model import Attempt, Case, Exercise
from ..checking.outcomes import bounded
from .answers import which


@dataclass(frozen=True)
class Score:
    """Points, and why. nbgrader reads the text, a number; people read the page."""

    points: float
    most: int
    report: Report

    def __repr__(self) -> str:
        return f"{self.points:g}"

    def _repr_html_(self) -> str:
        return f"{self.report._repr_html_()}{self.points:g} of {self.most} points"


def score(*, points: int, hidden: bool = False, **named: Attempt) -> Score:
    """Return what an answer earns of `points`: a share for each case that passes.

    It is given with the name of its exercise: `score(apply_mask=apply_mask, points=5)`.
    `hidden` tries it on the hidden cases instead. An answer that does not end earns
    nothing. Raises LookupError for a name that does not exist, TypeError for what is
    not callable.
    """
    exercise, attempt = which((), named)
    if hidden:
        exercise = replace(exercise, cases=exercise.hidden)
    # What an answer writes to stderr, a warning say, nbgrader would take for a failure.
    with redirect_stderr(sys.stdout):
        report = judge(exercise, attempt)
        share = _share(exercise, attempt, report)
    return Score(round(points * share, 2), points, report)


def _share(exercise: Exercise, attempt: Attempt, report: Report) -> float:
    if report.passed:
        return 1
    if report.verdict == "not started" or not report.ended:
        return 0
    passed = [_passes(exercise, attempt, case) for case in exercise.cases]
    return sum(passed) / len(passed)


def _passes(exercise: Exercise, attempt: Attempt, case: Case) -> bool:
    outcomes = (bounded(each.run) for each in exercise.trial(attempt, case))
    return all(outcome.meets(case.expected) for outcome in outcomes)
