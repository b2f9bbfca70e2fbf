"""docs/by_hand.md shows what `check` says, and lists the stages that there are."""

import difflib
import re
from pathlib import Path

from tests.projects.growth import GROWTH, PROJECT
from wslesson.checking.stages.playing import play
from wslesson.projects.by_hand.rules import LIMIT

PAGE = (Path(__file__).parents[2] / "docs" / "by_hand.md").read_text("utf-8")


def code(text):
    return [line for line in text.splitlines() if line.strip()]


def added(number):
    """Return how many lines a stage adds to the program."""
    before = code(GROWTH[number - 1]) if number else []
    lines = difflib.ndiff(before, code(GROWTH[number]))
    return sum(line.startswith("+") for line in lines)


def test_the_table_has_each_stage_its_lesson_its_minutes_and_its_lines():
    lines = [*map(added, range(len(GROWTH))), ""]
    wanted = [
        f"| {at} | {it.title} | {it.lesson} | {it.minutes} | {lines[at]} |".replace(
            "  ", " "
        )
        for at, it in enumerate(PROJECT.stages)
    ]
    assert re.findall(r"^\| \d.*", PAGE, re.MULTILINE) == wanted


def test_a_wrong_program_is_told_what_the_page_says(tmp_path):
    file = tmp_path / "by_hand.py"
    file.write_text(GROWTH[4], "utf-8")
    (shown,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert repr(play(PROJECT, file)) == shown.rstrip()


def test_the_limit_is_the_one_that_the_page_names():
    assert f"at most {LIMIT >> 20} MiB" in PAGE
