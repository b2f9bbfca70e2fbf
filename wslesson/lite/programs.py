"""Programs: a text of Python runs in a thread, with an output and arguments of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from types import ModuleType
from typing import IO, Any

from .ends import close_all
from .threads import THREADS, Handle, KilledError, Thread, Waiters, start, until, wake

_pids = count(1001)
_running: set[Popen] = set()


class _Pipe:
    """What a program prints, until somebody reads it."""

    def __init__(self) -> None:
        self._text, self._over, self._waiters = "", False, Waiters()

    def write(self, text: str) -> None:
        """Take more."""
        self._text += text
        wake(self._waiters)

    def finish(self) -> None:
        """Say that there will be no more."""
        self._over = True
        wake(self._waiters)

    def readline(self, size: int = -1) -> str:
        """Wait for a line."""
        until(lambda: "\n" in self._text or self._over, self._waiters, None)
        end = (self._text.find("\n") + 1 or len(self._text)) if size else 0
        end = min(end, size) if size > 0 else end
        line, self._text = self._text[:end], self._text[end:]
        return line

    def __iter__(self) -> Iterator[str]:
        return iter(self.readline, "")

    def __enter__(self) -> _Pipe:
        return self

    def __exit__(self, *exc: object) -> None:
        """Nothing is to be closed."""


class _Output:
    """An output of this tab, which is another for each program."""

    def __init__(self, real: Any, name: str) -> None:
        self._real, self._name = real, name

    def write(self, text: str) -> int:
        """Write to the output of who calls."""
        program = Thread.running.program
        if program is None:
            return int(self._real.write(text) or 0)
        program.print(self._name, text)
        return len(text)

    def reconfigure(self, **_: object) -> None:
        """Take any text: it needs no encoding here."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class Popen:
    """What `subprocess.Popen` is, for `[python, …, "-c", text, *arguments]`."""

    def __init__(self, args: list[str], *, stderr: IO[bytes], **_: object) -> None:
        if "-c" not in args:
            raise OSError("a browser runs no program but those in Python")
        at = args.index("-c")
        self.pid, self.args, self.returncode = next(_pids), args, 1
        self.stdout, self._stderr, self._handle = _Pipe(), stderr, Handle()
        for name in ("stdout", "stderr"):
            if not isinstance(real := getattr(sys, name), _Output):
                setattr(sys, name, _Output(real, name))
        _running.add(self)
        text, argv = args[at + 1], ["-c", *args[at + 2 :]]
        self._first = start(lambda: self._run(text, argv), self._handle)
        self._first.program = self

    def print(self, name: str, text: str) -> None:
        """Take what the program prints."""
        if name == "stdout":
            self.stdout.write(text)
        else:
            self._stderr.write(text.encode())

    def is_first(self, thread: Thread) -> bool:
        """Return whether it is the program's main thread: signals are for that one."""
        return thread is self._first

    def _run(self, text: str, argv: list[str]) -> None:
        others, sys.argv = sys.argv, argv
        try:
            exec(compile(text, "<string>", "exec"), {"__name__": "__main__"})
            self.returncode = 0
        except KilledError:
            self.returncode = -9
        except SystemExit as end:
            self._leave(end.code)
        except BaseException as error:  # whatever a program may raise
            trace = error.__traceback__ and error.__traceback__.tb_next
            lines = traceback.format_exception(type(error), error, trace)
            self.print("stderr", "".join(lines))
        finally:
            if sys.argv is argv:
                sys.argv = others
            threading._active.pop(self._first.ident, None)  # type: ignore[attr-defined]  # see `names`
            close_all(self)
            self.stdout.finish()
            _running.discard(self)

    def _leave(self, code: object) -> None:
        self.returncode = code if isinstance(code, int) else int(code is not None)
        if isinstance(code, str):
            self.print("stderr", f"{code}\n")

    def poll(self) -> int | None:
        """Return the code of the end, or None."""
        return self.returncode if self._handle.is_done() else None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end. Raises TimeoutExpired if it does not come."""
        self._handle.join(timeout)
        if not self._handle.is_done():
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return self.returncode

    def kill(self) -> None:
        """End all its threads as soon as they block, and close what it has open."""
        if not self._handle.is_done():
            for thread in list(THREADS.values()):
                if thread.program is self:
                    thread.throw(KilledError)
            close_all(self)

    terminate = kill

    def name(self) -> str:
        """Return what `psutil` calls it."""
        return "python"


class _Process:
    """What `psutil.Process` is. Of memory it knows nothing: a browser does not say."""

    def __init__(self, pid: int | None = None) -> None:
        self.pid = pid

    def children(self) -> list[Popen]:
        """Return the programs that run."""
        return list(_running)


def install() -> None:
    """Put programs in the place of processes."""
    psutil = ModuleType("psutil")
    names = {"Process": _Process, "process_iter": list, "Error": OSError}
    vars(psutil).update(names)
    sys.modules["psutil"] = psutil
    with suppress(AttributeError):
        vars(subprocess).update(Popen=Popen)
