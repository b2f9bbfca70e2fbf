"""What is solved? Read it off the checks in the learner's notebooks, and show a table.

Nothing is run. An answer that was edited keeps its last verdict until its check is run
again and the notebook is saved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ..checking.judging import Report
from ..exercises.bank import exercises, lesson_numbers
from .files import at_hand, lessons, reason, shipped, shown
from .notebook import Notebook, NotWholeError

SIGNS = {"passed": "█", "not yet": "▒", "not started": "·"}  # from best to worst
VERDICTS = list(SIGNS)
IN_ASCII = dict(zip(map(ord, SIGNS.values()), "#~.", strict=True))
# The first line of a report: see its `__repr__`.
REPORT = re.compile(rf"(\w+) · .*: ({'|'.join(VERDICTS)})$", re.MULTILINE)


@dataclass(frozen=True)
class Lesson:
    """What is solved of a lesson, and what is wrong with its notebook, if anything."""

    name: str
    reports: tuple[Report, ...]
    problem: str = ""
    readable: bool = True

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

    @property
    def readable(self) -> bool:
        """Whether each notebook that is there could be read."""
        return all(lesson.readable for lesson in self.lessons)

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
    """Return what is solved in a folder of notebooks, which are read, and never run.

    Without a folder it is the one of this notebook, or of `wslesson lab`. What is
    wrong with a notebook is said in its line. Raises FileNotFoundError only when the
    course itself has no lessons.
    """
    where = at_hand() if folder is None else folder
    names = {path.stem[:2]: path.stem for path in lessons(shipped())}
    return Progress(
        tuple(
            _lesson(number, names.get(number, number), where)
            for number in lesson_numbers()
        )
    )


def as_shown_by(encoding: str, text: str) -> str:
    """Return a table of progress with signs that a terminal of this encoding has."""
    try:
        "".join(SIGNS.values()).encode(encoding)
    except UnicodeEncodeError:
        return text.translate(IN_ASCII)
    return text


def _lesson(number: str, name: str, folder: Path) -> Lesson:
    """Return the best of all copies: a learner may have renamed or doubled one."""
    copies = [path for path in lessons(folder) if path.stem.startswith(number)]
    best = dict.fromkeys((each.id for each in exercises(number)), VERDICTS[-1])
    problems = []
    for path in copies:
        try:
            for exercise_id, verdict in _verdicts(path):
                if exercise_id in best:
                    both = best[exercise_id], verdict
                    best[exercise_id] = min(both, key=VERDICTS.index)
        except NotWholeError as error:
            problems.append(
                f"{error}: `wslesson reset {number}` mends it, and keeps this"
            )
        except OSError as error:
            problems.append(f"{shown(path)} cannot be read: {reason(error)}")
    missing = "" if copies else "not here: `wslesson update` brings it"
    reports = (Report(each, best[each.id]) for each in exercises(number))
    return Lesson(name, tuple(reports), "; ".join(problems) or missing, not problems)


def _verdicts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the verdicts that a notebook shows, as (id, verdict)."""
    for text in Notebook.read(path).results():
        if report := REPORT.match(text):
            yield report[1], report[2]


def _row(lesson: Lesson) -> str:
    bar = f'<progress max="{len(lesson.reports)}" value="{lesson.passed}"></progress>'
    link = f'<a href="{lesson.name}.ipynb">{lesson.name}</a>'
    count = lesson.count.replace(" ", "&nbsp;")
    cells = (link, bar, count, escape(lesson.still))
    left = 'style="text-align: left"'
    return f"<tr>{''.join(f'<td {left}>{cell}</td>' for cell in cells)}</tr>"
