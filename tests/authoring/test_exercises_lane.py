"""The exercises lane turns red on each way in which an exercise may misjudge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from authoring.lint import exercises as lane
from tests.authoring.fixtures.lesson_99 import COUNTER, DOUBLE, HALF, QUESTIONS
from wslesson.checking.model import Case, Choice, Mistake
from wslesson.exercises import bank

QUESTION = QUESTIONS[0]
RIGHT, WRONG = QUESTION.choices


def never(number: int) -> int:
    """Wait for ever."""
    raise NotImplementedError


def undocumented(number: int) -> int:
    return number * 2


def judge(**changed):
    """Return what is wrong with the first exercise of lesson 99, changed."""
    return "\n".join(lane.problems(replace(DOUBLE, **changed)))


@pytest.mark.parametrize(
    "exercise", [DOUBLE, HALF, COUNTER], ids=lambda exercise: exercise.id
)
def test_a_good_exercise_has_no_problem(exercise):
    assert lane.problems(exercise) == []


MESSAGE = DOUBLE.mistakes[0].message
FIRST, *OTHERS = DOUBLE.mistakes


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"cases": ()}, "it has no cases"),
        ({"mistakes": DOUBLE.mistakes[:2]}, "it has 2 mistakes"),
        ({"hints": ("a?", "b", "b")}, "not three different texts"),
        ({"hints": ("a?", "b", " ")}, "not three different texts"),
        ({"hints": ("a", "b", "c")}, "asks no question"),
        (
            {"mistakes": (*DOUBLE.mistakes, Mistake(lambda number: 0, MESSAGE))},
            "2 mistakes earn the message",
        ),
        (
            {"mistakes": (Mistake(lambda number: 0, ""), *OTHERS)},
            "1 mistakes earn the message ''",
        ),
        (
            {"mistakes": (Mistake(lambda number: number * 2, "x"), *OTHERS)},
            "the mistake <lambda> is passed",
        ),
        (
            {"mistakes": (*DOUBLE.mistakes, Mistake(FIRST.attempt, "never earned"))},
            f"the mistake <lambda> earns ['{MESSAGE}']",
        ),
        ({"solution": HALF.solution}, "its solution is not yet"),
        ({"solution": never}, "its solution is not started"),
        ({"solution": undocumented}, "its solution has no docstring"),
        ({"cases": (Case((2,), 5),)}, "its pasted solution is not yet"),
    ],
)
def test_a_bad_exercise_is_named(changed, expected):
    assert expected in judge(**changed)


def test_a_stub_that_is_judged_as_wrong_is_named(monkeypatch):
    stub = '# Answer\ndef double(number: int) -> int:\n    """Return."""\n    return 1'
    monkeypatch.setattr(lane, "stub_cell", lambda _: stub)
    found = judge()
    assert "its stub is not yet" in found
    assert "its stub is not the solution without bodies" in found
    assert "its stub gives away a part of a body" in found


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"choices": (RIGHT, replace(WRONG, right=True))}, "2 choices are right"),
        ({"choices": (replace(RIGHT, right=False), WRONG)}, "0 choices are right"),
        ({"choices": (RIGHT,)}, "1 choices: have 2 to 6"),
        ({"choices": (RIGHT, Choice(RIGHT.text, "x"))}, "two choices are the same"),
        ({"choices": (RIGHT, Choice("x", " "))}, "has no because"),
    ],
)
def test_a_bad_question_is_named(changed, expected):
    assert expected in "\n".join(lane.question_problems(replace(QUESTION, **changed)))
    assert lane.question_problems(QUESTION) == []


def test_a_name_that_is_not_that_of_its_place_is_named(lesson_99, monkeypatch):
    assert lane.naming_problems() == []
    from wslesson.exercises.fixture import double, half, questions

    changed = replace(double.EXERCISE, id="half")
    monkeypatch.setattr(double, "EXERCISE", changed)
    elsewhere = replace(half.EXERCISE, solution=double.double)
    monkeypatch.setattr(half, "EXERCISE", elsewhere)
    question = replace(questions.QUESTIONS[0], id="other.q1")
    monkeypatch.setattr(questions, "QUESTIONS", (question, *questions.QUESTIONS[1:]))
    assert lane.naming_problems() == [
        "half: 2 have this name",
        *("half: its function has another name", "half: it stands in another module")
        * 2,
        "other.q1: its name begins with fixture",
    ]


def test_the_command_line_says_what_it_finds(lesson_99, monkeypatch, capsys):
    from wslesson.exercises import fixture as found  # the copy that they use

    monkeypatch.setattr(bank, "topics", lambda: [found])
    assert lane.main() == 0
    assert capsys.readouterr().out == "3 exercises judge as they should\n"
    monkeypatch.setattr(found, "EXERCISES", ("double", "double"))
    assert lane.main() == 1
    assert capsys.readouterr().out.startswith("double: 2 have this name\n")
