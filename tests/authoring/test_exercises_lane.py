"""The exercises lane turns red on each way in which an exercise may misjudge."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest

from authoring.lint import exercises as lane
from tests.authoring.fixtures.exercises import fixture as data
from wslesson.checking import bank
from wslesson.checking.model import Case, Choice, Mistake

DOUBLE, HALF, COUNTER = data.EXERCISES
QUESTION = data.QUESTIONS[0]
RIGHT, WRONG = QUESTION.choices


def never(number: int) -> int:
    """Wait for ever."""
    raise NotImplementedError


def undocumented(number: int) -> int:
    return number * 2


@pytest.fixture
def judge(monkeypatch):
    """Return what judges an exercise in place of the first of lesson 99."""

    def judge(**changed: object) -> str:
        changed_exercise = replace(DOUBLE, **changed)
        judging = import_module("wslesson.checking.judging")
        monkeypatch.setattr(judging, "find", lambda _: changed_exercise)
        return "\n".join(lane.problems(changed_exercise))

    return judge


@pytest.mark.parametrize("exercise", data.EXERCISES, ids=lambda exercise: exercise.id)
def test_a_good_exercise_has_no_problem(lesson_99, exercise):
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
        ({"solution": data.half}, "its solution is not yet"),
        ({"solution": never}, "its solution is not started"),
        ({"solution": undocumented}, "its solution has no docstring"),
        ({"cases": (Case((2,), 5),)}, "its pasted solution is not yet"),
    ],
)
def test_a_bad_exercise_is_named(judge, changed, expected):
    assert expected in judge(**changed)


def test_a_stub_that_is_judged_as_wrong_is_named(judge, monkeypatch):
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


def test_ids_out_of_order_are_named(lesson_99, monkeypatch):
    assert lane.numbering_problems("99") == []
    from wslesson.exercises import fixture as found  # the copy that they use

    monkeypatch.setattr(found, "EXERCISES", (found.EXERCISES[1], found.EXERCISES[0]))
    monkeypatch.setattr(found, "QUESTIONS", found.QUESTIONS[:1] * 2)
    assert lane.numbering_problems("99") == [
        "99.2: should be 99.1",
        "99.1: should be 99.2",
        "99.q1: should be 99.q2",
    ]


def test_the_command_line_says_what_it_finds(lesson_99, monkeypatch, capsys):
    from wslesson.exercises import fixture as found  # the copy that they use

    monkeypatch.setattr(bank, "topics", lambda: [found])
    assert lane.main() == 0
    assert capsys.readouterr().out == "3 exercises judge as they should\n"
    monkeypatch.setattr(found, "QUESTIONS", found.QUESTIONS[1:])
    assert lane.main() == 1
    assert capsys.readouterr().out.startswith("99.q2: should be 99.q1\n")
