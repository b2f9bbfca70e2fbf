"""What a stranger sends costs no more than its size: counted, where that can be done.

`make bench` times many more kinds of input, each at one size and at twice.
"""

import re
import zlib
from contextlib import suppress
from time import process_time

import pytest

from wslesson.protocol.deflate import Deflate
from wslesson.protocol.errors import RemoteProtocolError
from wslesson.protocol.heads import (
    EXTENSION,
    HEADER,
    LINE_FEED,
    REQUEST_LINE,
    STATUS_LINE,
    TOKEN,
)
from wslesson.protocol.reading import Decoder, Until

LONG = 2**16
BOUND = 5  # seconds of CPU: what is linear takes a thousandth, what is not, more


class Counting(Until):
    """Counts the bytes in which it had to look for its mark."""

    looked = 0

    def find(self, buffer, start, seen):
        Counting.looked += len(buffer) - start - seen
        return super().find(buffer, start, seen)


def test_a_mark_is_looked_for_only_in_what_is_new():
    def parse_lines():
        first = yield Counting(b"\r\n", "LINE", LONG)
        return first, (yield Counting(b"\r\n", "LINE", LONG))

    wire = (b"x" * 500 + b"\r\n") * 2
    for size in 1, 2, 7, 1004:
        Counting.looked = 0
        decoder, items = Decoder(parse_lines), []
        for at in range(0, len(wire), size):
            decoder.feed(wire[at : at + size])
            items += decoder
        assert items == [(wire[:502], wire[502:])]
        assert len(wire) <= Counting.looked <= 2 * len(wire)


HOSTILE = {
    "a value of spaces": (HEADER, "x:" + " " * LONG + "\0"),
    "a value of tabs and letters": (HEADER, "x:" + "\ta" * LONG + "\0"),
    "a name without an end": (HEADER, "x" * LONG),
    "a method without an end": (REQUEST_LINE, "G" * LONG),
    "a host without an end": (REQUEST_LINE, "GET http://" + "a" * LONG + "\0"),
    "a path without an end": (REQUEST_LINE, "GET /" + "/?" * LONG + " HTTP/2"),
    "a reason of spaces": (STATUS_LINE, "HTTP/1.1 200 " + " " * LONG + "\0"),
    "an extension of spaces": (EXTENSION, "a" + " " * LONG + "b"),
    "spaces before an extension": (EXTENSION, " " * LONG + ";"),
    "spaces around a parameter": (
        EXTENSION,
        "a" + f"{' ' * 99};{' ' * 99}b" * 400 + "=",
    ),
    "parameters without an end": (EXTENSION, "a" + ";b=c ;d" * LONG + '"'),
    "a subprotocol": (re.compile(TOKEN), "a" * LONG + " "),
}


@pytest.mark.rule("S04")
@pytest.mark.parametrize(("pattern", "text"), HOSTILE.values(), ids=HOSTILE)
def test_what_does_not_fit_is_found_out_in_time(pattern, text):
    start = process_time()
    assert pattern.fullmatch(text) is None
    assert process_time() - start < BOUND


@pytest.mark.rule("S04")
@pytest.mark.parametrize("head", [b"\r\n" * LONG, b"a\r\n" * LONG, b"\r" * LONG])
def test_the_end_of_a_head_is_looked_for_in_time(head):
    start = process_time()
    assert LINE_FEED.search(head) is None
    assert process_time() - start < BOUND


@pytest.mark.rule("S04")
@pytest.mark.parametrize("text", [b"", b"a", b"some text", bytes(100)])
def test_new_inflaters_are_paid_for_with_bytes(monkeypatch, text):
    made, make = [], zlib.decompressobj

    def counted(*arguments, **options):
        made.append(arguments)
        return make(*arguments, **options)

    monkeypatch.setattr(zlib, "decompressobj", counted)
    deflate, wire = Deflate(), zlib.compress(text, wbits=-15) * 5000
    with suppress(RemoteProtocolError):
        deflate.decode(wire, False, 2**20)
    assert len(made) <= 65 + len(wire) / 16
