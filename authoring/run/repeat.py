"""Run the strict lane many times: `python -m authoring.run.repeat 20 --busy`.

With `--busy` each core has a process that computes all the while. An output that
depends on who is faster shows itself here, not on a learner's machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from ..notebooks import chosen
from .strict import run

LONGEST = 3600  # seconds: a busy process ends itself, even if nobody is left to end it
BUSY = f"import time; end = time.time() + {LONGEST}\nwhile time.time() < end: pass"


@contextmanager
def busy_cores() -> Iterator[None]:
    """Keep each core of the machine busy with a process of its own."""
    count = os.cpu_count() or 1
    children = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for child in children:
            child.kill()
            child.wait(timeout=10)


def main(argv: list[str]) -> int:
    """Repeat, print what fails, and return 1 if anything has."""
    parser = argparse.ArgumentParser(prog="python -m authoring.run.repeat")
    parser.add_argument("times", type=int)
    parser.add_argument("notebooks", nargs="*", help="numbers of lessons; default: all")
    parser.add_argument("--busy", action="store_true", help="keep all cores busy")
    options = parser.parse_intermixed_args(argv)
    paths = chosen(options.notebooks)
    failed = 0
    with busy_cores() if options.busy else nullcontext():
        for number in range(1, options.times + 1):
            start = time.monotonic()
            done = run(paths)
            well = done.returncode == 0
            failed += not well
            took = time.monotonic() - start
            print(f"run {number}: {'passed' if well else 'FAILED'} in {took:.1f} s")
            if not well:
                print(done.stdout, done.stderr, sep="\n", flush=True)
    print(f"{failed} of {options.times} runs failed, {len(paths)} notebooks each")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
