"""Progress is read from the learner's notebooks, which stay as they are."""

import re
from html.parser import HTMLParser

import pytest

from tests.editions.conftest import NAMES, answer, change, everything
from wslesson.course.exercises import exercises, find, lessons
from wslesson.course.exercises.source import solved_cell
from wslesson.editions import progress, results

FIRST, SECOND, THIRD = NAMES


@pytest.fixture
def no_process(monkeypatch):
    """Without a child process: what is not begun needs none."""
    monkeypatch.setattr(results.subprocess, "run", None)


def lines(folder):
    return str(progress(folder)).splitlines()


def line(folder, number):
    return lines(folder)[int(number)]


def still(folder, number):
    return progress(folder).lessons[int(number)].still


def solve(path):
    for exercise in exercises(path.name[:2]):
        answer(path, exercise.id)


def test_an_untouched_course_is_not_started_and_runs_nothing(mine, no_process):
    assert lines(mine)[:3] == [
        "00_start_here  ···    0 of 3  not started",
        "01_streams     ····   0 of 4  not started",
        "02_framing     ····   0 of 4  not started",
    ]


def test_there_is_a_line_for_each_lesson(mine):
    assert [each[:2] for each in lines(mine)] == lessons()


def test_a_solved_lesson_is_passed(mine):
    solve(mine / THIRD)
    assert line(mine, "02") == "02_framing     ████   4 of 4"


def test_what_is_still_open_is_named(mine):
    answer(mine / THIRD, "02.1")
    wrong = solved_cell(find("02.2")).replace("return", "return not")
    answer(mine / THIRD, "02.2", wrong)
    said = "02_framing     █▒··   1 of 4  not yet: 02.2; not started: 02.3, 02.4"
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
    answer(mine / THIRD, "02.1", "open('here', 'w').close()\nprint('x')")
    before = everything(mine)
    progress(mine)
    assert everything(mine) == before


# Answers that use what stands in other cells


def code(source):
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}


def put_before(path, exercise, *sources):
    def put(content):
        wanted = {"exercise": exercise, "part": "answer"}
        about = [each["metadata"].get("wslesson") for each in content["cells"]]
        at = about.index(wanted)
        content["cells"][at:at] = [code(source) for source in sources]

    change(path, put)


def put_at_the_end(path, source):
    change(path, lambda content: content["cells"].append(code(source)))


ANSWER = """def clock_message(second):
    return {}"""


@pytest.mark.parametrize(
    ("above", "value"),
    [
        ("from textwrap import dedent", 'dedent(f"The time is {second}")'),
        ("def text(n):\n    return f'The time is {n}'", "text(second)"),
        ("class A:\n    text = 'The time is'", "f'{A.text} {second}'"),
        ("START = b'The time is'.decode()", "f'The time is {second}'"),
        ("START = bytes.fromhex('20')", "f'The time is{START.decode()}{second}'"),
        ("%time\n", "f'The time is {second}'"),
        ("import nothing.at.all", "f'The time is {second}'"),
    ],
)
def test_an_answer_may_use_what_is_defined_above_it(mine, above, value):
    put_before(mine / FIRST, "00.1", above)
    answer(mine / FIRST, "00.1", ANSWER.format(value))
    assert line(mine, "00").startswith("00_start_here  █··    1 of 3")


def test_what_acts_above_it_is_not_run(mine):
    put_before(mine / FIRST, "00.1", "N = print(1) or 3", "n = 3\nprint(n)", "M = n")
    answer(mine / FIRST, "00.1", ANSWER.format('f"The time is {second}" + 0 * f"{N}"'))
    assert still(mine, "00") == "not yet: 00.1; not started: 00.2, 00.3"


def test_an_answer_in_a_cell_of_one_s_own_counts(mine):
    def add(content):
        at = next(
            number
            for number, each in enumerate(content["cells"])
            if each["metadata"].get("wslesson") == {"exercise": "00.1", "part": "check"}
        )
        content["cells"].insert(at, code(solved_cell(find("00.1"))))

    change(mine / FIRST, add)
    assert line(mine, "00").startswith("00_start_here  █··")


