"""What a peer says, on a terminal or for a program that reads our output."""

from __future__ import annotations

import re
import sys

# What moves a cursor, sets a title, begins a line or turns the reading direction.
STEERS = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""Return a peer's text with an escape for each character that steers a terminal.

    >>> print(visible("\x1b[2J and a\nnew line"))
    \x1b[2J and a\nnew line
    """
    return STEERS.sub(lambda found: ascii(found[0])[1:-1], text)


class NobodyReadsError(Exception):
    """The reader of our output has gone: `… | head`."""


def print_line(message: str) -> None:
    """Print a message: as it is for a program, harmless for a terminal."""
    line = visible(message) if sys.stdout.isatty() else message
    try:
        print(f"{line}\n", end="", flush=True)
    except BrokenPipeError:  # not the network's, which is an OSError for `listen`
        raise NobodyReadsError from None
