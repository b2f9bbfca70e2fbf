"""Programs: a text of Python runs in a thread, with an output of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import traceback
from types import ModuleType
from typing import IO, Any

from .ends import close_all
from .threads import THREADS, Handle, KilledError, Thread, start

_running: set[Popen] = set()


class _Output:
    """An output of this tab, which is another for each program."""

    def __init__(self, real: Any, name: str) -> None:
        self._real, self._name = real, name

    def write(self, text: str) -> int:
        program = Thread.running.program
        if program is None:
            return int(self._real.write(text) or 0)
        program.write[self._name](text.encode(errors="replace"))
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
        text, *rest = args[args.index("-c") + 1 :]
        self.args, self.returncode = args, 1
        self._handle, (ours, self._stdout) = Handle(), socket.socketpair()
        self.write = {"stdout": self._stdout.sendall, "stderr": stderr.write}
        self.stdout = ours.makefile("r")
        ours.close()  # the file is open
        for name in ("stdout", "stderr"):
            if not isinstance(real := getattr(sys, name), _Output):
                setattr(sys, name, _Output(real, name))
        _running.add(self)
        self.first = start(lambda: self._run(text, ["-c", *rest]), self._handle)
        self.first.program = self

    def _run(self, text: str, argv: list[str]) -> None:
        others, sys.argv = sys.argv, argv
        try:
            exec(compile(text, "<string>", "exec"), {"__name__": "__main__"})
            self.returncode = 0
        except KilledError:
            self.returncode = -9
        except SystemExit as end:
            self.returncode = end.code if isinstance(end.code, int) else bool(end.code)
            if isinstance(end.code, str):
                print(end.code, file=sys.stderr)
        except BaseException as error:  # whatever a program may raise
            trace = error.__traceback__ and error.__traceback__.tb_next
            traceback.print_exception(error.with_traceback(trace))
        finally:
            if sys.argv is argv:
                sys.argv = others
            vars(threading)["_active"].pop(self.first.ident, None)
            close_all(self)
            self._stdout.close()
            _running.discard(self)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end. Raises TimeoutExpired if it does not come."""
        self._handle.join(timeout)
        if not self._handle.is_done():
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return self.returncode

    def kill(self) -> None:
        """End all its threads as soon as they block, and close what it has open."""
        for thread in list(THREADS.values()):
            if thread.program is self:
                thread.throw(KilledError)
        close_all(self)

    def name(self) -> str:
        """Return what `psutil` calls it."""
        return "python"


class _Process:
    """What `psutil.Process` is. Of memory it knows nothing: a browser does not say."""

    def children(self) -> list[Popen]:
        return list(_running)


def install() -> None:
    """Put programs in the place of processes, and of the library that knows them."""
    psutil = sys.modules["psutil"] = ModuleType("psutil")
    vars(psutil).update(Process=_Process, process_iter=list, Error=OSError)
    vars(subprocess).update(Popen=Popen)
