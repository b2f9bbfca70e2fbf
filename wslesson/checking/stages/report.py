"""What came of the stages: which failed, what was said last, what was printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent

from ...wire.pictures.conversations import conversation
from ...wire.pictures.picture import Picture
from ...wire.pictures.texts import printable
from ...wire.tape import Tape
from ..judging import barred
from .model import Project, Stage

LAST = 8  # lines of the conversation that are shown as text
WIDEST = 160  # characters of a line that the program printed


@dataclass(frozen=True)
class Failure:
    """The stage that is not passed yet, and all that helps to see why."""

    stage: Stage
    why: str
    tape: Tape | None = None
    printed: list[str] = field(default_factory=list)

    @property
    def picture(self) -> Picture | None:
        """What was said, drawn."""
        return conversation(self.tape) if self.tape and self.tape.chunks else None


@dataclass(frozen=True)
class Report:
    """What came of a project's stages. A notebook shows a picture of what was said."""

    project: Project
    path: Path
    passed: tuple[tuple[Stage, str], ...] = ()
    failure: Failure | None = None
    started: bool = True

    @property
    def verdict(self) -> str:
        """Return "not started", "not yet" or "passed"."""
        if not self.started:
            return "not started"
        return "not yet" if self.failure else "passed"

    def __repr__(self) -> str:
        return "\n".join([*self._told(), *self._said()])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        html = barred(self.verdict, "\n".join(self._told()))
        if self.failure and (picture := self.failure.picture):
            html += picture._repr_mimebundle_()["text/html"]
        return {"text/html": html, "text/plain": repr(self)}

    def _told(self) -> Iterator[str]:
        yield f"{self.project.name} · {self.project.title}: {self.verdict}"
        if not self.started:
            yield f"  There is no {self.path.name} yet. In a terminal, type:"
            yield f"  wslesson {self.project.name.replace('_', '-')} start"
        for stage, note in self.passed:
            yield self._line(stage, "passed") + (f": {note}" if note else "")
        if failure := self.failure:
            yield self._line(failure.stage, "not yet")
            yield indent(failure.why, "    ")
            yield f"  Lesson {failure.stage.lesson} shows how it is done."
            if failure.printed:
                yield "  your program printed last:"
            for line in failure.printed:
                yield f"    {printable(line[:WIDEST])}"

    def _line(self, stage: Stage, verdict: str) -> str:
        number = self.project.stages.index(stage)
        return f"  {number:2} {verdict:<8} {stage.title}"

    def _said(self) -> Iterator[str]:
        if self.failure and (picture := self.failure.picture):
            head, *rows = str(picture).splitlines()
            yield "  what was said last:"
            yield from (f"    {row}" for row in (head, *rows[-LAST:]))
