"""Mutated input for each parser: only documented errors, and the same however cut.

`python -m authoring.chaos.parsers 100000` tries so many for each. The same number gives
the same inputs again.
"""

import argparse
import sys
import zlib
from functools import partial
from random import Random
from time import process_time

from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.errors import RemoteProtocolError
from wslesson.protocol.frames import Expect, Frame, Opcode, encode_frame, parse_frame
from wslesson.protocol.handshake import Terms, accept_token, answer, check_response
from wslesson.protocol.heads import (
    Request,
    Response,
    parse_answer,
    parse_extensions,
    parse_request,
    parse_response,
)
from wslesson.protocol.reading import Decoder

LIMIT = 2000  # bytes in a message
KEY = "AAAAAAAAAAAAAAAAAAAAAA=="  # what a client draws from `bytes`
TERMS = Terms(("chat",), paths=("/", "/chat"), pages={"/": "A page.\n"})
SQUEEZED = Terms(extension=Deflate)
TAIL = b"\0\0\xff\xff"


# What is right, to begin with.

MORE = b"Host: a.example\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
KEYS = (
    f"Sec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: chat, other\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
).encode()
REQUESTS = [
    b"GET /chat HTTP/1.1\r\n" + MORE + KEYS,
    b"\r\nGET http://a.example HTTP/1.1\r\n" + MORE + KEYS,
    b"GET /?a=b HTTP/1.0\r\nUser-Agent: x\t\r\nA: 1\r\na: 2\r\n\r\n",
    b"HEAD / HTTP/1.1\r\nHost: a\r\nCookie: " + b"x" * 300 + b"\r\n\r\n",
]
ACCEPT = (
    b"HTTP/1.1 101 Switching Protocols\r\n"
    + MORE
    + b"Sec-WebSocket-Accept: "
    + accept_token(KEY).encode()
)
RESPONSES = [
    ACCEPT + b"\r\n\r\n",
    ACCEPT + b"\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
    b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ACCEPT + b"\r\n\r\n",
    b"HTTP/1.0 404 Not Found\r\nSet-Cookie: a=b\r\nSet-Cookie: c\r\n\r\npage",
]
EXTENSIONS = [
    b"permessage-deflate; client_max_window_bits",
    b'a ; b = "c";d=e , , f,permessage-deflate;server_max_window_bits=10',
    b"permessage-deflate; server_no_context_takeover; client_max_window_bits=8",
]


def squeeze(data, flush=zlib.Z_SYNC_FLUSH):
    compressor = zlib.compressobj(wbits=-15)
    return (compressor.compress(data) + compressor.flush(flush)).removesuffix(TAIL)


TEXT = "Grüße, Grüße und 🎈".encode()
SQUEEZES = [
    squeeze(TEXT),
    squeeze(TEXT * 90),
    squeeze(TEXT, zlib.Z_FINISH) + squeeze(b"!") + b"\0",
    squeeze(b"", zlib.Z_FINISH) * 3 + b"\0",
]


def frames(key, rsv=0):
    """Return streams of frames, each as a peer may send it."""

    def said(opcode, payload, fin=True, rsv=0):
        return encode_frame(Frame(opcode, payload, fin, rsv, key))

    text, binary, ping, close = Opcode.TEXT, Opcode.BINARY, Opcode.PING, Opcode.CLOSE
    streams = [
        said(text, TEXT) + said(binary, bytes(200)) + said(close, b"\x03\xe8bye"),
        said(text, TEXT[:3], False) + said(ping, b"?") + said(Opcode(0), TEXT[3:]),
        said(binary, b"", False) * 3 + said(Opcode.PONG, b"") + said(Opcode(0), b"x"),
        said(text, b"a" * 70_000)[:400] + said(close, b""),
    ]
    if rsv:
        streams += [said(text, data, rsv=rsv) * 2 for data in SQUEEZES]
        streams.append(
            said(text, SQUEEZES[0][:5], False, rsv) + said(Opcode(0), SQUEEZES[0][5:])
        )
    return streams


# What is wrong: each way changes a bytearray.


def mutate(random, seeds):
    data = bytearray(random.choice(seeds))
    for _ in range(random.choice([0, 1, 1, 2, 3, 8])):
        at = random.randrange(len(data) + 1)
        size = random.choice([1, 1, 2, 4, 16])
        match random.randrange(6):
            case 0 if data:
                data[min(at, len(data) - 1)] ^= 1 << random.randrange(8)
            case 1:
                data[at : at + 1] = random.choice(
                    b'\0\r\n \t,;:="\x7e\x7f\x80\xff'
                ).to_bytes()
            case 2:
                del data[at : at + size]
            case 3:
                data[at:at] = data[at : at + size] * random.choice([1, 2, 40])
            case 4:
                other = random.choice(seeds)
                data[at:] = other[random.randrange(len(other)) :]
            case 5:
                data[at:at] = random.randbytes(size)
    return bytes(data)


