"""The page about conformance: how many cases of each chapter are OK, for each end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from authoring.conformance.autobahn import (
    COMPRESSED,
    DRIVERS,
    PLAIN,
    ROLES,
    End,
    complaints,
    results,
)

PAGE = Path(__file__).parents[2] / "docs" / "maps" / "conformance.md"
TESTED_WITH = f"kosoku {version('kosoku')}"

Verdict = tuple[str, str]  # the number of a case, and what came of it

CHAPTERS = {
    "1": "Text and binary messages of every form of length",
    "2": "Ping and Pong",
    "3": "Reserved bits",
    "4": "Opcodes",
    "5": "Fragments",
    "6": "UTF-8",
    "7": "Close",
    "9": "Large messages, and many",
    "10": "A message in frames of its own size",
    "12": "Compression: payloads",
    "13": "Compression: parameters",
}

PREFACE = f"""# Conformance

Written by `make conformance`, with the Autobahn cases of {TESTED_WITH}: a runner
written anew, and case files that were translated. Autobahn's own program was not run.
Each number counts the cases that are *OK*, with the right close code. *Informational*
is what RFC 6455 leaves open. No case is *non-strict*, unimplemented or failed: else
this page would not have been written.

"""


def judge(end: End) -> tuple[list[Verdict], list[str]]:
    """Return what was found about one end, and what is to be said against it."""
    found = results(*end, **PLAIN) + results(*end, compress=True, **COMPRESSED)
    return [(case.case_id, case.behavior.value) for case in found], complaints(found)


def page(found: Mapping[End, list[Verdict]]) -> str:
    """Return the page, in Markdown."""
    columns = [(role, driver) for role in ROLES for driver in DRIVERS]
    lines = [
        ["chapter", "about", *(f"{role}, {driver}" for role, driver in columns)],
        ["---:", "---", *["---:"] * len(columns)],
    ]
    for number, title in CHAPTERS.items():
        mine = [chapter(found[end], number) for end in columns]
        lines.append([number, title, *map(count, mine)])
    lines.append(["", "all", *(count([v for _, v in found[end]]) for end in columns)])
    return PREFACE + "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def chapter(verdicts: list[Verdict], number: str) -> list[str]:
    return [verdict for case, verdict in verdicts if case.split(".")[0] == number]


def count(verdicts: list[str]) -> str:
    counts = Counter(verdicts)
    assert counts.keys() <= {"OK", "INFORMATIONAL"}
    more = counts["INFORMATIONAL"]
    return f"{counts['OK']}" + (f" + {more} informational" if more else "")


def totals(text: str) -> list[list[int]]:
    """Return the numbers of the last line of a page: for each end, OK and others."""
    *_, last = text.splitlines()
    return [
        [int(n) for n in re.findall(r"\d+", cell)] for cell in last.split("|")[3:-1]
    ]
