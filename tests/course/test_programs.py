"""A program text runs in a process of its own, and always ends."""

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


def test_mend_replaces_the_one_place():
    assert mend("a = send(b)", "send", "sendall") == "a = sendall(b)"


def test_mend_replaces_as_many_places_as_said():
    assert mend("x x", "x", "y", times=2) == "y y"


@pytest.mark.parametrize(("program", "found"), [("nothing", 0), ("x and x", 2)])
def test_mend_refuses_any_other_number_of_places(program, found):
    with pytest.raises(ValueError, match=f"'x' is there {found} times, expected 1"):
        mend(program, "x", "y")
