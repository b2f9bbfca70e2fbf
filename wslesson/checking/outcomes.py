"""Run one try of an answer where it can do no harm, and say what it came to."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from ..wire.comparing import compare, same, short
from .model import Raises

LIMIT = 2.0  # seconds for one try: an answer that never ends must not stop the lesson
THROWS = 50  # an answer may catch the first errors that are to end it
THREAD = "an answer on trial"


@dataclass(frozen=True)
class Outcome:
    """What one try came to: a value, an error, or no end."""

    value: object = None
    error: BaseException | None = None
    ended: bool = True
    left: bool = False  # True when it did not end, and could not be stopped either

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
            return [f"did not end within {LIMIT:g} s{still if self.left else ''}"]
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
    """Run an answer in a thread of its own, for at most `LIMIT` seconds.

    If the learner presses *stop* before, the answer is stopped, too.
    """
    _let_exit_end_the_answer_alone()
    trial = _Trial(run)
    ended = False
    try:
        trial.start()
        # Not `join`: interrupted, it takes the thread for ended (up to Python 3.12).
        ended = trial.running.acquire(timeout=LIMIT)
    finally:
        late = None if ended else trial.stop()
    trial.join(0 if late else LIMIT)  # so that no ledger finds it
    return late or trial.found


class _Trial(threading.Thread):
    """A thread that runs an answer, and can be stopped; `running` is held meanwhile."""

    def __init__(self, attempt: Callable[[], object]) -> None:
        super().__init__(name=THREAD, daemon=True)
        self.found = Outcome()
        self.running = threading.Lock()
        self.running.acquire()
        self._attempt = attempt

    def run(self) -> None:
        """Run the answer, and note what it came to."""
        try:
            self.found = Outcome(self._attempt())
        except BaseException as error:  # whatever a learner's code may raise
            self.found = Outcome(error=error)
        finally:
            self.running.release()

    def stop(self) -> Outcome:  # pragma: no cover - tested where nobody traces
        """Throw an error into the answer until it ends, or `LIMIT` is over once more.

        See test_outcomes.py for the reason why nobody may trace this.
        """
        error = ctypes.py_object(SystemExit)  # a thread that ends by it is silent
        half = LIMIT / 2  # at first there is time to tidy up
        for patience in (half, *[half / THROWS] * THROWS):
            ident = ctypes.c_ulong(self.ident or 0)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, error)
            if self.running.acquire(timeout=patience) or not self.is_alive():
                self.join(LIMIT)
                return Outcome(ended=False)
        return Outcome(ended=False, left=True)


def _let_exit_end_the_answer_alone() -> None:
    """Let `exit()` raise SystemExit in threads, as Python's own does.

    That of IPython raises nothing: it ends the kernel a moment later.
    """
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is None or "ask_exit" in vars(shell):
        return
    end_the_kernel = shell.ask_exit

    def ask_exit() -> None:
        if threading.current_thread() is not threading.main_thread():
            raise SystemExit
        end_the_kernel()

    shell.ask_exit = ask_exit
