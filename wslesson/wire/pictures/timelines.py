"""Draw time as time, where waiting is the point: who waits, for how long, for what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from .axis import END, START, Axis
from .picture import Picture
from .shapes import box, card, hidden, part, path, words
from .texts import NORMAL, SMALL, count, fit, more, printable
from .waits import ROWS, Given, Message, Typed, Way, seconds

WIDE, EDGE = 836, 16  # pixels: the card, and what stays free at its sides
NAME = START - EDGE - 20  # the room of a name, left of the axis
ROW, BAR = 28, 18  # pixels from one message to the next, and of its bar
SLOT = 4  # pixels: of what happens nearer together, one is drawn
LANES = "typed", "seen"  # the names of the two
WAYS = 24  # drawings among which a live picture chooses
BRIEF = 30  # characters of a label that are drawn
HEADING = (WIDE - 2 * EDGE) / NORMAL  # characters in a line across the card
LEGEND = "Bar: a message waits. Tick: a request. Band: it is kept. Dot: news arrives."
ASKS = "Go from message to message: how long does each wait?"
CHOOSES = "Move the slider: who waits, and what does it cost?"

Lanes = tuple[str, str]
Ways = Iterable[Given] | Mapping[str, Iterable[Given]]


def timeline(
    typed: Typed,
    answers: Ways,
    *,
    lanes: Lanes = LANES,
    shown: str = "",
    title: str = "",
) -> Picture:
    """Draw when each message is typed, and how long it waits until an answer brings it.

    `typed` tells which text comes at which second. An answer is (second, texts), or
    (second of its request, second, texts) if the server kept the request: without a
    second of its own it is still to come, without that of a request nobody asked.
    Of several ways, {"every 2 s": answers, …}, one is `shown`, or the first; the live
    picture chooses. Raises ValueError for what cannot have happened.

    >>> print(timeline({1: "hello"}, [(4, ["hello"]), (8, [])]))
    2 requests, 1 without news; longest wait 3 s, mean wait 3 s
    requests at 4, 8 s
    message  typed at  seen at  waited
    hello         1 s      4 s     3 s
    """
    title, ways = printable(title), _ways(typed, answers)
    drawn = _chosen(ways, shown)
    svg = _drawn(drawn, shown or next(iter(drawn)), lanes, title)
    texts = [title, *(way.text(name) for name, way in drawn.items())]
    text = "\n".join(filter(None, [*texts, more(len(ways), WAYS, "way")]))
    several = f", {count(len(ways), 'way')} to get them" if len(ways) > 1 else ""
    messages = count(len(next(iter(ways.values())).messages), "message")
    return Picture(svg, text, f"{title or 'A timeline'}: {messages}{several}.")


def _ways(typed: Typed, answers: Ways) -> dict[str, Way]:
    """Return each way with its name: one alone has none."""
    typed = list(typed.items() if isinstance(typed, Mapping) else typed)
    given = dict(answers) if isinstance(answers, Mapping) else {"": answers}
    return {name: Way.of(typed, each) for name, each in (given or {"": ()}).items()}


def _chosen(ways: Mapping[str, Way], shown: str) -> dict[str, Way]:
    """Return as many ways as are drawn: the one that is shown is among them."""
    if shown and shown not in ways:
        raise ValueError(f"no way is named {shown!r}: there are {list(ways)[:WAYS]}")
    names = list(ways)[:WAYS]
    if shown and shown not in names:
        names[-1] = shown
    return {name: ways[name] for name in names}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What all ways have in common: the axis, the lanes, and where the rows are."""

    axis: Axis
    lanes: Lanes
    top: int
    messages: int

    def y(self, row: float) -> float:
        """Return the middle of the row of a message."""
        return self.top + 66 + ROW * row

    @property
    def bottom(self) -> float:
        """Return where the second lane is, below the messages."""
        return self.y(min(self.messages, ROWS + 1)) + 4

    def ground(self) -> Iterator[str]:
        """Draw what stays in each way: the axis with its ticks, and the lanes."""
        first, last = self.y(-1), self.bottom
        ticks = {time: self.axis.x(time) for time in self.axis.ticks()}
        lines = [f"M{x:g} {first - 12:g}V{last + 16:g}" for x in ticks.values()]
        yield path("".join(lines), "tick")
        yield words(EDGE, last + 32, "seconds", "muted small", "start")
        for time, x in ticks.items():
            yield words(x, last + 32, f"{time:g}", "muted small")
        for name, y in zip(self.lanes, (first, last), strict=True):
            yield path(f"M{START} {y:g}H{END}")
            yield words(EDGE, y + 4, fit(name, NAME, NORMAL), "text", "start")
        yield words(EDGE, last + 58, LEGEND, "muted small", "start")

    def left_out(self) -> str:
        """Write how many messages are not drawn."""
        y, rest = self.y(ROWS) + 4, more(self.messages, ROWS, "message")
        return words(START + 8, y, rest, "muted small halo", "start")


