"""A hint, a solution, a question: each comes when it is asked for."""

import pytest

from wslesson.course import hint, quiz, solution


def test_hints_lead_to_the_next_one(capsys):
    hint("02.1")
    first = capsys.readouterr().out.splitlines()
    assert first[0].startswith("Hint 1 of 3: ")
    assert first[1] == 'The next one: hint("02.1", 2)'
    hint("02.1", 3)
    assert "The next one" not in capsys.readouterr().out


@pytest.mark.parametrize("number", [0, 4])
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
