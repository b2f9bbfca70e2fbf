"""Write a parser for a new format: a note of three fields."""

from __future__ import annotations

from ...checking.model import Case, Exercise, Slip
from ...checking.trials import as_parser
from ...protocol.reading import Parser, Take


def parse_note() -> Parser[tuple[int, bytes]]:
    """Read one note: its kind (1 byte), its size (2 bytes), its body.

    Return the kind, a number, and the body, bytes.
    """
    (kind,) = yield Take(1, "KIND:8")
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")
    return kind, (yield Take(size, "BODY"))


EXERCISE = Exercise(
    id="parse_note",
    title="Write a parser for a new format",
    minutes=8,
    solution=parse_note,
    imports="from wslesson.protocol.reading import Parser, Take",
    trial=as_parser,
    cases=(
        Case((b"\x07",), [], why="A kind alone is not a note yet."),
        Case(
            (b"\x07\x00\x00\x01\x00\x02hi\x02\x00\x03bye",),
            [(7, b""), (1, b"hi"), (2, b"bye")],
            why="Three notes, one behind the other; the first has an empty body. For "
            "each, `return kind, body`: a pair.",
        ),
        Case(
            (b"\x01\x01\x02hello, world",),
            [],
            why="The size is 258: 01 02 is 1 × 256 + 2. The note is not all here yet.",
        ),
        Case(
            (b"\x01\x80\x02" + b"x" * 32770 + b"\x02\x00\x00",),
            [(1, b"x" * 32770), (2, b"")],
            why="The size is 32,770: 80 02 is 128 × 256 + 2, and never negative. The "
            "next note stands right behind the body.",
        ),
        Case(
            (b"\xff\x00\x04 \xff\x00\n",),
            [(255, b" \xff\x00\n")],
            why="The kind is 255. The body is any bytes: none of them may be lost.",
        ),
    ),
    hidden=(
        Case((b"\x80\x00\x03abc",), [(128, b"abc")]),
        Case((b"\x00\x00\x01\x00\x09\x00\x00",), [(0, b"\x00"), (9, b"")]),
        Case((b"\x03\xff\xff" + bytes(65535),), [(3, bytes(65535))]),
    ),
    hints=(
        "Which three fields does a note have, in which order, and how many bytes has "
        "each?",
        "Three times yield Take(size, label). What yield gives back is bytes: a "
        'single byte becomes a number by [0], several by int.from_bytes(…, "big").',
        'kind = (yield Take(1, "KIND:8"))[0]\n'
        'size = int.from_bytes((yield Take(…, "SIZE:16")), "big")\n'
        'body = yield Take(…, "BODY")\nreturn …',
    ),
    mistakes=(
        Slip(
            'int.from_bytes((yield Take(2, "SIZE:16")), "big")',
            'yield Take(2, "SIZE:16")',
            "`yield` brings back *bytes*; a Take needs a *number*: "
            '`int.from_bytes(…, "big")`.',
        ),
        Slip(
            'int.from_bytes((yield Take(2, "SIZE:16")), "big")',
            'int((yield Take(2, "SIZE:16")))',
            '`int` reads digits. These are two bytes: `int.from_bytes(…, "big")`.',
        ),
        Slip(
            '(kind,) = yield Take(1, "KIND:8")',
            'kind = int((yield Take(1, "KIND:8")))',
            "`int` reads digits. Of one byte, `[0]` is the number.",
        ),
        Slip(
            "return ",
            "yield ",
            "Only a Take can be yielded. The last line is `return`: you ask for nothing "
            "more.",
        ),
        Slip(
            "yield ",
            "",
            'A Take alone does nothing: `(yield Take(1, "KIND:8"))[0]` hands it over '
            "and brings back the bytes (mind the parentheses).",
        ),
        Slip(
            'Take(1, "KIND:8")',
            "1",
            'A parser yields what it wants with a name: Take(1, "KIND:8"), not just '
            "the number 1.",
        ),
        Slip(
            '"big"',
            '"little"',
            "The size is read from the wrong end. Its most significant byte comes "
            'first, so 00 02 is 2: int.from_bytes(…, "big").',
        ),
        Slip(
            'size = int.from_bytes((yield Take(2, "SIZE:16")), "big")',
            '(size,) = yield Take(1, "SIZE:8")',
            "The size has two bytes, and one was taken. The other one is now read as "
            "something else, and everything behind it is out of step.",
        ),
        Slip(
            '(kind,) = yield Take(1, "KIND:8")\n'
            '    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")',
            'size = int.from_bytes((yield Take(2, "SIZE:16")), "big")\n'
            '    (kind,) = yield Take(1, "KIND:8")',
            "Kind first, then size. And `Take` counts bytes, 1 and 2; only the label "
            "`SIZE:16` counts bits.",
        ),
        Slip(
            "(kind,)",
            "kind",
            "The kind must be a number, and this is a bytes object with one byte in "
            "it. Its item [0] is the number.",
        ),
        Slip(
            "return kind, ",
            "return ",
            "The kind was read and then dropped: return both, the kind and the body.",
        ),
        Slip(
            "return kind, ",
            "",
            "A note was read, and nothing came back: `return` the kind and the body.",
        ),
        Slip(
            "Take(size,",
            "Take(size + 3,",
            "The size counts the body only. The three bytes before it have been taken "
            "already.",
        ),
        Slip(
            '"BODY"))',
            '"BODY")).decode()',
            "The body stays bytes: nobody said that it is text.",
        ),
        Slip(
            'int.from_bytes((yield Take(2, "SIZE:16")), "big")',
            '(yield Take(2, "SIZE:16"))[0]',
            "The size has *two* bytes, and [0] is only the first of them. "
            '`int.from_bytes(…, "big")` makes one number of both.',
        ),
        Slip(
            '(yield Take(2, "SIZE:16")), "big"',
            '(yield Take(2, "SIZE:16")), "big", signed=True',
            "A size is never negative, and a large one became so: leave out `signed`.",
        ),
    ),
)
