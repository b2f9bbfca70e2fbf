"""What a cell that cannot run in a browser showed on a machine."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from importlib.resources import files

SHOWN = "shown.json"  # the builder of the edition writes it into the package


def show_stored(cell: str) -> None:
    """Show the stored outputs of a cell again, and import what it would have."""
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    shell = get_ipython()
    assert shell, "a cell asks"
    stored = json.loads((files(__package__) / SHOWN).read_text("utf-8"))[cell]
    for statement in stored["imports"]:
        with suppress(ImportError):
            exec(statement, shell.user_ns)
    for output in stored["outputs"]:
        if output["output_type"] == "stream":
            text, name = "".join(output["text"]), output["name"]
            print(text, end="", file=getattr(sys, name))
        else:
            data = {kind: _whole(each) for kind, each in output["data"].items()}
            display(data, raw=True)


def _whole(text: object) -> object:
    return "".join(text) if isinstance(text, list) else text
