"""The program can grow stage by stage: each asks for something of its own."""

import pytest

from tests.projects.growth import GROWTH, PROJECT
from tests.projects.memory import why_not


@pytest.mark.parametrize("number", range(10))
def test_the_program_of_a_stage_passes_so_far_and_no_further(number):
    stages = range(1, number + 2)
    passed = [
        each
        for each in stages
        if not why_not(PROJECT.stages[each], GROWTH[number], PROJECT.reference)
    ]
    assert passed == [*range(1, number + 1)]


def test_each_stage_changes_the_program():
    assert len({*GROWTH}) == 12
    assert GROWTH[0] == PROJECT.skeleton.read_text("utf-8")
    assert GROWTH[11] == PROJECT.reference.read_text("utf-8")
