"""Bytes and numbers as words, and rows of them as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

SHAPES = {" ": "␣", "\r": r"\r", "\n": r"\n", "\t": r"\t"}
LINE_ENDS = {ord(char): shape for char, shape in SHAPES.items() if char != " "}
IN_HEX, IN_TEXT = 12, 60  # bytes and characters in a row of the text twin
# Columns of the text twin.
NUMBERS = {"item", "byte", "piece", "at", "size", "step"}
NUMBERS |= {"value", "median", "lowest", "highest", "points"}
NUMBERS |= {"turn", "typed at", "seen at", "waited"}
NORMAL, SMALL = 7.9, 6.7  # pixels: the width of a character of each size


def printable(content: str) -> str:
    """Return the text with a dot for each character that has no shape of its own."""
    return "".join(char if char.isprintable() else "·" for char in content)


def fit(content: str, width: float, char: float = SMALL) -> str:
    """Return the text, cut with an ellipsis where it is wider than `width` pixels."""
    room = max(int(width / char), 1)
    begin = content[: room + 1]  # each character has one column at least
    if columns(begin) <= room:
        return content
    while columns(begin) >= room:
        begin = begin[:-1]
    return f"{begin}…"


def columns(content: str) -> int:
    """Return how many characters wide a text is: 漢 is as wide as two, an emoji too."""
    return len(content) + sum(east_asian_width(char) in "WF" for char in content)


def table(title: str, *rows: Sequence[str]) -> str:
    """Return the title and the rows as text. The first row names the columns.

    A column that says nothing is left out.
    """
    shown = [[printable(cell) for cell in row] for row in rows]
    filled = [column for column in zip(*shown, strict=True) if any(column[1:])]
    aligned = [
        [padded(cell, width, name in NUMBERS) for cell in (name, *rest)]
        for name, *rest in filled
        for width in [max(map(columns, (name, *rest)))]
    ]
    lines = ["  ".join(row).rstrip() for row in zip(*aligned, strict=True)]
    return "\n".join([printable(title), *lines] if title else lines)


def padded(cell: str, width: int, right: bool = False) -> str:
    """Return the text with spaces before or after it, to so many columns."""
    space = " " * (width - columns(cell))
    return f"{space}{cell}" if right else f"{cell}{space}"


def characters(data: bytes) -> Iterator[tuple[str, int]]:
    r"""Yield for each byte how it shows as UTF-8, and which part of a character it is.

    >>> list(characters(b"n\xc3\xa9\xff"))
    [('n', 1), ('é 1/2', 1), ('é 2/2', 2), ('·', 1)]
    """
    for char in data.decode(errors="surrogateescape"):
        size = len(char.encode(errors="surrogateescape"))
        shape = SHAPES.get(char, printable(char))
        for part in range(1, size + 1):
            yield (f"{shape} {part}/{size}" if size > 1 else shape), part


def excerpt(data: bytes) -> tuple[str, str]:
    r"""Return the first bytes in hex, and the text that they are the bytes of.

    >>> excerpt(b"hello\r\n\xff")
    ('68 65 6c 6c 6f 0d 0a ff', "'hello\\r\\n·'")
    """
    in_hex = f"{data[:IN_HEX].hex(' ')} {more(len(data), IN_HEX, 'byte')}".rstrip()
    start = data[: 4 * IN_TEXT + 4]  # no character has more than 4 bytes
    text = start.decode(errors="surrogateescape").translate(LINE_ENDS)
    return in_hex or "none", f"'{fit(printable(text), IN_TEXT, 1)}'" if data else ""


def sentence(text: str) -> str:
    """Return the text with a capital, if it begins with a word of small letters.

    >>> sentence("messages per second"), sentence("ms per call"), sentence("KiB")
    ('Messages per second', 'ms per call', 'KiB')
    """
    word = text.split(" ")[0]
    plain = len(word) > 2 and word.isalpha() and word.islower()
    return text[:1].upper() + text[1:] if plain else text


def count(number: int, noun: str) -> str:
    """Return the number with its noun, as in "1 byte" or "70,000 bytes"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def more(number: int, limit: int, noun: str) -> str:
    """Return how many are left out: "" or "… 3 more bytes"."""
    return f"… {count(number - limit, f'more {noun}')}" if number > limit else ""
