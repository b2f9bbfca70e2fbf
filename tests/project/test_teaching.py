"""docs/teaching.md names the lessons and exercises that there are, and their time."""

import re
from pathlib import Path

import nbformat
import pytest

from authoring.notebooks import chosen
from wslesson.exercises.bank import exercises, find, find_question, questions

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "teaching.md"
SESSIONS = "Six sessions of 90 minutes"
WORKSHOP = "A workshop of two days"
A_SESSION, A_BLOCK = 75, 90  # minutes for lessons, as the guide says
HEADER = re.compile(r"\*Lesson (\d\d) · (\d+) minutes\*")


def section(title):
    _, _, rest = GUIDE.read_text(encoding="utf-8").partition(f"\n## {title}\n")
    assert rest, f"no section {title}"
    return rest.partition("\n## ")[0]


def rows(title):
    """Return the cells of each row of a section's table, without the heading."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[2:]]


def minutes_in(cell):
    """Return what a cell of a plan says: `01: 60 min, 02: 15 min`."""
    return [(number, int(m)) for number, m in re.findall(r"(\d\d): (\d+) min", cell)]


def minutes_of_notebooks():
    titles = [nbformat.read(path, as_version=4).cells[0].source for path in chosen()]
    return {number: int(m) for number, m in map(read_header, titles)}


def read_header(title):
    return HEADER.search(title).groups()


@pytest.mark.parametrize("plan", [SESSIONS, WORKSHOP])
def test_a_plan_has_each_lesson_with_all_its_minutes(plan):
    planned = {}
    for _, home, together in rows(plan):
        for number, minutes in minutes_in(home) + minutes_in(together):
            planned[number] = planned.get(number, 0) + minutes
    assert planned == minutes_of_notebooks()


@pytest.mark.parametrize(("plan", "room"), [(SESSIONS, A_SESSION), (WORKSHOP, A_BLOCK)])
def test_what_is_done_together_fills_the_time_and_no_more(plan, room):
    taken = [sum(m for _, m in minutes_in(row[2])) for row in rows(plan)]
    assert {minutes for minutes in taken if minutes} == {room}


@pytest.mark.parametrize("plan", [SESSIONS, WORKSHOP])
def test_lessons_come_in_their_order(plan):
    order = [n for row in rows(plan)[:-1] for n, _ in minutes_in(f"{row[1]} {row[2]}")]
    assert order == sorted(order)


def test_the_aims_name_each_lesson_by_its_title_and_minutes():
    said = [
        (lesson, int(minutes)) for lesson, minutes, _ in rows("What each lesson is for")
    ]
    titles = [nbformat.read(path, as_version=4).cells[0].source for path in chosen()]
    assert said == [
        (f"{number} {title.splitlines()[0].removeprefix('# ')}", int(minutes))
        for title in titles
        for number, minutes in [read_header(title)]
    ]


def test_the_sum_of_all_minutes_is_the_one_of_the_notebooks():
    (total,) = re.findall(r"lessons take (\d+) minutes", GUIDE.read_text("utf-8"))
    assert int(total) == sum(minutes_of_notebooks().values())


def test_the_readme_names_the_same_minutes():
    readme = (ROOT / "README.md").read_text("utf-8")
    told = re.findall(r"^\| \[(\d\d) .*\| (\d+) \|$", readme, re.MULTILINE)
    assert {n: int(m) for n, m in told} == minutes_of_notebooks()


def named():
    """Yield the exercises and questions that the table of misconceptions names."""
    for row in rows("Misconceptions, and what catches them"):
        for name in re.findall(r"`([\w.]+)`", row[1]):
            yield find_question(name) if "." in name else find(name)


def test_each_lesson_has_a_misconception_that_it_catches():
    lessons = {
        number
        for number in minutes_of_notebooks()
        if {*named()} & {*exercises(number), *questions(number)}
    }
    assert lessons == set(minutes_of_notebooks())


def test_each_page_that_is_linked_exists():
    for link in re.findall(r"\]\(([\w./]+)\)", GUIDE.read_text(encoding="utf-8")):
        assert (GUIDE.parent / link).exists(), link
