"""Answer an opening request: yes for one path, 404 for any other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from websockets.client import ClientProtocol
from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.typing import Origin
from websockets.uri import parse_uri

from ...checking.model import Attempt, Case, Exercise, Slip, Try
from .shared import carry


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


ORIGIN = Origin("https://example.com")


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
    carry(client, server)
    [request] = server.events_received()
    given = attempt(server, request)
    carry(server, client)
    if given is not None and not isinstance(given, int):
        given = f"a {type(given).__name__}"  # a Response has the date in it
    heard = [e for e in client.events_received() if isinstance(e, Response)]
    return given, "; ".join(map(_line, heard)) or _silence(server)


def _line(response: Response) -> str:
    body = bytes(response.body or b"").decode().strip()
    return f"{response.status_code} {body}".strip()


def _silence(server: ServerProtocol) -> str:
    """Say why the client heard nothing."""
    answered = server.state is State.OPEN or server.close_expected()
    return "nothing: the drawer was emptied" if answered else "nothing"


REFUSED = (404, "404 no such clock")
FORBIDDEN = "403 Failed to open a WebSocket connection: invalid Origin header: {}."
EXERCISE = Exercise(
    id="answer_request",
    title="Answer an opening request",
    minutes=6,
    solution=answer_request,
    trial=_asked,
    rules=("H16", "H18"),
    imports="from websockets.http11 import Request\n"
    "from websockets.server import ServerProtocol",
    cases=(
        Case(("/clock", ORIGIN), (101, "101"), why="Accept, send, return the number."),
        Case(("/door", ORIGIN), REFUSED, why="Refuse with 404."),
        Case(("/", ORIGIN), REFUSED, why="Refuse with 404."),
        Case(("/clocks", ORIGIN), REFUSED, why="It is not /clock."),
        Case(
            ("/clock", "https://other.example"),
            (403, FORBIDDEN.format("https://other.example")),
            why="accept refuses too, and its answer says so: 403.",
        ),
        Case(
            ("/tower/clock", ORIGIN),
            REFUSED,
            why="It only ends like /clock, and it is another path.",
        ),
        Case(("/Clock", ORIGIN), REFUSED, why="A capital makes it another path."),
        Case(("/clock/", ORIGIN), REFUSED, why="The last slash makes it another path."),
        Case(
            ("/clock?slow", ORIGIN),
            REFUSED,
            why="request.path has the query in it, which makes it another path.",
        ),
    ),
    hidden=(
        Case(("/clock//", ORIGIN), REFUSED),
        Case(("/door", "https://other.example"), REFUSED),
        Case(("/clock/clock", ORIGIN), REFUSED),
        Case(
            ("/clock", "http://example.com"),
            (403, FORBIDDEN.format("http://example.com")),
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
        Slip(
            "protocol.send_response(response)\n    ",
            "",
            "The answer was made, but the client hears nothing: accept and reject "
            "only return it. Give it to send_response.",
        ),
        Slip(
            "return response.status_code",
            "return protocol.data_to_send()",
            "You took the bytes with data_to_send: they are gone from the protocol, "
            "and the caller cannot send them. Return the status only.",
        ),
        Slip(
            "return response",
            "protocol.data_to_send()\n    return response",
            "The answer was sent, and then data_to_send emptied the drawer. Leave that "
            "to the caller, who has the socket.",
        ),
        Slip(
            "return response.status_code",
            "response.status_code",
            "The answer is sent. Now return its status: response.status_code.",
        ),
        Slip(
            "protocol.send_response(response)\n    return ",
            "",
            "Nothing is sent and nothing is returned. accept and reject only return "
            "the answer: give it to send_response, and return its status_code.",
        ),
        Slip(
            "response.status_code",
            "response",
            "Return the number alone: response.status_code.",
        ),
        Slip(
            'request.path == "/clock"',
            'request.path.startswith("/clock")',
            "/clocks is accepted, which only begins like /clock. Compare the whole "
            "path.",
        ),
        Slip(
            'request.path == "/clock"',
            '"/clock" in request.path',
            "Each path is accepted that has /clock in it. Compare the whole path, "
            "with ==.",
        ),
        Slip(
            'request.path == "/clock"',
            "True",
            "Every path is accepted. Look at request.path first.",
        ),
        Slip(
            '"/clock"',
            '"clock"',
            "/clock is refused. Compare request.path with exactly /clock: it begins "
            "with the slash. Only other paths are refused.",
        ),
        Slip(
            "return response.status_code",
            'return 101 if request.path == "/clock" else 404',
            "accept may refuse, too: here it made a 403. Return what the response "
            "says, not 101.",
        ),
        Slip(
            '"no such clock"',
            '""',
            'The refusal has another text. It is "no such clock".',
        ),
        Slip(
            '404, "no such clock"',
            '"404 no such clock"',
            "reject takes two things: the number 404, and the text.",
        ),
        Slip(
            '"no such clock"',
            'b"no such clock"',
            "reject takes the text as str: it encodes it itself.",
        ),
        Slip(
            "reject(404",
            'reject("404 Not Found"',
            "A ValueError. Nothing is raised for a refusal: it is an answer. And "
            "reject takes the status first, as a number: reject(404, …).",
        ),
        Slip(
            "response.status_code",
            "response.status",
            "There is no such attribute. A Request has path; a Response has "
            "status_code, and send_response takes the Response itself, whole.",
        ),
    ),
)
