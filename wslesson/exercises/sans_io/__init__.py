"""Lesson 08: the protocol without the network."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import Event, Protocol, State
from websockets.server import ServerProtocol
from websockets.typing import Origin
from websockets.uri import parse_uri

from ...checking.model import Attempt, Case, Choice, Exercise, Mistake, Question, Try

ORIGIN = Origin("https://example.com")

# 08.1


def answer_request(protocol: ServerProtocol, request: Request) -> int:
    """Answer an opening request: yes for the path /clock, 404 for any other.

    Returns the status sent.
    """
    if request.path == "/clock":
        response = protocol.accept(request)
    else:
        response = protocol.reject(404, "no such clock")
    protocol.send_response(response)
    return response.status_code


def _asked(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Give the request for a path to a server of one origin, and hear the answer."""
    path, origin = case.args
    asks = f"for {path}" + ("" if origin == ORIGIN else f" from {origin}")
    says = f"{attempt.__name__}(protocol, request) {asks}"
    yield Try(says, partial(_ask, attempt, str(path), str(origin)))


def _ask(attempt: Attempt, path: str, origin: str) -> object:
    client = ClientProtocol(parse_uri(f"ws://example.com{path}"), origin=Origin(origin))
    server = ServerProtocol(origins=[ORIGIN])
    client.send_request(client.connect())
    _carry(client, server)
    [request] = server.events_received()
    given = attempt(server, request)
    _carry(server, client)
    if given is not None and not isinstance(given, int):
        given = f"a {type(given).__name__}"  # a Response has the date in it
    heard = [e for e in client.events_received() if isinstance(e, Response)]
    return given, "; ".join(map(_line, heard)) or "nothing"


def _line(response: Response) -> str:
    body = bytes(response.body or b"").decode().strip()
    return f"{response.status_code} {body}".strip()


def _carry(source: Protocol, target: Protocol) -> None:
    for data in source.data_to_send():
        if data:
            target.receive_data(data)
        else:
            target.receive_eof()


def _answerer(
    is_clock: Callable[[str], bool] = lambda path: path == "/clock",
    sends: bool = True,
    returns: Callable[[Response], object] = lambda response: response.status_code,
    refuse: Callable[[ServerProtocol], Response] = lambda protocol: protocol.reject(
        404, "no such clock"
    ),
) -> Attempt:
    """Return an `answer_request` with one fault or more."""

    def answer(protocol: ServerProtocol, request: Request) -> object:
        yes = is_clock(request.path)
        response = protocol.accept(request) if yes else refuse(protocol)
        if sends:
            protocol.send_response(response)
        return returns(response)

    answer.__name__ = "answer_request"
    return answer


def _promises_101(protocol: ServerProtocol, request: Request) -> int:
    return 101 if answer_request(protocol, request) != 404 else 404


def _sends_bytes(protocol: ServerProtocol, request: Request) -> object:
    answer_request(protocol, request)
    return protocol.data_to_send()


def _rejects_with(*arguments: object) -> Attempt:
    def refuse(protocol: ServerProtocol) -> Response:
        return protocol.reject(*arguments)  # type: ignore[arg-type] # on purpose

    return _answerer(refuse=refuse)


def _looks_for_status(_: ServerProtocol, request: Request) -> int:
    raise AttributeError(f"'{type(request).__name__}' object has no such attribute")


