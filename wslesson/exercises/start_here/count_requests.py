"""Count the requests of a client that polls."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip
from .shared import NO_RETURN


def count_requests(every: int, end: int) -> int:
    """Return how many requests a client makes from second 1 to second `end`.

    It polls at the seconds `every`, 2 * `every`, 3 * `every` and so on.
    """
    return end // every


EXERCISE = Exercise(
    id="count_requests",
    title="Count the requests",
    minutes=3,
    solution=count_requests,
    cases=(
        Case((4, 12), 3, "It polls at the seconds 4, 8 and 12."),
        Case((1, 12), 12, "It polls at each second from 1 to 12."),
        Case((5, 12), 2, "It polls at 5 and 10. The next, 15, is too late."),
        Case((4, 11), 2, "It polls at 4 and 8. The next, 12, is too late."),
        Case((12, 12), 1, "It polls at 12, and 12 still counts."),
        Case((60, 12), 0, "Its first poll would be at 60: too late."),
        Case((4, 3600), 900, "An hour has 900 times 4 seconds."),
        Case((7, 3600), 514, "514 times 7 is 3598. The next poll, at 3605, is late."),
    ),
    hidden=(
        Case((7, 100), 14),
        Case((3, 2), 0),
    ),
    hints=(
        "At which seconds does it poll for every=5, end=12? Write them down.",
        "How many times does `every` fit into `end`? The rest does not count.",
        "Whole division, `//`, drops the rest: … // …",
    ),
    mistakes=(
        Slip("return ", "_ = ", NO_RETURN),
        Slip(
            "end // every",
            "round(end / every)",
            "`round` goes up, too: 11 / 4 is 2.75, and it makes 3 of that. What drops "
            "the rest?",
        ),
        Slip(
            "end // every",
            "-(-end // every)",
            "One too many. Did you count a poll at second 0, or one after `end`? There "
            "is none.",
        ),
        Slip(
            "end // every",
            "end // every + 1",
            "One too many: the first poll is at second `every`, not at 0.",
        ),
        Slip(
            "end // every",
            "len(range(every, end, every))",
            "A poll at second `end` itself still counts. (A `range` stops before its "
            "end.)",
        ),
        Slip(
            "//",
            "/",
            "`/` gives a float. A number of requests is a whole number: `//`.",
        ),
        Slip(
            "end // every",
            "every // end",
            "The other way round: how many times does `every` fit into `end`?",
        ),
    ),
)
