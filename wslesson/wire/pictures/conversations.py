"""Draw what is on a tape: who said what, from the handshake to the last goodbye."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator

from ...protocol.frames import Frame, Opcode, parse_frame
from ...protocol.heads import Request, Response
from ...protocol.reading import Parser
from ..parsers import ANY_FRAME
from ..said import client_of, said
from ..stream_reader import Said, StreamEnd
from ..tape import Tape
from .boxes import EXCERPT, boxes
from .meaning import COMPRESSED, PURPOSES
from .picture import Picture
from .sequences import Arrow, Note, sequence
from .texts import IN_HEX, count, fit, printable

SHOWN = 20  # steps shown of the beginning of a long conversation, and of its end
LONGEST = 48  # characters shown of a payload
# What anything but a frame is for: a live picture explains it.
SAYS = {
    "Request": "The client asks, in HTTP, to go on as a WebSocket.",
    "101": "The server agrees. From here on, frames travel both ways.",
    "Response": "The server answers in HTTP, and stays with HTTP.",
    "StreamEnd": "This direction of the TCP connection has ended.",
}
# The headers that are shown: what they agree on. No key, which is another each time.
HEADERS = ("upgrade", "sec-websocket-protocol", "sec-websocket-extensions")


def conversation(tape: Tape, *, chunks: bool = False, title: str = "") -> Picture:
    """Draw what was said, in order: handshake, frames, the ends of the stream.

    With `chunks`, each step says which chunks of the tape brought it: so it shows
    where frames were glued together, or cut. Of a long conversation the beginning and
    the end are drawn, and the rest is counted.
    """
    begin: list[Said] = []
    end: deque[Said] = deque()
    hidden: Counter[str] = Counter()
    client = client_of(tape)

    def arrow(thing: Said) -> Arrow:
        ends = ("client", "server")
        source, target = ends if thing.direction == client else ends[::-1]
        label, note, kind = told(thing)
        when = _when(thing, tape, chunks)
        says, wire = _says(thing), _wire(thing)
        return Arrow(source, target, label, note, when, kind, says, wire)

    for thing in said(tape.chunks):
        (begin if len(begin) < SHOWN else end).append(thing)
        if len(end) > SHOWN:
            hidden[_name(end.popleft())] += 1
    steps: list[Arrow | Note] = [
        *map(arrow, begin),
        *([Note(_counted(hidden), hidden.total())] if hidden else []),
        *map(arrow, end),
    ]
    return sequence(*steps, title=title)


def _says(thing: Said) -> str:
    """Return what it is for, in a sentence."""
    item = thing.item
    if isinstance(item, Frame):
        return PURPOSES[item.opcode]
    return SAYS.get(
        "101" if getattr(item, "status", 0) == 101 else type(item).__name__, ""
    )


def _wire(thing: Said) -> str:
    """Return a frame's fields, without what is another each time.

    Of a handshake nothing is shown: it has a key, a port and versions of libraries.
    """
    frame = thing.item
    if not isinstance(frame, Frame):
        return ""
    head = len(thing.data) - len(frame.payload)
    return boxes(_parse_any, thing.data[: head + EXCERPT])


def _parse_any() -> Parser[object]:
    """Read a frame of any size, as `said` has done."""
    return parse_frame(ANY_FRAME)


def _name(thing: Said) -> str:
    return thing.item.opcode.name if isinstance(thing.item, Frame) else "other"


def _counted(hidden: Counter[str]) -> str:
    names = ", ".join(f"{number:,} {name}" for name, number in hidden.most_common())
    return f"… {count(hidden.total(), 'more step')}: {names}"


def _when(thing: Said, tape: Tape, chunks: bool) -> str:
    parts = []
    start, now = tape.chunks[0].time, tape.chunks[thing.last - 1].time
    if start is not None and now is not None:
        parts.append(f"{(now - start) * 1000:.1f} ms")
    if chunks:
        several = thing.first < thing.last
        numbers = f"s {thing.first}-{thing.last}" if several else f" {thing.last}"
        parts.append(f"chunk{numbers}")
    return ", ".join(parts)


def told(thing: Said) -> tuple[str, str, str]:
    """Return a label, a note and the kind of arrow for what was said."""
    item = thing.item
    match item:
        case Request(headers=headers) | Response(headers=headers):
            first = thing.data.lstrip().partition(b"\r\n")[0].decode("latin-1")
            notes = [f"{name}: {headers[name]}" for name in HEADERS if name in headers]
            return printable(first), printable(", ".join(notes)), "http"
        case Frame():
            label = f"{item.opcode.name} {_content(thing, item)}".rstrip()
            return label, ", ".join(_about(thing, item)), _kind(item.opcode)
        case StreamEnd():
            return item.value, f"TCP {item.name}", "dash"
    size = count(len(thing.data) + thing.dropped, "byte")
    note = f"{size}, {printable(item.why)}" if item.why else size
    return _text(thing.data), note, ""


def _kind(opcode: Opcode) -> str:
    if opcode is Opcode.CLOSE:
        return "close"
    return "control" if opcode >= Opcode.CLOSE else "data"


def _content(thing: Said, frame: Frame) -> str:
    payload = frame.payload
    if frame.opcode is Opcode.CLOSE and payload[1:]:
        reason = f" {_text(payload[2:])}" if payload[2:] else ""
        return f"{int.from_bytes(payload[:2])}{reason}"
    began = thing.began or frame
    if began.opcode is Opcode.BINARY or began.rsv & COMPRESSED:
        return payload[:IN_HEX].hex(" ") + (" …" if payload[IN_HEX:] else "")
    return _text(payload) if payload else ""


def _about(thing: Said, frame: Frame) -> Iterator[str]:
    yield count(len(frame.payload) + thing.dropped, "byte")
    if frame.mask_key:
        yield "masked"
    if frame.rsv == COMPRESSED:
        yield "compressed"
    elif frame.rsv:
        yield f"RSV {frame.rsv:03b}"
    if not frame.fin:
        yield "more follows"
    elif frame.opcode is Opcode.CONTINUATION:
        yield "the last piece"


def _text(data: bytes) -> str:
    text = data[: 4 * LONGEST].decode(errors="replace")
    return f'"{fit(printable(text), LONGEST, 1)}"'
