"""Come back, but not for ever: what `collect_despite_losses` must do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosedError

from ...checking.clock.loop import in_a_loop
from ...checking.model import Attempt, Case, Exercise, Mistake, Try, mistake
from .shared import serving


async def collect_despite_losses(address: str, most: int) -> list[str]:
    """Return all messages up to the server's goodbye, over `most` connections at most.

    A connection that is lost is replaced by a new one; a goodbye is the end.
    """
    messages: list[str] = []
    for _ in range(most):
        async with connect(address, proxy=None) as websocket:
            try:
                async for message in websocket:
                    messages += [str(message)]
                return messages
            except ConnectionClosedError:
                continue
    return messages


CUT = "cut"


def of_a_bad_line(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Call the attempt with the address of a server that follows a script.

    The script has a list for each connection: the messages, and "cut" where it is
    lost. It comes to the messages, and the number of connections.
    """
    script, most = case.args
    assert isinstance(script, list)
    says = f"{attempt.__name__}(address, {most!r}) when the server plays {script!r}"
    yield Try(says, lambda: in_a_loop(_played(attempt, script, most), attempt))


async def _played(attempt: Attempt, script: list[list[str]], most: object) -> object:
    visits = 0

    async def handler(websocket: ServerConnection) -> None:
        nonlocal visits
        scene = script[min(visits, len(script) - 1)]
        visits += 1
        for message in scene:
            if message == CUT:
                await websocket.close(1011)
            else:
                await websocket.send(message)

    async with serving(handler) as address:
        return await attempt(address, most), visits


@mistake(
    "A lost connection raises ConnectionClosedError, and it left your "
    "function. Catch it, and connect again."
)
async def _lets_the_error_out(address: str, _most: int) -> list[str]:
    async with connect(address, proxy=None) as websocket:
        return [str(message) async for message in websocket]


def _collector(
    *,
    visits: Callable[[int], int] = lambda most: most,
    forgets: bool = False,
    returns: bool = True,
    at_the_end: Callable[[list[str]], list[str] | None] = lambda messages: messages,
) -> Attempt:
    """Return a way to collect with a fault.

    `visits` says how often it connects, `forgets` drops what came before, without
    `returns` it goes on after a goodbye, `at_the_end` makes what it gives else.
    """

    async def attempt(address: str, most: int) -> list[str] | None:
        messages: list[str] = []
        for _ in range(visits(most)):
            messages = [] if forgets else messages
            async with connect(address, proxy=None) as websocket:
                with suppress(ConnectionClosedError):
                    async for message in websocket:
                        messages.append(str(message))
                    if returns:
                        return messages
        return at_the_end(messages)

    return attempt


@mistake(
    "What came on a connection that was lost is gone: the list in brackets was "
    "never finished. Add each message as it comes."
)
async def _keeps_only_whole_visits(address: str, most: int) -> list[str]:
    messages: list[str] = []
    for _ in range(most):
        async with connect(address, proxy=None) as websocket:
            with suppress(ConnectionClosedError):
                visit: list[str] = []
                async for message in websocket:
                    visit += [str(message)]
                messages += visit
                return messages
    return messages


@mistake(
    "At a goodbye recv raises ConnectionClosedOK. Use “async for”, which just "
    "ends, or catch it, and return."
)
async def _receives_after_the_goodbye(address: str, most: int) -> list[str]:
    messages: list[str] = []
    for _ in range(most):
        async with connect(address, proxy=None) as websocket:
            with suppress(ConnectionClosedError):
                while True:
                    messages += [str(await websocket.recv())]
    return messages


@mistake("Your function gave None: return the list.")
async def _gives_nothing_back(address: str, most: int) -> None:
    await collect_despite_losses(address, most)


EXERCISE = Exercise(
    id="collect_despite_losses",
    title="Come back, but not for ever",
    minutes=9,
    solution=collect_despite_losses,
    imports="from websockets.asyncio.client import connect\n"
    "from websockets.exceptions import ConnectionClosedError",
    trial=of_a_bad_line,
    cases=(
        Case(
            ([["a", "b"]], 3),
            (["a", "b"], 1),
            "Expected are your list, and the number of connections that were made. "
            "A goodbye is the end: return then.",
        ),
        Case(
            ([["a", CUT], ["b"]], 3),
            (["a", "b"], 2),
            "What came before the loss is kept. A dead connection gives no more: "
            "connect again.",
        ),
        Case(
            ([["a", CUT], ["b", CUT], ["c"]], 2),
            (["a", "b"], 2),
            "At most two connections, and what has come by then.",
        ),
        Case(
            ([["a", CUT]], 2),
            (["a", "a"], 2),
            "Each connection is lost here: count them, and stop.",
        ),
    ),
    hidden=(
        Case(([["a", CUT], ["b", CUT], [""]], 3), (["a", "b", ""], 3)),
        Case(([["a", CUT], ["b"]], 1), (["a"], 1)),
        Case(([[CUT], []], 3), ([], 2)),
    ),
    hints=(
        "How often may you connect, and which loop does a thing so often? What ends it "
        "early?",
        "A loop over range(most); in it “async with connect(…)”; in that “async for”, "
        "between try and except ConnectionClosedError. The list begins before all.",
        "for _ in range(most):\n        async with connect(…) as websocket:\n"
        "            try:\n                async for message in websocket: …\n"
        "                return messages\n            except ConnectionClosedError:\n"
        "                …",
    ),
    mistakes=(
        _receives_after_the_goodbye,
        _lets_the_error_out,
        Mistake(
            _collector(visits=lambda most: most - 1),
            "One connection too few: `most` counts the first one, too.",
        ),
        Mistake(
            _collector(visits=lambda _: 1),
            "The connection was lost, and you did not come back for the rest.",
        ),
        _keeps_only_whole_visits,
        Mistake(
            _collector(forgets=True),
            "What came before the loss is gone. Make the list once, before the first "
            "connection.",
        ),
        Mistake(
            _collector(returns=False),
            "The server had said goodbye: “async for” ended without an error. Return "
            "then, and do not connect again.",
        ),
        Mistake(
            _collector(visits=lambda most: most + 1),
            "One connection too many: `most` counts all of them.",
        ),
        Mistake(
            _collector(at_the_end=lambda _: None),
            "When the last connection is lost, too, return what has come by then.",
        ),
        _gives_nothing_back,
    ),
)
