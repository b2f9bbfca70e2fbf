"""Say how it ended: how a connection is doing, in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from websockets.client import ClientProtocol
from websockets.protocol import Protocol, State
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from ...checking.model import Attempt, Case, Exercise, Slip, Try
from .shared import NO_MASK, carry
from .take import take


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
    carry(client, server)
    carry(server, client)
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
NOON = b"\x88\x86\x00\x00\x00\x00\x03\xe9noon"


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
    "whose peer left, and said why": partial(_told, OPEN_SERVER, NOON, b""),
    "that got no answer at all": partial(_told, _client, b""),
    "that got no request, but text": partial(_told, _server, b"tick\r\n"),
}


def _judged(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Ask about a protocol that has lived a story."""
    story = str(case.args[0])
    says = f"{attempt.__name__}(a protocol {story})"
    yield Try(says, lambda: attempt(STORIES[story]()))


EXERCISE = Exercise(
    id="verdict",
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
            why="The name of the state, in small letters.",
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
        Case(
            ("whose peer left",),
            "closed: received 1001 (going away); then sent 1001 (going away)",
            why="Here the peer was first, and close_exc says so.",
        ),
        Case(
            ("that got no answer at all",),
            "refused: did not receive a valid HTTP response",
            why="The handshake failed in another way: handshake_exc says in which.",
        ),
    ),
    hidden=(
        Case(
            ("whose peer left, and said why",),
            "closed: received 1001 (going away) noon; then sent 1001 (going away) noon",
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
        Slip(
            "protocol.handshake_exc is not None",
            "protocol.handshake_exc and protocol.state is not State.CLOSED",
            "Refused and closed: here both are true. It never was open, so look at "
            "handshake_exc first.",
        ),
        Slip(
            "if protocol.handshake_exc is not None:\n"
            '        return f"refused: {protocol.handshake_exc}"\n    ',
            "",
            "A refusal is not told. Look at handshake_exc first: while it is None, "
            "nobody has refused.",
        ),
        Slip(
            "protocol.state is State.CLOSED",
            "protocol.state in (State.CLOSING, State.CLOSED)",
            "CLOSING is not CLOSED: the stream has not ended, and close_exc is not "
            "known yet.",
        ),
        Slip(
            "protocol.state is State.CLOSED",
            "protocol.close_exc is not None",
            "close_exc raises AssertionError until the state is CLOSED: compare the "
            "state first.",
        ),
        Slip(
            "close_exc",
            "parser_exc",
            "That is what stopped the reading. How the connection ended is in "
            "close_exc.",
        ),
        Slip(
            "close_exc",
            "close_code",
            "The code alone does not say who sent it. close_exc tells the whole end.",
        ),
        Slip(
            "close_exc",
            "close_reason",
            "The reason is only what the peer wrote into its Close. close_exc tells "
            "the whole end.",
        ),
        Slip(
            '_exc}"',
            '_exc!r}"',
            'Show the error as text: f"… {error}", without !r and without repr.',
        ),
        Slip(
            ".lower()",
            "",
            "The name of the state is in capitals: put .lower() behind it.",
        ),
        Slip(
            "protocol.state.name.lower()",
            "str(protocol.state).lower()",
            "That is how the state is printed. Its name is protocol.state.name.",
        ),
        Slip(
            "protocol.state.name.lower()",
            "protocol.state",
            "You return the state itself. Return its name, in small letters.",
        ),
        Slip(
            'return f"refused: {protocol.handshake_exc}"',
            "raise protocol.handshake_exc",
            "The error is raised. Here it is only told: put it into the text.",
        ),
        Slip(
            'return f"refused: {protocol.handshake_exc}"\n'
            "    if protocol.state is State.CLOSED:\n"
            '        return f"closed: {protocol.close_exc}"',
            "raise protocol.handshake_exc\n"
            "    if protocol.state is State.CLOSED:\n"
            "        raise protocol.close_exc",
            "The errors are raised. Here they are only told: put them into the text.",
        ),
        Slip(
            'f"closed: {protocol.close_exc}"',
            '"closed: " + protocol.close_exc',
            'An error is no text, and + cannot join them: f"closed: {error}" does.',
        ),
        Slip(
            "protocol.state is State.CLOSED",
            'protocol.state == "CLOSED"',
            'The state is no text: compare it with State.CLOSED, not with "CLOSED".',
        ),
        Slip(
            "return protocol.state",
            "protocol.state",
            "For a connection that has not ended nothing is returned: give the name "
            "of its state.",
        ),
    ),
)
