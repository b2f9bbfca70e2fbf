"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
def waiting(second, every):
    poll = second
    while poll % every:
        poll += 1
    return poll - second
""",
        "passed",
        "",
    ),
    (
        """\
def waiting(second, every):
    return [*range(every - 1, -1, -1)][(second - 1) % every]
""",
        "passed",
        "",
    ),
    (
        """\
from math import ceil


def waiting(second, every):
    return ceil(second / every) * every - second
""",
        "passed",
        "",
    ),
    (
        """\
def waiting(second, every):
    return abs(every - second)
""",
        "not yet",
        "The next poll is at 8: 8 - 7 = 1.",
    ),
    (
        """\
def waiting(second, every):
    return every - second if second <= every else 2 * every - second
""",
        "not yet",
        "There is a poll at each second: it waits 0.",
    ),
    (
        """\
def waiting(second, every):
    return (3, 2, 1, 0)[(second - 1) % 4]
""",
        "not yet",
        "The next poll is at 60: 60 - 1 = 59.",
    ),
    (
        """\
def waiting(second, every):
    if every == 1:
        return 0
    return (every - second % every) % every if second < 9 else every
""",
        "not yet",
        "The polls are at 3, 6, 9 and 12: 12 - 11 = 1.",
    ),
    (
        """\
def waiting(second, every):
    return every - 1 - second % every
""",
        "not yet",
        "The next poll is at 4: 4 - 1 = 3.",
    ),
    (
        """\
def waiting(second, every):
    return (every - second % every) % every / 1
""",
        "not yet",
        "got a float, expected an int",
    ),
    (
        """\
def waiting(second, every):
    if second % every:
        return every - second % every
""",
        "not yet",
        "The poll at 8 takes it along: it waits 0.",
    ),
)
