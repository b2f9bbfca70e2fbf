"""Progress is read off the checks in the learner's notebooks; nothing is run."""

import os
import re
from html.parser import HTMLParser

import nbformat
import pytest

from authoring.notebooks import execute
from tests.workspace.conftest import NAMES, answer, cell_of, change, everything
from wslesson.checking.cells import solved_cell
from wslesson.checking.judging import judge
from wslesson.cli.commands import main
from wslesson.exercises.bank import exercises, find, lesson_numbers
from wslesson.workspace.verdicts import progress

FIRST, SECOND, THIRD = NAMES


def lines(folder):
    return str(progress(folder)).splitlines()


def line(folder, number):
    return lines(folder)[int(number)]


def still(folder, number):
    return progress(folder).lessons[int(number)].still


def output_of(exercise, attempt):
    """What a notebook keeps of a check."""
    text = repr(judge(find(exercise), attempt)).splitlines(keepends=True)
    data = {"text/plain": text, "text/html": ["<pre>"]}
    return {"output_type": "execute_result", "data": data, "metadata": {}}


def run_check(path, exercise, attempt=None):
    """Run a check of the solution, or of what is given, and save the notebook."""
    output = output_of(exercise, attempt or find(exercise).solution)

    def run(content):
        cell_of(content, exercise, "check")["outputs"] = [output]

    change(path, run)


def solve(path):
    for exercise in exercises(path.name[:2]):
        run_check(path, exercise.id)


def test_an_untouched_course_is_not_started(mine):
    assert lines(mine)[:3] == [
        "00_start_here  ···    0 of 3  not started",
        "01_streams     ····   0 of 4  not started",
        "02_framing     ····   0 of 4  not started",
    ]


def test_there_is_a_line_for_each_lesson(mine):
    assert [each[:2] for each in lines(mine)] == lesson_numbers()


def test_a_solved_lesson_is_passed(mine):
    solve(mine / THIRD)
    assert line(mine, "02") == "02_framing     ████   4 of 4"


def test_what_is_still_open_is_named(mine):
    run_check(mine / THIRD, "encode_message")
    run_check(mine / THIRD, "parse_header", lambda header: None)
    said = (
        "02_framing     █▒··   1 of 4  "
        "not yet: parse_header; not started: MessageReader, parse_note"
    )
    assert line(mine, "02") == said


def test_a_notebook_shows_a_table_with_bars(mine):
    solve(mine / FIRST)
    shown = progress(mine)._repr_html_()
    bars = re.findall(r'<progress max="(\d)" value="(\d)">', shown)
    assert bars[:3] == [("3", "3"), ("4", "0"), ("4", "0")]
    assert '<a href="01_streams.ipynb">01_streams</a>' in shown


def test_the_table_says_what_the_text_says(mine):
    (mine / SECOND).rename(mine / "01_&amp;.ipynb")
    (mine / "01_&amp;.ipynb").write_text("{")
    found = []
    reader = HTMLParser()
    reader.handle_data = found.append
    reader.feed(progress(mine)._repr_html_())
    words = " ".join(lines(mine)).translate(str.maketrans("", "", "·█▒")).split()
    assert " ".join(found).split() == words


def test_the_notebooks_are_not_altered(mine):
    solve(mine / FIRST)
    before = everything(mine)
    progress(mine)
    assert everything(mine) == before


# What counts is what a check has shown


def test_no_answer_is_run(mine, tmp_path):
    harm = f"open({str(tmp_path / 'harm')!r}, 'w').close()\nimport os\nos._exit(3)"
    answer(mine / FIRST, "clock_message", harm)
    run_check(mine / FIRST, "clock_message")
    assert line(mine, "00").startswith("00_start_here  █··    1 of 3")
    assert not (tmp_path / "harm").exists()


def test_an_answer_has_its_last_verdict_until_its_check_is_run(mine):
    answer(mine / FIRST, "clock_message")
    assert still(mine, "00") == "not started"
    run_check(mine / FIRST, "clock_message")
    answer(mine / FIRST, "clock_message", "1 +")
    assert still(mine, "00") == "not started: count_requests, waiting"
    run_check(mine / FIRST, "clock_message", lambda second: None)
    assert (
        still(mine, "00")
        == "not yet: clock_message; not started: count_requests, waiting"
    )


def test_a_cleared_check_is_not_started(mine):
    solve(mine / FIRST)

    def clear(content):
        for cell in content["cells"]:
            cell.pop("outputs", None)

    change(mine / FIRST, clear)
    assert still(mine, "00") == "not started"


def test_a_check_counts_in_any_cell_whatever_was_lost_of_it(mine):
    solve(mine / FIRST)

    def lose(content):
        for cell in content["cells"]:
            cell["metadata"] = {}

    change(mine / FIRST, lose)
    assert line(mine, "00") == "00_start_here  ███    3 of 3"


def test_what_is_only_printed_is_no_verdict(mine):
    words = repr(
        judge(find("clock_message"), find("clock_message").solution)
    )  # lesson 00 prints two
    stream = {"output_type": "stream", "name": "stdout", "text": words}

    def run(content):
        cell_of(content, "clock_message", "check")["outputs"] = [stream]

    change(mine / FIRST, run)
    assert still(mine, "00") == "not started"


