"""A hint, a solution, a question: each comes when it is asked for."""

import pytest

from wslesson.course import hint, quiz, solution


def test_hints_lead_to_the_next_one(capsys):
    hint("encode_message")
    first = capsys.readouterr().out.splitlines()
    assert first[0].startswith("Hint 1 of 3: ")
    assert first[1] == 'The next one: hint("encode_message", 2)'
    hint("encode_message", 3)
    assert "The next one" not in capsys.readouterr().out


@pytest.mark.parametrize("number", [0, 4, "x", 1.5, None])
def test_there_are_three_hints(number):
    with pytest.raises(LookupError, match=r"The hints of encode_message are 1 to 3"):
        hint("encode_message", number)


def test_a_solution_is_a_cell_to_paste(capsys):
    solution("encode_message")
    text = capsys.readouterr().out
    assert text.startswith("# Answer: Count the bytes\n")
    compile(text, "cell", "exec")


def test_a_quiz_asks_and_then_answers(capsys):
    quiz("framing.euro")
    asked = capsys.readouterr().out
    assert "\n  a) " in asked
    answers = []
    for letter in "abc":
        quiz("framing.euro", letter)
        answers.append(capsys.readouterr().out.split(":")[0])
    assert sorted(answers) == ["Not quite", "Not quite", "Right"]


def test_a_choice_that_is_not_there_is_refused():
    with pytest.raises(LookupError, match=r"The choices of framing\.euro are a, b, c"):
        quiz("framing.euro", "z")


# As people type


def encode_message(text):
    return None


@pytest.mark.parametrize("way", [" encode_message ", encode_message])
def test_an_exercise_is_known_by_its_name_or_by_the_answer_itself(way, capsys):
    hint(way)
    said = capsys.readouterr().out
    assert said.endswith('The next one: hint("encode_message", 2)\n')
    solution(way)
    assert capsys.readouterr().out.startswith("# Answer: Count the bytes\n")


@pytest.mark.parametrize("number", ["2", " 2 "])
def test_a_hint_s_number_may_have_quotes(number, capsys):
    hint("encode_message", number)
    assert capsys.readouterr().out.startswith("Hint 2 of 3: ")


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("encode_mesage", r"There is no exercise encode_mesage\. Is it encode_message"),
        ("messagereader", r"Is it MessageReader"),
        ("nothing_like_it_at_all", r"Its name stands on its card in the lesson\."),
        (None, r"There is no exercise None\."),
    ],
)
def test_a_wrong_name_is_told_with_those_that_are_near(wrong, near):
    with pytest.raises(LookupError, match=near):
        hint(wrong)


@pytest.mark.parametrize("old", ["02.1", "2.1", 2.1, " 02.1 "])
def test_a_number_of_the_first_edition_is_told_its_name(old):
    with pytest.raises(LookupError, match=r"2\.1 is called encode_message now"):
        hint(old)
    with pytest.raises(
        LookupError, match=r"The question 02\.q1 is called framing\.euro"
    ):
        quiz("02.q1")


@pytest.mark.parametrize("choice", ["b", "B", "b)", " b", "(b)", "b. "])
def test_a_choice_is_taken_as_people_write_it(choice, capsys):
    quiz("start_here.polling", "b")
    said = capsys.readouterr().out
    quiz("start_here.polling", choice)
    assert capsys.readouterr().out == said


@pytest.mark.parametrize("choice", ["", "ab", 1, "360"])
def test_another_choice_is_told_how_to_be_written(choice):
    with pytest.raises(
        LookupError, match=r'are a, b, c: write quiz\("start_here\.polling", "a"\)'
    ):
        quiz("start_here.polling", choice)
