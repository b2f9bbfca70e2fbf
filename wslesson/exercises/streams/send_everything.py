"""Send everything: what `send_everything` must do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from functools import partial

from ...checking.model import Attempt, Case, Exercise, Try, mistake


def send_everything(sock: socket.socket, data: bytes) -> None:
    """Send all of the data, with nothing but `sock.send`: be `sendall`."""
    while data:
        sent = sock.send(data)
        data = data[sent:]


@mistake(
    "You call send once and drop what it did not take. Look at the number "
    "that it returns."
)
def _sends_once(sock: socket.socket, data: bytes) -> None:
    sock.send(data)


@mistake(
    "You send a rest once. The rest may be too long as well: repeat until "
    "nothing is left."
)
def _sends_twice(sock: socket.socket, data: bytes) -> None:
    sent = sock.send(data)
    if sent < len(data):
        sock.send(data[sent:])


@mistake(
    "Bytes arrive that were sent before: each call begins at the first byte "
    "again. Where must the next call begin?"
)
def _starts_again(sock: socket.socket, data: bytes) -> None:
    sent = 0
    while sent < len(data):
        sent += sock.send(data)


@mistake(
    "You cut pieces of your own and trust send to take each whole. It never "
    "promises that, however small they are. Let its return value decide."
)
def _trusts_small_pieces(sock: socket.socket, data: bytes) -> None:
    for at in range(0, len(data), 16):
        sock.send(data[at : at + 16])


@mistake(
    "You cut pieces of 5 bytes, as in the example. Another socket takes 3, or "
    "1: send tells you by what it returns."
)
def _trusts_the_example(sock: socket.socket, data: bytes) -> None:
    for at in range(0, len(data), 5):
        sock.send(data[at : at + 5])


@mistake(
    "In your programs sendall is right. Here you build it: this socket has only send."
)
def _calls_sendall(sock: socket.socket, data: bytes) -> None:
    sock.sendall(data)


@mistake(
    "`send` takes bytes, and returns a number: how many it took. (A loop over "
    "bytes gives numbers, too.)"
)
def _sends_numbers(sock: socket.socket, data: bytes) -> None:
    list(map(sock.send, data))  # type: ignore[arg-type]  # this is the mistake


class _Narrow:
    """A socket with little room: `send` takes only the first few bytes."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.arrived = b""

    def send(self, data: object) -> int:
        if not isinstance(data, (bytes, bytearray, memoryview)):
            kind = type(data).__name__  # the words of a real socket
            raise TypeError(f"a bytes-like object is required, not {kind!r}")
        taken = data[: self.room]
        self.arrived += taken
        return len(taken)


def _through_a_narrow_socket(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(sock, data)` where `send` takes few bytes; what arrives counts."""
    data, room = case.args
    says = f"{attempt.__name__}(sock, {data!r}) when send takes {room} bytes at most"
    yield Try(says, partial(_send, attempt, data, room))


def _send(attempt: Attempt, data: object, room: object) -> bytes:
    assert isinstance(room, int)
    sock = _Narrow(room)
    attempt(sock, data)
    return sock.arrived


EXERCISE = Exercise(
    id="send_everything",
    title="Send everything",
    minutes=5,
    imports="import socket",
    solution=send_everything,
    trial=_through_a_narrow_socket,
    cases=(
        Case(
            (b"hello", 16),
            b"hello",
            "One call takes all five bytes, and then nothing is left. Does `data` get "
            "shorter in your loop?",
        ),
        Case(
            (b"hello, world", 5),
            b"hello, world",
            "Three calls of send take 5, 5 and 2 bytes. Does what is left get shorter "
            "with each call?",
        ),
        Case(
            (b"0123456789abcdefghijABCDEFGHIJ", 7),
            b"0123456789abcdefghijABCDEFGHIJ",
            "Each call takes 7 bytes at most. What is left over goes to the next.",
        ),
        Case(
            (b"0123456789", 3), b"0123456789", "Four calls of send take 3, 3, 3 and 1."
        ),
        Case((b"every byte", 1), b"every byte", "Each call takes a single byte."),
        Case((b"", 4), b"", "Nothing to send is nothing to do."),
    ),
    hidden=(
        Case((b"WebSocket", 2), b"WebSocket"),
        Case((bytes(range(40)), 9), bytes(range(40))),
    ),
    hints=(
        "send returns a number. What does it tell you about the bytes you gave it?",
        "Step 4 of the lesson: send takes the first bytes and returns how many. The "
        "others are still yours to send. data[sent:] is all but the first sent bytes.",
        "while data: call send, keep the number in sent, then cut the beginning off: "
        "data = data[sent:].",
    ),
    mistakes=(
        _sends_once,
        _sends_twice,
        _starts_again,
        _trusts_small_pieces,
        _trusts_the_example,
        _sends_numbers,
        _calls_sendall,
    ),
)
