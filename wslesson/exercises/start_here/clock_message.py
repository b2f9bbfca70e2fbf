"""Say what the clock says."""

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
            "One text: the words, a space, the number, and nothing else.",
        ),
        Case((0,), "The time is 0", "0 is a second like any other."),
        Case((59,), "The time is 59", "The whole number, with all its digits."),
        *(
            Case((second,), f"The time is {second}", "Any second may come: use it.")
            for second in range(4, 24)
        ),
    ),
    hidden=(
        Case((1,), "The time is 1"),
        Case((3600,), "The time is 3600"),
    ),
    hints=(
        "What must the function hand back, and does it have a `return`?",
        "An f-string fills in what stands between its braces.",
        'return f"The time is {…}", with the name of the parameter for the dots.',
    ),
    mistakes=(
        Slip("return ", "_ = ", NO_RETURN),
        Slip(
            'f"The time is {second}"',
            '"The time is " + second',
            "An f-string puts `second`, a number, into the text.",
        ),
        Slip(
            'f"The time is {second}"',
            '("The time is", second)',
            "A comma makes a tuple of two values (only `print` puts a space there). "
            "Make one text: an f-string.",
        ),
        Slip('f"', '"', "The braces are still there: put an f in front of the quote."),
        Slip("{second}", "3", "The number is always 3: use the parameter `second`."),
        Slip("is {", "is{", "A space is missing before the number."),
    ),
)
