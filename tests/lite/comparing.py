"""Is what a browser shows what is stored? The same question as on a machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat

from authoring.run.comparing import shown

MEASURED = "nbval-ignore-output"


def differences(lesson: Path, ran: list[list[Any]]) -> list[str]:
    """Return a line for each code cell whose outputs are not the stored ones.

    Of one whose output is measured anew, no error is enough.
    """
    cells = json.loads(lesson.read_text("utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    found = []
    for cell, outputs in zip(code, ran, strict=True):
        errors = [each for each in outputs if each["output_type"] == "error"]
        measured = MEASURED in cell["metadata"].get("tags", [])
        before, now = shown(_nodes(cell["outputs"])), shown(_nodes(outputs))
        if errors or not (measured or before == now):
            found.append(f"{cell['id']}: shows {now!r:.600}, stored is {before!r:.600}")
    return found


def _nodes(outputs: list[Any]) -> list[nbformat.NotebookNode]:
    """Return outputs in which each text is one, not a list of lines."""
    return [nbformat.from_dict(_joined(each)) for each in outputs]


def _joined(output: dict[str, Any]) -> dict[str, Any]:
    whole = {key: _whole(value) for key, value in output.items()}
    if "data" in output:
        whole["data"] = {kind: _whole(text) for kind, text in output["data"].items()}
    return whole


def _whole(text: Any) -> Any:
    return "".join(text) if isinstance(text, list) else text
