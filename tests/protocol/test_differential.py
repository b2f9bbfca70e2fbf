"""The same bytes for us and for `websockets`: the same events, the same close code.

`websockets` leaves the decoding of text to its caller, so `theirs` does it here, and
refuses a fragment as soon as it can. Every other difference has a name below.
"""

from codecs import getincrementaldecoder

from hypothesis import example, given, settings
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.exceptions import PayloadTooBig
from websockets.exceptions import ProtocolError as TheirProtocolError
from websockets.protocol import State as TheirState
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.errors import RemoteProtocolError
from wslesson.protocol.events import Binary, Close, Ping, Pong, Text
from wslesson.protocol.frames import apply_mask

LIMIT = 400
KEY = b"\x37\xfa\x21\x3d"


def opened(role):
    """Return a connection after its handshake."""
    ours = Connection(role, max_message=LIMIT)
    other = Connection(Role.CLIENT if role is Role.SERVER else Role.SERVER)
    client, server = (other, ours) if role is Role.SERVER else (ours, other)
    server.receive_data(client.connect("example.com"))
    client.receive_data(server.send(server.reply_to(next(server.events()))))
    next(client.events())
    return ours


def ours(role, pieces):
    connection, said = opened(role), []
    try:
        for piece in [*pieces, b""]:
            connection.receive_data(piece)
            said.extend(map(plain, connection.events()))
            if said and said[-1][0] == "close":
                return said
    except RemoteProtocolError as error:
        said.append(("fail", error.code))
    return said


def plain(event):
    match event:
        case Text(text):
            return "text", text
        case Binary(data) | Ping(data) | Pong(data):
            return type(event).__name__.lower(), data
        case Close(1006):
            return "fail", 1006
        case Close(code, reason):
            return "close", code, reason


class Theirs:
    """Makes messages of the frames of `websockets`, as its own callers do."""

    def __init__(self, role):
        if role is Role.SERVER:
            self.protocol = ServerProtocol(state=TheirState.OPEN, max_size=LIMIT)
        else:
            self.protocol = ClientProtocol(
                parse_uri("ws://example.com/"), state=TheirState.OPEN, max_size=LIMIT
            )
        self.said = []
        self.kind = None

    def take(self, frame):
        name = frame.opcode.name.lower()
        if name in ("ping", "pong"):
            self.said.append((name, bytes(frame.data)))
        elif name == "close":
            close = self.protocol.close_rcvd
            self.said.append(("close", int(close.code), close.reason))
        else:
            self.collect(name, frame)

    def collect(self, name, frame):
        if name != "cont":
            self.kind, self.parts = name, []
            self.decoder = getincrementaldecoder("utf-8")()
        data = bytes(frame.data)
        if self.kind == "text":
            self.parts.append(self.decoder.decode(data, frame.fin))
        else:
            self.parts.append(data)
        if frame.fin:
            empty = "" if self.kind == "text" else b""
            self.said.append((self.kind, empty.join(self.parts)))

    def error(self):
        match self.protocol.parser_exc:
            case TheirProtocolError():
                return [("fail", 1002)]
            case PayloadTooBig():
                return [("fail", 1009)]
            case UnicodeDecodeError():
                return [("fail", 1007)]
            case EOFError():
                return [("fail", 1006)]
        return []


def theirs(role, pieces):
    them = Theirs(role)
    for piece in [*pieces, b""]:
        if piece:
            them.protocol.receive_data(piece)
        else:
            them.protocol.receive_eof()
        for frame in them.protocol.events_received():
            try:
                them.take(frame)
            except UnicodeDecodeError:
                return [*them.said, ("fail", 1007)]
            if them.said and them.said[-1][0] == "close":
                return them.said
        if error := them.error():
            return them.said + error
    return them.said


def walk(data):
    """Yield opcode, fin, size, shortest, whole for each frame: a second opinion."""
    while len(data) >= 2:
        first, size, at = data[0], data[1] & 127, 2
        shortest = True
        if size >= 126:
            width, least = (2, 126) if size == 126 else (8, 65536)
            size, at = int.from_bytes(data[2 : 2 + width]), 2 + width
            shortest = least <= size < 2**63
        at += 4 if data[1] >= 128 else 0
        whole = len(data) >= at + size
        yield first & 15, first >= 128, size, shortest, whole
        data = data[at + size :] if whole else b""
    if data:
        yield data[0] & 15, data[0] >= 128, 0, True, False


