"""Ask, and wait at most so long: what `ask_within` must do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from ...checking.clock.late import left
from ...checking.clock.loop import in_a_loop, waited
from ...checking.clock.turned import StillWaitingError
from ...checking.model import Attempt, Case, Exercise, Try, mistake
from .shared import next_heard, serving


async def ask_within(address: str, question: str, limit: float) -> str | None:
    """Connect, ask, and return the first answer; None if none comes in time.

    `limit` is in seconds. The connection is closed in any case.
    """
    async with connect(address, proxy=None) as websocket:
        await websocket.send(question)
        try:
            async with asyncio.timeout(limit):
                return str(await websocket.recv())
        except TimeoutError:
            return None


def of_a_server(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Call the attempt with the address of a server, which answers with given texts.

    It comes to the answer, what the server was asked, and how the client left.
    """
    answers, question, limit, pause = case.args
    assert isinstance(answers, list)
    assert isinstance(pause, float)
    assert isinstance(limit, int | float)
    how = f"answers {answers!r}" if answers else "says nothing"
    how += f" after {pause} s" if pause else ""
    says = f"{attempt.__name__}(address, {question!r}, {limit}) when the server {how}"
    yield Try(
        says,
        lambda: in_a_loop(_asked(attempt, answers, question, limit, pause), attempt),
    )


async def _asked(
    attempt: Attempt,
    answers: list[str],
    question: object,
    limit: float,
    pause: float,
) -> object:
    asked: list[str] = []
    visits: list[ServerConnection] = []

    async def handler(websocket: ServerConnection) -> None:
        visits.append(websocket)
        with suppress(ConnectionClosed):
            asked.append(await next_heard(websocket))
            with suppress(TimeoutError):
                await asyncio.wait_for(websocket.wait_closed(), pause)
            for answer in answers:
                await websocket.send(answer)
            if answers:  # who waits for more is not left waiting
                await next_heard(websocket)
            else:
                await websocket.wait_closed()

    async with serving(handler) as address:
        start = waited()
        answer = await attempt(address, question, limit)
        took = waited() - start
        is_open = any(visit.state is State.OPEN for visit in visits)
    due = min(pause, limit) if answers else limit
    return answer, asked, left("left open" if is_open else "closed", took, due, limit)


@mistake("The answer came within `limit`, and you had left: use `limit`, not a number.")
async def _waits_a_time_of_its_own(
    address: str, question: str, _limit: float
) -> str | None:
    return await ask_within(address, question, 0.1)


@mistake("The server says nothing, and you wait for ever. Put the limit round recv.")
async def _has_no_limit(address: str, question: str, limit: float) -> str | None:
    if answer := await ask_within(address, question, limit):
        return answer
    raise StillWaitingError


@mistake("Do not sleep: `recv` waits. Put the limit round it.")
async def _sleeps(_address: str, *_: object) -> None:
    raise StillWaitingError


@mistake(
    "The time was over, and TimeoutError left your function. Catch it, and return None."
)
async def _raises_timeout(address: str, question: str, limit: float) -> str:
    async with connect(address, proxy=None) as websocket, asyncio.timeout(limit):
        await websocket.send(question)
        return str(await websocket.recv())


@mistake(
    "The answer is right, and the connection is still open. “async with "
    "connect(…)” closes it, whatever happens."
)
async def _leaves_it_open(address: str, question: str, limit: float) -> str | None:
    websocket = await connect(address, proxy=None)
    await websocket.send(question)
    with suppress(TimeoutError):
        return str(await asyncio.wait_for(websocket.recv(), limit))
    return None


@mistake(
    "The server was not asked. Send the question, with “await”, before you receive."
)
async def _asks_nothing(address: str, _question: str, limit: float) -> str | None:
    async with connect(address, proxy=None) as websocket:
        with suppress(TimeoutError):
            return str(await asyncio.wait_for(websocket.recv(), limit))
    return None


@mistake("The server answered, and your function gave None: is there a “return”?")
async def _gives_nothing(address: str, question: str, limit: float) -> None:
    await ask_within(address, question, limit)


@mistake("No answer and an empty answer are two things: return None for none.")
async def _gives_an_empty_text(address: str, question: str, limit: float) -> str:
    return await ask_within(address, question, limit) or ""


@mistake("Two answers came, and you returned the second.")
async def _gives_the_last(address: str, question: str, limit: float) -> str | None:
    answer = None
    async with connect(address, proxy=None) as websocket:
        await websocket.send(question)
        with suppress(TimeoutError):
            async with asyncio.timeout(limit):
                async for message in websocket:
                    answer = str(message)
    return answer


@mistake("Return the first answer itself, not a list of them.")
async def _gives_all(address: str, question: str, limit: float) -> list[str]:
    answers = []
    async with connect(address, proxy=None) as websocket:
        await websocket.send(question)
        with suppress(TimeoutError):
            async with asyncio.timeout(limit):
                async for message in websocket:
                    answers.append(str(message))  # noqa: PERF401 - a timeout ends it
    return answers


@mistake("That server is closed. `address` is the address to connect to.")
async def _asks_a_server_of_the_lesson(_address: str, *_: object) -> None:
    raise IndexError("that server is closed, and has no sockets")


@mistake(
    "Both connect and asyncio.timeout want “async with”, recv takes no limit "
    "of its own, and `address` is a text, not a function."
)
async def _forgets_async(address: str, question: str, limit: float) -> str:
    raise TypeError(f"no context manager: {address} {question} {limit}")


EXERCISE = Exercise(
    id="ask_within",
    title="Ask, and wait at most so long",
    minutes=6,
    solution=ask_within,
    imports="import asyncio\n\nfrom websockets.asyncio.client import connect",
    trial=of_a_server,
    cases=(
        Case(
            (["at eight"], "when is dinner?", 5, 0.0),
            ("at eight", ["when is dinner?"], "closed"),
            "Expected are: your answer, what the server was asked, and that you closed "
            "the connection. A coroutine object means that an “await” is missing.",
        ),
        Case(
            ([], "hello?", 0.1, 0.0),
            (None, ["hello?"], "closed"),
            "The server says nothing here: put a limit around recv, and return None.",
        ),
        Case((["yes", "no"], "tea?", 5, 0.0), ("yes", ["tea?"], "closed")),
        Case((["soon"], "when?", 5, 0.3), ("soon", ["when?"], "closed")),
        Case(
            ([""], "what is left?", 5, 0.0),
            ("", ["what is left?"], "closed"),
            "An empty answer is an answer, too: only if none comes, return None.",
        ),
    ),
    hidden=(
        Case(([""], "", 5, 0.0), ("", [""], "closed")),
        Case((["too late"], "café?", 0.1, 0.3), (None, ["café?"], "closed")),
    ),
    hints=(
        "Three things can take long: to connect, to send, to receive. Which of them "
        "has no end when the server is silent?",
        "“async with asyncio.timeout(limit)” round recv raises TimeoutError when the "
        "time is over. Catch it outside that block.",
        "try:\n            async with asyncio.timeout(limit):\n                return "
        "await websocket.recv()\n        except TimeoutError:\n            …",
    ),
    mistakes=(
        _waits_a_time_of_its_own,
        _has_no_limit,
        _sleeps,
        _leaves_it_open,
        _raises_timeout,
        _asks_nothing,
        _gives_nothing,
        _gives_an_empty_text,
        _forgets_async,
        _asks_a_server_of_the_lesson,
        _gives_the_last,
        _gives_all,
    ),
)
