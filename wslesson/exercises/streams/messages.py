"""Cut glued messages apart."""

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
        Case(
            (b"4          hi 2         \r\n3         \xff\x00\n",),
            [b" hi ", b"\r\n", b"\xff\x00\n"],
            "A body is whatever bytes the header counts: spaces, ends of lines, bytes "
            "that are no text.",
        ),
        Case(
            (b"120       " + b"x" * 120 + b"1         y",),
            [b"x" * 120, b"y"],
            "A length may have three digits, and more: it is the whole header.",
        ),
        Case(
            (b"100000    " + b"0123456789" * 10_000,),
            [b"0123456789" * 10_000],
            "A length may have six digits, and more: it is the whole header.",
        ),
        Case(
            (b"1         a" * 200,),
            [b"a"] * 200,
            "However many messages there are: go on until nothing is left.",
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
        Slip(
            "while stream",
            "if stream",
            "You found the first message. What is left of the stream may hold more.",
        ),
        Slip(
            "stream[10:end]",
            "stream[:end]",
            "The headers are still there. The body begins behind the 10 bytes of the "
            "header.",
        ),
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
            "[:10]",
            "[0]",
            "`stream[0]` is a number, 53 for a `5`. Slice: `stream[:10]`.",
        ),
        Slip(
            "[:10]",
            "[:1]",
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
        Slip(
            "found = []\n"
            "    while stream:\n"
            "        end = 10 + int(stream[:10])\n"
            "        found.append(stream[10:end])",
            "stream, found = stream.decode(), []\n"
            "    while stream:\n"
            "        end = 10 + int(stream[:10])\n"
            "        found.append(stream[10:end].encode())",
            "A header counts bytes, and `€` is one character, but three bytes. Cut the "
            "stream as bytes, and decode nothing.",
        ),
        _slices_to_ten,
        Slip(
            "while stream",
            "while True",
            "`int` got no header. Is nothing left, and you go on? Or did you slice "
            "something else?",
        ),
        Slip(
            "found = []",
            "return stream.split()[1::2]",
            "You look for spaces, and bodies have spaces and digits of their own. Count "
            "bytes: the header says how many.",
        ),
        Slip(
            "stream[10:end])",
            "stream[10:end].decode())",
            "You return text. Leave the bodies as bytes: whoever asked for them may "
            "decode them.",
        ),
    ),
)
