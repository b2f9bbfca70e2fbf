"""Compare in a noisy room: what `fair_ratio` must do."""

from __future__ import annotations

from statistics import mean, median

from ...checking.model import Case, Exercise, Slip, mistake


def fair_ratio(rounds: list[tuple[float, float]]) -> float:
    """Return how many times as long B took as A: the median over the rounds.

    A round is the seconds that A took, and then those that B took.
    """
    return median(b / a for a, b in rounds)


Round = tuple[float, float]


@mistake("That is the mean: one disturbed round moves it. Take the median.")
def _mean_of_ratios(rounds: list[Round]) -> float:
    return mean(b / a for a, b in rounds)


EXERCISE = Exercise(
    id="fair_ratio",
    title="Compare in a noisy room",
    minutes=7,
    solution=fair_ratio,
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
    ),
    hidden=(
        Case(([(4.0, 3.0)],), 0.75),
        Case(([(1.0, 10.0), (2.0, 4.0), (1.0, 1.0), (0.5, 2.0), (3.0, 27.0)],), 4.0),
    ),
    hints=(
        "Which two numbers were measured while the machine was equally busy?",
        "Divide within each round first, B by A. Then take the middle.",
        "statistics.median(b / a for a, b in rounds)",
    ),
    mistakes=(
        _mean_of_ratios,
        Slip(
            "median(b / a for a, b in rounds)",
            "sum(b for _, b in rounds) / sum(a for a, _ in rounds)",
            "You add up first: then the slowest rounds count most. Divide in "
            "each round.",
        ),
        Slip(
            "/ a for a, b in rounds)",
            "for _, b in rounds) / median(a for a, _ in rounds)",
            "You take the median of A and that of B first: they may come from "
            "different rounds. Divide in each round, then take the median.",
        ),
        Slip(
            "median(b / a for a, b in rounds)",
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
            "/",
            "-",
            "That is a difference, in seconds: a ratio is a division.",
        ),
        Slip(
            "return median(b / a for a, b in rounds)",
            "a, b = rounds[len(rounds) // 2]\n    return b / a",
            "That is the round in the middle of the list: the median is the "
            "middle by size. `statistics.median` sorts for you.",
        ),
        Slip(
            "median(b / a for a, b in rounds)",
            "sorted(b / a for a, b in rounds)[len(rounds) // 2]",
            "Of an even number of ratios two are in the middle: take the number "
            "half way between, as `statistics.median` does.",
        ),
        Slip(
            "/",
            "//",
            "`//` cuts off the fraction: divide by `/`.",
        ),
        Slip(
            "return median(b / a for a, b in",
            "fair_ratio(",
            "It gives None: `return` the ratio.",
        ),
        Slip(
            "median",
            "min",
            "That is the smallest ratio: take the middle one.",
        ),
        Slip(
            "median(b / a for a, b in rounds)",
            "[b / a for a, b in rounds]",
            "One number for each round: give their median.",
        ),
    ),
    imports="from statistics import median",
)
