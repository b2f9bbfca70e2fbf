"""How long messages wait until somebody sees them, and how many requests that takes.

All times are in seconds since the beginning.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from operator import itemgetter
from statistics import fmean

from .texts import count, more, printable, table

ROWS = 12  # messages, and requests, of which each is told; the rest is counted
LATEST = 1e12  # seconds
COLUMNS = "message", "typed at", "seen at", "waited"

Typed = Mapping[float, str] | Iterable[tuple[float, str]]
Texts = Sequence[str]
Given = tuple[float, Texts] | tuple[float | None, float | None, Texts]


@dataclass(frozen=True, slots=True)
class Message:
    """A text, when it was typed, and when it was seen, if it ever was."""

    text: str
    typed: float
    seen: float | None = None

    def row(self) -> tuple[str, str, str, str]:
        """Return what the text twin tells of it."""
        typed, seen, waited = seconds(self.typed), "never", ""
        if self.seen is not None:
            seen, waited = seconds(self.seen), seconds(self.seen - self.typed)
        return self.text, typed, seen, waited

    def says(self) -> str:
        """Return the same as a sentence."""
        text, typed, seen, waited = self.row()
        end = f"seen at {seen}: it waited {waited}" if waited else "never seen"
        return f"{text}: typed at {typed}, {end}."


@dataclass(frozen=True, slots=True)
class Answer:
    """Texts that arrive together, and when they were asked for, if they were.

    With a request that is never answered, nothing arrives.
    """

    asked: float | None
    at: float | None
    texts: Texts

    @classmethod
    def of(cls, given: Given) -> Answer:
        """Make one of (time, texts), asked for and answered at once, or of all three.

        Raises ValueError if that cannot have happened.
        """
        answer = cls(given[0], *given) if len(given) == 2 else cls(*given)
        if isinstance(answer.texts, str):
            answer = replace(answer, texts=[answer.texts])
        if answer.at is None and (answer.texts or answer.asked is None):
            raise ValueError(f"{given} does not say when that arrives")
        times = checked(answer.times())
        if times != sorted(times):
            raise ValueError(f"{given} is answered before it is asked for")
        return answer

    def times(self) -> list[float]:
        """Return when it was asked for, and when it came."""
        return [time for time in (self.asked, self.at) if time is not None]

    def end(self) -> float:
        """Return when it comes: never is after all the others."""
        return inf if self.at is None else self.at

    def when(self) -> str:
        """Return the same as text.

        >>> [Answer(0, at, ()).when() for at in (0, 2.5, None)]
        ['0', '0-2.5', '0-?']
        """
        ends = dict.fromkeys(f"{time:g}" for time in self.times())
        return "-".join([*ends, *(["?"] if self.at is None else [])])


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get messages: how long each waits, and what was asked for them."""

    messages: Sequence[Message]
    answers: Sequence[Answer]

    @classmethod
    def of(cls, typed: Typed, given: Iterable[Given]) -> Way:
        """Find which answer brings which message: of equal texts, the first typed.

        Raises ValueError for a text that arrives before anybody has typed it.
        """
        pairs = list(typed.items() if isinstance(typed, Mapping) else typed)
        pairs.sort(key=itemgetter(0))
        checked([time for time, _ in pairs])
        answers = sorted(map(Answer.of, given), key=Answer.end)
        unread: defaultdict[str, deque[int]] = defaultdict(deque)
        for n, (_, text) in enumerate(pairs):
            unread[text].append(n)
        seen: dict[int, float] = {}
        for answer in answers:
            for text in answer.texts:
                first = unread[text].popleft() if unread[text] else None
                if first is None or pairs[first][0] > answer.end():
                    when = seconds(answer.end())
                    raise ValueError(f"{text!r} arrives at {when}, before it is typed")
                seen[first] = answer.end()
        messages = [Message(t, at, seen.get(n)) for n, (at, t) in enumerate(pairs)]
        return cls(messages, answers)

    def end(self) -> float:
        """Return when the last thing happens."""
        times = [time for answer in self.answers for time in answer.times()]
        return max([*times, *(message.typed for message in self.messages)], default=0)

    def summary(self) -> str:
        """Return what it costs, and how long its messages wait, in one line."""
        asked = [answer for answer in self.answers if answer.asked is not None]
        vain = sum(answer.at is not None and not answer.texts for answer in asked)
        waits = [m.seen - m.typed for m in self.messages if m.seen is not None]
        unseen = len(self.messages) - len(waits)
        parts = [
            count(len(asked), "request") + (f", {vain:,} without news" if vain else "")
        ]
        if waits:
            longest, mean = seconds(max(waits)), seconds(fmean(waits))
            parts.append(f"longest wait {longest}, mean wait {mean}")
        if unseen:
            parts.append(f"{count(unseen, 'message')} never seen")
        return "; ".join(parts)

    def text(self, label: str) -> str:
        """Return all of it as text, below its label."""
        asked = [answer for answer in self.answers if answer.asked is not None]
        rows = [message.row() for message in self.messages[:ROWS]]
        times = ", ".join(answer.when() for answer in asked[:ROWS])
        at = f"requests at {times} s" if asked else ""
        lines = [
            f"{printable(label)}: {self.summary()}" if label else self.summary(),
            f"{at} {more(len(asked), ROWS, 'request')}".rstrip(),
            table("", COLUMNS, *rows) if rows else "",
            more(len(self.messages), ROWS, "message"),
        ]
        return "\n".join(filter(None, lines))


def checked(times: list[float]) -> list[float]:
    """Return the times. Raises ValueError unless each is one, from 0 on."""
    for time in times:
        if not 0 <= time <= LATEST:
            raise ValueError(f"a time is in seconds since the beginning: not {time}")
    return times


def seconds(time: float) -> str:
    """Return a time with its unit.

    >>> seconds(3), seconds(0.5), seconds(7 / 3)
    ('3 s', '0.5 s', '2.33 s')
    """
    return f"{round(time, 2):g} s" if time >= 1 else f"{time:.3g} s"
