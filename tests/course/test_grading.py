"""What an answer earns: nbgrader reads the number, people read the rest."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from wslesson.checking.judging import judge
from wslesson.course.grading import score
from wslesson.exercises.bank import exercises, find

# Its eight cases give 3, 12, 2, 2, 1, 0, 900, 514; its hidden ones 14 and 0.
COUNT = "count_requests"
SOLUTION = find(COUNT).solution


def earns(answer, points=2, **options):
    return repr(score(count_requests=answer, points=points, **options))


@pytest.mark.parametrize("hidden", [False, True])
def test_a_right_answer_earns_all(hidden):
    assert earns(SOLUTION, hidden=hidden) == "2"


def test_an_answer_earns_a_share_for_each_case_that_passes():
    assert earns(lambda every, end: 3) == "0.25"  # one of eight, of 2 points
    assert earns(lambda every, end: 2) == "0.5"
    assert earns(lambda every, end: 0, hidden=True) == "1"
    assert earns(lambda every, end: -1) == "0"


def test_an_answer_that_knows_the_shown_cases_alone_earns_nothing_for_the_others():
    known = {case.args: case.expected for case in find(COUNT).cases}

    def by_heart(every, end):
        return known.get((every, end))

    assert (earns(by_heart), earns(by_heart, hidden=True)) == ("2", "0")


def test_an_answer_that_raises_now_and_then_earns_the_rest():
    assert earns(lambda every, end: SOLUTION(every, end) or 1 / 0) == "1.75"


@pytest.mark.parametrize("hidden", [False, True])
def test_an_answer_that_is_not_begun_earns_nothing(hidden):
    def stub(every, end):
        raise NotImplementedError

    assert earns(stub, hidden=hidden) == "0"


NEVER = """
from wslesson.checking import outcomes
from wslesson.course.grading import score

outcomes.LIMIT = 0.1

def count_requests(every, end):
    while {when}:
        pass
    return end // every

print(score(count_requests=count_requests, points=2, hidden={hidden}))
"""


@pytest.mark.parametrize(
    ("when", "hidden"), [("True", False), ("every == 12", False), ("True", True)]
)
def test_an_answer_that_does_not_end_earns_nothing(when, hidden):
    child = subprocess.run(  # where nobody traces: it is stopped by an error thrown in
        [sys.executable, "-c", NEVER.format(when=when, hidden=hidden)],
        env={k: v for k, v in os.environ.items() if not k.startswith("COV")},
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    assert child.stdout == "0\n"


def test_what_an_answer_says_on_stderr_does_not_fail_it(capsys):
    def warns(every, end):
        print("deprecated", file=sys.stderr)
        return SOLUTION(every, end)

    assert earns(warns) == "2"
    out, err = capsys.readouterr()
    assert (err, "deprecated" in out) == ("", True)


def test_people_see_the_report_and_the_points():
    shown = score(count_requests=lambda every, end: 3, points=2)._repr_html_()
    assert "count_requests · Count the requests: not yet" in shown
    assert "0.25 of 2 points" in shown


def test_what_is_no_function_or_no_exercise_is_an_error():
    with pytest.raises(TypeError, match="The answer is the function itself"):
        score(count_requests=3, points=2)
    with pytest.raises(LookupError, match="There is no exercise count_answers"):
        score(count_answers=SOLUTION, points=2)


# The hidden cases of all exercises


@pytest.mark.parametrize("exercise", exercises(), ids=lambda each: each.id)
def test_the_hidden_cases_are_new_and_the_solution_passes_them(exercise):
    shown = [case.args for case in exercise.cases]
    assert not [case for case in exercise.hidden if case.args in shown]
    if exercise.hidden:
        hidden = replace(exercise, cases=exercise.hidden)
        assert judge(hidden, exercise.solution).passed