ANSWER_REQUEST = Exercise(
    id="08.1",
    title="Answer an opening request",
    minutes=6,
    solution=answer_request,
    trial=_asked,
    rules=("H16", "H18"),
    imports="from websockets.http11 import Request\n"
    "from websockets.server import ServerProtocol",
    cases=(
        Case(("/clock", ORIGIN), (101, "101"), why="Accept, send, return the number."),
        Case(("/door", ORIGIN), (404, "404 no such clock"), why="Refuse with 404."),
        Case(("/", ORIGIN), (404, "404 no such clock"), why="Refuse with 404."),
        Case(("/clocks", ORIGIN), (404, "404 no such clock"), why="It is not /clock."),
        Case(
            ("/clock", "https://other.example"),
            (
                403,
                "403 Failed to open a WebSocket connection: invalid Origin header: "
                "https://other.example.",
            ),
            why="accept refuses too, and its answer says so: 403.",
        ),
    ),
    hidden=(
        Case(("/clock/", ORIGIN), (404, "404 no such clock")),
        Case(("/door", "https://other.example"), (404, "404 no such clock")),
        Case(
            ("/clock", "http://example.com"),
            (
                403,
                "403 Failed to open a WebSocket connection: invalid Origin header: "
                "http://example.com.",
            ),
        ),
    ),
    hints=(
        "Which two methods of the protocol make an answer? Which one method sends it?",
        "request.path is the path. Both accept and reject return a Response: send "
        "it, whichever it is.",
        "if request.path == …:\n    response = protocol.accept(…)\n"
        "else:\n    response = protocol.reject(404, …)\n"
        "protocol.send_response(…)\nreturn response.…",
    ),
    mistakes=(
        Mistake(
            _answerer(sends=False),
            "The answer was made, but the client hears nothing: accept and reject "
            "only return it. Give it to send_response.",
        ),
        Mistake(
            _sends_bytes,
            "You took the bytes with data_to_send: they are gone from the protocol, "
            "and the caller cannot send them. Return the status only.",
        ),
        Mistake(
            _answerer(returns=lambda _: None),
            "The answer is sent. Now return its status: response.status_code.",
        ),
        Mistake(
            _answerer(sends=False, returns=lambda _: None),
            "Nothing is sent and nothing is returned. accept and reject only return "
            "the answer: give it to send_response, and return its status_code.",
        ),
        Mistake(
            _answerer(returns=lambda response: response),
            "Return the number alone: response.status_code.",
        ),
        Mistake(
            _answerer(is_clock=lambda path: path.startswith("/clock")),
            "/clocks is accepted, which only begins like /clock. Compare the whole "
            "path.",
        ),
        Mistake(
            _answerer(is_clock=lambda _: True),
            "Every path is accepted. Look at request.path first.",
        ),
        Mistake(
            _answerer(is_clock=lambda path: path == "clock"),
            "/clock is refused. Compare request.path with exactly /clock: it begins "
            "with the slash. And only else comes the refusal.",
        ),
        Mistake(
            _promises_101,
            "accept may refuse, too: here it made a 403. Return what the response "
            "says, not 101.",
        ),
        Mistake(
            _rejects_with(404, ""),
            'The refusal has another text. It is "no such clock".',
        ),
        Mistake(
            _rejects_with("404 no such clock"),
            "reject takes two things: the number 404, and the text.",
        ),
        Mistake(
            _rejects_with(404, b"no such clock"),
            "reject takes the text as str: it encodes it itself.",
        ),
        Mistake(
            _rejects_with("404 Not Found", "no such clock"),
            "A ValueError. Nothing is raised for a refusal: it is an answer. And "
            "reject takes the status first, as a number: reject(404, …).",
        ),
        Mistake(
            _looks_for_status,
            "There is no such attribute. A Request has path; a Response has "
            "status_code, and send_response takes the Response itself, whole.",
        ),
    ),
)

# 08.2


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


def _answers_pings(protocol: Protocol, data: bytes) -> object:
    events, sent = take(protocol, data)
    for event in events:
        if isinstance(event, Frame) and event.opcode is Opcode.PING:
            protocol.send_pong(event.data)
    return events, sent + protocol.data_to_send()


def _answers_close(protocol: Protocol, data: bytes) -> object:
    events, sent = take(protocol, data)
    for event in events:
        if isinstance(event, Frame) and event.opcode is Opcode.CLOSE:
            protocol.send_close(1000)
    return events, sent


def _forgets_the_last_word(protocol: Protocol, data: bytes) -> object:
    return take(protocol, data) if data else _taker("receive")(protocol, data)


def _gives_twice(protocol: Protocol, data: bytes) -> object:
    events, sent = take(protocol, data)
    protocol.receive_data(data[len(data) :])
    return events, sent


def _ends_each_time(protocol: Protocol, data: bytes) -> object:
    protocol.receive_data(data)
    protocol.receive_eof()
    return protocol.events_received(), protocol.data_to_send()


TEXT = b"\x81\x82\x00\x00\x00\x00hi"
PING = b"\x89\x82\x00\x00\x00\x0042"
CLOSE = b"\x88\x82\x00\x00\x00\x00\x03\xe8"
YO = b"\x81\x82\x00\x00\x00\x00yo"
BINARY = b"\x82\x81\x00\x00\x00\x007"
PONG = b"\x8a\x82\x00\x00\x00\x0042"
NO_MASK = b"\x81\x02hi"
OBJECTION = b"\x88\x13\x03\xeaincorrect masking"

TAKE = Exercise(
    id="08.2",
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
        Mistake(
            _forgets_the_last_word,
            "At the end of the stream the protocol has a last word, too: after "
            "receive_eof() ask as always.",
        ),
        Mistake(
            _gives_twice,
            'receive_eof() was called, and receive_data(b"") as well: after the end '
            "no bytes can come. Write else.",
        ),
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
        Mistake(
            _answers_pings,
            "The Ping is answered twice: the protocol has made the Pong already.",
        ),
        Mistake(
            _answers_close,
            "The Close was answered by the protocol. When you say goodbye again, it "
            "says InvalidState.",
        ),
        Mistake(
            _ends_each_time,
            "You tell the protocol that the stream has ended, each time. Either "
            'bytes have come, or the end has: b"".',
        ),
    ),
)

