"""Draw time as time, where waiting is the point: who waits, for how long, for what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from .axis import END, START, Axis
from .picture import Picture
from .shapes import SMALL_TEXT, box, card, hidden, numbers, part, path, words
from .texts import NORMAL, SMALL, count, fit, more, printable
from .waits import ROWS, Given, Message, Typed, Way, seconds

WIDE, EDGE = 836, 16  # pixels: the card, and what stays free at its sides
NAME = START - EDGE - 20  # the room of a name, left of the axis
ROW, BAR = 28, 18  # pixels from one message to the next, and of its bar
BREAK = 7  # pixels from a request to its band: a dot has room between two bands
NEVER = "never seen"
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
    """What all ways have in common: the axis, the lanes, and a row for each message."""

    axis: Axis
    lanes: Lanes
    top: int
    messages: Sequence[Message]

    def y(self, row: float) -> float:
        """Return the middle of the row of a message."""
        return self.top + 66 + ROW * row

    @property
    def bottom(self) -> float:
        """Return where the second lane is, below the messages."""
        return self.y(min(len(self.messages), ROWS + 1)) + 4

    def ground(self) -> Iterator[str]:
        """Draw what stays in each way: the axis with its ticks, and the lanes."""
        first, last = self.y(-1), self.bottom
        ticks = [(self.axis.x(time), f"{time:g}") for time in self.axis.ticks()]
        lines = [f"M{x:g} {first - 12:g}V{last + 16:g}" for x, _ in ticks]
        yield path("".join(lines), "tick")
        yield words(EDGE, last + 32, "seconds", SMALL_TEXT, "start")
        yield numbers(ticks, last + 32)
        yield path("".join(f"M{START} {y:g}H{END}" for y in (first, last)))
        for name, y in zip(self.lanes, (first, last), strict=True):
            yield words(EDGE, y + 4, fit(name, NAME, NORMAL), "text", "start")
        yield words(EDGE, last + 58, LEGEND, SMALL_TEXT, "start")

    def typed(self) -> Iterator[str]:
        """Draw each message: its text, and when it was typed."""
        first, lines = self.y(-1), ""
        for row, message in enumerate(self.messages[:ROWS]):
            x, y = self.axis.x(message.typed), self.y(row)
            lines += f"M{x:g} {first:g}V{y:g}"
            yield words(EDGE, y + 4, fit(message.text, NAME), SMALL_TEXT, "start")
            yield _dot(x, first, "http")
        yield path(lines, "http dash") if lines else ""
        y, rest = self.y(ROWS) + 4, more(len(self.messages), ROWS, "message")
        yield words(START + 8, y, rest, "muted small halo", "start")


def _drawn(ways: Mapping[str, Way], shown: str, lanes: Lanes, title: str) -> str:
    axis = Axis(max(way.end() for way in ways.values()))
    messages = ways[shown].messages
    sheet = _Sheet(axis, lanes, 38 if title else 10, messages)
    title, height = fit(title, WIDE - 2 * EDGE, 9), sheet.bottom + 72
    ground = [*sheet.ground(), *sheet.typed()]
    if len(ways) > 1:
        frames = []
        for name, way in ways.items():
            shapes = [*_way(way, name, sheet), *chain(*_waits(way, sheet))]
            frame = part(shapes, say=f"{name}: {way.summary()}", at=name)
            frames.append(frame if name == shown else hidden(frame))
        return card(WIDE, height, title, *ground, *frames, kind="frames", ask=CHOOSES)
    way = ways[shown]
    pairs = zip(_waits(way, sheet), messages, strict=False)
    rows = [part(shapes, say=message.says()) for shapes, message in pairs]
    walk = " ".join(map(str, range(len(rows))))
    drawn = [*ground, *_way(way, shown, sheet), *rows]
    return card(WIDE, height, title, *drawn, kind="walk", walk=walk, ask=ASKS)


def _way(way: Way, name: str, sheet: _Sheet) -> Iterator[str]:
    """Draw what is asked for and what arrives, and say what that costs."""
    x, y = sheet.axis.x, sheet.bottom
    label = f"{fit(name, BRIEF, 1)}: " if name else ""
    line = fit(f"{label}{way.summary()}", HEADING, 1)
    yield words(EDGE, sheet.top + 10, line, "text", "start")
    yield from _requests(way, sheet)
    lines = "".join(
        f"M{x(message.seen):g} {sheet.y(row):g}V{y:g}"
        for row, message in enumerate(way.messages[:ROWS])
        if message.seen is not None
    )
    yield path(lines, "data dash") if lines else ""
    arrived = [each.at for each in way.answers if each.texts and each.at is not None]
    yield from (_dot(x(time), y, "data") for time in sheet.axis.apart(arrived))


def _requests(way: Way, sheet: _Sheet) -> Iterator[str]:
    """Draw a tick for each request, and for how long the server keeps it."""
    x, y, last = sheet.axis.x, sheet.bottom, sheet.axis.end
    asked = {each.asked: each for each in way.answers if each.asked is not None}
    starts = sheet.axis.apart(asked)
    for start in starts:
        place = x(start) + BREAK
        if wide := max(x(min(asked[start].end(), last)) - place - BREAK, 0):
            yield box(place, y - 6, wide, 12, "f0")
    ticks = "".join(f"M{x(start):g} {y + 4:g}v14" for start in starts)
    yield path(ticks, "http bold") if ticks else ""  # no dot of an answer hides it


def _waits(way: Way, sheet: _Sheet) -> Iterator[list[str]]:
    """Draw for each message how long it waits: as a bar, and in words."""
    messages, axis = way.messages[:ROWS], sheet.axis
    for row, message in enumerate(messages):
        seen, start = message.seen, axis.x(message.typed)
        end = axis.x(axis.end if seen is None else seen)
        waited = NEVER if seen is None else f"waited {seconds(seen - message.typed)}"
        wait = "" if seen == message.typed else waited
        role = "f3" if seen is not None else "ghost dash"
        y, wide = sheet.y(row), end - start
        bar = box(start, y - BAR / 2, wide, BAR, role) if wide > 0 else ""
        crossing = [axis.x(other.typed) for other in messages[row + 1 :]]
        crossing += [axis.x(m.seen) for m in messages[:row] if m.seen is not None]
        yield [bar, _beside(start, end, y + 4, wait, crossing)]


def _beside(
    start: float, end: float, y: float, wait: str, crossing: Sequence[float]
) -> str:
    """Write how long it waits: inside the bar, or beside it where no line crosses."""
    room = len(wait) * SMALL + 16
    if room <= end - start:
        return words((start + end) / 2, y, wait, "text small")
    right = [x for x in crossing if end < x < end + room]
    left = [x for x in crossing if start - room < x < start]
    fits = end + room <= WIDE - 8
    if fits and (not right or left or start - room < START):
        return words(end + 8, y, wait, "text small halo", "start")
    return words(start - 8, y, wait, "text small halo", "end")


def _dot(x: float, y: float, role: str) -> str:
    return f'<circle class="{role}" cx="{x:g}" cy="{y:g}" r="4"/>'
