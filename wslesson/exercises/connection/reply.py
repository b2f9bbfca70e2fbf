"""Answer what must be answered: what `reply` must do."""

from __future__ import annotations

from ...checking.model import Case, Exercise, mistake
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


@mistake(
    "The Pong is empty, and it must carry the payload of its Ping. And after "
    "its own Close our Connection sends none."
)
def _pong_without_payload(event: Event, close_sent: bool) -> Event | None:
    return Pong() if isinstance(event, Ping) else reply(event, close_sent)


@mistake(
    "The Pong is empty. It must carry the payload of the Ping, so that the "
    "peer knows which of its Pings is answered."
)
def _pong_without_payload_while_open(event: Event, close_sent: bool) -> Event | None:
    answer = reply(event, close_sent)
    return Pong() if isinstance(answer, Pong) else answer


@mistake(
    "A Pong was answered. If the peer did so too, the two of you would never stop."
)
def _answers_a_pong(event: Event, close_sent: bool) -> Event | None:
    if isinstance(event, Pong) and not close_sent:
        return Pong(event.payload)
    return reply(event, close_sent)


@mistake(
    "A Pong was answered with a Ping. The peer must answer that, you answer "
    "again, and it never stops."
)
def _pings_back_at_a_pong(event: Event, close_sent: bool) -> Event | None:
    if isinstance(event, Pong) and not close_sent:
        return Ping(event.payload)
    return reply(event, close_sent)


@mistake(
    "The Ping was sent back as a Ping, and the peer must answer it in turn. "
    "The answer to a Ping is a Pong."
)
def _pings_back(event: Event, close_sent: bool) -> Event | None:
    if isinstance(event, Ping) and not close_sent:
        return event
    return reply(event, close_sent)


@mistake(
    "close_sent is not looked at. After its own Close our Connection sends "
    "nothing: no second Close, which no rule allows, and no Pong either."
)
def _ignores_close_sent(event: Event, _close_sent: bool) -> Event | None:
    return reply(event, False)


@mistake(
    "Our Close has gone out, and still a Pong is sent. The RFC wants it; our "
    "Connection sends nothing at all, by choice."
)
def _pongs_after_our_close(event: Event, close_sent: bool) -> Event | None:
    return reply(event, close_sent and not isinstance(event, Ping))


@mistake(
    "Our Close has gone out already. The peer's Close is the answer to it, and "
    "needs none."
)
def _closes_twice(event: Event, close_sent: bool) -> Event | None:
    return reply(event, close_sent and not isinstance(event, Close))


@mistake("The answer to a Close repeats its code. 1000 would say that all was well.")
def _always_1000(event: Event, close_sent: bool) -> Event | None:
    answer = reply(event, close_sent)
    return Close() if isinstance(answer, Close) else answer


@mistake(
    "A Close must be answered with a Close. Without it the peer waits, and "
    "reports 1006 in the end."
)
def _does_not_close(event: Event, close_sent: bool) -> Event | None:
    return None if isinstance(event, Close) else reply(event, close_sent)


@mistake(
    "Text and Binary oblige us to nothing. An echo is what an application may "
    "do; this function does what the protocol must."
)
def _echoes(event: Event, close_sent: bool) -> Event | None:
    if isinstance(event, Text | Binary) and not close_sent:
        return event
    return reply(event, close_sent)


@mistake("This is the payload alone. The answer is an event: Pong(event.payload).")
def _gives_the_payload(event: Event, close_sent: bool) -> Event | bytes | None:
    answer = reply(event, close_sent)
    return answer.payload if isinstance(answer, Pong) else answer


@mistake(
    "Pong is the kind; Pong(event.payload) makes one. So it is with Close(event.code)."
)
def _gives_the_kind(event: Event, close_sent: bool) -> type[Event] | None:
    answer = reply(event, close_sent)
    return None if answer is None else type(answer)


@mistake(
    "Nothing is ever answered. Ask with isinstance(event, Ping): an event is "
    "not equal to its kind, so event == Ping is never true."
)
def _owes_nothing(_event: Event, _close_sent: bool) -> Event | None:
    return None


@mistake(
    "close_sent is taken the wrong way round: True means that our Close has gone out."
)
def _turned_round(event: Event, close_sent: bool) -> Event | None:
    return reply(event, not close_sent)


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
    ),
    hidden=(
        Case((Ping(bytes(125)), False), Pong(bytes(125))),
        Case((Close(4000), False), Close(4000)),
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
        _gives_the_payload,
        _gives_the_kind,
        _pong_without_payload_while_open,
        _pong_without_payload,
        _answers_a_pong,
        _pings_back_at_a_pong,
        _pings_back,
        _pongs_after_our_close,
        _closes_twice,
        _ignores_close_sent,
        _always_1000,
        _does_not_close,
        _echoes,
        _owes_nothing,
        _turned_round,
    ),
)
