"""Try a mutant: a child of this process runs the tests, for a limited time."""

import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from .inside import OPTIONS
from .mutants import Mutant

QUICK = 5.0  # seconds: slower tests are given only to those that live until then
OURS = {"tests", "authoring", "wslesson"}
LONG = 60.0  # seconds: for a file of tests that is named
PATIENCE = 20.0  # seconds more than usual that a test, and all of them, may take
OUTPUT = Path("output.txt")
PLUGINS = "_pytest", "pytest_", "xdist", "nbval"  # that pytest imports in its own way
# A timeout by a thread ends the process, whatever that is doing.
STRICT = ["-x", "-pno:xdist", "-pno:cov", "--timeout-method=thread"]


class Fate(Enum):
    """What became of a mutant."""

    CAUGHT = "caught"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"


def prepare(imported: Sequence[str]) -> None:
    """Import once what each child would have to import."""
    for name in imported:
        if not name.startswith(
            ("_pytest", "pytest_", "xdist", "nbval", "hypothesis.e")
        ):
            with suppress(Exception):  # then the child will do it, or does not need it
                import_module(name)


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """Have the fault in the module while the block runs."""
    good = mutant.path.read_bytes()
    Path(cache_from_source(str(mutant.path))).unlink(missing_ok=True)
    mutant.path.write_text(mutant.code(), encoding="utf-8")
    try:
        yield
    finally:
        mutant.path.write_bytes(good)


def run(tests: Sequence[str], usual: float, longest: float) -> Fate:
    """Run tests until one fails."""
    child = os.fork()
    if not child:
        came = _run(tests, longest)
        sys.stdout.flush()
        os._exit(came)
    deadline = time.monotonic() + PATIENCE + 3 * usual
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return Fate.TIMED_OUT
        time.sleep(0.02)  # a system cannot be asked to wait for a child with a limit
    with suppress(ProcessLookupError):  # nothing that it started is left
        os.killpg(child, signal.SIGKILL)
    if not os.waitstatus_to_exitcode(ended[1]):
        return Fate.SURVIVED
    late = "+ Timeout +" in OUTPUT.read_text(errors="replace")
    return Fate.TIMED_OUT if late else Fate.CAUGHT


def _run(tests: Sequence[str], longest: float) -> int:
    os.setsid()
    output = os.open(OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    for name in [name for name in sys.modules if name.split(".")[0] in OURS]:
        del sys.modules[name]  # they are not those of the copy
    sys.path.insert(0, str(Path.cwd()))
    os.environ["PYTHONPATH"] = str(Path.cwd())
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = True
    return pytest.main([*STRICT, *OPTIONS, f"--timeout={longest + PATIENCE}", *tests])
