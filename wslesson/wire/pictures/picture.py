"""A picture of bytes that a notebook, a terminal and a screen reader can all show."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

COLOURS = {  # role: light theme, dark theme
    "text": ("#0f172a", "#f1f5f9"),
    "muted": ("#475569", "#c3cedb"),
    "warn": ("#b91c1c", "#fda4a4"),
    "line": ("#64748b", "#94a3b8"),
    "edge": ("#cbd5e1", "#475569"),
    "card": ("#ffffff", "#111827"),
    "http": ("#1d4ed8", "#93b4fd"),  # arrows, by what they carry
    "data": ("#15803d", "#6ee7a0"),
    "control": ("#a16207", "#fcd34d"),
    "close": ("#b91c1c", "#fda4a4"),
    "f0": ("#dbeafe", "#1e3a6e"),  # fills of fields: neighbours differ in hue
    "f1": ("#e8edf3", "#334155"),
    "f2": ("#dcfce7", "#14472a"),
    "f3": ("#fef3c7", "#5a3a0a"),
    "f4": ("#fae8ff", "#571a5e"),
    "f5": ("#cffafe", "#0f4756"),
    "f6": ("#ffedd5", "#5f2812"),
    "f7": ("#ecfccb", "#33480f"),
}
ARROWS = ("http", "data", "control", "close")
FILLS = tuple(role for role in COLOURS if role.startswith("f"))
SHAPES = {" ": "␣", "\r": r"\r", "\n": r"\n", "\t": r"\t"}
LINE_ENDS = {ord(char): shape for char, shape in SHAPES.items() if char != " "}
IN_HEX, IN_TEXT = 12, 60  # bytes and characters in a row of the text twin
# Columns of the text twin.
NUMBERS = {"item", "byte", "piece", "at", "size", "step"}
NUMBERS |= {"value", "median", "lowest", "highest"}
LONGEST_ALT = 300  # characters
NORMAL, SMALL = 7.9, 6.7  # pixels: the width of a character of each size
PRESSED = 0.7  # of that width: what can still be read well
STYLE = (
    "text{font:13px DejaVu Sans Mono,Menlo,Consolas,monospace;white-space:pre}"
    ".small{font-size:11px}.title{font:bold 14px DejaVu Sans,Arial,sans-serif}"
    "path{fill:none}.dash{stroke-dasharray:4 3}.ghost{fill:none}"
    "path{stroke-width:1.5}.bold{stroke-width:2.5}"
    ".halo{paint-order:stroke;stroke-width:5}"  # no line runs through these words
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and the same facts as text: what a notebook shows, what `str` is."""

    svg: str
    text: str
    alt: str

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return both forms. An `<img>` is what untrusted notebooks show, too.

        A screen reader reads an `alt` in one go: a long text stands beside the picture,
        where it is read line by line, by whoever opens it.
        """
        data = base64.b64encode(self.svg.encode()).decode()
        alt, aside = escape(f"{self.alt}\n{self.text}"), ""
        if len(alt) > LONGEST_ALT:
            alt, text = escape(self.alt), escape(self.text, quote=False)
            aside = f"<details><summary>In words</summary><pre>{text}</pre></details>"
        image = f'<img alt="{alt}" src="data:image/svg+xml;base64,{data}">'
        return {"text/html": image + aside, "text/plain": self.text}


def card(width: float, height: float, title: str, *parts: str) -> str:
    """Return an SVG document: the parts on a card that follows the reader's theme."""
    width = ceil(max(width, 9 * len(title) + 32))  # whole pixels: a sharp edge
    xmlns = "http://www.w3.org/2000/svg"
    dark = f"@media(prefers-color-scheme:dark){{{_theme(1)}}}"
    return (
        f'<svg xmlns="{xmlns}" width="{width:g}" height="{height:g}">'
        f"<style>{STYLE}{_theme(0)}{dark}</style>"
        f"{box(0.5, 0.5, width - 1, height - 1, 'card')}"
        f"{words(16, 26, title, 'title', 'start')}{''.join(parts)}</svg>"
    )


def _theme(number: int) -> str:
    colours = {role: pair[number] for role, pair in COLOURS.items()}
    fills = "".join(f".{role}{{fill:{colour}}}" for role, colour in colours.items())
    arrows = "".join(f".{r}{{fill:{colours[r]};stroke:{colours[r]}}}" for r in ARROWS)
    return (
        fills
        + (
            ".title{{fill:{text}}}rect,path{{stroke:{line}}}.head{{fill:{line}}}"
            ".card,.tick{{stroke:{edge}}}.halo{{stroke:{card}}}.bold{{stroke:{warn}}}"
        ).format(**colours)
        + arrows
    )


def words(
    x: float,
    y: float,
    content: str,
    role: str = "text",
    anchor: str = "middle",
    most: float = 0,
) -> str:
    """Return one line of text. Roles: text, muted, warn, title; small, halo.

    Small text that is wider than `most` pixels is pressed together a little, then cut.
    """
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}"'
    if most and len(content) * SMALL > most:
        content = fit(content, most / PRESSED)
        place += f' textLength="{most:g}" lengthAdjust="spacingAndGlyphs"'
    shown = escape(printable(content), quote=False)
    return f'<text class="{role}" {place}>{shown}</text>' if content else ""


def box(x: float, y: float, width: float, height: float, role: str) -> str:
    """Return a rectangle. Roles: card, a fill, ghost; any with dash or bold."""
    size = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    return f'<rect class="{role}" {size}/>'


def path(d: str, role: str = "line") -> str:
    """Return what `d` says, as in "M0 0h9". Roles: line, tick, head, bold, dash."""
    return f'<path class="{role}" d="{d}"/>'


def printable(content: str) -> str:
    """Return the text with a dot for each character that has no shape of its own."""
    return "".join(char if char.isprintable() else "·" for char in content)


def fit(content: str, width: float, char: float = SMALL) -> str:
    """Return the text, cut with an ellipsis where it is wider than `width` pixels."""
    room = max(int(width / char), 1)
    return content if len(content) <= room else f"{content[: room - 1]}…"


def table(title: str, *rows: Sequence[str]) -> str:
    """Return the title and the rows as text. The first row names the columns.

    A column that says nothing is left out.
    """
    shown = [[printable(cell) for cell in row] for row in rows]
    columns = [column for column in zip(*shown, strict=True) if any(column[1:])]
    aligned = [
        [f"{cell:{'>' if name in NUMBERS else '<'}{width}}" for cell in (name, *rest)]
        for name, *rest in columns
        for width in [max(map(len, (name, *rest)))]
    ]
    lines = ["  ".join(row).rstrip() for row in zip(*aligned, strict=True)]
    return "\n".join([title, *lines] if title else lines)


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


def count(number: int, noun: str) -> str:
    """Return the number with its noun, as in "1 byte" or "70,000 bytes"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def more(number: int, limit: int, noun: str) -> str:
    """Return how many are left out: "" or "… 3 more bytes"."""
    return f"… {count(number - limit, f'more {noun}')}" if number > limit else ""
