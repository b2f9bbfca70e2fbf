"""Broken captures: each is read, or refused with a ValueError. Say how many to try.

python -m authoring.chaos.captures 100000
"""

import random
import shutil
import struct
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from authoring.chaos.recorded import Talk
from tests.wire.test_capture import pcapng
from wslesson.protocol.events import Binary, Close, Ping, Text
from wslesson.wire import capture, conversation
from wslesson.wire.said import said
from wslesson.wire.segments import read_segments
from wslesson.wire.tape import RECEIVED, SENT

EXTREMES = [0, 1, 7, 12, 2**16 - 1, 2**31 - 1, 2**31, 2**32 - 1]
DRAWN = 20  # one in so many is drawn, too, which takes longer than to read it


def seeds(folder: Path) -> list[bytes]:
    """Return good captures: ours, and as tshark writes them, if it is here."""
    talk = Talk(timed=True).shake_hands().ask(Text("Hello"), Ping(b"?"), Close(1000))
    talk.answer(Text("hi"), Binary(bytes(300))).tape.record("received", b"")
    path = folder / "seed.pcap"
    capture.write_pcap(path, talk.tape, Talk().shake_hands().tape)
    packets = [segment.encode() for _, segment in read_segments(path.read_bytes())]
    found = [path.read_bytes(), pcapng(*packets), pcapng(*packets, order=">")]
    if tshark := shutil.which("tshark"):
        for form in "pcapng", "nsecpcap":
            other = folder / form
            command = [tshark, "-r", str(path), "-F", form, "-w", str(other)]
            subprocess.run(command, check=True, capture_output=True, timeout=60)
            found.append(other.read_bytes())
    return found


def spoil(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Break a capture in one to four places."""
    broken = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(broken) + 1)
        size = chance.choice([1, 4, 16, 100])
        match chance.randrange(6):
            case 0:
                broken[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                number = chance.choice([*EXTREMES, chance.randrange(2**32)])
                order = chance.choice("<>")
                broken[at : at + 4] = struct.pack(f"{order}I", number)
            case 2:
                del broken[at : at + size]
            case 3:
                broken[at:at] = broken[at : at + size]
            case 4:
                begin = chance.randrange(len(other))
                broken[at:at] = other[begin : begin + size]
            case 5 if chance.random() < 0.2:
                del broken[at:]
    return bytes(broken)


def judge(path: Path, draw: bool) -> str:
    """Read a capture, and what its tapes say. Return how it went."""
    try:
        tapes = capture.read_connections(path)
    except ValueError as error:
        return "refused: " + "".join(c for c in str(error) if not c.isdigit())[:40]
    for tape in tapes:
        told: dict[str, bytearray] = {"sent": bytearray(), "received": bytearray()}
        for thing in said(tape.chunks):
            told[thing.direction] += thing.data
        for direction in (SENT, RECEIVED):
            assert told[direction] == tape.bytes(direction), "a byte was lost"
        if draw:
            assert str(conversation(tape)) is not None
    return f"read: {min(len(tapes), 4)} connections"


def run(number: int, seed: int = 0) -> Counter[str]:
    """Try so many captures. Raises whatever is no ValueError, the capture beside it."""
    chance, outcomes = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        good = seeds(Path(folder))
        path = Path(folder) / "broken"
        for count in range(number):
            path.write_bytes(spoil(chance.choice(good), chance.choice(good), chance))
            try:
                outcomes[judge(path, draw=count % DRAWN == 0)] += 1
            except Exception as error:
                error.add_note(f"seed {seed}, number {count}: {path.read_bytes()!r}")
                raise
    return outcomes


if __name__ == "__main__":
    for outcome, times in run(int(sys.argv[1])).most_common():
        print(f"{times:8,} {outcome}")
