"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
def read_all(sock):
    with sock.makefile("rb") as file:
        return file.read()
""",
        "passed",
        "",
    ),
    (
        """\
def read_all(sock):
    sock.settimeout(1)
    return b"".join(iter(lambda: sock.recv(16), b""))
""",
        "passed",
        "",
    ),
    (
        """\
def read_all(sock):
    stream, room = bytearray(), bytearray(16)
    while size := sock.recv_into(room):
        stream += room[:size]
    return bytes(stream)
""",
        "passed",
        "",
    ),
    (
        """\
import select
import socket


def read_all(sock: socket.socket) -> bytes:
    pieces = []
    sock.setblocking(False)
    while True:
        select.select([sock], [], [])
        piece = sock.recv(16)
        if piece == b"":
            break
        pieces.append(piece)
    sock.close()
    return b"".join(pieces)
""",
        "passed",
        "",
    ),
    (
        """\
def read_all(sock):
    s = b""
    for _ in range(20):
        s += sock.recv(16)
    return s
""",
        "not yet",
        'However many it takes: only b"" is the end.',
    ),
    (
        """\
def read_all(sock):
    s = b""
    while data := sock.recv(16):
        s += data.strip()
    return s
""",
        "not yet",
        "Spaces, ends of lines and zeros are bytes of the stream, too.",
    ),
    (
        """\
def read_all(sock):
    s = b""
    while (data := sock.recv(16)) and not data.isspace():
        s += data
    return s
""",
        "not yet",
        "Spaces, ends of lines and zeros are bytes of the stream, too.",
    ),
    (
        """\
def read_all(sock):
    s = ""
    while data := sock.recv(16):
        s += data.decode(errors="ignore")
    return s.encode()
""",
        "not yet",
        "A cut inside a character. Decode nothing: return bytes.",
    ),
    (
        """\
def read_all(sock):
    s = b""
    while data := sock.recv(16):
        s += data
    return s.decode(errors="replace").encode()
""",
        "not yet",
        "Any bytes may come, and not all of them are text.",
    ),
    (
        """\
def read_all(sock):
    s = bytearray()
    while data := sock.recv(16):
        s += data
    return s
""",
        "not yet",
        "got a bytearray, expected a bytes",
    ),
    (
        """\
def read_all(sock):
    s = sock.recv(16)
    while True:
        data = sock.recv(16)
        if not data or data == s:
            return s or None
        s += data
""",
        "not yet",
        "A stream may end before its first byte.",
    ),
    (
        """\
def read_all(sock):
    s = b""
    while data := sock.recv():
        s += data
    return s
""",
        "not yet",
        "missing 1 required positional argument: 'size'",
    ),
)
