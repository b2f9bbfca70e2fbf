"""Run one try of an answer where it can do no harm, and say what it came to."""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ..wire.comparing import compare, same, short
from .model import Raises

# An answer that never ends must not stop the lesson, and a busy machine ends none.
LIMIT = 2.0  # seconds of computing for one try
LONGEST = 30.0  # seconds for one that waits in real time
TIDYING = 2.0  # seconds that an answer has to end when it is told to
GLANCE = 0.05  # seconds from one look at it to the next
THROWS = 50  # an answer may catch the first errors that are to end it
THREAD = "an answer on trial"


@dataclass(frozen=True)
class Outcome:
    """What one try came to: a value, an error, or no end."""

    value: object = None
    error: BaseException | None = None
    ended: bool = True
    left: bool = False  # True when it did not end, and could not be stopped either
    limit: str = ""  # what was over then

    def is_like(self, other: Outcome) -> bool:
        """Return whether both came to the same, down to the type."""
        return (
            self.ended == other.ended
            and type(self.error) is type(other.error)
            and same(_kind(self.value), _kind(other.value))
        )

    def meets(self, expected: object) -> bool:
        """Return whether this is what a case expects."""
        if isinstance(expected, Raises):
            return isinstance(self.error, expected.error)
        return self.ended and not self.error and same(self.value, expected)

    def against(self, expected: object) -> list[str]:
        """Return lines that put this beside what a case expects."""
        if not self.ended:
            still = ", and still runs: restart the kernel to end it"
            return [f"did not end within {self.limit}{still if self.left else ''}"]
        if self.error:
            words = str(self.error)
            error = f"{type(self.error).__name__}{words and f': {words}'}"
            return [f"raised    {error}", f"expected  {short(expected)}"]
        if isinstance(expected, Raises):
            return [f"gave      {short(self.value)}", f"expected  {expected!r}"]
        return [compare(self.value, expected)]


def _kind(value: object) -> object:
    """Return the type of an error, which equals no other error, or the value."""
    return type(value) if isinstance(value, BaseException) else value


def bounded(run: Callable[[], object]) -> Outcome:
    """Run an answer in a thread of its own, which may compute for `LIMIT` seconds.

    One that waits in real time may do so for `LONGEST` seconds. Whatever is over, or if
    the learner presses *stop* before, the answer is stopped, and its thread with it.
    """
    _let_exit_end_the_answer_alone()
    trial = _Trial(run)
    over = "no time"  # until we know
    try:
        trial.start()
        over = trial.watch()
    finally:
        late = trial.stop(over) if over else None
    trial.join(0 if late else LONGEST)  # so that no ledger finds it
    return late or trial.found


class _Trial(threading.Thread):
    """A thread that runs an answer, and can be stopped; `running` is held meanwhile."""

    def __init__(self, attempt: Callable[[], object]) -> None:
        super().__init__(name=THREAD, daemon=True)
        self.found = Outcome()
        self.running = threading.Lock()
        self.running.acquire()
        self._attempt = attempt
        self._computed: Callable[[], float] = lambda: 0.0

    def watch(self) -> str:
        """Wait for the end; return the limit that is over before, or ""."""
        # Looks are counted, not seconds: who gets no processor takes fewer of them.
        for _ in range(round(LONGEST / GLANCE)):
            # Not `join`: interrupted, it takes the thread for ended (up to 3.12).
            if self.running.acquire(timeout=GLANCE):
                return ""
            if self.computed() > LIMIT:
                return f"{LIMIT:g} s of computing"
        return f"{LONGEST:g} s"

    def computed(self) -> float:
        """Return how many seconds the answer has had of the processor."""
        try:
            return self._computed()
        except OSError:  # the thread has just ended
            return 0.0

    def run(self) -> None:
        """Run the answer, and note what it came to."""
        self._computed = _stopwatch()
        try:
            self.found = Outcome(self._attempt())
        except BaseException as error:  # whatever a learner's code may raise
            self.found = Outcome(error=error)
        finally:
            self.running.release()

    def stop(self, over: str) -> Outcome:  # pragma: no cover - traced nowhere
        """Throw an error into the answer until it ends, or `TIDYING` is over.

        See test_outcomes.py for the reason why nobody may trace this.
        """
        error = ctypes.py_object(SystemExit)  # a thread that ends by it is silent
        half = TIDYING / 2  # at first there is time to tidy up
        for patience in (half, *[half / THROWS] * THROWS):
            ident = ctypes.c_ulong(self.ident or 0)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, error)
            if self.running.acquire(timeout=patience) or not self.is_alive():
                self.join(TIDYING)
                return Outcome(ended=False, limit=over)
        return Outcome(ended=False, left=True, limit=over)


def _stopwatch() -> Callable[[], float]:
    """Return what says how long this thread computes, to others, too.

    Not every system tells that of one thread. The next best is the whole process: while
    an answer is tried, little else goes on in it.
    """
    clock = time.process_time
    if hasattr(time, "pthread_getcpuclockid"):
        this_thread = time.pthread_getcpuclockid(threading.get_ident())
        clock = partial(time.clock_gettime, this_thread)
    start = clock()
    return lambda: clock() - start


def _let_exit_end_the_answer_alone() -> None:
    """Let `exit()` raise SystemExit in threads, as Python's own does.

    That of IPython raises nothing: it ends the kernel a moment later.
    """
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    end_the_kernel = getattr(shell, "ask_exit", None)  # that of a browser has none
    if not shell or not end_the_kernel or "ask_exit" in vars(shell):
        return

    def ask_exit() -> None:
        if threading.current_thread() is not threading.main_thread():
            raise SystemExit
        end_the_kernel()

    shell.ask_exit = ask_exit
