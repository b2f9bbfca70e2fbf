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
CYCLE = """
import wslesson
import gc, weakref
class Cycle: pass
cycle = Cycle()
cycle.me, known = cycle, weakref.ref(cycle)
del cycle
print(gc.isenabled(), known() is None)
"""


@pytest.fixture(scope="module")
def kernel(new_tab, address):
    return Kernel(new_tab(), address)


def test_each_name_is_where_it_was(kernel):
    assert kernel.printed(MOVED).strip() == "[]"


def test_an_answer_that_never_ends_is_stopped(kernel):
    limits = ast.literal_eval(kernel.printed(ENDLESS))
    assert limits == ["2 s of computing"] * 3


def test_garbage_is_collected_after_each_cell_only(kernel):
    assert kernel.printed(CYCLE).split() == ["False", "False"]
    assert kernel.printed("print(known())").strip() == "None"
