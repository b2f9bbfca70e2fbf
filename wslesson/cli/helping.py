"""What `wslesson` says to who is stuck: doctor, hint, solution."""

from __future__ import annotations

from argparse import Namespace

from .. import course
from ..course.machine import of_a_kernel


def doctor(options: Namespace) -> int:
    """Print what this machine lacks; return 1 if it lacks anything."""
    del options
    problems = of_a_kernel()
    print(*(problems or ["All is well."]), sep="\n")
    return bool(problems)


def hint(options: Namespace) -> None:
    """Print a hint for an exercise."""
    course.hint(options.id, options.number)


def solution(options: Namespace) -> None:
    """Print the solution of an exercise."""
    course.solution(options.id)
