"""What the comparing of outputs costs: strict nbval beside plain nbclient.

`make cost` runs the same notebooks both ways in turns, one at a time and two at a time.
Strict may take 1.3 times what the slowest plain run takes.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median

import nbformat

from ..notebooks import NOTEBOOKS, chosen, client
from ..run import strict

MOST = 1.3  # times the slowest plain run
PLAIN = "import sys; from authoring.measure.cost import plain; plain(*sys.argv[1:])"


def plain(at_once: str, *paths: str) -> None:
    """Run notebooks with nbclient alone, so many at once. Raises at the first error."""

    async def all_of_them() -> None:
        turns = asyncio.Semaphore(int(at_once))

        async def one(path: str) -> None:
            async with turns:
                await client(nbformat.read(path, as_version=4)).async_execute()

        async with asyncio.TaskGroup() as group:
            for path in paths:
                group.create_task(one(path))

    asyncio.run(all_of_them())


def seconds_plain(paths: Iterable[Path], at_once: int) -> float:
    """Return how long nbclient takes, with the start of a process of its own.

    Raises CalledProcessError if a cell fails.
    """
    start = time.monotonic()
    subprocess.run(
        [sys.executable, "-c", PLAIN, str(at_once), *map(str, paths)],
        cwd=NOTEBOOKS.parent,
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    return time.monotonic() - start


def seconds_strict(paths: Iterable[Path], at_once: int) -> float:
    """Return how long strict nbval takes. Raises CalledProcessError if it is red."""
    start = time.monotonic()
    strict.run(paths, workers=at_once if at_once > 1 else 0).check_returncode()
    return time.monotonic() - start


def main(argv: list[str]) -> int:
    """Print both times and their ratio; return 1 if one is too high or a run fails."""
    parser = argparse.ArgumentParser(prog="python -m authoring.measure.cost")
    parser.add_argument("notebooks", nargs="*", help="numbers of lessons; default: all")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_intermixed_args(argv)
    paths = chosen(options.notebooks)
    missed = 0
    for at_once in (1, 2):
        ours, theirs = [], []
        try:
            for _ in range(options.rounds):
                theirs.append(seconds_plain(paths, at_once))
                ours.append(seconds_strict(paths, at_once))
        except subprocess.CalledProcessError as failure:
            print("a run that fails has no cost:", failure.stdout, failure.stderr)
            return 1
        ratio = median(ours) / max(theirs)
        missed += ratio > MOST
        print(
            f"{len(paths)} notebooks, {at_once} at a time: "
            f"strict {median(ours):.1f} s, plain {max(theirs):.1f} s, "
            f"ratio {ratio:.2f} ({'met' if ratio <= MOST else 'MISSED'}: <= {MOST})",
            flush=True,
        )
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
