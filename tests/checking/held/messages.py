"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
from io import BytesIO


def messages(stream):
    file = BytesIO(stream)
    return [file.read(int(header)) for header in iter(lambda: file.read(10), b"")]
""",
        "passed",
        "",
    ),
    (
        """\
def messages(stream):
    if not stream:
        return []
    header, rest = stream[:10], stream[10:]
    size = int(header.rstrip(b" "))
    return [rest[:size], *messages(rest[size:])]
""",
        "passed",
        "",
    ),
    (
        """\
def messages(stream):
    def bodies():
        at = 0
        while at < len(stream):
            size = int(stream[at : at + 10])
            yield stream[at + 10 : at + 10 + size]
            at += 10 + size

    return list(bodies())
""",
        "passed",
        "",
    ),
    (
        """\
def messages(stream):
    while stream:
        end = 10 + int(stream[:10])
        yield stream[10:end]
        stream = stream[end:]
""",
        "not yet",
        "got a generator, expected a list",
    ),
    (
        """\
def messages(stream):
    found = []
    while stream:
        end = 10 + int(stream[:10])
        found.append(stream[10:end].strip())
        stream = stream[end:]
    return found
""",
        "not yet",
        "A body is whatever bytes the header counts",
    ),
    (
        """\
def messages(stream):
    found = []
    while stream:
        end = 10 + int(stream[:10])
        found.append(stream[10:end])
        stream = stream[end:].strip()
    return found
""",
        "not yet",
        "A body is whatever bytes the header counts",
    ),
    (
        """\
def messages(stream):
    found = []
    while stream:
        end = 10 + int(stream[:2])
        found.append(stream[10:end])
        stream = stream[end:]
    return found
""",
        "not yet",
        "A length may have three digits, and more",
    ),
    (
        """\
def messages(stream):
    found = []
    while stream:
        end = 10 + int(stream[:5])
        found.append(stream[10:end])
        stream = stream[end:]
    return found
""",
        "not yet",
        "A length may have six digits, and more",
    ),
    (
        """\
def messages(stream):
    found = []
    for _ in range(100):
        if stream:
            end = 10 + int(stream[:10])
            found.append(stream[10:end])
            stream = stream[end:]
    return found
""",
        "not yet",
        "However many messages there are: go on until nothing is left.",
    ),
    (
        """\
def messages(stream):
    found = []
    while stream:
        end = 10 + int(stream[:10])
        if body := stream[10:end]:
            found.append(body)
        stream = stream[end:]
    return found
""",
        "not yet",
        "A body of 0 bytes is a message, too.",
    ),
    (
        """\
def messages(stream):
    found = []
    while stream:
        end = 10 + int(stream[:10])
        found += stream[10:end]
        stream = stream[end:]
    return found
""",
        "not yet",
        "one item, to the list",
    ),
    (
        """\
def messages(stream):
    found = []
    while stream:
        end = 10 + int(stream[:10])
        found.append(stream[10:end].decode(errors="replace").encode())
        stream = stream[end:]
    return found
""",
        "not yet",
        "bytes that are no text",
    ),
    (
        """\
def messages(stream):
    found = {}
    while stream:
        end = 10 + int(stream[:10])
        found[stream[10:end]] = True
        stream = stream[end:]
    return list(found)
""",
        "not yet",
        "A body of 0 bytes is a message, too.",
    ),
    (
        """\
def messages(stream):
    if not stream:
        return None
    found = []
    while stream:
        end = 10 + int(stream[:10])
        found.append(stream[10:end])
        stream = stream[end:]
    return tuple(found)
""",
        "not yet",
        "got a tuple, expected a list",
    ),
)
