"""Draw what a parser reads: it names the fields, so the picture cannot disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ...protocol.frames import OPCODES
from ...protocol.reading import Parser
from .fields import Field, read_fields, unmasked
from .flips import Flips, flipped
from .meaning import SHORT, in_parts, is_frame, meaning, rule
from .picture import Picture
from .sheet import GHOST, Sheet
from .texts import characters, count, excerpt, more, table

ITEMS = 8  # items shown, the last one always among them
FIELDS = 24  # fields shown of one item
DRAWN = 128  # bytes, at most, that are drawn of a field
LIVE = 64  # bytes shown in hex below a live picture of bits
ASK = "Point at a field, or step through them."
HEADINGS = "item", "byte", "bits", "field", "content", "read as"
Row = tuple[str, str, str, str, str, str]  # of the text twin


def diagram(
    parser: Callable[[], Parser[object]],
    data: bytes,
    *,
    title: str = "",
    flips: bool = False,
) -> Picture:
    """Draw the items that `parser` reads from `data`, named by the labels it yields.

    A label of "NAME:bits" parts is drawn bit by bit, any other byte by byte. Data
    that ends early, or is refused, is drawn as far as it goes. With `flips`, the live
    picture says the rule for each bit of a header, turns bits of the first one over,
    and tells what the parser makes of that.

    >>> from wslesson.protocol.packets import parse_packet
    >>> print(diagram(parse_packet, b"2         hi"))
    byte  field   content                        read as
       0  LENGTH  32 20 20 20 20 20 20 20 20 20  '2         '
      10  BODY    68 69                          'hi'
    """
    items, remark = read_fields(parser, data)
    reader = getattr(parser, "__name__", "a parser")
    told = f"{count(len(data), 'byte')}, read by {reader}"
    has_bits = any(field.digits for item in items for field in item)
    sheet = Sheet(title, told, 4 if has_bits else 16)
    turned = flipped(parser, data, items) if flips else {}
    rows = table(title, HEADINGS, *_draw_items(sheet, items, turned))
    text = "\n".join(filter(None, [rows, remark]))
    alt = f"{title or 'A diagram'}: {told}, {count(len(items), 'item')}."
    in_hex = data[:LIVE].hex() if has_bits else ""
    ask = _ask(items) if turned else ""
    bits = _places(items) if in_hex else ""
    live = {"hex": in_hex, "bits": bits, "ask": ask, "answers": _answers(turned)}
    return Picture(sheet.card(remark, kind="fields", **live), text, alt)


def _noun(items: Sequence[Sequence[Field]]) -> str:
    return "frame" if any(map(is_frame, items)) else "item"


def _ask(items: Sequence[Sequence[Field]]) -> str:
    """Return what a reader can do, with the bits too."""
    which = f" of the first {_noun(items)}" if items[1:] else ""
    return f"{ASK} Click a bit{which} to turn it over, one at a time."


def _draw_items(sheet: Sheet, items: Sequence[list[Field]], turned: Flips) -> list[Row]:
    """Draw the items, and return the text twin's rows."""
    answers, noun = _answers(turned).split("\n"), _noun(items)
    rows: list[Row] = []
    for name, fields, hidden in _shown(items):
        if name and fields and not fields[0].line:
            sheet.ruler()
        sheet.say(f"{noun} {name}" if name else "")
        for field in fields:
            if not field.line:
                sheet.ruler()
            rows.append((name, *_row(field)))
            means = f"{_said(rows[-1])} {meaning(field, fields)}".rstrip()
            fixed = turned and field.digits and (field.at, field.bit) not in turned
            stays = f"Only bits of the first {noun} turn over." if fixed else ""
            known = field.digits and not turned
            says = means, "" if known else rule(field, fields), stays
            say = "\n".join(filter(None, says))
            flips = "|".join(
                f"{flip.means}|{answers.index(flip.answer)}"
                for flip in turned.get((field.at, field.bit), ())
            )
            with sheet.part(say=say, flips=flips):
                _draw(sheet, field, _value(field, fields))
        sheet.say(hidden)
        rows += [("", "", "", "", hidden, "")] if hidden else []
    return rows


