"""The Autobahn cases without a runner: what kosoku's client said, replayed in memory.

The answers of the reference, which kosoku accepts in each case, are the right ones.
Section 9 is left out: it is large, and about speed.
"""

from __future__ import annotations

import gzip
import json
import runpy
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ...checking.stages.replaying import Recorded, replay
from ...protocol.frames import Frame, Opcode
from ...protocol.heads import Response
from ...wire.said import said
from ...wire.stream_reader import StreamEnd
from ...wire.tape import RECEIVED, SENT, Tape
from .guests import REQUEST, told

FILE = Path(__file__).with_name("cases.json.gz")
REFERENCE = Path(__file__).with_name("reference.py")
USUAL = (1000).to_bytes(2)  # what a Close without a code means

Serve = Callable[[Recorded], object]
Step = tuple[int, object]  # how much it had heard by then, and what it said


@dataclass(frozen=True)
class Cases:
    """What the client says in each case. In those that are `free` any answer will do."""

    chunks: dict[str, list[bytes]]
    free: list[str]
    judge: str  # whose they are: its version


@dataclass(frozen=True)
class Difference:
    """A case in which a server does otherwise than it must."""

    case: str
    why: str
    tape: Tape = field(repr=False)


def load() -> Cases:
    """Return the cases that are recorded."""
    content = json.loads(gzip.decompress(FILE.read_bytes()))
    chunks = {
        case: [REQUEST, *map(b64decode, texts)]
        for case, texts in content["cases"].items()
    }
    return Cases(chunks, content["free"], content["judge"])


def differences(serve_one: Serve, cases: Cases) -> Iterator[Difference]:
    """Yield each case in which a server does otherwise than the reference."""
    reference = runpy.run_path(str(REFERENCE))["serve_one"]
    for case in [case for case in cases.chunks if case not in cases.free]:
        chunks = cases.chunks[case]
        tape = Tape()
        try:
            tape = replay(serve_one, chunks)
            why = _parted([*steps(tape)], [*steps(replay(reference, chunks))])
        except (Exception, SystemExit) as error:  # whatever a learner's program raises
            why = f"it raised {type(error).__name__}: {error}"
        if why:
            yield Difference(case, why, tape)


def steps(tape: Tape) -> Iterator[Step]:
    """Yield what the server said, each with how many chunks it had heard by then."""
    heard = [0]
    for chunk in tape.chunks:
        heard.append(heard[-1] + (chunk.direction == SENT))
    for thing in said(tape.chunks):
        if thing.direction == RECEIVED:
            yield heard[thing.last], _meant(thing.item)


def _meant(item: object) -> object:
    """Return what counts of it: of a Close the code, of a response the token, too."""
    match item:
        case Frame(opcode=Opcode.CLOSE, payload=payload):
            return item.fin, item.mask_key, Opcode.CLOSE, payload[:2] or USUAL
        case Frame():
            return item.fin, item.mask_key, item.opcode, item.payload
        case Response(status, headers):
            return status, headers.get("sec-websocket-accept")
    return item


def _parted(ours: list[Step], theirs: list[Step]) -> str:
    """Say where two conversations part first; "" if they are the same.

    Both close with the end of the stream, so none is only the beginning of the other.
    """
    for got, right in zip(ours, theirs, strict=False):
        if got != right:
            more = ", but not at that time" if got[1] == right[1] else ""
            return f"expected {_shown(right)}, got {_shown(got)}{more}"
    return ""


def _shown(step: Step) -> str:
    match step[1]:
        case (_, _, Opcode() as opcode, bytes(payload)):
            return told(opcode, payload)
        case (int(status), _):
            return f"the response {status}"
        case StreamEnd():
            return "the end of the stream"
    return "what is no frame"
