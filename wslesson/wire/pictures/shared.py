"""What the parts of a drawing tell, told by the drawing: each line is there once."""

from __future__ import annotations

import re
from itertools import chain

PART = re.compile(r"<g\b[^>]*>")
NAMES = "say", "at", "wire", "flips"


def share(drawn: str) -> tuple[str, str]:
    """Return a drawing whose parts tell nothing, and what its root has to tell."""
    told = ""
    for name in NAMES:
        drawn, lines = _lines(drawn, name)
        told += lines
    return drawn, told


def _lines(drawn: str, name: str) -> tuple[str, str]:
    """Take an attribute out of all parts; return it for the root, each line once.

    In front stands for each part which lines are its own.

    >>> _lines('<g data-say="a¶b"/><g/><g data-say="a"/>', "say")
    ('<g/><g/><g/>', ' data-say="0.1  0¶a¶b"')
    """
    told = re.compile(f' data-{name}="([^"]*)"')
    values = [told.search(tag) for tag in PART.findall(drawn)]
    if not any(values):
        return drawn, ""
    lines = [value[1].split("¶") if value else [] for value in values]
    numbers = {line: n for n, line in enumerate(dict.fromkeys(chain(*lines)))}
    order = " ".join(".".join(str(numbers[each]) for each in own) for own in lines)
    drawn = PART.sub(lambda tag: told.sub("", tag[0]), drawn)
    return drawn, f' data-{name}="{"¶".join([order, *numbers])}"'
