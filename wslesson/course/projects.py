"""How far is the learner's own program? `stages("by_hand")` tries it and says so."""

from __future__ import annotations

from pathlib import Path

from ..checking.stages.playing import play
from ..checking.stages.report import Report
from ..projects.bank import find, place


def stages(
    name: str, last: int | None = None, file: str | Path | None = None
) -> Report:
    """Run the stages of a project, up to the `last` or to the first that fails.

    They try your file in `my-course`, or the one you name, as a program of its own.
    Raises LookupError for a project or a stage that does not exist.
    """
    project = find(name)
    if last is not None and not 0 <= last <= project.last:
        raise LookupError(f"The stages of {name} are 0 to {project.last}.")
    path = Path(file).resolve() if file else place(name)
    if not path.is_file():
        return Report(project, path, started=False)
    return play(project, path, last)
