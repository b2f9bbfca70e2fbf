"""Draw the headers of several frames below each other: how long is each, and why?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ...protocol.reading import Parser
from .fields import Field, read_fields
from .meaning import meaning
from .picture import Picture
from .shapes import box, card, numbers, part, path, words
from .sheet import Sheet
from .texts import count, fit, more, printable, table

WIDE, EDGE = 836, 16  # pixels: the card, and what stays free at its sides
LEFT, CELL, BYTES = 120, 44, 14  # pixels before a header and of a byte; bytes drawn
HIGH, GAP = 50, 10  # pixels of a row, and to the next
ROWS = 12  # frames drawn
NOTHING = count(0, "byte")
HEADINGS = "payload", "header", "bytes of it", "fields"
ASK = "Go from frame to frame: where does the length stand?"


def lengths(
    parser: Callable[[], Parser[object]], frames: Sequence[bytes], *, title: str = ""
) -> Picture:
    r"""Draw the header of each frame, named by the labels that `parser` yields.

    What the parser reads last is the payload, which is only counted. Of data that
    holds several items, the first is drawn; of many frames, the first twelve.

    >>> from wslesson.protocol.packets import encode_packet, parse_packet
    >>> print(lengths(parse_packet, [encode_packet(b"hi")]))
    payload  header    bytes of it                    fields
    2 bytes  10 bytes  32 20 20 20 20 20 20 20 20 20  LENGTH
    """
    heads = [_Header.of(parser, data) for data in frames[:ROWS]]
    title, left_out = printable(title), more(len(frames), ROWS, "frame")
    text = table(title, HEADINGS, *(head.row() for head in heads))
    svg = _drawn(heads, left_out, title)
    sizes = ", ".join(str(len(head.data)) for head in heads)
    alt = f"{title or 'Headers'}: {count(len(frames), 'frame')}"
    alt += f", of {sizes} bytes of header." if heads else "."
    return Picture(svg, "\n".join(filter(None, [text, left_out])), alt)


@dataclass(frozen=True, slots=True)
class _Header:
    """The fields before the payload, their bytes, and how long the payload is."""

    fields: Sequence[Field]
    data: bytes
    payload: str
    remark: str

    @classmethod
    def of(cls, parser: Callable[[], Parser[object]], data: bytes) -> _Header:
        """Read the first item of the data."""
        items, remark = read_fields(parser, data)
        fields, *others = items or [[]]
        end = next((item[0].at for item in others if item), len(data))
        remark = "" if others else remark
        whole = fields and not remark and not fields[-1].digits
        last, fields = (fields[-1:], fields[:-1]) if whole else ([], fields)
        payload = count(end - last[0].at, "byte") if last else ""
        header = data[: last[0].at if last else end]
        return cls(fields, header, payload, printable(remark))

    def row(self) -> tuple[str, str, str, str]:
        """Return a row of the text twin."""
        size = count(len(self.data), "byte")
        rest = more(len(self.data), BYTES, "byte")
        shown = f"{self.data[:BYTES].hex(' ')} {rest}".rstrip()
        told = ", ".join(filter(None, [self.told(), self.remark]))
        return self.payload or "none", size, shown, told

    def told(self) -> str:
        """Return each field, and its value if it is a number."""
        return ", ".join(f"{each.name} {_value(each)}".rstrip() for each in self.fields)

    def says(self) -> str:
        """Return the header as sentences."""
        payload, size, *_ = self.row()
        lengths = [each for each in self.fields if each.name in ("LEN", "LENGTH")]
        means = " ".join(meaning(each, self.fields) for each in lengths[:-1])
        told = ", ".join(f"{each.name} {_value(each)}".rstrip() for each in lengths)
        told = "; ".join(filter(None, [told or self.told(), self.remark]))
        return f"Payload: {payload}. Header: {size}.\n{told}. {means}".rstrip()


def _value(field: Field) -> str:
    return f"{int(field.digits, 2):,}" if field.digits else ""


def _drawn(heads: Sequence[_Header], left_out: str, title: str) -> str:
    y = 58.0 if title else 30.0
    longest = max([min(len(head.data), BYTES) for head in heads], default=1)
    places = [(LEFT + CELL * (n + 0.5), f"+{n}") for n in range(longest)]
    parts = [numbers(places, y - 6)]
    parts.append(words(LEFT - 12, y - 6, "payload", "muted small", "end"))
    sheet = Sheet("", "", 4)  # it gives each name the colour that a diagram gives it
    for head in heads:
        parts.append(part(_row(head, y, sheet), say=head.says()))
        y += HIGH + GAP
    parts.append(words(LEFT, y + 10, left_out, "muted small", "start"))
    title = fit(title, WIDE - 2 * EDGE, 9)
    live = {"kind": "fields", "noun": "frame", "ask": ASK}
    return card(WIDE, y + (22 if left_out else 4), title, *parts, **live)


def _row(head: _Header, y: float, sheet: Sheet) -> Iterator[str]:
    """Draw a header, byte by byte, and what stands for the payload."""
    room = LEFT - EDGE - 12
    yield words(
        LEFT - 12, y + 30, fit(head.payload or "none", room), "text small", "end"
    )
    x = float(LEFT)
    groups = [[*group] for _, group in groupby(head.fields, lambda field: field.at)]
    edges = [*(group[0].at for group in groups), len(head.data)]
    for group, (begin, end) in zip(groups, pairwise(edges), strict=True):
        fills = [sheet.fill(field.name) for field in group]
        main = max(range(len(group)), key=lambda n: len(group[n].digits))
        data = head.data[begin : min(end, BYTES)]
        yield from _bytes(group[main], data, x, y, fills[main])
        x += CELL * len(data)
    yield from _rest(head, x, y)


def _rest(head: _Header, x: float, y: float) -> Iterator[str]:
    """Draw what stands for the payload, or why there is none."""
    rest = more(len(head.data), BYTES, "byte")
    empty = "no payload" if head.payload == NOTHING else "payload"
    shown, width = head.remark or rest or empty, WIDE - EDGE - x
    yield "" if shown == "no payload" else box(x, y, width, HIGH, "ghost dash")
    role = "warn small" if head.remark else "muted small"
    yield words(x + width / 2, y + 30, shown, role, most=width - 12)


def _bytes(field: Field, data: bytes, x: float, y: float, fill: str) -> Iterator[str]:
    """Draw the bytes of a field in one box, with its name and its value."""
    width, value = CELL * len(data), _value(field)
    if not data:
        return
    yield box(x, y, width, HIGH, fill)
    yield words(x + width / 2, y + 13, field.name, "muted small", most=width - 4)
    for n, byte in enumerate(data):
        yield words(x + CELL * (n + 0.5), y + 29, f"{byte:02x}")
    between = (f"M{x + n * CELL:g} {y + 18:g}v14" for n in range(1, len(data)))
    yield path("".join(between), "tick") if data[1:] else ""
    shown = f"= {value}" if value else ""
    yield words(x + width / 2, y + 44, shown, "muted small", most=width - 4)
