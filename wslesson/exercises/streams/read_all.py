"""Read to the end of the stream."""

from __future__ import annotations

import socket

from ...checking.model import Case, Exercise, Slip
from ...checking.trials import from_a_socket


def read_all(sock: socket.socket) -> bytes:
    """Read to the end of the stream, and return all its bytes."""
    stream = b""
    while data := sock.recv(16):
        stream += data
    return stream


EXERCISE = Exercise(
    id="read_all",
    title="Read to the end of the stream",
    minutes=4,
    imports="import socket",
    solution=read_all,
    trial=from_a_socket,
    cases=(
        Case(
            ([b"hello"],),
            b"hello",
            'At the end of the stream recv gives b"", at once and each time. That is '
            'what must end your loop. ("" is text, and never equals b"".)',
        ),
        Case(
            ([b"exactly 16 bytes", b"!"],),
            b"exactly 16 bytes!",
            "There is more after the first 16 bytes.",
        ),
        Case(([],), b"", "A stream may end before its first byte."),
        Case(([b"hel", b"lo"],), b"hello", "Two pieces, and then the end."),
        Case(
            ([b"a stream knows bytes, and no messages at all"],),
            b"a stream knows bytes, and no messages at all",
            "One piece of 44 bytes takes three calls, and a fourth to see the end.",
        ),
        Case(
            ([b"b", b"y", b"t", b"e", b"s"] * 3,),
            b"bytesbytesbytes",
            'Fifteen pieces. Nobody tells you how many will come: only b"" is the end.',
        ),
        Case(
            ([b"\xe2\x82", b"\xac"],),
            b"\xe2\x82\xac",
            "A cut inside a character. Decode nothing: return bytes.",
        ),
        Case(
            ([b" two\r\n", b"\r\n", b"\0 lines\n"],),
            b" two\r\n\r\n\0 lines\n",
            "Spaces, ends of lines and zeros are bytes of the stream, too.",
        ),
        Case(
            ([bytes(range(256))],),
            bytes(range(256)),
            "Any bytes may come, and not all of them are text.",
        ),
        Case(
            ([b"0123456789abcdef" * 6250],),
            b"0123456789abcdef" * 6250,
            "100,000 bytes, in 6,250 calls or more. However many it takes: only "
            'b"" is the end.',
        ),
    ),
    hidden=(
        Case(([b"one", b"two", b"three"],), b"onetwothree"),
        Case(([b"\xff\xfe", b"\0", b" "],), b"\xff\xfe\0 "),
    ),
    hints=(
        "How often will you have to call recv? What does it return when there is "
        "nothing more to come?",
        'Step 5 of the lesson: recv(16) gives 1 to 16 bytes, or b"" at the end. b"" '
        "is false, so a while loop can use it.",
        'Begin with stream = b"", and loop: while data := sock.recv(16): add data to '
        "stream. (:= assigns, and gives the value on.) Return stream after the loop.",
    ),
    mistakes=(
        Slip(
            'b""\n    while data := sock.recv(16):',
            "data = sock.recv(16)\n"
            "    while len(data) == 16:\n"
            "        data = sock.recv(16)",
            "You stop at a piece of fewer than 16 bytes. A short piece only means that "
            "no more had arrived yet. What does recv return at the end?",
        ),
        Slip(
            "while data",
            "if data",
            "You call recv once, or your return stands inside the loop. One call gives "
            "what is there, and at most 16 bytes: the rest comes with the next calls. "
            "When do you know that there is no rest?",
        ),
        Slip(
            "+=",
            "=",
            "Only the last piece is left. Do you add each piece to the ones before, or "
            "put it in their place?",
        ),
        Slip(
            "return stream",
            "return stream.decode()",
            "You return text, and a stream is bytes. Leave the bytes as they are: a "
            "reader of bytes does not know whether they are text.",
        ),
        Slip(
            "while data := sock.recv(16):\n        stream += data",
            "for _ in range(3):\n        stream += sock.recv(16)",
            "You call recv a fixed number of times. Nobody tells you how many pieces "
            "will come. What comes after the last one?",
        ),
        Slip(
            "    return stream",
            "        return stream",
            "Your return stands inside the loop, so the first piece ends it. Move the "
            "return behind the loop.",
        ),
        Slip(
            "data := sock.recv(16):\n        stream += data",
            "sock.recv(16):\n        stream += sock.recv(16)",
            "Each call of recv gives new bytes, and you drop some. Keep what a call "
            "gives before you call again.",
        ),
        Slip(
            'b""\n    while data := sock.recv(16):\n        stream += data',
            "[]\n    while data := sock.recv(16):\n        stream.append(data)",
            "You return the pieces in a list. Join them.",
        ),
        Slip(
            "return stream",
            "_ = stream",
            "Your function returns nothing. To print is not to return.",
        ),
        Slip(
            'b""',
            '""',
            'If the error speaks of str and bytes: begin with b"", not with "". Text '
            "and bytes do not add.",
        ),
    ),
)