def _drawn(ways: Mapping[str, Way], shown: str, lanes: Lanes, title: str) -> str:
    axis = Axis(max(way.end() for way in ways.values()))
    sheet = _Sheet(axis, lanes, 38 if title else 10, len(ways[shown].messages))
    title, height = fit(title, WIDE - 2 * EDGE, 9), sheet.bottom + 72
    several = len(ways) > 1
    frames = []
    for name, way in ways.items():
        rows = [
            [*_message(message, sheet.y(n), sheet)]
            for n, message in enumerate(way.messages[:ROWS])
        ]
        if several:
            shapes = [*_way(way, name, sheet), *chain(*rows)]
            frame = part(shapes, say=f"{name}: {way.summary()}", at=name)
            frames.append(frame if name == shown else hidden(frame))
        else:
            says = [message.says() for message in way.messages]
            frames = [*_way(way, name, sheet), *map(_said, rows, says)]
    drawn = [*sheet.ground(), *frames, sheet.left_out()]
    if several:
        return card(WIDE, height, title, *drawn, kind="frames", ask=CHOOSES)
    walk = " ".join(str(n) for n in range(min(sheet.messages, ROWS)))
    return card(WIDE, height, title, *drawn, kind="walk", walk=walk, ask=ASKS)


def _way(way: Way, name: str, sheet: _Sheet) -> Iterator[str]:
    """Draw what is asked for and what arrives, and say what that costs."""
    x, y = sheet.axis.x, sheet.bottom
    label = f"{fit(name, BRIEF, 1)}: " if name else ""
    line = fit(f"{label}{way.summary()}", HEADING, 1)
    yield words(EDGE, sheet.top + 10, line, "text", "start")
    yield from _requests(way, sheet)
    for row, message in enumerate(way.messages[:ROWS]):
        middle = sheet.y(row)
        yield path(f"M{x(message.typed):g} {sheet.y(-1):g}V{middle:g}", "http dash")
        if message.seen is not None:
            yield path(f"M{x(message.seen):g} {middle:g}V{y:g}", "data dash")
    arrived = [each.at for each in way.answers if each.texts and each.at is not None]
    yield from (_dot(x(time), y, "data") for time in _apart(arrived, sheet.axis))


def _requests(way: Way, sheet: _Sheet) -> Iterator[str]:
    """Draw a tick for each request, and for how long the server keeps it."""
    x, y, last = sheet.axis.x, sheet.bottom, sheet.axis.end
    asked = {each.asked: each for each in way.answers if each.asked is not None}
    starts = _apart(asked, sheet.axis)
    for start in starts:
        place = x(start) + 2  # bands do not touch
        if wide := max(x(min(asked[start].end(), last)) - place - 2, 0):
            yield box(place, y - 6, round(wide, 1), 12, "f0")
    ticks = "".join(f"M{x(start):g} {y - 9:g}v18" for start in starts)
    yield path(ticks, "http") if ticks else ""


def _apart(times: Iterable[float], axis: Axis) -> list[float]:
    """Return times that can be told apart: of those that are too near, one.

    >>> _apart([0, 1, 20, 21.5], Axis(1000))
    [0, 20]
    """
    slot = axis.end * SLOT / (END - START)
    slots: dict[int, float] = {}
    for time in times:
        slots.setdefault(int(time / slot), time)
    return list(slots.values())


def _said(row: Iterable[str], says: str) -> str:
    return part(row, say=says)


def _message(message: Message, y: float, sheet: _Sheet) -> Iterator[str]:
    """Draw a message: its text, when it was typed, and its wait as a bar."""
    seen, start = message.seen, sheet.axis.x(message.typed)
    end = sheet.axis.x(sheet.axis.end if seen is None else seen)
    wait = "never seen" if seen is None else f"waited {seconds(seen - message.typed)}"
    yield words(EDGE, y + 4, fit(message.text, NAME), "muted small", "start")
    if start < end:
        role = "ghost dash" if seen is None else "f3"
        yield box(start, y - BAR / 2, round(end - start, 1), BAR, role)
    yield _dot(start, sheet.y(-1), "http")
    yield _beside(start, end, y + 4, wait)


def _beside(start: float, end: float, y: float, wait: str) -> str:
    """Write how long it waits: inside the bar, or where there is room beside it."""
    room = len(wait) * SMALL + 16
    if room <= end - start:
        return words((start + end) / 2, y, wait, "text small")
    if end + room <= WIDE - 8:
        return words(end + 8, y, wait, "text small halo", "start")
    return words(start - 8, y, wait, "text small halo", "end")


def _dot(x: float, y: float, role: str) -> str:
    return f'<circle class="{role}" cx="{x:g}" cy="{y:g}" r="4"/>'