# 08.3


def verdict(protocol: Protocol) -> str:
    """Say in one line how a connection is doing, or how it ended.

    "refused: …" with the error of the handshake, "closed: …" with the error of the
    close; otherwise the state in small letters, as in "open".
    """
    if protocol.handshake_exc is not None:
        return f"refused: {protocol.handshake_exc}"
    if protocol.state is State.CLOSED:
        return f"closed: {protocol.close_exc}"
    return protocol.state.name.lower()


def _client(state: State = State.CONNECTING) -> ClientProtocol:
    return ClientProtocol(parse_uri("ws://example.com/clock"), state=state)


def _server(state: State = State.CONNECTING) -> ServerProtocol:
    return ServerProtocol(state=state)


def _open() -> Protocol:
    return _client(State.OPEN)


def _closing() -> Protocol:
    client = _client(State.OPEN)
    client.send_close(1000)
    return client


def _closed() -> Protocol:
    client, server = _client(State.OPEN), _server(State.OPEN)
    client.send_close(1000, "bye")
    _carry(client, server)
    _carry(server, client)
    return client


def _told(new: Callable[[], Protocol], *pieces: bytes) -> Protocol:
    """Return a new protocol that has got pieces; b"" is the end of the stream."""
    protocol = new()
    for piece in pieces:
        take(protocol, piece)
    return protocol


OPEN_SERVER = partial(_server, State.OPEN)
FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
GOING_AWAY = b"\x88\x82\x00\x00\x00\x00\x03\xe9"

STORIES: dict[str, Callable[[], Protocol]] = {
    "that waits for a request": _server,
    "that is open": _open,
    "that has sent Close": _closing,
    "after both goodbyes": _closed,
    "whose stream ended too early": partial(_told, OPEN_SERVER, b""),
    "whose peer did not mask": partial(_told, OPEN_SERVER, NO_MASK, b""),
    "that got a 403": partial(_told, _client, FORBIDDEN),
    "that got a 403 and the end": partial(_told, _client, FORBIDDEN, b""),
    "whose peer left": partial(_told, OPEN_SERVER, GOING_AWAY, b""),
    "that got no answer at all": partial(_told, _client, b""),
    "that got no request, but text": partial(_told, _server, b"tick\r\n"),
}


