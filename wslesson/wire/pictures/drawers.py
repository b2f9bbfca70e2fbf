"""Draw what a Sans-I/O protocol holds: two drawers, and its state, call by call."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice

from .calls import Call, Drawer, Look, SansIO, looks
from .picture import Picture
from .sequences import LONG, PACE
from .shapes import box, card, part, path, words
from .texts import NORMAL, count, fit, printable, table

WIDE, EDGE = 836, 16  # pixels: the card, and what stays free at its sides
CALL = EDGE + 26  # pixels: where the calls begin, right of their numbers
TRAYS = 302, 528  # where the drawers begin
TRAY = 210  # how wide one is
STATE = WIDE - EDGE  # where the states end
GAP_OF_ROWS = 16  # pixels, from a row to the next
THING, GAP, PAD = 22, 4, 6  # pixels: of a thing, to the next, and to the drawer's edge
HEAD = 58  # pixels: from the top of the headings to the first row
BEGIN, END = 12, 6  # calls drawn of the beginning, and of the end
NAMES = "events, for your program", "bytes, for the network"
ASKS = "events_received() takes them", "data_to_send() takes them"
FILLS = {"http": "f0", "data": "f2", "control": "f3", "close": "f4", "dash": "f1"}
HEADINGS = "step", "call", "what of it", "events", "to send", "state"
START = "as it begins"


def drawers(protocol: SansIO, *calls: Call, title: str = "") -> Picture:
    """Make the calls, and draw what lies in a protocol's two drawers after each.

    A call is the name of a method, and what it is called with. What a call puts into
    a drawer is filled with colour; what lay there before has an outline only. A call
    that is refused is drawn, too, and the next one is made all the same. Of very many
    calls, the first and the last are drawn.

    >>> from websockets.protocol import OPEN
    >>> from websockets.server import ServerProtocol
    >>> server = ServerProtocol(state=OPEN)
    >>> print(drawers(server, ("send_ping", b"42"), ("data_to_send",)))
    step  call              what of it       to send    state
       0  as it begins                                  OPEN
       1  send_ping(b'42')                   PING "42"  OPEN
       2  data_to_send()    gives PING "42"             OPEN
    """
    lists = [getattr(protocol, name, None) for name in ("events", "writes")]
    if not all(isinstance(each, list) for each in lists):
        raise ValueError(f"{type(protocol).__name__} has no drawers: events and writes")
    seen = looks(protocol, calls)
    told = [*islice(seen, BEGIN + 1), *deque(seen, END)]
    hidden, title = len(calls) + 1 - len(told), printable(title)
    left_out = f"… {count(hidden, 'more call')} after step {BEGIN}" if hidden else ""
    text = table(title, HEADINGS, *map(_row, told))
    svg = _drawn(told, left_out, title)
    made = count(len(calls), "call")
    alt = f"{title or 'Two drawers'}: {made}. At last: {_lies(told[-1])}"
    return Picture(svg, "\n".join(filter(None, [text, left_out])), alt)


def _row(look: Look) -> tuple[str, ...]:
    """Return a row of the text twin."""
    no = "refused: " if look.refused else ""
    call = look.call() or START
    drawn = look.events.text(), look.writes.text()
    return str(look.number), call, f"{no}{look.about()}", *drawn, look.state


def _lies(look: Look) -> str:
    """Return what lies in both drawers, in sentences."""
    heard, due = look.events.text() or "none", look.writes.text() or "nothing"
    return f"Events: {heard}. To send: {due}. State: {look.state}."


def _said(look: Look) -> str:
    """Return a row as sentences."""
    about = look.about()
    between = " is refused: " if look.refused else ": "
    between = " " if about.startswith("gives ") else between if about else ""
    call = look.call() or START.capitalize()
    return f"{look.number:,}. {call}{between}{about}.\n{_lies(look)}"


def _drawn(told: Sequence[Look], left_out: str, title: str) -> str:
    y = 40.0 if title else 12.0
    parts = [*_headings(y)]
    y += HEAD
    pace = min(PACE, LONG / len(told))
    before = told[0].state
    for n, look in enumerate(told):
        if left_out and n == BEGIN + 1:
            parts.append(words(CALL, y + 12, left_out, "muted small", "start"))
            y += 26
        style = f"animation-delay:{n * pace:.4g}s"
        parts.append(part(_look(look, y, look.state != before), style, say=_said(look)))
        y, before = y + _high(look) + GAP_OF_ROWS, look.state
    title = fit(title, WIDE - 2 * EDGE, 9)
    return card(WIDE, y + 4, title, *parts, kind="steps")


def _headings(y: float) -> Iterator[str]:
    """Write what the columns are, and what takes out what is in them."""
    for x, name, ask in zip(TRAYS, NAMES, ASKS, strict=True):
        yield words(x + TRAY / 2, y + 14, name)
        yield words(x + TRAY / 2, y + 32, ask, "muted small")
    yield words(CALL, y + 14, "call", "text", "start")
    yield words(STATE, y + 14, "state", "text", "end")
    yield path(f"M{EDGE} {y + 44:g}H{STATE}", "tick")


def _high(look: Look) -> float:
    """Return the height of the fuller drawer."""
    most = max(
        len(drawer.things) + bool(drawer.rest())
        for drawer in (look.events, look.writes)
    )
    return max(2 * PAD + most * (THING + GAP) - GAP, 40)


def _look(look: Look, y: float, moved: bool) -> Iterator[str]:
    """Draw a call, both drawers, and the state."""
    high, room = _high(look), TRAYS[0] - CALL - 14
    number = f"{look.number:,}" if look.number else ""
    yield words(CALL - 8, y + 17, number, "muted small", "end")
    role = "text" if look.name else "muted"
    call = fit(look.call() or START, room, NORMAL)
    yield words(CALL, y + 17, call, role, "start")
    role = "warn small" if look.refused else "muted small"
    yield words(CALL, y + 34, fit(look.about(), room), role, "start")
    for x, drawer in zip(TRAYS, (look.events, look.writes), strict=True):
        yield from _tray(drawer, x, y, high)
    role = "text" if moved or not look.number else "muted"
    room = STATE - TRAYS[1] - TRAY - 8
    yield words(STATE, y + 17, fit(look.state, room, NORMAL), role, "end")


def _tray(drawer: Drawer, x: float, y: float, high: float) -> Iterator[str]:
    """Draw a drawer, open at its top, and what lies in it: what came first, below."""
    yield path(f"M{x:g} {y:g}v{high:g}h{TRAY}v{-high:g}")
    wide, foot = TRAY - 2 * PAD, y + high - PAD
    new = len(drawer.things) - drawer.new
    for n, (label, kind) in enumerate(drawer.shown()):
        foot -= THING
        role = FILLS.get(kind, "f1") if n >= new else "card"
        yield box(x + PAD, foot, wide, THING, role)
        yield words(x + TRAY / 2, foot + 15, fit(label, wide - 8), "text small")
        foot -= GAP
    rest = drawer.rest() if drawer.size else "empty"
    yield words(x + TRAY / 2, foot - 4, rest, "muted small")
