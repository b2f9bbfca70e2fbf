"""Call in the right order: what a driver does with the bytes that came."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from websockets.frames import Frame
from websockets.protocol import Event, Protocol, State
from websockets.server import ServerProtocol

from ...checking.model import Attempt, Case, Exercise, Slip, Try, mistake
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


def _give(protocol: Protocol, data: bytes) -> None:
    if data:
        protocol.receive_data(data)
    else:
        protocol.receive_eof()


@mistake(
    "You asked before you gave: what these bytes mean is known after "
    "receive_data, not before."
)
def _asks_first(protocol: Protocol, data: bytes) -> object:
    both = protocol.events_received(), protocol.data_to_send()
    _give(protocol, data)
    return both


@mistake("You asked for the events before you gave the bytes.")
def _asks_for_events_first(protocol: Protocol, data: bytes) -> object:
    events = protocol.events_received()
    _give(protocol, data)
    return events, protocol.data_to_send()


@mistake(
    "data_to_send came too early: what you owe for these bytes is there "
    "after receive_data."
)
def _asks_what_to_send_first(protocol: Protocol, data: bytes) -> object:
    sent = protocol.data_to_send()
    _give(protocol, data)
    return protocol.events_received(), sent


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
        Case(
            ([PING + PING],),
            [(["PING", "PING"], [b"\x8a\x0242", b"\x8a\x0242"]), "OPEN"],
            why="Two Pings, two Pongs: both lists go back as they are.",
        ),
        Case(
            ([BINARY + PONG + TEXT],),
            [(["BINARY", "PONG", "TEXT"], []), "OPEN"],
            why="Each frame is an event, whatever it is for. Leave none out.",
        ),
    ),
    hidden=(
        Case(([BINARY + PONG],), [(["BINARY", "PONG"], []), "OPEN"]),
        Case(
            ([TEXT, PING + TEXT, b""],),
            [
                (["TEXT"], []),
                (["PING", "TEXT"], [b"\x8a\x0242"]),
                ([], [b""]),
                "CLOSED",
            ],
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
        Slip(
            "protocol.receive_eof()",
            "protocol.receive_eof()\n        return [], []",
            "At the end of the stream the protocol has a last word, too: after "
            "receive_eof() ask as always.",
        ),
        Slip(
            "protocol.receive_eof()",
            "raise EOFError",
            "The end of the stream is no error here. Tell the protocol about it, with "
            "receive_eof(), and return both lists.",
        ),
        Slip(
            "if data:\n        protocol.receive_data(data)\n    else:\n"
            "        protocol.receive_eof()",
            "if not data:\n        protocol.receive_eof()\n"
            "    protocol.receive_data(data)",
            'receive_eof() was called, and receive_data(b"") as well: after the end '
            "no bytes can come. Write else.",
        ),
        Slip(
            "protocol.receive_eof()",
            "protocol.receive_data(data)",
            'The stream has ended, and the protocol does not know: receive_data(b"") '
            "tells it nothing. Call receive_eof().",
        ),
        _asks_first,
        _asks_for_events_first,
        _asks_what_to_send_first,
        Slip(
            "protocol.data_to_send()",
            "[]",
            "Nothing is to be sent, you say. The protocol has made a Pong: ask "
            "data_to_send. Ask once, and keep the list: asking empties it.",
        ),
        Slip(
            "protocol.events_received()",
            "[]",
            "No events, you say. Ask events_received. Ask once, and keep the list: "
            "asking empties it.",
        ),
        Slip(
            "protocol.events_received(), protocol.data_to_send()",
            "[], []",
            "Both lists are empty. Ask events_received and data_to_send, after the "
            "bytes, and each only once: asking empties it.",
        ),
        Slip(
            "protocol.events_received(), protocol.data_to_send()",
            "protocol.data_to_send(), protocol.events_received()",
            "The two are swapped: the events first, then what is to be sent.",
        ),
        Slip(
            "protocol.data_to_send()",
            'b"".join(protocol.data_to_send())',
            'What is to be sent is a list. Joined, its b"" is lost, and with it the '
            "order to end the stream.",
        ),
        Slip(
            "protocol.data_to_send()",
            "[each for each in protocol.data_to_send() if each]",
            'The b"" is lost. It says: end the stream. Keep it in the list.',
        ),
        Slip(
            ", protocol.data_to_send()",
            "",
            "You return the events. Return what is to be sent as well: two lists.",
        ),
        Slip(
            "return protocol",
            "protocol",
            "Nothing is returned: give both lists, the events first.",
        ),
        Slip(
            "protocol.receive_data(data)\n    else:\n        protocol.receive_eof()\n"
            "    return protocol.events_received()",
            "events = protocol.receive_data(data)\n    else:\n"
            "        events = protocol.receive_eof()\n    return events",
            "receive_data and receive_eof return None. The events are what "
            "events_received() gives.",
        ),
        Slip(
            "protocol.events_received()",
            "*protocol.events_received()",
            "The events go back as a list, even when there is one, or none.",
        ),
        Slip(
            "return protocol.events_received(),",
            "events = protocol.events_received()\n    for event in events:\n"
            '        if event.opcode.name == "PING":\n'
            "            protocol.send_pong(event.data)\n    return events,",
            "The Ping is answered twice: the protocol has made the Pong already.",
        ),
        Slip(
            "return protocol.events_received(),",
            "events = protocol.events_received()\n    for event in events:\n"
            '        if event.opcode.name == "CLOSE":\n'
            "            protocol.send_close(1000)\n    return events,",
            "The Close was answered by the protocol. When you say goodbye again, it "
            "says InvalidState.",
        ),
        Slip(
            "if data:\n        protocol.receive_data(data)\n    else:\n"
            "        protocol.receive_eof()",
            "protocol.receive_data(data)\n    protocol.receive_eof()",
            "You tell the protocol that the stream has ended, each time. Either "
            'bytes have come, or the end has: b"".',
        ),
    ),
)
