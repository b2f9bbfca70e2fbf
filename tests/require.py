"""What to do when a real part, such as a browser, is not on this machine."""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from types import ModuleType
from typing import NoReturn

import pytest

STRICT = os.environ.get("WSLESSON_REQUIRE") == "all"


def missing(what: str, how: str) -> NoReturn:
    """Skip the test, or fail it where nothing may be missing. `how` to get the part."""
    line = f"{what} is missing: {how}"
    if STRICT:
        pytest.fail(line, pytrace=False)
    pytest.skip(line)


def program(*names: str, how: str) -> str:
    """Return the path of the first of these programs that is here."""
    paths = filter(None, map(shutil.which, names))
    return next(paths, None) or missing(names[0], how)


def module(name: str, how: str) -> ModuleType:
    """Return a module of an optional package."""
    try:
        return import_module(name)
    except ImportError:
        missing(name, how)
