"""Say what the clock says: what `clock_message` must do."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip
from .shared import NO_RETURN


def clock_message(second: int) -> str:
    """Return what the clock says, as in "The time is 3"."""
    return f"The time is {second}"


EXERCISE = Exercise(
    id="clock_message",
    title="Say what the clock says",
    minutes=2,
    solution=clock_message,
    cases=(
        Case(
            (3,),
            "The time is 3",
            "One text, no comma: the words, a space, `second`.",
        ),
        Case((0,), "The time is 0"),
        Case((59,), "The time is 59"),
    ),
    hidden=(
        Case((7,), "The time is 7"),
        Case((3600,), "The time is 3600"),
    ),
    hints=(
        "What must the function hand back, and does it have a `return`?",
        "An f-string fills in what stands between its braces.",
        'return f"The time is {…}", with the name of the parameter for the dots.',
    ),
    mistakes=(
        Slip(
            'f"The time is {second}"',
            "None",
            NO_RETURN,
        ),
        Slip(
            'f"The time is {second}"',
            '"The time is " + second',
            "An f-string puts `second`, a number, into the text.",
        ),
        Slip(
            'f"The time is {second}"',
            '("The time is", second)',
            "A comma makes a tuple of two values (only `print` puts a space "
            "there). Make one text: an f-string.",
        ),
        Slip(
            'f"The time is {second}"',
            '"The time is {second}"',
            "The braces are still there: put an f in front of the quote.",
        ),
        Slip(
            'f"The time is {second}"',
            '"The time is 3"',
            "The number is always 3: use the parameter `second`.",
        ),
        Slip(
            'f"The time is {second}"',
            'f"The time is{second}"',
            "A space is missing before the number.",
        ),
    ),
)
