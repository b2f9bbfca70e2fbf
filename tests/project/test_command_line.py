"""The command line: one clear line for each thing that goes wrong."""

import os
import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

import wslesson
from authoring.chaos.guests import REQUEST
from authoring.notebooks import NOTEBOOKS, chosen
from tests import require
from tests.services.test_contract import needs_ipv6
from wslesson.cli.commands import main
from wslesson.services import Clock, Echo, by_hand_threads, raw
from wslesson.services.styles import styles
from wslesson.workspace.files import lessons
from wslesson.workspace.verdicts import as_shown_by

UNIX = pytest.mark.skipif(
    os.name == "nt", reason="Windows sends no SIGINT to one child process alone"
)

FIRST, *_ = LESSONS = [path.name for path in chosen()]
RAW = "raw"
WEBSOCKETS = [style for style in styles() if style != RAW]
SCHEMES = {RAW: "tcp", **dict.fromkeys(WEBSOCKETS, "ws")}
EVERY_STYLE = pytest.mark.parametrize("style", SCHEMES)
EVERY_WEBSOCKET = pytest.mark.parametrize("style", WEBSOCKETS)


@pytest.fixture
def start():
    """Start `wslesson ARGS` as a process; end it at the end of the test."""
    started = []

    def start_one(*args):
        child = subprocess.Popen(
            [sys.executable, "-m", "wslesson", *args],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(child)
        return child

    yield start_one
    for child in started:
        child.kill()
        child.communicate(timeout=120)


def end_of(child):
    out, err = child.communicate(timeout=120)
    return child.returncode, out.splitlines(), err.splitlines()


def heard(capsys, *args):
    """Listen in this process: return the exit code, and the lines of both outputs."""
    code = main(["listen", *args])
    out, err = capsys.readouterr()
    return code, out.splitlines(), err.splitlines()


@EVERY_STYLE
def test_clock_and_listener_exchange_five_messages(start, style, capsys):
    clock = ["serve", "clock", "--count", "5", "--interval", "0.01"]
    server = start(*clock, "--style", style)
    address = server.stdout.readline().strip()
    code, out, err = heard(capsys, address, "--style", style)
    assert code == 0
    assert [line.split("is")[0] for line in out] == ["The time "] * 5
    assert err == ["The server ended the stream after 5 messages."]
    server.terminate()
    assert server.wait(timeout=120) in {0, 1}  # 1 is what Windows makes of terminate


@UNIX
@EVERY_STYLE
@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM"])
def test_a_server_prints_its_address_and_stops_cleanly(start, how, style):
    server = start("serve", "echo", "--style", style)
    address = server.stdout.readline()
    assert re.fullmatch(rf"{SCHEMES[style]}://127\.0\.0\.1:\d+/?\n", address)
    server.send_signal(signal.Signals[how])
    assert end_of(server) == (0, [], [])


@UNIX
@EVERY_WEBSOCKET
def test_who_presses_ctrl_c_again_does_not_wait(start, style):
    server = start("serve", "echo", "--style", style)
    where = urlsplit(server.stdout.readline().strip())
    with socket.create_connection((where.hostname, where.port), 20) as guest:
        guest.sendall(REQUEST)
        assert guest.recv(1000).startswith(b"HTTP/1.1 101 ")
        server.send_signal(signal.SIGINT)
        assert guest.recv(100)[:4] == bytes.fromhex("8802 03e9")  # it waits for ours
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=120) == 130
        assert end_of(server) == (130, [], [])


@needs_ipv6
@EVERY_STYLE
def test_what_goes_over_the_wire_may_be_ipv6(start, style, capsys):
    clock = ["serve", "clock", "--count", "1", "--host", "::1", "--show"]
    server = start(*clock, "--style", style)
    address = server.stdout.readline().strip()
    assert address.startswith(f"{SCHEMES[style]}://[::1]:")
    code, out, _ = heard(capsys, address.upper()[:3] + address[3:])
    assert (code, len(out)) == (0, 1)


