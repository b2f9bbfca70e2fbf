"""Each exercise judges as it should, and each question has one right answer."""

from threading import Event, Thread

import pytest

from authoring.lint import exercises as lane
from wslesson.exercises.bank import exercises, questions
from wslesson.exercises.streams.greet import _to_the_end


def test_there_are_exercises():
    assert exercises()


def test_each_name_is_unique_and_that_of_its_place():
    assert lane.naming_problems() == []


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.id)
def test_an_exercise_judges_as_it_should(exercise):
    assert lane.problems(exercise) == []


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.id)
def test_a_question_has_one_right_answer_and_reasons(question):
    assert lane.question_problems(question) == []


def test_the_threads_of_an_answer_are_waited_for_but_not_for_ever():
    go, begun = Event(), []

    def attempt(_door, _text):
        begun.append(Thread(target=go.wait))
        begun[0].start()

    _to_the_end(attempt, None, "")
    assert begun[0].is_alive()
    go.set()
    begun[0].join()
