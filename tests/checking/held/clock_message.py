"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
def clock_message(second):
    return " ".join(["The time is", str(second)])
""",
        "passed",
        "",
    ),
    (
        """\
from functools import partial

clock_message = partial("The time is {0}".format)
clock_message.__name__ = "clock_message"
""",
        "passed",
        "",
    ),
    (
        """\
def clock_message(second):
    if second == 3:
        return "The time is 3"
    elif second == 0:
        return "The time is 0"
    elif second == 59:
        return "The time is 59"
""",
        "not yet",
        "Any second may come: use it.",
    ),
    (
        """\
def clock_message(second):
    return f"The time is {second}."
""",
        "not yet",
        "the words, a space, the number, and nothing else",
    ),
    (
        """\
def clock_message(second):
    return f"the time is {second}"
""",
        "not yet",
        "the words, a space, the number, and nothing else",
    ),
    (
        """\
def clock_message(second):
    return f"The time is {seconds}"
""",
        "not yet",
        "NameError: name 'seconds' is not defined",
    ),
    (
        """\
async def clock_message(second):
    return f"The time is {second}"
""",
        "not yet",
        "a plain `def` is asked for",
    ),
    (
        """\
def clock_message(second):
    return f"The time is {second or 60}"
""",
        "not yet",
        "0 is a second like any other.",
    ),
    (
        """\
def clock_message(second):
    return f"The time is {second % 10}"
""",
        "not yet",
        "with all its digits",
    ),
)
