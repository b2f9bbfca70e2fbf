"""Answers that were judged wrongly once, and unusual ones, get a fair verdict."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from wslesson.course import check
from wslesson.exercises.bank import exercises, module_name

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


ENDLESS = "did not end within"


def answers(*, endless):
    return [
        pytest.param(name, *answer, id=f"{name}-{number}")
        for name, answers in HELD.items()
        for number, answer in enumerate(answers)
        if (answer[2] == ENDLESS) == endless
    ]


@pytest.mark.parametrize(("name", "source", "verdict", "told"), answers(endless=False))
def test_an_unusual_answer_is_judged_fairly(name, source, verdict, told):
    report = judged(name, source)
    assert report.verdict == verdict, report
    assert told in repr(report)


UNTRACED = """
from tests.checking.test_held import judged
from wslesson.checking import outcomes
outcomes.LIMIT = 0.3
print(judged({!r}, {!r}))
"""  # for the reason see tests/checking/test_judging.py


@pytest.mark.parametrize(("name", "source", "verdict", "told"), answers(endless=True))
def test_an_endless_answer_is_stopped(name, source, verdict, told):
    child = subprocess.run(
        [sys.executable, "-c", UNTRACED.format(name, source)],
        capture_output=True,
        text=True,
        timeout=120,
        env={k: v for k, v in os.environ.items() if not k.startswith("COV")},
        check=True,
    )
    assert verdict in child.stdout
    assert f"{told} 0.3 s of computing" in child.stdout
    assert "still runs" not in child.stdout
    assert not child.stderr
