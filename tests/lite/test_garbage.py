"""Why garbage is collected between cells only, and whether that is needed still."""

import pytest

from tests.lite.kernel import Kernel

pytestmark = pytest.mark.timeout(300)
# Without our layer. What other tasks leave in the memory of a suspended one is chance:
# here it is bytes that no pointer has. `collect(1)` is what Python does by itself.
FATAL = """
import asyncio, gc
from pyodide.ffi import run_sync
from pyodide_js import _module

class Deep:
    def __init__(self, depth, then):
        self.depth, self.then = depth, then

    def __getattr__(self, name):  # called from C, so each has a frame on C's stack
        if self.depth:
            return getattr(Deep(self.depth - 1, self.then), name)
        return self.then()

gc.disable()
gate, never, end = (asyncio.Future() for _ in range(3))

def suspend():
    end.set_result(_module.stackSave())
    run_sync(never)

async def first():
    run_sync(gate)
    _module.HEAPU8.fill(255, end.result(), _module.stackSave())
    gc.collect()
    gc.collect(1)

async def second():
    Deep(4, suspend).end

one, two = asyncio.ensure_future(first()), asyncio.ensure_future(second())
await end
gate.set_result(None)
await one
"""
MENDED = (
    "Pyodide can collect garbage while a task is suspended: pyodide/pyodide#6464 is "
    "mended. Remove `_collect_garbage_between_cells` from wslesson/lite/install.py, "
    "this file, CYCLE in test_names.py, and what docs/browser.md says of it."
)


def test_garbage_that_python_collects_by_itself_still_ends_the_kernel(new_tab, address):
    reply = Kernel(new_tab(), address).ask(FATAL)
    assert "out of bounds" in reply.get("died", ""), f"{MENDED}\n{reply}"