@EVERY_WEBSOCKET
def test_a_server_limits_messages_as_it_is_told(start, style):
    server = start("serve", "echo", "--style", style, "--max-size", "5")
    with connect(server.stdout.readline().strip(), proxy=None) as them:
        them.send("hello")  # or the library's server with Trio may say no goodbye: it
        assert them.recv(timeout=120) == "hello"  # fails before its handler has begun
        them.send("hello!")
        with pytest.raises(ConnectionClosed):
            them.recv(timeout=120)
    assert them.close_code == 1009


@UNIX
@EVERY_WEBSOCKET
def test_ctrl_c_is_a_goodbye_at_either_end(start, style):
    server = start("serve", "clock", "--interval", "60", "--style", style)
    address = server.stdout.readline().strip()
    leaver, stayer = (start("listen", address, "--style", style) for _ in range(2))
    assert leaver.stdout.readline().startswith("The time is ")
    assert stayer.stdout.readline().startswith("The time is ")
    leaver.send_signal(signal.SIGINT)
    assert end_of(leaver) == (130, [], [])
    server.send_signal(signal.SIGINT)
    assert end_of(server) == (0, [], [])
    line = "The server ended the stream after 1 message."
    assert end_of(stayer) == (0, [], [line])


@UNIX
def test_ctrl_c_ends_a_listener_quietly(start):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        listener = start("listen", "{}:{}".format(*server.getsockname()))
        connection, _ = server.accept()
        with connection:
            listener.send_signal(signal.SIGINT)
            assert end_of(listener) == (130, [], [])


@EVERY_STYLE
def test_a_killed_server_ends_the_listener_with_a_line(start, style):
    server = start("serve", "clock", "--interval", "60", "--style", style)
    address = server.stdout.readline().strip()
    listener = start("listen", address, "--style", style)
    assert listener.stdout.readline().startswith("The time is ")
    server.kill()
    code, out, (line,) = end_of(listener)
    assert out == []
    if style == RAW:  # plain TCP cannot tell a server's end from its death
        assert (code, line) == (0, "The server ended the stream after 1 message.")
    else:
        assert code == 1
        assert line in {
            f"wslesson: {address}: the stream ended without a goodbye",
            f"wslesson: {address}: no close frame received or sent",
        }


@UNIX
def test_a_killed_listener_is_dropped_with_a_line(start):
    server = start("serve", "clock", "--count", "1000000", "--interval", "0.01")
    address = server.stdout.readline().strip()
    listener = start("listen", address)
    assert listener.stdout.readline().startswith("The time is ")
    listener.kill()
    assert server.stderr.readline().startswith("a client was dropped: ")
    with closing(raw.listen(address, timeout=120)) as other:
        assert next(other).startswith("The time is ")
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=120) == 0


@UNIX
@EVERY_WEBSOCKET
def test_a_killed_or_senseless_client_harms_nobody(start, style):
    clock = ["serve", "clock", "--count", "1000000", "--interval", "0.01"]
    server = start(*clock, "--style", style)
    address = server.stdout.readline().strip()
    where = urlsplit(address)
    listener = start("listen", address)
    assert listener.stdout.readline().startswith("The time is ")
    listener.kill()
    for garbage in b"\0\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"\xff\r\n\r\n":
        with socket.create_connection((where.hostname, where.port), 20) as sock:
            sock.sendall(garbage)
            answer = sock.recv(100)  # the library may leave without one
            assert answer.startswith(b"HTTP/1.1 4") or style.startswith("library")
    with connect(address, proxy=None) as other:
        assert other.recv(timeout=120).startswith("The time is ")
    server.send_signal(signal.SIGINT)
    assert end_of(server) == (0, [], [])


