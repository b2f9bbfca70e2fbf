"""The last stage: the Autobahn cases. Their judge is kosoku, where it is installed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import NamedTuple

from ...checking.stages.clients import NotYetError
from ...checking.stages.model import Scene, Stage
from ...checking.stages.program import Patience, Program
from ...wire.tape import Tape

SMALL = {"exclude_cases": ["9.*", "12.*", "13.*"]}
LARGE = {"cases": ["9.*"]}
LIMIT = 120.0  # seconds for each half of the cases: a few are usual
GOOD = {"OK", "INFORMATIONAL"}
SHOWN = 5  # cases that are told
UNHEARD = "it cannot be imported, or its serve_one does not come to an end"


class Verdict(NamedTuple):
    """What came of one case: a word of kosoku's, and why."""

    case: str
    why: str  # "" if it passed


def judged(scene: Scene) -> str:
    """Put the program in front of the cases: the small ones first."""
    if not (scene.port and find_spec("kosoku")):
        return replayed(scene)
    small = run(scene.port, 20, **SMALL)
    complain(small)
    large = run(scene.port, 4, **LARGE)
    complain(small + large)
    return f"{len(small) + len(large)} of {len(small) + len(large)}"


def complain(verdicts: list[Verdict]) -> None:
    """Raise NotYetError if a case did not pass."""
    failed = [each for each in verdicts if each.why]
    if failed:
        count = f"{len(verdicts) - len(failed)} of {len(verdicts)} cases pass"
        raise NotYetError("\n".join([count, *(f"{c}: {w}" for c, w in failed[:SHOWN])]))


def run(port: int, at_once: int, **which: Sequence[str]) -> list[Verdict]:
    """Let kosoku judge. In a thread: where a loop runs, a second one cannot."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, _run(port, at_once, **which)).result()


async def _run(port: int, at_once: int, **which: Sequence[str]) -> list[Verdict]:
    from kosoku import FailureError, run_fuzzingclient  # not built for each machine

    try:
        async with asyncio.timeout(LIMIT):
            address = f"ws://127.0.0.1:{port}/"
            found = await run_fuzzingclient(address, concurrency=at_once, **which)
    except FailureError as failure:
        found = failure.results
    except TimeoutError:
        raise NotYetError(f"the cases took more than {LIMIT:g} seconds") from None
    verdicts = []
    for each in found:
        good = {each.behavior.value, each.behavior_close.value} <= GOOD
        why = f"{each.behavior.value}: {each.result} {each.result_close}"
        verdicts.append(Verdict(each.case_id, "" if good else why))
    return verdicts


def replayed(scene: Scene) -> str:
    """Replay what kosoku's client said once, in a process of its own."""
    patience = Patience(start=LIMIT)
    with Program(scene.path, patience, "-m", f"{__package__}.replaying") as program:
        line = program.line(LIMIT)
    try:
        found = json.loads(line)
    except ValueError:
        raise NotYetError("\n".join([UNHEARD, *program.printed()])) from None
    if found["failed"]:
        count = f"{found['all'] - found['failed']} of {found['all']} cases pass"
        tape = Tape()
        for direction, data in found["tape"]:
            tape.record(direction, bytes.fromhex(data))
        raise NotYetError(f"{count}\n{found['first']}", tape)
    return f"{found['all']} of {found['all']}, replayed from a record"


STAGE = Stage("It passes the Autobahn cases, as kosoku has them", "05", 10, judged)
