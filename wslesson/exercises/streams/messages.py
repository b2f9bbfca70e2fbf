"""Cut glued messages apart: what `messages` must do."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip, mistake


def messages(stream: bytes) -> list[bytes]:
    """Cut a stream of whole messages apart, and return their bodies."""
    found = []
    while stream:
        end = 10 + int(stream[:10])
        found.append(stream[10:end])
        stream = stream[end:]
    return found


@mistake("You found the first message. What is left of the stream may hold more.")
def _finds_the_first(stream: bytes) -> list[bytes]:
    return messages(stream)[:1]


@mistake(
    "The headers are still there. The body begins behind the 10 bytes of the header."
)
def _keeps_the_headers(stream: bytes) -> list[bytes]:
    return [b"%-10d" % len(body) + body for body in messages(stream)]


@mistake(
    "The second header begins right behind the first body. If an index `i` "
    "says where, the header is `stream[i : i + 10]`."
)
def _slices_to_ten(stream: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(stream):
        end = at + 10 + int(stream[at:10])
        found.append(stream[at + 10 : end])
        at = end
    return found


@mistake(
    "`int` got no header. Is nothing left, and you go on? Or did you slice "
    "something else?"
)
def _goes_on_at_the_end(stream: bytes) -> list[bytes]:
    found = []
    while True:
        end = 10 + int(stream[:10])
        found.append(stream[10:end])
        stream = stream[end:]


@mistake(
    "You look for spaces, and bodies have spaces and digits of their own. "
    "Count bytes: the header says how many."
)
def _splits_at_spaces(stream: bytes) -> list[bytes]:
    return stream.split()[1::2]


@mistake(
    "A header counts bytes, and `€` is one character, but three bytes. Cut "
    "the stream as bytes, and decode nothing."
)
def _decodes_first(stream: bytes) -> list[bytes]:
    text = stream.decode()
    found = []
    while text:
        end = 10 + int(text[:10])
        found.append(text[10:end].encode())
        text = text[end:]
    return found


@mistake(
    "You return text. Leave the bodies as bytes: whoever asked for them may "
    "decode them."
)
def _returns_texts(stream: bytes) -> list[str]:
    return [body.decode() for body in messages(stream)]


EXERCISE = Exercise(
    id="messages",
    title="Cut glued messages apart",
    minutes=6,
    solution=messages,
    cases=(
        Case(
            (b"5         hello",),
            [b"hello"],
            "The length is a number: `int(stream[:10])`. Append `stream[10:15]`, one "
            "item, to the list. No end? Then `stream` does not get shorter.",
        ),
        Case((b"",), [], "No bytes, no messages."),
        Case(
            (b"5         hello2         hi",),
            [b"hello", b"hi"],
            "The second header begins right behind the first body.",
        ),
        Case(
            (b"11        hello world4         10 9",),
            [b"hello world", b"10 9"],
            "A body may hold spaces and digits. Only the header says where it ends.",
        ),
        Case(
            (b"0         3         \xe2\x82\xac0         ",),
            [b"", b"\xe2\x82\xac", b""],
            "A body of 0 bytes is a message, too.",
        ),
    ),
    hidden=(
        Case((b"3         abc0         ",), [b"abc", b""]),
        Case((b"1         112        twelve bytes",), [b"1", b"twelve bytes"]),
    ),
    hints=(
        "You know where the first header begins and ends. What does it tell you?",
        "Step 4 of the lesson: the header has 10 bytes, and says how many bytes of "
        "body follow. int skips the spaces: int(b'5         ') is 5.",
        "while stream: end = 10 + int(stream[:10]). The body is stream[10:end]. Then "
        "go on with stream = stream[end:].",
    ),
    mistakes=(
        _finds_the_first,
        _keeps_the_headers,
        Slip(
            "end = 10 + int(stream[:10])\n"
            "        found.append(stream[10:end])\n"
            "        stream = stream[end",
            "size = int(stream[:10])\n"
            "        found.append(stream[10:size])\n"
            "        stream = stream[10 + size",
            "The end of a slice is a place in the stream, and the length counts from "
            "the end of the header. At which place does the body end?",
        ),
        Slip(
            ":10",
            "0",
            "`stream[0]` is a number, 53 for a `5`. Slice: `stream[:10]`.",
        ),
        Slip(
            "10]",
            "1]",
            "A length may have more than one digit. The whole header is `stream[:10]`.",
        ),
        Slip(
            "end = 10 + int(stream[:10])\n"
            "        found.append(stream[10:end])\n"
            "        stream = stream[end",
            "size = int(stream[:10])\n"
            "        found.append(stream[10 : 10 + size])\n"
            "        stream = stream[size",
            "The header counts, too: 10 bytes, then the body. Where does the body end, "
            "and where does the next header begin?",
        ),
        _decodes_first,
        _slices_to_ten,
        _goes_on_at_the_end,
        _splits_at_spaces,
        _returns_texts,
    ),
)
