"""The exercises, judged in a browser as on a machine."""

import ast

import pytest

from tests.lite.kernel import Kernel
from wslesson.exercises.bank import lesson_numbers

pytestmark = pytest.mark.timeout(300)
JUDGE = """
from wslesson.checking.judging import judge
from wslesson.exercises.bank import exercises
found = []
for exercise in exercises({lesson!r}):
    report = judge(exercise, exercise.solution)
    if not report.passed:
        found.append(f"{{exercise.id}}: its solution is {{report}}")
    for mistake in exercise.wrong_answers[:3]:
        report = judge(exercise, mistake.attempt)
        if report.verdict != "not yet" or mistake.message not in report.details:
            found.append(f"{{exercise.id}}: {{mistake.message}} is {{report}}")
print(found)
"""
# The loop that learners write here: it forgets what it has cut off, and never ends.
ENDLESS = """
from wslesson.checking.judging import judge
from wslesson.exercises.bank import find
def messages(stream):
    while stream:
        body = stream[10:10 + int(stream[:10])]
print(judge(find("messages"), messages))
"""


@pytest.fixture(scope="module")
def kernel(new_tab, address):
    return Kernel(new_tab(), address)


def test_an_answer_that_never_ends_is_stopped_and_gets_its_message(kernel):
    printed = kernel.printed(ENDLESS)
    assert "did not end within 2 s of computing" in printed
    assert "No end? Then `stream` does not get shorter." in printed


@pytest.mark.parametrize("lesson", lesson_numbers())
def test_solutions_pass_and_three_mistakes_each_get_their_messages(kernel, lesson):
    printed = kernel.printed(JUDGE.format(lesson=lesson), 120)
    assert ast.literal_eval(printed) == []
