"""Run the text of a program in a process of its own, and mend the text."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from queue import Empty, Queue
from secrets import token_hex
from tempfile import TemporaryFile
from threading import Thread

from ..checking.stages.processes import MARK, end_marked

TIMEOUT = 10.0  # seconds: a program that hangs must not hang the lesson
GRACE = 2.0  # seconds that the end of the block waits for the end of the output
MOST = 2**20  # characters that wait to be read: a program may print without end
GAP = "… (it printed more than was read: some lines are missing here)"
# Isolated from this folder and from the learner's settings; prints come at once.
PYTHON = (sys.executable, "-I", "-u", "-X", "utf8", "-c")


class Program:
    """A program text that runs in a process of its own, until the block ends.

    Iterate to get the lines that it prints.

    >>> with Program("print(6 * 7)") as program:
    ...     list(program)
    ['42']
    """

    def __init__(self, text: str, *arguments: str) -> None:
        self._text = text
        self._errors = TemporaryFile()  # noqa: SIM115 - __exit__ closes it
        self._mark = token_hex()
        self._process = subprocess.Popen(
            [*PYTHON, text, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
            errors="replace",
            # A kernel sets FORCE_COLOR, which tracebacks of Python 3.14 obey.
            env=os.environ | {"NO_COLOR": "1", MARK: self._mark},
        )
        self._lines: Queue[str | None] = Queue()  # None: there will be no more
        self._came = self._went = 0  # characters; each is counted by one thread
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        gap = False
        with self._process.stdout as lines:
            while line := lines.readline(MOST):
                full = self._came - self._went >= MOST
                if not (full and gap):
                    put = GAP if full else line
                    self._came += len(put)
                    self._lines.put(put)
                gap = full
        self._lines.put(None)

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *exc: object) -> None:
        self._process.kill()
        self._process.wait()
        end_marked(self._mark)
        self._reader.join(GRACE)  # one that has shed the mark may still hold the output
        self._errors.close()

    def __iter__(self) -> Iterator[str]:
        while (line := self._next()) is not None:
            yield line
        self._lines.put(None)

    def line(self) -> str:
        """Return the next line that the program prints.

        Raises EOFError if it ends without one, and TimeoutError if it does neither
        within `TIMEOUT` seconds.
        """
        for line in self:
            return line
        raise EOFError(self.error())

    def _next(self) -> str | None:
        try:
            line = self._lines.get(timeout=TIMEOUT)
        except Empty:
            raise TimeoutError(f"it printed nothing for {TIMEOUT:g} s") from None
        self._went += len(line or "")
        return line and line.rstrip("\n")

    def ended(self, within: float = TIMEOUT) -> bool:
        """Wait at most `within` seconds for the end, and return whether it came."""
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            return False
        return True

    def error(self) -> str:
        """Wait for the end; return the line that failed and its error, "" if none did.

        Of the operating system's errors only the kind is shown: the text of these
        differs between systems. Raises TimeoutError if the end does not come.
        """
        if not self.ended(TIMEOUT):
            raise TimeoutError(f"it still runs after {TIMEOUT:g} s")
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - MOST))
        told = self._errors.read().decode(errors="replace").rstrip()
        said = told.splitlines()[-1] if told else ""
        if "[Errno " in said or "[WinError " in said:
            said = said.partition(":")[0]
        at = re.findall(r'File "<string>", line (\d+)', told)
        if not at:
            return said
        failed = self._text.splitlines()[int(at[-1]) - 1]
        return f"line {at[-1]}: {failed.strip()}\n{said}"


def mend(program: str, old: str, new: str, times: int = 1) -> str:
    """Return `program` with `new` for `old`, which must be there exactly `times` times.

    Raises ValueError if it is not.

    >>> mend("print('helo')", "helo", "hello")
    "print('hello')"
    """
    found = program.count(old)
    if found != times:
        raise ValueError(f"{old!r} is there {found} times, expected {times}")
    return program.replace(old, new)
