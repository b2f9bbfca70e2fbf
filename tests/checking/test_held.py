"""Answers that were judged wrongly once, and unusual ones, get a fair verdict."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from wslesson.checking.bank import exercises, module_name
from wslesson.course import check

HELD = {
    module.name: import_module(f"tests.checking.held.{module.name}").ANSWERS
    for module in iter_modules([str(Path(__file__).parent / "held")])
}
EXERCISES = {module_name(each.id): each.id for each in exercises()}


def judged(name, source):
    """Check a source text as a notebook would."""
    names = {"__name__": "__main__"}
    exec(source, names)
    answer = names[EXERCISES[name]]
    return check(**{EXERCISES[name]: answer})


@pytest.mark.parametrize(
    ("name", "source", "verdict", "told"),
    [
        pytest.param(name, *answer, id=f"{name}-{number}")
        for name, answers in HELD.items()
        for number, answer in enumerate(answers)
    ],
)
def test_an_unusual_answer_is_judged_fairly(name, source, verdict, told):
    report = judged(name, source)
    assert report.verdict == verdict, report
    assert told in repr(report)
