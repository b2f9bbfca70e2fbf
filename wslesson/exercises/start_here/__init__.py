"""Lesson 00, Find your way into the course: its exercises and questions."""

from __future__ import annotations

import math

from ...checking.model import Case, Choice, Exercise, Mistake, Question


def clock_message(second: int) -> str:
    """Return what the clock says, as in "The time is 3"."""
    return f"The time is {second}"


def count_requests(every: int, end: int) -> int:
    """Return how many requests a client makes from second 1 to second `end`.

    It polls at the seconds `every`, 2 * `every`, 3 * `every` and so on.
    """
    return end // every


def waiting(second: int, every: int) -> int:
    """Return how many seconds a message of this second waits for the next poll.

    A message of the very second of a poll is in that poll's answer: it waits 0.
    """
    return -second % every


NO_RETURN = (
    "None is what a function gives that has no `return`. Does yours print? `print` "
    "shows a value to you, `return` hands it over."
)

LESSON = "00"
EXERCISES = (
    Exercise(
        id="00.1",
        title="Say what the clock says",
        minutes=2,
        solution=clock_message,
        cases=(
            Case(
                (3,),
                "The time is 3",
                "One text, no comma: the words, a space, `second`.",
            ),
            Case((0,), "The time is 0"),
            Case((59,), "The time is 59"),
        ),
        hidden=(
            Case((7,), "The time is 7"),
            Case((3600,), "The time is 3600"),
        ),
        hints=(
            "What must the function hand back, and does it have a `return`?",
            "An f-string fills in what stands between its braces.",
            'return f"The time is {…}", with the name of the parameter for the dots.',
        ),
        mistakes=(
            Mistake(lambda _: None, NO_RETURN),
            Mistake(
                lambda second: "The time is " + second,
                "An f-string puts `second`, a number, into the text.",
            ),
            Mistake(
                lambda second: ("The time is", second),
                "A comma makes a tuple of two values (only `print` puts a space "
                "there). Make one text: an f-string.",
            ),
            Mistake(
                lambda _: "The time is {second}",
                "The braces are still there: put an f in front of the quote.",
            ),
            Mistake(
                lambda _: "The time is 3",
                "The number is always 3: use the parameter `second`.",
            ),
            Mistake(
                lambda second: f"The time is{second}",
                "A space is missing before the number.",
            ),
        ),
    ),
    Exercise(
        id="00.2",
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
            Mistake(lambda _every, _end: None, NO_RETURN),
            Mistake(
                lambda every, end: round(end / every),
                "`round` goes up, too: 11 / 4 is 2.75, and it makes 3 of that. What "
                "drops the rest?",
            ),
            Mistake(
                lambda every, end: math.ceil(end / every),
                "One too many. Did you count a poll at second 0, or one after `end`? "
                "There is none.",
            ),
            Mistake(
                lambda every, end: end // every + 1,
                "One too many: the first poll is at second `every`, not at 0.",
            ),
            Mistake(
                lambda every, end: len(range(every, end, every)),
                "A poll at second `end` itself still counts. (A `range` stops "
                "before its end.)",
            ),
            Mistake(
                lambda every, end: end / every,
                "`/` gives a float. A number of requests is a whole number: `//`.",
            ),
            Mistake(
                lambda every, end: every // end,
                "Turned around: how many times does `every` fit into `end`?",
            ),
        ),
    ),
    Exercise(
        id="00.3",
        title="How long does a message wait?",
        minutes=4,
        solution=waiting,
        cases=(
            Case((1, 4), 3, "The next poll is at 4: 4 - 1 = 3."),
            Case((6, 4), 2, "The next poll is at 8: 8 - 6 = 2."),
            Case((7, 4), 1, "The next poll is at 8: 8 - 7 = 1."),
            Case((8, 4), 0, "The poll at 8 takes it along: it waits 0."),
            Case((1, 60), 59, "The next poll is at 60: 60 - 1 = 59."),
            Case((9, 1), 0, "There is a poll at each second: it waits 0."),
        ),
        hidden=(
            Case((10, 7), 4),
            Case((21, 7), 0),
        ),
        hints=(
            "When is the first poll that is not before the message?",
            "`second % every` is how long ago the last poll was. What is left of "
            "`every`, and what if that rest is 0?",
            "(every - second % every) % every. Python also takes it shorter: "
            "-second % every.",
        ),
        mistakes=(
            Mistake(lambda _second, _every: None, NO_RETURN),
            Mistake(
                lambda second, every: second % every,
                "That is the time since the last poll. How long until the next?",
            ),
            Mistake(
                lambda second, every: every - second % every,
                "Look at a message of the very second of a poll: it must wait 0, not "
                "a whole round.",
            ),
            Mistake(
                lambda second, every: second + -second % every,
                "That is the second of the poll. How long has the message waited?",
            ),
            Mistake(
                lambda second, every: every - second,
                "This holds for the first poll only. Polls come again and again, "
                "every `every` seconds: think of the remainder, %.",
            ),
        ),
    ),
)

QUESTIONS = (
    Question(
        id="00.q1",
        text="A client polls every 10 seconds. Nothing happens for an hour. "
        "How many requests does it make?",
        choices=(
            Choice(
                "None: there is no news to fetch",
                "The client cannot know that without asking. That is the trouble.",
            ),
            Choice("360", "3600 s / 10 s. Each is answered: nothing.", right=True),
            Choice(
                "One: the server holds it until there is news",
                "That is long polling. A polling client gets an answer at once.",
            ),
        ),
    ),
    Question(
        id="00.q2",
        text="What does a WebSocket use HTTP for?",
        choices=(
            Choice(
                "For each message, as polling does",
                "After the upgrade no message has an HTTP header any more.",
            ),
            Choice(
                "For nothing: it is a rival of HTTP",
                "It begins with an HTTP request, and the server's answer to it.",
            ),
            Choice(
                "For the first request and its answer, 101 Switching Protocols",
                "After that, the connection carries frames both ways.",
                right=True,
            ),
        ),
    ),
    Question(
        id="00.q3",
        text="`asyncio.run(main())` works in a script. What do you write in a cell?",
        choices=(
            Choice(
                "await main()",
                "The notebook's loop already runs, and `await` uses it.",
                right=True,
            ),
            Choice(
                "main()",
                "Without `await` this makes a coroutine object, and runs nothing.",
            ),
            Choice(
                "asyncio.run(main()), in a cell of its own",
                "The loop belongs to the whole notebook, so no cell may start a "
                "second one.",
            ),
        ),
    ),
    Question(
        id="00.q4",
        text="One task calls `time.sleep(1)`. What do the other tasks do meanwhile?",
        choices=(
            Choice(
                "They go on: each task has a thread of its own",
                "All tasks of a loop share one thread, and it is asleep.",
            ),
            Choice(
                "Nothing: they have to wait, too",
                "Another task moves only when this one waits at an `await`.",
                right=True,
            ),
            Choice(
                "They go on, as they do during `await asyncio.sleep(1)`",
                "That one waits at an `await`, and gives way. `time.sleep` knows "
                "nothing of the loop, and keeps the thread.",
            ),
        ),
    ),
)