@EVERY_WEBSOCKET
@pytest.mark.parametrize("compress", [False, True])
def test_a_server_compresses_only_when_told_to(start, style, compress):
    option = ["--compress"] if compress else []
    server = start("serve", "echo", "--style", style, *option)
    address = server.stdout.readline().strip()
    with connect(address, proxy=None) as them:
        them.send("hello")
        assert them.recv(timeout=120) == "hello"
        agreed = them.response.headers.get("Sec-WebSocket-Extensions")
    assert (agreed is not None) is compress
    server.terminate()
    assert server.wait(timeout=120) in {0, 1}  # 1 is what Windows makes of terminate


@EVERY_WEBSOCKET
def test_a_reader_that_goes_away_is_no_error_to_a_websocket(start, style):
    with by_hand_threads.serve(Clock(count=100_000, interval=0.001)) as address:
        listener = start("listen", address, "--style", style)
        listener.stdout.readline()
        listener.stdout.close()
        assert listener.wait(timeout=120) == 0
        assert listener.stderr.read() == ""


def test_a_reader_that_goes_away_is_no_error(start):
    with raw.serve(Clock(count=100_000, interval=0.001)) as address:
        listener = start("listen", address)
        listener.stdout.readline()
        listener.stdout.close()
        assert listener.wait(timeout=120) == 0


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["serve", "clock", "--count", "x"], "x is not a number of messages"),
        (["serve", "clock", "--count", "-1"], "argument --count: "),
        (["serve", "clock", "--interval", "nan"], "nan is not a time in seconds"),
        (["serve", "clock", "--interval", "soon"], "soon is not a time in seconds"),
        (["serve", "clock", "--port", "65536"], "65536 is not a port from 0 to 65535"),
        (["serve", "chat"], "invalid choice: 'chat'"),
        (["serve", "clock", "--style", "carved"], "invalid choice: 'carved'"),
        (["listen", "nowhere"], "nowhere is not an address like HOST:PORT"),
        (["listen", "127.0.0.1:port"], "127.0.0.1:port is not an address"),
        (["listen", "http://127.0.0.1:80"], "http://127.0.0.1:80 is not an address"),
        (["listen", "ws://127.0.0.1/#top"], "ws://127.0.0.1/#top is not an address"),
        (["listen", "ws:///chat"], "ws:///chat is not an address like HOST:PORT"),
        (
            ["listen", "ws://127.0.0.1:80", "--style", "raw"],
            "the style raw does not listen to ws://127.0.0.1:80",
        ),
        (
            ["listen", "tcp://127.0.0.1:80", "--style", "by-hand-asyncio"],
            "the style by-hand-asyncio does not listen to tcp://127.0.0.1:80",
        ),
        (["serve", "echo", "--compress"], "the style raw does not compress"),
        (["serve", "echo", "--max-size", "9"], "the style raw has a fixed limit"),
        (["serve", "echo", "--max-size", "0"], "0 is not a number of bytes from 1"),
        (["serve", "echo", "--max-size", "1k"], "1k is not a number of bytes from 1"),
        (["listen", "ws://127.0.0.1:0/"], "ws://127.0.0.1:0/ is not an address"),
        (["listen", "127.0.0.1:0"], "127.0.0.1:0 is not an address"),
        (["listen", "tcp://me@127.0.0.1:80"], "127.0.0.1:80 is not an address"),
        (
            ["listen", "WS://127.0.0.1:80", "--style", "raw"],
            "the style raw does not listen to ws://127.0.0.1:80",
        ),
        (["progress", "nowhere"], "nowhere is not a folder"),
        (["progress", __file__], "test_command_line.py is not a folder"),
        (["update", __file__], "test_command_line.py is not a folder"),
        (["update", str(NOTEBOOKS)], "the course's own lessons, which `git pull`"),
        (["reset", "00", str(NOTEBOOKS)], "the course's own lessons"),
        (["verify", "99"], "There is no lesson 99. The lessons are 00, 01, 02"),
        (["verify", "--folder", "nowhere"], "nowhere is not a folder"),
        (["reset"], "the following arguments are required: lesson"),
        (["reset", "99"], "There is no lesson 99. The lessons are 00, 01, 02"),
        (["reset", "frames"], "There is no lesson frames."),
        (["lab", "--folder", __file__], "test_command_line.py is not a folder"),
        (["doctor", "--loud"], "unrecognized arguments: --loud"),
        (["dance"], "invalid choice: 'dance' (choose from "),
        (["serv"], "invalid choice: 'serv'. Did you mean serve?"),
        (["serve", "clok"], "invalid choice: 'clok'. Did you mean clock?"),
        (["serve", "echo", "--style", "library-tri"], "Did you mean library-trio?"),
        (["export", "sit", "x"], "Did you mean site?"),
    ],
)
def test_bad_arguments_give_one_line_and_exit_code_2(args, line, capsys):
    with pytest.raises(SystemExit) as left:
        main(args)
    assert left.value.code == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert line in said
    assert said.endswith("--help)")


