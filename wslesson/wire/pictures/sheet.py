"""Rows of bits and bytes under a ruler, filled as a figure in an RFC is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from .shapes import FILLS, SMALL_TEXT, box, card, numbers, part, path, words
from .texts import LINE_ENDS, NORMAL, SMALL, fit, more

LEFT, WIDE = 52, 768  # pixels: the margin, a row; wider would be tiny in print
TOP, RULER = 38, 14  # pixels above the first row, and what each row of numbers takes
ROW, LINE = 60, 24  # pixels from a row of bits or bytes, or a line, to the next
TITLE = 9  # pixels: the width of a character of the title
ROWS = 4  # rows shown of one field's bytes
HOOK, BRACKETS = 5, 16  # pixels: of a bracket's end, and of all below a row
USUAL = {"PAYLOAD": FILLS[5], "MASK KEY": FILLS[6]}  # the same in each picture
OTHERS = tuple(fill for fill in FILLS if fill not in USUAL.values())
Cells = Sequence[tuple[str, str]]  # what each shows, and what stands below it
GHOST = "ghost dash"  # how to draw what has not come, or was not read


class Sheet:
    """A drawing that grows downwards, field by field.

    `across` is how many bytes fill a row. With `brackets`, there is room for them.
    """

    def __init__(
        self, title: str, told: str, across: int, *, brackets: bool = False
    ) -> None:
        self.across, self._unit = across, WIDE // across // 8
        self._row = ROW + BRACKETS * brackets
        room = LEFT + WIDE - 32 - SMALL * len(told)
        self._title = fit(title, room, TITLE)
        self._parts = [words(LEFT + WIDE, 26, told, SMALL_TEXT, "end")]
        self._y, self._bit = TOP, 0
        self._ruled, self._cuts = False, ""
        self._fills: dict[str, str] = {}
        self._places: dict[int, tuple[float, float]] = {}  # of each byte drawn whole

    def fill(self, name: str) -> str:
        """Return the fill for a name: another one for each name, while they last."""
        other = OTHERS[len(self._fills) % len(OTHERS)]
        return USUAL.get(name) or self._fills.setdefault(name, other)

    def ruler(self) -> None:
        """Write the numbers of the columns, once: of bytes, and of bits if wide."""
        if self._ruled:
            return
        self._ruled = True
        self._turn()
        self._y += 8 if self._y > TOP else 0  # from the lines of text above
        byte = self._unit * 8
        self._number([f"+{n}" for n in range(self.across)], byte)
        if self.across == 4:
            self._number([str(n) for n in range(32)], self._unit)

    def _number(self, names: Sequence[str], width: int) -> None:
        places = [(LEFT + (n + 0.5) * width, name) for n, name in enumerate(names)]
        self._parts.append(numbers(places, self._y + 8))
        self._y += RULER

    def say(self, text: str, role: str = SMALL_TEXT) -> None:
        """Write a line of its own, if there is anything to say."""
        if text:
            self._turn()
            shown = fit(text, WIDE, NORMAL)
            self._parts.append(words(LEFT, self._y + 16, shown, role, "start"))
            self._y += LINE

    def line(self, name: str, text: str, at: int, role: str) -> None:
        """Draw a line of text with its line end."""
        self._turn()
        y = self._y + 16
        name = fit(name, 136)
        room = WIDE - 32 - SMALL * len(name)
        shown = fit(text.translate(LINE_ENDS), room, NORMAL)
        self._parts += [
            box(LEFT, self._y, WIDE, LINE, role),
            words(LEFT - 8, y, str(at), SMALL_TEXT, "end"),
            words(LEFT + 8, y, shown, "text", "start"),
            words(LEFT + WIDE - 8, y, name, SMALL_TEXT, "end"),
        ]
        self._y += LINE

    def bytes(
        self, name: str, data: bytes, below: Sequence[str], at: int, role: str
    ) -> None:
        """Draw bytes, and below each what it stands for."""
        limit = ROWS * self.across
        if len(data) <= limit + self.across:  # to hide so little would be no shorter
            limit = len(data)
        pairs = zip(data[:limit], below, strict=False)
        cells = [(f"{byte:02x}", shape) for byte, shape in pairs]
        self.cells(name, cells or [("none", "".join(below))], at, role)
        self.say(more(len(data), limit, "byte"))

    @contextmanager
    def part(self, **told: object) -> Iterator[None]:
        """Make one thing of all that is drawn meanwhile, and tell of it."""
        begin = len(self._parts)
        yield
        self._parts[begin:] = [part(self._parts[begin:], **told)]

    def cells(
        self, name: str, row: Cells, at: int, role: str, size: int = 8, value: str = ""
    ) -> None:
        """Draw cells of `size` bits, in as many rows as they need, and one value."""
        cell, begin = size * self._unit, 0
        if row:
            self.ruler()
        while part := row[begin : begin + (self.across * 8 - self._bit) // size]:
            x, y, width = LEFT + self._bit * self._unit, self._y, len(part) * cell
            offset = "" if self._bit else str(at + begin * size // 8)
            shown = f"{name} …" if begin else name
            self._parts += [
                words(LEFT - 8, y + 33, offset, SMALL_TEXT, "end"),
                box(x, y, width, ROW - 4, role),
                words(x + width / 2, y + 14, shown, SMALL_TEXT, most=width - 4),
                words(x + width / 2, y + 49, fit(value, width), SMALL_TEXT),
            ]
            for n, (above, below) in enumerate(part):
                middle = x + (n + 0.5) * cell
                self._places[at + begin + n] = middle, y
                self._parts += [
                    words(middle, y + 33, above),
                    words(middle, y + 49, below, SMALL_TEXT, most=cell - 4),
                ]
            between = (f"M{x + n * cell} {y + 22}v14" for n in range(1, len(part)))
            self._parts += [path("".join(between), "tick")] if part[1:] else []
            begin, value = begin + len(part), ""
            self._bit += len(part) * size
            if self._bit == self.across * 8:
                self._turn()

    def cut(self) -> None:
        """Draw that the stream was cut here."""
        x = LEFT + self._bit * self._unit
        self._cuts += f"M{x} {self._y - 6}v{ROW + 8}"

    def bracket(self, name: str, begin: int, end: int, *, ends: bool) -> None:
        """Draw a bracket below the bytes from `begin` to `end`, open if more follow."""
        rows: dict[float, list[tuple[int, float]]] = {}
        for at in range(begin, end):
            if at in self._places:
                x, y = self._places[at]
                rows.setdefault(y, []).append((at, x))
        longest = max(map(len, rows.values()), default=0)
        for top, row in rows.items():
            (first, left), (last, right) = row[0], row[-1]
            y, starts, stops = top + 63, first == begin, ends and last == end - 1
            left, right = left - (21 if starts else 24), right + (21 if stops else 24)
            start = f"M{left:g} {y - HOOK:g}v{HOOK}" if starts else f"M{left:g} {y:g}"
            stop = f"H{right:g}" + (f"v-{HOOK}" if stops else "")
            if len(row) == longest:  # its line leaves room for the name
                longest, room, middle = 0, right - left - 16, (left + right) / 2
                half = min(SMALL * len(name), room) / 2 + 4
                start += f"H{middle - half:g}M{middle + half:g} {y:g}"
                self._parts.append(words(middle, y + 4, name, SMALL_TEXT, most=room))
            self._parts.append(path(start + stop))

    def card(self, remark: str, **told: object) -> str:
        """Return the finished drawing, with a remark below it, and what is told."""
        self.say(remark, "warn")
        self._turn()
        cuts = path(self._cuts, "bold") if self._cuts else ""
        width, height = LEFT + WIDE + 16, self._y + 8
        return card(width, height, self._title, *self._parts, cuts, **told)

    def _turn(self) -> None:
        """Begin a new row, unless this one is empty."""
        self._y += self._row if self._bit else 0
        self._bit = 0
