"""Play the stages of a project against a learner's file, up to the first that fails."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

from .clients import Client, NotYetError, TcpLine
from .model import Project, Stage
from .program import Patience, Program
from .report import Failure, Report

USUAL = Patience()
NOBODY = "nobody listens at the address that it printed"


class Played:
    """A scene with the program itself, and with clients that come over TCP."""

    def __init__(self, path: Path, program: Program, patience: Patience) -> None:
        self.path = path
        self.port = program.port()
        self._program = program
        self._patience = patience.answer
        self._ends = time.monotonic() + patience.stage
        self._clients: list[Client] = []

    def connect(self) -> Client:
        """Let one more client in. Raises NotYetError."""
        try:
            client = Client(TcpLine(self.port, self._patience, self._ends))
        except OSError:
            raise NotYetError(self._program.ended() or NOBODY) from None
        self._clients.append(client)
        return client

    def close(self) -> None:
        """Let all clients leave who are still here."""
        for client in self._clients:
            client.hang_up()


def play(
    project: Project,
    path: Path,
    last: int | None = None,
    *,
    first: int = 0,
    patience: Patience = USUAL,
) -> Report:
    """Play stage after stage, to the `last` or to the first that fails."""
    passed: list[tuple[Stage, str]] = []
    for stage in project.stages[first : last if last is None else last + 1]:
        result = _played(stage, path, patience)
        if isinstance(result, Failure):
            return Report(project, path, tuple(passed), result)
        passed.append((stage, result))
    return Report(project, path, tuple(passed))


def _played(stage: Stage, path: Path, patience: Patience) -> str | Failure:
    """Return a stage's note, or how it failed. Each has a process of its own."""
    why, tape, note = "", None, None
    with Program(path, patience) as program:
        try:
            scene = Played(path, program, patience)
            with closing(scene):
                note = stage.script(scene)
        except NotYetError as error:
            why, tape = str(error), error.tape
            program.ended()  # a traceback comes after the line is cut
    why = program.fault or why
    return Failure(stage, why, tape, program.printed()) if why else note or ""
