"""Whatever a learner's file does: it is told in a line, and nothing is left running."""

import re
from contextlib import suppress

import psutil
import pytest

from wslesson.checking.stages import program
from wslesson.checking.stages.playing import NOBODY, play
from wslesson.checking.stages.program import ENDLESS, GREEDY, Patience
from wslesson.projects.bank import find

PROJECT = find("by_hand")
SKELETON = PROJECT.skeleton.read_text("utf-8")
USUAL = Patience()

SLEEP = "\nimport time\ntime.sleep(1000)\n"
LISTEN = """import socket, time
listener = socket.create_server(("127.0.0.1", 0))
print(f"ws://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
"""
START = """import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(999)"])
print("it started", child.pid, file=sys.stderr, flush=True)
"""
NO_ADDRESS = "its first line is no address like ws://127.0.0.1:8000/: "
NO_LINE = "it printed no line within 0.5 seconds"
NOTHING = (
    "expected that it hangs up, since the client has nothing to say, but nothing came"
)

BAD = {
    "does not parse": ("def (:\n", "it ended, with exit code 1"),
    "is no text": (b"\xff\xfe\x00", "it ended, with exit code 1"),
    "is empty": ("", "it ended, with exit code 0"),
    "exits": ("raise SystemExit(3)", "it ended, with exit code 3"),
    "prints something else": ("print('bye')", f"{NO_ADDRESS}'bye'"),
    "prints an empty line first": (
        "print(); print('ws://127.0.0.1:9/')",
        f"{NO_ADDRESS}''",
    ),
    "prints no port": (
        "print('ws://127.0.0.1:99999/')",
        f"{NO_ADDRESS}'ws://127.0.0.1:99999/'",
    ),
    "does not end its line": (
        "print('ws://127.0.0.1:9/', end='')",
        f"{NO_ADDRESS}'ws://127.0.0.1:9/'",
    ),
    "prints for ever": ("while True: print('x' * 99, end='')", ENDLESS),
    "complains for ever": (
        "import sys\nwhile True: print('x' * 99, file=sys.stderr)",
        ENDLESS,
    ),
    "steers the terminal": ("print('\\x1b[2J')", f"{NO_ADDRESS}'\\x1b[2J'"),
    "closes its output": ("import os\nos.close(1)\n" + SLEEP, NO_LINE),
    "says nothing": (SLEEP, NO_LINE),
    "does not flush": ("print('ws://127.0.0.1:9/')" + SLEEP, NOBODY),
    "listens elsewhere": ("print('ws://127.0.0.1:9/', flush=True)" + SLEEP, NOBODY),
    "listens on all": (
        "print('ws://0.0.0.0:9/', flush=True)" + SLEEP,
        f"{NO_ADDRESS}'ws://0.0.0.0:9/'",
    ),
    "never answers": (LISTEN + SLEEP, NOTHING),
    "takes all memory": (
        "x = []\nwhile True: x.append(b'x' * 2**22)\n",
        GREEDY,
    ),
    "prints for ever, later": (
        LISTEN + "while True: print('x' * 100)",
        ENDLESS,
    ),
}
# For what never comes, however long one waits.
HASTY = {NO_LINE: Patience(start=0.5), NOTHING: Patience(answer=0.2)}


@pytest.fixture
def failure(tmp_path):
    """Return a function that plays the stages against a text, up to the last."""

    def failure_of(text, last=0, patience=USUAL):
        path = tmp_path / "by_hand.py"
        data = text if isinstance(text, bytes) else text.encode()
        path.write_bytes(data)
        return play(PROJECT, path, last, patience=patience).failure

    return failure_of


@pytest.mark.parametrize("name", BAD)
def test_it_is_told_in_a_line(failure, name, monkeypatch):
    monkeypatch.setattr(program, "MEMORY", 2**26)
    monkeypatch.setattr(program, "MOST", 2**16)
    text, why = BAD[name]
    found = failure(text, patience=HASTY.get(why, USUAL))
    assert found.why == why


def test_a_program_may_print_whatever_it_hears(failure):
    heard = "            piece = reader.some(size)\n"
    reference = PROJECT.reference.read_text("utf-8")
    talks = reference.replace(heard, f"{heard}            print(piece)\n")
    assert talks != reference
    assert failure(talks, last=4) is None


def test_its_last_lines_are_shown(failure):
    found = failure("print('ws://127.0.0.1:9/')\nprint('so far')\n1 / 0")
    assert found.printed[0] == "so far"
    assert found.printed[-1] == "ZeroDivisionError: division by zero"


def test_who_does_not_hear_sigterm_is_ended_all_the_same(failure):
    deaf = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    assert failure(deaf + SKELETON) is None


@pytest.mark.parametrize("stays", ["", SLEEP], ids=["and ends", "and stays"])
@pytest.mark.parametrize("hidden", [False, True], ids=["a child", "a daemon"])
def test_what_it_started_ends_with_it(failure, hidden, stays):
    apart = START.replace(")\nprint", ", start_new_session=True)\nprint")
    text = (apart if hidden else START) + "print('hello', flush=True)"
    found = failure(text + stays)
    (pid,) = re.findall(r"it started (\d+)", "\n".join(found.printed))
    with suppress(psutil.NoSuchProcess):
        child = psutil.Process(int(pid))
        psutil.wait_procs([child], timeout=120)
        assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


# Of these two, one of two things is seen first.


def test_it_is_told_that_it_prints_for_ever_or_that_this_is_no_address(failure):
    found = failure("while True: print('x' * 100)")
    assert found.why in (ENDLESS, f"{NO_ADDRESS}'{'x' * 60}'")


def test_it_is_told_that_it_ended_or_that_it_cut_the_line(failure):
    found = failure(LISTEN)
    cut = "expected that it hangs up, but the line was cut"
    assert found.why in ("it ended, with exit code 0", cut)
