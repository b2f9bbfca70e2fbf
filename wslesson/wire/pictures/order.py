"""Whose turn it is, and who waits for whom meanwhile: the order of things, no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .texts import more, printable, table

FIRST, LAST = 24, 8  # turns shown of the beginning of a long order, and of its end
WAITS = "waits for "  # what begins like this lasts until the same one's next turn
THE = "the "  # may stand before a name
LANES = 8  # lanes: the last one is for all the others
LONGEST_NAME = 300  # characters of a name that is looked for in what one waits for
NAMED = 4  # of those who wait in the end, how many are named

Order = Iterable[str | tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: who has it, what is done in it, and the lanes that wait after it."""

    number: int
    who: str
    what: str
    waiting: Collection[int]

    def says(self) -> str:
        """Return the turn as a sentence.

        >>> Turn(3, "B", "appends 1", ()).says()
        'Turn 3: B appends 1'
        """
        return f"Turn {self.number:,}: {self.who} {self.what}".rstrip()


@dataclass(frozen=True, slots=True)
class Story:
    """Turns in their order, or of very many the first and the last.

    Each of its `actors` has a number. Who still waits in the end does so for what
    `waiting` tells; those in the `circle` wait each for the next.
    """

    turns: Sequence[Turn]
    actors: Mapping[str, int]
    length: int
    waiting: Mapping[str, str]
    circle: Sequence[str]

    @classmethod
    def of(cls, order: Order, actors: Iterable[str] = ()) -> Story:
        """Read pairs of who and what, or names alone, such as the letters of "ABAB".

        Raises ValueError for what is neither.
        """
        pairs = [_pair(each) for each in order]
        known = dict.fromkeys([*actors, *(who for who, _ in pairs)])
        numbers = {who: n for n, who in enumerate(known)}
        waiting: dict[str, str] = {}
        crowd: Counter[int] = Counter()  # how many wait in each lane
        turns = []
        for number, (who, what) in enumerate(pairs, 1):
            crowd[lane_of(numbers[who])] += what.startswith(WAITS) - (who in waiting)
            waiting.pop(who, None)
            if what.startswith(WAITS):
                waiting[who] = what.removeprefix(WAITS)
            if number <= FIRST or number > len(pairs) - LAST:
                turns.append(Turn(number, who, what, set(+crowd)))
        whom = {who: meant(what, numbers) for who, what in waiting.items()}
        return cls(turns, numbers, len(pairs), waiting, circle(whom))

    @property
    def left_out(self) -> str:
        """Return how many turns are not shown between the first and the last."""
        return more(self.length, len(self.turns), "turn")

    def remark(self) -> str:
        """Return who still waits in the end, and whether more time could help."""
        names = self.circle or list(self.waiting)
        told = [f"{who} {WAITS}{self.waiting[who]}" for who in names[:NAMED]]
        rest = [more(len(names), NAMED, "wait")] if names[NAMED:] else []
        start = "A deadlock" if self.circle else "In the end"
        end = ". Nobody can move." if self.circle else "."
        first, *last = [*told, *rest] or [""]
        line = ", and ".join([", ".join([first, *last[:-1]]), *last[-1:]])
        return f"{start}: {line}{end}" if told else ""

    def text(self, label: str) -> str:
        """Return all of it as text, below its label."""
        after = min(FIRST, len(self.turns))
        if any(turn.what for turn in self.turns):
            rows = [(f"{turn.number}", turn.who, turn.what) for turn in self.turns]
            rows[after:after] = [("", "", self.left_out)] if self.left_out else []
            body = table("", ("turn", "who", "what"), *rows)
        else:
            names = [turn.who for turn in self.turns]
            names[after:after] = [f"{self.left_out} …"] if self.left_out else []
            body = printable(" ".join(names)) or "no turns"
        return "\n".join(
            filter(None, [printable(label), body, printable(self.remark())])
        )


def _pair(each: str | tuple[str, str]) -> tuple[str, str]:
    if isinstance(each, str):
        return each, ""
    if len(each) != 2:
        raise ValueError(f"{each} is neither a name nor a pair of who and what")
    who, what = each
    return who, str(what)


def lane_of(number: int) -> int:
    """Return the lane of the actor with this number."""
    return min(number, LANES - 1)


def meant(what: str, actors: Container[str]) -> str | None:
    """Return which actor is meant by the beginning of what one waits for, if any.

    >>> meant("the server's answer", {"the", "the server"})
    'the server'
    >>> meant("the server's answer", {"server"})
    'server'
    """
    for rest in (
        f"{what[:LONGEST_NAME]} ",
        f"{what[:LONGEST_NAME]} ".removeprefix(THE),
    ):
        ends = [n for n in range(len(rest) - 1, 0, -1) if not rest[n].isalnum()]
        for n in ends:
            if rest[:n] in actors:
                return rest[:n]
    return None


def circle(whom: Mapping[str, str | None]) -> list[str]:
    """Return those who wait for each other, each for the next, if any do.

    >>> circle({"A": "B", "B": "C", "C": "B", "D": None})
    ['B', 'C']
    """
    seen: set[str] = set()
    for first in whom:
        who: str | None = first
        chain: list[str] = []
        while who is not None and who in whom and who not in seen:
            seen.add(who)
            chain.append(who)
            who = whom[who]
        if who in chain:
            return chain[chain.index(who) :]
    return []
