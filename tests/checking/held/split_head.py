"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
import re

def split_head(data):
    found = re.search(b"\\r\\n\\r\\n", data)
    return found and (data[: found.start()], data[found.end() :])
""",
        "passed",
        "",
    ),
    (
        """\
def split_head(data):
    try:
        end = bytes(data).index(bytes([13, 10, 13, 10]))
    except ValueError:
        return
    return data[0:end], data[end + 4 :]
""",
        "passed",
        "",
    ),
    (
        """\
def split_head(data):
    for at in range(len(data)):
        if data[at : at + 4] == b"\\r\\n" * 2:
            return tuple(data.split(b"\\r\\n\\r\\n", maxsplit=1))
""",
        "passed",
        "",
    ),
    (
        """\
def split_head(data):
    head, end, rest = data.partition(b"\\r\\n\\r\\n")
    return (head.strip(), rest) if end else None
""",
        "not yet",
        "blanks at its ends, too",
    ),
    (
        """\
def split_head(data):
    head, end, rest = data.partition(b"\\r\\n\\r\\n")
    return (head.rstrip(b" \\t"), rest) if end else None
""",
        "not yet",
        "blanks at its ends, too",
    ),
    (
        """\
def split_head(data):
    head, end, rest = data.partition(b"\\r\\n\\r\\n")
    return (head.decode("utf-8", "replace").encode(), rest) if end else None
""",
        "not yet",
        "and a byte that is no text",
    ),
    (
        """\
def split_head(data):
    head, end, rest = data.partition(b"\\r\\n\\r\\n")
    return (head, rest.lstrip(b"\\r\\n")) if end else None
""",
        "not yet",
        "nothing of it may be lost",
    ),
    (
        """\
import re

def split_head(data):
    parts = re.split(rb"\\r?\\n\\r?\\n", data, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else None
""",
        "not yet",
        "Two bare",
    ),
    (
        """\
def split_head(data):
    head, end, rest = data.partition(b"\\n\\r\\n")
    return (head.removesuffix(b"\\r"), rest) if end else None
""",
        "not yet",
        "here the first is missing",
    ),
    (
        """\
def split_head(data):
    head, end, rest = data.partition(b"\\r\\n\\r")
    return (head, rest[1:]) if end else None
""",
        "not yet",
        "The last byte of the end is missing.",
    ),
    (
        """\
def split_head(data):
    head, end, rest = data.partition(b"\\r\\n\\n")
    return (head, rest) if end else None
""",
        "not yet",
        "And is the mark",
    ),
    (
        """\
def split_head(data):
    head, end, rest = data.partition(b"\\r\\n\\r\\n")
    if not end:
        raise ValueError("not complete")
    return head, rest
""",
        "not yet",
        "Return None.",
    ),
    (
        """\
def split_head(data):
    head, end, rest = data.partition(b"\\r\\n\\r\\n")
    return (head, bytearray(rest)) if end else None
""",
        "not yet",
        "got a bytearray",
    ),
    (
        """\
def split_head(data):
    head, end, rest = data.partition(b"\\r\\n\\r\\n")
    return {"head": head, "rest": rest} if end else None
""",
        "not yet",
        "got a dict, expected a tuple",
    ),
)
