"""Which exercises are solved? Run the checks on the learner's own notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .check import Report, bounded, judge
from .exercises import exercises
from .exercises.model import Exercise

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def progress(folder: Path = NOTEBOOKS) -> list[Report]:
    """Return a report for each exercise. The notebooks are read, never written.

    Raises FileNotFoundError when a notebook is not there, and
    nbformat.reader.NotJSONError when it is only half saved.
    """
    return [
        _report(exercise, cells.get(exercise.id, ""))
        for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))
        for cells in [dict(answers(path))]
        for exercise in exercises(path.name[:2])
    ]


def answers(notebook: Path) -> Iterator[tuple[str, str]]:
    """Yield the id and the source of each answer cell of a notebook."""
    import nbformat  # it takes a second to import, which no other command shall wait

    for cell in nbformat.read(notebook, as_version=4).cells:
        about = cell.metadata.get("wslesson", {})
        if about.get("part") == "answer":
            yield about["exercise"], cell.source


def _report(exercise: Exercise, source: str) -> Report:
    names: dict[str, object] = {}
    outcome = bounded(lambda: exec(source, names))
    attempt = names.get(exercise.solution.__name__)
    if outcome.error or not callable(attempt):
        why = f"The answer cell does not run: {outcome.error!r}"
        return Report(exercise, "not yet", why)
    return judge(exercise, attempt)


def table(reports: list[Report]) -> str:
    """Return one line for each lesson, with a bar, and the exercises still open."""
    lines = []
    for lesson in sorted({report.exercise.id[:2] for report in reports}):
        mine = [report for report in reports if report.exercise.id[:2] == lesson]
        passed = sum(report.passed for report in mine)
        bar = "█" * passed + "·" * (len(mine) - passed)
        todo = [f"{r.exercise.id} {r.verdict}" for r in mine if not r.passed]
        count = f"{passed} of {len(mine)}"
        lines.append(f"{lesson}  {bar:<6}  {count}  {', '.join(todo)}".rstrip())
    return "\n".join(lines)
