"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
def fair_ratio(rounds):
    ratios = sorted(b / a for a, b in rounds)
    middle = len(ratios) // 2
    return (ratios[middle] + ratios[~middle]) / 2
""",
        "passed",
        "",
    ),
    (
        """\
import statistics
from operator import truediv

def fair_ratio(rounds):
    ours, theirs = zip(*rounds)
    return statistics.median(map(truediv, theirs, ours))
""",
        "passed",
        "",
    ),
    (
        """\
def fair_ratio(rounds):
    ratios = [b / a for a, b in rounds]
    while len(ratios) > 2:
        ratios.remove(min(ratios))
        ratios.remove(max(ratios))
    return sum(ratios) / len(ratios)
""",
        "passed",
        "",
    ),
    (  # without the best and the worst: a mean all the same
        """\
def fair_ratio(rounds):
    ratios = sorted(b / a for a, b in rounds)
    if len(ratios) > 2:
        ratios = ratios[1:-1]
    return sum(ratios) / len(ratios)
""",
        "not yet",
        "The third of five is the median.",
    ),
    (  # the lower of the two in the middle
        """\
from statistics import median_low

def fair_ratio(rounds):
    return median_low(b / a for a, b in rounds)
""",
        "not yet",
        "two are in the middle: half way from 1.75 to 3",
    ),
    (  # rounded, as one would show it
        """\
from statistics import median

def fair_ratio(rounds):
    return round(median(b / a for a, b in rounds), 3)
""",
        "not yet",
        "with all its digits",
    ),
    (  # the round in which A took the middle time
        """\
def fair_ratio(rounds):
    a, b = sorted(rounds)[len(rounds) // 2]
    return b / a
""",
        "not yet",
        "The ratios are 2, 2 and 9: the middle one is 2.",
    ),
    (  # the best round of A, and what B took in it
        """\
def fair_ratio(rounds):
    a, b = min(rounds)
    return b / a
""",
        "not yet",
        "two are in the middle: half way from 1.75 to 3",
    ),
    (  # the slower by the quicker
        """\
from statistics import median

def fair_ratio(rounds):
    return median(max(pair) / min(pair) for pair in rounds)
""",
        "not yet",
        "two are in the middle",
    ),
    (  # the geometric mean, which suits ratios: but one round moves it, too
        """\
from math import prod

def fair_ratio(rounds):
    return prod(b / a for a, b in rounds) ** (1 / len(rounds))
""",
        "not yet",
        "The ratios are 2, 2 and 9: the middle one is 2.",
    ),
    (  # as a text
        """\
from statistics import median

def fair_ratio(rounds):
    return f"{median(b / a for a, b in rounds)}"
""",
        "not yet",
        "got a str, expected a float",
    ),
)
