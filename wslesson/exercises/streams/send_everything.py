"""Send everything."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING

from ...checking.model import Attempt, Case, Exercise, Slip, Try
from ...wire.comparing import short

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


def send_everything(sock: socket.socket, data: bytes) -> None:
    """Send all of the data, with nothing but `sock.send`: be `sendall`."""
    while data:
        sent = sock.send(data)
        data = data[sent:]


class _Narrow:
    """A socket with little room: `send` takes only the first few bytes.

    How many it takes may change from call to call.
    """

    def __init__(self, rooms: list[int]) -> None:
        self.rooms = cycle(rooms)
        self.arrived = b""

    def send(self, data: ReadableBuffer, _flags: int = 0, /) -> int:
        try:
            taken = memoryview(data)[: next(self.rooms)]
        except TypeError:
            kind = type(data).__name__  # the words of a real socket
            raise TypeError(f"a bytes-like object is required, not {kind!r}") from None
        self.arrived += taken
        return len(taken)


def _through_a_narrow_socket(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(sock, data)` where `send` takes few bytes; what arrives counts."""
    data = case.args[0]
    rooms = [room for room in case.args[1:] if isinstance(room, int)]
    most = ", ".join(map(str, rooms))
    in_turn = ", in turn" if rooms[1:] else ""
    says = (
        f"{attempt.__name__}(sock, {short(data)}) "
        f"when send takes up to {most} of the bytes{in_turn}"
    )
    yield Try(says, partial(_send, attempt, data, rooms))


def _send(attempt: Attempt, data: object, rooms: list[int]) -> bytes:
    sock = _Narrow(rooms)
    attempt(sock, data)
    return sock.arrived


LOOP = """while data:
        sent = sock.send(data)
        data = data[sent:]"""


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
        Case(
            (b"every byte", 1),
            b"every byte",
            "Each call takes a single byte, and all the others are still to be sent.",
        ),
        Case((b"", 4), b"", "Nothing to send is nothing to do."),
        Case(
            (b"0123456789abcdef", 4, 1, 3),
            b"0123456789abcdef",
            "Each call may take another number of bytes. Look at what it returns, each "
            "time.",
        ),
        Case(
            (b" \r\n\xff\x00\xe2\x82\xac\n", 2),
            b" \r\n\xff\x00\xe2\x82\xac\n",
            "Any bytes may come, not all of them text, and spaces and ends of lines, too.",
        ),
        Case(
            (b"0123456789" * 60, 1),
            b"0123456789" * 60,
            "However many calls it takes: stop when nothing is left.",
        ),
    ),
    hidden=(
        Case((b"WebSocket", 2), b"WebSocket"),
        Case((bytes(range(40)), 9, 2), bytes(range(40))),
    ),
    hints=(
        "send returns a number. What does it tell you about the bytes you gave it?",
        "Step 4 of the lesson: send takes the first bytes and returns how many. The "
        "others are still yours to send. data[sent:] is all but the first sent bytes.",
        "while data: call send, keep the number in sent, then cut the beginning off: "
        "data = data[sent:].",
    ),
    mistakes=(
        Slip(
            "while data",
            "if data",
            "You call send once and drop what it did not take. Look at the number that "
            "it returns.",
        ),
        Slip(
            "while data",
            "for _ in range(2)",
            "You send a rest once. The rest may be too long as well: repeat until "
            "nothing is left.",
        ),
        Slip(
            LOOP,
            "sent = 0\n    while sent < len(data):\n        sent += sock.send(data)",
            "Bytes arrive that were sent before: each call begins at the first byte "
            "again. Where must the next call begin?",
        ),
        Slip(
            LOOP,
            "for at in range(0, len(data), 16):\n        sock.send(data[at : at + 16])",
            "You cut pieces of your own and trust send to take each whole. It never "
            "promises that, however small they are. Let its return value decide.",
        ),
        Slip(
            LOOP,
            "for at in range(0, len(data), 5):\n        sock.send(data[at : at + 5])",
            "You cut pieces of 5 bytes, as in the example. Another socket takes 3, or "
            "1: send tells you by what it returns.",
        ),
        Slip(
            LOOP,
            "for byte in data:\n        sock.send(byte)",
            "`send` takes bytes, and returns a number: how many it took. (A loop over "
            "bytes gives numbers, too.)",
        ),
        Slip(
            LOOP,
            "sock.sendall(data)",
            "This socket has one method, send. (In your programs sendall is right; here "
            "you build it.)",
        ),
    ),
)
