"""The command line of the course: `wslesson --help` lists what it can do."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import cast

from ..protocol.errors import ProtocolError
from ..workspace.files import reason
from .output import NobodyReadsError
from .parser import new_parser


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 well, 1 not so, 2 bad arguments."""
    if not sys.stdout:  # `>&-`, or a service: Python gives no stream then
        print("wslesson: there is no output to write to", file=sys.stderr)
        return 1
    # Not every terminal knows every character: each shows what it can. (The cast: here
    # it is a file of text, which can be set so; its type says less.)
    cast(TextIOWrapper, sys.stdout).reconfigure(errors="replace")
    try:
        try:
            return _run(argv)
        finally:
            sys.stdout.flush()  # now: when Python ends, an error would go unreported
    except KeyboardInterrupt:
        return 130
    except (
        BrokenPipeError,
        NobodyReadsError,
    ):  # the reader of our output has gone: `… | head`
        _drop_output()
        return 0
    except (OSError, ProtocolError, LookupError) as error:
        print(f"wslesson: {reason(error)}", file=sys.stderr)
        _drop_output()
        return 1


def _run(argv: list[str] | None) -> int:
    parser = new_parser()
    options, rest = parser.parse_known_args(argv)
    if "run" not in options:  # a script that has lost its command has failed
        parser.print_help(sys.stderr)
        return 2
    if rest and "passes_on" not in options:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    return int(options.run(options) or 0)


def _drop_output() -> None:
    """Forget what cannot be written: Python would try again when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
