"""Record what kosoku's client says in each case, for the last stage of *by hand*.

`python -m authoring.conformance.record` writes it: do so when kosoku has other cases.
The keys of the masks are random, so each record is another.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from base64 import b64encode
from importlib.metadata import version

from kosoku import run_fuzzingclient

from wslesson.checking.stages.program import Patience, Program
from wslesson.projects.by_hand.contract import PROJECT
from wslesson.projects.by_hand.guests import REQUEST
from wslesson.projects.by_hand.recorded import FILE
from wslesson.wire import Tape, tap_async

LEFT_OUT = ["9.*", "12.*", "13.*"]


async def record(address: str) -> dict[str, object]:
    """Run each case once more, behind a tap."""
    found = await run_fuzzingclient(address, exclude_cases=LEFT_OUT, concurrency=4)
    cases = {case.case_id: await spoken(address, case.case_id) for case in found}
    free = [case.case_id for case in found if case.behavior.value == "INFORMATIONAL"]
    return {"judge": f"kosoku {version('kosoku')}", "free": free, "cases": cases}


async def spoken(address: str, case: str) -> list[str]:
    """Return what the client says behind its handshake, which is the same in all."""
    tape = Tape()
    async with tap_async(address, tape) as front:
        await run_fuzzingclient(front, cases=[case])
    first, *rest = [c.data for c in tape.chunks if c.direction == "sent" and c.data]
    assert first.partition(b"Upgrade")[2] == REQUEST.partition(b"Upgrade")[2]
    return [b64encode(data).decode() for data in rest]


def main() -> None:
    with Program(PROJECT.reference, Patience()) as program:
        content = asyncio.run(record(f"ws://127.0.0.1:{program.port()}/"))
    packed = gzip.compress(json.dumps(content).encode(), 9, mtime=0)
    FILE.write_bytes(packed)
    print(f"{len(content['cases'])} cases, {len(packed):,} bytes: {FILE.name}")


if __name__ == "__main__":
    main()
