"""Each slip of the reference fails at its stage, and at none before it."""

import pytest

from tests.projects.memory import why_not
from wslesson.projects.bank import find

PROJECT = find("by_hand")
REFERENCE = PROJECT.reference.read_text("utf-8")
IN_MEMORY = range(1, 11)  # the others need a process, or a network


def slips(numbers):
    return [
        pytest.param(number, slip, id=f"{number}-{slip.message}")
        for number in numbers
        for slip in PROJECT.stages[number].slips
    ]


def passed_before(number, text):
    """Return the stages before this one that a program passes, of those in memory."""
    stages = range(IN_MEMORY[0], number)
    return [
        each
        for each in stages
        if not why_not(PROJECT.stages[each], text, PROJECT.reference)
    ]


@pytest.mark.parametrize("number", IN_MEMORY)
def test_the_reference_passes(number):
    assert why_not(PROJECT.stages[number], REFERENCE, PROJECT.reference) is None


@pytest.mark.parametrize(("number", "slip"), slips(IN_MEMORY))
def test_a_slip_fails_at_its_stage(number, slip):
    text = slip.changed_in(REFERENCE, "the reference")
    assert passed_before(number, text) == [*range(1, number)]
    assert why_not(PROJECT.stages[number], text, PROJECT.reference)
