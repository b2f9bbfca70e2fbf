"""What may stand on the command line: how it is read, and what is wrong with a text."""

from __future__ import annotations

import math
import re
import sys
import threading
from argparse import ArgumentParser, ArgumentTypeError
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from ..protocol.addresses import without_login
from ..services.styles import styles
from ..workspace import files, updating


class Parser(ArgumentParser):
    """Says what is wrong in one line, where argparse would print the usage too."""

    def error(self, message: str) -> NoReturn:
        """Say it, and where more is said, and end with 2."""
        message = _with_a_guess(message)
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")

    def _print_message(self, message: str, file: Any = None) -> None:
        """Let who asked know that it could not be written; argparse is silent then."""
        print(message, end="", file=file or sys.stderr)


def _with_a_guess(message: str) -> str:
    """Name the choice that was meant, if one is near, where argparse lists them all.

    From Python 3.14 on argparse can do so itself; with us it is the same on each.
    """
    before, _, after = message.partition("' (choose from ")
    choices = re.findall(r"[\w-]+", after)
    near = get_close_matches(before.rpartition("'")[2], choices, n=1)
    return f"{before}'. Did you mean {near[0]}?" if near else message


def add_style(parser: ArgumentParser, default: str | None, otherwise: str) -> None:
    """Add an option whose many choices stand in its help, where lines can be broken."""
    parser.add_argument(
        "--style",
        choices=styles(),
        default=default,
        metavar="STYLE",
        help=f"{', '.join(styles())}; {otherwise}",
    )


def add_endpoint(parser: ArgumentParser) -> None:
    """Add the options that say where clients come in."""
    parser.add_argument("--host", default="127.0.0.1", help="default: %(default)s")
    parser.add_argument("--port", type=port, default=0, help="default: any free port")


def port(text: str) -> int:
    """Return the number of a port; 0 means any free one."""
    if not text.isdecimal() or int(text) > 65535:
        raise ArgumentTypeError(f"{text} is not a port from 0 to 65535")
    return int(text)


def count(text: str) -> int:
    """Return a number of messages."""
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text} is not a number of messages")
    return int(text)


def size(text: str) -> int:
    """Return the number of bytes that a message may have."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is not a number of bytes from 1")
    return int(text)


def seconds(text: str) -> float:
    """Return a time that a thread can wait."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < threading.TIMEOUT_MAX:
        raise ArgumentTypeError(f"{text} is not a time in seconds")
    return value


def address(text: str) -> str:
    """Return the address of a server: HOST:PORT, or with a scheme before it."""
    named = "://" in text
    try:
        where = urlsplit(text if named else f"tcp://{text}")
        good = where.scheme in ("tcp", "ws", "wss") and bool(where.hostname)
        if where.scheme == "tcp":  # which has no usual port, and knows no users
            good = good and bool(where.port) and "@" not in text
        good = good and where.port != 0 and "#" not in text
    except ValueError:
        good = False
    if not good:
        shown = without_login(text)
        raise ArgumentTypeError(f"{shown} is not an address like HOST:PORT")
    return where.scheme + text[len(where.scheme) :] if named else text


def folder(text: str) -> Path:
    """Return a folder that is there."""
    if not Path(text).is_dir():
        raise ArgumentTypeError(f"{text} is not a folder")
    return Path(text).resolve()


def place(text: str) -> Path:
    """Return a folder, which need not be there yet."""
    return folder(text) if Path(text).exists() else Path(text).resolve()


def copies(text: str) -> Path:
    """Return a folder for the learner's copies: not that of the course itself."""
    path = place(text)
    if files.same_folder(path, files.shipped()):
        raise ArgumentTypeError(
            f"{text} holds the course's own lessons, which `git pull` updates"
        )
    return path


def lesson(text: str) -> str:
    """Return the number of a lesson that there is."""
    try:
        return updating.find_lesson(text.zfill(2)).name[:2]
    except LookupError as error:
        raise ArgumentTypeError(str(error)) from None
