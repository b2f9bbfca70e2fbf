"""A learner's file as a process of its own: bounded, and never left behind."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from threading import Condition, Thread
from typing import IO

import psutil

from .clients import NotYetError
from .processes import MARK, end_marked

PYTHON = sys.executable, "-u", "-X", "utf8"  # all that it prints comes at once
MEMORY = 2**29  # bytes that it may really use
MOST = 2**22  # bytes that it may print, on stdout and on stderr: payloads, too
GLANCE = 0.05  # seconds from one look at its memory to the next
GRACE = 0.5  # seconds for its last words: a child that hides may hold its output
SHOWN = 6  # lines of each that are shown
LONG = 2**16  # bytes: it reads as many at once, and looks for these lines in them
LIKE = "ws://127.0.0.1:8000/"
ADDRESS = re.compile(r"ws://127\.0\.0\.1:(\d{1,5})/?\r?\n")
ENDLESS = f"it prints without end: more than {MOST >> 20} MiB so far"
GREEDY = f"it takes more than {MEMORY >> 20} MiB of memory"


@dataclass(frozen=True)
class Patience:
    """Seconds for the first line, an answer, a stage: only what fails needs them."""

    start: float = 10.0
    answer: float = 10.0
    stage: float = 60.0


class Program:
    """A file that runs as a program, until the block ends: `run` may say with what."""

    def __init__(self, path: Path, patience: Patience, *run: str) -> None:
        self.fault = ""  # why it was ended: that explains all else
        self._patience = patience
        self._out, self._err, self._over = bytearray(), bytearray(), False
        self._changed, self._mark = Condition(), token_hex()
        self._process = subprocess.Popen(
            [*PYTHON, *run, path],
            cwd=path.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=os.environ | {"NO_COLOR": "1", MARK: self._mark},
        )
        pipes = (self._process.stdout, self._out), (self._process.stderr, self._err)
        self._readers = [
            Thread(target=self._keep, args=pipe, daemon=True) for pipe in pipes
        ]
        self._watcher = Thread(target=self._watch, daemon=True)
        for thread in (*self._readers, self._watcher):
            thread.start()

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *exc: object) -> None:
        self._process.kill()
        end_marked(self._mark)
        self._watcher.join()
        self._read_to_the_end()

    def _keep(self, pipe: IO[bytes] | None, kept: bytearray) -> None:
        assert pipe
        with pipe:
            while data := pipe.read(LONG):
                with self._changed:
                    kept += data
                    self._changed.notify_all()
                if len(kept) > MOST:
                    self._end(ENDLESS)
                    break

    def _watch(self) -> None:
        """Look at its memory until it has ended."""
        with suppress(psutil.Error):  # it has ended already
            process = psutil.Process(self._process.pid)
            while not self._ended_within(GLANCE):
                if process.memory_info().rss > MEMORY:
                    self._end(GREEDY)
        self._process.wait()
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def _ended_within(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _end(self, why: str) -> None:
        self.fault = self.fault or why
        self._process.kill()

    def _read_to_the_end(self) -> None:
        for reader in self._readers:
            reader.join(GRACE)

    def line(self, within: float) -> str:
        """Return its first line, or "" if there is none. Raises NotYetError."""
        with self._changed:
            self._changed.wait_for(lambda: b"\n" in self._out or self._over, within)
        if self._over:
            self._read_to_the_end()
        if self.fault:
            raise NotYetError(self.fault)
        first, end, _ = self._out.partition(b"\n")
        return bytes(first + end).decode(errors="replace")

    def port(self) -> int:
        """Return the port of its first line. Raises NotYetError, saying what it did."""
        line = self.line(self._patience.start)
        found = ADDRESS.fullmatch(line)
        if found and int(found[1]) < 2**16:
            return int(found[1])
        if line:
            shown = f"{line.rstrip()[:60]!r}"
            raise NotYetError(f"its first line is no address like {LIKE}: {shown}")
        silent = f"it printed no line within {self._patience.start:g} seconds"
        raise NotYetError(self.ended() or silent)

    def ended(self) -> str:
        """Wait for its last words. Return how it ended, "" if it is still there."""
        with self._changed:
            self._changed.wait_for(lambda: self._over, GRACE)
        code = self._process.returncode if self._over else None
        return "" if code is None else f"it ended, with exit code {code}"

    def printed(self) -> list[str]:
        """Return the last lines that it printed, without its address."""
        first, end, rest = self._out.partition(b"\n")
        address = ADDRESS.fullmatch((first + end).decode(errors="replace"))
        both = rest if address else self._out, self._err
        texts = [kept[-LONG:].decode(errors="replace").rstrip() for kept in both]
        return [line for text in texts for line in text.splitlines()[-SHOWN:]]
