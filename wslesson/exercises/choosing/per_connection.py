"""Weigh a connection: what `per_connection` must do."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip, mistake


def per_connection(reports: list[tuple[int, int]]) -> float:
    """Return how many KiB each connection added, from the first report to the last.

    A report is the number of open connections, and the memory in bytes.
    """
    connections, memory = reports[0]
    more_connections, more_memory = reports[-1]
    return (more_memory - memory) / 1024 / (more_connections - connections)


Report = tuple[int, int]


def _first_and_last(reports: list[Report]) -> tuple[int, int, int, int]:
    return (*reports[0], *reports[-1])


@mistake(
    "Some connections were open at the first report already: divide by "
    "those that came in between."
)
def _divides_by_all(reports: list[Report]) -> float:
    _, memory, connections, more = _first_and_last(reports)
    return (more - memory) / 1024 / connections


@mistake(
    "You divide by the number of reports: divide by the connections that "
    "came in between."
)
def _divides_by_the_reports(reports: list[Report]) -> float:
    _, memory, _, more = _first_and_last(reports)
    return (more - memory) / 1024 / len(reports)


@mistake("That is in bytes: a KiB has 1024 of them.")
def _in_bytes(reports: list[Report]) -> float:
    return per_connection(reports) * 1024


@mistake("You divide by 1000: a KiB has 1024 bytes.")
def _in_kilobytes(reports: list[Report]) -> float:
    return per_connection(reports) * 1024 / 1000


@mistake("Divided by 1024 twice: that is in MiB.")
def _in_mebibytes(reports: list[Report]) -> float:
    return per_connection(reports) / 1024


@mistake("That is what all of them added: share it among the connections.")
def _forgets_to_share(reports: list[Report]) -> float:
    _, memory, _, more = _first_and_last(reports)
    return (more - memory) / 1024


@mistake("An int has no fraction: divide with `/`, and do not round.")
def _cuts_the_fraction(reports: list[Report]) -> int:
    connections, memory, more_connections, more = _first_and_last(reports)
    return (more - memory) // 1024 // (more_connections - connections)


@mistake("`//` cuts off half a byte here: divide with `/` each time.")
def _cuts_the_bytes(reports: list[Report]) -> float:
    connections, memory, more_connections, more = _first_and_last(reports)
    return (more - memory) // (more_connections - connections) / 1024


@mistake("The last report is `reports[-1]`: there may be more than two.")
def _only_the_first_two(reports: list[Report]) -> float:
    return per_connection(reports[:2])


@mistake("It gives None: `return` the number.")
def _forgets_to_give_it_back(reports: list[Report]) -> None:
    per_connection(reports)


@mistake("It is negative: last minus first.")
def _turned_round(reports: list[Report]) -> float:
    return -per_connection(reports)


MIB = 1024 * 1024
EXERCISE = Exercise(
    id="per_connection",
    title="Weigh a connection",
    minutes=6,
    solution=per_connection,
    cases=(
        Case(
            ([(10, 20 * MIB), (110, 20 * MIB + 2_048_000)],),
            20.0,
            "From 10 to 110 connections, 2,048,000 bytes came: 20 KiB for each. A "
            "report is a pair: `reports[0][1]` is the memory in the first.",
        ),
        Case(
            ([(1, 30 * MIB), (6, 40 * MIB), (21, 30 * MIB + 1_500 * 1024)],),
            75.0,
            "The first report and the last count: 1500 KiB for 20 connections.",
        ),
        Case(
            ([(100, 8 * MIB), (104, 8 * MIB + 5122)],),
            1.25048828125,
            "5122 bytes for 4 connections: 1280.5 for each. Do not round.",
        ),
    ),
    hidden=(
        Case(([(0, 0), (1, 512)],), 0.5),
        Case(([(2, 10 * MIB), (40, 60 * MIB), (22, 10 * MIB + 512_000)],), 25.0),
    ),
    hints=(
        "The process had memory before the first client came. Is it theirs?",
        "Take differences: last minus first, once for the bytes, once for the "
        "connections. A KiB has 1024 bytes.",
        "(more_memory - memory) / 1024 / (more_connections - connections), from "
        "reports[0] and reports[-1].",
    ),
    mistakes=(
        Slip(
            "0]\n"
            "    more_connections, more_memory = reports[-1]\n"
            "    return (more_memory - memory) / 1024 / (more_connections - connections)",
            "-1]\n    return memory / 1024 / connections",
            "That weighs the whole process: Python and its modules were there "
            "before anybody came. Subtract the first report.",
        ),
        _divides_by_all,
        _divides_by_the_reports,
        _in_bytes,
        _in_kilobytes,
        _in_mebibytes,
        _forgets_to_share,
        _cuts_the_fraction,
        _cuts_the_bytes,
        _only_the_first_two,
        _forgets_to_give_it_back,
        _turned_round,
    ),
)
