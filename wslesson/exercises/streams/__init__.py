"""Lesson 01: what a raw socket gives."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from functools import partial

from ...checking.model import Attempt, Case, Choice, Exercise, Mistake, Question, Try
from ...checking.trials import from_a_socket

PATIENCE = 0.2  # seconds: all that is to come has been sent when somebody waits


def read_all(sock: socket.socket) -> bytes:
    """Read to the end of the stream, and return all its bytes."""
    stream = b""
    while data := sock.recv(16):
        stream += data
    return stream


def _reads_once(sock: socket.socket) -> bytes:
    return sock.recv(16)


def _stops_at_a_short_piece(sock: socket.socket) -> bytes:
    stream = data = sock.recv(16)
    while len(data) == 16:
        data = sock.recv(16)
        stream += data
    return stream


def _keeps_the_last_piece(sock: socket.socket) -> bytes:
    stream = b""
    while data := sock.recv(16):
        stream = data
    return stream


def _reads_text(sock: socket.socket) -> str:
    return read_all(sock).decode()


def _counts_to_three(sock: socket.socket) -> bytes:
    return b"".join(sock.recv(16) for _ in range(3))


def _returns_inside_the_loop(sock: socket.socket) -> bytes | None:
    stream = b""
    while data := sock.recv(16):
        stream += data
        return stream
    return None


def _reads_twice_a_turn(sock: socket.socket) -> bytes:
    stream = b""
    while sock.recv(16):
        stream += sock.recv(16)
    return stream


def _keeps_a_list(sock: socket.socket) -> list[bytes]:
    return list(iter(partial(sock.recv, 16), b""))


def _returns_nothing(sock: socket.socket) -> None:
    read_all(sock)


def _begins_with_text(sock: socket.socket) -> str:
    stream = ""
    while data := sock.recv(16):
        stream += data  # type: ignore[operator]  # this is the mistake
    return stream


READ_ALL = Exercise(
    id="01.1",
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
    ),
    hidden=(
        Case(([b"one", b"two", b"three"],), b"onetwothree"),
        Case(([bytes(range(256))],), bytes(range(256))),
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
        Mistake(
            _stops_at_a_short_piece,
            "You stop at a piece of fewer than 16 bytes. A short piece only means "
            "that no more had arrived yet. What does recv return at the end?",
        ),
        Mistake(
            _reads_once,
            "You call recv once, or your return stands inside the loop. One call gives "
            "what is there, and at most 16 bytes: the rest comes with the next calls. "
            "When do you know that there is no rest?",
        ),
        Mistake(
            _keeps_the_last_piece,
            "Only the last piece is left. Do you add each piece to the ones before, "
            "or put it in their place?",
        ),
        Mistake(
            _reads_text,
            "You return text, and a stream is bytes. Leave the bytes as they are: "
            "a reader of bytes does not know whether they are text.",
        ),
        Mistake(
            _counts_to_three,
            "You call recv a fixed number of times. Nobody tells you how many pieces "
            "will come. What comes after the last one?",
        ),
        Mistake(
            _returns_inside_the_loop,
            "Your return stands inside the loop, so the first piece ends it. Move "
            "the return behind the loop.",
        ),
        Mistake(
            _reads_twice_a_turn,
            "Each call of recv gives new bytes, and you drop some. Keep what a call "
            "gives before you call again.",
        ),
        Mistake(
            _keeps_a_list,
            "You return the pieces in a list. Join them.",
        ),
        Mistake(
            _returns_nothing,
            "Your function returns nothing. To print is not to return.",
        ),
        Mistake(
            _begins_with_text,
            'Begin with b"", not with "": bytes and text do not add.',
        ),
    ),
)


def greet(listener: socket.socket, text: str) -> None:
    """Accept one client, send it the text as UTF-8, and end the stream."""
    sock, _ = listener.accept()
    with sock:
        sock.sendall(text.encode())


def _sends_text(listener: socket.socket, text: str) -> None:
    sock, _ = listener.accept()
    with sock:
        sock.sendall(text)  # type: ignore[arg-type]  # this is the mistake


def _never_closes(listener: socket.socket, text: str) -> None:
    sock, _ = listener.accept()
    sock.sendall(text.encode())


def _sends_from_the_listener(listener: socket.socket, text: str) -> None:
    listener.sendall(text.encode())


def _keeps_the_pair(listener: socket.socket, text: str) -> None:
    pair = listener.accept()
    pair.sendall(text.encode())  # type: ignore[attr-defined]  # this is the mistake


def _serves_for_ever(listener: socket.socket, text: str) -> None:
    while True:
        greet(listener, text)


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


GREET = Exercise(
    id="01.2",
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
        Mistake(
            _sends_text,
            "Read the error. If it speaks of bytes: a socket carries bytes, and text "
            "is a str, so encode it. If it speaks of a tuple: accept returns two "
            "things, so unpack them before your with.",
        ),
        Mistake(
            _never_closes,
            "The text came, and then the client waited for the end in vain. Who "
            "closes the socket that accept gave you?",
        ),
        Mistake(
            _sends_from_the_listener,
            "The listening socket only answers the door: it is connected to nobody. "
            "Send with the socket that accept returns.",
        ),
        Mistake(
            _keeps_the_pair,
            "accept returns two things in a tuple: the new socket, and the address "
            "of the client. Unpack them first.",
        ),
        Mistake(
            _serves_for_ever,
            "You call accept again, and nobody else is coming. Serve one client, and "
            "return.",
        ),
        Mistake(
            _closes_the_listener,
            "Read the error. If it speaks of `listener`: leave that open, and close "
            "the socket that accept gave you. If not: send first, close last.",
        ),
    ),
)


def send_everything(sock: socket.socket, data: bytes) -> None:
    """Send all of the data, with nothing but `sock.send`: be `sendall`."""
    while data:
        sent = sock.send(data)
        data = data[sent:]


def _sends_once(sock: socket.socket, data: bytes) -> None:
    sock.send(data)


def _sends_twice(sock: socket.socket, data: bytes) -> None:
    sent = sock.send(data)
    if sent < len(data):
        sock.send(data[sent:])


def _starts_again(sock: socket.socket, data: bytes) -> None:
    sent = 0
    while sent < len(data):
        sent += sock.send(data)


def _trusts_small_pieces(sock: socket.socket, data: bytes) -> None:
    for at in range(0, len(data), 16):
        sock.send(data[at : at + 16])


def _trusts_the_example(sock: socket.socket, data: bytes) -> None:
    for at in range(0, len(data), 5):
        sock.send(data[at : at + 5])


def _calls_sendall(sock: socket.socket, data: bytes) -> None:
    sock.sendall(data)


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


SEND_EVERYTHING = Exercise(
    id="01.3",
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
        Mistake(
            _sends_once,
            "You call send once and drop what it did not take. Look at the number "
            "that it returns.",
        ),
        Mistake(
            _sends_twice,
            "You send a rest once. The rest may be too long as well: repeat until "
            "nothing is left.",
        ),
        Mistake(
            _starts_again,
            "Bytes arrive that were sent before: each call begins at the first byte "
            "again. Where must the next call begin?",
        ),
        Mistake(
            _trusts_small_pieces,
            "You cut pieces of your own and trust send to take each whole. It never "
            "promises that, however small they are. Let its return value decide.",
        ),
        Mistake(
            _trusts_the_example,
            "You cut pieces of 5 bytes, as in the example. Another socket takes 3, or "
            "1: send tells you by what it returns.",
        ),
        Mistake(
            _sends_numbers,
            "`send` takes bytes, and returns a number: how many it took. (A loop over "
            "bytes gives numbers, too.)",
        ),
        Mistake(
            _calls_sendall,
            "In your programs sendall is right. Here you build it: this socket has "
            "only send.",
        ),
    ),
)


def messages(stream: bytes) -> list[bytes]:
    """Cut a stream of whole messages apart, and return their bodies."""
    found = []
    while stream:
        end = 10 + int(stream[:10])
        found.append(stream[10:end])
        stream = stream[end:]
    return found


def _finds_the_first(stream: bytes) -> list[bytes]:
    return messages(stream)[:1]


def _keeps_the_headers(stream: bytes) -> list[bytes]:
    return [b"%-10d" % len(body) + body for body in messages(stream)]


def _ends_at_the_length(stream: bytes) -> list[bytes]:
    found = []
    while stream:
        size = int(stream[:10])
        found.append(stream[10:size])
        stream = stream[10 + size :]
    return found


def _forgets_the_header(stream: bytes) -> list[bytes]:
    found = []
    while stream:
        size = int(stream[:10])
        found.append(stream[10 : 10 + size])
        stream = stream[size:]
    return found


def _reads_the_first_byte(stream: bytes) -> list[bytes]:
    found = []
    while stream:
        end = 10 + int(stream[0])
        found.append(stream[10:end])
        stream = stream[end:]
    return found


def _reads_one_digit(stream: bytes) -> list[bytes]:
    found = []
    while stream:
        end = 10 + int(stream[:1])
        found.append(stream[10:end])
        stream = stream[end:]
    return found


def _slices_to_ten(stream: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(stream):
        end = at + 10 + int(stream[at:10])
        found.append(stream[at + 10 : end])
        at = end
    return found


def _goes_on_at_the_end(stream: bytes) -> list[bytes]:
    found = []
    while True:
        end = 10 + int(stream[:10])
        found.append(stream[10:end])
        stream = stream[end:]


def _splits_at_spaces(stream: bytes) -> list[bytes]:
    return stream.split()[1::2]


def _decodes_first(stream: bytes) -> list[bytes]:
    text = stream.decode()
    found = []
    while text:
        end = 10 + int(text[:10])
        found.append(text[10:end].encode())
        text = text[end:]
    return found


def _returns_texts(stream: bytes) -> list[str]:
    return [body.decode() for body in messages(stream)]


MESSAGES = Exercise(
    id="01.4",
    title="Cut glued messages apart",
    minutes=6,
    solution=messages,
    cases=(
        Case(
            (b"5         hello",),
            [b"hello"],
            "The length is a number: `int(stream[:10])`. Append `stream[10:15]`, one "
            "item, to the list. No end? Then `stream` does not get shorter.",
        ),
        Case((b"",), [], "No bytes, no messages."),
        Case(
            (b"5         hello2         hi",),
            [b"hello", b"hi"],
            "The second header begins right behind the first body.",
        ),
        Case(
            (b"11        hello world4         10 9",),
            [b"hello world", b"10 9"],
            "A body may hold spaces and digits. Only the header says where it ends.",
        ),
        Case(
            (b"0         3         \xe2\x82\xac0         ",),
            [b"", b"\xe2\x82\xac", b""],
            "A body of 0 bytes is a message, too.",
        ),
    ),
    hidden=(
        Case((b"3         abc0         ",), [b"abc", b""]),
        Case((b"1         112        twelve bytes",), [b"1", b"twelve bytes"]),
    ),
    hints=(
        "You know where the first header begins and ends. What does it tell you?",
        "Step 4 of the lesson: the header has 10 bytes, and says how many bytes of "
        "body follow. int skips the spaces: int(b'5         ') is 5.",
        "while stream: end = 10 + int(stream[:10]). The body is stream[10:end]. Then "
        "go on with stream = stream[end:].",
    ),
    mistakes=(
        Mistake(
            _finds_the_first,
            "You found the first message. What is left of the stream may hold more.",
        ),
        Mistake(
            _keeps_the_headers,
            "The headers are still there. The body begins behind the 10 bytes of "
            "the header.",
        ),
        Mistake(
            _ends_at_the_length,
            "The end of a slice is a place in the stream, and the length counts from "
            "the end of the header. At which place does the body end?",
        ),
        Mistake(
            _reads_the_first_byte,
            "`stream[0]` is a number, 53 for a `5`. Slice: `stream[:10]`.",
        ),
        Mistake(
            _reads_one_digit,
            "A length may have more than one digit. The whole header is `stream[:10]`.",
        ),
        Mistake(
            _forgets_the_header,
            "The header counts, too: 10 bytes, then the body. Where does the body end, "
            "and where does the next header begin?",
        ),
        Mistake(
            _decodes_first,
            "A header counts bytes, and `€` is one character, but three bytes. Cut "
            "the stream as bytes, and decode nothing.",
        ),
        Mistake(
            _slices_to_ten,
            "The second header begins right behind the first body. If an index `i` "
            "says where, the header is `stream[i : i + 10]`.",
        ),
        Mistake(
            _goes_on_at_the_end,
            "`int` got no header. Is nothing left, and you go on? Or did you slice "
            "something else?",
        ),
        Mistake(
            _splits_at_spaces,
            "You look for spaces, and bodies have spaces and digits of their own. "
            "Count bytes: the header says how many.",
        ),
        Mistake(
            _returns_texts,
            "You return text. Leave the bodies as bytes: whoever asked for them may "
            "decode them.",
        ),
    ),
)


LESSON = "01"
EXERCISES = (READ_ALL, GREET, SEND_EVERYTHING, MESSAGES)

QUESTIONS = (
    Question(
        "01.q1",
        "sock.recv(16) returns 5 bytes. What do you know?",
        (
            Choice(
                "The peer sent a message of 5 bytes.",
                "a stream has no messages. The 5 bytes may be half of one `sendall`, "
                "or the glued ends of two.",
            ),
            Choice(
                "Only that these 5 bytes have arrived.",
                "recv(16) gives at least one byte and at most 16. It says nothing "
                "about how they were sent or how many follow.",
                right=True,
            ),
            Choice(
                "The stream is over, or there would have been 16.",
                'a short piece is not the end. At the end recv returns b"".',
            ),
        ),
    ),
    Question(
        "01.q2",
        'sock.recv(16) returns b"". What should your loop do?',
        (
            Choice(
                "Try again: no bytes have arrived yet.",
                "when no bytes have arrived, recv waits. A loop that tries again "
                "after the end spins for ever, and a core of your machine with it.",
            ),
            Choice(
                "Go on: the peer sent an empty message.",
                'sending b"" puts nothing into a stream, so nothing of it can arrive.',
            ),
            Choice(
                "Stop: the peer has ended the stream.",
                'b"" means that the peer has ended the stream, and nothing else.',
                right=True,
            ),
        ),
    ),
    Question(
        "01.q3",
        "The server is busy with one client. A second one calls connect. What happens?",
        (
            Choice(
                "connect succeeds, and then the second client waits.",
                "the system completes the connection and keeps it in the backlog, "
                "until the server calls accept again.",
                right=True,
            ),
            Choice(
                "connect is refused until the server is free.",
                "connect is refused when nobody listens on the port. Here somebody "
                "does, so the system lets the client in and lets it wait.",
            ),
            Choice(
                "The server serves both, because it listens.",
                "listening only opens the door. A program with one loop serves one "
                "client at a time.",
            ),
        ),
    ),
)
