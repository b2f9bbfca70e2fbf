"""What is solved? Run the checks on the learner's own notebooks, and show a table."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from ..course.check import Report
from ..course.exercises import exercises, find
from ..course.exercises import lessons as lessons_with_exercises
from .files import at_hand, lessons, reason, shipped
from .judging import CELLS, REPORTS, untouched
from .notebook import Cell, Notebook, NotWholeError

LIMIT = 60.0  # seconds for one notebook: each try has a limit of its own
SIGNS = {"passed": "█", "not yet": "▒", "not started": "·"}  # from best to worst
VERDICTS = list(SIGNS)


@dataclass(frozen=True)
class Lesson:
    """What is solved of a lesson, and what is wrong with its notebook, if anything."""

    name: str
    reports: tuple[Report, ...]
    problem: str = ""

    @property
    def bar(self) -> str:
        """A sign for each exercise."""
        return "".join(SIGNS[report.verdict] for report in self.reports)

    @property
    def passed(self) -> int:
        """The number of exercises that pass."""
        return sum(report.passed for report in self.reports)

    @property
    def count(self) -> str:
        """How many pass, of how many."""
        return f"{self.passed} of {len(self.reports)}"

    @property
    def still(self) -> str:
        """What is not solved, by verdict, or what is wrong."""
        found = []
        for verdict in VERDICTS[1:]:
            ids = [each.exercise.id for each in self.reports if each.verdict == verdict]
            if len(ids) == len(self.reports):
                found.append(verdict)
            elif ids:
                found.append(f"{verdict}: {', '.join(ids)}")
        return self.problem or "; ".join(found)


@dataclass(frozen=True)
class Progress:
    """What is solved, lesson by lesson. A notebook shows it as a table with bars."""

    lessons: tuple[Lesson, ...]

    def __repr__(self) -> str:
        width = max((len(each.name) for each in self.lessons), default=0)
        lines = (
            f"{each.name:<{width}}  {each.bar:<5}  {each.count}  {each.still}"
            for each in self.lessons
        )
        return "\n".join(map(str.rstrip, lines))

    def _repr_html_(self) -> str:
        return f"<table>{''.join(map(_row, self.lessons))}</table>"


def progress(folder: Path | None = None) -> Progress:
    """Return what is solved in a folder of notebooks, which are read, never written.

    Without a folder it is the one of this notebook, or of `wslesson lab`. What is
    wrong with a notebook is said in its line. Raises FileNotFoundError only when the
    course itself has no lessons.
    """
    where = at_hand() if folder is None else folder
    names = {path.stem[:2]: path.stem for path in lessons(shipped())}
    return Progress(
        tuple(
            _lesson(number, names.get(number, number), where)
            for number in lessons_with_exercises()
        )
    )


def _lesson(number: str, name: str, folder: Path) -> Lesson:
    """Return the best of all copies: a learner may have renamed or doubled one."""
    copies = [path for path in lessons(folder) if path.stem.startswith(number)]
    best = {each.id: Report(each, VERDICTS[-1]) for each in exercises(number)}
    problems = [] if copies else ["not here: `wslesson update` brings it"]
    for path in copies:
        try:
            for report in _reports(number, Notebook.read(path).cells):
                old = best[report.exercise.id]
                better = min(old, report, key=lambda each: VERDICTS.index(each.verdict))
                best[report.exercise.id] = better
        except NotWholeError as error:
            problems.append(
                f"{error}: `wslesson reset {number}` mends it, and keeps this"
            )
        except OSError as error:
            problems.append(f"{path.name} cannot be read: {reason(error)}")
        except _EndedError as error:
            problems.append(f"{path.name}: {error}")
    return Lesson(name, tuple(best.values()), "; ".join(problems))


class _EndedError(Exception):
    """The answers of a notebook could not all be judged."""


def _reports(number: str, cells: Sequence[Cell]) -> Iterator[Report]:
    """Yield a report for each exercise that is begun. Raises _EndedError."""
    if untouched(number, cells):
        return
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        task, told = Path(folder, CELLS), Path(folder, REPORTS)
        task.write_text(json.dumps([number, list(map(astuple, cells))]), "utf-8")
        problem = _judge_in(folder)
        text = told.read_text("utf-8") if told.exists() else ""
        lines = text.rpartition("\n")[0].splitlines()  # whole ones: it may be cut off
        for exercise_id, verdict, details in map(json.loads, lines):
            yield Report(find(exercise_id), verdict, details)
    if problem:
        done = f" after {json.loads(lines[-1])[0]}" if lines else ""
        raise _EndedError(f"{problem}{done}")


def _judge_in(folder: str) -> str:
    """Judge the cells that lie in a folder; return what went wrong, "" if nothing."""
    try:
        subprocess.run(
            [sys.executable, "-m", "wslesson.editions.judging"],
            cwd=folder,  # what an answer writes, it writes there
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=LIMIT,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return f"its answers did not end within {LIMIT:g} s"
    except subprocess.CalledProcessError:
        return "its answers ended Python"
    return ""


def _row(lesson: Lesson) -> str:
    bar = f'<progress max="{len(lesson.reports)}" value="{lesson.passed}"></progress>'
    link = f'<a href="{lesson.name}.ipynb">{lesson.name}</a>'
    count = lesson.count.replace(" ", "&nbsp;")
    cells = (link, bar, count, escape(lesson.still))
    left = 'style="text-align: left"'
    return f"<tr>{''.join(f'<td {left}>{cell}</td>' for cell in cells)}</tr>"
