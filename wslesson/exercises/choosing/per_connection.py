"""Weigh a connection: how much memory does each one add?"""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip


def per_connection(reports: list[tuple[int, int]]) -> float:
    """Return how many KiB each connection added, from the first report to the last.

    A report is the number of open connections, and the memory in bytes.
    """
    connections, memory = reports[0]
    more_connections, more_memory = reports[-1]
    return (more_memory - memory) / 1024 / (more_connections - connections)


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
            ([(100, 8 * MIB), (104, 8 * MIB + 5126)],),
            1.25146484375,
            "5126 bytes for 4 connections: 1281.5 for each. Do not round.",
        ),
        Case(
            ([(2, 10 * MIB), (40, 60 * MIB), (22, 10 * MIB + 512_000)],),
            25.0,
            "Some left before the end. The last report is the last one of the list: 22 "
            "connections.",
        ),
        Case(
            ([(10, 20 * MIB), (20, 20 * MIB - 5 * 1024)],),
            -0.5,
            "The process has 5 KiB less than before, and 10 connections more: half a "
            "KiB less for each.",
        ),
    ),
    hidden=(
        Case(([(0, 0), (1, 512)],), 0.5),
        Case(([(50, 9 * MIB), (10, 8 * MIB), (18, 10 * MIB)],), -32.0),
        Case(([(5, MIB), (1, 3 * MIB), (9, 2 * MIB), (7, MIB + 3072)],), 1.5),
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
            "(more_memory - memory) / 1024 / (more_connections - connections)",
            "more_memory / 1024 / more_connections",
            "That weighs the whole process: Python and its modules were there "
            "before anybody came. Subtract the first report.",
        ),
        Slip(
            "(more_connections - connections)",
            "more_connections",
            "Some connections were open at the first report already: divide by "
            "those that came in between.",
        ),
        Slip(
            "(more_connections - connections)",
            "len(reports)",
            "You divide by the number of reports: divide by the connections that "
            "came in between.",
        ),
        Slip(
            " / 1024",
            "",
            "That is in bytes: a KiB has 1024 of them.",
        ),
        Slip(
            "1024",
            "1000",
            "You divide by 1000: a KiB has 1024 bytes.",
        ),
        Slip(
            "/ 1024",
            "/ 1024 / 1024",
            "Divided by 1024 twice: that is in MiB.",
        ),
        Slip(
            " / (more_connections - connections)",
            "",
            "That is what all of them added: share it among the connections.",
        ),
        Slip(
            "/",
            "//",
            "An int has no fraction: divide with `/`, and do not round.",
        ),
        Slip(
            "/ 1024 / (more_connections - connections)",
            "// (more_connections - connections) / 1024",
            "`//` cuts off half a byte here: divide with `/` each time.",
        ),
        Slip(
            "reports[-1]",
            "reports[1]",
            "The last report is `reports[-1]`: there may be more than two.",
        ),
        Slip(
            "return ",
            "return None  # ",
            "It gives None: `return` the number.",
        ),
        Slip(
            "more_memory - memory",
            "memory - more_memory",
            "The sign is wrong: last minus first.",
        ),
        Slip(
            "return (",
            "return abs(",
            "Memory can shrink, and then the number is negative. Leave the sign.",
        ),
    ),
)
