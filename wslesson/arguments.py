"""What may stand on the command line: each takes a text, and says what is wrong."""

from __future__ import annotations

import math
import threading
from argparse import ArgumentTypeError
from pathlib import Path
from urllib.parse import urlsplit

from .editions import files, updating


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
        shown = text.rpartition("@")[2]  # what stands before it may be a password
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
    if files.same(path, files.shipped()):
        raise ArgumentTypeError(
            f"{text} holds the course's own lessons, which `git pull` updates"
        )
    return path


def lesson(text: str) -> str:
    """Return the number of a lesson that there is."""
    try:
        return updating.find(text.zfill(2)).name[:2]
    except LookupError as error:
        raise ArgumentTypeError(str(error)) from None
