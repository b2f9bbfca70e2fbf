"""Rows of bits and bytes under a ruler, filled as a figure in an RFC is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .picture import FILLS, LINE_ENDS, NORMAL, box, card, fit, more, path, words

LEFT, WIDE = 52, 896  # pixels: the margin, a row
ROW, LINE = 60, 24  # pixels from a row of bits or bytes, or a line, to the next
ROWS = 4  # rows shown of one field's bytes
SMALL_TEXT = "muted small"
Cells = Sequence[tuple[str, str]]  # what each shows, and what stands below it
GHOST = "ghost dash"  # how to draw what has not come, or was not read


class Sheet:
    """A drawing that grows field by field, from `top` down.

    `across` is how many bytes fill a row.
    """

    def __init__(self, title: str, told: str, across: int, top: int = 66) -> None:
        self.across, self._title, self._unit = across, title, WIDE // across // 8
        self._parts = [words(LEFT + WIDE, 26, told, SMALL_TEXT, "end")]
        self._y, self._bit = top, 0
        self._ruled, self._cuts = False, ""
        self._fills: dict[str, str] = {}

    def fill(self, name: str) -> str:
        """Return the fill for a name: another one for each name, while they last."""
        return self._fills.setdefault(name, FILLS[len(self._fills) % len(FILLS)])

    def say(self, text: str, role: str = SMALL_TEXT) -> None:
        """Write a line of its own, if there is anything to say."""
        if text:
            self._turn()
            shown = fit(text, WIDE, NORMAL)
            self._parts.append(words(LEFT, self._y + 13, shown, role, "start"))
            self._y += LINE

    def line(self, name: str, text: str, at: int, role: str) -> None:
        """Draw a line of text with its line end."""
        self._turn()
        y = self._y + 16
        shown = fit(text.translate(LINE_ENDS), WIDE - 160, NORMAL)
        self._parts += [
            box(LEFT, self._y, WIDE, LINE, role),
            words(LEFT - 8, y, str(at), SMALL_TEXT, "end"),
            words(LEFT + 8, y, shown, "text", "start"),
            words(LEFT + WIDE - 8, y, fit(name, 136), SMALL_TEXT, "end"),
        ]
        self._y += LINE

    def bytes(
        self, name: str, data: bytes, below: Sequence[str], at: int, role: str
    ) -> None:
        """Draw bytes, and below each what it stands for."""
        limit = ROWS * self.across
        pairs = zip(data[:limit], below, strict=False)
        cells = [(f"{byte:02x}", shape) for byte, shape in pairs]
        self.cells(name, cells or [("none", "".join(below))], at, role)
        self.say(more(len(data), limit, "byte"))

    def cells(
        self, name: str, row: Cells, at: int, role: str, size: int = 8, value: str = ""
    ) -> None:
        """Draw cells of `size` bits, in as many rows as they need, and one value."""
        cell, begin = size * self._unit, 0
        self._ruled = self._ruled or bool(row)
        while part := row[begin : begin + (self.across * 8 - self._bit) // size]:
            x, y, width = LEFT + self._bit * self._unit, self._y, len(part) * cell
            offset = "" if self._bit else str(at + begin * size // 8)
            shown = f"{name} …" if begin else name
            self._parts += [
                words(LEFT - 8, y + 33, offset, SMALL_TEXT, "end"),
                box(x, y, width, ROW - 4, role),
                words(x + width / 2, y + 14, fit(shown, width), SMALL_TEXT),
                words(x + width / 2, y + 49, fit(value, width), SMALL_TEXT),
            ]
            for n, (above, below) in enumerate(part):
                middle = x + (n + 0.5) * cell
                self._parts += [
                    words(middle, y + 33, above),
                    words(middle, y + 49, below, SMALL_TEXT),
                    path(f"M{x + n * cell} {y + 22}v14", "tick") if n else "",
                ]
            begin, value = begin + len(part), ""
            self._bit += len(part) * size
            if self._bit == self.across * 8:
                self._turn()

    def cut(self) -> None:
        """Draw that the stream was cut here."""
        x = LEFT + self._bit * self._unit
        self._cuts += f"M{x} {self._y - 6}v{ROW + 8}"

    def card(self, remark: str) -> str:
        """Return the finished drawing, with a remark below it."""
        self.say(remark, "warn")
        self._turn()
        parts = [*self._ruler(), *self._parts, path(self._cuts, "bold")]
        return card(LEFT + WIDE + 16, self._y + 8, self._title, *parts)

    def _ruler(self) -> Iterator[str]:
        """Yield the numbers of the columns, if any: of bytes, and of bits if wide."""
        bits = self.across * 8 if self.across == 4 else 0
        for n in range(self.across if self._ruled else 0):
            x = LEFT + (n + 0.5) * self._unit * 8
            yield words(x, 46 if bits else 60, f"+{n}", SMALL_TEXT)
        for n in range(bits):
            yield words(LEFT + (n + 0.5) * self._unit, 60, str(n), SMALL_TEXT)

    def _turn(self) -> None:
        """Begin a new row, unless this one is empty."""
        self._y += ROW if self._bit else 0
        self._bit = 0
