"""Draw the sixteen opcodes: what each is for, and which have no meaning yet."""

from __future__ import annotations

from collections.abc import Iterator

from ...protocol.frames import OPCODES, Opcode
from .meaning import PURPOSES, RESERVED, SHORT
from .picture import Picture
from .shapes import box, card, part, path, words
from .texts import fit, printable, table

EDGE, CELL, HIGH = 18, 50, 66  # pixels: at the sides, and of an opcode
LINE = 34  # pixels: of the names of the two halves
ALL, HALF = 16, Opcode.CLOSE  # from here on, an opcode has its first bit set
WIDE = 2 * EDGE + ALL * CELL
HALVES = (
    "first bit 0: data, your messages",
    "first bit 1: control, the connection itself",
)
UNKNOWN = RESERVED.partition(" ")[2]
CONTROL = "A control frame has at most 125 bytes, and is never cut."
HEADINGS = "opcode", "bits", "name", "what for"
ASK = "Point at an opcode, or step through them: what is it for?"


def opcodes(*, title: str = "") -> Picture:
    """Draw the opcodes from 0 to f in a row: data, control, and the reserved ones.

    >>> print(str(opcodes()).splitlines()[2])
    1       0001  TEXT          A message of text, in UTF-8.
    """
    title = printable(title)
    rows = [(f"{n:x}", f"{n:04b}", *_known(n)) for n in range(ALL)]
    top = 76.0 if title else 44.0
    parts = [part(_one(n, top), **_told(n)) for n in range(ALL)]
    svg = card(
        WIDE,
        top + HIGH + 14,
        fit(title, WIDE - 2 * EDGE, 9),
        *_halves(top - 14),
        *parts,
        kind="fields",
        noun="opcode",
        ask=ASK,
    )
    known = ", ".join(f"{code:x} {code.name}" for code in Opcode)
    alt = f"{title or 'The opcodes'}: {known}; the others are reserved."
    return Picture(svg, table(title, HEADINGS, *rows), alt)


def _known(number: int) -> tuple[str, str]:
    """Return the name of an opcode, and what it is for."""
    code = OPCODES.get(number)
    return ("", RESERVED) if code is None else (code.name, PURPOSES[code])


def _told(number: int) -> dict[str, object]:
    """Return all that is to be told of an opcode."""
    name, purpose = _known(number)
    about = f"{name}. {purpose}" if name else "reserved."
    says = [f"{number:x} = {number:04b}: {about}"]
    says += [UNKNOWN] if not name else [CONTROL] if number >= HALF else []
    return {"say": "\n".join(says)}


def _halves(y: float) -> Iterator[str]:
    """Name the two halves, each above a line as long as it is."""
    for n, name in enumerate(HALVES):
        x = EDGE + n * HALF * CELL
        yield words(x + HALF * CELL / 2, y - 8, name, "muted small")
        yield path(f"M{x + 3} {y + 8:g}v-6h{HALF * CELL - 6}v6", "tick")


def _one(number: int, y: float) -> Iterator[str]:
    """Draw an opcode: pale and broken, if it is reserved."""
    x, code = EDGE + number * CELL, OPCODES.get(number)
    role = "ghost dash" if code is None else "f3" if number >= HALF else "f2"
    yield box(x + 2, y, CELL - 4, HIGH, role)
    middle = x + CELL / 2
    yield words(middle, y + 26, f"{number:x}", "muted" if code is None else "text")
    name = "" if code is None else SHORT.get(code, code.name)
    yield words(middle, y + 44, f"{number:04b}", "muted small")
    yield words(middle, y + 58, name, "text small", most=CELL - 8)
