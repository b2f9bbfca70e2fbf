"""What the learner sees: in a cell, in a terminal, and before there is a file."""

import pytest

from wslesson.checking.stages.playing import play
from wslesson.checking.stages.report import LAST, Failure, Report
from wslesson.course import stages
from wslesson.projects.bank import find, place
from wslesson.projects.by_hand.guests import frame
from wslesson.wire import Tape

PROJECT = find("by_hand")
SKELETON = PROJECT.skeleton.read_text("utf-8")
NOT_STARTED = """by_hand · A WebSocket server, by hand: not started
  There is no by_hand.py yet. In a terminal, type:
  wslesson by-hand start"""
FAR = """by_hand · A WebSocket server, by hand: not yet
   0 passed   It prints its address, and serves one client after the other
   1 not yet  It lets a real client in, however its request arrives
    expected the response 101, got none
  Lesson 03 shows how it is done.
  what was said last:
    step  from    to      what
       1  client  server  GET / HTTP/1.1 (upgrade: websocket)
       2  server  client  end of stream (TCP FIN)"""


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """A learner's folder, in which the kernel of a lesson was started."""
    notebooks = tmp_path / "my-course" / "notebooks"
    notebooks.mkdir(parents=True)
    monkeypatch.chdir(notebooks)
    return notebooks.parent


def test_without_a_file_nothing_is_started(mine):
    report = stages("by_hand")
    assert repr(report) == NOT_STARTED
    assert report.verdict == "not started"
    html = report._repr_mimebundle_()["text/html"]
    assert html.startswith("<pre")
    assert "wslesson by-hand start" in html


def test_the_first_stage_that_fails_is_told_with_what_was_said(mine):
    (mine / "by_hand.py").write_text(SKELETON, "utf-8")
    report = stages("by_hand")
    assert repr(report) == FAR
    shown = report._repr_mimebundle_()
    assert shown["text/plain"] == FAR
    assert "<ws-picture>" in shown["text/html"]
    assert "what was said last" not in shown["text/html"]


def test_a_stage_may_be_the_last(mine):
    (mine / "by_hand.py").write_text(SKELETON, "utf-8")
    report = stages("by_hand", 0)
    assert report.verdict == "passed"
    assert repr(report).count("\n") == 1


def test_what_the_program_printed_is_shown(tmp_path):
    file = tmp_path / "by_hand.py"
    body = "    print('\\x07so far')\n    1 / 0\n\n\n# The rest"
    file.write_text(SKELETON.replace("# The rest", body), "utf-8")
    told = repr(play(PROJECT, file))
    assert "  your program printed last:\n    ·so far\n" in told
    assert "    ZeroDivisionError: division by zero" in told


def test_of_a_long_conversation_the_last_lines_are_shown(tmp_path):
    tape = Tape()
    for number in range(15):
        tape.record("sent", frame(1, b"%d" % number))
    failure = Failure(PROJECT.stages[1], "why", tape)
    told = repr(Report(PROJECT, tmp_path, (), failure))
    assert len(told.partition("what was said last:\n")[2].splitlines()) == 1 + LAST
    assert 'TEXT "14"' in told


@pytest.mark.parametrize("number", [-1, 13])
def test_a_stage_that_does_not_exist_is_refused(number):
    with pytest.raises(LookupError, match="The stages of by_hand are 0 to 12"):
        stages("by_hand", number)


def test_a_project_that_does_not_exist_is_refused():
    with pytest.raises(
        LookupError, match=r"There is no project board\. There is by_hand"
    ):
        stages("board")


def test_the_file_is_in_the_learners_folder(mine, monkeypatch):
    assert place("by_hand") == mine / "by_hand.py"
    monkeypatch.chdir(mine)
    assert place("by_hand") == mine / "by_hand.py"


def test_from_elsewhere_the_file_of_the_clone_is_meant(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    clone = PROJECT.folder.parents[2]
    assert place("by_hand") == clone / "my-course" / "by_hand.py"


def test_without_a_clone_it_is_this_folder_that_has_it(tmp_path, monkeypatch):
    monkeypatch.setattr("wslesson.projects.bank.PACKAGE", tmp_path / "wslesson")
    monkeypatch.chdir(tmp_path)
    assert place("by_hand") == tmp_path / "my-course" / "by_hand.py"
