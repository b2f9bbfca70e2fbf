"""Write a whole driver: driver and program in one."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from select import select

from websockets.frames import Frame, Opcode
from websockets.protocol import Protocol, State
from websockets.server import ServerProtocol

from ...checking.model import Attempt, Case, Exercise, Slip, Try, mistake
from .shared import BINARY, CLOSE, NO_MASK, OBJECTION, PING, PONG, TEXT


def echo(protocol: ServerProtocol, sock: socket.socket) -> None:
    """Send each text back, until the peer has ended the stream.

    The connection is open already, and each text comes in one frame.
    """
    while protocol.state is not State.CLOSED:
        data = sock.recv(65536)
        if data:
            protocol.receive_data(data)
        else:
            protocol.receive_eof()
        for frame in protocol.events_received():
            assert isinstance(frame, Frame)  # it is open: no more requests
            if frame.opcode is Opcode.TEXT and protocol.state is State.OPEN:
                protocol.send_text(frame.data)
        for data in protocol.data_to_send():
            if data:
                sock.sendall(data)
            else:
                sock.shutdown(socket.SHUT_WR)


class NothingMoreError(Exception):
    """An answer goes on reading, though the stream has ended."""


class ClosedError(Exception):
    """An answer goes on reading, though the state is CLOSED."""


class DeafError(Exception):
    """An answer reads, though it has ended the peer's half of the stream, too."""


class BothWaitError(Exception):
    """An answer reads, and the peer waits for what should have been sent."""


class _Line(socket.socket):
    """A real socket whose peer sends a piece when the last is read, then ends its half.

    Unlike `Dribble`, it can be written to, and the peer keeps what comes. A peer that
    `waits` sends the next piece when the last is answered.
    """

    def __init__(self, protocol: Protocol, pieces: list[bytes], waits: bool) -> None:
        ours, self.peer = socket.socketpair()
        super().__init__(fileno=ours.detach())
        self.fault: Exception | None = None
        self._protocol, self._pieces, self._waits = protocol, iter(pieces), waits
        self._over = self._read_all = self._deaf = self._ended = False
        self._unread = 0
        self._got = b""
        self._next()

    def _next(self) -> None:
        """Let the peer send its next piece, or end its half."""
        piece = next(self._pieces, b"")
        self._unread = len(piece)
        if piece:
            self.peer.sendall(piece)
        else:
            self._over = True
            self.peer.shutdown(socket.SHUT_WR)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        self._look()
        data = super().recv(size, flags)
        self._take(len(data), flags)
        return data

    def recv_into(self, buffer: bytearray, nbytes: int = 0, flags: int = 0, /) -> int:  # type: ignore[override] # a bytearray is enough
        self._look()
        size = super().recv_into(buffer, nbytes, flags)
        self._take(size, flags)
        return size

    def _look(self) -> None:
        """Raise what is wrong with reading now, if anything is."""
        if self.fileno() == -1 or self._unread:  # closed: the socket says so
            return
        self.fault = self._found()
        if self.fault:
            raise self.fault

    def _found(self) -> Exception | None:
        if self._deaf:
            return DeafError("recv was called after the end of both halves")
        if self._read_all and self._protocol.state is State.CLOSED:
            return ClosedError("recv was called again, and the state is CLOSED")
        if self._read_all:
            return NothingMoreError("recv was called again after the end of the stream")
        if not self._over and not self._hears():
            return BothWaitError("the peer waits for an answer to what it has sent")
        return None

    def _take(self, size: int, flags: int) -> None:
        """Count what was read; after the last byte comes the next piece."""
        if flags & socket.MSG_PEEK:
            return
        self._read_all = size == 0
        self._unread -= size
        if not self._waits and not self._over and not self._unread:
            self._next()

    def _hears(self) -> bool:
        """Let a peer that waits look for an answer that was sent in an unusual way."""
        there, _, _ = select([self.peer], [], [], 0)
        data = self.peer.recv(65536) if there else b""
        self._got += data
        self._answered(len(data))
        return data != b""

    def _answered(self, size: int) -> None:
        if size and not self._unread and not self._over:
            self._next()

    def send(self, data: bytes, flags: int = 0, /) -> int:  # type: ignore[override] # bytes are enough
        size = super().send(data[:1], flags)  # it may take less than all: here it does
        self._answered(size)
        return size

    def sendall(self, data: bytes, flags: int = 0, /) -> None:  # type: ignore[override] # bytes are enough
        super().sendall(data, flags)
        self._answered(len(data))

    def shutdown(self, how: int, /) -> None:
        super().shutdown(how)
        self._deaf |= how != socket.SHUT_WR
        self._ended |= how != socket.SHUT_RD

    def heard(self) -> tuple[bytes, str]:
        """Return what the peer got, and whether the stream has ended, too."""
        ended = self._ended or self.fileno() == -1
        with suppress(OSError):  # then the answer has ended it
            super().shutdown(socket.SHUT_WR)
        with self.peer.makefile("rb") as stream:
            return self._got + stream.read(), "the end" if ended else "no end"


