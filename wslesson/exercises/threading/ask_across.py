"""Ask from another thread: what `ask_across` must do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

from websockets.asyncio import client as loop_client
from websockets.asyncio import server as loop_server
from websockets.asyncio.client import ClientConnection as LoopConnection
from websockets.exceptions import ConnectionClosed
from websockets.typing import Data

from ...checking.clock.late import is_late
from ...checking.clock.loop import in_a_loop, waited
from ...checking.clock.script import GENEROUS
from ...checking.clock.turned import StillWaitingError
from ...checking.model import Attempt, Case, Exercise, Raises, Slip, Try, mistake
from .shared import SILENT, asked_for, plain, url


def ask_across(
    websocket: LoopConnection, loop: asyncio.AbstractEventLoop, question: str
) -> Data:
    """Send a question, and return the answer.

    The connection belongs to asyncio, and to `loop`. You are in another thread.
    """
    sending = asyncio.run_coroutine_threadsafe(websocket.send(question), loop)
    sending.result(timeout=5)
    answer = asyncio.run_coroutine_threadsafe(websocket.recv(), loop)
    return answer.result(timeout=5)


LIMIT = 5.0  # seconds for an answer, as the card says


class _Owned:
    """A connection that tells who uses it from a loop that is not its own."""

    def __init__(self, connection: LoopConnection) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()

    async def send(self, message: Data) -> None:
        """Send a message."""
        self._check()
        await self._connection.send(message)

    async def recv(self) -> Data:
        """Return the next message."""
        self._check()
        return await self._connection.recv()

    def _check(self) -> None:
        if asyncio.get_running_loop() is not self._loop:
            raise RuntimeError("this connection belongs to another loop")


def _across(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(websocket, loop, question)` in a thread beside a running loop."""
    question, answer = case.args
    says = f"{attempt.__name__}(websocket, loop, {question!r})"
    yield Try(says, partial(_cross, attempt, question, answer))


def _cross(attempt: Attempt, question: object, answer: Any) -> object:
    return in_a_loop(_across_once(attempt, question, answer), attempt)


async def _across_once(attempt: Attempt, question: object, answer: Any) -> object:
    async def answering(websocket: loop_server.ServerConnection) -> None:
        with suppress(ConnectionClosed):
            async for asked in websocket:
                said = answer if asked == question else asked_for(asked)
                if said != SILENT:
                    await websocket.send(said)

    async with (
        loop_server.serve(answering, "127.0.0.1", 0) as server,
        loop_client.connect(url(server.sockets[0]), proxy=None) as connection,
    ):
        with ThreadPoolExecutor(1) as pool:
            loop = asyncio.get_running_loop()
            loop.set_debug(True)  # so it refuses what is not safe from a thread
            loop.slow_callback_duration = GENEROUS  # and is silent about the rest
            job = pool.submit(attempt, _Owned(connection), loop, question)
            try:
                return plain(await asyncio.wrap_future(job))
            finally:
                if is_late(waited(), LIMIT, LIMIT):
                    raise StillWaitingError(f"it waited for {waited():.0f} s")


@mistake(
    "The connection belongs to a loop that runs already, in another thread. No "
    "loop of your own, and no run_until_complete: hand that loop the "
    "coroutine, with asyncio.run_coroutine_threadsafe(coroutine, loop)."
)
def _starts_a_loop(
    websocket: _Owned, loop: asyncio.AbstractEventLoop, question: str
) -> Data:
    sending = asyncio.run_coroutine_threadsafe(websocket.send(question), loop)
    sending.result(timeout=5)
    return asyncio.run(websocket.recv())


@mistake(
    "Your thread has no loop, and needs none. The connection belongs to "
    "`loop`, which runs already, in another thread. Hand it each coroutine: "
    "asyncio.run_coroutine_threadsafe(coroutine, loop)."
)
def _starts_a_loop_for_each(
    websocket: _Owned, _loop: asyncio.AbstractEventLoop, question: str
) -> None:
    asyncio.run(websocket.send(question))


