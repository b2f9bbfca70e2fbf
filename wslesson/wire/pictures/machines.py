"""Draw a parser asleep: the line where it sleeps, what it wants, what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ...protocol.reading import Parser
from .picture import Picture
from .shapes import SMALL_TEXT, box, card, hidden, part, path, words
from .sleeping import CELLS, FRAMES, Sleep, generator, look, sleeps
from .sources import listing, source
from .texts import NORMAL, characters, count, excerpt, fit, more, padded, printable

LEFT, TEXT, WIDE = 16, 136, 836  # pixels: the margin, where values begin, all
TOP, LINE, ROW = 44, 20, 24  # pixels: above all, a line of source, a row of facts
CODE = 64  # pixels: where the source begins, right of the numbers of its lines
BYTE = 3 * NORMAL  # pixels: two digits and the space between
CELL = 38  # pixels: how high they stand
SLEEPS = "sleeps here"
FIRST = "nowhere: the first byte makes a parser"
AWAKE = "nowhere: the next byte makes a new parser"
NO_SOURCE = "its source cannot be found"
ASK = "Bring the pieces, one after the other: where does the parser sleep?"
HEADINGS = "piece", "read", "came out", "sleeps", "wants", "buffer", "keeps"


def machine(
    parser: Callable[[], Parser[object]],
    pieces: Sequence[bytes],
    *,
    shown: int = 0,
    title: str = "",
) -> Picture:
    r"""Draw how `parser` sleeps after each piece of a stream that a Decoder is fed.

    It shows the line of its source, what it wants, what the buffer holds, and what it
    keeps in its variables. Lines are counted from the `def`. The image shows the
    piece with the number `shown`, or the last after which it sleeps. Raises ValueError
    for pieces that are not bytes, and for a function without a `yield`.

    >>> from wslesson.protocol.packets import parse_packet
    >>> picture = machine(parse_packet, [b"2         h"])
    >>> print(str(picture).splitlines()[-3])
      wants     2 bytes of BODY, 1 is there
    """
    if isinstance(pieces, bytes) or not all(isinstance(p, bytes) for p in pieces):
        raise ValueError(f"machine takes a list of bytes, not {look(pieces)}")
    reading = generator(parser)
    told = [*sleeps(parser, pieces)] or [Sleep(0, b"")]
    lines = source(reading.gi_code)
    code = listing(lines, {each.line for each in told} - {0}) if lines else []
    name = fit(reading.__name__, 40, 1)
    left_out = _left_out(told, len(pieces))
    some = f", of which {len(told)} are shown" if left_out else ""
    summary = f"{name}, {count(len(pieces), 'piece')}{some}"
    text = [printable(title), *(f"{n or '':>3}  {line}".rstrip() for n, line in code)]
    text += [] if code else [f"{name}: {NO_SOURCE}"]
    text += [line for now in told for line in _lines(now, dict(code))]
    svg = _draw(told, code, _still(told, shown), fit(title, 400, 9), summary)
    alt = f"{title or 'A parser asleep'}: {summary}."
    return Picture(svg, "\n".join(filter(None, [*text, left_out])), alt)


def _left_out(told: Sequence[Sleep], pieces: int) -> str:
    """Return which pieces are not told."""
    last = told[-1].number
    between = more(last, len(told), "piece")
    between += f" between piece {FRAMES - 1} and the last told" if between else ""
    unread = count(pieces - last, "piece") if pieces > last else ""
    return "; ".join(filter(None, [between, unread and f"{unread} not read"]))


def _facts(now: Sleep) -> dict[str, str]:
    """Return all that is to be told of a sleep."""
    where = f"line {now.line}" if now.line else AWAKE if now.number else FIRST
    inner = f", within {now.inner}" if now.inner else ""
    text = excerpt(now.fed)[1] or "the end"
    values = (
        f"{count(len(now.fed), 'byte')}: {text}" if now.number else "",
        str(now.took),
        str(now.items),
        f"no more, it refused: {now.refused}" if now.refused else f"{where}{inner}",
        now.wants(),
        f"{now.buffer.hex(' ')} {more(now.waiting, CELLS, 'byte')}".strip(),
        str(now.kept),
    )
    return dict(zip(HEADINGS, values, strict=True))


def _lines(now: Sleep, code: Mapping[int, str]) -> Iterator[str]:
    """Yield the facts as lines of text, without those that say nothing."""
    (_, piece), *facts = _facts(now).items()
    yield f"{_piece(now)}: {piece}" if piece else _piece(now)
    for name, value in facts:
        line = (
            f": {code[now.line].strip()}"
            if name == "sleeps" and now.line in code
            else ""
        )
        if value:
            yield printable(f"  {name:<9} {value}{line}")


def _piece(now: Sleep) -> str:
    return f"piece {now.number:,}" if now.number else "no piece"


def _still(told: Sequence[Sleep], shown: int) -> int:
    """Return which sleep the image shows."""
    asked = [n for n, now in enumerate(told) if shown and now.number == shown]
    asleep = [n for n, now in enumerate(told) if now.line]
    return (asked or asleep or [len(told) - 1])[-1]


def _draw(
    told: Sequence[Sleep],
    code: Sequence[tuple[int, str]],
    still: int,
    title: str,
    summary: str,
) -> str:
    """Draw the source once, and below it what differs from piece to piece."""
    lines: dict[int, float] = {n: TOP + LINE * at for at, (n, _) in enumerate(code)}
    foot = TOP + LINE * max(len(code), 1) + 14
    frames = []
    for number, now in enumerate(told):
        one = part(_frame(now, lines, foot), say=_said(now, dict(code)), at=_piece(now))
        frames.append(one if number == still else hidden(one))
    text = [words(WIDE - LEFT, 26, summary, SMALL_TEXT, "end")]
    for row, (n, line) in enumerate(code):
        y, room = TOP + LINE * row + 15, WIDE - CODE - 8 * len(SLEEPS)
        text.append(words(CODE - 12, y, str(n or ""), SMALL_TEXT, "end"))
        role = "text" if n else SMALL_TEXT
        text.append(words(CODE, y, fit(line, room, NORMAL), role, "start"))
    if not code:
        text.append(words(LEFT, TOP + 15, NO_SOURCE, SMALL_TEXT, "start"))
    height = foot + ROW * len(HEADINGS) + 30
    return card(WIDE, height, title, *frames, *text, kind="frames", ask=ASK)


def _frame(now: Sleep, lines: Mapping[int, float], foot: float) -> Iterator[str]:
    """Mark the line where it sleeps, and write down the facts."""
    if now.line in lines:
        y = lines[now.line]
        yield box(LEFT, y, WIDE - 2 * LEFT, LINE, "f3")
        yield words(WIDE - LEFT - 8, y + 14, SLEEPS, SMALL_TEXT, "end")
    yield path(f"M{LEFT} {foot - 6:g}H{WIDE - LEFT}", "tick")
    for name, value in _facts(now).items():
        y, label = foot + 16, _piece(now) if name == "piece" else name
        yield words(LEFT, y, label, SMALL_TEXT, "start")
        if name == "buffer":
            yield from _buffer(now, foot + 2)
            foot += CELL - ROW + 6
        else:
            role = "warn" if now.refused and name == "sleeps" else "text"
            shown = fit(value or "nothing", WIDE - TEXT - LEFT, NORMAL)
            yield words(TEXT, y, shown, role if value else "muted", "start")
        foot += ROW


def _buffer(now: Sleep, y: float) -> Iterator[str]:
    """Draw the bytes that wait, and room for those that are missing."""
    ghosts = min(now.missing(), CELLS - len(now.buffer))
    wide, x = BYTE * len(now.buffer), float(TEXT)
    if now.buffer:
        shapes = [
            shape.partition(" ")[0] if n == 1 else "·"
            for shape, n in characters(now.buffer)
        ]
        yield box(x, y, wide, CELL, "f5")
        yield words(x + 4, y + 16, now.buffer.hex(" "), "text", "start")
        below = " ".join(padded(shape, 2) for shape in shapes)
        yield words(x + 4, y + 32, below, "muted", "start")
        x += wide
    if ghosts:
        yield box(x, y, BYTE * ghosts, CELL, "ghost dash")
        yield words(x + 4, y + 16, " ".join(["??"] * ghosts), "muted", "start")
        x += BYTE * ghosts
    rest = more(now.waiting, CELLS, "byte") or ("" if x > TEXT else "empty")
    yield words(x + 8 * (x > TEXT), y + 20, rest, SMALL_TEXT, "start")


def _said(now: Sleep, code: Mapping[int, str]) -> str:
    """Return the facts as sentences: what came, then how the parser sleeps."""
    facts = _facts(now)
    brings = f"Piece {now.number:,} brings {facts['piece']}." if now.number else ""
    out = f"{facts['came out']} came out." if now.items.total else ""
    came = " ".join(filter(None, [brings, out]))
    return "\n".join(filter(None, [came, _sleeps(now, facts["sleeps"], code)]))


def _sleeps(now: Sleep, where: str, code: Mapping[int, str]) -> str:
    """Return in sentences where it sleeps, and what it wants."""
    if now.refused:
        return f"The parser has refused: {now.refused}."
    if not now.line:
        return f"No parser is asleep: {where.partition(': ')[2]}."
    line = f": {code[now.line].strip()}" if now.line in code else ""
    return f"The parser sleeps in {where}{line}\nIt wants {now.wants()}."
