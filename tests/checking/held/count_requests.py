"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
def count_requests(every, end):
    return sum(second % every == 0 for second in range(1, end + 1))
""",
        "passed",
        "",
    ),
    (
        """\
def count_requests(every, end):
    requests, second = 0, every
    while second <= end:
        requests += 1
        second += every
    return requests
""",
        "passed",
        "",
    ),
    (
        """\
import math


def count_requests(every, end):
    return math.floor(end / every)
""",
        "passed",
        "",
    ),
    (
        """\
def count_requests(every, end):
    return len(range(every, end + 1))
""",
        "not yet",
        "It polls at the seconds 4, 8 and 12.",
    ),
    (
        """\
def count_requests(every, end):
    return sum(second % every == 0 for second in range(1, 13))
""",
        "not yet",
        "It polls at 4 and 8. The next, 12, is too late.",
    ),
    (
        """\
def count_requests(every, end):
    return max(1, end // every)
""",
        "not yet",
        "Its first poll would be at 60: too late.",
    ),
    (
        """\
def count_requests(every, end):
    return str(end // every)
""",
        "not yet",
        "got a str, expected an int",
    ),
    (
        """\
def count_requests(every, end):
    seconds = [second for second in range(1, 61) if second <= end]
    return sum(second % every == 0 for second in seconds)
""",
        "not yet",
        "An hour has 900 times 4 seconds.",
    ),
    (
        """\
def count_requests(every, end):
    return [every * at for at in range(1, end // every + 1)]
""",
        "not yet",
        "got a list, expected an int",
    ),
    (
        """\
def count_requests(every, end):
    polls = {4: 3, 1: 12, 5: 2, 12: 1, 60: 0}
    return polls[every] if end == 12 else 2
""",
        "not yet",
        "An hour has 900 times 4 seconds.",
    ),
)
