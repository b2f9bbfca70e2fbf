"""Draw one byte stream in the pieces it came in: where did `recv` cut it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ...protocol.reading import Parser
from .arrivals import arrivals, begins
from .picture import Picture
from .sheet import Sheet
from .texts import characters, count, excerpt, more, table

PIECES = 24  # pieces shown
LIVE = 512  # bytes, at most, in which the live picture moves its cuts
ASK = (
    "Drag a cut to where recv might have split the stream, "
    "or let the pieces arrive one by one."
)
Row = tuple[str, str, str, str, str]  # of the text twin


def pieces(
    *chunks: bytes,
    title: str = "",
    parser: Callable[[], Parser[object]] | None = None,
) -> Picture:
    r"""Draw the chunks as one stream: each byte, its character, and each cut.

    An empty chunk is what `recv` returns at the end of a stream. With a `parser`, a
    bracket shows where each message begins and ends, and the live picture tells after
    each byte what is complete, and what is still missing.

    >>> print(pieces(b"caf\xc3", b"\xa9"))
    piece  at  size  bytes        text
        1   0     4  63 61 66 c3  'caf·'
        2   4     1  a9           '·'
    cut inside a character: before piece 2
    """
    size = sum(map(len, chunks))
    told = f"{count(size, 'byte')} in {count(len(chunks), 'piece')}"
    sheet = Sheet(title, told, 16, brackets=parser is not None)
    hidden, data = more(len(chunks), PIECES, "piece"), b"".join(chunks[:PIECES])[:LIVE]
    rows, cuts = _draw(sheet, chunks[:PIECES])
    reads = arrivals(parser, data) if parser else ""
    whose = [*_brackets(sheet, reads, len(data))] if reads else []
    sheet.say(hidden)
    remark = f"cut inside a character: {', '.join(cuts)}" if cuts else ""
    text = "\n".join(filter(None, [table(title, *rows), hidden, *whose, remark]))
    live = {"ask": ASK, "hex": data.hex(), "reads": reads}
    svg = sheet.card(remark, kind="stream", size=size, **live)
    return Picture(svg, text, f"{title or 'A byte stream'}: {told}.")


def _draw(sheet: Sheet, chunks: Sequence[bytes]) -> tuple[list[Row], list[str]]:
    """Draw the pieces; return the text twin's rows, and cuts inside a character."""
    stream = list(characters(b"".join(chunks)))
    rows: list[Row] = [("piece", "at", "size", "bytes", "text")]
    cuts, at = [], 0
    for n, chunk in enumerate(chunks, 1):
        here = stream[at : at + len(chunk)] or [("the end", 1)]
        sheet.ruler()
        if n > 1:
            sheet.cut()
        if here[0][1] > 1:
            cuts.append(f"before piece {n}")
        tells = f": {count(len(chunk), 'byte')}" if chunk[2:] else ""
        below = [shape for shape, _ in here]
        with sheet.part(at=at, size=len(chunk)):
            sheet.bytes(f"piece {n}{tells}", chunk, below, at, sheet.fill(str(n % 2)))
        shown, text = excerpt(chunk)
        rows.append((str(n), str(at), str(len(chunk)), shown, text or "the end"))
        at += len(chunk)
    return rows, cuts


def _brackets(sheet: Sheet, reads: str, size: int) -> Iterator[str]:
    """Draw where each message begins and ends; yield the same as text."""
    known, rest = begins(reads), [] if "|Refused: " in reads else [size]
    for n, (begin, end) in enumerate(pairwise([*known, *rest]), 1):
        whole, name = end in known, f"message {n}"
        sheet.bracket(name, begin, end, ends=whole)
        goes_on = "" if whole else ", and it goes on"
        if end > begin:
            yield f"{name}: {count(end - begin, 'byte')} from byte {begin}{goes_on}"
