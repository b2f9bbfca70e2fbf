"""Call in the right order: what `take` must do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from websockets.frames import Frame, Opcode
from websockets.protocol import Event, Protocol, State
from websockets.server import ServerProtocol

from ...checking.model import Attempt, Case, Exercise, Mistake, Try, mistake
from .shared import BINARY, CLOSE, NO_MASK, OBJECTION, PING, PONG, TEXT


def take(protocol: Protocol, data: bytes) -> tuple[list[Event], list[bytes]]:
    """Give the protocol what `recv` gave. Return the events, and what is to be sent.

    As with `recv`, b"" means that the stream has ended.
    """
    if data:
        protocol.receive_data(data)
    else:
        protocol.receive_eof()
    return protocol.events_received(), protocol.data_to_send()


def _fed(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Give pieces, one call for each, to a server that is open."""
    pieces = case.args[0]
    assert isinstance(pieces, list)
    shown = " then ".join(map(repr, pieces))
    says = f"{attempt.__name__}(protocol, data) with {shown}"
    yield Try(says, partial(_feed, attempt, pieces))


def _feed(attempt: Attempt, pieces: list[bytes]) -> object:
    server = ServerProtocol(state=State.OPEN)
    given = [_named(attempt(server, piece)) for piece in pieces]
    return [*given, server.state.name]


def _named(given: object) -> object:
    match given:
        case (list() as events, sent):
            return [_name(event) for event in events], sent
    return given


def _name(event: object) -> str:
    return event.opcode.name if isinstance(event, Frame) else f"no event: {event!r}"


def _taker(
    order: str = "receive events send",
    at_end: Callable[[Protocol], None] = Protocol.receive_eof,
    result: Callable[[list[Event], list[bytes]], object] = lambda *both: both,
) -> Attempt:
    """Return a `take` that calls in another order, or gives another result."""

    def take_wrongly(protocol: Protocol, data: bytes) -> object:
        events: list[Event] = []
        sent: list[bytes] = []
        for call in order.split():
            if call == "receive" and data:
                protocol.receive_data(data)
            elif call == "receive":
                at_end(protocol)
            elif call == "events":
                events = protocol.events_received()
            else:
                sent = protocol.data_to_send()
        return result(events, sent)

    take_wrongly.__name__ = "take"
    return take_wrongly


@mistake("The Ping is answered twice: the protocol has made the Pong already.")
def _answers_pings(protocol: Protocol, data: bytes) -> object:
    events, sent = take(protocol, data)
    for event in events:
        if isinstance(event, Frame) and event.opcode is Opcode.PING:
            protocol.send_pong(event.data)
    return events, sent + protocol.data_to_send()


@mistake(
    "The Close was answered by the protocol. When you say goodbye again, it "
    "says InvalidState."
)
def _answers_close(protocol: Protocol, data: bytes) -> object:
    events, sent = take(protocol, data)
    for event in events:
        if isinstance(event, Frame) and event.opcode is Opcode.CLOSE:
            protocol.send_close(1000)
    return events, sent


@mistake(
    "At the end of the stream the protocol has a last word, too: after "
    "receive_eof() ask as always."
)
def _forgets_the_last_word(protocol: Protocol, data: bytes) -> object:
    return take(protocol, data) if data else _taker("receive")(protocol, data)


@mistake(
    'receive_eof() was called, and receive_data(b"") as well: after the end '
    "no bytes can come. Write else."
)
def _gives_twice(protocol: Protocol, data: bytes) -> object:
    events, sent = take(protocol, data)
    protocol.receive_data(data[len(data) :])
    return events, sent


@mistake(
    "You tell the protocol that the stream has ended, each time. Either "
    'bytes have come, or the end has: b"".'
)
def _ends_each_time(protocol: Protocol, data: bytes) -> object:
    protocol.receive_data(data)
    protocol.receive_eof()
    return protocol.events_received(), protocol.data_to_send()


