"""README.md shows what `check` really says to a wrong answer."""

import re
from pathlib import Path
from textwrap import fill

from wslesson.checking.cells import NOT_YET, stub_cell
from wslesson.course import check
from wslesson.exercises.bank import exercises, find

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
BLOCKS = re.compile(r"```python\n(.*?)```\n+```text\n(.*?)```", re.DOTALL)
WIDTH = 88


def test_the_wrong_answer_is_told_what_the_page_says():
    ((source, shown),) = BLOCKS.findall(README)
    answer, called = source.rstrip().rsplit("\n", 1)
    asked, _, _ = stub_cell(find("encode_message")).partition(NOT_YET)
    assert answer.startswith(asked.partition("\n")[2].rstrip())
    names = {"check": check}
    exec(answer, names)
    lines = repr(eval(called, names)).splitlines()
    told = [fill(line, WIDTH, subsequent_indent="  ") for line in lines]
    assert "\n".join(told) == shown.rstrip()


def test_as_many_mistakes_are_known_as_the_page_says():
    assert "several hundred" in README
    assert sum(len(each.mistakes) for each in exercises()) > 300
