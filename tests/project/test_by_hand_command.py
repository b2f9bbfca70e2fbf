"""`wslesson by-hand`: start, check and run the learner's own server."""

import os
import signal
import subprocess
import sys

import psutil
import pytest
from websockets.sync.client import connect

from wslesson.cli.commands import main
from wslesson.projects.bank import find

PROJECT = find("by_hand")
UNIX = pytest.mark.skipif(
    os.name == "nt", reason="Windows sends no signal to one child process alone"
)


@pytest.fixture
def mine(tmp_path, monkeypatch):
    folder = tmp_path / "my-course"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder / "by_hand.py"


def test_start_writes_a_file_to_begin_with(mine, capsys):
    assert main(["by-hand", "start"]) == 0
    assert mine.read_bytes() == PROJECT.skeleton.read_bytes()
    told = capsys.readouterr().out
    assert str(mine) in told
    assert "wslesson by-hand check" in told


def test_start_keeps_what_is_there(mine, capsys):
    mine.write_text("mine")
    assert main(["by-hand", "start"]) == 1
    assert mine.read_text() == "mine"
    assert capsys.readouterr().out == f"{mine} is there already: it stays as it is.\n"


def test_the_file_may_lie_elsewhere(mine, tmp_path):
    elsewhere = tmp_path / "new" / "server.py"
    assert main(["by-hand", "start", "--file", str(elsewhere)]) == 0
    assert elsewhere.is_file()
    assert main(["by-hand", "check", "0", "--file", str(elsewhere)]) == 0


def test_check_says_how_far_it_is(mine, capsys):
    assert main(["by-hand", "check"]) == 1
    assert "not started" in capsys.readouterr().out
    main(["by-hand", "start"])
    assert main(["by-hand", "check"]) == 1
    assert " 1 not yet" in capsys.readouterr().out
    assert main(["by-hand", "check", "0"]) == 0


def test_a_stage_that_does_not_exist_is_told_in_a_line(mine, capsys):
    assert main(["by-hand", "check", "99"]) == 1
    assert capsys.readouterr().err == "wslesson: The stages of by_hand are 0 to 12.\n"


def test_run_without_a_file_is_told_in_a_line(mine, capsys):
    assert main(["by-hand", "run"]) == 1
    told = f"wslesson: {mine} is not there: wslesson by-hand start writes it\n"
    assert capsys.readouterr().err == told


@UNIX
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda it: it.name)
def test_run_serves_until_it_is_told_to_end(how):
    command = [sys.executable, "-m", "wslesson", "by-hand", "run", "--file"]
    with subprocess.Popen(
        [*command, PROJECT.reference],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as ours:
        address = ours.stdout.readline().strip()
        with connect(address, proxy=None) as websocket:
            websocket.send("hello")
            assert websocket.recv() == "hello"
        (program,) = psutil.Process(ours.pid).children()
        if how is signal.SIGINT:  # a terminal tells all
            os.killpg(ours.pid, how)
        else:
            ours.send_signal(how)
        assert ours.wait(timeout=120) == (0 if how is signal.SIGINT else 128 + how)
        psutil.wait_procs([program], timeout=120)
        assert not program.is_running()