def cuts(random, data):
    """Yield the data in pieces: whole, a byte at a time, and at random."""
    yield [data]
    yield [data[i : i + 1] for i in range(len(data))] or [b""]
    ends = sorted(random.randrange(len(data) + 1) for _ in range(3))
    yield [data[a:b] for a, b in zip([0, *ends], [*ends, len(data)], strict=True)]


# What comes of it: the items, and the error, if it is one that is documented.


def items(parser, pieces):
    decoder, result = Decoder(parser), []
    try:
        for piece in pieces:
            decoder.feed(piece)
            result += decoder
    except RemoteProtocolError as error:
        result.append((str(error), error.code))
    return result


def requests(pieces):
    found = items(parse_request, pieces)
    return [
        answer(item, TERMS, Deflate()) if isinstance(item, Request) else item
        for item in found
    ]


def responses(pieces):
    found = items(parse_response, pieces) + items(parse_answer, pieces)
    for item in found:
        if isinstance(item, Response):
            try:
                check_response(item, KEY, SQUEEZED, Deflate())
            except RemoteProtocolError as error:
                found.append(str(error))
    return found


def extensions(pieces):
    try:
        named = parse_extensions(b"".join(pieces).decode("latin-1"))
        chosen = Deflate().choose(named)
        Deflate().confirm(named)
    except RemoteProtocolError as error:
        return str(error)
    return named, chosen


def inflated(pieces):
    """Inflate a message twice: the second time there is a past."""
    deflate, result = Deflate(), b""
    try:
        for left, piece in zip(range(2 * len(pieces))[::-1], pieces * 2, strict=True):
            room = LIMIT * 2 - len(result)
            result += deflate.decode(piece, left % len(pieces) == 0, room)
    except RemoteProtocolError as error:
        return error.code
    return result


def conversation(role, terms, is_open, pieces):
    """Do what a driver does. Return what was heard, and what was said to it."""
    end = Connection(role, terms=terms, max_message=LIMIT, random_bytes=bytes)
    wire, heard = b"", []
    if role is Role.CLIENT:
        wire += end.connect("a.example", "/chat")
    if is_open:
        end.receive_data((REQUESTS if role is Role.SERVER else RESPONSES)[is_open - 1])
    try:
        for piece in [*filter(None, pieces), b""]:
            end.receive_data(piece)
            for event in end.events():
                heard.append(event)
                if (reply := end.reply_to(event)) is not None:
                    wire += end.send(reply)
    except RemoteProtocolError as error:
        heard.append(refused(error, terms))
        said = end.fail(error)
        wire += said if terms.extension is None else said[:1]
    return heard, wire, end.state


def refused(error, terms):
    """Return what is printed about an error.

    A compressed message may break two rules at once: text that is not UTF-8, deflate
    that is broken or too long. zlib sees its own first, if both come in one piece.
    """
    return "refused" if terms.extension else (str(error), error.code)


def talk(role, terms, is_open):
    return partial(conversation, role, terms, is_open)


CLEAR, MASKED = frames(None), frames(b"\0\0\0\0") + frames(b"key!")
SERVER, CLIENT = Role.SERVER, Role.CLIENT
PARSERS = {
    "requests": (REQUESTS, requests),
    "responses": (RESPONSES, responses),
    "extensions": (EXTENSIONS, extensions),
    "frames": (CLEAR + MASKED, partial(items, parse_frame)),
    "frames of a client": (
        MASKED,
        partial(items, partial(parse_frame, Expect(True, 0, LIMIT))),
    ),
    "deflate": (SQUEEZES, inflated),
    "a server": (MASKED, talk(SERVER, TERMS, 1)),
    "a server's opening": (
        [a + b for a in REQUESTS for b in MASKED],
        talk(SERVER, TERMS, 0),
    ),
    "a server that inflates": (frames(b"\0\0\0\0", 4), talk(SERVER, SQUEEZED, 1)),
    "a client": (CLEAR, talk(CLIENT, TERMS, 1)),
    "a client's opening": (
        [a + b for a in RESPONSES for b in CLEAR],
        talk(CLIENT, TERMS, 0),
    ),
    "a client that inflates": (frames(None, 4), talk(CLIENT, SQUEEZED, 2)),
}


def attack(name, count):
    """Return how many outcomes there were. An AssertionError names the input."""
    seeds, outcome = PARSERS[name]
    kinds = set()
    for number in range(count):
        random = Random(f"{name} {number}")
        data = mutate(random, seeds)
        try:
            whole, *others = [outcome(pieces) for pieces in cuts(random, data)]
        except Exception as error:
            raise AssertionError(f"{name} {number}: {data!r}") from error
        for other in others:
            assert other == whole, (name, number, data)
        kinds.add(repr(whole))
    return len(kinds)


def main():
    parser = argparse.ArgumentParser(prog="python -m authoring.chaos.parsers")
    parser.add_argument("count", type=int)
    parser.add_argument("only", nargs="*")
    arguments = parser.parse_args()
    for name in arguments.only or PARSERS:
        start = process_time()
        kinds = attack(name, arguments.count)
        seconds = f"{process_time() - start:.0f} s"
        print(f"{name:<24}{kinds:>8} outcomes in {seconds}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
