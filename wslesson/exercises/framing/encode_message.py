"""Count the bytes of a message, and put their number in front of it."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip
from ...protocol.packets import HEADER


def encode_message(text: str) -> bytes:
    """Return the header and the text, as bytes that are ready to be sent."""
    body = text.encode()
    return f"{len(body):<{HEADER}}".encode() + body


EXERCISE = Exercise(
    id="encode_message",
    title="Count the bytes",
    minutes=4,
    solution=encode_message,
    imports="from wslesson.protocol.packets import HEADER",
    cases=(
        Case(
            ("hello",),
            b"5         hello",
            why="First the header, then the bytes of the text and no more. (`str` of "
            "bytes, also in an f-string, writes a `b'` as well.)",
        ),
        Case(("",), b"0         ", why="An empty message is a message: size 0."),
        Case(("café",), b"5         caf\xc3\xa9", why="é is two bytes in UTF-8."),
        Case(("€",), b"3         \xe2\x82\xac", why="€ is three bytes in UTF-8."),
        Case(("😀",), b"4         \xf0\x9f\x98\x80", why="😀 is four bytes in UTF-8."),
        Case(("x" * 12,), b"12        xxxxxxxxxxxx", why="Two digits, eight spaces."),
        Case(
            (" hi\r\n",),
            b"5          hi\r\n",
            why="Spaces and line ends at the ends of a text are a part of it.",
        ),
        Case(
            ("x" * 100,),
            b"100       " + b"x" * 100,
            why="Three digits, seven spaces.",
        ),
    ),
    hidden=(
        Case(("naïve",), b"6         na\xc3\xafve"),
        Case(("é" * 50,), b"100       " + b"\xc3\xa9" * 50),
        Case(("x" * 1000,), b"1000      " + b"x" * 1000),
    ),
    hints=(
        "What does the reader count: the characters of the text, or the bytes that "
        "recv gives it?",
        "Encode the text first. Its length is what goes into the header, and a "
        "header is ASCII, so it can be encoded by itself.",
        'body = text.encode()\nheader = f"{len(body):<{HEADER}}".encode()\n'
        "return … + …",
    ),
    mistakes=(
        Slip(
            "len(body)",
            "len(text)",
            "The header counts characters. The reader counts bytes, and é, € and 😀 "
            "have more than one: encode first, then take the length.",
        ),
        Slip(
            "len(body)",
            "HEADER + len(body)",
            "The size is too large by the size of the header. The reader has read the "
            "header already: it wants to know how much comes after it.",
        ),
        Slip(
            ":<{HEADER}",
            ":>{HEADER}",
            "The spaces stand before the digits. This header is digits first, then "
            "spaces: look at the sign before the width in the format.",
        ),
        Slip(
            ":<{HEADER}",
            ":0{HEADER}",
            "The header is filled up with zeros. This format asks for spaces after "
            "the digits.",
        ),
        Slip(
            ":<{HEADER}",
            "",
            f"The header must have {HEADER} bytes, whatever the size. Without the "
            "spaces the reader cannot know where the digits end.",
        ),
        Slip(
            ".encode() + body",
            " + text",
            "This is text (str). A socket takes bytes: encode it before you return it.",
        ),
        Slip(
            'len(body):<{HEADER}}".encode() + body',
            'len(text):<{HEADER}}" + text',
            "This is the printed line: text (str), with its characters counted. Encode "
            "the text first; count that, and return bytes.",
        ),
        Slip(
            ".encode() + body",
            " + body",
            "Header and body must both be bytes. (`.encode()` *returns* bytes; the "
            "text itself stays a str.)",
        ),
        Slip(
            '".encode() + body',
            '{body}".encode()',
            "`str` of bytes writes the `b'` as well, and so does an f-string. Encode "
            "header and body each, then join them with +.",
        ),
        Slip("<{HEADER}", "<HEADER", "Braces in braces: `<{HEADER}`."),
        Slip("return ", "", "Nothing came back: is there a `return`?"),
    ),
)
