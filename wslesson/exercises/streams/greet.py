"""Serve one client."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from ...checking.model import Attempt, Case, Exercise, Slip, Try

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


def greet(listener: socket.socket, text: str) -> None:
    """Accept one client, send it the text as UTF-8, and end the stream."""
    sock, _ = listener.accept()
    with sock:
        sock.sendall(text.encode())


PATIENCE = 10.0  # seconds: all that the client reads has been sent when it begins
TAKEN = 4  # bytes that one `send` takes: it may take fewer than all
OPEN = b"<still open>"


class ClosedListenerError(Exception):
    """An answer closed the listener, which is not its own."""


class _Visitor(socket.socket):
    """A socket that `accept` gave. Its client listens, and never says anything."""

    def send(self, data: ReadableBuffer, flags: int = 0, /) -> int:
        return super().send(memoryview(data)[:TAKEN], flags)

    def recv(self, *_: object) -> NoReturn:
        raise TimeoutError("the client waits, and says nothing")

    def recv_into(self, *_: object) -> NoReturn:
        self.recv()


class _Door(socket.socket):
    """A listening socket that one client has come to, and that holds on to it.

    Python closes a socket that nobody can reach any more. Here only `close` does.
    Systems differ in how they refuse to send from a listener. Here all do it alike.
    """

    def __init__(self) -> None:
        super().__init__(socket.AF_INET, socket.SOCK_STREAM)
        self.accepted: list[socket.socket] = []
        self.bind(("127.0.0.1", 0))
        self.listen()

    def accept(self) -> tuple[socket.socket, object]:
        if self.accepted:
            raise TimeoutError("nobody else is coming")
        sock, address = super().accept()
        self.accepted.append(_Visitor(fileno=sock.detach()))
        return self.accepted[0], address

    def send(self, *_: object) -> int:
        raise BrokenPipeError("a listening socket is connected to nobody")

    def sendall(self, *_: object) -> None:
        self.send()


def _with_a_client(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(listener, text)` with a client at the door, which reads it all."""
    (text,) = case.args
    says = f"What a client reads from {attempt.__name__}(listener, {text!r})"
    yield Try(says, partial(_visit, attempt, text))


def _visit(attempt: Attempt, text: object) -> list[object]:
    with (
        _Door() as door,
        socket.create_connection(door.getsockname(), PATIENCE) as client,
    ):
        try:
            _to_the_end(attempt, door, text)
            if door.fileno() < 0:
                raise ClosedListenerError("listener is closed, and it is not yours")
            if not door.accepted:
                return [b""]
            ended = not _takes_more(door.accepted[0])
            closed = door.accepted[0].fileno() < 0
        finally:
            for sock in door.accepted:
                sock.close()
        stream = b"".join(iter(partial(client.recv, 1024), b""))
    if not ended:
        return [stream.removesuffix(OPEN)]
    return [stream, b""] if closed else [stream, b"", "the socket is still open"]


def _to_the_end(attempt: Attempt, door: _Door, text: object) -> None:
    """Call the attempt, and wait for the threads that it started, if any."""
    before = threading.enumerate()
    attempt(door, text)
    for thread in threading.enumerate():
        if thread not in before:
            thread.join(1)


def _takes_more(sock: socket.socket) -> bool:
    """Return whether a stream has no end yet: then it takes these bytes, too."""
    try:
        sock.sendall(OPEN)
    except OSError:
        return False
    return True


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
            'The client must read the bytes of the text, all of them, and then b"", the '
            "end. So send first, and close last.",
        ),
        Case(
            ("café",), [b"caf\xc3\xa9", b""], "In UTF-8 the é is the two bytes c3 a9."
        ),
        Case(
            (" tea \r\n",),
            [b" tea \r\n", b""],
            "Send the text as it is, with its spaces and ends of lines.",
        ),
        Case(
            ("",), [b"", b""], "Nothing to say, and still the client waits for the end."
        ),
    ),
    hidden=(
        Case(("€",), [b"\xe2\x82\xac", b""]),
        Case(("\n",), [b"\n", b""]),
    ),
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
            "If the error speaks of bytes: a socket carries bytes, and text is a str, so "
            "encode it.",
        ),
        Slip(
            "sock, _ = listener.accept()\n    with sock:",
            "with listener.accept() as sock:",
            "If the error speaks of a tuple: accept returns two things, so unpack them "
            "before your with.",
        ),
        Slip(
            "with sock:\n        sock",
            "sock",
            "The text came, and then the client waited for the end in vain. Who closes "
            "the socket that accept gave you?",
        ),
        Slip(
            "with sock:\n        sock.sendall(text.encode())",
            "sock.sendall(text.encode())\n    sock.shutdown(socket.SHUT_WR)",
            "The client read the end, and your side of the connection is still open: "
            "close it.",
        ),
        Slip(
            "sock.sendall",
            "sock.send",
            "send may take only a part, and returns how many bytes it took (fault 8 of "
            "the lesson). sendall goes on until all is sent.",
        ),
        Slip(
            "sock, _ = listener.accept()\n    with sock:\n        sock",
            "listener",
            "The listening socket only answers the door: it is connected to nobody. Send "
            "with the socket that accept returns.",
        ),
        Slip(
            "sock.sendall",
            "sock.shutdown(socket.SHUT_WR)\n        sock.sendall",
            "You ended the stream before you sent. Send first, end it last.",
        ),
        Slip(
            "sock, _ = listener.accept()\n    with sock:\n        sock",
            "pair = listener.accept()\n    pair",
            "If the error names a tuple: accept returns two things, the new socket and "
            "the address of the client. Unpack them first.",
        ),
        Slip(
            "sock, _ = listener.accept()\n    with sock:\n        sock",
            "while True:\n        sock, _ = listener.accept()\n        with sock:\n            sock",
            "You call accept again, and nobody else is coming. Serve one client, and "
            "return.",
        ),
        Slip(
            "with sock:\n        sock",
            "with sock:\n        sock.recv(16)\n        sock",
            "You wait for the client to speak, and it waits for you. Send at once.",
        ),
        Slip(
            "with sock:",
            "with sock, listener:",
            "Leave `listener` open: the next client will come to it. Close the socket "
            "that accept gave you.",
        ),
        Slip(
            "with sock:\n        sock",
            "sock.close()\n    sock",
            "If the error is about what is no socket any more, or a bad descriptor: you "
            "closed the socket before you sent. Send first, close last.",
        ),
    ),
)
