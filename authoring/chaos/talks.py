"""What both ends say that keep all rules, or nearly: the stuff that is then spoilt."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from random import Random

KEY = b"\x37\xfa\x21\x3d"
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="  # the answer to the key of RFC 6455 §1.3
REQUEST = """GET /chat?room=1 HTTP/1.1
Host: 127.0.0.1
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Sec-WebSocket-Version: 13
"""
RESPONSE = f"""HTTP/1.1 101 Switching Protocols
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Accept: {ACCEPT}
"""
DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate\n"
TEXTS = ["", "hello", "héllo, wörld 🌍", "x" * 126, "y" * 5000, "z" * 70000]
CODES = [1000, 1001, 1002, 1005, 1006, 1007, 1011, 1015, 2999, 3000, 4999, 0, 65535]


def head(text: str, deflate: bool) -> bytes:
    """Return the head of a request or an answer."""
    return (text + DEFLATE * deflate + "\n").replace("\n", "\r\n").encode()


def client_talk(random: Random, deflate: bool) -> list[bytes]:
    """Return what a client says that keeps all rules, or nearly."""
    return [head(REQUEST, deflate), *messages(random, deflate, KEY)]


def server_talk(random: Random, deflate: bool) -> list[bytes]:
    """Return what a server says that keeps all rules, or nearly."""
    return [head(RESPONSE, deflate), *messages(random, deflate, b"")]


def packets(random: Random) -> list[bytes]:
    """Return what a client of the raw style says."""
    bodies = [random.choice(TEXTS).encode() for _ in range(random.randint(1, 5))]
    return [struct.pack(">I", len(body)) + body for body in bodies]


def messages(random: Random, deflate: bool, key: bytes) -> list[bytes]:
    said: list[bytes] = []
    for _ in range(random.randint(1, 6)):
        said.extend(random.choice(KINDS + COMPRESSED_KINDS * deflate)(random, key))
    return said


def frame(first: int, payload: bytes, key: bytes, claim: int | None = None) -> bytes:
    """Return a frame, masked if there is a key. A claim is a length that is a lie."""
    size = len(payload) if claim is None else claim
    masked = 0x80 if key else 0
    if size < 126:
        header = struct.pack(">BB", first, masked | size)
    elif size < 1 << 16:
        header = struct.pack(">BBH", first, masked | 126, size)
    else:
        header = struct.pack(">BBQ", first, masked | 127, size)
    mask = (key * (len(payload) // 4 + 1))[: len(payload)] or bytes(len(payload))
    return header + key + bytes(a ^ b for a, b in zip(payload, mask, strict=True))


def text(random: Random, key: bytes) -> list[bytes]:
    return [frame(0x81, random.choice(TEXTS).encode(), key)]


def binary(random: Random, key: bytes) -> list[bytes]:
    return [frame(0x82, random.randbytes(random.choice([0, 1, 125, 126, 4096])), key)]


def fragments(random: Random, key: bytes) -> list[bytes]:
    parts = [frame(0x01, b"in ", key), frame(0x00, b"parts", key)]
    between = [frame(0x89, b"?", key)] * random.randint(0, 2)
    return [parts[0], *between, parts[1], frame(0x80, b"", key)]


def control(random: Random, key: bytes) -> list[bytes]:
    payload = random.randbytes(random.choice([0, 4, 125, 126]))
    return [frame(random.choice([0x89, 0x8A]), payload, key)]


def close(random: Random, key: bytes) -> list[bytes]:
    reason = random.choice([b"", b"bye", b"\xff", "wé leave".encode()])
    return [frame(0x88, struct.pack(">H", random.choice(CODES)) + reason, key)]


def strange(random: Random, key: bytes) -> list[bytes]:
    return [frame(random.randrange(256), random.randbytes(8), key)]


def lie(random: Random, key: bytes) -> list[bytes]:
    claim = random.choice(
        [126, 65536, 2**20, 2**20 + 1, 2**31, 2**40, 2**63, 2**64 - 1]
    )
    return [frame(0x82, random.randbytes(random.randint(0, 40)), key, claim)]


def compressed(random: Random, key: bytes) -> list[bytes]:
    deflated = squeeze(random.choice([*TEXTS, "\0" * 2**20]).encode())
    middle = random.randint(0, len(deflated))
    if random.random() < 0.5:
        return [frame(0xC1, deflated, key)]
    return [frame(0x41, deflated[:middle], key), frame(0x80, deflated[middle:], key)]


def compressed_and_ended(random: Random, key: bytes) -> list[bytes]:
    body = squeeze(b"hello", zlib.Z_FINISH) + b"\0" * random.randint(0, 2)
    return [frame(0xC1, body, key)]


def squeeze(data: bytes, how: int = zlib.Z_SYNC_FLUSH) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return (deflater.compress(data) + deflater.flush(how)).removesuffix(b"\0\0\xff\xff")


Kind = Callable[[Random, bytes], list[bytes]]
KINDS: list[Kind] = [text, text, binary, fragments, control, close, strange, lie]
COMPRESSED_KINDS: list[Kind] = [compressed, compressed, compressed_and_ended]