def _echoed(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Let a client send pieces through a socket, and look at what it gets back.

    With a second argument, it waits for an answer before it sends the next piece.
    """
    pieces, *waits = case.args
    assert isinstance(pieces, list)
    joint = " then, after the answer, " if waits else " then "
    shown = joint.join(map(repr, pieces)) or "nothing"
    says = f"{attempt.__name__}(protocol, sock) when {shown} comes, then the end"
    yield Try(says, partial(_talk, attempt, pieces, bool(waits)))


def _talk(attempt: Attempt, pieces: list[bytes], waits: bool) -> object:
    server = ServerProtocol(state=State.OPEN)
    with _Line(server, pieces, waits) as line, line.peer:
        attempt(server, line)
        if line.fault:  # the answer has caught it
            raise line.fault
        return *line.heard(), server.state.name


def _hear(protocol: ServerProtocol, sock: socket.socket) -> None:
    data = sock.recv(65536)
    if data:
        protocol.receive_data(data)
    else:
        protocol.receive_eof()


def _send_back(protocol: ServerProtocol) -> None:
    for frame in protocol.events_received():
        assert isinstance(frame, Frame)
        if frame.opcode is Opcode.TEXT and protocol.state is State.OPEN:
            protocol.send_text(frame.data)


def _flush(protocol: ServerProtocol, sock: socket.socket) -> None:
    for data in protocol.data_to_send():
        if data:
            sock.sendall(data)
        else:
            sock.shutdown(socket.SHUT_WR)


@mistake(
    "The answer lies in the drawer while you wait in recv. Empty it at the "
    "end of the round, after the events."
)
def _flushes_before_it_answers(protocol: ServerProtocol, sock: socket.socket) -> None:
    while protocol.state is not State.CLOSED:
        _hear(protocol, sock)
        _flush(protocol, sock)
        _send_back(protocol)


@mistake(
    'The last b"" stays in the drawer: empty it after receive_eof(), too, '
    "before the loop ends."
)
def _flushes_before_it_hears(protocol: ServerProtocol, sock: socket.socket) -> None:
    while protocol.state is not State.CLOSED:
        _flush(protocol, sock)
        _hear(protocol, sock)
        _send_back(protocol)


YO = b"\x81\x82\x00\x00\x00\x00yo"
NOTHING = b"\x81\x80\x00\x00\x00\x00"
CAFE = b"\x81\x8a\x00\x00\x00\x00 Caf\xc3\xa9 \xe2\x82\xac"
HI_BACK, YO_BACK, NOTHING_BACK = b"\x81\x02hi", b"\x81\x02yo", b"\x81\x00"
BYE = b"\x88\x02\x03\xe8"
EXERCISE = Exercise(
    id="echo",
    title="Write a whole driver",
    minutes=11,
    solution=echo,
    trial=_echoed,
    rules=("C05", "C06", "C09"),
    imports="import socket\n\nfrom websockets.frames import Frame, Opcode\n"
    "from websockets.protocol import State\n"
    "from websockets.server import ServerProtocol",
    cases=(
        Case(
            ([TEXT],),
            (HI_BACK, "the end", "CLOSED"),
            why='The text goes back. At the end call receive_eof(), and obey the b"".',
        ),
        Case(
            ([NO_MASK],),
            (OBJECTION, "the end", "CLOSED"),
            why="The protocol objects: send what it says.",
        ),
        Case(
            ([TEXT, CLOSE],),
            (HI_BACK + BYE, "the end", "CLOSED"),
            why="The text goes back, the Close is answered, both streams end.",
        ),
        Case(
            ([PING, TEXT[:4], TEXT[4:], CLOSE],),
            (b"\x8a\x0242" + HI_BACK + BYE, "the end", "CLOSED"),
            why="One Pong, and the text when it is whole.",
        ),
        Case(
            ([TEXT + CLOSE],),
            (BYE, "the end", "CLOSED"),
            why="A Close came with the text, and is answered: no data may follow.",
        ),
        Case(
            ([TEXT, CLOSE], "waits"),
            (HI_BACK + BYE, "the end", "CLOSED"),
            why="The peer says Close only when it has heard the answer to its text.",
        ),
        Case(
            ([TEXT + YO + BINARY + PONG],),
            (HI_BACK + YO_BACK, "the end", "CLOSED"),
            why="Two texts came at once: both go back, and nothing else.",
        ),
        Case(
            ([CAFE, NOTHING, CLOSE],),
            (
                b"\x81\x0a Caf\xc3\xa9 \xe2\x82\xac" + NOTHING_BACK + BYE,
                "the end",
                "CLOSED",
            ),
            why="Each text goes back as it is, an empty one, too.",
        ),
        Case(
            ([TEXT + NO_MASK],),
            (OBJECTION, "the end", "CLOSED"),
            why="The peer broke a rule in the same bytes, so the state is not OPEN: no "
            "data may follow.",
        ),
        Case(
            ([PING, TEXT, YO, CLOSE], "waits"),
            (b"\x8a\x0242" + HI_BACK + YO_BACK + BYE, "the end", "CLOSED"),
            why="The peer waits each time, for the Pong, too: empty the drawer in each "
            "round.",
        ),
    ),
    hidden=(
        Case(
            ([NOTHING, YO, CLOSE],), (NOTHING_BACK + YO_BACK + BYE, "the end", "CLOSED")
        ),
        Case(([YO + NO_MASK],), (OBJECTION, "the end", "CLOSED")),
        Case(([],), (b"", "the end", "CLOSED")),
        Case(([PING + CLOSE],), (b"\x8a\x0242" + BYE, "the end", "CLOSED")),
        Case(([BINARY, TEXT, CLOSE],), (HI_BACK + BYE, "the end", "CLOSED")),
    ),
    hints=(
        "Which four things happen in each round, in which order? Which state ends it?",
        "A round: recv; receive_data or receive_eof; send each text back, while the "
        'state is OPEN; then data_to_send: sendall, or for b"" '
        "shutdown(socket.SHUT_WR).",
        "while protocol.state is not State.CLOSED:\n    data = sock.recv(65536)\n"
        "    …  # receive_data, or receive_eof\n"
        "    for frame in protocol.events_received():\n"
        "        if frame.opcode is … and protocol.state is …:\n"
        "            protocol.send_text(…)\n"
        "    for data in protocol.data_to_send():\n"
        "        …  # sendall, or shutdown",
    ),
    mistakes=(
        _flushes_before_it_answers,
        Slip(
            "protocol.data_to_send()",
            "[]",
            "The peer gets nothing at all: send what data_to_send gives, in each "
            "round.",
        ),
        Slip(
            "protocol.receive_eof()",
            "protocol.receive_data(data)",
            "The stream has ended, and you read again. At the end call receive_eof(): "
            'receive_data(b"") says nothing. Then the state is CLOSED; stop there.',
        ),
        Slip(
            "protocol.state is not State.CLOSED",
            'protocol.state != "CLOSED"',
            "The state is CLOSED, and you read again: stop there. Compare the state "
            'with State.CLOSED, not with "CLOSED".',
        ),
        Slip(
            "sock.sendall",
            "sock.send",
            "Only part of it arrived: send may take less than all, sendall does not.",
        ),
        Slip(
            "SHUT_WR",
            "SHUT_RDWR",
            "You ended both halves, and then you read. End only yours: socket.SHUT_WR.",
        ),
        Slip(
            "protocol.state is not State.CLOSED",
            "not protocol.close_expected()",
            "You stop before the peer has ended its stream: read on until the state "
            "is CLOSED.",
        ),
        Slip(
            "protocol.receive_eof()",
            "return",
            "You leave when the stream has ended. Tell the protocol first, with "
            'receive_eof(): it has a last word for the socket, b"".',
        ),
        _flushes_before_it_hears,
        Slip(
            "protocol.data_to_send()",
            "(protocol.data_to_send() if protocol.state is State.OPEN else [])",
            'The last b"" stays in the drawer: empty it in every round, not only '
            "while OPEN, and not only when there is an event.",
        ),
        Slip(
            "sock.shutdown(socket.SHUT_WR)",
            "sock.sendall(data)",
            'b"" in data_to_send is an order: end your stream. sendall(b"") sends '
            "nothing: sock.shutdown(socket.SHUT_WR).",
        ),
        Slip(
            "sock.shutdown(socket.SHUT_WR)",
            "sock.close()",
            "You close the socket, and then you read from it. End only your half: "
            "sock.shutdown(socket.SHUT_WR).",
        ),
        Slip(
            "sock.shutdown(socket.SHUT_WR)",
            "sock.shutdown(socket.SHUT_WR)\n        sock.close()",
            "The socket is closed after the first round. Close it, or leave its with "
            "block, only after the loop.",
        ),
        Slip(
            "is not State.CLOSED",
            "is State.CLOSED",
            "Nothing was read: go on while the state is not State.CLOSED.",
        ),
        Slip(
            "while",
            "if",
            "You read once. A conversation goes on until the state is CLOSED.",
        ),
        Slip(
            "65536",
            "8",
            "Your recv takes only a few bytes, so the text was answered before the "
            "Close was read. That is no fault, but here take up to 65536 at once.",
        ),
        Slip(
            "protocol.events_received()",
            "protocol.events_received()[:1]",
            "Two texts came at once, and one went back. Go through all the events.",
        ),
        Slip(
            "is Opcode.TEXT",
            "in (Opcode.TEXT, Opcode.BINARY)",
            "A Binary came back as a text. Send only what has Opcode.TEXT.",
        ),
        Slip(
            "is Opcode.TEXT",
            "not in (Opcode.PING, Opcode.CLOSE)",
            "A Binary and a Pong came back as texts. Send only what has Opcode.TEXT.",
        ),
        Slip(
            "frame.data",
            "data",
            "You sent the whole piece back, with the client's header in it. The text "
            "is the event's data: frame.data.",
        ),
        Slip(
            " and protocol.state is State.OPEN",
            "",
            "A Close came in the same bytes, so the goodbye is said, and send_text "
            "raises InvalidState. Send only while the state is OPEN.",
        ),
        Slip(
            "frame.data",
            "frame.data.decode()",
            "send_text takes bytes: frame.data as it is.",
        ),
        Slip(
            "for data in protocol.data_to_send():\n            if data:\n"
            "                sock.sendall(data)\n            else:\n"
            "                sock.shutdown(socket.SHUT_WR)",
            "sock.sendall(protocol.data_to_send())",
            "sendall got what it cannot take. data_to_send gives a list: send each "
            "element.",
        ),
        Slip(
            "shutdown(socket.SHUT_WR)",
            "shutdown()",
            "shutdown must know which half of the stream it ends: "
            "sock.shutdown(socket.SHUT_WR).",
        ),
        Slip(
            "frame.opcode is Opcode.TEXT and ",
            "",
            "More than the text came back. Look at frame.opcode: only TEXT is sent "
            "back.",
        ),
        Slip(
            "protocol.send_text(frame.data)",
            "protocol.send_text(frame.data)\n"
            "            if frame.opcode is Opcode.PING:\n"
            "                protocol.send_pong(frame.data)",
            "The Ping is answered twice: the protocol has made the Pong already.",
        ),
        Slip(
            "protocol.send_text(frame.data)",
            "protocol.send_text(frame.data)\n"
            "            if frame.opcode is Opcode.CLOSE:\n"
            "                protocol.send_close(1000)",
            "The protocol has answered the Close. When you say goodbye again, it "
            "says InvalidState.",
        ),
        Slip(
            "frame.opcode is Opcode.TEXT",
            'frame.opcode == "TEXT"',
            "No message comes back. Look at each event's opcode: compare it with "
            'Opcode.TEXT, not with "TEXT", and send it.',
        ),
        Slip(
            "protocol.send_text",
            "sock.sendall",
            "The payload went out without a frame around it. Give it to send_text, "
            "and send what data_to_send makes of it.",
        ),
    ),
)