def _judged(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Ask about a protocol that has lived a story."""
    story = str(case.args[0])
    says = f"{attempt.__name__}(a protocol {story})"
    yield Try(says, lambda: attempt(STORIES[story]()))


def _closed_first(protocol: Protocol) -> str:
    if protocol.state is State.CLOSED:
        return f"closed: {protocol.close_exc}"
    return verdict(protocol)


def _never_refused(protocol: Protocol) -> str:
    if protocol.state is State.CLOSED:
        return f"closed: {protocol.close_exc}"
    return protocol.state.name.lower()


def _asks_too_early(protocol: Protocol) -> str:
    return f"closed: {protocol.close_exc}" if protocol.close_exc else "open"


def _gives_the_parser_error(protocol: Protocol) -> str:
    said = verdict(protocol)
    return f"closed: {protocol.parser_exc}" if said[:6] == "closed" else said


def _gives_the_code(protocol: Protocol) -> str:
    said = verdict(protocol)
    return f"closed: {protocol.close_code}" if said[:6] == "closed" else said


def _gives_the_representation(protocol: Protocol) -> str:
    if protocol.handshake_exc is not None:
        return f"refused: {protocol.handshake_exc!r}"
    if protocol.state is State.CLOSED:
        return f"closed: {protocol.close_exc!r}"
    return protocol.state.name.lower()


def _shouts(protocol: Protocol) -> str:
    said = verdict(protocol)
    return said if ":" in said else protocol.state.name


def _shows_the_state(protocol: Protocol) -> str:
    said = verdict(protocol)
    return said if ":" in said else str(protocol.state).lower()


def _hands_out_the_state(protocol: Protocol) -> object:
    said = verdict(protocol)
    return said if ":" in said else protocol.state


def _raises_it(protocol: Protocol) -> str:
    if protocol.handshake_exc is not None:
        raise protocol.handshake_exc
    return verdict(protocol)


def _raises_both(protocol: Protocol) -> str:
    if protocol.state is State.CLOSED:
        raise protocol.handshake_exc or protocol.close_exc
    return _raises_it(protocol)


def _says_closed_for_closing(protocol: Protocol) -> str:
    if protocol.close_expected() and protocol.handshake_exc is None:
        return f"closed: {protocol.close_exc}"
    return verdict(protocol)


def _adds_an_error(protocol: Protocol) -> str:
    said = verdict(protocol)
    if ":" in said:
        raise TypeError("can only concatenate str to str")
    return said


def _compares_with_text(protocol: Protocol) -> str:
    said = verdict(protocol)
    return "closed" if said[:6] == "closed" else said


def _forgets_the_rest(protocol: Protocol) -> str | None:
    said = verdict(protocol)
    return said if ":" in said else None


VERDICT = Exercise(
    id="08.3",
    title="Say how it ended",
    minutes=7,
    solution=verdict,
    trial=_judged,
    imports="from websockets.protocol import Protocol, State",
    rules=("X02",),
    cases=(
        Case(
            ("that waits for a request",),
            "connecting",
            why="The name of the state, in small.",
        ),
        Case(("that is open",), "open", why="Its state is OPEN."),
        Case(
            ("that has sent Close",),
            "closing",
            why="It waits, so close_exc is not known yet.",
        ),
        Case(
            ("after both goodbyes",),
            "closed: sent 1000 (OK) bye; then received 1000 (OK) bye",
            why="close_exc tells the end in order.",
        ),
        Case(
            ("whose stream ended too early",),
            "closed: no close frame received or sent",
            why="close_exc says it.",
        ),
        Case(
            ("whose peer did not mask",),
            "closed: sent 1002 (protocol error) incorrect masking; "
            "no close frame received",
            why="close_exc says what was sent, and what was not received.",
        ),
        Case(
            ("that got a 403",),
            "refused: server rejected WebSocket connection: HTTP 403",
            why="handshake_exc is set, and the state is still CONNECTING.",
        ),
        Case(
            ("that got a 403 and the end",),
            "refused: server rejected WebSocket connection: HTTP 403",
            why="It is CLOSED by now, but it never was open: refused.",
        ),
    ),
    hidden=(
        Case(
            ("whose peer left",),
            "closed: received 1001 (going away); then sent 1001 (going away)",
        ),
        Case(
            ("that got no answer at all",),
            "refused: did not receive a valid HTTP response",
        ),
        Case(
            ("that got no request, but text",),
            "refused: did not receive a valid HTTP request",
        ),
    ),
    hints=(
        "Which error is there to be read before the connection has closed, and which "
        "one only after?",
        "First look at handshake_exc, which is None when all is well. Then compare "
        "the state with State.CLOSED; only then may you ask for close_exc.",
        'if protocol.handshake_exc is not None:\n    return f"refused: {…}"\n'
        'if protocol.state is …:\n    return f"closed: {…}"\n'
        "return protocol.state.name.…()",
    ),
    mistakes=(
        Mistake(
            _closed_first,
            "Refused and closed: here both are true. It never was open, so look at "
            "handshake_exc first.",
        ),
        Mistake(
            _never_refused,
            "A refusal is not told. Look at handshake_exc first: while it is None, "
            "nobody has refused.",
        ),
        Mistake(
            _says_closed_for_closing,
            "CLOSING is not CLOSED: the stream has not ended, and close_exc is not "
            "known yet.",
        ),
        Mistake(
            _asks_too_early,
            "close_exc raises AssertionError until the state is CLOSED: compare the "
            "state first.",
        ),
        Mistake(
            _gives_the_parser_error,
            "That is what stopped the reading. How the connection ended is in "
            "close_exc.",
        ),
        Mistake(
            _gives_the_code,
            "The code alone does not say who sent it. close_exc tells the whole end.",
        ),
        Mistake(
            _gives_the_representation,
            'Show the error as text: f"… {error}", without !r and without repr.',
        ),
        Mistake(
            _shouts,
            "The name of the state is in capitals: put .lower() behind it.",
        ),
        Mistake(
            _shows_the_state,
            "That is how the state is printed. Its name is protocol.state.name.",
        ),
        Mistake(
            _hands_out_the_state,
            "You return the state itself. Return its name, in small letters.",
        ),
        Mistake(
            _raises_it,
            "The error is raised. Here it is only told: put it into the text.",
        ),
        Mistake(
            _raises_both,
            "The errors are raised. Here they are only told: put them into the text.",
        ),
        Mistake(
            _adds_an_error,
            'An error is no text, and + cannot join them: f"closed: {error}" does.',
        ),
        Mistake(
            _compares_with_text,
            'The state is no text: compare it with State.CLOSED, not with "CLOSED".',
        ),
        Mistake(
            _forgets_the_rest,
            "For a connection that has not ended nothing is returned: give the name "
            "of its state.",
        ),
    ),
)

# 08.4


def echo(protocol: ServerProtocol, sock: socket.socket) -> None:
    """Send each text back, until the peer has ended the stream.

    The connection is open already, and each text comes in one frame.
    """
    while protocol.state is not State.CLOSED:
        data = sock.recv(65536)
        if data:
            protocol.receive_data(data)
        else:
            protocol.receive_eof()
        for frame in protocol.events_received():
            assert isinstance(frame, Frame)  # it is open: no more requests
            if frame.opcode is Opcode.TEXT and protocol.state is State.OPEN:
                protocol.send_text(frame.data)
        for data in protocol.data_to_send():
            if data:
                sock.sendall(data)
            else:
                sock.shutdown(socket.SHUT_WR)


class NothingMoreError(Exception):
    """An answer goes on reading, though the stream has ended."""


class ClosedError(Exception):
    """An answer goes on reading, though the state is CLOSED."""


class DeafError(Exception):
    """An answer reads, though it has ended the peer's half of the stream, too."""


class BothWaitError(Exception):
    """An answer reads, and the peer waits for what should have been sent."""


class _Line(socket.socket):
    """A real socket whose peer sends a piece when the last is read, then ends its half.

    Unlike `Dribble`, it can be written to, and the peer keeps what comes.
    """

    def __init__(self, protocol: Protocol, pieces: list[bytes], waits: bool) -> None:
        ours, self.peer = socket.socketpair()
        super().__init__(fileno=ours.detach())
        self._protocol, self._pieces, self._waits = protocol, iter(pieces), waits
        self._ended = self._deaf = self._sent = False
        self._unread = 0
        self._got = b""

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        if self.fileno() != -1 and not self._unread:  # closed: the socket says so
            self._wake()
        data = super().recv(size, flags)
        self._unread -= len(data)
        return data

    def _wake(self) -> None:
        """Let the peer send its next piece, or end its half."""
        if self._deaf:
            raise DeafError("recv was called after the end of both halves")
        if self._ended and self._protocol.state is State.CLOSED:
            raise ClosedError("recv was called again, and the state is CLOSED")
        if self._ended:
            raise NothingMoreError("recv was called again after the end of the stream")
        if self._waits and self._sent and not self.heard()[0]:
            raise BothWaitError("the peer waits for the answer to its text")
        piece = next(self._pieces, b"")
        self._unread = len(piece)
        if piece:
            self.peer.sendall(piece)
            self._sent = True
        else:
            self.peer.shutdown(socket.SHUT_WR)
            self._ended = True

    def send(self, data: bytes, flags: int = 0, /) -> int:  # type: ignore[override] # bytes are enough
        return super().send(data[:1], flags)  # it may take less than all: here it does

    def shutdown(self, how: int, /) -> None:
        self._deaf = how != socket.SHUT_WR
        super().shutdown(how)

    def heard(self) -> tuple[bytes, bool]:
        """Return what the peer got, and whether the stream has ended, too."""
        self.peer.settimeout(0.03)
        while True:
            try:
                data = self.peer.recv(65536)
            except TimeoutError:
                return self._got, False
            if not data:
                return self._got, True
            self._got += data


def _echoed(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Let a client send pieces through a socket, and look at what it gets back.

    With a second argument, it waits for an answer before it sends the next piece.
    """
    pieces, *waits = case.args
    assert isinstance(pieces, list)
    joint = " then, after the answer, " if waits else " then "
    shown = joint.join(map(repr, pieces))
    says = f"{attempt.__name__}(protocol, sock) when {shown} comes, then the end"
    yield Try(says, partial(_talk, attempt, pieces, bool(waits)))


def _talk(attempt: Attempt, pieces: list[bytes], waits: bool) -> object:
    server = ServerProtocol(state=State.OPEN)
    with _Line(server, pieces, waits) as line, line.peer:
        attempt(server, line)
        got, ended = line.heard()
    return got, "the end" if ended else "no end", server.state.name


def _shut(sock: socket.socket) -> None:
    sock.shutdown(socket.SHUT_WR)


def _sendall(sock: socket.socket, out: bytes) -> None:
    sock.sendall(out)


def _echo_text(protocol: Protocol, frame: Frame) -> None:
    if frame.opcode is Opcode.TEXT and protocol.state is State.OPEN:
        protocol.send_text(frame.data)


@dataclass(frozen=True)
class _Wrong:
    """An `echo` with one fault or more."""

    order: str = "recv events flush"
    reads: Callable[[socket.socket], bytes] = lambda sock: sock.recv(65536)
    goes_on: Callable[[Protocol], bool] = lambda p: p.state is not State.CLOSED
    at_end: Callable[[Protocol], None] = Protocol.receive_eof
    chooses: Callable[[list[Event]], list[Event]] = lambda events: events
    reply: Callable[[Protocol, Frame], None] = _echo_text
    flushes: Callable[[Protocol], bool] = lambda _: True
    last_word: Callable[[socket.socket], object] = _shut
    send: Callable[[socket.socket, bytes], object] = _sendall

    def echo(self, protocol: ServerProtocol, sock: socket.socket) -> None:
        calls = {
            "recv": self._recv,
            "events": self._events,
            "flush": self._flush,
            "close": self._close,
        }
        while self.goes_on(protocol):
            for call in self.order.split():
                calls[call](protocol, sock)

    def _close(self, _: ServerProtocol, sock: socket.socket) -> None:
        sock.close()

    def _recv(self, protocol: ServerProtocol, sock: socket.socket) -> None:
        if data := self.reads(sock):
            protocol.receive_data(data)
        else:
            self.at_end(protocol)

    def _events(self, protocol: ServerProtocol, _: socket.socket) -> None:
        for frame in self.chooses(protocol.events_received()):
            assert isinstance(frame, Frame)
            self.reply(protocol, frame)

    def _flush(self, protocol: ServerProtocol, sock: socket.socket) -> None:
        for out in protocol.data_to_send() if self.flushes(protocol) else ():
            if out:
                self.send(sock, out)
            else:
                self.last_word(sock)


def _leaves_at_the_end(protocol: ServerProtocol, sock: socket.socket) -> None:
    def leave(_: Protocol) -> None:
        raise EOFError

    with suppress(EOFError):
        _Wrong(at_end=leave).echo(protocol, sock)


def _only_once(protocol: ServerProtocol, sock: socket.socket) -> None:
    rounds = iter([True, False])
    _Wrong(goes_on=lambda _: next(rounds)).echo(protocol, sock)


def _sends_to_the_peer_directly(protocol: ServerProtocol, sock: socket.socket) -> None:
    def send(_: Protocol, frame: Frame) -> None:
        if frame.opcode is Opcode.TEXT:
            sock.sendall(frame.data)

    _Wrong(reply=send).echo(protocol, sock)


def _sends_the_piece(protocol: ServerProtocol, sock: socket.socket) -> None:
    pieces: list[bytes] = []

    def read(sock: socket.socket) -> bytes:
        pieces.append(sock.recv(65536))
        return pieces[-1]

    def send(protocol: Protocol, frame: Frame) -> None:
        _echo_text(protocol, Frame(frame.opcode, pieces[-1]))

    _Wrong(reads=read, reply=send).echo(protocol, sock)


def _never_looks(protocol: Protocol, frame: Frame) -> None:
    if frame.opcode is Opcode.TEXT:
        protocol.send_text(frame.data)


def _echoes_but(*opcodes: Opcode) -> Callable[[Protocol, Frame], None]:
    def send(protocol: Protocol, frame: Frame) -> None:
        if frame.opcode not in opcodes and protocol.state is State.OPEN:
            protocol.send_text(frame.data)

    return send


def _echoes_all(protocol: Protocol, frame: Frame) -> None:
    if protocol.state is State.OPEN:
        protocol.send_text(frame.data)


def _sends_str(protocol: Protocol, frame: Frame) -> None:
    if frame.opcode is Opcode.TEXT:
        protocol.send_text(str(frame.data))  # type: ignore[arg-type] # on purpose


def _sends_pong(protocol: Protocol, frame: Frame) -> None:
    _echo_text(protocol, frame)
    if frame.opcode is Opcode.PING:
        protocol.send_pong(frame.data)


def _sends_close(protocol: Protocol, frame: Frame) -> None:
    _echo_text(protocol, frame)
    if frame.opcode is Opcode.CLOSE:
        protocol.send_close(1000)


BYE = b"\x88\x02\x03\xe8"

ECHO = Exercise(
    id="08.4",
    title="Write a whole driver",
    minutes=11,
    solution=echo,
    trial=_echoed,
    rules=("C05", "C06", "C09"),
    imports="import socket\n\nfrom websockets.frames import Frame, Opcode\n"
    "from websockets.protocol import State\n"
    "from websockets.server import ServerProtocol",
    cases=(
        Case(
            ([TEXT],),
            (b"\x81\x02hi", "the end", "CLOSED"),
            why='The text goes back. At the end call receive_eof(), and obey the b"".',
        ),
        Case(
            ([NO_MASK],),
            (OBJECTION, "the end", "CLOSED"),
            why="The protocol objects: send what it says.",
        ),
        Case(
            ([TEXT, CLOSE],),
            (b"\x81\x02hi" + BYE, "the end", "CLOSED"),
            why="The text goes back, the Close is answered, both streams end.",
        ),
        Case(
            ([PING, TEXT[:4], TEXT[4:], CLOSE],),
            (b"\x8a\x0242\x81\x02hi" + BYE, "the end", "CLOSED"),
            why="One Pong, and the text when it is whole.",
        ),
        Case(
            ([TEXT + CLOSE],),
            (BYE, "the end", "CLOSED"),
            why="A Close came with the text, and is answered: no data may follow.",
        ),
        Case(
            ([TEXT, CLOSE], "waits"),
            (b"\x81\x02hi" + BYE, "the end", "CLOSED"),
            why="The peer says Close only when it has heard the answer to its text.",
        ),
        Case(
            ([TEXT + YO + BINARY + PONG],),
            (b"\x81\x02hi\x81\x02yo", "the end", "CLOSED"),
            why="Two texts came at once: both go back, and nothing else.",
        ),
    ),
    hidden=(
        Case(
            ([b"\x81\x80\x00\x00\x00\x00", YO, CLOSE],),
            (b"\x81\x00\x81\x02yo" + BYE, "the end", "CLOSED"),
        ),
        Case(([TEXT + NO_MASK],), (OBJECTION, "the end", "CLOSED")),
    ),
    hints=(
        "Which four things happen in each round, in which order? Which state ends it?",
        "A round: recv; receive_data or receive_eof; send each text back, while the "
        'state is OPEN; then data_to_send: sendall, or for b"" '
        "shutdown(socket.SHUT_WR).",
        "while protocol.state is not State.CLOSED:\n    data = sock.recv(65536)\n"
        "    …  # receive_data, or receive_eof\n"
        "    for frame in protocol.events_received():\n"
        "        if frame.opcode is … and protocol.state is …:\n"
        "            protocol.send_text(…)\n"
        "    for data in protocol.data_to_send():\n"
        "        …  # sendall, or shutdown",
    ),
    mistakes=(
        Mistake(
            _Wrong(order="recv flush events").echo,
            "The answer lies in the drawer while you wait in recv. Empty it at the "
            "end of the round, after the events.",
        ),
        Mistake(
            _Wrong(order="recv events").echo,
            "The peer gets nothing at all: send what data_to_send gives, in each "
            "round.",
        ),
        Mistake(
            _Wrong(at_end=lambda protocol: protocol.receive_data(b"")).echo,
            "The stream has ended, and you read again. At the end call receive_eof(): "
            'receive_data(b"") says nothing. Then the state is CLOSED; stop there.',
        ),
        Mistake(
            _Wrong(goes_on=lambda _: True).echo,
            "The state is CLOSED, and you read again: stop there. Compare the state "
            'with State.CLOSED, not with "CLOSED".',
        ),
        Mistake(
            _Wrong(send=lambda sock, out: sock.send(out)).echo,
            "Only part of it arrived: send may take less than all, sendall does not.",
        ),
        Mistake(
            _Wrong(last_word=lambda sock: sock.shutdown(socket.SHUT_RDWR)).echo,
            "You ended both halves, and then you read. End only yours: socket.SHUT_WR.",
        ),
        Mistake(
            _Wrong(goes_on=lambda protocol: not protocol.close_expected()).echo,
            "You stop before the peer has ended its stream: read on until the state "
            "is CLOSED.",
        ),
        Mistake(
            _leaves_at_the_end,
            "You leave when the stream has ended. Tell the protocol first, with "
            'receive_eof(): it has a last word for the socket, b"".',
        ),
        Mistake(
            _Wrong(order="flush recv events").echo,
            'The last b"" stays in the drawer: empty it after receive_eof(), too, '
            "before the loop ends.",
        ),
        Mistake(
            _Wrong(flushes=lambda protocol: protocol.state is State.OPEN).echo,
            'The last b"" stays in the drawer: empty it in every round, not only '
            "while OPEN, and not only when there is an event.",
        ),
        Mistake(
            _Wrong(last_word=lambda sock: sock.sendall(b"")).echo,
            'b"" in data_to_send is an order: end your stream. sendall(b"") sends '
            "nothing: sock.shutdown(socket.SHUT_WR).",
        ),
        Mistake(
            _Wrong(last_word=lambda sock: sock.close()).echo,
            "You close the socket, and then you read from it. End only your half: "
            "sock.shutdown(socket.SHUT_WR).",
        ),
        Mistake(
            _Wrong(order="recv events flush close").echo,
            "The socket is closed after the first round. Close it, or leave its with "
            "block, only after the loop.",
        ),
        Mistake(
            _Wrong(goes_on=lambda protocol: protocol.state is State.CLOSED).echo,
            "Nothing was read: go on while the state is not State.CLOSED.",
        ),
        Mistake(
            _only_once,
            "You read once. A conversation goes on until the state is CLOSED.",
        ),
        Mistake(
            _Wrong(reads=lambda sock: sock.recv(8)).echo,
            "Your recv takes only a few bytes, so the text was answered before the "
            "Close was read. That is no fault, but here take up to 65536 at once.",
        ),
        Mistake(
            _Wrong(chooses=lambda events: events[:1]).echo,
            "Two texts came at once, and one went back. Go through all the events.",
        ),
        Mistake(
            _Wrong(reply=_echoes_but(Opcode.PING, Opcode.PONG, Opcode.CLOSE)).echo,
            "A Binary came back as a text. Send only what has Opcode.TEXT.",
        ),
        Mistake(
            _Wrong(reply=_echoes_but(Opcode.PING, Opcode.CLOSE)).echo,
            "A Binary and a Pong came back as texts. Send only what has Opcode.TEXT.",
        ),
        Mistake(
            _sends_the_piece,
            "You sent the whole piece back, with the client's header in it. The text "
            "is the event's data: frame.data.",
        ),
        Mistake(
            _Wrong(reply=_never_looks).echo,
            "A Close came in the same bytes, so the goodbye is said, and send_text "
            "raises InvalidState. Send only while the state is OPEN.",
        ),
        Mistake(
            _Wrong(reply=_sends_str).echo,
            "send_text takes bytes: frame.data as it is.",
        ),
        Mistake(
            _Wrong(send=lambda sock, out: sock.sendall([out])).echo,  # type: ignore[arg-type] # on purpose
            "A call got what it cannot take. data_to_send gives a list: send each "
            "element. shutdown must know which half: socket.SHUT_WR.",
        ),
        Mistake(
            _Wrong(reply=_echoes_all).echo,
            "More than the text came back. Look at frame.opcode: only TEXT is sent "
            "back.",
        ),
        Mistake(
            _Wrong(reply=_sends_pong).echo,
            "The Ping is answered twice: the protocol has made the Pong already.",
        ),
        Mistake(
            _Wrong(reply=_sends_close).echo,
            "The protocol has answered the Close. When you say goodbye again, it "
            "says InvalidState.",
        ),
        Mistake(
            _Wrong(reply=lambda *_: None).echo,
            "No message comes back. Look at each event's opcode: compare it with "
            'Opcode.TEXT, not with "TEXT", and send it.',
        ),
        Mistake(
            _sends_to_the_peer_directly,
            "The payload went out without a frame around it. Give it to send_text, "
            "and send what data_to_send makes of it.",
        ),
    ),
)

LESSON = "08"
EXERCISES: tuple[Exercise, ...] = (ANSWER_REQUEST, TAKE, VERDICT, ECHO)

QUESTIONS: tuple[Question, ...] = (
    Question(
        "08.q1",
        "Your server called send_response with a 101. Its state is OPEN. Has the "
        "client got the answer?",
        (
            Choice(
                "Yes: it is OPEN, so both ends are.",
                "Each end has a state of its own. The bytes of the 101 still lie in "
                "the protocol, until you take them with data_to_send.",
            ),
            Choice(
                "Not yet: the bytes wait for data_to_send.",
                "The protocol has no network. Its state runs ahead of the bytes.",
                right=True,
            ),
            Choice(
                "Not yet: send_response waits for the client.",
                "Nothing in the protocol waits. It made the bytes, and returned.",
            ),
        ),
    ),
    Question(
        "08.q2",
        "You call receive_data with a frame that breaks a rule. What happens?",
        (
            Choice(
                "It raises ProtocolError.",
                "Only your own mistakes are raised. The peer's are kept as data: in "
                "parser_exc, and at the end in close_exc.",
            ),
            Choice(
                "events_received gives the error as an event.",
                "There is no such event: what broke the rule is left out.",
            ),
            Choice(
                "It returns, and data_to_send has a Close that says why.",
                "Send it, and read on until the stream ends. Then close_exc tells "
                "the end.",
                right=True,
            ),
        ),
    ),
    Question(
        "08.q3",
        "close_expected() says True. What do you do?",
        (
            Choice(
                "I close the socket at once.",
                "The peer's goodbye, or its last bytes, may still be on the way: you "
                "would lose them, or reset the connection.",
            ),
            Choice(
                "I read on, but not for long.",
                "The peer should end its stream soon. A limit on the wait is for the "
                "one that does not.",
                right=True,
            ),
            Choice(
                "I stop reading and wait.",
                "The end of the stream is something that you read. Who does not read "
                "does not hear it.",
            ),
        ),
    ),
)
