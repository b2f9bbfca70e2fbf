"""Lesson 02: where does a message end?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...checking.model import Case, Choice, Exercise, Mistake, Question, Raises
from ...checking.trials import as_parser, every_split
from ...protocol.errors import RemoteProtocolError
from ...protocol.packets import HEADER, MAX_SIZE
from ...protocol.reading import Parser, Take

# 02.1


def encode_message(text: str) -> bytes:
    """Return the header and the text, as bytes that are ready to be sent."""
    body = text.encode()
    return f"{len(body):<{HEADER}}".encode() + body


def _counts_characters(text: str) -> bytes:
    return f"{len(text):<{HEADER}}{text}".encode()


def _counts_the_header_too(text: str) -> bytes:
    body = text.encode()
    return f"{HEADER + len(body):<{HEADER}}".encode() + body


def _fills_up_on_the_left(text: str) -> bytes:
    body = text.encode()
    return f"{len(body):>{HEADER}}".encode() + body


def _fills_up_with_zeros(text: str) -> bytes:
    body = text.encode()
    return f"{len(body):0{HEADER}}".encode() + body


def _does_not_fill_up(text: str) -> bytes:
    body = text.encode()
    return f"{len(body)}".encode() + body


def _stays_text(text: str) -> str:
    return f"{len(text.encode()):<{HEADER}}{text}"


def _is_the_printed_line(text: str) -> str:
    return f"{len(text):<{HEADER}}" + text


def _adds_text_to_bytes(text: str) -> bytes:
    header: Any = f"{len(text.encode()):<{HEADER}}"
    return header + text.encode()  # type: ignore[no-any-return]  # raises: the mistake


def _writes_the_b(text: str) -> bytes:
    body = text.encode()
    return f"{len(body):<{HEADER}}{body!s}".encode()


def _forgets_the_inner_braces(text: str) -> bytes:
    body = text.encode()
    return f"{len(body):<HEADER}".encode() + body


def _returns_nothing(text: str) -> None:
    encode_message(text)


ENCODE_MESSAGE = Exercise(
    id="02.1",
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
    ),
    hidden=(
        Case(("naïve",), b"6         na\xc3\xafve"),
        Case(("x" * 100,), b"100       " + b"x" * 100),
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
        Mistake(
            _counts_characters,
            "The header counts characters. The reader counts bytes, and é, € and 😀 "
            "have more than one: encode first, then take the length.",
        ),
        Mistake(
            _counts_the_header_too,
            "The size is too large by the size of the header. The reader has read the "
            "header already: it wants to know how much comes after it.",
        ),
        Mistake(
            _fills_up_on_the_left,
            "The spaces stand before the digits. This header is digits first, then "
            "spaces: look at the sign before the width in the format.",
        ),
        Mistake(
            _fills_up_with_zeros,
            "The header is filled up with zeros. This format asks for spaces after "
            "the digits.",
        ),
        Mistake(
            _does_not_fill_up,
            f"The header must have {HEADER} bytes, whatever the size. Without the "
            "spaces the reader cannot know where the digits end.",
        ),
        Mistake(
            _stays_text,
            "This is text (str). A socket takes bytes: encode it before you return it.",
        ),
        Mistake(
            _is_the_printed_line,
            "This is the printed line: text (str), with its characters counted. Encode "
            "the text first; count that, and return bytes.",
        ),
        Mistake(
            _adds_text_to_bytes,
            "Header and body must both be bytes. (`.encode()` *returns* bytes; the "
            "text itself stays a str.)",
        ),
        Mistake(
            _writes_the_b,
            "`str` of bytes writes the `b'` as well, and so does an f-string. Encode "
            "header and body each, then join them with +.",
        ),
        Mistake(_forgets_the_inner_braces, "Braces in braces: `<{HEADER}`."),
        Mistake(_returns_nothing, "Nothing came back: is there a `return`?"),
    ),
)

# 02.2


def parse_header(header: bytes) -> int:
    """Return the size that a header claims.

    Raises ValueError unless it is digits, then spaces, and at most MAX_SIZE.
    """
    digits = header.rstrip(b" ")
    if not digits.isdigit() or int(digits) > MAX_SIZE:
        raise ValueError(f"not a size: {header!r}")
    return int(digits)


def _trusts_int(header: bytes) -> int:
    return int(header)


def _has_no_limit(header: bytes) -> int:
    digits = header.rstrip(b" ")
    if not digits.isdigit():
        raise ValueError(header)
    return int(digits)


def _stops_one_too_early(header: bytes) -> int:
    digits = header.rstrip(b" ")
    if not digits.isdigit() or int(digits) >= MAX_SIZE:
        raise ValueError(header)
    return int(digits)


def _strips_both_ends(header: bytes) -> int:
    digits = header.strip(b" ")
    if not digits.isdigit() or int(digits) > MAX_SIZE:
        raise ValueError(header)
    return int(digits)


def _strips_all_white_space(header: bytes) -> int:
    digits = header.rstrip()
    if not digits.isdigit() or int(digits) > MAX_SIZE:
        raise ValueError(header)
    return int(digits)


def _strips_tabs(header: bytes) -> int:
    return parse_header(header.rstrip(b" \t"))


def _trusts_the_dollar(header: bytes) -> int:
    if not (found := re.match(rb"([0-9]+) *$", header)):
        raise ValueError(header)
    return parse_header(found[1])


def _strips_everything(header: bytes) -> int:
    digits = header.strip()
    if not digits.isdigit() or int(digits) > MAX_SIZE:
        raise ValueError(header)
    return int(digits)


def _decodes_first(header: bytes) -> int:
    digits = header.decode().rstrip(" ")
    if not digits.isdecimal() or int(digits) > MAX_SIZE:
        raise ValueError(header)
    return int(digits)


def _returns_none(header: bytes) -> int | None:
    digits = header.rstrip(b" ")
    return int(digits) if digits.isdigit() and int(digits) <= MAX_SIZE else None


def _returns_the_error(header: bytes) -> int | type[ValueError]:
    try:
        return parse_header(header)
    except ValueError:
        return ValueError


def _raises_the_error_of_the_package(header: bytes) -> int:
    try:
        return parse_header(header)
    except ValueError as error:
        raise RemoteProtocolError(str(error)) from None


def _raises_a_type_error(header: bytes) -> int:
    try:
        return parse_header(header)
    except ValueError as error:
        raise TypeError(str(error)) from None


def _forgets_the_spaces(header: bytes) -> int:
    return parse_header(header if header.isdigit() else b"spaces are no digits")


def _asks_each_number(header: bytes) -> int:
    # The mistake: a byte, taken by itself, is an int.
    return sum(each.isdigit() for each in header)  # type: ignore[attr-defined]


def _strips_text(header: bytes) -> int:
    return int(header.rstrip(" "))  # type: ignore[arg-type]  # this is the mistake


PARSE_HEADER = Exercise(
    id="02.2",
    title="Refuse what is not a size",
    minutes=6,
    solution=parse_header,
    imports="from wslesson.protocol.packets import MAX_SIZE",
    cases=(
        Case((b"5         ",), 5),
        Case((b"0         ",), 0, why="0 is a size: the message is empty."),
        Case((b"1048576   ",), 2**20, why="This is MAX_SIZE itself: allowed."),
        Case((b"+5        ",), Raises(ValueError), why="A sign is not a digit."),
        Case((b"-5        ",), Raises(ValueError), why="A sign is not a digit."),
        Case((b"1_000     ",), Raises(ValueError), why="An underscore is no digit."),
        Case((b"         5",), Raises(ValueError), why="Digits first, then spaces."),
        Case((b"5 5       ",), Raises(ValueError), why="A space between digits."),
        Case((b"5\n        ",), Raises(ValueError), why="A newline is not a space."),
        Case((b"5        \n",), Raises(ValueError), why="A newline is not a space."),
        Case((b"5        \t",), Raises(ValueError), why="A tab is not a space."),
        Case((b"          ",), Raises(ValueError), why="No digit at all."),
        Case(("٥        ".encode(),), Raises(ValueError), why="Not an ASCII digit."),
        Case((b"GET / HTTP",), Raises(ValueError), why="Words are not a size."),
        Case((b"1048577   ",), Raises(ValueError), why="One more than MAX_SIZE."),
        Case((b"9999999999",), Raises(ValueError), why="Far more than MAX_SIZE."),
    ),
    hidden=(
        Case((b"42        ",), 42),
        Case((b"1048575   ",), 1_048_575),
        Case((b"+42       ",), Raises(ValueError)),
        Case((b"5.0       ",), Raises(ValueError)),
    ),
    hints=(
        "Which question must be answered before int is called at all?",
        "Remove the spaces at the end, and only spaces, and only there. What is left "
        "must be digits: bytes have a method isdigit, which knows ASCII only.",
        'digits = header.rstrip(b" ")\nif not digits.isdigit() or …:\n'
        "    raise ValueError(…)\nreturn …",
    ),
    mistakes=(
        Mistake(
            _strips_both_ends,
            "The spaces in front were removed too. Digits come first in this header: "
            "remove spaces at the right end only.",
        ),
        Mistake(
            _strips_tabs,
            'A tab was removed, too. Name only the space: `rstrip(b" ")`.',
        ),
        Mistake(
            _trusts_the_dollar,
            "A newline at the end slips through. (In a pattern, `$` also matches "
            "before one: take `fullmatch`.)",
        ),
        Mistake(
            _strips_all_white_space,
            "Without an argument, rstrip removes newlines and tabs as well. Only "
            "spaces are allowed: name them.",
        ),
        Mistake(
            _strips_everything,
            "strip takes away white space of all kinds, at both ends. Only spaces "
            "may go, and only at the right end.",
        ),
        Mistake(
            _decodes_first,
            "As text, the digits of every script count as digits, and ٥ is five. "
            "Ask the bytes instead: bytes know the ASCII digits only.",
        ),
        Mistake(
            _stops_one_too_early,
            "MAX_SIZE itself is allowed: “at most” is <=, so only > is too large.",
        ),
        Mistake(
            _has_no_limit,
            "This believes every number. A stranger who claims ten digits makes you "
            "wait for gigabytes: compare with MAX_SIZE.",
        ),
        Mistake(
            _trusts_int,
            "int is no judge of headers: it accepts signs, underscores and spaces in "
            "front. Look at the bytes before you call it.",
        ),
        Mistake(
            _returns_none,
            "A bad header must raise ValueError. None is easily taken for a size of "
            "nothing, and the error shows up far from its cause.",
        ),
        Mistake(
            _returns_the_error,
            "This hands the error back as if it were a size. *Raise* it: "
            "`raise ValueError(…)`.",
        ),
        Mistake(
            _raises_the_error_of_the_package,
            "You refuse the right headers. Only the error is another one: here a plain "
            "`ValueError` is asked for.",
        ),
        Mistake(
            _forgets_the_spaces,
            "A good header is refused (0 is good, too). Spaces are no digits, and "
            "`rstrip` changes nothing: ask what it *returns*.",
        ),
        Mistake(
            _asks_each_number,
            "A loop over bytes gives numbers, 53 for `5`, and a number has no such "
            "method. Ask all of them at once: `digits.isdigit()`.",
        ),
        Mistake(
            _raises_a_type_error,
            "You refuse the right headers. But bytes are the right type: it is their "
            "value that is wrong, so a `ValueError`.",
        ),
        Mistake(
            _strips_text,
            'Bytes are neither text nor number: a space is `b" "`, and `>` needs '
            "`int(…)`. (A loop over bytes gives numbers, 53 for `5`: use isdigit.)",
        ),
    ),
)

# 02.3


class MessageReader:
    """Takes bytes in any pieces, and gives the messages that are complete."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        """Keep what arrived; return the messages that are complete now, as text."""
        self.buffer += data
        messages = []
        while len(self.buffer) >= HEADER:
            end = HEADER + int(self.buffer[:HEADER])
            if len(self.buffer) < end:
                break
            messages.append(self.buffer[HEADER:end].decode())
            del self.buffer[:end]
        return messages


def _first_end(buffer: bytearray) -> int:
    """Return where the first message ends, or 0 when it is not all there."""
    if len(buffer) < HEADER:
        return 0
    end = HEADER + int(buffer[:HEADER])
    return end if len(buffer) >= end else 0


class _OneAtATime:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        self.buffer += data
        end = _first_end(self.buffer)
        message = self.buffer[HEADER:end].decode()
        del self.buffer[:end]
        return [message] if end else []


class _WaitsForOneByteMore:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        self.buffer += data
        messages = []
        while (end := _first_end(self.buffer)) and len(self.buffer) > end:
            messages.append(self.buffer[HEADER:end].decode())
            del self.buffer[:end]
        return messages


class _DecodesEachPiece:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        self.buffer += data.decode().encode()
        messages = []
        while end := _first_end(self.buffer):
            messages.append(self.buffer[HEADER:end].decode())
            del self.buffer[:end]
        return messages


class _CountsCharacters:
    def __init__(self) -> None:
        self.text = ""

    def feed(self, data: bytes) -> list[str]:
        self.text += data.decode()
        messages = []
        while len(self.text) >= HEADER + int(self.text[:HEADER].strip() or 0):
            end = HEADER + int(self.text[:HEADER])
            messages.append(self.text[HEADER:end])
            self.text = self.text[end:]
        return messages


class _KeepsNothing:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        self.buffer = bytearray(data)
        messages = []
        while end := _first_end(self.buffer):
            messages.append(self.buffer[HEADER:end].decode())
            del self.buffer[:end]
        return messages


class _TakesWhatIsThere:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        self.buffer += data
        messages = []
        while len(self.buffer) >= HEADER:
            end = HEADER + int(self.buffer[:HEADER])
            messages.append(self.buffer[HEADER:end].decode(errors="replace"))
            del self.buffer[:end]
        return messages


class _GivesBytes:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        self.buffer += data
        messages = []
        while end := _first_end(self.buffer):
            messages.append(bytes(self.buffer[HEADER:end]))
            del self.buffer[:end]
        return messages


class _GivesAllAgain:
    def __init__(self) -> None:
        self.reader = MessageReader()
        self.messages: list[str] = []

    def feed(self, data: bytes) -> list[str]:
        self.messages += self.reader.feed(data)
        return self.messages


class _ForgetsSelfAtFirst:
    def __init__(self) -> None:
        buffer = bytearray()  # noqa: F841 - this is the mistake

    def feed(self, data: bytes) -> list[str]:
        return [*self.buffer, data.decode()]  # type: ignore[attr-defined]  # as it finds out


class _ForgetsSelfLater:
    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        return [buffer := buffer + data]  # type: ignore  # noqa: F821, F841 - the mistake


class _GivesNoneForNothing:
    def __init__(self) -> None:
        self.reader = MessageReader()

    def feed(self, data: bytes) -> list[str] | None:
        return self.reader.feed(data) or None


class _KeepsAList:
    def __init__(self) -> None:
        self.buffer: list[int] = []

    def feed(self, data: bytes) -> list[str]:
        self.buffer += data
        return [str(int(self.buffer[:HEADER]))]  # type: ignore[call-overload]  # this is the mistake


MESSAGE_READER = Exercise(
    id="02.3",
    title="Take the stream in any pieces",
    minutes=12,
    solution=MessageReader,
    imports="from wslesson.protocol.packets import HEADER",
    trial=every_split,
    cases=(
        Case(
            (b"2         hi3         \xe2\x82\xac0         ",),
            ["hi", "€", ""],
            why="The same bytes must give the same messages, wherever they are cut.\n"
            "No end? The header is here, the body not: `break`. A message is missing? "
            "Return the list once, after the loop. Else: read each header anew, and "
            "cut 10 + size.",
        ),
        Case(
            (b"12        Twelve bytes2         hi",),
            ["Twelve bytes", "hi"],
            why="The same bytes must give the same messages, wherever they are cut.",
        ),
    ),
    hidden=(Case((b"1         a2         \xc3\xa9",), ["a", "é"]),),
    hints=(
        "What do you know when fewer than HEADER bytes are there? And when the header "
        "is there, but not all of the body?",
        "Keep everything in self.buffer. While a whole message is in it, take the "
        "message out at the front. What remains waits for the next feed.",
        "self.buffer += data\nmessages = []\nwhile len(self.buffer) >= HEADER:\n"
        "    end = HEADER + int(…)\n    if len(self.buffer) < end:\n        break\n"
        "    messages.append(….decode())\n    del self.buffer[:…]\nreturn messages",
    ),
    mistakes=(
        Mistake(
            _DecodesEachPiece,
            "A piece can end in the middle of a character, so a piece cannot be "
            "decoded by itself. Keep bytes; decode a message when it is whole.",
        ),
        Mistake(
            _TakesWhatIsThere,
            "The header is there, but not all of the body yet, and something was "
            "taken out. Take both out together, once both are whole.",
        ),
        Mistake(
            _OneAtATime,
            "One feed can complete several messages, and this gives one. Use while, "
            "not if, take out only that one message, and return after the loop.",
        ),
        Mistake(
            _WaitsForOneByteMore,
            "The last message is complete, and still it waits for a byte of the next "
            "one. Compare again: are exactly enough bytes enough?",
        ),
        Mistake(
            _KeepsNothing,
            "The piece before is gone, or another reader's. Did you cut before header "
            "and body were whole? Or make self.buffer anew, not in `__init__`?",
        ),
        Mistake(
            _CountsCharacters,
            "This counts characters where the header counts bytes. Keep bytes, count "
            "bytes, and decode a message when it is whole.",
        ),
        Mistake(
            _GivesBytes,
            "These are bytes, and the messages are text: decode each message, now "
            "that it is whole.",
        ),
        Mistake(
            _GivesAllAgain,
            "Messages of earlier feeds come again. Begin each feed with a new, empty "
            "list.",
        ),
        Mistake(
            _ForgetsSelfAtFirst,
            "If it is `buffer` that is missing: without `self.` a name is gone when "
            "its method ends. In `__init__` write `self.buffer = bytearray()`.",
        ),
        Mistake(
            _ForgetsSelfLater,
            "In `feed`, a name without `self.` is a new one, and has no value yet. The "
            "buffer that `__init__` made is `self.buffer`.",
        ),
        Mistake(
            _GivesNoneForNothing,
            "`feed` must always return a list: an empty one, `[]`, when no message is "
            "complete.",
        ),
        Mistake(
            _KeepsAList,
            "If `NoneType` is named above, a `return` is missing. If not: begin with "
            "`bytearray()`. A list holds numbers, a str takes no bytes, and `bytes` "
            "cannot shrink with `del`.",
        ),
    ),
)

# 02.4


def parse_note() -> Parser[tuple[int, bytes]]:
    """Read one note: its kind (1 byte), its size (2 bytes), its body.

    Return the kind, a number, and the body, bytes.
    """
    (kind,) = yield Take(1, "KIND:8")
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")
    return kind, (yield Take(size, "BODY"))


def _little_end_first() -> Parser[tuple[int, bytes]]:
    (kind,) = yield Take(1, "KIND:8")
    size = int.from_bytes((yield Take(2, "SIZE:16")), "little")
    return kind, (yield Take(size, "BODY"))


def _size_of_one_byte() -> Parser[tuple[int, bytes]]:
    (kind,) = yield Take(1, "KIND:8")
    (size,) = yield Take(1, "SIZE:8")
    return kind, (yield Take(size, "BODY"))


def _size_before_kind() -> Parser[tuple[int, bytes]]:
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")
    (kind,) = yield Take(1, "KIND:8")
    return kind, (yield Take(size, "BODY"))


def _kind_is_bytes() -> Parser[tuple[bytes, bytes]]:
    kind = yield Take(1, "KIND:8")
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")
    return kind, (yield Take(size, "BODY"))


def _body_only() -> Parser[bytes]:
    yield Take(1, "KIND:8")
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")
    return (yield Take(size, "BODY"))


def _header_in_the_size() -> Parser[tuple[int, bytes]]:
    (kind,) = yield Take(1, "KIND:8")
    size = int.from_bytes((yield Take(2, "SIZE:16")), "big")
    return kind, (yield Take(size + 3, "BODY"))


def _body_is_text() -> Parser[tuple[int, str]]:
    kind, body = yield from parse_note()
    return kind, body.decode()


def _size_by_its_first_byte() -> Parser[tuple[int, bytes]]:
    (kind,) = yield Take(1, "KIND:8")
    size = (yield Take(2, "SIZE:16"))[0]
    return kind, (yield Take(size, "BODY"))


def _size_by_int() -> Parser[int]:
    yield Take(1, "KIND:8")
    return int((yield Take(2, "SIZE:16")))


def _kind_by_int() -> Parser[int]:
    return int((yield Take(1, "KIND:8")))


def _size_is_bytes() -> Parser[tuple[int, bytes]]:
    (kind,) = yield Take(1, "KIND:8")
    size = yield Take(2, "SIZE:16")
    return kind, (yield Take(size, "BODY"))  # type: ignore[arg-type]  # this is the mistake


def _yields_the_result() -> Iterator[object]:
    yield (yield from parse_note())


def _forgets_to_yield() -> tuple[Take, Take]:
    return Take(1, "KIND:8"), Take(2, "SIZE:16")


def _yields_a_number() -> Iterator[int]:
    yield 1


PARSE_NOTE = Exercise(
    id="02.4",
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
        Mistake(
            _size_is_bytes,
            "`yield` brings back *bytes*; a Take needs a *number*: "
            '`int.from_bytes(…, "big")`.',
        ),
        Mistake(
            _size_by_int,
            '`int` reads digits. These are two bytes: `int.from_bytes(…, "big")`.',
        ),
        Mistake(_kind_by_int, "`int` reads digits. Of one byte, `[0]` is the number."),
        Mistake(
            _yields_the_result,
            "Only a Take can be yielded. The last line is `return`: you ask for "
            "nothing more.",
        ),
        Mistake(
            _forgets_to_yield,
            'A Take alone does nothing: `(yield Take(1, "KIND:8"))[0]` hands it over '
            "and brings back the bytes (mind the parentheses).",
        ),
        Mistake(
            _yields_a_number,
            'A parser yields what it wants with a name: Take(1, "KIND:8"), not just '
            "the number 1.",
        ),
        Mistake(
            _little_end_first,
            "The size is read from the wrong end. Its most significant byte comes "
            'first, so 00 02 is 2: int.from_bytes(…, "big").',
        ),
        Mistake(
            _size_of_one_byte,
            "The size has two bytes, and one was taken. The other one is now read as "
            "something else, and everything behind it is out of step.",
        ),
        Mistake(
            _size_before_kind,
            "Kind first, then size. And `Take` counts bytes, 1 and 2; only the label "
            "`SIZE:16` counts bits.",
        ),
        Mistake(
            _kind_is_bytes,
            "The kind shall be a number, and this is a bytes object with one byte in "
            "it. Its item [0] is the number.",
        ),
        Mistake(
            _body_only,
            "The kind was read and then dropped: return both, the kind and the body.",
        ),
        Mistake(
            _header_in_the_size,
            "The size counts the body only. The three bytes before it have been taken "
            "already.",
        ),
        Mistake(_body_is_text, "The body stays bytes: nobody said that it is text."),
        Mistake(
            _size_by_its_first_byte,
            "The size has *two* bytes, and [0] is only the first of them. "
            '`int.from_bytes(…, "big")` makes one number of both.',
        ),
    ),
)

LESSON = "02"
EXERCISES = (ENCODE_MESSAGE, PARSE_HEADER, MESSAGE_READER, PARSE_NOTE)

QUESTIONS = (
    Question(
        "02.q1",
        "A server sends the message “5 €”. Which number belongs in its header?",
        (
            Choice(
                "3",
                "3 is the number of characters. The reader takes bytes from the "
                "socket, and the euro sign is three of them.",
            ),
            Choice(
                "5",
                "one byte for 5, one for the space, three for the euro sign.",
                right=True,
            ),
            Choice(
                "15",
                "that counts the header, too. The number says what comes after it.",
            ),
        ),
    ),
    Question(
        "02.q2",
        "A header says 30. The next recv gives 12 bytes. What does a good reader do?",
        (
            Choice(
                "It decodes the 12 bytes, and appends the text of the rest later.",
                "the 12 bytes may end in the middle of a character. Decode a message "
                "when it is whole.",
            ),
            Choice(
                "It raises an error: the length lied.",
                "nobody lied. recv gives what is there; a lie shows only when the "
                "stream ends, or when nothing more comes in time.",
            ),
            Choice(
                "It keeps the 12 bytes and asks for more.",
                "a message is complete when its last byte is there.",
                right=True,
            ),
        ),
    ),
    Question(
        "02.q3",
        "Why does a parser yield Take(10, …) and not call sock.recv(10)?",
        (
            Choice(
                "A generator is faster than a function that calls recv.",
                "speed is not what it is for. It asks for bytes, and does not wait.",
            ),
            Choice(
                "It need not know where bytes come from, so anything can feed it.",
                "a socket, an event loop, a file or a test: whoever has bytes may "
                "drive it.",
                right=True,
            ),
            Choice(
                "yield makes the bytes arrive in one piece.",
                "nothing can do that. The decoder collects the pieces, and goes on "
                "with the parser only when enough are there.",
            ),
        ),
    ),
)
