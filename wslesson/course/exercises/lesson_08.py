"""Lesson 08: the protocol without the network."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import Event, Protocol, State
from websockets.server import ServerProtocol
from websockets.typing import Origin
from websockets.uri import parse_uri

from .model import Attempt, Case, Choice, Exercise, Mistake, Question, Try

ORIGIN = Origin("https://example.com")

# 08.1


def answer_request(protocol: ServerProtocol, request: Request) -> int:
    """Answer an opening request: yes for the path /clock, 404 for any other.

    What stands behind a ? in the path does not matter. Returns the status sent.
    """
    if request.path.partition("?")[0] == "/clock":
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
    is_clock: Callable[[str], bool] = lambda path: path.partition("?")[0] == "/clock",
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


def _rejects_with(status: object, text: object) -> Attempt:
    def refuse(protocol: ServerProtocol) -> Response:
        return protocol.reject(status, text)  # type: ignore[arg-type] # on purpose

    return _answerer(refuse=refuse)


def _looks_for_status(_: ServerProtocol, request: Request) -> int:
    raise AttributeError(f"'{type(request).__name__}' object has no such attribute")


ANSWER_REQUEST = Exercise(
    id="08.1",
    title="Answer an opening request",
    minutes=7,
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
            ("/clock?room=1", ORIGIN), (101, "101"), why="The path ends before the ?."
        ),
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
    hints=(
        "Which two methods of the protocol make an answer? Which one method sends it?",
        'request.path.partition("?")[0] is the path without what follows the ?. '
        "Both accept and reject return a Response: send it, whichever it is.",
        'if request.path.partition("?")[0] == …:\n    response = protocol.accept(…)\n'
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
            "/clocks is accepted, which only begins like /clock. Cut at the ?, then "
            "compare the whole.",
        ),
        Mistake(
            _answerer(is_clock=lambda _: True),
            "Every path is accepted. Look at request.path first.",
        ),
        Mistake(
            _answerer(is_clock=lambda path: path == "/clock"),
            "/clock?room=1 is refused. What stands behind the ? is no part of the "
            'path: request.path.partition("?")[0].',
        ),
        Mistake(
            _answerer(is_clock=lambda path: path.partition("?")[0] == "clock"),
            "/clock is refused. What is compared must be exactly /clock: of the three "
            "parts that partition gives, the first. And only else comes the refusal.",
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
            "There is no such attribute. A Request has path, a Response has "
            "status_code; the protocol has accept, reject and send_response.",
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
            "The protocol knows, but nobody asked it: events_received, and then "
            "data_to_send.",
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


def _new() -> tuple[ClientProtocol, ServerProtocol]:
    uri = parse_uri("ws://example.com/clock")
    return (
        ClientProtocol(uri, state=State.OPEN),
        ServerProtocol(state=State.OPEN),
    )


def _connecting() -> Protocol:
    return ServerProtocol()


def _open() -> Protocol:
    return _new()[0]


def _closing() -> Protocol:
    client, _ = _new()
    client.send_close(1000)
    return client


def _closed() -> Protocol:
    client, server = _new()
    client.send_close(1000, "bye")
    _carry(client, server)
    _carry(server, client)
    return client


def _without_goodbye() -> Protocol:
    _, server = _new()
    server.receive_eof()
    return server


def _after_a_fault() -> Protocol:
    _, server = _new()
    server.receive_data(NO_MASK)
    server.receive_eof()
    return server


def _refused() -> Protocol:
    client = ClientProtocol(parse_uri("ws://example.com/clock"))
    client.receive_data(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    return client


def _refused_and_ended() -> Protocol:
    client = _refused()
    client.receive_eof()
    return client


STORIES = {
    "that waits for a request": _connecting,
    "that is open": _open,
    "that has sent Close": _closing,
    "after both goodbyes": _closed,
    "whose stream ended too early": _without_goodbye,
    "whose peer did not mask": _after_a_fault,
    "that got a 403": _refused,
    "that got a 403 and the end": _refused_and_ended,
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
    """Send each data frame back, until the peer has ended the stream.

    The connection is open already. A fragment goes back as a fragment.
    """
    send = {
        Opcode.TEXT: protocol.send_text,
        Opcode.BINARY: protocol.send_binary,
        Opcode.CONT: protocol.send_continuation,
    }
    while protocol.state is not State.CLOSED:
        data = sock.recv(65536)
        if data:
            protocol.receive_data(data)
        else:
            protocol.receive_eof()
        for frame in protocol.events_received():
            assert isinstance(frame, Frame)  # it is open: no more requests
            if frame.opcode in send and protocol.state is State.OPEN:
                send[frame.opcode](frame.data, frame.fin)
        for data in protocol.data_to_send():
            if data:
                sock.sendall(data)
            else:
                sock.shutdown(socket.SHUT_WR)


class NothingMoreError(Exception):
    """An answer goes on reading, though the stream has ended."""


class DeafError(Exception):
    """An answer reads, though it has ended the peer's half of the stream, too."""


