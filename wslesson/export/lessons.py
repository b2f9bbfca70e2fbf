"""What each edition begins with: the course's own lessons, and a folder to write to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..workspace.files import lessons, shipped
from ..workspace.notebook import Notebook, NotWholeError

LICENSE = "LICENSE.txt"  # as it is called in an edition
CREDIT = f"""\
## Credit and license

- *WebSockets in Python, hands on*, © 2026 the wslesson authors.
- Text and pictures are under [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/):
  share and change them, name the authors, and say what you changed.
- Code is under the BSD 3-Clause License.
- The two printed programs of lesson 01 are their author's, and under neither.
- `{LICENSE}`, which comes with this edition, has it in full.
"""


def lessons_for(folder: Path) -> dict[str, Notebook]:
    """Return the lessons, by name, to write them in another form into a new folder.

    Each ends by saying whose it is: a page may be passed on alone.

    Raises OSError, and FileExistsError when there is something in the folder already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: choose a folder that is new")
    try:
        return {path.stem: credited(Notebook.read(path)) for path in lessons(shipped())}
    except NotWholeError as error:
        raise OSError(str(error)) from None


def license_text() -> bytes:
    """Return the course's license, which lies beside the folder of its lessons."""
    return (shipped().parent / "LICENSE").read_bytes()


def folded(cell: Mapping[str, Any]) -> bool:
    """Return whether a cell, as JSON has it, shows its code only to who asks for it."""
    return bool(cell["metadata"].get("jupyter", {}).get("source_hidden"))


def credited(notebook: Notebook) -> Notebook:
    """Return a page that ends by saying whose it is."""
    cell = {"cell_type": "markdown", "id": "credit", "metadata": {}, "source": CREDIT}
    cells = [*notebook.content["cells"], cell]
    return Notebook.of({**notebook.content, "cells": cells})
