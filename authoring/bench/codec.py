"""Decoding and encoding without a network."""

import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import websockets.frames
import websockets.utils
from aiohttp._websocket.reader import WebSocketDataQueue, WebSocketReader
from websockets.client import ClientProtocol
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
    ANYTHING,
    OPCODES,
    Frame,
    Head,
    Opcode,
    apply_mask,
    encode_frame,
    mask_keys,
    parse_frame,
    read_whole,
)
from wslesson.protocol.reading import Decoder, Take

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


@contextmanager
def no_speedups():
    """Let `websockets` mask in Python, as it does where its C part is missing."""
    in_c = websockets.frames.apply_mask
    websockets.frames.apply_mask = websockets.utils.apply_mask
    try:
        yield
    finally:
        websockets.frames.apply_mask = in_c


def purely(contestant):
    def run(*arguments):
        with no_speedups():
            return contestant(*arguments)

    return run


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


class Unpaused:
    """The connection of aiohttp's queue, of which nobody wants a pause."""

    _reading_paused = False


def aiohttp_reader(chunks):
    queue = WebSocketDataQueue(Unpaused(), 2**30, loop=None)
    reader, count = WebSocketReader(queue, 2**20, False, True), 0
    for chunk in chunks:
        reader.feed_data(chunk)
        count += len(queue._buffer)
        queue._buffer.clear()
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


@dataclass(slots=True)
class Bare:
    """A Take that has no label."""

    size: int
    end = Take.end


TWO, FOUR = Bare(2), Bare(4)


def parse_without_labels():
    """Read a short masked frame with the checks of `parse_frame`, and no labels."""
    fin, rsv, opcode, size, mask_key = yield from bare_head(ANYTHING)
    payload = yield Bare(size)
    if mask_key is not None:
        payload = apply_mask(payload, mask_key)
    return Frame(opcode, payload, fin, rsv, mask_key)


def bare_head(expect):
    first, second = yield TWO
    opcode = OPCODES.get(first & 0x0F)
    if opcode is None or (opcode >= 0x8 and (first < 0x80 or second & 0x7F > 125)):
        raise ValueError
    rsv = first >> 4 & 0b111
    masked = second >= 0x80
    if rsv & ~expect.rsv or masked is not expect.masked is not None:
        raise ValueError
    size = second & 0x7F
    if size > expect.max_payload and opcode < 0x8:
        raise ValueError
    mask_key = (yield FOUR) if masked else None
    return Head(first >= 0x80, rsv, opcode, size, mask_key)


class BareDecoder(Decoder):
    """A Decoder in which nobody could watch."""

    def _resume(self, parser, default, seen=0):
        try:
            while True:
                end = self._want.end(self._buffer, self._start, seen)
                if end >= 0:
                    field = self._buffer[self._start : end]
                    self._start = end
                    self._want, seen = parser.send(field), 0
                elif not self._join(self._want.size):
                    return default
        except StopIteration as done:
            self._parser = None
            return done.value


def without_labels(chunks):
    decoder = BareDecoder(parse_without_labels)
    return decode(decoder.feed, decoder, chunks)


def by_hand(chunks):
    """Read frames in one loop, without a Decoder."""
    whole_frame, rest, count = shortcut(apply_mask), b"", 0
    for chunk in chunks:
        buffer, start = rest + chunk, 0
        while start < len(buffer) and (found := whole_frame(buffer, start)):
            _, start = found
            count += 1
        rest = buffer[start:]
    return count


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


THEIRS, WSPROTO = "websockets Protocol", "wsproto Connection"
THEIRS_PURE = "websockets Protocol, pure"

DECODERS = {
    THEIRS: websockets_protocol,
    THEIRS_PURE: purely(websockets_protocol),
    WSPROTO: wsproto_connection,
    "aiohttp reader (compiled)": aiohttp_reader,
    "our frames": our_frames,
    "our frames, C mask": partial(our_frames, mask=mask_in_c),
    "our Connection": our_connection,
    "our Connection, C mask": partial(our_connection, mask=mask_in_c),
}
LABELS = {
    "a loop by hand": by_hand,
    "our frames": our_frames,
    "a parser without labels": without_labels,
    "our parser": our_parser,
}


# Encoding: each writes `count` texts, and draws a new mask key for each, as
# `websockets` does: it asks `secrets` for 4 bytes, we ask for many at a time.


def encode_websockets(text, count):
    protocol = ClientProtocol(parse_uri("ws://example.com"), state=TheirState.OPEN)
    for _ in range(count):
        protocol.send_text(text.encode())
        protocol.data_to_send()


def encode_wsproto(text, count):
    connection = WsprotoConnection(ConnectionType.CLIENT)
    for _ in range(count):
        connection.send(TextMessage(data=text))


def encode_our_frames(text, count, mask=apply_mask):
    keys = mask_keys(secrets.token_bytes)
    for _ in range(count):
        encode_frame(Frame(TEXT, text.encode(), True, 0, next(keys)), mask)


def encode_our_connection(text, count, mask=apply_mask):
    connection = opened(Role.CLIENT, mask=mask)
    for _ in range(count):
        connection.send(Text(text))


ENCODERS = {
    THEIRS: encode_websockets,
    THEIRS_PURE: purely(encode_websockets),
    WSPROTO: encode_wsproto,
    "our frames": encode_our_frames,
    "our frames, C mask": partial(encode_our_frames, mask=mask_in_c),
    "our Connection": encode_our_connection,
    "our Connection, C mask": partial(encode_our_connection, mask=mask_in_c),
}