def _answers(turned: Flips) -> str:
    """Return each answer of the parser, once: a bit names it by its number."""
    flips = (flip for field in turned.values() for flip in field)
    return "\n".join(dict.fromkeys(flip.answer for flip in flips))


def _shown(items: Sequence[list[Field]]) -> Iterator[tuple[str, list[Field], str]]:
    """Yield the number of an item, its fields, and what is left out after them."""
    for n, item in enumerate(items, 1):
        if n == ITEMS < len(items):
            yield "", [], more(len(items), ITEMS, "item")
        elif n < ITEMS or n == len(items):
            name = str(n) if items[1:] else ""
            fields = [*in_parts(unmasked(item))][:FIELDS]
            yield name, fields, more(len(item), FIELDS, "field")


def _value(field: Field, item: Sequence[Field]) -> str:
    """Return what stands below several bits: their value, and what that is called."""
    if not field.digits[1:]:
        return ""
    number = int(field.digits, 2)
    named = field.name == "OPCODE" and is_frame(item) and number in OPCODES
    name = f" {SHORT.get(OPCODES[number], OPCODES[number].name)}" if named else ""
    return f"= {number}{name}"


def _draw(sheet: Sheet, field: Field, value: str) -> None:
    role = sheet.fill(field.name) if field.read else GHOST
    role += " bold" if field.refused else ""
    if field.digits:
        cells = [(digit, "") for digit in field.digits]
        sheet.cells(field.name, cells, field.at, role, 1, value)
    elif field.line:
        sheet.line(field.name, field.line, field.at, role)
    elif field.data or not field.missing:
        plain = field.plain[:DRAWN]
        below = [shape for shape, _ in characters(plain or field.data[:DRAWN])]
        if plain:
            pairs = zip(plain, below, strict=True)
            below = [f"{byte:02x} {shape}" for byte, shape in pairs]
        name = f"{field.name} = {field.value}" if field.value else field.name
        name += ", unmasked below" if plain else ""
        below = below if plain or not field.value else [""] * len(below)
        sheet.bytes(name, field.data, below, field.at, role)
    places = [("?", "")] * min(field.missing, sheet.across)
    name = "missing" if field.data else field.name
    sheet.cells(name, places, field.at + len(field.data), GHOST)


def _row(field: Field) -> tuple[str, str, str, str, str]:
    """Return a row of the text twin."""
    bits, (shown, text) = "", excerpt(field.data)
    if field.digits:
        value, last = int(field.digits, 2), field.bit + len(field.digits) - 1
        bits = f"{field.bit}-{last}" if field.digits[1:] else str(last)
        shown = field.digits if len(field.digits) <= 16 else f"{value:#x}"
        text = str(value)
    elif field.line:
        shown = count(len(field.data), "byte")
    elif field.value:
        text = field.value
    elif field.plain:
        text = f"{excerpt(field.plain)[1]} unmasked"
    return str(field.at), bits, field.name, shown, text


def _said(row: Row) -> str:
    """Return a row of the text twin as a sentence, without its place: that is seen."""
    *_, name, content, text = row
    return f"{name}: {text or content}."


def _places(items: Sequence[list[Field]]) -> str:
    """Return where each field that is drawn begins, in bits, and where the last ends.

    Where no field begins at the end of one, its end stands behind it.
    """
    ends: list[tuple[int, int]] = []
    for _, fields, _ in _shown(items):
        for field in fields:
            begin = 8 * field.at + field.bit % 8
            ends.append((begin, begin + (len(field.digits) or 8 * len(field.data))))
    begins = [begin for begin, _ in ends[1:]] + [-1]
    pairs = zip(ends, begins, strict=True)
    return " ".join(str(b) if e == after else f"{b}-{e}" for (b, e), after in pairs)
