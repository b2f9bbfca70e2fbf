"""Ways to try an attempt on a case: on every split, or from a dribbling socket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations, pairwise
from typing import Protocol

from ..protocol.reading import Decoder, Parser
from ..wire.comparing import short
from .dribble import Dribble
from .model import Attempt, Case, Try

MOST_CUTS = 2
LONG = 100  # bytes: a longer stream is cut in its first `NEAR` bytes, and only once
NEAR = 20


class Feeds(Protocol):
    """A decoder that a learner wrote: bytes go in, a list of messages comes out."""

    def feed(self, data: bytes) -> list[object]:
        """Take bytes that arrived; return the messages that are complete."""


def splits(stream: bytes) -> Iterator[list[bytes]]:
    """Yield the stream whole, cut once, cut twice, at each place, then byte by byte.

    The order makes the first split that fails the one with the fewest pieces. Of a
    long stream there are only a few, or nobody would wait for them.
    """
    if len(stream) > LONG:
        yield [stream]
        yield from ([stream[:cut], stream[cut:]] for cut in range(1, NEAR))
        return
    for count in range(MOST_CUTS + 1):
        for cuts in combinations(range(1, len(stream)), count):
            edges = [0, *cuts, len(stream)]
            yield [stream[a:b] for a, b in pairwise(edges)]
    yield [stream[i : i + 1] for i in range(len(stream))]


def every_split(attempt: Callable[[], Feeds], case: Case) -> Iterator[Try]:
    """Try a new decoder, an object with `feed`, on each split of the case's stream."""
    for pieces in splits(_bytes(case.args[0])):
        says = f"{attempt.__name__}() fed {_shown(pieces)}"
        yield Try(says, partial(_feed_all, attempt, pieces))


def _feed_all(new_decoder: Callable[[], Feeds], pieces: list[bytes]) -> object:
    """Feed two decoders by turns, as two clients do: they must not mix.

    What is no list is returned as it came: a generator would give the items, too.
    """
    other, decoder = new_decoder(), new_decoder()
    messages: list[object] = []
    for piece in pieces:
        other.feed(piece)
        given: object = decoder.feed(piece)
        if not isinstance(given, list):
            return given
        messages += given
    return messages


def as_parser(attempt: Callable[[], Parser[object]], case: Case) -> Iterator[Try]:
    """Try a parser, a generator that yields `Take`, on each split of the stream."""
    for pieces in splits(_bytes(case.args[0])):
        says = f"{attempt.__name__}() given {_shown(pieces)}"
        yield Try(says, partial(_parse_all, attempt, pieces))


def _parse_all(
    new_parser: Callable[[], Parser[object]], pieces: list[bytes]
) -> list[object]:
    decoder = Decoder(new_parser)
    items: list[object] = []
    for piece in pieces:
        decoder.feed(piece)
        items += decoder
    return items


def from_a_socket(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(sock, ...)` where a peer sends pieces one by one, then closes.

    The first of the case's arguments is the list of pieces; the rest are passed on.
    """
    pieces, *rest = case.args
    assert isinstance(pieces, list)
    shown = ", ".join(["sock", *map(repr, rest)])
    says = f"{attempt.__name__}({shown}) when {_shown(pieces)} arrives"
    yield Try(says, partial(_receive, attempt, pieces, rest))


def _receive(attempt: Attempt, pieces: list[bytes], rest: list[object]) -> object:
    with Dribble(*pieces) as sock:
        return attempt(sock, *rest)


def _bytes(stream: object) -> bytes:
    assert isinstance(stream, bytes)
    return stream


def _shown(pieces: list[bytes]) -> str:
    return " | ".join(map(short, pieces)) or "nothing"
