"""Run all 517 Autobahn cases on all four of our ends, and write conformance.md."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from authoring.conformance.autobahn import DRIVERS, ROLES
from authoring.conformance.table import PAGE, judge, page

AT_ONCE = 2  # processes: each takes a core for minutes


def main() -> int:
    """Judge, print what is wrong, and write the page only when nothing is."""
    ends = [(role, driver) for role in ROLES for driver in DRIVERS]
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn")) as pool:
        found = dict(zip(ends, pool.map(judge, ends), strict=True))
    wrong = [
        f"{role}, {driver}: {line}"
        for (role, driver), (_, lines) in found.items()
        for line in lines
    ]
    print(*wrong, sep="\n")
    if not wrong:
        text = page({end: verdicts for end, (verdicts, _) in found.items()})
        PAGE.write_text(text, encoding="utf-8")
        print(f"All is OK: see {PAGE.name}.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
