"""Draw XOR: a byte of the payload, a byte of the key, and where their bits differ."""

from __future__ import annotations

from collections.abc import Iterator

from .picture import Picture
from .shapes import box, card, numbers, part, path, words
from .texts import characters, fit, printable, table

BITS = 8
CELL, HIGH, GAP = 56, 40, 12  # pixels of a bit, of a row, and to the next row
EDGE, LEFT, TOP = 16, 150, 68  # pixels: at the sides, before the bits, above them
VALUE = LEFT + BITS * CELL + 16  # where a row's value begins
WIDE = VALUE + 66
NAMES = "payload", "key", "on the wire"
FILLS = "f5", "f1", "f5"  # on the wire, a bit is as it was, or has met a 1 of the key
MET = "f6"
UNMASKED = "Without its mask"
BEFORE = "", "^", "="  # what stands before a row
HEADINGS = "byte", "bits", "hex", "value"
ASK = (
    "Point at a row, and click a bit to turn it over, one at a time: "
    "what is on the wire then?"
)


def xor(payload: int, key: int, *, title: str = "") -> Picture:
    """Draw how a byte of the payload meets a byte of the key: a 1 where they differ.

    In a live picture you can turn over any bit, also one on the wire, and it says what
    comes of that. Raises ValueError unless both are bytes, from 0 to 255.

    >>> print(xor(0x48, 0x37))
           byte  bits      hex  value  text
        payload  01001000  48      72  H
            key  00110111  37      55
    on the wire  01111111  7f     127
    """
    for byte in (payload, key):
        if not isinstance(byte, int) or not 0 <= byte <= 255:
            raise ValueError(f"{byte!r:.40} is no byte: from 0 to 255")
    title, three = printable(title), (payload, key, payload ^ key)
    rows = [_row(n, byte) for n, byte in enumerate(three)]
    text = table(title, (*HEADINGS, "text"), *rows)
    places = zip([LEFT + CELL * (n + 0.5) for n in range(BITS)], WEIGHTS, strict=True)
    drawn = [numbers(places, TOP - 10), *_drawn(payload, key)]
    height = TOP + len(NAMES) * (HIGH + GAP) + 4
    answers = "\n".join(_answers(payload, key))
    live = {"kind": "fields", "noun": "row", "ask": ASK, "answers": answers}
    svg = card(WIDE, height, fit(title, WIDE - 2 * EDGE, 9), *drawn, **live)
    told = f"{payload:02x} ^ {key:02x} = {payload ^ key:02x}"
    return Picture(svg, text, f"{title or 'A byte is masked'}: {told}.")


WEIGHTS = [str(1 << bit) for bit in reversed(range(BITS))]


def _row(n: int, byte: int) -> tuple[str, str, str, str, str]:
    """Return a row of the text twin. Only a payload is text."""
    return NAMES[n], f"{byte:08b}", f"{byte:02x}", str(byte), "" if n else _letter(byte)


def _letter(byte: int) -> str:
    [(shape, _)] = characters(bytes([byte]))
    return shape


def _short(n: int, byte: int) -> str:
    """Return a byte with its name, in one sentence."""
    letter = "" if n else f", {_letter(byte)}"
    return f"{NAMES[n].capitalize()}: {byte:08b} = {byte:02x}{letter}."


def _drawn(payload: int, key: int) -> Iterator[str]:
    """Draw the three rows, each a part of its own."""
    for n, byte in enumerate((payload, key, payload ^ key)):
        y = TOP + n * (HIGH + GAP)
        yield words(LEFT - 20, y + 26, BEFORE[n])
        about = " It has a 1 where the two above differ." if n == 2 else ""
        flips = "|".join(_turned(n, byte, bit) for bit in range(BITS))
        yield part(_bits(n, byte, key, y), say=f"{_short(n, byte)}{about}", flips=flips)


def _turned(n: int, byte: int, bit: int) -> str:
    """Return what a row is when one of its bits is turned over, and which answer."""
    changed = byte ^ 0x80 >> bit
    letter = "" if n else f": {_letter(changed)}".replace("|", "∣")
    return f"In hex {changed:02x}{letter}.|{bit + BITS * (n == 2)}"


def _answers(payload: int, key: int) -> Iterator[str]:
    """Yield what comes of it: first for a bit of payload or key, then of the wire."""
    for bit in range(BITS):
        yield _short(2, payload ^ key ^ 0x80 >> bit)
    for bit in range(BITS):
        plain = payload ^ 0x80 >> bit
        yield f"{UNMASKED}: {plain:02x}, {_letter(plain)}."


def _bits(n: int, byte: int, key: int, y: float) -> Iterator[str]:
    """Draw a row. What a 1 of the key has turned over has the colour of that 1."""
    yield words(LEFT - 36, y + 25, NAMES[n], "muted small", "end")
    yield box(LEFT, y, BITS * CELL, HIGH, FILLS[n])
    for bit in range(BITS) if n else ():
        if key & 0x80 >> bit:
            yield box(LEFT + bit * CELL, y, CELL, HIGH, MET)
    for bit, digit in enumerate(f"{byte:08b}"):
        yield words(LEFT + CELL * (bit + 0.5), y + 25, digit)
    between = (f"M{LEFT + bit * CELL} {y + 12:g}v16" for bit in range(1, BITS))
    yield path("".join(between), "tick")
    yield words(VALUE, y + 25, f"= {byte}", "text small", "start")
