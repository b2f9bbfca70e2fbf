"""A thousandth of what `python -m authoring.chaos.parsers 100000` tries."""

import pytest

from authoring.chaos.parsers import PARSERS, attack


@pytest.mark.rule("S04")
@pytest.mark.parametrize("name", PARSERS)
def test_mutated_input_does_nothing_that_is_not_documented(name):
    assert attack(name, 100) > 1
