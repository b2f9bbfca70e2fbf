"""The edition to read: a static site of the course as it ran, with a search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..workspace.notebook import Notebook
from .gallery import NAME, gallery
from .lessons import credited, folded
from .pages import begin, build, title

HIDDEN = "hide-input"  # of the tags, the one that matters on a page
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
    pages = {name: _folded(each) for name, each in notebooks.items()}
    pages[NAME] = credited(gallery())
    yield from build("html", pages, WELCOME, folder)
    yield f"Next: open {folder / 'index.html'}"


def _folded(notebook: Notebook) -> Notebook:
    """Return a lesson with the tag that lets a page fold what a notebook folds."""
    cells = [
        {**cell, "metadata": {**cell["metadata"], "tags": [HIDDEN]}}
        if folded(cell)
        else cell
        for cell in notebook.content["cells"]
    ]
    return Notebook.of({**notebook.content, "cells": cells})
