"""`wslesson verify`: do lessons still show what is stored in them?"""

import os
import subprocess
import sys

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from wslesson.cli.commands import main
from wslesson.workspace import quick_nbformat, verifying
from wslesson.workspace.notebook import NotWholeError
from wslesson.workspace.verifying import OPTIONS, verify

UNIX = pytest.mark.skipif(
    os.name == "nt", reason="Windows sends no SIGINT to one child process alone"
)
PLAIN = ("# Two lines\nprint(1)\nprint(2)", "1\n2\n")


@pytest.fixture
def lesson(tmp_path):
    """Write a lesson of cells: each a source, and what is stored that it prints."""

    def write(*cells, name="99_lesson.ipynb"):
        notebook = new_notebook(cells=[new_markdown_cell("# A lesson")])
        for number, (source, printed, *tags) in enumerate(cells, 1):
            cell = new_code_cell(source, execution_count=number)
            cell.metadata["tags"] = tags
            if printed:
                cell.outputs = [new_output("stream", name="stdout", text=printed)]
            notebook.cells.append(cell)
        nbformat.write(notebook, tmp_path / name)
        return tmp_path / name

    return write


def told(path):
    return str(verify(path)).splitlines()


# Each run starts a kernel, so one lesson has several kinds of cells.


def test_a_lesson_that_shows_what_is_stored_has_one_line(lesson, tmp_path, monkeypatch):
    # What somebody has set for pytest is nothing to it.
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "conftest.py").write_text("raise SystemExit(3)\n")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    path = lesson(PLAIN, ("x = 3", ""), ("print(2)", "1\n", "nbval-ignore-output"))
    before = path.read_bytes()
    assert told(path) == ["2 outputs as stored, 1 measured anew"]
    assert path.read_bytes() == before


def test_an_output_that_differs_is_told_by_its_first_line_that_does(lesson):
    path = lesson(
        PLAIN,
        ("# The sum\nprint(1)\nprint(1 + 1)", "1\n3\n"),
        ("# Nothing\npass", "1\n"),
        ("# Too much\nprint(2)", ""),
    )
    assert told(path) == [
        "1 outputs as stored, 3 not",
        '  "The sum": Cell outputs differ',
        "    stored: 3",
        "    now:    2",
        '  "Nothing": Cell outputs differ',
        "    stored: 1",
        "    now:    (nothing)",
        '  "Too much": Cell outputs differ',
        "    stored: (nothing)",
        "    now:    2",
    ]


def test_no_kernel_waits_for_a_port_that_another_program_may_take(lesson):
    ask = "import sys\nprint(sys.platform, get_ipython().kernel.parent.transport)"
    transport = "tcp" if os.name == "nt" else "ipc"
    path = lesson((ask, f"{sys.platform} {transport}\n"))
    assert told(path) == ["1 outputs as stored"]


DRAWS = (
    "# A drawing\n"
    "from IPython.display import display\n"
    "display({'text/plain': 'dot', 'text/html': '<i>new</i>'}, raw=True)"
)


def test_an_error_and_a_drawing_are_told_and_of_many_differences_three(lesson):
    path = lesson(
        ("# Import\nimport no_such_module", ""),
        (DRAWS, ""),
        ("# Measure\nassert 1 > 2, 'more'", "", "nbval-ignore-output"),
        ("print(4)", "5\n"),
        ("print(5)", "6\n"),
    )
    notebook = nbformat.read(path, as_version=4)
    data = {"text/plain": "dot", "text/html": "<b>old</b>"}
    notebook.cells[2].outputs = [new_output("display_data", data=data)]
    nbformat.write(notebook, path)
    assert told(path) == [
        "0 outputs as stored, 5 not",
        '  "Import": Cell execution caused an exception',
        "    stored: (nothing)",
        "    now:    ModuleNotFoundError: No module named 'no_such_module'",
        '  "A drawing": Cell outputs differ',
        "    The text is the same: what is drawn is not.",
        '  "Measure": Cell execution caused an exception',
        "    stored: (nothing)",
        "    now:    AssertionError: more",
        "  … and 2 more",
    ]


@UNIX
def test_a_run_that_ends_early_is_told(lesson):
    kill = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)"
    path = lesson(PLAIN, (kill, ""), PLAIN)
    assert told(path) == [
        "1 outputs as stored, 1 not",
        "  the run ended with code -9 after 1 of 3 cells",
    ]


def test_a_lesson_that_does_not_end_is_left(lesson, monkeypatch):
    monkeypatch.setattr(verifying, "LIMIT", 0.0)
    monkeypatch.setattr(verifying, "GRACE", 0.0)
    assert told(lesson(PLAIN)) == [
        "0 outputs as stored, 1 not",
        "  it did not end within 0 s after 0 of 1 cells",
    ]


def test_no_run_and_no_lab_builds_the_grammar_of_addresses():
    first, nbval = f"-p{quick_nbformat.__name__}", "-pnbval.plugin"
    assert OPTIONS.index(first) < OPTIONS.index(nbval)
    code = "import wslesson.workspace.lab, nbformat, sys; print('lark' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stdout == "False\n"


def test_what_is_no_notebook_is_an_error(tmp_path):
    path = tmp_path / "99_lesson.ipynb"
    path.write_text("{}")
    with pytest.raises(NotWholeError):
        verify(path)


def test_the_command_tells_of_each_lesson_and_returns_1_for_a_difference(
    lesson, tmp_path, capsys
):
    lesson(PLAIN, name="00_start.ipynb")
    lesson(("print(2)", "1\n"), name="01_streams.ipynb")
    (tmp_path / "02_framing.ipynb").write_text("{}")
    assert main(["verify", "--folder", str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "00_start             1 outputs as stored",
        "01_streams           0 outputs as stored, 1 not",
        '  "print(2)": Cell outputs differ',
        "    stored: 1",
        "    now:    2",
        "02_framing           02_framing.ipynb is not a whole notebook",
    ]


def test_the_command_takes_the_lessons_that_are_named(lesson, tmp_path, capsys):
    lesson(name="00_start.ipynb")
    lesson(("print(2)", "1\n"), name="01_streams.ipynb")
    assert main(["verify", "--folder", str(tmp_path), "00"]) == 0
    assert capsys.readouterr().out == "00_start             0 outputs as stored\n"
    assert main(["verify", "--folder", str(tmp_path), "05"]) == 1
    assert "no such lesson in" in capsys.readouterr().err


@UNIX
def test_ctrl_c_ends_it_with_a_word_and_leaves_no_kernel(lesson, tmp_path):
    ready = tmp_path / "ready"
    os.mkfifo(ready)
    source = (
        "import os, threading\n"
        f"with open({str(ready)!r}, 'w') as file:\n"
        "    file.write(str(os.getpid()))\n"
        "threading.Event().wait(30)"
    )
    path = lesson((source, ""))
    child = subprocess.Popen(
        [sys.executable, "-m", "wslesson", "verify", "--folder", str(path.parent)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        kernel = psutil.Process(int(ready.read_text()))
        child.send_signal(verifying.INTERRUPT)
        out, err = child.communicate(timeout=120)
    finally:
        child.kill()
        child.wait()
    assert (out, err, child.returncode) == ("99_lesson            stopped\n", "", 130)
    kernel.wait(timeout=120)
