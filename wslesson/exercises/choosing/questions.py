"""The questions of *Check yourself*, in the order of the lesson."""

from __future__ import annotations

from ...checking.model import Choice, Question

QUESTIONS = (
    Question(
        "choosing.browsers",
        "3000 browsers hold a connection to your server, and hear something twice "
        "a minute. Which style?",
        (
            Choice(
                "Threads: with few connections they may be the quickest.",
                "Speed is not the problem of a server that mostly waits. 3000 "
                "connections would be 9000 threads.",
            ),
            Choice(
                "Tasks: a connection that waits costs little.",
                "No thread for each connection, and less memory: a quarter without "
                "compression, about half with it.",
                right=True,
            ),
            Choice(
                "Sans-I/O: without I/O it needs the least.",
                "It has no network of its own. You would write what asyncio is.",
            ),
        ),
    ),
    Question(
        "choosing.benchmark",
        "A page says: our server makes 60,000 messages a second, the other one "
        "9,000. What is the most likely reason for so large a difference?",
        (
            Choice(
                "Each was measured with another version of Python.",
                "Worth knowing, but it does not make a factor of six.",
            ),
            Choice(
                "The machine was busy when the other one ran.",
                "That moves numbers, but seldom by a factor of six, and if they took "
                "turns, both had the same noise.",
            ),
            Choice(
                "With the first one, more messages were under way at a time.",
                "That alone made the number several times as high in step 5, with one "
                "server.",
                right=True,
            ),
        ),
    ),
    Question(
        "choosing.small_tool",
        "A small tool opens one connection, and stores what it hears with a library "
        "that blocks. Which style?",
        (
            Choice(
                "Threads: it may block, and nobody else waits for it.",
                "The `websockets.sync` client is the shortest program for that.",
                right=True,
            ),
            Choice(
                "Tasks: they are cheaper.",
                "One connection is cheap in any style. And a call that blocks stops "
                "the whole loop.",
            ),
            Choice(
                "Trio: a nursery catches what blocks.",
                "It catches errors. A call that blocks stops Trio's loop as it stops "
                "asyncio's.",
            ),
        ),
    ),
)
