"""What a project is: a program that a learner writes, and its contract in stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..model import Slip
from .clients import Client


class Scene(Protocol):
    """Where a stage is played: the learner's program runs, and clients can come."""

    @property
    def path(self) -> Path:
        """The file of the program."""

    @property
    def port(self) -> int | None:
        """Where it listens on 127.0.0.1; None where there is no network."""

    def connect(self) -> Client:
        """Let one more client in. Raises NotYetError."""


@dataclass(frozen=True)
class Stage:
    """One stage: a sentence that becomes true, and a script that sees whether it is.

    The script raises NotYetError where it is not; it may return what else there is to
    say. `lesson` shows how it is done; `minutes` are an estimate. With each of its
    `slips`, the reference passes all stages before this one, and not this one.
    """

    title: str
    lesson: str
    minutes: int
    script: Callable[[Scene], str | None]
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True)
class Project:
    """A project, whole. The learner's file begins as a copy of the skeleton."""

    name: str
    title: str
    folder: Path
    stages: tuple[Stage, ...]

    @property
    def skeleton(self) -> Path:
        """What the learner begins with."""
        return self.folder / "skeleton.py"

    @property
    def reference(self) -> Path:
        """A program that passes all stages."""
        return self.folder / "reference.py"

    @property
    def last(self) -> int:
        """The number of the last stage: the first is number 0."""
        return len(self.stages) - 1
