"""Run the text of a program in a process of its own, and mend the text."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from queue import Empty, Queue
from tempfile import TemporaryFile
from threading import Thread

TIMEOUT = 10.0  # seconds: a program that hangs must not hang the lesson
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
        self._process = subprocess.Popen(
            [*PYTHON, text, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
            # A kernel sets FORCE_COLOR, which tracebacks of Python 3.14 obey.
            env=os.environ | {"NO_COLOR": "1"},
        )
        self._lines: Queue[str | None] = Queue()  # None: there will be no more
        self._reader = Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as lines:
            for line in lines:
                self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *exc: object) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
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
            return self._lines.get(timeout=TIMEOUT)
        except Empty:
            raise TimeoutError(f"it printed nothing for {TIMEOUT:g} s") from None

    def ended(self, within: float = TIMEOUT) -> bool:
        """Wait at most `within` seconds for the end, and return whether it came."""
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            return False
        return True

    def error(self) -> str:
        """Wait for the end; return the line that failed and its error, "" if none did.

        Of the operating system's errors only the kind is told: the text of these
        differs between systems. Raises TimeoutError if the end does not come.
        """
        if not self.ended(TIMEOUT):
            raise TimeoutError(f"it still runs after {TIMEOUT:g} s")
        self._errors.seek(0)
        told = self._errors.read().decode().rstrip()
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