COMMANDS = ["lab", "doctor", "serve", "listen", "tap", "progress", "update", "reset"]
COMMANDS += ["verify", "by-hand"]


@pytest.mark.parametrize("command", [*COMMANDS, "hint", "solution"])
def test_each_command_tells_how_to_use_it(command, capsys):
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: wslesson {command} ")
    with pytest.raises(SystemExit):
        main(["--help"])
    assert re.search(rf"^    {command} +\w", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize(
    "command",
    ["", *COMMANDS, "hint", "solution", "export", "export site", "by-hand check"],
)
def test_help_fits_a_terminal_of_80_columns(command, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main([*command.split(), "--help"])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_the_help_of_export_says_what_needs_more_than_the_course(capsys):
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert told.count("(extra: site)") == 2


def test_the_help_of_serve_names_each_style(capsys):
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    told = capsys.readouterr().out
    assert all(style in told for style in styles())


def test_without_a_command_the_help_is_told_and_nothing_is_well(capsys):
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: wslesson ")
    assert "open the course in JupyterLab" in err


def test_a_report_of_a_fault_can_name_the_version(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"wslesson {wslesson.__version__}\n"


FULL = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="only Linux has a device that is always full"
)


def sh(line):
    """Run a line of the shell, in which "$@" is `wslesson`."""
    return subprocess.run(
        [require.program("sh", how="install a shell"), "-c", line, "sh",
         sys.executable, "-m", "wslesson"],
        stderr=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
    )  # fmt: skip


@UNIX
@pytest.mark.parametrize("command", ["progress", "--help", "--version", "doctor"])
def test_a_closed_output_ends_in_one_line(command):
    done = sh(f'"$@" {command} >&-')
    said = "wslesson: there is no output to write to\n"
    assert (done.returncode, done.stderr) == (1, said)


@FULL
@pytest.mark.parametrize(
    "command", ["progress", "--help", "--version", "hint encode_message"]
)
@pytest.mark.parametrize("buffered", ["", "1"])
def test_a_full_disk_ends_in_one_line(command, buffered):
    done = sh(f'PYTHONUNBUFFERED={buffered} "$@" {command} >/dev/full')
    said = "wslesson: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, said)


def fails(args, capsys):
    assert main(args) == 1
    (said,) = capsys.readouterr().err.splitlines()
    return said


@EVERY_STYLE
def test_a_server_that_is_not_there_is_named(capsys, style):
    with raw.serve(Echo()) as address:
        where = address.removeprefix("tcp://")
    said = fails(["listen", where, "--style", style], capsys)
    assert said.startswith(f"wslesson: {SCHEMES[style]}://{where}: ")


@EVERY_STYLE
def test_a_port_that_is_taken_is_named(capsys, style):
    with raw.serve(Echo()) as address:
        port = address.rpartition(":")[2]
        said = fails(["serve", "echo", "--port", port, "--style", style], capsys)
    assert said.startswith(f"wslesson: cannot serve on 127.0.0.1:{port}: ")


def test_a_server_that_is_silent_for_too_long_is_left(capsys):
    with raw.serve(Echo()) as address:
        said = fails(["listen", address, "--timeout", "0.05"], capsys)
    assert said == f"wslesson: {address} was silent for 0.05 seconds"


def test_a_server_that_breaks_the_rules_is_left(capsys):
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        ThreadPoolExecutor() as pool,
    ):
        speaks_http = pool.submit(send_once, listener, b"HTTP/1.1 200 OK\r\n")
        address = "tcp://{}:{}".format(*listener.getsockname())
        said = fails(["listen", address], capsys)
        speaks_http.result(timeout=5)
    assert said == f"wslesson: {address}: the header b'HTTP/1.1 2' is not a length"


@EVERY_WEBSOCKET
@pytest.mark.parametrize(
    ("answer", "ours", "theirs"),
    [
        (
            b"HTTP/1.1 404 Not Found\r\n\r\n",
            "the server opens no WebSocket: its answer is 404",
            "server rejected WebSocket connection: HTTP 404",
        ),
        (
            b"",
            "the server ended the stream before it answered",
            "did not receive a valid HTTP response",
        ),
        (
            b"\0\0\0\5hello\r\n\r\n",
            "(RFC 6455 §4.1)",
            "did not receive a valid HTTP response",
        ),
    ],
)
def test_a_server_that_opens_no_websocket_is_left(capsys, style, answer, ours, theirs):
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        ThreadPoolExecutor() as pool,
    ):
        answering = pool.submit(answer_once, listener, answer)
        address = "ws://{}:{}".format(*listener.getsockname())
        said = fails(["listen", address, "--style", style], capsys)
        answering.result(timeout=5)
    assert said.startswith(f"wslesson: {address}: ")
    assert said.endswith(ours if style.startswith("by-hand") else theirs)


