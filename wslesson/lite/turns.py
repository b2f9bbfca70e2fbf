"""Lets a thread that computes for long give way, where its code jumps back."""

from __future__ import annotations

import sys
from types import CodeType
from typing import Any

from .threads import LONGEST_TURN, Thread, give_way

TURN = LONGEST_TURN / 4  # seconds
TOOL = 4  # a number that Python keeps for nobody
# Never in the middle of a library: some of it, as of this layer, relies on having the
# processor. Solutions of exercises are no library.
LIBRARIES, EXERCISES = "/lib/", "/wslesson/exercises/"


def install() -> None:
    """Look at the clock at each jump."""
    monitoring: Any = vars(sys)["monitoring"]  # from Python 3.12 on

    def jumped(code: CodeType, _start: int, _end: int) -> Any:
        name = code.co_filename
        if name.startswith(LIBRARIES) and EXERCISES not in name:
            return monitoring.DISABLE  # here, for good
        if Thread.running.stretch() > TURN:
            give_way()
        return None

    monitoring.use_tool_id(TOOL, "wslesson")
    monitoring.register_callback(TOOL, monitoring.events.JUMP, jumped)
    monitoring.set_events(TOOL, monitoring.events.JUMP)
