"""A class at work: many kernels run one notebook at the same time.

`python -m authoring.run.kernels 30 02` starts thirty on lesson 02, as on a hub.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import nbformat

from ..notebooks import FAILURES, chosen, client
from .comparing import differences

PATIENCE = 120  # seconds for one cell: thirty of them share the cores


async def learner(path: Path) -> list[str]:
    """Run the notebook in a kernel of its own; return what is not as it is stored."""
    stored = nbformat.read(path, as_version=4)
    mine = nbformat.read(path, as_version=4)
    try:
        await client(mine, PATIENCE).async_execute()
    except FAILURES as error:
        return [str(error)]
    return differences(stored.cells, mine.cells)


async def classroom(count: int, path: Path) -> list[list[str]]:
    """Run the notebook in `count` kernels at once; return what each found wrong."""
    return await asyncio.gather(*(learner(path) for _ in range(count)))


def main(argv: list[str]) -> int:
    """Print each learner's failures and the time in all; return 1 if any failed."""
    count, names = int(argv[0]), argv[1:]
    failed = 0
    for path in chosen(names):
        start = time.monotonic()
        found = asyncio.run(classroom(count, path))
        for number, lines in enumerate(found, start=1):
            for line in lines:
                print(f"kernel {number}: {line}")
        failed += sum(map(bool, found))
        took = time.monotonic() - start
        print(f"{path.name}: {sum(map(bool, found))} of {count} failed, {took:.1f} s")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
