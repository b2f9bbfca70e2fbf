"""Did a cell show what is stored? The same question as nbval's, for other runners."""

from __future__ import annotations

from collections.abc import Iterable

from nbformat import NotebookNode

from ..lint.page import tags

Shown = list[tuple[str, str]]


def differences(
    stored: Iterable[NotebookNode], ran: Iterable[NotebookNode]
) -> list[str]:
    """Return a line for each code cell whose outputs are not the stored ones."""
    return [
        f"{before.id}: shows {shown(after.outputs)!r}, stored is "
        f"{shown(before.outputs)!r}"
        for before, after in zip(stored, ran, strict=True)
        if before.cell_type == "code"
        and "nbval-ignore-output" not in tags(before)
        and shown(before.outputs) != shown(after.outputs)
    ]


def shown(outputs: Iterable[NotebookNode]) -> Shown:
    """Return what a learner sees, as kind and text; a stream that goes on is one."""
    seen: Shown = []
    for output in outputs:
        match output.output_type:
            case "stream" if seen and seen[-1][0] == output.name:
                seen[-1] = (output.name, seen[-1][1] + output.text)
            case "stream":
                seen.append((output.name, output.text))
            case "error":
                seen.append((output.ename, output.evalue))
            case _:
                seen += sorted(output.data.items())
    return seen
