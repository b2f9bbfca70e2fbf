"""A clock that stands still while anybody is at work, and jumps when all rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from threading import Condition, Lock, get_ident

PATIENCE = 600.0  # turned seconds: nobody waits longer
GLANCE = 0.02  # real seconds, from one look at a thread to the next
TICK = 1e-5  # turned seconds that it takes to read the clock: who spins gets on, too
SPIN = 1000  # turns of a loop without a wait, after which time passes all the same


class StillWaitingError(Exception):
    """An answer waits for what does not come."""


def spun(turns: int) -> float:
    """Return the seconds that pass in a turn, after so many in which nobody waited."""
    return max(0, turns - SPIN) / 1e5


@dataclass(eq=False)
class Rest:
    """Somebody rests: the thread, until when, and what says that it still does."""

    who: int
    until: float
    holds: Callable[[], bool]
    wake: Callable[[], None] = lambda: None
    late: bool = False  # the time was over
    stuck: bool = False  # nothing would ever have ended this

    def is_on(self) -> bool:
        """Return whether it goes on."""
        return not self.late and self.holds()


class Door:
    """A lock that opens once, and stays so: who waited may need a while to leave it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._lock.acquire()
        self._open = False

    def locked(self) -> bool:
        """Return whether nobody has opened it."""
        return not self._open

    def acquire(self, timeout: float) -> bool:
        """Wait until it opens, for so many seconds; less than 0 are for ever."""
        return self._lock.acquire(timeout=timeout)

    def release(self) -> None:
        """Open it. Raises RuntimeError if it is open."""
        if self._open:
            raise RuntimeError("it is open")
        self._open = True
        self._lock.release()


class Turned:
    """The clock of one try, and the threads that live by it.

    Work that was handed out and has not ended is in `at_work`: a thread, or a job of a
    pool. `changed` guards all.
    """

    def __init__(self, *, of_a_loop: bool = False) -> None:
        self.now = 0.0
        self.starts: dict[str, float] = {}  # what the real clocks said, by their names
        self.at_work: set[object] = set()
        self.queued: dict[object, Callable[[], bool]] = {}  # of these, what may not run
        self.threads: dict[int, object] = {}  # what each of them is at work on
        self.pools: dict[object, set[object]] = {}  # what each of them is at work on
        self.changed = Condition()
        self._rests: list[Rest] = []
        self._loop = get_ident() if of_a_loop else None

    def read(self, name: str, real: Callable[[], float]) -> float:
        """Return what a clock of `time` would say."""
        self.turn(TICK)
        return self.starts.setdefault(name, real()) + self.now

    def turn(self, seconds: float) -> None:
        """Let so much time pass. Raises StillWaitingError when all patience is over."""
        self.now += seconds
        if self.now > PATIENCE:
            raise StillWaitingError("it still waits")

    def sleep(self, seconds: float) -> None:
        """Rest so long; in the thread of a loop the time passes for all its tasks."""
        if self.blocks():
            self.turn(seconds)
        else:
            self.rest(seconds)

    def blocks(self) -> bool:
        """Return whether this thread runs a loop, which turns the clock otherwise."""
        return get_ident() == self._loop

    # Who is at work

    def begin(
        self, work: object, is_held_up: Callable[[], bool] = lambda: False
    ) -> None:
        """Count a piece of work that has been handed out, unless it is held up."""
        with self.changed:
            self.at_work.add(work)
            self.queued[work] = is_held_up

    def start(self, work: object) -> None:
        """Note that this thread is at work on it."""
        with self.changed:
            self.queued.pop(work, None)
            self.threads[get_ident()] = work

    def end(self, work: object) -> None:
        """Count it no more."""
        with self.changed:
            self.at_work.discard(work)
            self.queued.pop(work, None)
            for ident in [at for at, what in self.threads.items() if what is work]:
                del self.threads[ident]
            self.tell()

    def tell(self) -> None:
        """Say to who turns the clock that somebody rests, or has ended."""
        self.changed.notify_all()

    def is_idle(self) -> bool:
        """Return whether all who are at work rest."""
        resting = {self.threads.get(rest.who) for rest in self._rests if rest.is_on()}
        held_up = {work for work, is_so in self.queued.items() if is_so()}
        return self.at_work <= resting | held_up

    # Rests

    @contextmanager
    def resting(
        self,
        holds: Callable[[], bool],
        seconds: float | None = None,
        wake: Callable[[], None] = lambda: None,
    ) -> Iterator[Rest]:
        """Let this thread count as one that rests, while `holds` says so.

        Raises StillWaitingError afterwards if nothing but that would have ended it.
        """
        with self.changed:
            until = inf if seconds is None else self.now + seconds
            rest = Rest(get_ident(), until, holds, wake)
            self._rests.append(rest)
            self.tell()
        try:
            yield rest
        finally:
            with self.changed:
                self._rests.remove(rest)
        if rest.stuck:
            raise StillWaitingError("it still waits")

    def rest(self, seconds: float | None, lock: Door | None = None) -> bool:
        """Wait until the lock opens; return False if the time is over before."""
        lock = lock or Door()
        with self.resting(lock.locked, seconds, lock.release) as rest:
            while not lock.acquire(timeout=GLANCE):
                self.glance()
        return not rest.late

    def glance(self) -> None:
        """Turn the clock while this thread waits, if nobody else can."""
        if self.blocks():
            with self.changed:
                if self.is_idle():
                    self.step()

    # Turning: who does holds `changed`

    def first(self) -> Rest | None:
        """Return the rest that ends first."""
        holding = (rest for rest in self._rests if rest.is_on())
        return min(holding, key=lambda rest: rest.until, default=None)

    def step(self) -> None:
        """Turn the clock to the end of the first rest, and wake who rests."""
        rest = self.first()
        if rest is None or max(rest.until, self.now) > PATIENCE:
            self.free()
            return
        self.now = max(self.now, rest.until)
        rest.late = True
        self._rouse(rest)

    def free(self) -> None:
        """Wake all: nothing else would."""
        self._rouse_all(stuck=True)

    def leave(self) -> None:
        """Wake who rests still: the try is over, and the clock turns no more."""
        with self.changed:
            self._rouse_all(stuck=False)

    def _rouse_all(self, *, stuck: bool) -> None:
        for rest in [rest for rest in self._rests if rest.is_on()]:
            rest.late, rest.stuck = True, stuck
            self._rouse(rest)

    def _rouse(self, rest: Rest) -> None:
        try:
            rest.wake()
        except RuntimeError:  # somebody opened its lock a moment ago
            rest.late = False