ODD = [
    None,
    "text",
    [None, 3, "x", [], {}],
    [{"data": None}, {"data": {"text/plain": 3}}, {"data": {"text/plain": [[]]}}],
    [{"output_type": "error", "ename": "E", "evalue": "", "traceback": []}],
    [{"data": {"text/plain": "nowhere · It is not there: passed"}}],
    [{"data": {"text/plain": "clock_message · Half an emoji \ud83d: pass"}}],
]


@pytest.mark.parametrize("outputs", ODD)
def test_odd_outputs_hide_no_other(mine, outputs):
    run_check(mine / FIRST, "count_requests")

    def spoil(content):
        cell_of(content, "clock_message", "check")["outputs"] = outputs

    change(mine / FIRST, spoil)
    assert still(mine, "00") == "not started: clock_message, waiting"


HARD_TO_READ = ["half = '\ud83d'", " + ".join(["1"] * 20_000), "(" * 5_000, "\0"]


@pytest.mark.parametrize("source", HARD_TO_READ, ids=["emoji", "sum", "deep", "nul"])
def test_what_stands_in_a_cell_does_not_matter(mine, source):
    solve(mine / FIRST)
    for exercise in exercises("00"):
        answer(mine / FIRST, exercise.id, source)
    assert line(mine, "00") == "00_start_here  ███    3 of 3"


def test_the_verdict_is_that_of_the_notebook_whatever_only_a_notebook_can(mine):
    def ask(content):
        above = {
            "clock_message": "%%time\n",
            "count_requests": "%timeit -n1 -r1 1\nprint?\ndisplay('x')\n",
            "waiting": "open('00_start_here.ipynb').close()\n",
        }
        cells = content["cells"][:3]
        for exercise, code in above.items():
            cells.append(cell_of(content, exercise, "answer"))
            cells[-1]["source"] = code + solved_cell(find(exercise))
            cells.append(cell_of(content, exercise, "check"))
        content["cells"] = cells

    change(mine / FIRST, ask)
    notebook = nbformat.read(mine / FIRST, as_version=4)
    execute(notebook)
    nbformat.write(notebook, mine / FIRST)
    assert line(mine, "00") == "00_start_here  ███    3 of 3"


# Notebooks that are not as they should be


def test_a_missing_answer_cell_is_not_started(mine):
    run_check(mine / FIRST, "clock_message")

    def take_away(content):
        content["cells"] = [
            cell
            for cell in content["cells"]
            if cell["metadata"].get("wslesson", {}).get("exercise") != "count_requests"
        ]

    change(mine / FIRST, take_away)
    said = "00_start_here  █··    1 of 3  not started: count_requests, waiting"
    assert line(mine, "00") == said


def test_half_a_notebook_is_named_and_hides_no_other(mine):
    solve(mine / SECOND)
    whole = (mine / FIRST).read_bytes()
    (mine / FIRST).write_bytes(whole[: len(whole) // 2])
    said = (
        f"{FIRST} is not a whole notebook: `wslesson reset 00` mends it, and keeps this"
    )
    assert line(mine, "00") == f"00_start_here  ···    0 of 3  {said}"
    assert line(mine, "01") == "01_streams     ████   4 of 4"


def test_a_notebook_that_cannot_be_read_is_named(mine):
    (mine / FIRST).unlink()
    (mine / FIRST).mkdir()
    assert still(mine, "00").startswith(f"{FIRST} cannot be read: ")


ODD_NAMES = ["00_new\nline.ipynb", "00_\x1b[2J.ipynb", "00_\udcff.ipynb"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_any_name_fits_in_a_line(mine, name):
    try:
        (mine / FIRST).rename(mine / name)
    except OSError:
        pytest.skip("this file system has no such names")
    (mine / name).write_bytes(b"{")
    assert all(each.isprintable() for each in lines(mine))
    assert len(lines(mine)) == len(lesson_numbers())
    assert still(mine, "00").startswith(f"{name!a} is not a whole notebook")


def test_the_command_fails_only_when_a_notebook_cannot_be_read(mine, capsys):
    (mine / SECOND).unlink()
    assert main(["progress", str(mine)]) == 0
    (mine / FIRST).write_bytes(b"{")
    assert main(["progress", str(mine)]) == 1
    assert capsys.readouterr().out.count("not here") > 1


def test_a_missing_notebook_is_named(mine):
    (mine / FIRST).unlink()
    assert still(mine, "00") == "not here: `wslesson update` brings it"
    assert still(mine, "01") == "not started"


def test_of_two_copies_the_better_answer_counts(mine):
    copy = mine / "00_start_here-Copy1.ipynb"
    run_check(mine / FIRST, "clock_message")
    copy.write_bytes((mine / FIRST).read_bytes())
    run_check(copy, "clock_message", lambda second: None)
    run_check(copy, "count_requests")
    assert still(mine, "00") == "not started: waiting"


def test_what_was_kept_at_a_reset_does_not_count(mine):
    run_check(mine / FIRST, "clock_message")
    (mine / FIRST).rename(mine / "00_start_here.kept-1.ipynb")
    assert progress(mine).lessons[0].passed == 0


def test_the_folder_one_is_in_is_read(mine, monkeypatch):
    monkeypatch.chdir(mine)
    (mine / FIRST).unlink()
    assert "not here" in str(progress())
