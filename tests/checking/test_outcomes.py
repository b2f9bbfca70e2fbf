"""An answer on trial harms neither the kernel nor the machine."""

import asyncio
import signal
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from tests.checking.test_judging import report_on, untraced
from wslesson.checking import outcomes
from wslesson.checking.outcomes import THREAD, Outcome, _Trial, bounded
from wslesson.course import child_kernel

UNIX = pytest.mark.skipif(
    not hasattr(signal, "pthread_kill"), reason="here Ctrl-C waits for the end of a try"
)


def test_what_does_not_end_is_not_like_what_gives_nothing():
    assert not Outcome(ended=False).is_like(Outcome())
    assert not Outcome().is_like(Outcome(ended=False))
    assert Outcome(ended=False).is_like(Outcome(ended=False, left=True))


def test_what_cannot_be_stopped_is_said_to_run():
    assert Outcome(ended=False, left=True, limit="5 s").against(5) == [
        "did not end within 5 s, and still runs: restart the kernel to end it"
    ]


@pytest.mark.parametrize("tells_of_a_thread", [True, False])
def test_only_computing_counts(monkeypatch, tells_of_a_thread):
    if not tells_of_a_thread:  # as on macOS and Windows
        monkeypatch.delattr(time, "pthread_getcpuclockid", raising=False)

    def computes():
        end = time.thread_time() + 0.1
        while time.thread_time() < end:
            pass

    trial = _Trial(computes)
    trial.start()
    assert trial.watch() == ""
    trial.join()
    assert trial.computed() >= 0.1 or tells_of_a_thread


def test_a_thread_that_has_ended_computes_no_more():
    def ended():
        raise OSError("no such thread")

    trial = _Trial(str)
    trial._computed = ended
    assert trial.computed() == 0.0


@pytest.mark.parametrize(
    ("limits", "told"),
    [((0.0, 30), "0 s of computing"), ((30, 0.0), "0 s")],
)
def test_what_is_over_is_told(monkeypatch, limits, told):
    for name, seconds in zip(("LIMIT", "LONGEST"), limits, strict=True):
        monkeypatch.setattr(outcomes, name, seconds)
    go_on = threading.Event()

    def waits():
        while time.thread_time() < 0.01:
            pass
        go_on.wait()

    trial = _Trial(waits)
    trial.start()
    assert trial.watch() == told
    go_on.set()
    trial.join()


# exit() and its like


@pytest.mark.parametrize("leave", [sys.exit, exit, quit])
def test_an_answer_that_wants_to_leave_is_told_how(leave):
    said = report_on(lambda text: leave())
    assert said[2].startswith("  raised    SystemExit")
    assert said[-1].startswith("  Your answer calls exit(), or raises SystemExit")


def test_an_error_without_words_has_no_colon():
    assert Outcome(error=KeyError()).against(1)[0] == "raised    KeyError"


@pytest.fixture
def shell(monkeypatch):
    """What a kernel has, and IPython's `exit` calls: `ask_exit` ends the kernel."""

    class Shell:
        ended = ()

        def ask_exit(self):
            self.ended = (*self.ended, threading.current_thread())

    shell = Shell()
    ipython = SimpleNamespace(get_ipython=lambda: shell)
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    return shell


def test_the_exit_of_a_kernel_ends_the_answer_alone(shell):
    def leaves():
        shell.ask_exit()

    for _ in range(2):
        assert isinstance(bounded(leaves).error, SystemExit)
    assert shell.ended == ()


def test_in_a_cell_it_ends_the_kernel_as_before(shell):
    bounded(lambda: 1)
    shell.ask_exit()
    assert shell.ended == (threading.main_thread(),)


def test_without_a_kernel_there_is_nothing_to_change(monkeypatch):
    ipython = SimpleNamespace(get_ipython=lambda: None)
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    assert bounded(lambda: 1) == Outcome(1)


