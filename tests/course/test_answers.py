"""A hint, a solution, a question: each comes when it is asked for."""

from dataclasses import replace
from importlib import import_module

import pytest

from wslesson.checking.bank import find
from wslesson.course import hint, quiz, solution


def test_hints_lead_to_the_next_one(capsys):
    hint("02.1")
    first = capsys.readouterr().out.splitlines()
    assert first[0].startswith("Hint 1 of 3: ")
    assert first[1] == 'The next one: hint("02.1", 2)'
    hint("02.1", 3)
    assert "The next one" not in capsys.readouterr().out


@pytest.mark.parametrize("number", [0, 4, "x", 1.5, None])
def test_there_are_three_hints(number):
    with pytest.raises(LookupError, match=r"The hints of 02\.1 are 1 to 3"):
        hint("02.1", number)


def test_a_solution_is_a_cell_to_paste(capsys):
    solution("02.1")
    text = capsys.readouterr().out
    assert text.startswith("# Answer 02.1: ")
    compile(text, "cell", "exec")


def test_a_quiz_asks_and_then_answers(capsys):
    quiz("02.q1")
    asked = capsys.readouterr().out
    assert "\n  a) " in asked
    answers = []
    for letter in "abc":
        quiz("02.q1", letter)
        answers.append(capsys.readouterr().out.split(":")[0])
    assert sorted(answers) == ["Not quite", "Not quite", "Right"]


def test_a_choice_that_is_not_there_is_refused():
    with pytest.raises(LookupError, match=r"The choices of 02\.q1 are a, b, c"):
        quiz("02.q1", "z")


# As people type


@pytest.mark.parametrize("way", [2.1, "2.1", " 02.1", "02.1 "])
def test_an_exercise_is_known_without_its_quotes_or_its_zero(way, capsys):
    hint(way)
    said = capsys.readouterr().out
    assert said.endswith('The next one: hint("02.1", 2)\n')
    solution(way)
    assert capsys.readouterr().out.startswith("# Answer 02.1: ")


@pytest.mark.parametrize("number", ["2", " 2 "])
def test_a_hint_s_number_may_have_quotes(number, capsys):
    hint("02.1", number)
    assert capsys.readouterr().out.startswith("Hint 2 of 3: ")


def test_a_number_that_may_mean_two_exercises_is_to_be_quoted(monkeypatch):
    lesson = import_module("wslesson.exercises.framing")
    first = lesson.EXERCISES[0]
    tenth = replace(first, id="02.10")
    monkeypatch.setattr(lesson, "EXERCISES", (*lesson.EXERCISES, tenth))
    assert find("2.1") is first
    with pytest.raises(LookupError, match=r"02\.10\. Write it in quotes\.$"):
        find(2.1)


@pytest.mark.parametrize("wrong", [2, 2.9, None, hint])
def test_what_is_no_exercise_is_told_how_to_be_written(wrong):
    with pytest.raises(LookupError, match=r"There is no exercise .* in quotes\.$"):
        hint(wrong)


@pytest.mark.parametrize("choice", ["b", "B", "b)", " b", "(b)", "b. "])
@pytest.mark.parametrize("question", ["0.q1", "00.Q1"])
def test_a_choice_is_taken_as_people_write_it(question, choice, capsys):
    quiz("00.q1", "b")
    said = capsys.readouterr().out
    quiz(question, choice)
    assert capsys.readouterr().out == said


@pytest.mark.parametrize("choice", ["", "ab", 1, "360"])
def test_another_choice_is_told_how_to_be_written(choice):
    with pytest.raises(LookupError, match=r'are a, b, c: write quiz\("00\.q1", "a"\)'):
        quiz("00.q1", choice)
