"""Draw what is on a tape: who said what, from the handshake to the end of the stream.

The same labels and notes serve the drawing and the terminal.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator

from ..protocol.frames import Frame, Opcode
from ..protocol.heads import Request, Response
from .picture import Picture, count, fit, printable
from .said import End, Said, Unread, said
from .sequence import Arrow, Note, sequence
from .tape import Tape

SHOWN = 20  # steps shown at the beginning of a long conversation, and at its end
LONGEST = 48  # characters shown of a payload
# Header names that are told: those that change what follows, and no random key.
TOLD = ("upgrade", "sec-websocket-protocol", "sec-websocket-extensions")
COMPRESSED = 0b100
ACTORS = ("client", "server")


def conversation(tape: Tape, *, chunks: bool = False, title: str = "") -> Picture:
    """Draw what was said, in order: handshake, frames, the ends of the stream.

    With `chunks`, each step tells which chunks of the tape brought it: so frames that
    were glued together, or cut in pieces, can be seen. Of a long conversation the
    beginning and the end are drawn, and the rest is counted.
    """
    begin: list[Said] = []
    end: deque[Said] = deque(maxlen=SHOWN)
    hidden: Counter[str] = Counter()
    for thing in said(tape.chunks):
        if len(begin) < SHOWN:
            begin.append(thing)
        else:
            if len(end) == SHOWN:
                hidden[name(end[0])] += 1
            end.append(thing)
    pause = [Note(_counted(hidden))] if hidden else []
    steps = [
        *(_arrow(thing, tape, chunks) for thing in begin),
        *pause,
        *(_arrow(thing, tape, chunks) for thing in end),
    ]
    return sequence(*steps, title=title)


def _counted(hidden: Counter[str]) -> str:
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in hidden.most_common())
    return f"… {count(hidden.total(), 'more step')}: {kinds}"


def _arrow(thing: Said, tape: Tape, chunks: bool) -> Arrow:
    source, target = ACTORS if thing.direction == tape.client else ACTORS[::-1]
    when = ", ".join(_when(thing, tape, chunks))
    return Arrow(source, target, label(thing), note(thing), when, kind(thing))


def _when(thing: Said, tape: Tape, chunks: bool) -> Iterator[str]:
    start, now = tape.chunks[0].time, tape.chunks[thing.last - 1].time
    if start is not None and now is not None:
        yield f"{(now - start) * 1000:.1f} ms"
    if chunks and thing.first == thing.last:
        yield f"chunk {thing.first}"
    elif chunks:
        yield f"chunks {thing.first}-{thing.last}"


def name(thing: Said) -> str:
    """Return the name of what was said, in a word or two."""
    match thing.item:
        case Frame(opcode):
            return opcode.name
        case End() as end:
            return end.value
        case Unread():
            return "bytes"
    return "HTTP"


def label(thing: Said) -> str:
    """Return what was said, in a few words."""
    match thing.item:
        case Request() | Response():
            return thing.data.partition(b"\r\n")[0].decode("latin-1")
        case Frame(Opcode.CLOSE, payload):
            code = str(int.from_bytes(payload[:2])) if payload[1:] else ""
            reason = _text(payload[2:]) if payload[2:] else ""
            return " ".join(filter(None, ["CLOSE", code, reason]))
        case Frame(opcode, payload):
            return f"{opcode.name} {_payload(thing, payload)}".rstrip()
        case End() as end:
            return end.value
    return _text(thing.data)


def note(thing: Said) -> str:
    """Return how it was said: the size, the mask, whether more follows."""
    match thing.item:
        case Request(headers=headers) | Response(headers=headers):
            return ", ".join(f"{n}: {headers[n]}" for n in TOLD if n in headers)
        case Frame() as frame:
            return ", ".join(_about(frame))
        case End() as end:
            return f"TCP {end.name}"
        case Unread(why):
            size = count(len(thing.data), "byte")
            return f"{size}, {why}" if why else size


def kind(thing: Said) -> str:
    """Return which colour it has."""
    match thing.item:
        case Frame(Opcode.CLOSE):
            return "close"
        case Frame(opcode):
            return "control" if opcode.is_control else "data"
        case End():
            return "dash"
        case Unread():
            return ""
    return "http"


def _about(frame: Frame) -> Iterator[str]:
    yield count(len(frame.payload), "byte")
    if frame.mask_key:
        yield "masked"
    if frame.rsv & COMPRESSED:
        yield "compressed"
    if frame.rsv & ~COMPRESSED:
        yield f"RSV {frame.rsv:03b}"
    if not frame.fin:
        yield "more follows"
    elif frame.opcode is Opcode.CONTINUATION:
        yield "the last piece"


def _payload(thing: Said, payload: bytes) -> str:
    if not payload:
        return ""
    began = thing.began
    if began and (began.opcode is Opcode.BINARY or began.rsv & COMPRESSED):
        return fit(payload[:LONGEST].hex(" "), 35, 1)
    return _text(payload)


def _text(data: bytes) -> str:
    text = data[: 4 * LONGEST].decode(errors="replace")
    return f'"{fit(printable(text), LONGEST, 1)}"'
