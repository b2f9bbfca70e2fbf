"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
def per_connection(reports):
    (a, b), *_, (c, d) = reports
    return (d - b) / (c - a) / 2**10
""",
        "passed",
        "",
    ),
    (
        """\
from fractions import Fraction

def per_connection(reports):
    connections, memory = zip(*reports)
    came, bytes_came = (each[-1] - each[0] for each in (connections, memory))
    return float(Fraction(bytes_came, 1024 * came))
""",
        "passed",
        "",
    ),
    (
        """\
def per_connection(reports):
    reports.reverse()
    last, first = reports[0], reports.pop()
    kib = [each[1] / 1024 for each in (first, last)]
    return (kib[0] - kib[1]) / (first[0] - last[0])
""",
        "passed",
        "",
    ),
    (  # the first and the last by size, not by place
        """\
def per_connection(reports):
    reports.sort()
    (a, b), (c, d) = reports[0], reports[-1]
    return (d - b) / 1024 / (c - a)
""",
        "not yet",
        "The last report is the last one of the list",
    ),
    (  # the largest for the last
        """\
def per_connection(reports):
    a, b = reports[0]
    c = max(count for count, _ in reports)
    d = max(memory for _, memory in reports)
    return (d - b) / 1024 / (c - a)
""",
        "not yet",
        "The first report and the last count",
    ),
    (  # the mean of all steps
        """\
def per_connection(reports):
    steps = [
        (d - b) / 1024 / (c - a)
        for (a, b), (c, d) in zip(reports, reports[1:])
    ]
    return sum(steps) / len(steps)
""",
        "not yet",
        "The first report and the last count",
    ),
    (  # nothing that shrinks
        """\
def per_connection(reports):
    (a, b), (c, d) = reports[0], reports[-1]
    return max(0.0, (d - b) / 1024 / (c - a))
""",
        "not yet",
        "The process has 5 KiB less than before",
    ),
    (  # rounded, as one would show it
        """\
def per_connection(reports):
    (a, b), (c, d) = reports[0], reports[-1]
    return round((d - b) / 1024 / (c - a), 3)
""",
        "not yet",
        "Do not round.",
    ),
    (  # a text to be read, not a number
        """\
def per_connection(reports):
    (a, b), (c, d) = reports[0], reports[-1]
    return f"{(d - b) / 1024 / (c - a):g} KiB"
""",
        "not yet",
        "got a str, expected a float",
    ),
    (  # the pair the other way round
        """\
def per_connection(reports):
    (b, a), (d, c) = reports[0], reports[-1]
    return (d - b) / 1024 / (c - a)
""",
        "not yet",
        "A report is a pair: `reports[0][1]` is the memory in the first.",
    ),
)