class _Line:
    """A real socket whose peer sends one piece for each `recv`, then ends the stream.

    Unlike `Dribble`, it can be written to, and the peer keeps what comes.
    """

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces.copy()
        self._ended = self._deaf = False
        self._ours, self._theirs = socket.socketpair()

    def recv(self, size: int) -> bytes:
        if self._deaf:
            raise DeafError("recv was called after the end of both halves")
        if self._pieces:
            self._theirs.sendall(self._pieces.pop(0))
        elif self._ended:
            raise NothingMoreError("recv was called again after the end of the stream")
        else:
            self._theirs.shutdown(socket.SHUT_WR)
            self._ended = True
        return self._ours.recv(size)

    def send(self, data: bytes) -> int:
        return self._ours.send(data[:1])  # it may take less than all: here it does

    def shutdown(self, how: int) -> None:
        self._deaf = how != socket.SHUT_WR
        self._ours.shutdown(how)

    def __getattr__(self, name: str) -> object:
        return getattr(self._ours, name)

    def heard(self) -> tuple[bytes, bool]:
        """Return what the peer got, and whether the stream has ended, too."""
        self._theirs.settimeout(0.05)
        got = b""
        while True:
            try:
                data = self._theirs.recv(65536)
            except TimeoutError:
                return got, False
            if not data:
                return got, True
            got += data

    def close(self) -> None:
        self._ours.close()
        self._theirs.close()


