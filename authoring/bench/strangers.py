"""What a stranger may send, each kind at one size and at twice the size.

A kind is a function of a size in bytes. It returns who reads, and what is sent.
"""

import os
import zlib
from time import process_time

from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.errors import RemoteProtocolError
from wslesson.protocol.frames import Frame, Opcode, encode_frame
from wslesson.protocol.handshake import Terms
from wslesson.protocol.heads import parse_extensions

from .codec import CHUNK, opened

CONTINUATION, TEXT, BINARY = Opcode.CONTINUATION, Opcode.TEXT, Opcode.BINARY
TAIL = b"\0\0\xff\xff"
LONG = "🎈".encode()  # four bytes

# Readers: each returns what takes a piece.


def a_list():
    return parse_extensions


def a_server():
    return taking(Connection(Role.SERVER))


def an_open_server():
    return taking(opened(Role.SERVER, max_message=2**24))


def a_server_that_inflates():
    terms = Terms(extension=Deflate)
    return taking(opened(Role.SERVER, terms=terms, max_message=2**24))


def taking(connection):
    def take(piece):
        connection.receive_data(piece)
        for _ in connection.events():
            pass

    return take


# What is sent.


def cut(data, size=CHUNK):
    return [data[at : at + size] for at in range(0, len(data), size)]


def head(data, size=CHUNK):
    return a_server, cut(b"GET / HTTP/1.1\r\n" + data + b"\r\n\r\n", size)


def first_line(data, size=CHUNK):
    return a_server, cut(data, size)


def frames(data, size=CHUNK):
    return an_open_server, cut(data, size)


def said(opcode, payload=b"", fin=True, rsv=0):
    return encode_frame(Frame(opcode, payload, fin, rsv, b"key!"))


def in_a_message(frame, count):
    return frames(said(BINARY, b"x", False) + frame * count)


def compressed(*payloads, size=CHUNK):
    data = b"".join(said(BINARY, payload, rsv=0b100) for payload in payloads)
    return a_server_that_inflates, cut(data, size)


def squeeze(data):
    compressor = zlib.compressobj(wbits=-15)
    data = compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH)
    return data.removesuffix(TAIL)


def ended(data):
    return zlib.compress(data, wbits=-15)


HEADS = {  # no longer than 8 KiB: that is the limit
    "a value of spaces": lambda n: head(b"x:" + b" " * n + b"\0"),
    "a value of tabs and letters": lambda n: head(b"x:" + b"\ta" * (n // 2) + b"\0"),
    "a long value": lambda n: head(b"x: " + b"y" * n),
    "many headers": lambda n: head(
        b"\r\n".join(b"n%079d: x" % i for i in range(n // 85))
    ),
    "one header, repeated": lambda n: head(
        b"\r\n".join([b"x: " + b"y" * 80] * (n // 85))
    ),
    "a long method": lambda n: first_line(b"G" * n + b"\r\n\r\n"),
    "a long host": lambda n: first_line(b"GET http://" + b"a" * n + b"\r\n\r\n"),
    "empty lines": lambda n: first_line(b"\r\n" * (n // 2)),
    "no line feed, byte by byte": lambda n: first_line(b"G" * n, 1),
    "a long value, byte by byte": lambda n: head(b"x: " + b"y" * n, 1),
    "empty lines, byte by byte": lambda n: first_line(b"\r\n" * (n // 2), 1),
}
LISTS = {
    "extensions": lambda n: (a_list, ["a;b=c," * (n // 6)]),
    "parameters": lambda n: (a_list, ["a" + ";b=c" * (n // 4)]),
    "parameters, and a wrong end": lambda n: (a_list, ["a" + ";b" * (n // 2) + '"']),
    "spaces behind an extension": lambda n: (a_list, ["a" + " " * n + "b"]),
    "empty elements": lambda n: (a_list, [" ," * (n // 2)]),
}
FRAMES = {
    "a frame, byte by byte": lambda n: frames(said(BINARY, bytes(n)), 1),
    "a long frame": lambda n: frames(said(BINARY, bytes(20 * n))),
    "small frames": lambda n: frames(said(BINARY, b"x") * (n // 7)),
    "fragments of a byte": lambda n: in_a_message(
        said(CONTINUATION, b"x", False), n // 7
    ),
    "empty fragments": lambda n: in_a_message(said(CONTINUATION, b"", False), n // 6),
    "pings in a message": lambda n: in_a_message(said(Opcode.PING, b"x"), n // 7),
    "text of four bytes each": lambda n: frames(said(TEXT, LONG * n)),
    "the same, byte by byte": lambda n: frames(said(TEXT, LONG * (n // 4)), 1),
}
DEFLATED = {
    "random bytes": lambda n: compressed(squeeze(os.urandom(20 * n))),
    "the same, byte by byte": lambda n: compressed(squeeze(os.urandom(n)), size=1),
    "a bomb": lambda n: compressed(squeeze(bytes(100 * n))),
    "empty blocks": lambda n: compressed((b"\0" + TAIL) * (n // 5) + b"\0"),
    "streams that end, empty": lambda n: compressed(ended(b"") * (n // 2)),
    "streams that end, small": lambda n: compressed(
        ended(os.urandom(16)) * (n // 21) + b"\0"
    ),
    "messages that end their stream": lambda n: compressed(
        *[ended(b"") + b"\0"] * (n // 9)
    ),
}
KINDS = (
    ("a head", HEADS, 3900),
    ("a list", LISTS, 30_000),
    ("frames", FRAMES, 40_000),
    ("deflate", DEFLATED, 40_000),
)


def seconds(reader, pieces):
    """Return the CPU time that it takes to read the pieces, whatever comes of it."""
    take = reader()
    start = process_time()
    try:
        for piece in pieces:
            take(piece)
    except RemoteProtocolError:
        pass
    return process_time() - start


def growth(kind, size, rounds):
    """Return the least seconds that a size takes, and twice the size."""
    sent = [kind(size), kind(2 * size)]
    tries = [[seconds(*each) for each in sent] for _ in range(rounds)]
    return [min(column) for column in zip(*tries, strict=True)]
