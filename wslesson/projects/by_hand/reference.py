"""A WebSocket echo server, made by hand, of nothing but the standard library."""

import base64
import codecs
import hashlib
import re
import socket
import struct
import threading
from contextlib import suppress

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
MAX_HEAD = 8192  # bytes of a request
MAX_MESSAGE = 2**24  # bytes, all fragments together
PATIENCE = 60.0  # seconds without a byte

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
CLOSE_CODES = {1000, 1001, 1002, 1003, *range(1007, 1015), *range(3000, 5000)}


class RefusedError(Exception):
    """The request is no handshake: the status that says so."""


class BrokenError(Exception):
    """The client broke a rule: the close code for it, and why."""


class Reader:
    """Reads as many bytes as are asked for, however they arrive."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.waiting = bytearray()  # arrived, but nobody has asked for them yet

    def more(self) -> bytes:
        """Return what arrives next. Raises EOFError when the client has gone."""
        data = self.sock.recv(65536)
        if not data:
            raise EOFError("the client has gone")
        return data

    def some(self, most: int) -> bytes:
        """Return from 1 to `most` bytes: those that are here."""
        if not self.waiting:
            self.waiting += self.more()
        piece = bytes(self.waiting[:most])
        del self.waiting[:most]
        return piece

    def exactly(self, size: int) -> bytes:
        """Return `size` bytes."""
        data = b""
        while len(data) < size:
            data += self.some(size - len(data))
        return data

    def through(self, mark: bytes, most: int) -> bytes:
        """Return all up to `mark`, which is included."""
        while mark not in self.waiting:
            if len(self.waiting) > most:
                raise RefusedError("431 Request Header Fields Too Large")
            self.waiting += self.more()
        return self.some(self.waiting.index(mark) + len(mark))


# The handshake: one HTTP request, one response.


def read_request(reader: Reader) -> tuple[str, dict[str, str]]:
    """Return the first line, and the headers by their names in lower case."""
    head = reader.through(b"\r\n\r\n", MAX_HEAD).decode("latin-1")
    first, *lines = head[:-4].split("\r\n")
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise RefusedError("400 Bad Request")
        before = headers.get(name.lower())  # a name that comes twice: a longer list
        headers[name.lower()] = ", ".join(filter(None, (before, value.strip())))
    return first, headers


def answer_to(first: str, headers: dict[str, str]) -> str:
    """Return the response that lets the client in. Raises RefusedError."""
    if not re.fullmatch(r"GET \S+ HTTP/1\.1", first) or "host" not in headers:
        raise RefusedError("400 Bad Request")
    for name, token in ("upgrade", "websocket"), ("connection", "upgrade"):
        if token not in re.split(r"\s*,\s*", headers.get(name, "").lower()):
            raise RefusedError("400 Bad Request")
    if headers.get("sec-websocket-version") != "13":
        raise RefusedError("426 Upgrade Required\r\nSec-WebSocket-Version: 13")
    key = headers.get("sec-websocket-key", "")
    if not re.fullmatch(r"[A-Za-z0-9+/]{22}==", key):  # 16 bytes in Base64
        raise RefusedError("400 Bad Request")
    digest = hashlib.sha1((key + GUID).encode()).digest()
    return (
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {base64.b64encode(digest).decode()}\r\n\r\n"
    )


# Frames: a head of 2 to 14 bytes, and a payload.


def apply_mask(payload: bytes, key: bytes) -> bytes:
    """XOR each byte with one of the four of `key`: all at once, as one big number."""
    keys = (key * (len(payload) // 4 + 1))[: len(payload)]
    number = int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")
    return number.to_bytes(len(payload), "big")


def encode_frame(opcode: int, payload: bytes | bytearray) -> bytes:
    """Write one frame, whole and without a mask: that is a server's way."""
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", 0x80 | opcode, size) + payload
    if size < 2**16:
        return struct.pack("!BBH", 0x80 | opcode, 126, size) + payload
    return struct.pack("!BBQ", 0x80 | opcode, 127, size) + payload


