"""Say how long a message waits for the next poll."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip
from .shared import NO_RETURN


def waiting(second: int, every: int) -> int:
    """Return how many seconds a message of this second waits for the next poll.

    A message that comes in the second of a poll is in that poll's answer: it waits 0.
    """
    return -second % every


EXERCISE = Exercise(
    id="waiting",
    title="How long does a message wait?",
    minutes=4,
    solution=waiting,
    cases=(
        Case((1, 4), 3, "The next poll is at 4: 4 - 1 = 3."),
        Case((6, 4), 2, "The next poll is at 8: 8 - 6 = 2."),
        Case((7, 4), 1, "The next poll is at 8: 8 - 7 = 1."),
        Case((8, 4), 0, "The poll at 8 takes it along: it waits 0."),
        Case((1, 60), 59, "The next poll is at 60: 60 - 1 = 59."),
        Case((9, 1), 0, "There is a poll at each second: it waits 0."),
        Case((11, 3), 1, "The polls are at 3, 6, 9 and 12: 12 - 11 = 1."),
        Case((3541, 60), 59, "The next poll is at 3600: 3600 - 3541 = 59."),
    ),
    hidden=(
        Case((10, 7), 4),
        Case((21, 7), 0),
    ),
    hints=(
        "When is the first poll that is not before the message?",
        "`second % every` is how long ago the last poll was. What is left of "
        "`every`, and what if that rest is 0?",
        "(every - second % every) % every. Python also takes it shorter: "
        "-second % every.",
    ),
    mistakes=(
        Slip("return ", "_ = ", NO_RETURN),
        Slip(
            "-second",
            "second",
            "That is the time since the last poll. How long until the next?",
        ),
        Slip(
            "-second",
            "every - second",
            "Look at a message of the very second of a poll: it must wait 0, not a "
            "whole round.",
        ),
        Slip(
            "-second",
            "second + -second",
            "That is the second of the poll. How long has the message waited?",
        ),
        Slip(
            "-second % every",
            "every - second",
            "This holds for the first poll only. Polls come again and again, every "
            "`every` seconds: think of the remainder, %.",
        ),
    ),
)