def test_a_kernel_that_nobody_can_leave_stays_as_it_is(monkeypatch):
    shell = SimpleNamespace()  # as in a browser
    ipython = SimpleNamespace(get_ipython=lambda: shell)
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    assert bounded(lambda: 1) == Outcome(1)
    assert not vars(shell)


# The stop button, and answers that do not let themselves be stopped


INTERRUPTED = """
import signal, threading
from wslesson.checking.outcomes import THREAD

def presses_stop(text):
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
    while True:
        pass

for _ in range(2):
    try:
        report_on(presses_stop)
    except KeyboardInterrupt:
        print("stopped,", [t.name for t in threading.enumerate()].count(THREAD))
"""


@UNIX
def test_the_stop_button_stops_the_answer_too():
    assert untraced(INTERRUPTED) == ["stopped, 0", "stopped, 0"]


STUBBORN = """
import threading
from wslesson.checking.outcomes import THREAD

def stubborn(text):
    caught = 0
    while caught < {}:
        try:
            while True:
                pass
        except BaseException:
            caught += 1

print(report_on(stubborn)[2])
print([t.name for t in threading.enumerate()].count(THREAD))
"""


def test_an_answer_that_catches_what_should_end_it_is_thrown_at_again():
    assert untraced(STUBBORN.format(5)) == [
        "  did not end within 0.1 s of computing",
        "0",
    ]


def test_one_that_catches_everything_is_said_to_run_on():
    still = (
        "  did not end within 0.1 s of computing, and still runs: "
        "restart the kernel to end it"
    )
    code = f"outcomes.TIDYING = 0.1\n{STUBBORN}"
    assert untraced(code.format("float('inf')")) == [still, "1"]


def test_the_thread_of_an_answer_says_what_it_is():
    assert bounded(lambda: threading.current_thread().name) == Outcome(THREAD)


# What an answer came to is known a moment before its thread has ended. Here that
# moment is long: a thread's profiler keeps it, behind all that `run` does.

LINGERING = """
import sys, threading
from wslesson.checking.outcomes import THREAD

def lingers(frame, event, _):
    if event == "return" and frame.f_code.co_name == "run":
        threading.Event().wait(0.5)

def lingering(text):
    sys.setprofile(lingers)
    while {}:
        pass

report_on(lingering)
print([t.name for t in threading.enumerate()].count(THREAD))
"""


@pytest.mark.parametrize("endless", [False, True])
def test_no_thread_of_an_answer_is_left_to_be_found(endless):
    assert untraced(LINGERING.format(endless)) == ["0"]


# In a real kernel


@pytest.fixture
def kernels_are_not_traced(monkeypatch):
    """One that is traced for coverage may hang at its end."""
    for name in ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"):
        monkeypatch.delenv(name, raising=False)


LEAVES = """
from wslesson.course import check
def encode_message(text):
    {}
report = repr(check(encode_message))
assert "Your answer calls exit()" in report, report
"""


def test_no_answer_that_leaves_ends_the_kernel(kernels_are_not_traced):
    async def run():
        async with child_kernel() as kernel:
            ways = ["exit()", "quit()", "import sys; sys.exit(1)"]
            cells = [LEAVES.format(way) for way in ways]
            asked = "assert not get_ipython().exit_now"  # it ends a moment later
            return await kernel.run_all(*cells, asked), await kernel.run_all("1 + 1")

    assert asyncio.run(run()) == (["ok"] * 4, ["ok"])


ENDLESS = """
from wslesson.course import check
def encode_message(text):
    print("begun", flush=True)
    while True:
        pass
check(encode_message)
"""
NOBODY = """
import threading
from wslesson.checking.outcomes import THREAD
assert THREAD not in [thread.name for thread in threading.enumerate()]
"""


@UNIX
def test_the_stop_button_of_a_kernel_leaves_no_thread(kernels_are_not_traced):
    async def run():
        async with child_kernel() as kernel:
            stopped = [await kernel.stop(ENDLESS) for _ in range(2)]
            return stopped, await kernel.run_all(NOBODY)

    assert asyncio.run(run()) == (["KeyboardInterrupt"] * 2, ["ok"])
