"""The questions of *Check yourself*, in the order of the lesson."""

from __future__ import annotations

from ...checking.model import Choice, Question

QUESTIONS = (
    Question(
        id="start_here.polling",
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
        id="start_here.upgrade",
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
        id="start_here.await",
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
        id="start_here.sleep",
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
