"""What a cell that cannot run in a browser showed on a machine."""

from __future__ import annotations

import json
import sys
from importlib.resources import files

SHOWN = "shown.json"  # the builder of the edition writes it into the package


def show_stored(cell: str) -> None:
    """Show the stored outputs of a cell again."""
    from IPython.display import display

    for output in json.loads((files(__package__) / SHOWN).read_text("utf-8"))[cell]:
        if output["output_type"] == "stream":
            text, name = "".join(output["text"]), output["name"]
            print(text, end="", file=getattr(sys, name))
        else:
            data = {kind: _whole(each) for kind, each in output["data"].items()}
            display(data, raw=True)


def _whole(text: object) -> object:
    return "".join(text) if isinstance(text, list) else text
