"""What other systems lack or do otherwise, played here: docs/platforms.md lists it."""

import asyncio
import re
import signal
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from websockets.asyncio.client import connect

from tests import require
from tests.workspace.conftest import NAMES, change, course, mine  # noqa: F401 - fixtures
from wslesson.course.machine import mend_interrupts, of_a_kernel
from wslesson.services import Echo, by_hand_asyncio, library_asyncio, library_sans_io
from wslesson.wire import Tape
from wslesson.wire.tapping import tap_async
from wslesson.workspace.notebook import Notebook
from wslesson.workspace.updating import update

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "platforms.md"
STYLES = [by_hand_asyncio, library_asyncio, library_sans_io]
EVERY_STYLE = pytest.mark.parametrize("style", STYLES, ids=lambda it: it.__name__)


class LikeProactor(asyncio.SelectorEventLoop):
    """Has no more than Windows' own event loop: no signal handlers, no readers."""

    def lacks(self, *_):
        raise NotImplementedError

    add_signal_handler = remove_signal_handler = add_reader = add_writer = lacks

    def remove_reader(self, file):
        # asyncio itself calls it, with a number, in the loop that plays the other one.
        return super().remove_reader(file) if isinstance(file, int) else self.lacks()

    remove_writer = remove_reader


def play(main):
    with asyncio.Runner(loop_factory=LikeProactor) as runner:
        runner.run(asyncio.wait_for(main, 30))


@EVERY_STYLE
def test_a_service_needs_no_more_of_a_loop_than_windows_has(style):
    async def talk():
        async with style.serve(Echo(), host="127.0.0.1", port=0) as address:
            async with connect(address, proxy=None) as them:
                await them.send("hello")
                assert await them.recv() == "hello"

    play(talk())


def test_a_tap_needs_no_more_of_a_loop_than_windows_has():
    async def talk():
        tape = Tape()
        async with library_asyncio.serve(Echo(), host="127.0.0.1", port=0) as address:
            async with tap_async(address, tape) as front:
                async with connect(front, proxy=None) as them:
                    await them.send("hello")
                    assert await them.recv() == "hello"
        assert b"hello" in tape.bytes("received")

    play(talk())


def test_a_lesson_begins_where_a_loop_takes_no_signals():
    async def cell():
        mend_interrupts()

    play(cell())


def test_a_lesson_begins_where_there_is_no_sigusr1(monkeypatch):
    async def cell():
        mend_interrupts()

    monkeypatch.delattr(signal, "SIGUSR1", raising=False)
    asyncio.run(cell())


def test_threads_wait_with_select_where_there_is_no_poll():
    program = """if True:
        import selectors
        del selectors.PollSelector
        from wslesson.drivers import blocking
        from wslesson.protocol import Text
        assert blocking.Selector is selectors.SelectSelector
        def echo(websocket):
            for event in websocket:
                websocket.send(event)
        with blocking.serve(echo) as address, blocking.connect(address) as us:
            us.send(Text("hello"))
            print(next(iter(us)))
    """
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("Text(text='hello')\n", "")


def test_where_sockets_have_no_names_kernels_are_reached_by_tcp(monkeypatch):
    from wslesson.course import kernels

    monkeypatch.setattr(sys, "platform", "win32")
    assert kernels.reached("C:\\short")["transport"] == "tcp"


def test_the_doctor_hears_what_the_terminal_cannot_write(tmp_path, monkeypatch):
    broken = tmp_path / "nbval.py"
    broken.write_text('raise ImportError("see Ж")', encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    assert [said for said in of_a_kernel() if "nbval is broken (see Ж)" in said]


def windows(content):
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")


def test_lessons_that_got_the_line_ends_of_windows_are_the_same_lessons(mine):  # noqa: F811
    for name in NAMES:
        path = mine / name
        before = Notebook.read(path).fingerprint
        change(path, windows)
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert Notebook.read(path).fingerprint == before
    assert not [done for done in update(mine) if done.says]


def tracked():
    git = require.program("git", how="install git")
    command = [git, "-C", str(ROOT), "ls-files", "-z"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=30)
    return done.stdout.decode().split("\0")[:-1] or require.missing("a clone", "git")


def test_each_file_can_lie_on_a_disk_of_windows_and_of_macos():
    names = tracked()
    lower = {name.lower() for name in names}
    assert len(lower) == len(names)  # there "A" and "a" are one file
    for name in names:
        for part in Path(name).parts:
            assert not re.search(r'[<>:"|?*\\\x00-\x1f]|[. ]$', part), name
            assert not PureWindowsPath(part).is_reserved(), name
        assert len(name) < 150  # with the folder before it, 260 in all


def test_make_needs_no_more_than_the_one_of_macos():
    """It is GNU make 3.81, of 2006."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    newer = r"^\.ONESHELL|^\w+ *!=|::=|\$\((file|guile|let|intcmp) |^undefine |\.WAIT"
    assert not re.search(newer, makefile, re.MULTILINE)


def test_the_page_says_that_nobody_has_run_it_there():
    page = PAGE.read_text("utf-8")
    assert "has never been run on Windows or macOS" in page


def test_each_test_that_the_page_names_is_there():
    page = PAGE.read_text("utf-8")
    here = Path(__file__).read_text("utf-8")
    named = re.findall(r"`(test_\w+)`", page)
    assert named
    missing = [name for name in named if f"def {name}(" not in here]
    places = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py")]
    assert not [n for n in missing if not any(f"def {n}(" in text for text in places)]
