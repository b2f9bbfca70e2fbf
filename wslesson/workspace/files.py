"""Where lessons lie, the course's own and the learner's, and how one is written."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO

PACKAGE = Path(__file__).parents[1]
COURSE = "my-course"  # the learner's folder, which git ignores
# No dot before the last: 03_handshake.new-1.ipynb is no lesson, only beside one.
LESSON = re.compile(r"\d\d_[^.]+\.ipynb")
# What is being written, and the process that writes it.
HALF = re.compile(r"\.\d\d_.+\.ipynb\.(\d{1,9})\.half")
LARGEST = 2**28  # bytes: a notebook of any use is far smaller, a file with holes is not


class FolderError(OSError):
    """A folder that cannot be used, whatever the lesson."""

    def __init__(self, folder: Path, error: OSError) -> None:
        why = f"is read-only or out of reach: {reason(error)}"
        super().__init__(f"the folder {shown(folder)} {why}")


def shipped() -> Path:
    """Return the folder of the course's own lessons: in the package, or in a clone.

    Raises FileNotFoundError when there is none.
    """
    for folder in (PACKAGE / "notebooks", PACKAGE.parent / "notebooks"):
        if lessons(folder):
            return folder
    raise FileNotFoundError("the lessons are not here: install the course again")


def learners() -> Path:
    """Return the folder of the learner's lessons, which may not be there yet.

    It is this folder, or `notebooks` in it, if lessons are there; otherwise that of
    `my-course`, which lies in the clone, or in this folder if there is no clone.
    """
    here, ours = Path.cwd(), shipped()
    for folder in (here, here / "notebooks"):
        if _has_some(folder) and not same_folder(folder, ours):
            return folder
    base = here if ours.parent == PACKAGE else ours.parent
    return base / COURSE / "notebooks"


def at_hand() -> Path:
    """Return the folder to read when nobody says which: this one, if it has lessons."""
    here = Path.cwd()
    mine = here if _has_some(here) else learners()
    return mine if mine.is_dir() else shipped()


def _has_some(folder: Path) -> bool:
    return any((folder / path.name).exists() for path in lessons(shipped()))


def same_folder(one: Path, other: Path) -> bool:
    """Return whether two paths lead to the same folder."""
    return one.resolve() == other.resolve()


def lessons(folder: Path) -> list[Path]:
    """Return the notebooks of a folder whose names are those of lessons, in order."""
    return sorted(path for path in folder.glob("*") if LESSON.fullmatch(path.name))


def read(path: Path) -> bytes:
    """Return what a file holds; what is no file is not opened: it may never end.

    Raises FileNotFoundError only where nothing lies, and OSError for all else.
    """
    try:
        path.lstat()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise FolderError(path.parent, error) from None
    try:
        found = path.stat()
    except FileNotFoundError:
        raise OSError("it is a link to nothing") from None
    if not stat.S_ISREG(found.st_mode):
        raise OSError("it is not a file")
    if found.st_size > LARGEST:
        raise OSError(f"it is larger than {LARGEST >> 20} MiB")
    return path.read_bytes()


def shown(path: Path) -> str:
    """Return a file's name so that it fits in a line, whatever is in it."""
    return path.name if path.name.isprintable() else ascii(path.name)


@contextmanager
def replacing(path: Path, data: bytes) -> Iterator[None]:
    """Write `data` next to `path`; when the block has ended well, put it in its place.

    So there is never half a file, whatever goes wrong. Raises OSError, and FolderError
    when nothing can be put in the folder.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = half.open("xb")  # what lies there, a link perhaps, is not ours
    except OSError as error:
        raise FolderError(path.parent, error) from None
    try:
        with file:
            _to_disk(file, data)
        yield
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def tidy(folder: Path) -> None:
    """Remove what runs that were killed have left half written in a folder."""
    for path in folder.glob(".*.half"):
        half = HALF.fullmatch(path.name)
        with suppress(OSError):  # another run has removed it, or nobody may
            if (
                half
                and not _writes(int(half[1]))
                and stat.S_ISREG(path.lstat().st_mode)
            ):
                path.unlink()


def _writes(process: int) -> bool:
    """Return whether a process may still be writing: this one has not begun."""
    import psutil  # here: most commands have no use for it

    return process != os.getpid() and psutil.pid_exists(process)


def write(path: Path, data: bytes) -> None:
    """Put `data` in the place of a file, whole. Raises OSError."""
    with replacing(path, data):
        pass


def keep(path: Path) -> Path:
    """Copy a file to a free name beside it, and return the copy's path."""
    data = read(path)
    copies = beside(path, "kept")
    while True:
        copy = next(copies)
        try:
            file = copy.open("xb")  # never one that is there
        except FileExistsError:
            continue
        try:
            with file:
                _to_disk(file, data)
        except BaseException:  # Ctrl-C too: half a copy would look like a whole one
            copy.unlink()
            raise
        return copy


def beside(path: Path, word: str) -> Iterator[Path]:
    """Return names beside a notebook, without end: 03_x.new-1.ipynb, then new-2."""
    names = (f"{path.stem}.{word}-{number}{path.suffix}" for number in count(1))
    return map(path.with_name, names)


def _to_disk(file: BinaryIO, data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())  # a full disk may show only here


def reason(error: Exception) -> str:
    """Return what went wrong, without the number that the system has for it."""
    return getattr(error, "strerror", None) or str(error)
