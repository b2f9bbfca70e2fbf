"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
import socket


def greet(listener, text):
    listener.setblocking(True)
    sock = listener.accept()[0]
    try:
        data = memoryview(text.encode("utf-8"))
        while data:
            data = data[sock.send(data) :]
    finally:
        sock.shutdown(socket.SHUT_RDWR)
        sock.close()
""",
        "passed",
        "",
    ),
    (
        """\
from contextlib import closing


def greet(listener, text):
    client, address = listener.accept()
    with closing(client), client.makefile("w", encoding="utf-8", newline="") as file:
        file.write(text)
""",
        "passed",
        "",
    ),
    (
        """\
from threading import Thread


def greet(listener, text):
    def serve(sock):
        sock.sendall(bytes(text, "utf-8"))
        sock.close()

    Thread(target=serve, args=listener.accept()[:1]).start()
""",
        "passed",
        "",
    ),
    (
        """\
def greet(listener, text):
    pass
""",
        "not yet",
        "got       [b'']",
    ),
    (
        """\
def greet(listener, text):
    sock, _ = listener.accept()
    sock.sendall(text.encode())
    del sock
""",
        "not yet",
        "the client waited for the end in vain",
    ),
    (
        """\
def greet(listener, text):
    sock, _ = listener.accept()
    with sock:
        sock.sendall(text.encode("latin-1"))
""",
        "not yet",
        "In UTF-8 the é is the two bytes c3 a9.",
    ),
    (
        """\
def greet(listener, text):
    sock, _ = listener.accept()
    with sock:
        sock.sendall(text.strip().encode())
""",
        "not yet",
        "Send the text as it is, with its spaces and ends of lines.",
    ),
    (
        """\
def greet(listener, text):
    sock, _ = listener.accept()
    if text:
        with sock:
            sock.sendall(text.encode())
""",
        "not yet",
        "Nothing to say, and still the client waits for the end.",
    ),
    (
        """\
def greet(listener, text):
    sock, _ = listener.accept()
    with sock:
        data = text.encode()
        sock.sendall(f"{len(data):<10}".encode() + data)
""",
        "not yet",
        "The client must read the bytes of the text, all of them",
    ),
    (
        """\
def greet(listener, text):
    sock, _ = listener.accept()
    sock.sendall(text.encode())
    listener.close()
    sock.close()
""",
        "not yet",
        "Leave `listener` open: the next client will come to it.",
    ),
    (
        """\
def greet(listener, text):
    sock, _ = listener.accept()
    with sock, sock.makefile("rw") as file:
        asked = file.readline()
        file.write(text)
""",
        "not yet",
        "the client waits, and says nothing",
    ),
    (
        """\
def greet(listener, text):
    listener.bind(("127.0.0.1", 0))
    sock, _ = listener.accept()
    with sock:
        sock.sendall(text.encode())
""",
        "not yet",
        "raised    OSError",
    ),
    (
        """\
def greet(listener, text):
    sock, _ = listener.accept()
    with sock:
        sock.sendall(text.encode())
    with listener.accept()[0] as another:
        another.sendall(text.encode())
""",
        "not yet",
        "nobody else is coming",
    ),
)
