"""A program text runs in a process of its own, and always ends."""

import socket

import psutil
import pytest

from wslesson.course import Program, mend, programs

FOR_EVER = "while True: pass"
SILENT = "import time; time.sleep(60)"


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(programs, "TIMEOUT", 0.1)


def test_its_lines_are_what_it_prints():
    with Program("print('one'); print('two €')") as program:
        assert list(program) == ["one", "two €"]


def test_lines_can_be_asked_for_one_by_one_while_it_runs():
    with Program("print('one')\nprint('two')\n" + FOR_EVER) as program:
        assert program.line() == "one"
        assert program.line() == "two"


def test_after_the_last_line_each_request_says_so():
    with Program("print('one')") as program:
        assert list(program) == ["one"]
        assert list(program) == []
        with pytest.raises(EOFError):
            program.line()


def test_a_missing_line_is_explained_by_the_error():
    with Program("1 / 0") as program, pytest.raises(EOFError, match="division by zero"):
        program.line()


def test_it_is_given_the_arguments():
    with Program("import sys; print(sys.argv[1:])", "a", "b c") as program:
        assert program.line() == "['a', 'b c']"


def test_it_reads_nothing_from_us():
    with Program("print(input())") as program:
        assert program.error().endswith("EOFError: EOF when reading a line")


def test_empty_lines_behind_an_error_are_not_the_error():
    with Program("import sys; sys.stderr.write('first\\nlast \\n\\n')") as program:
        assert program.error() == "last"


def test_its_errors_have_no_colours_though_a_kernel_wants_them(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")  # Python 3.13 and later obey both
    with Program("import os; print(os.environ['NO_COLOR']); 1 / 0") as program:
        assert program.line() == "1"
        assert "\x1b" not in program.error()


def test_a_program_that_ends_well_has_no_error():
    with Program("print('well')") as program:
        assert program.ended()
        assert program.error() == ""


def test_an_error_names_the_line_that_failed():
    with Program("size = 1\n\nfor i in range(2):\n    HEADER") as program:
        assert program.error() == (
            "line 4: HEADER\nNameError: name 'HEADER' is not defined"
        )


def test_an_error_has_no_colours_even_in_a_kernel(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")  # as Jupyter's kernels do
    with Program("1 / 0") as program:
        assert program.error() == "line 1: 1 / 0\nZeroDivisionError: division by zero"


def test_a_syntax_error_names_its_line():
    with Program("while True:\nprint('hello')") as program:
        assert program.error() == (
            "line 2: print('hello')\n"
            "IndentationError: expected an indented block "
            "after 'while' statement on line 1"
        )


def test_the_line_is_the_programs_own_not_one_of_a_library():
    with Program("import json\njson.loads('?')") as program:
        assert program.error().startswith("line 2: json.loads('?')\n")


def test_of_a_system_error_only_the_kind_is_told():
    with Program("open('/no/such/file')") as program:
        assert program.error() == "line 1: open('/no/such/file')\nFileNotFoundError"


def test_an_exit_with_a_message_has_no_line():
    with Program("import sys\nsys.exit('no server')") as program:
        assert program.error() == "no server"


def test_a_program_that_does_not_end_is_known_by_that():
    with Program(FOR_EVER) as program:
        assert not program.ended(within=0.05)


@pytest.mark.usefixtures("impatient")
def test_waiting_for_an_error_is_bounded():
    with Program(SILENT) as program, pytest.raises(TimeoutError, match="still runs"):
        program.error()


@pytest.mark.usefixtures("impatient")
def test_waiting_for_a_line_is_bounded():
    with Program(SILENT) as program, pytest.raises(TimeoutError, match="nothing"):
        program.line()


def test_the_end_of_the_block_ends_the_process():
    with Program("import os; print(os.getpid())\n" + FOR_EVER) as program:
        pid = int(program.line())
        assert psutil.pid_exists(pid)
    assert not psutil.pid_exists(pid)


def test_an_error_in_the_block_ends_the_process_too():
    with pytest.raises(ZeroDivisionError), Program(FOR_EVER) as program:
        _ = 1 / 0
    assert program.ended(within=0)


# Programs that start others, or print without end


GRANDCHILD = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
STARTS = f"""import subprocess, sys
subprocess.Popen([sys.executable, "-c", {GRANDCHILD!r}])
"""


@pytest.mark.parametrize("then", ["", FOR_EVER], ids=["and ends", "and stays"])
def test_what_it_started_ends_with_the_block(then):
    with Program(STARTS + then) as program:
        grandchild = psutil.Process(int(program.line()))
        assert then or program.ended()
    psutil.wait_procs([grandchild], timeout=120)
    assert not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE


def test_who_has_shed_the_mark_does_not_delay_the_end_of_the_block(monkeypatch):
    monkeypatch.setattr(programs, "GRACE", 0.1)
    shed = STARTS.replace('"-c"', '"-I", "-c"').replace("])", "], env={})")
    with Program(shed) as program:
        grandchild = psutil.Process(int(program.line()))
        assert program.ended()
    assert grandchild.is_running()
    grandchild.kill()
    assert list(program) == []  # the reader has seen the end


def test_what_others_run_is_left_alone():
    with Program(FOR_EVER) as other:
        with Program("print(1)") as program:
            assert list(program) == ["1"]
        assert not other.ended(within=0.05)


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(programs, "MOST", 100)


@pytest.mark.usefixtures("small")
def test_of_what_nobody_reads_the_first_is_kept():
    with Program("for n in range(10_000): print(n)") as program:
        assert program.ended()
        program._reader.join(20)
        kept = list(program)
    assert kept[:3] == ["0", "1", "2"]
    assert kept[-1] == programs.GAP
    assert sum(map(len, kept[:-1])) <= 100


@pytest.mark.usefixtures("small")
def test_a_line_without_end_is_kept_in_part():
    with Program("while True: print('x', end='')") as program:
        assert program.line() == "x" * 100


COUNTS = """import socket, sys
sock = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
for turn in range(50):
    print(chr(65 + turn) * 90)
    sock.recv(1)
"""


@pytest.mark.usefixtures("small")
def test_what_is_read_makes_room_for_more():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        with Program(COUNTS, str(server.getsockname()[1])) as program:
            sock, _ = server.accept()
            with sock:
                for turn in range(50):
                    assert program.line() == chr(65 + turn) * 90
                    sock.sendall(b"x")


def test_bytes_that_are_no_text_are_shown_as_such():
    with Program("import sys; sys.stdout.buffer.write(b'a\\xff\\n')") as program:
        assert list(program) == ["a\ufffd"]


def test_of_endless_errors_the_last_are_read(monkeypatch):
    monkeypatch.setattr(programs, "MOST", 200)
    with Program("import sys; sys.stderr.write('é' * 999); 1 / 0") as program:
        assert program.error().endswith("ZeroDivisionError: division by zero")


def test_modules_beside_the_notebook_are_not_its_own(tmp_path, monkeypatch):
    (tmp_path / "random.py").write_text("print('mine')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Program("import random; print(random.randint(1, 1))") as program:
        assert list(program) == ["1"]


def test_mend_replaces_the_one_place():
    assert mend("a = send(b)", "send", "sendall") == "a = sendall(b)"


def test_mend_replaces_as_many_places_as_said():
    assert mend("x x", "x", "y", times=2) == "y y"


@pytest.mark.parametrize(("program", "found"), [("nothing", 0), ("x and x", 2)])
def test_mend_refuses_any_other_number_of_places(program, found):
    with pytest.raises(ValueError, match=f"'x' is there {found} times, expected 1"):
        mend(program, "x", "y")