def test_a_library_s_function_of_that_name_does_not_count(mine):
    put_before(mine / FIRST, "00.1", solved_cell(find("00.1")))
    answer(mine / FIRST, "00.1", "1 / 0")
    put_at_the_end(mine / FIRST, solved_cell(find("00.1")))
    assert still(mine, "00") == "not yet: 00.1; not started: 00.2, 00.3"


def test_an_answer_cell_may_await(mine):
    source = solved_cell(find("00.1")) + "\n\nimport asyncio\nawait asyncio.sleep(0)"
    answer(mine / FIRST, "00.1", source)
    assert line(mine, "00").startswith("00_start_here  █··")


# Answers that do harm


@pytest.mark.parametrize("source", ["1 +", "raise OSError('no')", "pass", "exit()"])
def test_an_answer_cell_that_does_not_run_is_not_yet(mine, source):
    answer(mine / FIRST, "00.1", source)
    solved = solved_cell(find("00.2"))
    answer(mine / FIRST, "00.2", solved)
    assert still(mine, "00") == "not yet: 00.1; not started: 00.3"


def test_an_answer_that_ends_python_hides_no_other(mine):
    solve(mine / SECOND)
    answer(mine / FIRST, "00.1")
    answer(mine / FIRST, "00.2", "import os\nos._exit(3)")
    said = f"{FIRST}: its answers ended Python after 00.1"
    assert line(mine, "00") == f"00_start_here  █··    1 of 3  {said}"
    assert line(mine, "01") == "01_streams     ████   4 of 4"


def test_an_answer_that_ends_python_first_is_said_to(mine):
    answer(mine / FIRST, "00.1", "import os\nos._exit(3)")
    assert still(mine, "00") == f"{FIRST}: its answers ended Python"


STUCK = """import re
re.match("(a*)*b", "a" * 40)  # so long that no thread can get in between"""


def test_an_answer_that_never_ends_hides_no_other(mine, monkeypatch):
    monkeypatch.setattr(results, "LIMIT", 1.0)
    answer(mine / FIRST, "00.1", STUCK)
    assert still(mine, "00") == f"{FIRST}: its answers did not end within 1 s"
    assert still(mine, "01") == "not started"


def test_a_thread_that_an_answer_leaves_does_not_keep_us(mine, monkeypatch):
    monkeypatch.setattr(results, "LIMIT", 20.0)
    left = (
        "import threading as t; t.Thread(target=t.Event().wait, daemon=False).start()"
    )
    answer(mine / FIRST, "00.1", f"{solved_cell(find('00.1'))}\n{left}")
    assert still(mine, "00") == "not started: 00.2, 00.3"


# Notebooks that are not as they should be


def test_a_missing_answer_cell_is_not_started(mine):
    answer(mine / FIRST, "00.1")

    def take_away(content):
        content["cells"] = [
            cell
            for cell in content["cells"]
            if cell["metadata"].get("wslesson", {}).get("exercise") != "00.2"
        ]

    change(mine / FIRST, take_away)
    said = "00_start_here  █··    1 of 3  not started: 00.2, 00.3"
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


def test_a_missing_notebook_is_named(mine):
    (mine / FIRST).unlink()
    assert still(mine, "00") == "not here: `wslesson update` brings it"
    assert still(mine, "01") == "not started"


def test_of_two_copies_the_better_answer_counts(mine):
    answer(mine / FIRST, "00.1")
    (mine / "00_start_here-Copy1.ipynb").write_bytes((mine / FIRST).read_bytes())
    answer(mine / "00_start_here-Copy1.ipynb", "00.1", "1 / 0")
    answer(mine / "00_start_here-Copy1.ipynb", "00.2")
    assert still(mine, "00") == "not started: 00.3"


def test_what_was_kept_at_a_reset_does_not_count(mine, no_process):
    answer(mine / FIRST, "00.1")
    (mine / FIRST).rename(mine / "00_start_here.kept-1.ipynb")
    assert progress(mine).lessons[0].passed == 0


def test_the_folder_one_is_in_is_read(mine, monkeypatch):
    monkeypatch.chdir(mine)
    (mine / FIRST).unlink()
    assert "not here" in str(progress())
