"""Newer lessons come, fresh copies are made, and nothing that a learner wrote goes."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest

from tests.workspace.conftest import NAMES, answer, cell_of, change, everything, say
from wslesson.checking.cells import solved_cell, stub_cell
from wslesson.exercises.bank import find
from wslesson.workspace import files, updating
from wslesson.workspace.notebook import Notebook, NotWholeError
from wslesson.workspace.updating import Done, reset, update
from wslesson.workspace.verdicts import progress

FIRST, SECOND, THIRD = NAMES
UNIX = pytest.mark.skipif(os.name == "nt", reason="Windows has none of these")


def told(folder):
    """Update, and return what was said of each lesson of which anything was."""
    return {done.name: done.says for done in update(folder) if done.says}


def newer(course):
    for name in NAMES:
        say(course / name, "A newer edition")


def title(path):
    return Notebook.read(path).cells[0].source


# Lessons that nobody has changed


def test_an_empty_folder_gets_every_lesson(course, tmp_path):
    folder = tmp_path / "new" / "notebooks"
    assert told(folder) == dict.fromkeys(NAMES, "added")
    for name in NAMES:
        assert Notebook.read(folder / name).cells == Notebook.read(course / name).cells


def test_a_copy_is_a_notebook_like_any_other(mine):
    import nbformat

    for name in NAMES:
        nbformat.validate(nbformat.read(mine / name, as_version=4))


def test_there_is_nothing_to_do_twice(mine):
    before = everything(mine)
    assert told(mine) == {}
    assert everything(mine) == before


def test_a_newer_lesson_takes_the_place_of_one_that_nobody_changed(course, mine):
    newer(course)
    said = "replaced by the newer edition: you had not changed it"
    assert told(mine) == dict.fromkeys(NAMES, said)
    assert sorted(everything(mine)) == NAMES
    assert title(mine / FIRST) == "# A newer edition"
    assert told(mine) == {}


def run_it(content):
    """What JupyterLab writes when a lesson is run from top to bottom and saved."""
    content["metadata"]["language_info"] = {"name": "python", "version": "3.14.0"}
    content["metadata"]["widgets"] = {}
    for number, cell in enumerate(content["cells"]):
        cell["metadata"]["collapsed"] = False
        cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell |= {"execution_count": 100 + number, "outputs": []}
    empty = {"cell_type": "code", "source": [], "outputs": [], "execution_count": None}
    content["cells"].append({**empty, "id": "new", "metadata": {}})


def test_to_run_a_lesson_does_not_change_it(course, mine):
    change(mine / FIRST, run_it)
    newer(course)
    assert told(mine)[FIRST].startswith("replaced")


# Lessons that the learner has changed


def test_a_changed_lesson_is_kept_and_the_newer_one_is_beside_it(course, mine):
    say(mine / SECOND, "Mine")
    before = (mine / SECOND).read_bytes()
    newer(course)
    beside = "01_streams.new-1.ipynb"
    assert (
        told(mine)[SECOND] == f"kept, because you changed it; the newer one is {beside}"
    )
    assert (mine / SECOND).read_bytes() == before
    assert title(mine / beside) == "# A newer edition"


def test_it_is_put_beside_once(course, mine):
    say(mine / SECOND, "Mine")
    newer(course)
    told(mine)
    before = everything(mine)
    assert told(mine) == {}
    assert everything(mine) == before


def test_a_changed_lesson_that_is_the_newest_is_left_alone(mine):
    say(mine / SECOND, "Mine")
    assert told(mine) == {}


def test_the_newer_one_holds_the_answers_to_what_is_still_asked(course, mine):
    for exercise in ("encode_message", "parse_header"):
        answer(mine / THIRD, exercise)
    change(
        course / THIRD,
        lambda content: cell_of(content, "parse_header", "card").update(
            source="### Another"
        ),
    )
    assert told(mine)[THIRD].endswith(
        "is 02_framing.new-1.ipynb, with your encode_message"
    )
    beside = Notebook.read(mine / "02_framing.new-1.ipynb")
    assert beside.text_of("encode_message", "answer") == solved_cell(
        find("encode_message")
    )
    assert beside.text_of("parse_header", "answer") == stub_cell(find("parse_header"))
    assert Notebook.read(mine / THIRD).text_of("parse_header", "answer") == solved_cell(
        find("parse_header")
    )
    assert told(mine) == {}


def test_of_the_newer_ones_beside_only_an_untouched_one_is_replaced(course, mine):
    say(mine / FIRST, "Mine")
    newer(course)
    told(mine)
    say(course / FIRST, "The third edition")
    assert told(mine)[FIRST].endswith("the newer one is 00_start_here.new-1.ipynb")
    assert title(mine / "00_start_here.new-1.ipynb") == "# The third edition"
    say(mine / "00_start_here.new-1.ipynb", "Mine, too")
    assert told(mine) == {}
    say(course / FIRST, "The fourth edition")
    assert told(mine)[FIRST].endswith("the newer one is 00_start_here.new-2.ipynb")
    assert title(mine / "00_start_here.new-1.ipynb") == "# Mine, too"


def test_a_copy_of_unknown_origin_counts_as_changed(course, mine):
    (mine / FIRST).write_bytes((course / FIRST).read_bytes())
    assert told(mine) == {}
    newer(course)
    assert told(mine)[FIRST].startswith("kept")


def test_a_lesson_saved_in_the_course_s_own_folder_is_somebody_s_work(course, tmp_path):
    change(course / FIRST, run_it)
    answer(course / FIRST, "clock_message")
    folder = tmp_path / "mine"
    told(folder)
    newer(course)
    assert told(folder)[FIRST].startswith("kept, because you changed it")
    assert told(folder) == {}


# Lessons in a bad state


def test_a_renamed_lesson_stays_and_the_lesson_comes_anew(course, mine):
    (mine / FIRST).rename(mine / "00_mine.ipynb")
    before = (mine / "00_mine.ipynb").read_bytes()
    newer(course)
    assert told(mine)[FIRST] == "added"
    assert (mine / "00_mine.ipynb").read_bytes() == before


def test_a_deleted_lesson_comes_again(mine):
    (mine / FIRST).unlink()
    assert told(mine) == {FIRST: "added"}


def test_half_an_emoji_in_an_answer_is_no_obstacle(course, mine):
    answer(mine / FIRST, "clock_message", "half = '\ud83d'")
    newer(course)
    assert told(mine)[FIRST].endswith("with your clock_message")
    beside = Notebook.read(mine / "00_start_here.new-1.ipynb")
    assert beside.text_of("clock_message", "answer") == "half = '\ud83d'"


HALVES = [
    b"",
    b'{"cells": [',
    b"[]",
    b'{"cells": 3, "metadata": {}}',
    b"\xff\xfe",
    b"[" * 200_000,  # deeper than Python goes
]


@pytest.mark.parametrize("half", HALVES, ids=lambda half: half[:4])
def test_half_a_notebook_is_kept_and_a_whole_one_is_beside_it(mine, half):
    (mine / FIRST).write_bytes(half)
    whole = "00_start_here.new-1.ipynb"
    said = f"kept, though {FIRST} is not a whole notebook; a whole one is {whole}"
    for _ in range(2):
        assert told(mine) == {FIRST: said}
    assert (mine / FIRST).read_bytes() == half
    assert Notebook.read(mine / whole).cells
    assert sorted(everything(mine)) == sorted([*NAMES, whole])


def test_half_a_notebook_beside_is_kept_too(course, mine):
    say(mine / FIRST, "Mine")
    (mine / "00_start_here.new-1.ipynb").write_bytes(b"{")
    newer(course)
    assert told(mine)[FIRST].endswith("the newer one is 00_start_here.new-2.ipynb")
    assert (mine / "00_start_here.new-1.ipynb").read_bytes() == b"{"


def test_a_read_only_lesson_is_kept(course, mine):
    (mine / FIRST).chmod(0o444)
    before = (mine / FIRST).read_bytes()
    newer(course)
    beside = "00_start_here.new-1.ipynb"
    assert told(mine)[FIRST] == (
        f"kept, because it is read-only; the newer one is {beside}"
    )
    assert (mine / FIRST).read_bytes() == before
    assert told(mine) == {}
    (mine / FIRST).chmod(0o644)


def put_a_fifo(path, elsewhere):
    os.mkfifo(path)


def put_a_socket(path, elsewhere):
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(os.path.relpath(path))  # the whole path may be too long for it


def put_a_folder(path, elsewhere):
    path.mkdir()
    (path / "inside").touch()


def put_a_link_to_a_device(path, elsewhere):
    path.symlink_to("/dev/zero")  # it would be read without end


def put_a_link_to_nothing(path, elsewhere):
    path.symlink_to(elsewhere / "nothing.ipynb")


def put_a_link_to_itself(path, elsewhere):
    path.symlink_to(path.name)


def put_a_file_with_holes(path, elsewhere):
    with path.open("wb") as file:
        file.truncate(files.LARGEST + 1)


OBSTACLES = {
    put_a_fifo: "it is not a file",
    put_a_socket: "it is not a file",
    put_a_folder: "it is not a file",
    put_a_link_to_a_device: "it is not a file",
    put_a_link_to_nothing: "it is a link to nothing",
    put_a_link_to_itself: os.strerror(errno.ELOOP),
    put_a_file_with_holes: "it is larger than 256 MiB",
}


@pytest.fixture(
    params=OBSTACLES, ids=lambda put: f"{put.__name__.removeprefix('put_')}"
)
def obstacle(request, monkeypatch, tmp_path):
    """What puts something that is no notebook in a place, and what is said of it."""
    if os.name == "nt" and request.param is not put_a_folder:
        pytest.skip("Windows has none of these, or not for everybody")
    monkeypatch.chdir(tmp_path)
    put = request.param
    return (lambda path: put(path, tmp_path)), OBSTACLES[put]


def identity(path):
    found = path.lstat()
    return found.st_ino, found.st_mode, found.st_mtime_ns


def test_what_is_no_file_does_not_stop_the_others(course, mine, obstacle):
    put, says = obstacle
    (mine / FIRST).unlink()
    put(mine / FIRST)
    before = identity(mine / FIRST)
    newer(course)
    first, *others = update(mine)
    assert (first.says, first.well) == (f"not updated: {says}", False)
    assert all(done.well and done.says.startswith("replaced") for done in others)
    with pytest.raises(OSError, match=f"{FIRST} stays as it was: {says}"):
        reset("00", mine)
    assert progress(mine).lessons[0].problem == f"{FIRST} cannot be read: {says}"
    assert not progress(mine).readable
    assert identity(mine / FIRST) == before
    assert sorted(path.name for path in mine.iterdir()) == NAMES


def test_what_is_no_file_beside_a_lesson_is_passed_over(course, mine, obstacle):
    put, _ = obstacle
    say(mine / FIRST, "Mine")
    put(mine / "00_start_here.new-1.ipynb")
    put(mine / "00_start_here.kept-1.ipynb")
    newer(course)
    assert told(mine)[FIRST].endswith("the newer one is 00_start_here.new-2.ipynb")
    assert reset("00", mine).says.endswith("you had is 00_start_here.kept-2.ipynb")


def lies_elsewhere(path, elsewhere):
    """Move a file, and leave a link to it."""
    path.rename(elsewhere / path.name)
    try:
        path.symlink_to(elsewhere / path.name)
    except OSError:  # Windows lets only some people make links
        pytest.skip("not everybody may make links here")


def test_nothing_is_written_through_a_link(course, mine, tmp_path):
    lies_elsewhere(mine / FIRST, tmp_path)
    before = (mine / FIRST).read_bytes()
    newer(course)
    beside = "00_start_here.new-1.ipynb"
    said = f"kept, because it is a link; the newer one is {beside}"
    assert told(mine)[FIRST] == said
    with pytest.raises(OSError, match=r"as it was: it is a link; its file is .*00_"):
        reset("00", mine)
    assert (mine / FIRST).is_symlink()
    assert (mine / FIRST).read_bytes() == before


def test_a_newer_one_beside_that_is_a_link_stays_a_link(course, mine, tmp_path):
    say(mine / FIRST, "Mine")
    newer(course)
    told(mine)
    lies_elsewhere(mine / "00_start_here.new-1.ipynb", tmp_path)
    say(course / FIRST, "The third edition")
    assert told(mine)[FIRST].endswith("the newer one is 00_start_here.new-2.ipynb")
    assert (mine / "00_start_here.new-1.ipynb").is_symlink()


@contextmanager
def not_root():
    """Be a user for whom the modes of files count."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


