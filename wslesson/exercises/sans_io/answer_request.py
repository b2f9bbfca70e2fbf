"""Answer an opening request: what `answer_request` must do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from websockets.client import ClientProtocol
from websockets.http11 import Request, Response
from websockets.server import ServerProtocol
from websockets.typing import Origin
from websockets.uri import parse_uri

from ...checking.model import Attempt, Case, Exercise, Mistake, Try, mistake
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
    return given, "; ".join(map(_line, heard)) or "nothing"


def _line(response: Response) -> str:
    body = bytes(response.body or b"").decode().strip()
    return f"{response.status_code} {body}".strip()


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


@mistake(
    "accept may refuse, too: here it made a 403. Return what the response "
    "says, not 101."
)
def _promises_101(protocol: ServerProtocol, request: Request) -> int:
    return 101 if answer_request(protocol, request) != 404 else 404


@mistake(
    "You took the bytes with data_to_send: they are gone from the protocol, "
    "and the caller cannot send them. Return the status only."
)
def _sends_bytes(protocol: ServerProtocol, request: Request) -> object:
    answer_request(protocol, request)
    return protocol.data_to_send()


def _rejects_with(*arguments: object) -> Attempt:
    def refuse(protocol: ServerProtocol) -> Response:
        return protocol.reject(*arguments)  # type: ignore[arg-type] # on purpose

    return _answerer(refuse=refuse)


@mistake(
    "There is no such attribute. A Request has path; a Response has "
    "status_code, and send_response takes the Response itself, whole."
)
def _looks_for_status(_: ServerProtocol, request: Request) -> int:
    raise AttributeError(f"'{type(request).__name__}' object has no such attribute")


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
        _sends_bytes,
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
        _promises_101,
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
        _looks_for_status,
    ),
)
