"""End the processes that a program of a learner's has started, wherever they are."""

from __future__ import annotations

from contextlib import suppress

import psutil

# In the environment, which all that a program starts inherits.
MARK = "WSLESSON_PROGRAM"


def end_marked(mark: str) -> None:
    """Kill what bears the mark, also where the process that started it has ended.

    A process group would be simpler, but a kernel that is killed takes its own
    group with it, and leaves others.
    """
    for process in psutil.process_iter():
        with suppress(psutil.Error):  # it has ended, or is somebody else's
            if process.environ().get(MARK) == mark:
                process.kill()
