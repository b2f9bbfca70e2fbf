"""What we send is what others read: `websockets` and `wsproto` judge our encoder.

The counterpart of `test_differential`, which judges our parser.
"""

import pytest
import wsproto.connection
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate as TheirDeflate
from websockets.protocol import State as TheirState
from websockets.server import ServerProtocol
from websockets.uri import parse_uri
from wsproto import events as wsproto_events
from wsproto.extensions import PerMessageDeflate

from tests.protocol.pairs import Pair
from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.events import Binary, Close, Ping, Pong, Text
from wslesson.protocol.handshake import Terms

texts = st.text(max_size=40) | st.sampled_from(["x" * 125, "é" * 63, "x" * 70_000])
blobs = st.binary(max_size=40) | st.sampled_from([bytes(65_535), bytes(65_536)])
short = st.binary(max_size=20) | st.just(bytes(125))
pings = st.builds(Ping, short) | st.builds(Pong, short)
messages = st.one_of(
    st.lists(st.builds(Text, texts), min_size=1, max_size=3),
    st.lists(st.builds(Binary, blobs), min_size=1, max_size=3),
)
codes = st.sampled_from([1000, 1001, 1003, 1007, 1011, 3000, 4999])
closes = st.builds(Close, codes, st.text(max_size=30)) | st.just(Close(1005))


@st.composite
def conversations(draw, between=True):
    """Draw events and whether each is final: messages in fragments, pings between."""
    said = []
    for pieces in draw(st.lists(messages, max_size=4)):
        for left, piece in zip(range(len(pieces))[::-1], pieces, strict=True):
            said.append((piece, left == 0))
            if between or not left:
                said += [(ping, True) for ping in draw(st.lists(pings, max_size=1))]
    return [*said, (draw(closes), True)]


def speak(role, said, deflate):
    """Return what one of us sends, after a handshake between two of us."""
    terms = Terms(extension=Deflate) if deflate else Terms()
    pair = Pair(
        Connection(Role.CLIENT, terms=terms), Connection(Role.SERVER, terms=terms)
    ).open()
    us = pair.client if role is Role.CLIENT else pair.server
    return b"".join(us.send(event, fin=fin) for event, fin in said)


def joined(said):
    """Return the events that the other end must see: fragments are one message."""
    result, begun = [], []
    for event, fin in said:
        match event:
            case Text(piece) | Binary(piece):
                begun.append(piece)
                if fin:
                    result.append(type(event)(piece[:0].join(begun)))
                    begun.clear()
            case _:
                result.append(event)
    return result


def websockets_reads(role, wire, deflate):
    if role is Role.CLIENT:
        them = ServerProtocol(state=TheirState.OPEN, max_size=None)
    else:
        uri = parse_uri("ws://example.com/")
        them = ClientProtocol(uri, state=TheirState.OPEN, max_size=None)
    if deflate:
        them.extensions = [TheirDeflate(False, False, 15, 15)]
    them.receive_data(wire)
    heard, kind, parts = [], None, b""
    for frame in them.events_received():
        match frame.opcode.name:
            case "PING":
                heard.append(Ping(bytes(frame.data)))
            case "PONG":
                heard.append(Pong(bytes(frame.data)))
            case "CLOSE":
                close = them.close_rcvd
                heard.append(Close(int(close.code), close.reason))
            case name:
                kind, parts = (kind if name == "CONT" else name), parts + frame.data
                if frame.fin:
                    text = kind == "TEXT"
                    heard.append(Text(parts.decode()) if text else Binary(parts))
                    parts = b""
    assert them.parser_exc is None
    return heard


def wsproto_reads(role, wire, deflate):
    server = wsproto.ConnectionType.SERVER
    client = wsproto.ConnectionType.CLIENT
    extensions = []
    if deflate:
        extensions = [PerMessageDeflate()]
        extensions[0]._enabled = True  # our ends have shaken hands for it
    them = wsproto.connection.Connection(
        server if role is Role.CLIENT else client, extensions
    )
    them.receive_data(wire)
    heard, parts = [], []
    for event in them.events():
        match event:
            case wsproto_events.Ping(payload):
                heard.append(Ping(bytes(payload)))
            case wsproto_events.Pong(payload):
                heard.append(Pong(bytes(payload)))
            case wsproto_events.CloseConnection(code, reason):
                heard.append(Close(int(code), reason or ""))
            case wsproto_events.Message(data):
                parts.append(data if isinstance(data, str) else bytes(data))
                if event.message_finished:
                    whole = parts[0][:0].join(parts)
                    text = isinstance(whole, str)
                    heard.append(Text(whole) if text else Binary(whole))
                    parts.clear()
    return heard


@pytest.mark.rule("F01", "F03", "F07", "F09", "F11", "G01", "G02", "G06", "C03", "C10")
@pytest.mark.parametrize("deflate", [False, True], ids=["plain", "compressed"])
@pytest.mark.parametrize("role", Role)
@settings(deadline=None)
@given(said=conversations())
def test_websockets_reads_what_we_send_as_it_was_meant(role, deflate, said):
    wire = speak(role, said, deflate)
    assert websockets_reads(role, wire, deflate) == joined(said)


@pytest.mark.rule("F01", "F03", "F07", "F09", "F11", "G01", "G02", "G06", "C03", "C10")
@pytest.mark.parametrize("role", Role)
@settings(deadline=None)
@given(said=conversations())
def test_wsproto_reads_what_we_send_as_it_was_meant(role, said):
    assert wsproto_reads(role, speak(role, said, False), False) == joined(said)


@pytest.mark.rule("F01", "F03", "G01", "G06", "E02")
@pytest.mark.parametrize("role", Role)
@settings(deadline=None)
# A Ping between compressed fragments makes wsproto 1.3 forget that they are compressed:
# python-hyper/wsproto, pull request 205.
@given(said=conversations(between=False))
def test_wsproto_inflates_what_we_send_as_it_was_meant(role, said):
    assert wsproto_reads(role, speak(role, said, True), True) == joined(said)
