"""Write tapes as a capture that Wireshark opens, and read captures back as tapes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from heapq import heappop, heappush
from pathlib import Path

from .said import client_of
from .segments import ACK, FIN, MAGIC, PSH, RAW_IP, RST, SYN, Segment, read_segments
from .tape import RECEIVED, SENT, Chunk, Direction, Tape, opposite

HOST, SERVER = bytes([127, 0, 0, 1]), 80  # a port on which HTTP is expected
FIRST_PORT = 50_001  # of the clients
LARGEST = 65_495  # bytes: an IP packet, less its two headers
WRAP = 2**32  # where the numbers of bytes begin again


def write_pcap(path: str | Path, *tapes: Tape) -> None:
    """Write each tape as a TCP connection, with the headers that it might have had.

    A tape without times gets a millisecond for each chunk. Raises ValueError for a time
    before 1970, or after 2106.
    """
    with Path(path).open("wb") as file:
        head = struct.pack("<IHHiIII", MAGIC, 2, 4, 0, 0, 0x40000, RAW_IP)
        file.write(head)
        for port, tape in enumerate(tapes, FIRST_PORT):
            for time, segment in _segments(tape, port):
                packet = segment.encode()
                when = divmod(round(time * 1_000_000), 1_000_000)
                if not 0 <= when[0] < WRAP:
                    raise ValueError(f"no time that a capture can hold: {time:g} s")
                sizes = len(packet), len(packet)
                file.write(struct.pack("<IIII", *when, *sizes) + packet)


def _segments(tape: Tape, port: int) -> Iterator[tuple[float, Segment]]:
    """Yield the segments of a connection, each with its time."""
    client = client_of(tape)
    server = opposite(client)
    ends = {client: HOST + port.to_bytes(2), server: HOST + SERVER.to_bytes(2)}
    numbers = {client: 1000, server: 5000}  # of the next byte of each

    def segment(who: Direction, flags: int, data: bytes = b"") -> Segment:
        other, number = opposite(who), numbers[who]
        numbers[who] = (number + len(data) + bool(flags & (SYN | FIN))) % WRAP
        return Segment(ends[who], ends[other], number, numbers[other], flags, data)

    start = _time(1, tape.chunks[0]) if tape.chunks else 0
    yield start, segment(client, SYN)
    yield start, segment(server, SYN | ACK)
    yield start, segment(client, ACK)
    ended = set()
    for number, chunk in enumerate(tape.chunks, 1):
        time, who = _time(number, chunk), chunk.direction
        for at in range(0, len(chunk.data), LARGEST):
            yield time, segment(who, PSH | ACK, chunk.data[at : at + LARGEST])
        if not chunk.data and who not in ended:
            ended.add(who)
            yield time, segment(who, (RST if chunk.reset else FIN) | ACK)


def _time(number: int, chunk: Chunk) -> float:
    return number / 1000 if chunk.time is None else chunk.time


def read_pcap(path: str | Path, number: int = 1) -> Tape:
    """Read one connection of a capture, the first by default, as the client's tape.

    Raises ValueError when it is not there.
    """
    tapes = read_connections(path)
    if not 0 < number <= len(tapes):
        raise ValueError(f"no connection {number}: the capture has {len(tapes)}")
    return tapes[number - 1]


def read_connections(path: str | Path) -> list[Tape]:
    """Read each TCP connection in a capture by tcpdump, tshark or Wireshark.

    A direction is read up to where a packet is missing. Raises ValueError for a file
    that is not a capture, or is a broken one.
    """
    found: dict[frozenset[bytes], Connection] = {}
    tapes: list[Tape] = []
    for time, segment in read_segments(Path(path).read_bytes()):
        ends = frozenset((segment.source, segment.target))
        if ends not in found or found[ends].is_over_at(segment):
            found[ends] = Connection(segment)
            tapes.append(found[ends].tape)
        found[ends].take(time, segment)
    return tapes


class Connection:
    """Puts the segments of one connection in order, and on a tape: RFC 9293."""

    def __init__(self, first: Segment) -> None:
        self.tape = Tape(lambda: self._now)
        self._now = 0.0
        self._first = first
        answers = first.flags & (SYN | ACK) == SYN | ACK
        self._client = first.target if answers else first.source
        self._halves: dict[Direction, Half] = {}

    def is_over_at(self, segment: Segment) -> bool:
        """Tell whether a segment opens another connection between the same ends."""
        opens = segment.flags & (SYN | ACK) == SYN
        return opens and segment.number != self._first.number

    def take(self, time: float, segment: Segment) -> None:
        """Record what a segment brings."""
        self._now = time
        who = SENT if segment.source == self._client else RECEIVED
        if segment.flags & RST:
            return self.tape.record(who, b"", reset=True)
        if who not in self._halves:
            self._halves[who] = Half(segment.number + bool(segment.flags & SYN))
        for data in self._halves[who].take(segment):
            self.tape.record(who, data)
        return None


class Half:
    """One direction of a connection. `number` is that of its first byte."""

    def __init__(self, number: int) -> None:
        self._first = number
        self._at = 0  # how many bytes came, counted from there; the end counts as one
        self._early: list[tuple[int, bytes, bool]] = []

    def take(self, segment: Segment) -> Iterator[bytes]:
        """Yield the bytes that are next, or b"" at the end of the stream."""
        if segment.flags & SYN:
            return
        ahead = (segment.number - self._first - self._at + WRAP // 2) % WRAP - WRAP // 2
        ends = bool(segment.flags & FIN)
        heappush(self._early, (self._at + ahead, segment.data, ends))
        while self._early and self._early[0][0] <= self._at:
            start, data, ends = heappop(self._early)
            if start + len(data) > self._at:
                yield data[self._at - start :]
                self._at = start + len(data)
            if ends and start + len(data) == self._at:
                yield b""
                self._at += 1
