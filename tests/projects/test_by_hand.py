"""The project *by hand* as a program of its own, over TCP; and what it consists of."""

import ast
import sys

import pytest

from wslesson.checking.stages.playing import play
from wslesson.checking.stages.program import Patience
from wslesson.projects.bank import find
from wslesson.projects.by_hand.guests import KEY

PROJECT = find("by_hand")
REFERENCE = PROJECT.reference.read_text("utf-8")
CROWD, CASES = 11, 12
HASTY = Patience(answer=0.5)  # for what never comes, however long one waits


@pytest.fixture
def file(tmp_path):
    return tmp_path / "by_hand.py"


def test_the_reference_passes_over_tcp():
    report = play(PROJECT, PROJECT.reference, CROWD)
    assert report.failure is None
    assert len(report.passed) == CROWD + 1


def test_the_skeleton_passes_the_first_stage_and_no_other():
    report = play(PROJECT, PROJECT.skeleton)
    assert [stage.title for stage, _ in report.passed] == [PROJECT.stages[0].title]
    assert report.failure.stage is PROJECT.stages[1]
    assert report.failure.why == "expected the response 101, got none"


@pytest.mark.parametrize("slip", PROJECT.stages[0].slips, ids=lambda it: it.message)
def test_a_slip_fails_at_once(file, slip):
    file.write_text(slip.changed_in(REFERENCE, "the reference"), "utf-8")
    assert play(PROJECT, file, 0).failure


@pytest.mark.parametrize("slip", PROJECT.stages[CROWD].slips, ids=lambda it: it.message)
def test_a_slip_fails_in_the_crowd(file, slip):
    file.write_text(slip.changed_in(REFERENCE, "the reference"), "utf-8")
    assert play(PROJECT, file, CROWD - 1).failure is None
    assert play(PROJECT, file, CROWD, first=CROWD, patience=HASTY).failure


def test_a_real_client_draws_a_key_of_its_own(file):
    digest = "(key + GUID)"
    assert digest in REFERENCE
    text = REFERENCE.replace(digest, f"({KEY!r} + GUID)")
    file.write_text(text, "utf-8")
    why = play(PROJECT, file, 1, first=1).failure.why
    assert why.startswith("the library `websockets` says: ")


def test_each_stage_that_is_to_be_earned_has_two_slips():
    assert all(len(stage.slips) >= 2 for stage in PROJECT.stages[:CASES])
    assert PROJECT.last == CASES


@pytest.mark.parametrize(
    "path", [PROJECT.skeleton, PROJECT.reference], ids=lambda it: it.stem
)
def test_the_file_needs_nothing_but_the_standard_library(path):
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert {name.name for name in node.names} <= sys.stdlib_module_names
        if isinstance(node, ast.ImportFrom):
            assert node.module in sys.stdlib_module_names
