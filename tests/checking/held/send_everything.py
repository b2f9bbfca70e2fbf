"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
def send_everything(sock, data):
    rest = memoryview(data)
    while len(rest) > 0:
        rest = rest[sock.send(rest, 0) :]
""",
        "passed",
        "",
    ),
    (
        """\
def send_everything(sock, data):
    if data:
        send_everything(sock, data[sock.send(data) :])
""",
        "passed",
        "",
    ),
    (
        """\
def send_everything(sock, data):
    at = 0
    while (taken := sock.send(data[at:])) > 0:
        at += taken
""",
        "passed",
        "",
    ),
    (
        """\
def send_everything(sock, data):
    sent = sock.send(data)
    for at in range(sent, len(data), max(sent, 1)):
        sock.send(data[at : at + sent])
""",
        "not yet",
        "Each call may take another number of bytes.",
    ),
    (
        """\
def send_everything(sock, data):
    while data:
        sent = sock.send(data)
        data = data.replace(data[:sent], b"")
""",
        "not yet",
        "Each call takes a single byte, and all the others are still to be sent.",
    ),
    (
        """\
def send_everything(sock, data):
    while data:
        sent = sock.send(data)
        data = data[sent:].strip()
""",
        "not yet",
        "Each call takes a single byte, and all the others are still to be sent.",
    ),
    (
        """\
def send_everything(sock, data):
    data = data.strip()
    while data:
        data = data[sock.send(data) :]
""",
        "not yet",
        "Any bytes may come, not all of them text, and spaces and ends of lines, too.",
    ),
    (
        """\
def send_everything(sock, data):
    text = data.decode()
    while text:
        text = text[sock.send(text.encode()) :]
""",
        "not yet",
        "Any bytes may come, not all of them text",
    ),
    (
        """\
def send_everything(sock, data):
    for _ in range(100):
        sent = sock.send(data)
        data = data[sent:]
""",
        "not yet",
        "However many calls it takes: stop when nothing is left.",
    ),
    (
        """\
def send_everything(sock, data):
    sent = sock.send(data)
    while sent < len(data):
        data = data[sent:]
        sent = sock.send(data)
        if sent == 1:
            break
""",
        "not yet",
        "Each call takes a single byte, and all the others are still to be sent.",
    ),
    (
        """\
def send_everything(sock, data):
    while len(data) > 1:
        data = data[sock.send(data) :]
""",
        "not yet",
        "Four calls of send take 3, 3, 3 and 1.",
    ),
    (
        """\
def send_everything(sock, data):
    sock.send(data.decode())
""",
        "not yet",
        "a bytes-like object is required, not 'str'",
    ),
)
