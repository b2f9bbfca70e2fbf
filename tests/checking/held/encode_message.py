"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
def encode_message(text):
    body = bytes(text, "utf-8")
    return str(len(body)).ljust(10).encode() + body
""",
        "passed",
        "",
    ),
    (
        """\
encode_message = lambda text: b"%-10d%b" % (len(text.encode()), text.encode())
encode_message.__name__ = "encode_message"
""",
        "passed",
        "",
    ),
    (
        """\
import io

def encode_message(text):
    file = io.BytesIO()
    file.write(b" " * 10)
    size = file.write(text.encode("utf-8"))
    file.seek(0)
    file.write(b"%d" % size)
    return file.getvalue()
""",
        "passed",
        "",
    ),
    (
        """\
def encode_message(text):
    body = text.encode("latin-1", "replace")
    return f"{len(body):<10}".encode() + body
""",
        "not yet",
        "é is two bytes in UTF-8.",
    ),
    (
        """\
def encode_message(text):
    body = text.encode("utf-16")
    return f"{len(body):<10}".encode() + body
""",
        "not yet",
        "First the header, then the bytes of the text and no more.",
    ),
    (
        """\
def encode_message(text):
    body = text.strip().encode()
    return f"{len(body):<10}".encode() + body
""",
        "not yet",
        "Spaces and line ends at the ends of a text are a part of it.",
    ),
    (
        """\
def encode_message(text):
    body = text.encode()
    return str(len(body)).encode() + b" " * 9 + body
""",
        "not yet",
        "Two digits, eight spaces.",
    ),
    (
        """\
def encode_message(text):
    body = text.encode()
    spaces = 9 if len(body) < 10 else 8
    return str(len(body)).encode() + b" " * spaces + body
""",
        "not yet",
        "Three digits, seven spaces.",
    ),
    (
        """\
def encode_message(text):
    body = text.encode()
    return f"{len(body):<10x}".encode() + body
""",
        "not yet",
        "Two digits, eight spaces.",
    ),
    (
        """\
def encode_message(text):
    body = text.encode()
    return f"{len(body):<10}".encode(), body
""",
        "not yet",
        "got a tuple",
    ),
    (
        """\
def encode_message(text):
    if not text:
        return b""
    body = text.encode()
    return f"{len(body):<10}".encode() + body
""",
        "not yet",
        "An empty message is a message: size 0.",
    ),
)
