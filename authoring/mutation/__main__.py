"""`python -m authoring.mutation drivers --sample 150` puts faults in, one at a time.

It needs `mutmut` 3.8, and a system that can fork. It works on a copy, runs for each
mutant the tests that reach it, and prints those that lived. docs/mutation.md says why
each of them may.
"""

import argparse
import os
from collections import Counter
from math import sqrt
from pathlib import Path
from random import Random
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

from .mutants import Mutant, mutants
from .reach import Reach, reach
from .rooms import ROOMS
from .trying import LONG, OUTPUT, QUICK, Fate, planted, prepare, run

LEFT_OUT = ignore_patterns(".git", ".venv", ".hypothesis", ".coverage*")


def main() -> None:
    """Do as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m authoring.mutation")
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--sample", type=int, help="how many mutants (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=[], help="names of mutants")
    parser.add_argument("--tests", nargs="+", help="for each mutant, whatever reaches")
    parser.add_argument("--folder", type=Path, help="for the copy; kept")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        copy = options.folder or Path(folder) / "copy"
        if not copy.exists():
            copytree(".", copy, ignore=LEFT_OUT)
        os.chdir(copy)
        found = reach(ROOMS[options.room].tests)
        prepare(found.imported)
        quickest = [f"tests/{test}" for test in found.by_time()[:100]]
        if run(quickest, QUICK, QUICK) is not Fate.SURVIVED:
            raise SystemExit(f"without a fault, too:\n{OUTPUT.read_text()}")
        every = list(mutants(ROOMS[options.room].modules()))
        if options.only:
            chosen = [mutant for mutant in every if mutant.name in options.only]
        else:
            chosen = draw(every, options.sample or len(every), options.seed)
        print(f"{options.room}: {len(chosen)} of {len(every)} mutants", flush=True)
        report([(mutant, fate(mutant, found, options.tests)) for mutant in chosen])


def draw(every: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """Return some of them, by chance."""
    shuffled = Random(seed).sample(every, len(every))
    chosen: list[Mutant] = []
    while shuffled and len(chosen) < count:
        mutant = shuffled.pop()
        if mutant.is_fit():
            chosen.append(mutant)
    return chosen


def fate(mutant: Mutant, found: Reach, tests: list[str] | None) -> Fate:
    """Run the tests that reach a mutant, the quick ones first; print what came."""
    reaching = found.tests(mutant.path, mutant.lines)
    reaching = reaching or found.tests(mutant.path, mutant.near) or found.by_time()
    quick = [test for test in reaching if found.seconds[test] < QUICK]
    slow = found.by_time({*reaching, *found.parents}.difference(quick).__contains__)
    came = Fate.SURVIVED
    with planted(mutant):
        for batch in [tests] if tests else [quick, slow]:
            if batch and came is Fate.SURVIVED:
                seconds = [found.seconds.get(test, LONG) for test in batch]
                names = batch if tests else [f"tests/{test}" for test in batch]
                came = run(names, sum(seconds), max(seconds))
    by = "" if came is Fate.SURVIVED else first_failure()
    print(f"{came.value:<10}{mutant.name:<50} {len(reaching):>4} {by}", flush=True)
    return came


def first_failure() -> str:
    """Return the last line of the output that names what failed."""
    lines = OUTPUT.read_text(errors="replace").splitlines()
    named = [line for line in lines if line.startswith(("FAILED", "ERROR", "E  "))]
    return named[-1][:150] if named else ""


def report(fates: list[tuple[Mutant, Fate]]) -> None:
    """Print how many were caught, and show the others."""
    count = Counter(came for _, came in fates)
    share = 1 - count[Fate.SURVIVED] / len(fates)
    low, high = interval(share, len(fates))
    for mutant, came in fates:
        if came is Fate.SURVIVED:
            print(f"\n{mutant.diff()}")
    print(*(f"\n{kind.value} {count[kind]}" for kind in Fate), sep="", end="\n")
    print(f"{share:.1%} of {len(fates)} noticed (95 %: {low:.1%} to {high:.1%})")


def interval(share: float, count: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's interval for the share in all from which a sample was drawn."""
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    width = sqrt(share * (1 - share) / count + (z / count / 2) ** 2)
    width *= z / (1 + z * z / count)
    return middle - width, middle + width


if __name__ == "__main__":
    main()
