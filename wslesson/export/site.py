"""The edition to read: a static site of the course as it ran, with a search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .pages import begin, build, title

WELCOME = """\
# WebSockets in Python, hands on

These pages show the course as it ran. To run it yourself, and to solve its exercises,
open the notebooks.

"""


def export(folder: Path) -> Iterator[str]:
    """Write the site into a new folder; yield a line for each lesson.

    Raises OSError, and FileExistsError when there is something in the folder already.
    """
    notebooks = begin(folder)
    for name, notebook in notebooks.items():
        yield f"{name:<22} {title(notebook)}"
    yield from build("html", notebooks, WELCOME, folder)
    yield f"Next: open {folder / 'index.html'}"
