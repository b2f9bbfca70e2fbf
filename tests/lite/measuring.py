"""What each lesson costs in a browser: the lane prints it as a table."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psutil

from tests.lite.comparing import MEASURED
from wslesson.export.lite import TAG

COST = "what a lesson costs in a browser"
# Of a cell that measures anew, no error is enough; one with a tag shows what is stored.
COLUMNS = "lesson", "browser", "equal", "anew", "tag", "different", "seconds", "MB"
PROGRAMS = {"chromium": "chrom", "firefox": "firefox"}

Row = list[str | int]


class Cost:
    """What one lesson costs, from when this is made."""

    def __init__(self, browser: str) -> None:
        self._browser, self._start = browser, time.monotonic()

    def row(self, lesson: Path, found: Iterable[str]) -> Row:
        """Return the row of a lesson that has run, with so many differences found."""
        seconds = round(time.monotonic() - self._start)
        different = {line.partition(":")[0] for line in found}
        tags = dict(_tags(lesson))
        tagged = {cell for cell in tags if TAG in tags[cell]} - different
        anew = {cell for cell in tags if MEASURED in tags[cell]} - different - tagged
        equal = tags.keys() - different - tagged - anew
        counts = [len(each) for each in (equal, anew, tagged, different)]
        return [lesson.stem, self._browser, *counts, seconds, self._megabytes()]

    def _megabytes(self) -> int:
        """Return what all processes of the browser have, what they share but once."""
        found = 0
        for process in psutil.Process().children(recursive=True):
            try:
                if PROGRAMS[self._browser] in process.exe():
                    info = process.memory_full_info()
                    found += getattr(info, "pss", info.uss)
            except psutil.NoSuchProcess:
                continue
        return round(found / 1e6)


def _tags(lesson: Path) -> Iterator[tuple[str, Any]]:
    for cell in json.loads(lesson.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            yield cell["id"], cell["metadata"].get("tags", [])


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    ordered = sorted(rows, key=lambda row: row[:2])
    for row in (COLUMNS, ["---"] * len(COLUMNS), *ordered):
        yield f"| {' | '.join(map(str, row))} |"