def read_head(reader: Reader) -> tuple[int, int, int, bytes]:
    """Return FIN, the opcode, the size and the mask key of the next frame."""
    first, second = reader.exactly(2)
    fin, rsv, opcode = first >> 7, first >> 4 & 0b111, first & 0b1111
    masked, size = second >> 7, second & 0b1111111
    if rsv or opcode not in (CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG):
        raise BrokenError(1002, "a reserved bit or opcode")
    if not masked:
        raise BrokenError(1002, "a client masks its frames")
    if opcode >= CLOSE and (not fin or size > 125):
        raise BrokenError(1002, "a control frame is short, and whole")
    if size == 126:
        (size,) = struct.unpack("!H", reader.exactly(2))
    elif size == 127:
        (size,) = struct.unpack("!Q", reader.exactly(8))
        if size >= 2**63:
            raise BrokenError(1002, "the first bit of a length is 0")
    return fin, opcode, size, reader.exactly(4)


# Messages: one frame or more, with control frames between them.


def check_close(payload: bytes) -> bytes:
    """Return the code, for the answer. Raises BrokenError or UnicodeDecodeError."""
    code = int.from_bytes(payload[:2], "big")  # of one byte, it is none of these
    if payload and code not in CLOSE_CODES:
        raise BrokenError(1002, "no such close code")
    payload[2:].decode()
    return payload[:2]


class Message:
    """The message that is under way: what has come of it so far."""

    def __init__(self, opcode: int) -> None:
        self.opcode = opcode
        self.data = bytearray()
        self.text = codecs.getincrementaldecoder("utf-8")()

    def add(self, reader: Reader, size: int, key: bytes) -> None:
        """Read a payload piece by piece, for a wrong byte is refused as it comes."""
        if len(self.data) + size > MAX_MESSAGE:
            raise BrokenError(1009, "too long")
        while size:
            piece = reader.some(size)
            size -= len(piece)
            plain = apply_mask(piece, key)
            turn = len(piece) % 4
            key = key[turn:] + key[:turn]  # the next piece may begin inside the key
            if self.opcode == TEXT:
                self.text.decode(plain)
            self.data += plain

    def answer(self) -> bytes:
        """Return the frame that says the same, now that all of it is here."""
        if self.opcode == TEXT:
            self.text.decode(b"", final=True)
        return encode_frame(self.opcode, self.data)


def answer_control(sock: socket.socket, opcode: int, payload: bytes) -> bool:
    """Answer a Ping or a Close. Return whether that was the last word."""
    if opcode == PING:
        sock.sendall(encode_frame(PONG, payload))
    if opcode == CLOSE:
        sock.sendall(encode_frame(CLOSE, check_close(payload)))
    return opcode == CLOSE


def echo(sock: socket.socket, reader: Reader) -> None:
    """Answer frame by frame, until a Close has been answered."""
    message, over = None, False
    while not over:
        fin, opcode, size, key = read_head(reader)
        if opcode >= CLOSE:
            over = answer_control(sock, opcode, apply_mask(reader.exactly(size), key))
            continue
        if (opcode == CONTINUATION) == (message is None):
            raise BrokenError(1002, "a fragment out of turn")
        message = message or Message(opcode)
        message.add(reader, size, key)
        if fin:
            sock.sendall(message.answer())
            message = None


def serve_one(sock: socket.socket) -> None:
    """Serve one client, from its first byte to its last."""
    reader = Reader(sock)
    try:
        sock.settimeout(PATIENCE)
        sock.sendall(answer_to(*read_request(reader)).encode())
        echo(sock, reader)
    except RefusedError as refused:
        sock.sendall(f"HTTP/1.1 {refused}\r\nConnection: close\r\n\r\n".encode())
    except UnicodeDecodeError:
        sock.sendall(encode_frame(CLOSE, struct.pack("!H", 1007) + b"not UTF-8"))
    except BrokenError as broken:
        code, why = broken.args
        sock.sendall(encode_frame(CLOSE, struct.pack("!H", code) + why.encode()))


def guest(sock: socket.socket) -> None:
    """Serve a client, then hang up gently, and let nobody's trouble end the server."""
    with suppress(OSError, EOFError), sock:  # cut off: nobody is left to be told
        serve_one(sock)
        sock.shutdown(socket.SHUT_WR)
        sock.settimeout(2.0)
        while sock.recv(65536):  # closing on unread bytes would lose our last ones
            pass


def main() -> None:
    """Print the address, then serve each client in a thread of its own."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        print(f"ws://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
        while True:
            sock, _ = listener.accept()
            threading.Thread(target=guest, args=(sock,), daemon=True).start()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