@EVERY_WEBSOCKET
def test_a_server_that_never_answers_is_left(capsys, style):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = "ws://{}:{}".format(*listener.getsockname())
        options = ["--style", style, "--timeout", "0.05"]
        said = fails(["listen", address, *options], capsys)
    assert said in {  # the waiting and the connection end at the same moment
        f"wslesson: {address} was silent for 0.05 seconds",
        f"wslesson: {address}: the server ended the stream before it answered",
    }


def answer_once(listener, data):
    sock, _ = listener.accept()
    with sock:
        assert sock.recv(65536).startswith(b"GET / HTTP/1.1\r\n")
        sock.sendall(data)


def send_once(listener, data):
    sock, _ = listener.accept()
    with sock:
        sock.sendall(data)


def test_to_import_what_python_runs_runs_nothing():
    assert import_module("wslesson.__main__").main is main


def test_hint_and_solution_are_those_of_the_notebook(capsys):
    assert main(["hint", "encode_message"]) == 0
    assert capsys.readouterr().out.startswith("Hint 1 of 3: ")
    assert main(["solution", "encode_message"]) == 0
    assert capsys.readouterr().out.startswith("# Answer: Count the bytes\n")
    assert "Is it encode_message or" in fails(["hint", "encode_mesage"], capsys)


def test_progress_lists_the_lessons(capsys, tmp_path):
    for where in [[], [str(tmp_path)]]:
        assert main(["progress", *where]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line[:2] for line in lines][:3] == ["00", "01", "02"]
    assert "not here" in lines[0]


def test_a_terminal_without_the_signs_of_progress_shows_what_it_can(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "wslesson", "progress", str(tmp_path)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.startswith("00_start_here  ...    0 of 3  not here")


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "█▒·"), ("cp437", "█▒·"), ("cp1252", "#~."), ("ascii", "#~.")],
)
def test_passed_and_not_started_differ_in_each_terminal(encoding, shown):
    assert as_shown_by(encoding, "█▒·") == shown


