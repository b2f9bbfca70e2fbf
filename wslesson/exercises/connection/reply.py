"""Answer what must be answered: the event that we owe for another."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip
from ...protocol.events import Binary, Close, Event, Ping, Pong, Text


def reply(event: Event, close_sent: bool) -> Event | None:
    """Return the event that we owe for `event`, or None when we owe nothing.

    `close_sent` is True when our own Close has gone out already.
    """
    if close_sent:
        return None
    if isinstance(event, Ping):
        return Pong(event.payload)
    if isinstance(event, Close):
        return Close(event.code)
    return None


EXERCISE = Exercise(
    id="reply",
    title="Answer what must be answered",
    minutes=5,
    solution=reply,
    imports="from wslesson.protocol.events import Close, Event, Ping, Pong",
    rules=("C06", "C09", "C10", "C11"),
    cases=(
        Case((Ping(b"42"), False), Pong(b"42"), why="A Ping gets a Pong."),
        Case(
            (Ping(b"42"), True), None, why="After our Close, our Connection is silent."
        ),
        Case((Ping(b""), False), Pong(b""), why="Even an empty Ping gets a Pong."),
        Case((Pong(b"42"), False), None, why="A Pong gets no answer."),
        Case((Close(1001), False), Close(1001), why="A Close gets a Close."),
        Case((Close(1005), False), Close(1005), why="No code is answered with none."),
        Case((Close(1001), True), None, why="Ours has gone out: all is said."),
        Case((Pong(b"42"), True), None, why="A Pong gets no answer, ever."),
        Case((Text("hi"), False), None, why="Text obliges us to nothing."),
        Case((Binary(b"hi"), False), None, why="Data obliges us to nothing."),
        Case(
            (Text("hi"), True), None, why="After our Close, our Connection is silent."
        ),
        Case(
            (Ping(b"\xff Hi\n"), False),
            Pong(b"\xff Hi\n"),
            why="The payload of a Ping is bytes, of any kind: it goes back as it is.",
        ),
        Case(
            (Close(1000), False),
            Close(1000),
            why="A Close gets a Close, when all was well, too.",
        ),
        Case((Close(4000), False), Close(4000), why="The code goes back as it is."),
    ),
    hidden=(
        Case((Ping(bytes(125)), False), Pong(bytes(125))),
        Case((Close(3000), False), Close(3000)),
        Case((Close(1005), True), None),
        Case((Pong(b""), False), None),
        Case((Binary(b""), True), None),
    ),
    hints=(
        "Which two events oblige us to answer, and what takes the obligation away?",
        "After our own Close our Connection sends nothing, so that comes first. "
        "isinstance(event, Ping) asks what an event is; a Ping has a payload, a "
        "Close has a code.",
        "if close_sent:\n    return …\nif isinstance(event, Ping):\n"
        "    return Pong(…)\nif isinstance(event, Close):\n    return …\nreturn None",
    ),
    mistakes=(
        Slip(
            "Pong(event.payload)",
            "event.payload",
            "This is the payload alone. The answer is an event: Pong(event.payload).",
        ),
        Slip(
            "Pong(event.payload)\n    if isinstance(event, Close):\n"
            "        return Close(event.code)",
            "Pong\n    if isinstance(event, Close):\n        return Close",
            "Pong is the kind; Pong(event.payload) makes one. So it is with "
            "Close(event.code).",
        ),
        Slip(
            "Pong(event.payload)",
            "Pong()",
            "The Pong is empty. It must carry the payload of the Ping, so that the "
            "peer knows which of its Pings is answered.",
        ),
        Slip(
            "if close_sent:\n        return None\n    if isinstance(event, Ping):\n"
            "        return Pong(event.payload)",
            "if isinstance(event, Ping):\n        return Pong()\n"
            "    if close_sent:\n        return None",
            "The Pong is empty, and it must carry the payload of its Ping. And after "
            "its own Close our Connection sends none.",
        ),
        Slip(
            "isinstance(event, Ping)",
            "isinstance(event, Ping | Pong)",
            "A Pong was answered. If the peer did so too, the two of you would never "
            "stop.",
        ),
        Slip(
            "return Close(event.code)",
            "return Close(event.code)\n    if isinstance(event, Pong):\n"
            "        return Ping(event.payload)",
            "A Pong was answered with a Ping. The peer must answer that, you answer "
            "again, and it never stops.",
        ),
        Slip(
            "Pong(event.payload)",
            "event",
            "The Ping was sent back as a Ping, and the peer must answer it in turn. "
            "The answer to a Ping is a Pong.",
        ),
        Slip(
            "if close_sent:",
            "if close_sent and not isinstance(event, Ping):",
            "Our Close has gone out, and still a Pong is sent. The RFC wants it; our "
            "Connection sends nothing at all, by choice.",
        ),
        Slip(
            "if close_sent:",
            "if close_sent and not isinstance(event, Close):",
            "Our Close has gone out already. The peer's Close is the answer to it, and "
            "needs none.",
        ),
        Slip(
            "if close_sent:\n        return None\n    ",
            "",
            "close_sent is not looked at. After its own Close our Connection sends "
            "nothing: no second Close, which no rule allows, and no Pong either.",
        ),
        Slip(
            "Close(event.code)",
            "Close()",
            "The answer to a Close repeats its code. 1000 would say that all was well.",
        ),
        Slip(
            "return Close(event.code)",
            "return None",
            "A Close must be answered with a Close. Without it the peer waits, and "
            "reports 1006 in the end.",
        ),
        Slip(
            "return Close(event.code)",
            "return Close(event.code)\n    if isinstance(event, Text | Binary):\n"
            "        return event",
            "Text and Binary oblige us to nothing. An echo is what an application may "
            "do; this function does what the protocol must.",
        ),
        Slip(
            "isinstance(event, Ping):\n        return Pong(event.payload)\n"
            "    if isinstance(event, Close)",
            "event == Ping:\n        return Pong(event.payload)\n    if event == Close",
            "Nothing is ever answered. Ask with isinstance(event, Ping): an event is "
            "not equal to its kind, so event == Ping is never true.",
        ),
        Slip(
            "if close_sent",
            "if not close_sent",
            "close_sent is taken the wrong way round: True means that our Close has "
            "gone out.",
        ),
    ),
)
