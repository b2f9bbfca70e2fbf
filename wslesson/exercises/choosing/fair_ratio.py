"""Compare in a noisy room: how many times as long does B take as A?"""

from __future__ import annotations

from statistics import median

from ...checking.model import Case, Exercise, Slip


def fair_ratio(rounds: list[tuple[float, float]]) -> float:
    """Return how many times as long B took as A: the median over the rounds.

    A round is the seconds that A took, and then those that B took.
    """
    return median(b / a for a, b in rounds)


RATIOS = "median(b / a for a, b in rounds)"


EXERCISE = Exercise(
    id="fair_ratio",
    title="Compare in a noisy room",
    minutes=7,
    solution=fair_ratio,
    imports="from statistics import median",
    cases=(
        Case(
            ([(1.0, 2.0), (4.0, 8.0), (1.0, 9.0)],),
            2.0,
            "The ratios are 2, 2 and 9: the middle one is 2.",
        ),
        Case(
            ([(1.0, 6.0), (2.0, 2.0), (1.0, 4.0)],),
            4.0,
            "The ratios are 6, 1 and 4: the middle one, by size, is 4.",
        ),
        Case(
            ([(1.0, 0.5), (2.0, 6.0), (0.5, 4.0), (4.0, 7.0)],),
            2.375,
            "Of 0.5, 3, 8 and 1.75 two are in the middle: half way from 1.75 to 3.",
        ),
        Case(
            ([(1.0, 10.0), (2.0, 4.0), (1.0, 1.0), (0.5, 2.0), (3.0, 27.0)],),
            4.0,
            "By size the ratios are 1, 2, 4, 9 and 10. The third of five is the "
            "median.",
        ),
        Case(
            ([(3.0, 1.0)],),
            1 / 3,
            "One round: its ratio is the median, with all its digits.",
        ),
    ),
    hidden=(
        Case(([(4.0, 3.0)],), 0.75),
        Case(([(2.0, 1.0), (1.0, 0.25), (4.0, 1.0), (8.0, 1.0)],), 0.25),
        Case(([(2.0, 7.0), (1.0, 6.0)],), 4.75),
    ),
    hints=(
        "Which two numbers were measured while the machine was equally busy?",
        "Divide within each round first, B by A. Then take the middle.",
        "statistics.median(b / a for a, b in rounds)",
    ),
    mistakes=(
        Slip(
            RATIOS,
            "sum(b / a for a, b in rounds) / len(rounds)",
            "That is the mean: one disturbed round moves it. Take the median.",
        ),
        Slip(
            RATIOS,
            "sum(b for _, b in rounds) / sum(a for a, _ in rounds)",
            "You add up first: then the slowest rounds count most. Divide in "
            "each round.",
        ),
        Slip(
            RATIOS,
            "median(b for _, b in rounds) / median(a for a, _ in rounds)",
            "You take the median of A and that of B first: they may come from "
            "different rounds. Divide in each round, then take the median.",
        ),
        Slip(
            RATIOS,
            "min(b for _, b in rounds) / min(a for a, _ in rounds)",
            "You compare the best of each, which may be from different rounds. "
            "Divide in each round.",
        ),
        Slip(
            "b / a",
            "a / b",
            "Upside down: how many times as long did B take?",
        ),
        Slip(
            "b / a",
            "b - a",
            "That is a difference, in seconds: a ratio is a division.",
        ),
        Slip(
            f"return {RATIOS}",
            "a, b = rounds[len(rounds) // 2]\n    return b / a",
            "That is the round in the middle of the list: the median is the "
            "middle by size. `statistics.median` sorts for you.",
        ),
        Slip(
            RATIOS,
            "sorted(b / a for a, b in rounds)[len(rounds) // 2]",
            "Of an even number of ratios two are in the middle: take the number "
            "half way between, as `statistics.median` does.",
        ),
        Slip(
            "b / a",
            "b // a",
            "`//` cuts off the fraction: divide by `/`.",
        ),
        Slip(
            "return ",
            "return None  # ",
            "It gives None: `return` the ratio.",
        ),
        Slip(
            "median(",
            "min(",
            "That is the smallest ratio: take the middle one.",
        ),
        Slip(
            RATIOS,
            "[b / a for a, b in rounds]",
            "One number for each round: give their median.",
        ),
    ),
)
