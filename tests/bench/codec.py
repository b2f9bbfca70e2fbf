"""Decoding and encoding without a network."""

import os
import secrets
from functools import partial

from websockets.client import ClientProtocol
from websockets.frames import Frame as TheirFrame
from websockets.frames import Opcode as TheirOpcode
from websockets.protocol import State as TheirState
from websockets.server import ServerProtocol
from websockets.speedups import apply_mask as mask_in_c
from websockets.uri import parse_uri
from wsproto.connection import Connection as WsprotoConnection
from wsproto.connection import ConnectionType
from wsproto.events import TextMessage

from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.events import Text
from wslesson.protocol.frames import (
    OPCODES,
    Frame,
    Opcode,
    apply_mask,
    encode_frame,
    mask_keys,
    parse_frame,
    read_whole,
)
from wslesson.protocol.reading import Decoder

CHUNK = 65536
TEXT = Opcode.TEXT


def stream(size, count):
    """Return `count` masked text frames, in the chunks that a socket would give."""
    frames = (
        Frame(Opcode.TEXT, b"a" * size, mask_key=os.urandom(4)) for _ in range(count)
    )
    data = b"".join(map(encode_frame, frames))
    return [data[i : i + CHUNK] for i in range(0, len(data), CHUNK)]


def opened(role, **options):
    client = Connection(Role.CLIENT, **options)
    server = Connection(Role.SERVER, **options)
    server.receive_data(client.connect("example.com"))
    client.receive_data(server.send(server.reply_to(server.next_event())))
    client.next_event()
    return server if role is Role.SERVER else client


# Decoding: each returns how many frames it saw.


def websockets_protocol(chunks):
    protocol, count = ServerProtocol(state=TheirState.OPEN), 0
    for chunk in chunks:
        protocol.receive_data(chunk)
        count += len(protocol.events_received())
    return count


def wsproto_connection(chunks):
    connection, count = WsprotoConnection(ConnectionType.SERVER), 0
    for chunk in chunks:
        connection.receive_data(chunk)
        count += sum(event.message_finished for event in connection.events())
    return count


WHOLE = {0x80 | opcode: opcode for opcode in OPCODES.values()}


def shortcut(unmask):
    """Return what a Decoder may use instead of `parse_frame`, for frames like these."""

    def whole_frame(buffer, start):
        opcode = WHOLE.get(buffer[start])
        found = read_whole(buffer, start, unmask)
        if opcode is None or found is None:
            return None
        payload, end = found
        return Frame(opcode, payload), end

    return whole_frame


def our_frames(chunks, mask=apply_mask):
    decoder = Decoder(parse_frame, shortcut=shortcut(mask))
    return decode(decoder.feed, decoder, chunks)


def our_parser(chunks):
    decoder = Decoder(parse_frame)
    return decode(decoder.feed, decoder, chunks)


def our_drawing(chunks):
    decoder = Decoder(parse_frame, on_field=lambda *field: None)
    return decode(decoder.feed, decoder, chunks)


def decode(feed, items, chunks):
    count = 0
    for chunk in chunks:
        feed(chunk)
        for _ in items:
            count += 1
    return count


def our_connection(chunks, mask=apply_mask):
    connection, count = opened(Role.SERVER, mask=mask), 0
    for chunk in chunks:
        connection.receive_data(chunk)
        for _ in connection.events():
            count += 1
    return count


DECODERS = {
    "websockets Protocol (C)": websockets_protocol,
    "wsproto Connection": wsproto_connection,
    "our frames": our_frames,
    "our frames, mask in C": partial(our_frames, mask=mask_in_c),
    "our frames, parser only": our_parser,
    "our frames, drawn": our_drawing,
    "our Connection": our_connection,
    "our Connection, mask in C": partial(our_connection, mask=mask_in_c),
}


# Encoding: each writes `count` masked texts.


def encode_websockets(text, count):
    protocol = ClientProtocol(parse_uri("ws://example.com"), state=TheirState.OPEN)
    for _ in range(count):
        protocol.send_text(text.encode())
        protocol.data_to_send()


def encode_websockets_frame(text, count):
    for _ in range(count):
        TheirFrame(TheirOpcode.TEXT, text.encode()).serialize(mask=True)


def encode_wsproto(text, count):
    connection = WsprotoConnection(ConnectionType.CLIENT)
    for _ in range(count):
        connection.send(TextMessage(data=text))


def encode_our_frames(text, count):
    keys = mask_keys(secrets.token_bytes)
    for _ in range(count):
        encode_frame(Frame(TEXT, text.encode(), True, 0, next(keys)))


def encode_our_connection(text, count, mask=apply_mask):
    connection = opened(Role.CLIENT, mask=mask)
    for _ in range(count):
        connection.send(Text(text))


def send_websockets(text, count):
    protocol = ServerProtocol(state=TheirState.OPEN)
    for _ in range(count):
        protocol.send_text(text.encode())
        protocol.data_to_send()


def send_wsproto(text, count):
    connection = WsprotoConnection(ConnectionType.SERVER)
    for _ in range(count):
        connection.send(TextMessage(data=text))


def send_our_frames(text, count):
    for _ in range(count):
        encode_frame(Frame(TEXT, text.encode()))


def send_our_connection(text, count):
    connection = opened(Role.SERVER)
    for _ in range(count):
        connection.send(Text(text))


SENDERS = {
    "websockets Protocol (C)": send_websockets,
    "wsproto Connection": send_wsproto,
    "our frames": send_our_frames,
    "our Connection": send_our_connection,
}
ENCODERS = {
    "websockets Protocol (C)": encode_websockets,
    "websockets Frame (C)": encode_websockets_frame,
    "wsproto Connection": encode_wsproto,
    "our frames": encode_our_frames,
    "our Connection": encode_our_connection,
    "our Connection, mask in C": partial(encode_our_connection, mask=mask_in_c),
}
