"""What `wslesson` does with lessons, and says to who is stuck."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from .. import course
from ..course.machine import of_a_kernel
from ..workspace import updating, verdicts
from ..workspace.files import learners, lessons, same_folder, shipped
from ..workspace.lab import open_lab
from ..workspace.notebook import NotWholeError
from ..workspace.verifying import verify as verdict_on


def lab(options: Namespace) -> None:
    """Bring what is newer, then open the learner's lessons in JupyterLab."""
    folder = options.folder or learners()
    if not same_folder(folder, shipped()):  # those are an author's to change
        _tell(updating.update(folder))
    if not lessons(folder):
        raise OSError(f"no lessons in {folder}: choose another with --folder")
    print(f"Your lessons: {folder}", flush=True)
    open_lab(folder, options.rest)


def update(options: Namespace) -> int:
    """Bring newer lessons, print each; return 1 if one could not be brought."""
    folder = options.folder or learners()
    print(f"Your lessons: {folder}", flush=True)
    try:
        done = _tell(updating.update(folder))
    except KeyboardInterrupt:
        print("Stopped. What is listed above is done; run it again for the rest.")
        raise
    if not any(each.says for each in done):
        print("They are up to date.")
    return not all(each.well for each in done)


def _tell(steps: Iterable[updating.Done]) -> list[updating.Done]:
    done = []
    for each in steps:
        done.append(each)
        if each.says:
            print(each, flush=True)
    return done


def reset(options: Namespace) -> None:
    """Make a lesson fresh, and print where the old one is."""
    print(updating.reset(options.lesson, options.folder or learners()))


def progress(options: Namespace) -> int:
    """Show what is solved; return 1 if a notebook could not be read."""
    found = verdicts.progress(options.folder)
    print(verdicts.as_shown_by(sys.stdout.encoding, str(found)))
    return not found.readable


def verify(options: Namespace) -> int:
    """Run lessons, print whether each shows what is stored; return 1 if not."""
    folder, numbers = options.folder or shipped(), options.lessons
    paths = [p for p in lessons(folder) if p.name[:2] in numbers or not numbers]
    if not paths:
        raise OSError(f"no such lesson in {folder}")
    well = [_is_as_stored(path) for path in paths]  # all of them: none is left out
    return not all(well)


def _is_as_stored(path: Path) -> bool:
    print(f"{path.stem:<20} ", end="", flush=True)  # it takes some seconds
    try:
        verdict = verdict_on(path)
    except NotWholeError as error:
        print(error, flush=True)
        return False
    except KeyboardInterrupt:
        print("stopped", flush=True)
        raise
    print(verdict, flush=True)
    return not verdict.differ


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
