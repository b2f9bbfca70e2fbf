"""Serve one client: what `greet` must do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from functools import partial

from ...checking.model import Attempt, Case, Exercise, Slip, Try, mistake


def greet(listener: socket.socket, text: str) -> None:
    """Accept one client, send it the text as UTF-8, and end the stream."""
    sock, _ = listener.accept()
    with sock:
        sock.sendall(text.encode())


PATIENCE = 0.2  # seconds: all that is to come has been sent when somebody waits


@mistake(
    "You call accept again, and nobody else is coming. Serve one client, and return."
)
def _serves_for_ever(listener: socket.socket, text: str) -> None:
    while True:
        greet(listener, text)


@mistake(
    "Read the error. If it speaks of `listener`: leave that open, and close "
    "the socket that accept gave you. If not: send first, close last."
)
def _closes_the_listener(listener: socket.socket, text: str) -> None:
    with listener:
        greet(listener, text)


class _Door(socket.socket):
    """A listening socket that holds on to those it accepts.

    Python closes a socket that nobody can reach any more. Here only `close` does.
    Systems differ in how they refuse to send from a listener. Here all do it alike.
    """

    def __init__(self) -> None:
        super().__init__(socket.AF_INET, socket.SOCK_STREAM)
        self.accepted: list[socket.socket] = []

    def accept(self) -> tuple[socket.socket, object]:
        sock, address = super().accept()
        self.accepted.append(sock)
        return sock, address

    def send(self, *_: object) -> int:
        raise BrokenPipeError("a listening socket is connected to nobody")

    def sendall(self, *_: object) -> None:
        self.send()


def _with_a_client(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(listener, text)` with a client at the door, which reads it all."""
    (text,) = case.args
    says = f"What a client reads from {attempt.__name__}(listener, {text!r})"
    yield Try(says, partial(_visit, attempt, text))


def _visit(attempt: Attempt, text: object) -> list[bytes]:
    with _Door() as door:
        door.settimeout(PATIENCE)
        door.bind(("127.0.0.1", 0))
        door.listen()
        try:
            with socket.create_connection(door.getsockname(), PATIENCE) as client:
                attempt(door, text)
                if door.fileno() < 0:
                    raise OSError("listener is closed: it is not yours")
                return _reads(client)
        finally:
            for sock in door.accepted:
                sock.close()


def _reads(client: socket.socket) -> list[bytes]:
    """Return all bytes that came, then b"" if the stream has an end."""
    stream = b""
    try:
        while data := client.recv(1024):
            stream += data
    except TimeoutError:
        return [stream]
    return [stream, b""]


EXERCISE = Exercise(
    id="greet",
    title="Serve one client",
    minutes=5,
    imports="import socket",
    solution=greet,
    trial=_with_a_client,
    cases=(
        Case(
            ("hello",),
            [b"hello", b""],
            'The client must read the bytes, and then b"", the end. So send first, '
            "and close last.",
        ),
        Case(
            ("café",), [b"caf\xc3\xa9", b""], "In UTF-8 the é is the two bytes c3 a9."
        ),
    ),
    hidden=(Case(("€",), [b"\xe2\x82\xac", b""]),),
    hints=(
        "Which socket talks to the client: the one that listens, or another one?",
        "Step 3 of the lesson: accept returns a pair, a new socket and the address of "
        "the client. Sockets carry bytes, and closing one ends its stream.",
        "sock, _ = listener.accept(). Then, inside with sock:, send text.encode() "
        "with sendall. The end of the with block closes the socket.",
    ),
    mistakes=(
        Slip(
            ".encode())",
            ")",
            "Read the error. If it speaks of bytes: a socket carries bytes, and text "
            "is a str, so encode it. If it speaks of a tuple: accept returns two "
            "things, so unpack them before your with.",
        ),
        Slip(
            "with sock:\n        sock",
            "sock",
            "The text came, and then the client waited for the end in vain. Who "
            "closes the socket that accept gave you?",
        ),
        Slip(
            "sock, _ = listener.accept()\n    with sock:\n        sock",
            "listener",
            "The listening socket only answers the door: it is connected to nobody. "
            "Send with the socket that accept returns.",
        ),
        Slip(
            "sock, _ = listener.accept()\n    with sock:\n        sock",
            "pair = listener.accept()\n    pair",
            "accept returns two things in a tuple: the new socket, and the address "
            "of the client. Unpack them first.",
        ),
        _serves_for_ever,
        _closes_the_listener,
    ),
)
