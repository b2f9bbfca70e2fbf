"""Did an answer wait for longer than it may?"""

from __future__ import annotations


def is_late(took: float, due: float, limit: float) -> bool:
    """Return whether an answer came late. What it waited for was there after `due`.

    It may look from time to time: by half of its limit later it has looked.
    """
    return took > due + limit / 2


def left(how: str, took: float, due: float, limit: float) -> str:
    """Say how an answer left, and that it came late if it did."""
    return f"{how}, {took - due:.1f} s late" if is_late(took, due, limit) else how
