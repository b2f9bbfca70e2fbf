"""The questions of *Check yourself*, in the order of the lesson."""

from __future__ import annotations

from ...checking.model import Choice, Question

QUESTIONS = (
    Question(
        "threading.count",
        "100 clients are connected to a threaded server of `websockets`. How many "
        "threads does the server hold for them?",
        (
            Choice(
                "100: one for each client.",
                "that was our own server. Here a connection has a thread for the "
                "handler, one that reads, and one that sends Pings.",
            ),
            Choice(
                "300: three for each client.",
                "the handler, the reader, and the Pings. One more accepts clients.",
                right=True,
            ),
            Choice(
                "32: they share a pool.",
                "the server of lesson 05 had such a pool. This one starts threads for "
                "each client, without a limit.",
            ),
        ),
    ),
    Question(
        "threading.sharing",
        "Several threads want to use one connection. What is allowed?",
        (
            Choice(
                "All may send; one receives.",
                "whole messages are not mixed up; a second recv is refused with "
                "ConcurrencyError.",
                right=True,
            ),
            Choice(
                "All may send and receive.",
                "a second recv is refused: who would get the message? One thread "
                "reads, and hands on.",
            ),
            Choice(
                "Only one at a time, behind a lock.",
                "send has a lock inside. And with a lock around recv, nobody could "
                "send while one waits for a message.",
            ),
        ),
    ),
    Question(
        "threading.deadlock",
        "An asyncio server runs on the notebook's loop. In a cell, `with connect(…)` "
        "without await times out in its handshake. Why?",
        (
            Choice(
                "The server needs more time to start.",
                "it listens already. More time does not help: it cannot run at all "
                "while you wait.",
            ),
            Choice(
                "A client with threads cannot talk to a server with tasks.",
                "on the wire they are the same. From another thread it works.",
            ),
            Choice(
                "The client blocks the thread in which the server's loop runs.",
                "so the loop cannot answer. Give one of the two another thread.",
                right=True,
            ),
        ),
    ),
)
