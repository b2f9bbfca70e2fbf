"""Write a whole driver: what `echo` must do."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from websockets.frames import Frame, Opcode
from websockets.protocol import Event, Protocol, State
from websockets.server import ServerProtocol

from ...checking.model import Attempt, Case, Exercise, Mistake, Try, mistake
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


YO = b"\x81\x82\x00\x00\x00\x00yo"


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

    Unlike `Dribble`, it can be written to, and the peer keeps what comes.
    """

    def __init__(self, protocol: Protocol, pieces: list[bytes], waits: bool) -> None:
        ours, self.peer = socket.socketpair()
        super().__init__(fileno=ours.detach())
        self._protocol, self._pieces, self._waits = protocol, iter(pieces), waits
        self._ended = self._deaf = self._sent = False
        self._unread = 0
        self._got = b""

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        if self.fileno() != -1 and not self._unread:  # closed: the socket says so
            self._wake()
        data = super().recv(size, flags)
        self._unread -= len(data)
        return data

    def _wake(self) -> None:
        """Let the peer send its next piece, or end its half."""
        if self._deaf:
            raise DeafError("recv was called after the end of both halves")
        if self._ended and self._protocol.state is State.CLOSED:
            raise ClosedError("recv was called again, and the state is CLOSED")
        if self._ended:
            raise NothingMoreError("recv was called again after the end of the stream")
        if self._waits and self._sent and not self.heard()[0]:
            raise BothWaitError("the peer waits for the answer to its text")
        piece = next(self._pieces, b"")
        self._unread = len(piece)
        if piece:
            self.peer.sendall(piece)
            self._sent = True
        else:
            self.peer.shutdown(socket.SHUT_WR)
            self._ended = True

    def send(self, data: bytes, flags: int = 0, /) -> int:  # type: ignore[override] # bytes are enough
        return super().send(data[:1], flags)  # it may take less than all: here it does

    def shutdown(self, how: int, /) -> None:
        self._deaf = how != socket.SHUT_WR
        super().shutdown(how)

    def heard(self) -> tuple[bytes, bool]:
        """Return what the peer got, and whether the stream has ended, too."""
        self.peer.settimeout(0.03)
        while True:
            try:
                data = self.peer.recv(65536)
            except TimeoutError:
                return self._got, False
            if not data:
                return self._got, True
            self._got += data


