"""Thousands of broken clients: `python -m authoring.chaos.conversations 5000`.

Each style serves them over real sockets. After every hundred a good client must be
served, descriptors, threads and tasks must be what they were, and nobody may have
complained. Each kind of failure is printed with what `--replay` takes to show it again.
"""

from __future__ import annotations

import argparse
import gc
import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

from authoring.chaos.client import converse
from authoring.chaos.memory import quarrels
from authoring.chaos.plans import Plan, plan
from authoring.chaos.targets import TARGETS, Target
from authoring.chaos.watch import everything, too_much, watching

BATCH = 100
AT_ONCE = 8
FEW = 5  # conversations whose bytes are printed
BAD_NEWS = re.compile("a good client|the server did not")


class Attack:
    """Many conversations with one target."""

    def __init__(self, target: Target, seed: int) -> None:
        self.target = target
        self.seed = seed
        self.answered = 0  # clients to whom anything was said
        self.theirs = 0  # complaints of libraries about themselves
        self.faults: dict[str, str] = {}  # each kind once: how to see it again

    @contextmanager
    def begun(self) -> Iterator[None]:
        """Run the target, and note what it holds before anybody comes."""
        with self.target.running() as self.addresses:
            self.target.serve_well(self.addresses)  # what is made only once is made
            gc.collect()  # what others left behind is not to be put down to us
            self.before = everything()
            yield

    def run(self, numbers: range) -> None:
        """Hold these conversations, in batches. Stop when good clients suffer."""
        begun = time.monotonic()
        for first in range(numbers.start, numbers.stop, BATCH):
            batch = range(first, min(first + BATCH, numbers.stop))
            self._blame(batch, self.complaints(batch))
            rate = (batch.stop - numbers.start) / (time.monotonic() - begun)
            show(f"{self.target.name}: {batch.stop} done, {rate:.0f} a second")
            if any(map(BAD_NEWS.match, self.faults)):
                return

    def complaints(self, numbers: range) -> list[str]:
        """Hold some conversations at once, and return what was wrong then."""
        with watching() as watch:
            with ThreadPoolExecutor(AT_ONCE) as clients:
                for answer in clients.map(self.talk, numbers):
                    if isinstance(answer, str):
                        watch.complaints.append(answer)
                    else:
                        self.answered += bool(answer)
            try:
                self.target.serve_well(self.addresses)
            except Exception as error:  # whatever it is: a good client was not served
                watch.complaints.append(f"a good client got {error!r}")
            watch.complaints += too_much(self.before)
        self.theirs += watch.theirs
        return watch.complaints

    def talk(self, number: int) -> bytes | str:
        """Hold one conversation. Return the answer, or a line about what was wrong."""
        where = urlsplit(self.addresses[number % len(self.addresses)])
        try:
            return converse(where.port or 0, self.plan(number), self.target.tls)
        except OSError as error:
            return f"the server did not end it, or was not there: {error!r}"

    def plan(self, number: int) -> Plan:
        """Return what the client of this number does."""
        target = self.target
        how = {"raw": target.raw, "deflate": target.compress, "tls": target.tls}
        return plan(self.seed, number, **how)

    def _blame(self, numbers: range, complaints: list[str]) -> None:
        """Halve what fails in a new way, until one number does the harm alone."""
        new = {kind(each): each for each in complaints if kind(each) not in self.faults}
        if not new:
            return
        middle = len(numbers) // 2
        halves = [half for half in (numbers[:middle], numbers[middle:]) if half]
        found = [(half, self.complaints(half)) for half in halves[: middle * 2]]
        for half, again in found:
            self._blame(half, again)
        for name in new.keys() - self.faults.keys():
            self.faults[name] = f"{self._how_to(numbers)}\n{new[name]}"

    def _how_to(self, numbers: range) -> str:
        which = f"{self.seed}:{numbers.start}-{numbers.stop - 1}"
        plans = [str(self.plan(number)) for number in numbers[:FEW]]
        return "\n".join([f"--style {self.target.name} --replay {which}", *plans])


def kind(complaint: str) -> str:
    """Return what complaints of one kind have in common: the last line, no numbers."""
    return re.sub(r"\d+", "N", complaint.rstrip().rpartition("\n")[2])


def show(line: str) -> None:
    """Show progress, where somebody looks."""
    if sys.stdout.isatty():
        print(f"\r{line:<78}", end="", flush=True)


def attack(target: Target, seed: int, numbers: range) -> bool:
    """Hold the conversations with one target, print what came of it, and judge."""
    start, it = time.monotonic(), Attack(target, seed)
    with it.begun():
        it.run(numbers)
    show("\r")
    print(*it.faults.values(), sep="\n\n", end="\n" * bool(it.faults))
    rate = len(numbers) / (time.monotonic() - start)
    verdict = f"{len(it.faults)} kinds of FAILURE" if it.faults else "ok"
    if it.theirs:
        verdict += f" ({it.theirs} complaints of libraries about themselves)"
    print(
        f"{target.name:<24}{len(numbers):>6} conversations, {it.answered:>6} answered,"
        f"{rate:>6.0f} a second: {verdict}",
        flush=True,
    )
    return not it.faults


def main(arguments: list[str] | None = None) -> int:
    """Attack what the command line says; return 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "count", type=int, nargs="?", default=5000, help="for each style"
    )
    parser.add_argument("--style", nargs="+", choices=TARGETS, default=[*TARGETS])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replay", metavar="SEED:FIRST-LAST", help="some again")
    parser.add_argument("--memory", type=int, metavar="COUNT", help="without sockets")
    chosen = parser.parse_args(arguments)
    if chosen.memory:
        return quarrels(chosen.seed, chosen.memory)
    seed, numbers = chosen.seed, range(chosen.count)
    if chosen.replay:
        seed, first, last = map(int, re.split("[:-]", chosen.replay))
        numbers = range(first, last + 1)
        for name in chosen.style:
            print(*map(Attack(TARGETS[name], seed).plan, numbers), sep="\n")
    good = [attack(TARGETS[name], seed, numbers) for name in chosen.style]
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