def _echoed(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Let a client send pieces through a socket, and look at what it gets back."""
    pieces = case.args[0]
    assert isinstance(pieces, list)
    shown = " then ".join(map(repr, pieces))
    says = f"{attempt.__name__}(protocol, sock) when {shown} comes, then the end"
    yield Try(says, partial(_talk, attempt, pieces))


def _talk(attempt: Attempt, pieces: list[bytes]) -> object:
    server = ServerProtocol(state=State.OPEN)
    with closing(_Line(pieces)) as line:
        attempt(server, line)
        got, ended = line.heard()
    return got, "the end" if ended else "no end", server.state.name


def _echo_frame(
    protocol: Protocol, frame: Frame, known: tuple[Opcode, ...], fin: bool
) -> None:
    fin = frame.fin or fin
    if frame.opcode not in known:
        return
    if frame.opcode is Opcode.TEXT:
        protocol.send_text(frame.data, fin)
    elif frame.opcode is Opcode.BINARY:
        protocol.send_binary(frame.data, fin)
    else:
        protocol.send_continuation(frame.data, fin)


DATA = (Opcode.TEXT, Opcode.BINARY, Opcode.CONT)


def _echoer(
    until: Callable[[Protocol], bool] = lambda protocol: protocol.state is State.CLOSED,
    at_end: Callable[[Protocol], None] = Protocol.receive_eof,
    known: tuple[Opcode, ...] = DATA,
    fin: bool = False,
    looks: bool = True,
    reply: Callable[[Protocol, Frame], None] = lambda *_: None,
    last_word: Callable[[socket.socket], None] = lambda sock: sock.shutdown(
        socket.SHUT_WR
    ),
    send: Callable[[socket.socket, bytes], object] = lambda sock, out: sock.sendall(
        out
    ),
) -> Attempt:
    """Return an `echo` with one fault or more."""

    def echo_wrongly(protocol: ServerProtocol, sock: socket.socket) -> None:
        while not until(protocol):
            data = sock.recv(65536)
            if data:
                protocol.receive_data(data)
            else:
                at_end(protocol)
            for frame in protocol.events_received():
                assert isinstance(frame, Frame)
                if protocol.state is State.OPEN or not looks:
                    _echo_frame(protocol, frame, known, fin)
                reply(protocol, frame)
            for out in protocol.data_to_send():
                if out:
                    send(sock, out)
                else:
                    last_word(sock)

    echo_wrongly.__name__ = "echo"
    return echo_wrongly


def _leaves_at_the_end(protocol: ServerProtocol, sock: socket.socket) -> None:
    def leave(_: Protocol) -> None:
        raise EOFError

    with suppress(EOFError):
        _echoer(at_end=leave)(protocol, sock)


def _sends_str(protocol: Protocol, frame: Frame) -> None:
    if frame.opcode is Opcode.TEXT:
        protocol.send_text(bytes(frame.data).decode())  # type: ignore[arg-type] # on purpose


def _forgets_fin(protocol: Protocol, frame: Frame) -> None:
    if frame.opcode is Opcode.CONT:
        protocol.send_continuation(frame.data)  # type: ignore[call-arg] # on purpose


def _sends_pong(protocol: Protocol, frame: Frame) -> None:
    if frame.opcode is Opcode.PING:
        protocol.send_pong(frame.data)


def _sends_close(protocol: Protocol, frame: Frame) -> None:
    if frame.opcode is Opcode.CLOSE:
        protocol.send_close(1000)


def _calls_it_text(protocol: Protocol, frame: Frame) -> None:
    if frame.opcode in DATA and protocol.state is State.OPEN:
        protocol.send_text(frame.data)


def _keeps_no_opcode(protocol: Protocol, frame: Frame) -> None:
    if frame.opcode in DATA and protocol.state is State.OPEN:
        protocol.send_text(frame.data, frame.fin)


def _only_once(protocol: ServerProtocol, sock: socket.socket) -> None:
    rounds = iter([False, True])
    _echoer(until=lambda _: next(rounds))(protocol, sock)


def _sends_to_the_peer_directly(protocol: ServerProtocol, sock: socket.socket) -> None:
    def send(_: Protocol, frame: Frame) -> None:
        if frame.opcode in DATA:
            sock.sendall(frame.data)

    _echoer(known=(), reply=send)(protocol, sock)


BYE = b"\x88\x02\x03\xe8"

ECHO = Exercise(
    id="08.4",
    title="Write a whole driver",
    minutes=15,
    solution=echo,
    trial=_echoed,
    rules=("M03", "C05", "C06", "C09"),
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
            ([TEXT, CLOSE],),
            (b"\x81\x02hi" + BYE, "the end", "CLOSED"),
            why="The text goes back, the Close is answered, both streams end.",
        ),
        Case(
            ([b"\x82\x82\x00\x00\x00\x00\x00\xff", CLOSE],),
            (b"\x82\x02\x00\xff" + BYE, "the end", "CLOSED"),
            why="A binary frame goes back as a binary frame.",
        ),
        Case(
            ([PING, TEXT[:4], TEXT[4:], CLOSE],),
            (b"\x8a\x0242\x81\x02hi" + BYE, "the end", "CLOSED"),
            why="One Pong, and the text when it is whole.",
        ),
        Case(
            (
                [
                    b"\x01\x82\x00\x00\x00\x00he",
                    PING,
                    b"\x80\x81\x00\x00\x00\x00y",
                    CLOSE,
                ],
            ),
            (b"\x01\x02he\x8a\x0242\x80\x01y" + BYE, "the end", "CLOSED"),
            why="Each fragment goes back as a fragment, with its fin.",
        ),
        Case(
            ([TEXT + CLOSE],),
            (BYE, "the end", "CLOSED"),
            why="A Close came with the text, and is answered: no data may follow.",
        ),
        Case(
            ([NO_MASK],),
            (OBJECTION, "the end", "CLOSED"),
            why="The protocol objects: send what it says.",
        ),
    ),
    hints=(
        "Which five things happen in each round, in which order? Which state ends it?",
        "A round: recv; receive_data or receive_eof; send each event back by its "
        "opcode, while the state is OPEN; then data_to_send: sendall, or for "
        'b"" shutdown(socket.SHUT_WR).',
        "while protocol.state is not State.CLOSED:\n    data = sock.recv(65536)\n"
        "    …  # receive_data, or receive_eof\n"
        "    for frame in protocol.events_received():\n"
        "        if protocol.state is not State.OPEN:\n            continue\n"
        "        if frame.opcode is Opcode.TEXT:\n"
        "            protocol.send_text(frame.data, frame.fin)\n"
        "        …  # BINARY, CONT\n    for data in protocol.data_to_send():\n"
        "        …  # sendall, or shutdown",
    ),
    mistakes=(
        Mistake(
            _echoer(send=lambda *_: None, last_word=lambda _: None),
            "The peer gets nothing at all: send what data_to_send gives, in each "
            "round.",
        ),
        Mistake(
            _echoer(at_end=lambda protocol: protocol.receive_data(b"")),
            "The stream has ended, and you read again. At the end call receive_eof(): "
            'receive_data(b"") says nothing. Then the state is CLOSED; stop there.',
        ),
        Mistake(
            _echoer(send=lambda sock, out: sock.send(out)),
            "Only part of it arrived: send may take less than all, sendall does not.",
        ),
        Mistake(
            _echoer(last_word=lambda sock: sock.shutdown(socket.SHUT_RDWR)),
            "You ended both halves, and then you read. End only yours: socket.SHUT_WR.",
        ),
        Mistake(
            _echoer(until=lambda protocol: protocol.close_expected()),
            "You stop before the peer has ended its stream: read on until the state "
            "is CLOSED.",
        ),
        Mistake(
            _leaves_at_the_end,
            "You leave when the stream has ended. Tell the protocol first, with "
            'receive_eof(): it has a last word for the socket, b"".',
        ),
        Mistake(
            _echoer(last_word=lambda sock: sock.sendall(b"")),
            'b"" in data_to_send is an order: end your stream. sendall(b"") sends '
            "nothing: sock.shutdown(socket.SHUT_WR).",
        ),
        Mistake(
            _echoer(last_word=lambda sock: sock.close()),
            "You close the socket, and then you read from it. End only your half: "
            "sock.shutdown(socket.SHUT_WR).",
        ),
        Mistake(
            _only_once,
            "You read once. A conversation goes on until the state is CLOSED.",
        ),
        Mistake(
            _echoer(looks=False),
            "A Close came in the same bytes, so the goodbye is said, and send_… "
            "raises InvalidState. Send only while the state is OPEN.",
        ),
        Mistake(
            _echoer(known=(Opcode.TEXT, Opcode.BINARY)),
            "The first fragment came back, the next did not: its opcode is CONT. "
            "Use send_continuation.",
        ),
        Mistake(
            _echoer(known=(Opcode.TEXT,)),
            "Only text comes back. A data frame can be BINARY, and CONT, which is a "
            "fragment.",
        ),
        Mistake(
            _echoer(fin=True),
            "A fragment came back as a whole message: hand on frame.fin.",
        ),
        Mistake(
            _echoer(known=(Opcode.TEXT, Opcode.BINARY), reply=_forgets_fin),
            "A fragment tells whether more follows: hand on frame.fin.",
        ),
        Mistake(
            _echoer(known=(), reply=_sends_str),
            "send_text takes bytes: frame.data as it is.",
        ),
        Mistake(
            _echoer(known=(), reply=_calls_it_text),
            "Everything came back as text. Look at frame.opcode, and hand on "
            "frame.fin.",
        ),
        Mistake(
            _echoer(known=(), reply=_keeps_no_opcode),
            "Everything is sent as text. For BINARY there is send_binary, for CONT "
            "there is send_continuation.",
        ),
        Mistake(
            _echoer(reply=_sends_pong),
            "The Ping is answered twice: the protocol has made the Pong already.",
        ),
        Mistake(
            _echoer(reply=_sends_close),
            "The protocol has answered the Close. When you say goodbye again, it "
            "says InvalidState.",
        ),
        Mistake(
            _echoer(known=()),
            "No message comes back. For each event, look at its opcode, and send it.",
        ),
        Mistake(
            _sends_to_the_peer_directly,
            "The payload went out without a frame around it. Give it to send_text, "
            "and send what data_to_send makes of it.",
        ),
    ),
)

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
