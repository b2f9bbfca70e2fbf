"""Run the Autobahn cases, with `kosoku` at the other end, against our drivers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import TypedDict, Unpack

from kosoku import FailureError, FuzzingServer, run_fuzzingclient, run_fuzzingserver
from kosoku._kosoku import CaseResult

from wslesson.drivers import Settings, aio, blocking
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.errors import ProtocolError
from wslesson.protocol.events import Text
from wslesson.protocol.handshake import Terms
from wslesson.services import by_hand_asyncio, by_hand_threads

AT_ONCE = 4  # cases: more of them only wait for each other
CASE_TIME = 120.0  # seconds, more than a case may take: our Pings would disturb it
LARGEST = 2**25  # bytes: the cases of chapter 9 send 16 MiB

ROLES = ("server", "client")
DRIVERS = ("threads", "tasks")
End = tuple[str, str]  # a role and a driver


class Which(TypedDict, total=False):
    """Some of the cases, by number or pattern."""

    cases: Sequence[str]
    exclude_cases: Sequence[str]


PLAIN: Which = {"exclude_cases": ["12.*", "13.*"]}
COMPRESSED: Which = {"cases": ["12.*", "13.*"]}


def results(
    role: str, driver: str, *, compress: bool = False, **which: Unpack[Which]
) -> list[CaseResult]:
    """Return what the cases found out about one of our ends."""
    terms = Terms(extension=Deflate if compress else None)
    settings = Settings(timeout=CASE_TIME, max_message=LARGEST, terms=terms)
    judge = judge_server if role == "server" else judge_client
    try:
        return asyncio.run(judge(driver, settings, which))
    except FailureError as failure:
        return failure.results


def complaints(found: list[CaseResult]) -> list[str]:
    """Return a line for each case that is not as it should be: no NON-STRICT either."""
    return [
        f"{case.case_id}: {case.behavior.value}, close {case.behavior_close.value} "
        f"({case.remote_close_code}): {case.result} {case.result_close}"
        for case in found
        if {case.behavior.value, case.behavior_close.value} - {"OK", "INFORMATIONAL"}
    ]


async def judge_server(
    driver: str, settings: Settings, which: Which
) -> list[CaseResult]:
    """Let the cases call at our echo."""
    if driver == "threads":
        with blocking.serve(by_hand_threads.echo, settings=settings) as url:
            return await run_fuzzingclient(url, concurrency=AT_ONCE, **which)
    async with aio.serve(by_hand_asyncio.echo, settings=settings) as url:
        return await run_fuzzingclient(url, concurrency=AT_ONCE, **which)


async def judge_client(
    driver: str, settings: Settings, which: Which
) -> list[CaseResult]:
    """Let our echo call at the cases, which wait at one address each."""
    one_case = case_in_a_thread if driver == "threads" else case_in_a_task
    async with run_fuzzingserver(**which, host="127.0.0.1", port=0) as cases:
        turns = asyncio.Semaphore(AT_ONCE)

        async def take_turn(number: int) -> None:
            async with turns:
                await one_case(url(cases, f"runCase?case={number}&agent=us"), settings)

        async with aio.connect(url(cases, "getCaseCount"), settings) as websocket:
            count = await websocket.receive()
        assert isinstance(count, Text)
        await asyncio.gather(*map(take_turn, range(1, int(count.text) + 1)))
        async with aio.connect(url(cases, "updateReports?agent=us"), settings):
            pass  # the call itself says that we have finished
        return await cases.get_result()


def url(cases: FuzzingServer, path: str) -> str:
    return f"ws://{cases.address}:{cases.port}/{path}"


async def case_in_a_task(address: str, settings: Settings) -> None:
    with suppress(ProtocolError, OSError):  # many cases break a rule: that is the test
        async with aio.connect(address, settings) as websocket:
            await by_hand_asyncio.echo(websocket)


async def case_in_a_thread(address: str, settings: Settings) -> None:
    def call() -> None:
        with suppress(ProtocolError, OSError):
            with blocking.connect(address, settings) as websocket:
                by_hand_threads.echo(websocket)

    await asyncio.to_thread(call)
