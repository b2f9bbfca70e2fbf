"""Write a parser for a new format: what `parse_note` must do."""

from __future__ import annotations

from collections.abc import Iterator

from ...checking.model import Case, Exercise, Slip, mistake
from ...checking.trials import as_parser
from ...protocol.reading import Parser, Take


def parse_note() -> Parser[tuple[int, bytes]]:
    """Read one note: its kind (1 byte), its size (2 bytes), its body.

    Return the kind, a number, and the body, bytes.
    """
    (kind,) = yield Take(1, "KIND:8")
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")
    return kind, (yield Take(size, "BODY"))


@mistake(
    "Kind first, then size. And `Take` counts bytes, 1 and 2; only the label "
    "`SIZE:16` counts bits."
)
def _size_before_kind() -> Parser[tuple[int, bytes]]:
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")
    (kind,) = yield Take(1, "KIND:8")
    return kind, (yield Take(size, "BODY"))


@mistake("The body stays bytes: nobody said that it is text.")
def _body_is_text() -> Parser[tuple[int, str]]:
    kind, body = yield from parse_note()
    return kind, body.decode()


@mistake('`int` reads digits. These are two bytes: `int.from_bytes(…, "big")`.')
def _size_by_int() -> Parser[int]:
    yield Take(1, "KIND:8")
    return int((yield Take(2, "SIZE:16")))


@mistake(
    "Only a Take can be yielded. The last line is `return`: you ask for nothing more."
)
def _yields_the_result() -> Iterator[object]:
    yield (yield from parse_note())


@mistake(
    'A Take alone does nothing: `(yield Take(1, "KIND:8"))[0]` hands it over '
    "and brings back the bytes (mind the parentheses)."
)
def _forgets_to_yield() -> tuple[Take, Take]:
    return Take(1, "KIND:8"), Take(2, "SIZE:16")


@mistake(
    'A parser yields what it wants with a name: Take(1, "KIND:8"), not just '
    "the number 1."
)
def _yields_a_number() -> Iterator[int]:
    yield 1


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
    ),
    hidden=(
        Case((b"\xff\x00\x03abc",), [(255, b"abc")]),
        Case((b"\x00\x00\x01\x00\x09\x00\x00",), [(0, b"\x00"), (9, b"")]),
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
            'int.from_bytes((yield Take(2, "SIZE:16")), "big"',
            'yield Take(2, "SIZE:16"',
            "`yield` brings back *bytes*; a Take needs a *number*: "
            '`int.from_bytes(…, "big")`.',
        ),
        _size_by_int,
        Slip(
            '(kind,) = yield Take(1, "KIND:8")\n'
            '    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")\n'
            '    return kind, (yield Take(size, "BODY"',
            'return int((yield Take(1, "KIND:8")',
            "`int` reads digits. Of one byte, `[0]` is the number.",
        ),
        _yields_the_result,
        _forgets_to_yield,
        _yields_a_number,
        Slip(
            '"big"',
            '"little"',
            "The size is read from the wrong end. Its most significant byte comes "
            'first, so 00 02 is 2: int.from_bytes(…, "big").',
        ),
        Slip(
            'size = int.from_bytes((yield Take(2, "SIZE:16")), "big"',
            '(size,) = yield Take(1, "SIZE:8"',
            "The size has two bytes, and one was taken. The other one is now read as "
            "something else, and everything behind it is out of step.",
        ),
        _size_before_kind,
        Slip(
            "(kind,)",
            "kind",
            "The kind shall be a number, and this is a bytes object with one byte in "
            "it. Its item [0] is the number.",
        ),
        Slip(
            '(kind,) = yield Take(1, "KIND:8")\n'
            '    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")\n'
            "    return kind,",
            'yield Take(1, "KIND:8")\n'
            '    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")\n'
            "    return",
            "The kind was read and then dropped: return both, the kind and the body.",
        ),
        Slip(
            ', "BODY"',
            '+ 3, "BODY"',
            "The size counts the body only. The three bytes before it have been taken "
            "already.",
        ),
        _body_is_text,
        Slip(
            'int.from_bytes((yield Take(2, "SIZE:16")), "big")',
            '(yield Take(2, "SIZE:16"))[0]',
            "The size has *two* bytes, and [0] is only the first of them. "
            '`int.from_bytes(…, "big")` makes one number of both.',
        ),
    ),
)