def _echoed(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Let a client send pieces through a socket, and look at what it gets back.

    With a second argument, it waits for an answer before it sends the next piece.
    """
    pieces, *waits = case.args
    assert isinstance(pieces, list)
    joint = " then, after the answer, " if waits else " then "
    shown = joint.join(map(repr, pieces))
    says = f"{attempt.__name__}(protocol, sock) when {shown} comes, then the end"
    yield Try(says, partial(_talk, attempt, pieces, bool(waits)))


def _talk(attempt: Attempt, pieces: list[bytes], waits: bool) -> object:
    server = ServerProtocol(state=State.OPEN)
    with _Line(server, pieces, waits) as line, line.peer:
        attempt(server, line)
        got, ended = line.heard()
    return got, "the end" if ended else "no end", server.state.name


def _shut(sock: socket.socket) -> None:
    sock.shutdown(socket.SHUT_WR)


def _sendall(sock: socket.socket, out: bytes) -> None:
    sock.sendall(out)


def _echo_text(protocol: Protocol, frame: Frame) -> None:
    if frame.opcode is Opcode.TEXT and protocol.state is State.OPEN:
        protocol.send_text(frame.data)


@dataclass(frozen=True)
class _Wrong:
    """An `echo` with one fault or more."""

    order: str = "recv events flush"
    reads: Callable[[socket.socket], bytes] = lambda sock: sock.recv(65536)
    goes_on: Callable[[Protocol], bool] = lambda p: p.state is not State.CLOSED
    at_end: Callable[[Protocol], None] = Protocol.receive_eof
    chooses: Callable[[list[Event]], list[Event]] = lambda events: events
    reply: Callable[[Protocol, Frame], None] = _echo_text
    flushes: Callable[[Protocol], bool] = lambda _: True
    last_word: Callable[[socket.socket], object] = _shut
    send: Callable[[socket.socket, bytes], object] = _sendall

    def echo(self, protocol: ServerProtocol, sock: socket.socket) -> None:
        calls = {
            "recv": self._recv,
            "events": self._events,
            "flush": self._flush,
            "close": self._close,
        }
        while self.goes_on(protocol):
            for call in self.order.split():
                calls[call](protocol, sock)

    def _close(self, _: ServerProtocol, sock: socket.socket) -> None:
        sock.close()

    def _recv(self, protocol: ServerProtocol, sock: socket.socket) -> None:
        if data := self.reads(sock):
            protocol.receive_data(data)
        else:
            self.at_end(protocol)

    def _events(self, protocol: ServerProtocol, _: socket.socket) -> None:
        for frame in self.chooses(protocol.events_received()):
            assert isinstance(frame, Frame)
            self.reply(protocol, frame)

    def _flush(self, protocol: ServerProtocol, sock: socket.socket) -> None:
        for out in protocol.data_to_send() if self.flushes(protocol) else ():
            if out:
                self.send(sock, out)
            else:
                self.last_word(sock)


@mistake(
    "You leave when the stream has ended. Tell the protocol first, with "
    'receive_eof(): it has a last word for the socket, b"".'
)
def _leaves_at_the_end(protocol: ServerProtocol, sock: socket.socket) -> None:
    def leave(_: Protocol) -> None:
        raise EOFError

    with suppress(EOFError):
        _Wrong(at_end=leave).echo(protocol, sock)


@mistake("You read once. A conversation goes on until the state is CLOSED.")
def _only_once(protocol: ServerProtocol, sock: socket.socket) -> None:
    rounds = iter([True, False])
    _Wrong(goes_on=lambda _: next(rounds)).echo(protocol, sock)


@mistake(
    "The payload went out without a frame around it. Give it to send_text, "
    "and send what data_to_send makes of it."
)
def _sends_to_the_peer_directly(protocol: ServerProtocol, sock: socket.socket) -> None:
    def send(_: Protocol, frame: Frame) -> None:
        if frame.opcode is Opcode.TEXT:
            sock.sendall(frame.data)

    _Wrong(reply=send).echo(protocol, sock)


@mistake(
    "You sent the whole piece back, with the client's header in it. The text "
    "is the event's data: frame.data."
)
def _sends_the_piece(protocol: ServerProtocol, sock: socket.socket) -> None:
    pieces: list[bytes] = []

    def read(sock: socket.socket) -> bytes:
        pieces.append(sock.recv(65536))
        return pieces[-1]

    def send(protocol: Protocol, frame: Frame) -> None:
        _echo_text(protocol, Frame(frame.opcode, pieces[-1]))

    _Wrong(reads=read, reply=send).echo(protocol, sock)


def _never_looks(protocol: Protocol, frame: Frame) -> None:
    if frame.opcode is Opcode.TEXT:
        protocol.send_text(frame.data)


def _echoes_but(*opcodes: Opcode) -> Callable[[Protocol, Frame], None]:
    def send(protocol: Protocol, frame: Frame) -> None:
        if frame.opcode not in opcodes and protocol.state is State.OPEN:
            protocol.send_text(frame.data)

    return send


def _echoes_all(protocol: Protocol, frame: Frame) -> None:
    if protocol.state is State.OPEN:
        protocol.send_text(frame.data)


def _sends_str(protocol: Protocol, frame: Frame) -> None:
    if frame.opcode is Opcode.TEXT:
        protocol.send_text(str(frame.data))  # type: ignore[arg-type] # on purpose


def _sends_pong(protocol: Protocol, frame: Frame) -> None:
    _echo_text(protocol, frame)
    if frame.opcode is Opcode.PING:
        protocol.send_pong(frame.data)


def _sends_close(protocol: Protocol, frame: Frame) -> None:
    _echo_text(protocol, frame)
    if frame.opcode is Opcode.CLOSE:
        protocol.send_close(1000)


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
            (b"\x81\x02hi", "the end", "CLOSED"),
            why='The text goes back. At the end call receive_eof(), and obey the b"".',
        ),
        Case(
            ([NO_MASK],),
            (OBJECTION, "the end", "CLOSED"),
            why="The protocol objects: send what it says.",
        ),
        Case(
            ([TEXT, CLOSE],),
            (b"\x81\x02hi" + BYE, "the end", "CLOSED"),
            why="The text goes back, the Close is answered, both streams end.",
        ),
        Case(
            ([PING, TEXT[:4], TEXT[4:], CLOSE],),
            (b"\x8a\x0242\x81\x02hi" + BYE, "the end", "CLOSED"),
            why="One Pong, and the text when it is whole.",
        ),
        Case(
            ([TEXT + CLOSE],),
            (BYE, "the end", "CLOSED"),
            why="A Close came with the text, and is answered: no data may follow.",
        ),
        Case(
            ([TEXT, CLOSE], "waits"),
            (b"\x81\x02hi" + BYE, "the end", "CLOSED"),
            why="The peer says Close only when it has heard the answer to its text.",
        ),
        Case(
            ([TEXT + YO + BINARY + PONG],),
            (b"\x81\x02hi\x81\x02yo", "the end", "CLOSED"),
            why="Two texts came at once: both go back, and nothing else.",
        ),
    ),
    hidden=(
        Case(
            ([b"\x81\x80\x00\x00\x00\x00", YO, CLOSE],),
            (b"\x81\x00\x81\x02yo" + BYE, "the end", "CLOSED"),
        ),
        Case(([TEXT + NO_MASK],), (OBJECTION, "the end", "CLOSED")),
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
        Mistake(
            _Wrong(order="recv flush events").echo,
            "The answer lies in the drawer while you wait in recv. Empty it at the "
            "end of the round, after the events.",
        ),
        Mistake(
            _Wrong(order="recv events").echo,
            "The peer gets nothing at all: send what data_to_send gives, in each "
            "round.",
        ),
        Mistake(
            _Wrong(at_end=lambda protocol: protocol.receive_data(b"")).echo,
            "The stream has ended, and you read again. At the end call receive_eof(): "
            'receive_data(b"") says nothing. Then the state is CLOSED; stop there.',
        ),
        Mistake(
            _Wrong(goes_on=lambda _: True).echo,
            "The state is CLOSED, and you read again: stop there. Compare the state "
            'with State.CLOSED, not with "CLOSED".',
        ),
        Mistake(
            _Wrong(send=lambda sock, out: sock.send(out)).echo,
            "Only part of it arrived: send may take less than all, sendall does not.",
        ),
        Mistake(
            _Wrong(last_word=lambda sock: sock.shutdown(socket.SHUT_RDWR)).echo,
            "You ended both halves, and then you read. End only yours: socket.SHUT_WR.",
        ),
        Mistake(
            _Wrong(goes_on=lambda protocol: not protocol.close_expected()).echo,
            "You stop before the peer has ended its stream: read on until the state "
            "is CLOSED.",
        ),
        _leaves_at_the_end,
        Mistake(
            _Wrong(order="flush recv events").echo,
            'The last b"" stays in the drawer: empty it after receive_eof(), too, '
            "before the loop ends.",
        ),
        Mistake(
            _Wrong(flushes=lambda protocol: protocol.state is State.OPEN).echo,
            'The last b"" stays in the drawer: empty it in every round, not only '
            "while OPEN, and not only when there is an event.",
        ),
        Mistake(
            _Wrong(last_word=lambda sock: sock.sendall(b"")).echo,
            'b"" in data_to_send is an order: end your stream. sendall(b"") sends '
            "nothing: sock.shutdown(socket.SHUT_WR).",
        ),
        Mistake(
            _Wrong(last_word=lambda sock: sock.close()).echo,
            "You close the socket, and then you read from it. End only your half: "
            "sock.shutdown(socket.SHUT_WR).",
        ),
        Mistake(
            _Wrong(order="recv events flush close").echo,
            "The socket is closed after the first round. Close it, or leave its with "
            "block, only after the loop.",
        ),
        Mistake(
            _Wrong(goes_on=lambda protocol: protocol.state is State.CLOSED).echo,
            "Nothing was read: go on while the state is not State.CLOSED.",
        ),
        _only_once,
        Mistake(
            _Wrong(reads=lambda sock: sock.recv(8)).echo,
            "Your recv takes only a few bytes, so the text was answered before the "
            "Close was read. That is no fault, but here take up to 65536 at once.",
        ),
        Mistake(
            _Wrong(chooses=lambda events: events[:1]).echo,
            "Two texts came at once, and one went back. Go through all the events.",
        ),
        Mistake(
            _Wrong(reply=_echoes_but(Opcode.PING, Opcode.PONG, Opcode.CLOSE)).echo,
            "A Binary came back as a text. Send only what has Opcode.TEXT.",
        ),
        Mistake(
            _Wrong(reply=_echoes_but(Opcode.PING, Opcode.CLOSE)).echo,
            "A Binary and a Pong came back as texts. Send only what has Opcode.TEXT.",
        ),
        _sends_the_piece,
        Mistake(
            _Wrong(reply=_never_looks).echo,
            "A Close came in the same bytes, so the goodbye is said, and send_text "
            "raises InvalidState. Send only while the state is OPEN.",
        ),
        Mistake(
            _Wrong(reply=_sends_str).echo,
            "send_text takes bytes: frame.data as it is.",
        ),
        Mistake(
            _Wrong(send=lambda sock, out: sock.sendall([out])).echo,  # type: ignore[arg-type] # on purpose
            "A call got what it cannot take. data_to_send gives a list: send each "
            "element. shutdown must know which half: socket.SHUT_WR.",
        ),
        Mistake(
            _Wrong(reply=_echoes_all).echo,
            "More than the text came back. Look at frame.opcode: only TEXT is sent "
            "back.",
        ),
        Mistake(
            _Wrong(reply=_sends_pong).echo,
            "The Ping is answered twice: the protocol has made the Pong already.",
        ),
        Mistake(
            _Wrong(reply=_sends_close).echo,
            "The protocol has answered the Close. When you say goodbye again, it "
            "says InvalidState.",
        ),
        Mistake(
            _Wrong(reply=lambda *_: None).echo,
            "No message comes back. Look at each event's opcode: compare it with "
            'Opcode.TEXT, not with "TEXT", and send it.',
        ),
        _sends_to_the_peer_directly,
    ),
)
