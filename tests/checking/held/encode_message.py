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
def encode_message(text):
    body = text.encode("latin-1", "replace")
    return f"{len(body):<10}".encode() + body
""",
        "not yet",
        "encode_message(",
    ),
)