EXERCISE = Exercise(
    id="take",
    title="Call in the right order",
    minutes=6,
    solution=take,
    trial=_fed,
    imports="from websockets.protocol import Event, Protocol",
    rules=("C09", "C10", "X03"),
    cases=(
        Case(
            ([TEXT],),
            [(["TEXT"], []), "OPEN"],
            why="One frame, one event: give the list as it is.",
        ),
        Case(
            ([PING, TEXT],),
            [(["PING"], [b"\x8a\x0242"]), (["TEXT"], []), "OPEN"],
            why="The protocol has made the Pong: data_to_send has it, at once.",
        ),
        Case(
            ([TEXT[:4], TEXT[4:] + PING],),
            [([], []), (["TEXT", "PING"], [b"\x8a\x0242"]), "OPEN"],
            why="Half a frame is no event; and two frames can come at once.",
        ),
        Case(
            ([CLOSE, b""],),
            [(["CLOSE"], [b"\x88\x02\x03\xe8", b""]), ([], []), "CLOSED"],
            why="The Close is answered. At the end, too, two lists go back.",
        ),
        Case(
            ([b""],),
            [([], [b""]), "CLOSED"],
            why="The stream ended without a goodbye: ours ends, too.",
        ),
        Case(
            ([NO_MASK, b""],),
            [([], [OBJECTION, b""]), ([], []), "CLOSED"],
            why="The peer broke a rule: that is no event, and what to send says so.",
        ),
    ),
    hidden=(
        Case(([BINARY + PONG],), [(["BINARY", "PONG"], []), "OPEN"]),
        Case(
            ([PING + PING],),
            [(["PING", "PING"], [b"\x8a\x0242", b"\x8a\x0242"]), "OPEN"],
        ),
        Case(  # what follows a Close is discarded, but it is not the end
            ([CLOSE, TEXT],),
            [(["CLOSE"], [b"\x88\x02\x03\xe8", b""]), ([], []), "CLOSING"],
        ),
    ),
    hints=(
        "Which call is for bytes that came, and which for the end of the stream?",
        "First tell the protocol what came. Then ask for the events, and ask what "
        "is to be sent: each of them once, for asking empties the list.",
        "if data:\n    protocol.…(data)\nelse:\n    protocol.…()\n"
        "return protocol.…(), protocol.…()",
    ),
    mistakes=(
        _forgets_the_last_word,
        _gives_twice,
        Mistake(
            _taker(at_end=lambda protocol: protocol.receive_data(b"")),
            'The stream has ended, and the protocol does not know: receive_data(b"") '
            "tells it nothing. Call receive_eof().",
        ),
        Mistake(
            _taker(order="events send receive"),
            "You asked before you gave: what these bytes mean is known after "
            "receive_data, not before.",
        ),
        Mistake(
            _taker(order="events receive send"),
            "You asked for the events before you gave the bytes.",
        ),
        Mistake(
            _taker(order="send receive events"),
            "data_to_send came too early: what you owe for these bytes is there "
            "after receive_data.",
        ),
        Mistake(
            _taker(order="receive events"),
            "Nothing is to be sent, you say. The protocol has made a Pong: ask "
            "data_to_send. Ask once, and keep the list: asking empties it.",
        ),
        Mistake(
            _taker(order="receive send"),
            "No events, you say. Ask events_received. Ask once, and keep the list: "
            "asking empties it.",
        ),
        Mistake(
            _taker(order="receive"),
            "Both lists are empty. Ask events_received and data_to_send, after the "
            "bytes, and each only once: asking empties it.",
        ),
        Mistake(
            _taker(result=lambda events, sent: (sent, events)),
            "The two are swapped: the events first, then what is to be sent.",
        ),
        Mistake(
            _taker(result=lambda events, sent: (events, b"".join(sent))),
            'What is to be sent is a list. Joined, its b"" is lost, and with it the '
            "order to end the stream.",
        ),
        Mistake(
            _taker(result=lambda events, sent: (events, [x for x in sent if x])),
            'The b"" is lost. It says: end the stream. Keep it in the list.',
        ),
        Mistake(
            _taker(result=lambda events, _: events),
            "You return the events. Return what is to be sent as well: two lists.",
        ),
        Mistake(
            _taker(result=lambda *_: None),
            "Nothing is returned: give both lists, the events first.",
        ),
        Mistake(
            _taker(result=lambda _, sent: (None, sent)),
            "receive_data and receive_eof return None. The events are what "
            "events_received() gives.",
        ),
        Mistake(
            _taker(result=lambda events, sent: (*events, sent)),
            "The events go back as a list, even when there is one, or none.",
        ),
        _answers_pings,
        _answers_close,
        _ends_each_time,
    ),
)
