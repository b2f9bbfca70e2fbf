"""What each edition begins with: the course's own lessons, and a folder to write to."""

from __future__ import annotations

from pathlib import Path

from .files import lessons, shipped
from .notebook import Notebook, NotWholeError


def lessons_for(folder: Path) -> dict[str, Notebook]:
    """Return the lessons, by name, to write them in another form into a new folder.

    Raises OSError, and FileExistsError when there is something in the folder already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: choose a folder that is new")
    try:
        return {path.stem: Notebook.read(path) for path in lessons(shipped())}
    except NotWholeError as error:
        raise OSError(str(error)) from None
