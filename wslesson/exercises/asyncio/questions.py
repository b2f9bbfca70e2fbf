"""The questions of *Check yourself*, in the order of the lesson."""

from __future__ import annotations

from ...checking.model import Choice, Question

QUESTIONS = (
    Question(
        "asyncio.end",
        "A handler sends “welcome”, and then ends. What does the client get?",
        (
            Choice(
                "The message; then it can wait for more, in its `async with` block.",
                "that block is the client's side. The server's is its handler: when it "
                "returns, it says goodbye, and the client waits in vain.",
            ),
            Choice(
                "The message; then the connection is closed, with code 1000.",
                "a connection lives as long as its handler.",
                right=True,
            ),
            Choice(
                "ConnectionClosedError, because the handler left too early.",
                "a handler that returns says goodbye: 1000, and ConnectionClosedOK. "
                "1011 comes from one that ends in an error.",
            ),
        ),
    ),
    Question(
        "asyncio.turns",
        "A handler sends 1000 messages, each with `await websocket.send(…)`. Another "
        "client connects meanwhile. When is it served?",
        (
            Choice(
                "Between two of the messages: each await gives the others a turn.",
                "an await gives the others a turn only if it has to wait, and send "
                "need not while there is room in the buffer.",
            ),
            Choice(
                "At once: each client has a thread of its own.",
                "each has a task. All tasks share one thread.",
            ),
            Choice(
                "When send must wait, or after the last message.",
                "so put `await asyncio.sleep(0)` into a long loop of sends.",
                right=True,
            ),
        ),
    ),
    Question(
        "asyncio.in_a_cell",
        "A tutorial ends in `asyncio.run(main())`. What do you write in a cell?",
        (
            Choice(
                "nest_asyncio.apply(), and then the same.",
                "you saw what it costs: cells are lost, and a kernel dies.",
            ),
            Choice(
                "await main()",
                "the notebook's own loop runs it.",
                right=True,
            ),
            Choice(
                "main()",
                "that only makes a coroutine. Nothing runs before you await it.",
            ),
        ),
    ),
)