def allowed(data, us, them):
    """Name the difference, or return None: then it is a bug."""
    (*our_events, our_end), (*their_events, their_end) = us, them
    frames = list(walk(data))
    opcodes = [frame[0] for frame in frames]
    if our_events[: len(their_events)] != their_events and our_events != their_events:
        return "SHORTEST" if any(not frame[3] for frame in frames) else None
    if our_end == ("fail", 1002) and any(not frame[3] for frame in frames):
        # §5.2 demands the shortest form (F07) and a first bit of 0 (F08): we refuse
        # at once, they read on, or find the length too big.
        return "SHORTEST"
    if their_end == ("fail", 1006) and our_end[0] == "fail" and not frames[-1][4]:
        # We refuse a frame by its head, or at its first bad byte; they wait for the
        # rest, which never comes. Failing early is what §5.2 and §8.1 are after.
        return "EARLY"
    if our_end == ("fail", 1002) and (
        their_end == ("fail", 1009) or (their_end == ("fail", 1007) and 8 in opcodes)
    ):
        # Both refuse. A control frame too long for §5.5 and for the limit, or a large
        # fragment out of turn: we look at the rule first, they at the size. A Close
        # whose code and reason are both wrong: we read the code first.
        return "TWO_RULES"
    if our_end[0] == "close" and their_end == ("fail", 1002):
        # A control frame may come between fragments (§5.4), and a Close is one.
        return "CLOSE_INSIDE"
    next_event = us[len(their_events)][0]
    last, *_, whole = frames[-1]
    cut_short = our_end == ("fail", 1006) and last >= 8 and not whole
    if their_end == ("fail", 1009) and (
        next_event in ("ping", "pong", "close") or cut_short
    ):
        # They count a control frame between fragments as a part of the message, and
        # look at its size before the rest of it has come.
        return "CONTROL_COUNTED"
    if our_end == ("fail", 1009) and any(not f[1] and not f[2] for f in frames):
        # We count an empty fragment for one byte: an endless row must not be free.
        return "EMPTY_FRAGMENTS"
    return None


texts = st.text(max_size=60).map(str.encode)
payloads = st.one_of(
    st.just(b""),
    texts,
    st.binary(max_size=20),
    st.builds(lambda n: b"x" * n, st.sampled_from([124, 125, 126, 127, 200, 399, 401])),
    st.builds(
        lambda code, reason: code.to_bytes(2) + reason,
        st.sampled_from([1000, 1001, 1004, 1005, 1006, 1011, 1015, 2999, 3000, 5000]),
        st.one_of(texts, st.binary(max_size=3)),
    ),
)
usual = [0x81, 0x82, 0x01, 0x02, 0x00, 0x80, 0x89, 0x8A]
firsts = st.one_of(
    st.sampled_from(usual),
    st.sampled_from(usual),
    st.sampled_from([0x88, 0x88, 0x08, 0x09, 0xC1, 0x83, 0x8B]),
    st.integers(0, 255),
)
rarely = st.integers(0, 30).map(lambda n: n == 0)


@st.composite
def frames(draw, role):
    payload, first = draw(payloads), draw(firsts)
    size = len(payload)
    masked = (role is Role.SERVER) is not draw(rarely)
    bit = 0x80 if masked else 0
    longer = draw(rarely)
    if size < 126 and not longer:
        head = bytes([first, bit | size])
    elif draw(rarely):
        head = bytes([first, bit | 127]) + size.to_bytes(8)
    else:
        head = bytes([first, bit | 126]) + size.to_bytes(2)
    return head + (KEY + apply_mask(payload, KEY) if masked else payload)


@st.composite
def streams(draw, role):
    data = b"".join(draw(st.lists(frames(role), max_size=8)))
    if draw(rarely):
        data += draw(st.binary(max_size=30))
    if draw(st.booleans()):
        data = data[: draw(st.integers(0, len(data)))]
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=6)))
    return [
        piece
        for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)
        if (piece := data[start:end])
    ]


def compare(role, pieces):
    us, them = ours(role, pieces), theirs(role, pieces)
    if us != them:
        assert allowed(b"".join(pieces), us, them), (us, them)


@settings(max_examples=1000, deadline=None)
@given(streams(Role.SERVER))
def test_a_server_understands_what_websockets_does(pieces):
    compare(Role.SERVER, pieces)


@settings(max_examples=1000, deadline=None)
@given(streams(Role.CLIENT))
@example([b"\x01\x7e\x01\x8f" + b"x" * 399 + b"\x88\x02"])  # it takes long to find
def test_a_client_understands_what_websockets_does(pieces):
    compare(Role.CLIENT, pieces)