@mistake("A Future is a promise. Its result(timeout=5) waits for the answer.")
def _gives_a_promise(
    websocket: _Owned, loop: asyncio.AbstractEventLoop, question: str
) -> object:
    asyncio.run_coroutine_threadsafe(websocket.send(question), loop)
    return asyncio.run_coroutine_threadsafe(websocket.recv(), loop)


@mistake("A coroutine has not run. Hand it to the loop, and wait for the result.")
def _gives_a_coroutine(
    websocket: _Owned, loop: asyncio.AbstractEventLoop, question: str
) -> object:
    asyncio.run_coroutine_threadsafe(websocket.send(question), loop)
    return websocket.recv()


@mistake(
    "run_coroutine_threadsafe takes two things: a coroutine, which is a call, "
    "with parentheses; and the loop that shall run it."
)
def _hands_over_no_coroutine(
    websocket: _Owned, loop: asyncio.AbstractEventLoop, _question: str
) -> object:
    send: Any = websocket.send
    return asyncio.run_coroutine_threadsafe(send, loop)


@mistake(
    "None came back: what send gives, or no return at all. The answer comes from recv."
)
def _returns_what_send_gave(
    websocket: _Owned, loop: asyncio.AbstractEventLoop, question: str
) -> object:
    return asyncio.run_coroutine_threadsafe(websocket.send(question), loop).result(5)


EXERCISE = Exercise(
    id="ask_across",
    title="Ask from another thread",
    minutes=6,
    solution=ask_across,
    imports="import asyncio\n\n"
    "from websockets.asyncio.client import ClientConnection as LoopConnection\n"
    "from websockets.typing import Data",
    trial=_across,
    cases=(
        Case(
            ("hello", "HELLO"),
            "HELLO",
            why="No loop of your own: hand `loop` each coroutine, with "
            "run_coroutine_threadsafe. Return what recv gives.",
        ),
        Case(
            (5, ""),
            Raises(TypeError),
            why="send refuses a number: its TypeError must come out. Wait for its "
            "result.",
        ),
        Case(
            ("anybody?", SILENT),
            Raises(TimeoutError),
            why="This server is silent. Wait at most 5 seconds: result(timeout=5), for "
            "the answer, too.",
        ),
    ),
    hidden=(
        Case(("What time is it?", "Half past two"), "Half past two"),
        Case(("nothing", ""), ""),
        Case((b"raw", b"\x00\xff"), b"\x00\xff"),
    ),
    hints=(
        "In which thread does the loop run, and how does another thread hand it a "
        "coroutine?",
        "asyncio.run_coroutine_threadsafe takes a coroutine and the loop, and returns "
        "a Future; its result(timeout=5) waits. Do it twice: send, then recv.",
        "sending = asyncio.run_coroutine_threadsafe(websocket.send(…), loop)\n"
        "sending.result(timeout=5)\n"
        "answer = asyncio.run_coroutine_threadsafe(…, loop)\n"
        "return answer.result(timeout=5)",
    ),
    mistakes=(
        _starts_a_loop,
        _starts_a_loop_for_each,
        Slip(
            "sending = asyncio.run_coroutine_threadsafe(websocket.send(question), loop)\n"
            "    sending.result(timeout=5)\n"
            "    answer = asyncio.run_coroutine_threadsafe(websocket.recv(), loop)\n"
            "    return answer.result(timeout=",
            "asyncio.run_coroutine_threadsafe(websocket.send(question), loop)\n"
            "    return asyncio.run_coroutine_threadsafe(websocket.recv(), loop).result(",
            "You did not wait for send: its error would be lost. Ask its Future for "
            "the result, too.",
        ),
        _gives_a_promise,
        _gives_a_coroutine,
        _hands_over_no_coroutine,
        _returns_what_send_gave,
        Slip(
            "sending = asyncio.run_coroutine_threadsafe(websocket.send(question), loop)\n"
            "    sending.result(timeout=5)\n"
            "    answer = asyncio.run_coroutine_threadsafe(websocket.recv(), loop)\n"
            "    return answer.result(timeout=",
            "websocket.send(question).close()\n"
            "    return asyncio.run_coroutine_threadsafe(websocket.recv(), loop).result(",
            "The server got no question in time. websocket.send(…) alone only makes a "
            "coroutine; and the question must leave before you wait for its answer.",
        ),
    ),
)
