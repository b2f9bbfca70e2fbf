"""A class hands in lesson 02, and nbgrader itself, in its own environment, grades it.

Export, hand out, hand in, grade, look into the gradebook: `make nbgrader`.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.require import missing
from wslesson.checking.cells import solved_cell, stub_cell
from wslesson.exercises.bank import exercises, find
from wslesson.export.nbgrader import export

LESSON, FILE = "02_framing", "02_framing.ipynb"
EXERCISES = exercises("02")
ROOM = Path(__file__).parents[2] / ".venv" / "nbgrader"
BIN = ROOM / ("Scripts" if os.name == "nt" else "bin")
PATIENCE = 12  # seconds for one cell; no cell of the lesson takes three

# Right for sizes, and for nothing that must be refused.
CARELESS = """def parse_header(header):
    return int(header)"""
NEVER_ENDS = """def encode_message(text):
    while True:
        pass"""
WAITS_FOR_EVER = """import asyncio
await asyncio.Event().wait()"""
WAITS_WHEN_CALLED = """import asyncio
def parse_note():
    asyncio.run(asyncio.Event().wait())"""

SOLVED = {each.id: solved_cell(each) for each in EXERCISES}
CLASS = {
    "solved": SOLVED,
    "untouched": {},
    "half-done": {
        "encode_message": SOLVED["encode_message"],
        "parse_header": CARELESS,
        "MessageReader": "class 1",
    },
    "stuck": {
        "encode_message": NEVER_ENDS,
        "parse_header": WAITS_FOR_EVER,
        "MessageReader": SOLVED["MessageReader"],
        "parse_note": WAITS_WHEN_CALLED,
    },
}

KINDS = ("check", "hidden")
FULL = {each.id: [each.minutes - 1, 1] for each in EXERCISES}
NOTHING = {each.id: [0, 0] for each in EXERCISES}

pytestmark = pytest.mark.timeout(240)


def run(course, *command):
    """Run a program of nbgrader's environment in the folder of the course."""
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])  # nbgrader calls alembic
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=course,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def cells_of(notebook):
    """The cells that nbgrader knows, by their ids."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in notebook["cells"]
        if "nbgrader" in cell["metadata"]
    }


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The exported course, with lesson 02 handed out."""
    if not (ROOM / "installed").exists():
        missing("nbgrader's environment", "run `make nbgrader`")
    folder = tmp_path_factory.mktemp("class") / "course"
    list(export(folder))
    run(folder, "nbgrader", "generate_assignment", LESSON)
    return folder


@pytest.fixture(scope="module")
def released(course):
    """The notebook that each learner gets, as text."""
    return (course / "release" / LESSON / FILE).read_text("utf-8")


@pytest.fixture(scope="module")
def gradebook(course, released):
    """What each learner got for each cell: points, of how many, and by hand or not."""
    for learner, answers in CLASS.items():
        notebook = json.loads(released)
        for cell in notebook["cells"]:
            about = cell["metadata"].get("wslesson", {})
            if about.get("part") == "answer":
                cell["source"] = answers.get(about["exercise"], cell["source"])
        handed_in = course / "submitted" / learner / LESSON / FILE
        handed_in.parent.mkdir(parents=True)
        handed_in.write_text(json.dumps(notebook), "utf-8")
    run(course, "nbgrader", "autograde", LESSON, f"--Execute.timeout={PATIENCE}")
    python = Path(__file__).with_name("gradebook.py")
    return json.loads(run(course, "python", str(python), LESSON))


def points(gradebook, learner):
    """The points of a learner: for each exercise, of its check and hidden cells."""
    grades = gradebook[learner]
    return {
        each.id: [grades[f"{kind}-{each.id.replace('.', '-')}"][0] for kind in KINDS]
        for each in EXERCISES
    }


def test_what_is_handed_out_is_the_learner_s_edition(released):
    cells = cells_of(json.loads(released))
    for each in EXERCISES:
        answer = cells[f"answer-{each.id.replace('.', '-')}"]
        assert "".join(answer["source"]) == stub_cell(each)


def test_no_line_of_a_solution_and_no_hidden_case_is_handed_out(released):
    text = "\n".join("".join(cell["source"]) for cell in json.loads(released)["cells"])
    assert "BEGIN" not in text
    assert "hidden=True" not in text
    graded = cells_of(json.loads(released)).values()
    handed = {line.strip() for cell in graded for line in cell["source"]}
    for each in EXERCISES:
        stub = set(map(str.strip, stub_cell(each).splitlines()))
        solution = set(map(str.strip, solved_cell(each).splitlines()))
        assert not (solution - stub) & handed


def test_nbgrader_grades_every_cell_without_help(gradebook):
    assert set(gradebook) == set(CLASS)
    for grades in gradebook.values():
        assert sum(most for _, most, _ in grades.values()) == sum(
            map(sum, FULL.values())
        )
        assert not any(by_hand for _, _, by_hand in grades.values())


def test_solved_gets_full_marks(gradebook):
    assert points(gradebook, "solved") == FULL


def test_untouched_gets_none(gradebook):
    assert points(gradebook, "untouched") == NOTHING


def test_half_done_gets_a_part(gradebook):
    passed = 11  # int() takes the four sizes, and refuses seven of the rest
    share = round(5 * passed / len(find("parse_header").cases), 2)
    assert points(gradebook, "half-done") == {
        **NOTHING,
        "encode_message": FULL["encode_message"],
        "parse_header": [share, 0.67],  # int() takes two of six that are no size
    }


def test_what_never_ends_fails_alone(gradebook):
    assert points(gradebook, "stuck") == {
        **NOTHING,
        "MessageReader": FULL["MessageReader"],
    }