READ_ONLY = "the folder mine is read-only or out of reach: Permission denied"


@UNIX
def test_in_a_read_only_folder_all_stays_and_that_is_said(course, mine, monkeypatch):
    newer(course)
    with TemporaryDirectory(dir="/tmp") as base:  # pytest's own is closed to others
        Path(base).chmod(0o755)
        copytree(course, Path(base, "notebooks"))
        monkeypatch.setattr(files, "PACKAGE", Path(base, "wslesson"))
        folder = Path(copytree(mine, Path(base, "mine")))
        before = everything(folder)
        folder.chmod(0o555)
        with not_root():
            done = list(update(folder))
            with pytest.raises(OSError, match=rf"stays as it was: {READ_ONLY}"):
                reset("00", folder)
        assert everything(folder) == before
        folder.chmod(0o755)
    said = f"not updated, nor any after it: {READ_ONLY}"
    assert done == [Done(FIRST, said, well=False)]


@pytest.mark.parametrize("folder", ["file", "file/inside"])
def test_what_is_no_folder_is_said_once(course, tmp_path, folder):
    (tmp_path / "file").touch()
    (done,) = update(tmp_path / folder)
    assert done.says.startswith("not updated, nor any after it: the folder ")


@contextmanager
def full_disk(size):
    """Let no file grow beyond a size: the next write fails in its middle."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@UNIX
def test_a_full_disk_leaves_what_was_there(course, mine):
    say(mine / SECOND, "Mine")
    newer(course)
    before = everything(mine)
    with full_disk(4096):
        done = list(update(mine))
        with pytest.raises(OSError, match=r"00_start_here.ipynb stays as it was"):
            reset("00", mine)
    assert [each.says for each in done] == ["not updated: File too large"] * 3
    assert everything(mine) == before
    assert list(told(mine)) == NAMES


@UNIX
def test_a_disk_too_full_to_keep_a_copy_leaves_what_was_there(mine):
    say(mine / FIRST, "Mine " * 100_000)
    before = everything(mine)
    with (
        full_disk(300_000),
        pytest.raises(OSError, match=r"00_start_here.ipynb stays as it was: File too"),
    ):
        reset("00", mine)
    assert everything(mine) == before


@UNIX
def test_a_disk_too_full_for_a_fresh_lesson_leaves_what_was_there(mine):
    (mine / FIRST).write_text("short")
    before = everything(mine)
    with full_disk(4096), pytest.raises(OSError, match=r"as it was: File too large"):
        reset("00", mine)
    assert everything(mine) == before


# Ctrl-C


HELD = """
import os, sys, threading
from wslesson.cli.commands import main

