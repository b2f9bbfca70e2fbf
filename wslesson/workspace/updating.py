"""Bring the learner's copies up to date, or make one fresh. What was written stays.

A copy carries the fingerprint of the cells it began with. While its cells still give
that fingerprint nobody has edited it, however often it was run, and a newer edition
takes its place. Once they do not, it is the learner's: the newer one goes beside it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .files import (
    FolderError,
    beside,
    keep,
    lessons,
    read,
    reason,
    replacing,
    shipped,
    tidy,
    write,
)
from .notebook import Notebook, NotWholeError


@dataclass(frozen=True)
class Done:
    """What became of one lesson: nothing to say if it was up to date."""

    name: str
    says: str
    well: bool = True

    def __str__(self) -> str:
        return f"{self.name:<22} {self.says}"


def update(folder: Path) -> Iterator[Done]:
    """Bring each lesson to a folder, one by one; yield what was done once it is.

    What goes wrong with one lesson is said of it, and does not stop the others. What
    goes wrong with the folder would stop them all, and is said once.
    """
    tidy(folder)
    for path in lessons(shipped()):
        mine = folder / path.name
        try:
            yield Done(mine.name, _bring(Notebook.read(path), mine))
        except FolderError as error:
            yield Done(mine.name, f"not updated, nor any after it: {error}", well=False)
            return
        except (OSError, NotWholeError) as error:
            yield Done(mine.name, f"not updated: {reason(error)}", well=False)


def reset(number: str, folder: Path) -> Done:
    """Put a fresh copy of a lesson in its place, and keep the one that was there.

    Raises LookupError for a lesson that does not exist, and OSError when it cannot be
    done: then the learner's copy is as it was.
    """
    path = find_lesson(number)
    mine = folder / path.name
    try:
        new = Notebook.read(path)
        if not new.published:
            raise NotWholeError(
                f"the course's own copy has been edited: see to {path}, then run "
                f"`git restore {path.name}` there"
            )
        fresh = new.file(new.fingerprint)
        return Done(mine.name, _renew(mine, fresh))
    except (OSError, NotWholeError) as error:
        raise OSError(f"{mine.name} stays as it was: {reason(error)}") from None


def find_lesson(number: str) -> Path:
    """Return the course's own copy of a lesson. Raises LookupError, naming all."""
    there_are = {path.name[:2]: path for path in lessons(shipped())}
    if number not in there_are:
        known = ", ".join(there_are)
        raise LookupError(f"There is no lesson {number}. The lessons are {known}.")
    return there_are[number]


def _renew(mine: Path, fresh: bytes) -> str:
    tidy(mine.parent)
    try:
        if read(mine) == fresh:
            return "is fresh already"
    except FileNotFoundError:
        write(mine, fresh)
        return "is fresh; there was none"
    if mine.is_symlink():
        raise OSError(f"it is a link; its file is {mine.resolve()}")
    with replacing(mine, fresh):
        kept = keep(mine)
    return f"is fresh; what you had is {kept.name}"


def _bring(new: Notebook, mine: Path) -> str:
    """Bring an edition to its place, or beside it; return what was done, "" if nothing.

    A lesson that an editor has saved in the course's own folder gives no fingerprint:
    a copy of it holds somebody's work, and is never replaced.
    """
    edition = new.fingerprint if new.published else ""
    try:
        old = Notebook.read(mine)
    except FileNotFoundError:
        write(mine, new.file(edition))
        return "added"
    except NotWholeError as error:
        path, _ = _beside(new, edition, mine)
        return f"kept, though {error}; a whole one is {path.name}"
    if new.fingerprint in old.origins:
        return ""
    why = "you changed it" if old.edited else _fixed(mine)
    if not why:
        write(mine, new.file(edition))
        return "replaced by the newer edition: you had not changed it"
    filled, carried = _with_answers_of(old, new)
    path, is_news = _beside(filled, edition, mine)
    says = f"kept, because {why}; the newer one is {path.name}{carried}"
    return says if is_news else ""


def _beside(new: Notebook, edition: str, mine: Path) -> tuple[Path, bool]:
    """Put an edition beside a copy, once; return where, and whether that is news."""
    paths = beside(mine, "new")
    while os.path.lexists(path := next(paths)):
        try:
            there = Notebook.read(path)
        except (OSError, NotWholeError):
            continue
        if there.origins & {new.fingerprint, edition}:
            return path, False
        if not (there.edited or _fixed(path)):  # an older one, which nobody touched
            break
    write(path, new.file(edition))
    return path, True


def _with_answers_of(old: Notebook, new: Notebook) -> tuple[Notebook, str]:
    """Return the new one with the old answers to exercises that are still the same."""
    carried = []

    def answer(exercise: str) -> str | None:
        given = old.text_of(exercise, "answer")
        cards = old.text_of(exercise, "card"), new.text_of(exercise, "card")
        if given in (None, new.text_of(exercise, "answer")) or cards[0] != cards[1]:
            return None
        carried.append(exercise)
        return given

    filled = new.with_answers(answer)
    return filled, f", with your {', '.join(carried)}" if carried else ""


def _fixed(path: Path) -> str:
    """Return why a file is not to be replaced, "" if it may be."""
    if path.is_symlink():
        return "it is a link"
    return "" if path.stat().st_mode & 0o222 else "it is read-only"
