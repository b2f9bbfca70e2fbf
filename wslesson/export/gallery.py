"""A page of all kinds of pictures, for the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..wire.pictures.gallery import IMPORTS, KINDS, Kind
from ..workspace.notebook import Notebook

NAME = "pictures"
INTRODUCTION = """\
# Pictures

Each kind of picture in this course, with the code that makes it. Where a script may
run, they answer to your pointer and to your keys; everywhere, the same facts stand
beside them as text. All of them need these names:"""

Json = dict[str, Any]  # a cell as the file has it: it may hold anything


def gallery() -> Notebook:
    """Return the page as a notebook that has been run."""
    cells = [_markdown(INTRODUCTION), _code(IMPORTS)]
    cells += [cell for kind in KINDS for cell in _cells(kind)]
    numbered = [{**cell, "id": f"picture-{n}"} for n, cell in enumerate(cells)]
    metadata = {"language_info": {"name": "python"}}
    content = {"cells": numbered, "metadata": metadata}
    return Notebook.of({**content, "nbformat": 4, "nbformat_minor": 5})


def _cells(kind: Kind) -> Iterator[Json]:
    yield _markdown(f"## {kind.name}\n\n{kind.sentence}")
    made = kind.made()
    if isinstance(made, str):
        yield _code(
            kind.code, {"output_type": "stream", "name": "stdout", "text": made}
        )
    else:
        data = made._repr_mimebundle_()
        about = {"output_type": "display_data", "metadata": {}}
        yield _code(kind.code, {**about, "data": data})


def _markdown(source: str) -> Json:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(source: str, *outputs: Json) -> Json:
    cell = {"cell_type": "code", "metadata": {}, "source": source}
    return {**cell, "outputs": list(outputs), "execution_count": None}