fsync, files = os.fsync, []

def hold(file):
    files.append(file)
    if len(files) == int(sys.argv[2]):
        print("held", flush=True)
        sys.stdin.readline()
    fsync(file)

os.fsync = hold
sys.exit(main(["update", sys.argv[1]]))
"""


@contextmanager
def held(folder, at):
    """Update in a process that waits for a line in the middle of a file it writes."""
    child = subprocess.Popen(
        [sys.executable, "-c", HELD, str(folder), str(at)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        try:
            said = list(iter(child.stdout.readline, "held\n"))
            yield child, said
        finally:
            child.kill()


@UNIX
def test_ctrl_c_in_the_middle_leaves_each_lesson_old_or_new(tmp_path):
    folder = tmp_path / "mine"
    with held(folder, at=2) as (child, said):
        assert said[0] == f"Your lessons: {folder}\n"
        assert said[1].split() == [FIRST, "added"]
        child.send_signal(signal.SIGINT)
        last = child.stdout.read()
        assert child.wait(timeout=120) == 130
    assert last == "Stopped. What is listed above is done; run it again for the rest.\n"
    assert sorted(everything(folder)) == [FIRST]
    assert next(iter(told(folder))) == SECOND


def halves(folder):
    return [name for name in everything(folder) if name.endswith(".half")]


@pytest.mark.parametrize("run", [told, lambda folder: reset("00", folder)])
def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path, run):
    folder = tmp_path / "mine"
    with held(folder, at=2) as (child, _):
        child.kill()
        child.wait(timeout=120)
    assert halves(folder) == [f".{SECOND}.{child.pid}.half"]
    run(folder)
    assert halves(folder) == []


def test_what_another_run_is_writing_stays(tmp_path):
    folder = tmp_path / "mine"
    with held(folder, at=2) as (child, _):
        assert told(folder)[SECOND] == "added"
        assert halves(folder) == [f".{SECOND}.{child.pid}.half"]
        rest, _ = child.communicate("go on\n", timeout=120)
        assert child.returncode == 0
    assert rest.split()[:2] == [SECOND, "added"]
    assert halves(folder) == []
    assert told(folder) == {}


def test_what_only_looks_like_a_half_is_not_removed(mine):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait(timeout=120)
    mine_alone = f".my.{gone.pid}.half"
    (mine / mine_alone).touch()
    (mine / f".{FIRST}.{gone.pid}.half").mkdir()
    told(mine)
    (mine / f".{FIRST}.{gone.pid}.half").rmdir()
    assert halves(mine) == [mine_alone]


def test_a_half_of_an_earlier_process_with_our_number_is_no_obstacle(mine):
    (mine / f".{FIRST}.{os.getpid()}.half").write_bytes(b"{")
    (mine / FIRST).unlink()
    assert told(mine) == {FIRST: "added"}
    assert halves(mine) == []


@UNIX
def test_a_link_in_the_place_of_a_half_is_not_followed(mine, tmp_path):
    (tmp_path / "precious").write_bytes(b"mine")
    (mine / f".{FIRST}.{os.getpid()}.half").symlink_to(tmp_path / "precious")
    (mine / FIRST).unlink()
    assert "File exists" in told(mine)[FIRST]
    assert (tmp_path / "precious").read_bytes() == b"mine"


@pytest.fixture
def ctrl_c(monkeypatch):
    """Press Ctrl-C at the moment of a system call: nobody can time a real one so."""

    def press(name):
        def interrupted(*args):
            raise KeyboardInterrupt

        monkeypatch.setattr(os, name, interrupted)

    return press


def test_ctrl_c_while_a_lesson_is_written_leaves_no_half(course, mine, ctrl_c):
    newer(course)
    before = everything(mine)
    ctrl_c("fsync")
    with pytest.raises(KeyboardInterrupt):
        list(update(mine))
    assert everything(mine) == before


def test_ctrl_c_while_the_old_one_is_kept_leaves_it_in_its_place(
    mine, ctrl_c, monkeypatch
):
    say(mine / FIRST, "Mine")
    before = everything(mine)
    keep = files.keep

    def kept(path):
        ctrl_c("fsync")
        return keep(path)

    monkeypatch.setattr(updating, "keep", kept)
    with pytest.raises(KeyboardInterrupt):
        reset("00", mine)
    assert everything(mine) == before


# A fresh copy


def test_a_reset_lesson_is_fresh_and_the_old_one_is_kept(mine):
    fresh = (mine / FIRST).read_bytes()
    for number in (1, 2):
        say(mine / FIRST, f"Try {number}")
        done = reset("00", mine)
        kept = f"00_start_here.kept-{number}.ipynb"
        assert done.says == f"is fresh; what you had is {kept}"
        assert title(mine / kept) == f"# Try {number}"
        assert (mine / FIRST).read_bytes() == fresh
    assert title(mine / "00_start_here.kept-1.ipynb") == "# Try 1"
    assert told(mine) == {}


def test_a_fresh_lesson_is_left_alone(mine):
    before = everything(mine)
    assert reset("00", mine).says == "is fresh already"
    assert everything(mine) == before


def test_a_lesson_that_is_gone_comes_fresh(mine):
    before = everything(mine)
    (mine / FIRST).unlink()
    assert reset("00", mine).says == "is fresh; there was none"
    assert everything(mine) == before


def test_half_a_notebook_is_kept_as_it_is(mine):
    (mine / FIRST).write_bytes(b'{"cells": [')
    reset("00", mine)
    assert (mine / "00_start_here.kept-1.ipynb").read_bytes() == b'{"cells": ['
    assert Notebook.read(mine / FIRST).cells


def test_there_is_no_fresh_copy_of_what_was_edited_in_the_course_itself(course, mine):
    change(course / FIRST, run_it)
    with pytest.raises(OSError, match="the course's own copy has been edited"):
        reset("00", mine)


def test_a_lesson_that_does_not_exist_is_named(mine):
    with pytest.raises(LookupError, match=r"no lesson 42. The lessons are 00, 01, 02"):
        reset("42", mine)


def test_half_a_lesson_in_the_course_is_said_too(course, mine):
    (course / FIRST).write_bytes(b"{")
    assert told(mine) == {FIRST: f"not updated: {FIRST} is not a whole notebook"}
    with pytest.raises(OSError, match="is not a whole notebook"):
        reset("00", mine)


ODD = {"edition": [1]}, {"exercise": ["clock_message"], "part": {}}


@pytest.mark.parametrize("odd", ODD)
def test_odd_notes_in_a_notebook_are_no_obstacle(mine, odd):
    def write(content):
        for each in content, content["cells"][0]:
            each["metadata"]["wslesson"] = odd

    change(mine / FIRST, write)
    assert told(mine) == {}
    assert progress(mine).lessons[0].passed == 0


def test_half_a_notebook_is_not_read(mine):
    (mine / FIRST).write_text(json.dumps({"metadata": {}}))
    with pytest.raises(NotWholeError):
        Notebook.read(mine / FIRST)
