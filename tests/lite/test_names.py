"""What the layer leans on, and what it lets others do, asked in a browser."""

import ast

import pytest

from tests.lite.kernel import Kernel

pytestmark = pytest.mark.timeout(300)
MOVED = """
import wslesson
from wslesson.lite.names import moved
print(moved())
"""
ENDLESS = """
from wslesson.checking.outcomes import bounded
print([bounded(lambda: exec(code)).limit for code in (
    "while True: pass",
    "while True:\\n    pass",
    "[1 for _ in iter(int, 1)]",
)])
"""


@pytest.fixture(scope="module")
def kernel(new_tab, address):
    return Kernel(new_tab(), address)


def test_each_name_is_where_it_was(kernel):
    assert kernel.printed(MOVED).strip() == "[]"


def test_an_answer_that_never_ends_is_stopped(kernel):
    limits = ast.literal_eval(kernel.printed(ENDLESS))
    assert limits == ["2 s of computing"] * 3
