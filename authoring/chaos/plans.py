"""What a broken client says: a plan for each number, always the same for one seed.

Each begins as a proper conversation, which is then cut, glued, doubled or spoilt.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from random import Random

from authoring.chaos.talks import client_talk, packets

End = Enum("End", "FIN RESET VANISH")  # how the client leaves

ENOUGH = 300  # bytes: the seed has the rest
ODD = [b"\r\n", b"\n", b"\0", b"\xff", b":", b" \t", b",", b"\x80", b"\x00\xff"]


@dataclass(frozen=True)
class Plan:
    """What to send, piece by piece, and how to leave.

    With TLS, `below` is written under it, in place of the whole (`spoilt`) or last.
    """

    pieces: tuple[bytes, ...]
    end: End
    pauses: frozenset[int] = frozenset()  # the pieces after which to listen a moment
    below: bytes = b""
    spoilt: bool = False

    def __str__(self) -> str:
        lines = [shown(piece) for piece in self.pieces]
        if self.below:
            lines.append(f"{shown(self.below)} below TLS")
        return "\n".join([*lines, f"         {self.end.name}"])


def shown(piece: bytes) -> str:
    """Return the size of a piece and its bytes, unless they are too many to look at."""
    more = " ..." if len(piece) > ENOUGH else ""
    return f"  {len(piece):>6} {piece[:ENOUGH].hex()}{more}"


def plan(
    seed: int,
    number: int,
    *,
    raw: bool = False,
    deflate: bool = False,
    tls: bool = False,
) -> Plan:
    """Return what the client of this number does."""
    random = Random(f"{seed}:{number}")
    talk = packets(random) if raw else client_talk(random, deflate)
    pieces = spoil(random, talk, first=0 if raw or random.random() < 0.3 else 1)
    below = random.randbytes(random.randint(1, 300)) if random.random() < 0.3 else b""
    return Plan(
        pieces=tuple(pieces),
        end=random.choice(list(End)),
        pauses=frozenset(n for n in range(len(pieces)) if random.random() < 0.3),
        below=below if tls else b"",
        spoilt=random.random() < 0.5,
    )


# What goes wrong. Each takes the pieces and the place of one of them.


def spoil(random: Random, pieces: list[bytes], first: int) -> list[bytes]:
    """Let up to four things go wrong, none of them before the piece `first`."""
    for _ in range(random.randint(0, 4)):
        if len(pieces) > first:
            random.choice(FAULTS)(random, pieces, random.randrange(first, len(pieces)))
    return pieces


def flip(random: Random, pieces: list[bytes], at: int) -> None:
    if piece := bytearray(pieces[at]):
        # Mostly near the front: that is where the rules are.
        place = random.randrange(min(len(piece), random.choice([2, 16, len(piece)])))
        piece[place] ^= 1 << random.randrange(8)
        pieces[at] = bytes(piece)


def cut(random: Random, pieces: list[bytes], at: int) -> None:
    begin, end = sorted(random.randint(0, len(pieces[at])) for _ in "be")
    pieces[at] = pieces[at][:begin] + pieces[at][end:]


def insert(random: Random, pieces: list[bytes], at: int) -> None:
    place = random.randint(0, len(pieces[at]))
    more = random.choice([*ODD, random.randbytes(random.randint(1, 20))])
    pieces[at] = pieces[at][:place] + more + pieces[at][place:]


def double(random: Random, pieces: list[bytes], at: int) -> None:
    pieces.insert(random.randint(at, len(pieces)), pieces[at])


def garbage(random: Random, pieces: list[bytes], at: int) -> None:
    pieces[at] = random.randbytes(random.choice([1, 30, 300, 9000]))


def split(random: Random, pieces: list[bytes], at: int) -> None:
    place = random.randint(0, len(pieces[at]))
    pieces[at : at + 1] = [pieces[at][:place], pieces[at][place:]]


def glue(random: Random, pieces: list[bytes], at: int) -> None:
    begin = random.randint(0, at)  # even to the request
    pieces[begin : at + 1] = [b"".join(pieces[begin : at + 1])]


def stop(random: Random, pieces: list[bytes], at: int) -> None:
    pieces[at] = pieces[at][: random.randint(0, len(pieces[at]))]
    del pieces[at + 1 :]


FAULTS = [flip, flip, cut, insert, double, garbage, split, glue, stop]