@pytest.fixture
def lessons_here(tmp_path, monkeypatch):
    """A learner's folder, and the learner in it."""
    assert main(["update", str(tmp_path / "notebooks")]) == 0
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path / "notebooks"


def test_update_says_what_it_did_and_then_that_all_is_up_to_date(lessons_here, capsys):
    capsys.readouterr()
    (lessons_here / FIRST).unlink()
    assert main(["update"]) == 0
    where = f"Your lessons: {lessons_here}"
    said = capsys.readouterr().out.splitlines()
    assert said == [where, f"{FIRST}    added"]
    assert main(["update"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [where, "They are up to date."]


def test_update_tells_by_its_exit_code_that_something_was_not_done(
    lessons_here, capsys
):
    (lessons_here / FIRST).unlink()
    (lessons_here / FIRST).mkdir()
    assert main(["update"]) == 1
    assert f"{FIRST}    not updated: " in capsys.readouterr().out


def test_update_says_that_it_was_stopped(lessons_here, monkeypatch, capsys):
    def interrupted(*args):
        raise KeyboardInterrupt

    (lessons_here / FIRST).unlink()
    monkeypatch.setattr(os, "fsync", interrupted)
    assert main(["update"]) == 130
    assert "Stopped. What is listed above is done" in capsys.readouterr().out


@pytest.mark.parametrize("number", ["00", "0"])
def test_reset_makes_a_lesson_fresh(lessons_here, capsys, number):
    (lessons_here / FIRST).write_text("mine")
    capsys.readouterr()
    assert main(["reset", number]) == 0
    kept = "00_start_here.kept-1.ipynb"
    said = f"{FIRST}    is fresh; what you had is {kept}\n"
    assert capsys.readouterr().out == said
    assert (lessons_here / kept).read_text() == "mine"


def test_what_cannot_be_reset_is_named(lessons_here, capsys):
    (lessons_here / FIRST).unlink()
    (lessons_here / FIRST).mkdir()
    said = fails(["reset", "00"], capsys)
    assert said.startswith(f"wslesson: {FIRST} stays as it was: ")


def test_the_doctor_says_that_all_is_well(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    assert main(["doctor"]) == 0
    assert capsys.readouterr().out == "All is well.\n"


def test_the_doctor_s_exit_code_tells_of_a_problem(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "websockets.py").touch()
    assert main(["doctor"]) == 1
    assert "websockets.py" in capsys.readouterr().out


def test_the_lab_opens_at_the_first_lesson(start, tmp_path):
    folder = tmp_path / "notebooks"
    lab = start("lab", "--no-browser", "--port=0", "--folder", str(folder))
    lines = iter(lab.stderr.readline, "")
    url = next(filter(None, (re.search(r"http://127\.\S+", line) for line in lines)))[0]
    assert "/lab/tree/notebooks/00_start_here.ipynb?token=" in url
    # The address is printed a moment before the server listens; then it logs more.
    next(line for line in lines if "Skipped" in line or "extension" in line)
    with urlopen(url, timeout=120) as page:
        assert b"JupyterLab" in page.read()
    assert [path.name for path in lessons(folder)] == LESSONS
    lab.terminate()
    lab.communicate(timeout=120)


def test_what_is_said_to_the_lab_goes_before_our_own_wishes(start, tmp_path):
    lab = start(
        "lab",
        "--no-browser",
        "--port=0",
        "--LabApp.default_url=/lab/tree/mine.ipynb",
        f"--ServerApp.root_dir={tmp_path}",
        "--folder",
        str(tmp_path / "notebooks"),
    )
    lines = iter(lab.stderr.readline, "")
    assert any("/lab/tree/mine.ipynb?token=" in line for line in lines)
    lab.terminate()
    lab.communicate(timeout=120)


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
def test_only_root_has_to_be_allowed_a_lab(
    lessons_here, launched, monkeypatch, user, allowed
):
    monkeypatch.setattr("os.geteuid", lambda: user, raising=False)
    assert main(["lab", "--no-browser"]) == 0
    assert ("--allow-root" in launched) is allowed
    assert launched[-1] == "--no-browser"


@pytest.fixture
def launched(monkeypatch):
    """The arguments with which JupyterLab would be started."""
    arguments = []
    monkeypatch.setattr("jupyterlab.labapp.LabApp.launch_instance", arguments.extend)
    monkeypatch.setenv("PATH", os.environ["PATH"])  # put back what the lab adds
    return arguments


def test_the_lab_brings_what_is_newer_and_says_where_it_is(
    lessons_here, launched, capsys
):
    (lessons_here / FIRST).unlink()
    capsys.readouterr()
    assert main(["lab"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [f"{FIRST}    added", f"Your lessons: {lessons_here}"]
    assert f"--ServerApp.root_dir={lessons_here.parent}" in launched
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in launched


def test_who_changes_the_course_opens_the_course_itself(launched, capsys):
    before = {path.name: path.stat().st_mtime_ns for path in NOTEBOOKS.iterdir()}
    assert main(["lab", "--folder", str(NOTEBOOKS)]) == 0
    assert f"--ServerApp.root_dir={NOTEBOOKS.parent}" in launched
    assert before == {
        path.name: path.stat().st_mtime_ns for path in NOTEBOOKS.iterdir()
    }


def test_a_lab_without_a_place_for_its_lessons_says_so(tmp_path, capsys):
    (tmp_path / "file").touch()
    said = fails(["lab", "--folder", str(tmp_path / "file" / "notebooks")], capsys)
    assert said.startswith("wslesson: no lessons in ")
    assert said.endswith(": choose another with --folder")


def test_without_its_lessons_the_course_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("wslesson.workspace.files.PACKAGE", tmp_path / "wslesson")
    for command in "lab", "update", "progress", "reset 00", "update x":
        assert "the lessons are not here" in fails(command.split(), capsys)


# What goes over the wire, told while it happens


@UNIX
@EVERY_WEBSOCKET
def test_a_server_tells_what_goes_over_the_wire(start, style, capsys):
    server = start("serve", "clock", "--count", "2", "--interval", "0", "--show",
                   "--style", style)  # fmt: skip
    address = server.stdout.readline().strip()
    code, out, _ = heard(capsys, address)
    assert (code, len(out)) == (0, 2)
    server.send_signal(signal.SIGINT)
    code, out, told = end_of(server)
    assert (code, out) == (0, [])
    assert told[0].startswith("client 1 -> server  GET / HTTP/1.1")
    assert told[1].startswith("client 1 <- server  HTTP/1.1 101")
    assert sum('TEXT "The time is' in line for line in told) == 2


def test_a_listener_tells_what_goes_over_the_wire(start):
    with raw.serve(Clock(count=1, now=lambda: 12.5)) as address:
        code, out, told = end_of(start("listen", address, "--show"))
    assert (code, out) == (0, ["The time is 12.5"])
    assert any("The time is 12.5" in line for line in told[:-1])
    assert told[-1] == "The server ended the stream after 1 message."


@UNIX
def test_a_tap_tells_what_any_client_and_server_say(start, capsys):
    with raw.serve(Clock(count=1, now=lambda: 12.5)) as address:
        tapped = start("tap", address)
        front = tapped.stdout.readline().strip()
        assert heard(capsys, front)[1] == ["The time is 12.5"]
        tapped.send_signal(signal.SIGINT)
        code, out, told = end_of(tapped)
    assert (code, out) == (0, [])
    assert told[0].startswith("client 1 ")


def test_a_tap_on_a_port_that_is_taken_says_so(capsys):
    with raw.serve(Echo()) as address:
        port = address.rpartition(":")[2]
        said = fails(["tap", address, "--port", port], capsys)
    assert said.startswith(f"wslesson: cannot serve on 127.0.0.1:{port}: ")
