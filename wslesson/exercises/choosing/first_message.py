"""Hear one message, with Trio: what `first_message` must do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any

import trio
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request
from websockets.trio.client import connect as connect_trio
from websockets.trio.server import ServerConnection, serve

from ...checking.clock.late import is_late
from ...checking.clock.turned import StillWaitingError
from ...checking.clock.under_trio import PORT, Listener, in_trio
from ...checking.model import Attempt, Case, Exercise, Raises, Try, mistake


async def first_message(url: str, seconds: float) -> str | None:
    """Connect with Trio, and return the first message that the server sends.

    Return None when none has come after so many seconds.
    """
    with trio.move_on_after(seconds):
        async with connect_trio(url, proxy=None) as websocket:
            return await websocket.recv(decode=True)
    return None


Answer = Callable[[str, float], Awaitable[object]]


@dataclass(frozen=True)
class Peer:
    """A server: what it does, when it answers the handshake, and what it sends when."""

    does: str
    messages: tuple[str, ...] = ()
    sends: float = 0.0  # seconds after the handshake
    answers: float = 0.0  # seconds after the request
    stays: bool = True  # after the last message


class NotAwaitedError(Exception):
    """An answer gave a coroutine that nobody ran."""


def beside_a_server(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try a coroutine function under Trio, with a server in the same loop."""
    peer, seconds = case.args
    assert isinstance(peer, Peer)
    assert isinstance(seconds, float)
    says = f"await {attempt.__name__}(url, {seconds}) when the server {peer.does}"
    yield Try(says, partial(_run, attempt, peer, seconds))


def _run(attempt: Answer, peer: Peer, seconds: float) -> object:
    try:
        return in_trio(partial(_ask, attempt, peer, seconds), attempt)
    except ExceptionGroup as group:  # the nursery wraps what the answer raises
        raise group.exceptions[0] from None


async def _ask(
    attempt: Answer, peer: Peer, seconds: float, listener: Listener
) -> object:
    async def wait(_connection: ServerConnection, _request: Request) -> None:
        await trio.sleep(peer.answers)

    async def say(websocket: ServerConnection) -> None:
        await trio.sleep(peer.sends)
        with suppress(ConnectionClosed):  # the client has heard enough
            for message in peer.messages:
                await websocket.send(message)
            if peer.stays:
                await websocket.wait_closed()

    listeners: list[Any] = [listener]  # websockets asks for those of sockets
    serving = partial(serve, say, listeners=listeners, process_request=wait)
    async with trio.open_nursery() as nursery:
        await nursery.start(serving)
        start = trio.current_time()
        found = await attempt(f"ws://127.0.0.1:{PORT}", seconds)
        took = trio.current_time() - start
        nursery.cancel_scope.cancel()
    if isinstance(found, Coroutine):
        found.close()
        raise NotAwaitedError("it gave a coroutine, not a message")
    due = peer.answers + peer.sends if peer.messages else inf
    if is_late(took, min(due, seconds), seconds):
        raise StillWaitingError(f"it waited for {took:.1f} s")
    return found


@mistake(
    "`fail_after` raises an error. Here, silence is no error: "
    "`move_on_after`, then None."
)
async def _raises_when_late(url: str, seconds: float) -> str:
    with trio.fail_after(seconds):
        async with connect_trio(url, proxy=None) as websocket:
            return await websocket.recv(decode=True)


@mistake(
    "Start no loop (`trio.run`, `asyncio.run`): the check runs your "
    "coroutine. And use nothing of asyncio inside Trio: take `connect` "
    "from `websockets.trio.client`, and the time limit from `trio`."
)
async def _asks_asyncio_for_the_time(url: str, seconds: float) -> str:
    return await asyncio.sleep(seconds, url)


@mistake("That is a coroutine: `await` is missing before `websocket.recv()`.")
async def _forgets_to_await(url: str, seconds: float) -> object:
    return first_message(url, seconds)


@mistake(
    "You gave None although a message came. Did you `return` it? Is the "
    "limit `seconds`? One `recv`, no `async for`, is enough."
)
async def _returns_nothing(url: str, seconds: float) -> None:
    await first_message(url, seconds)


@mistake('You gave None for the message "": it is false, but it did come.')
async def _takes_an_empty_text_for_none(url: str, seconds: float) -> str | None:
    return await first_message(url, seconds) or None


@mistake(
    "`connect_trio` waits outside your limit: put "
    "`with trio.move_on_after(…)` around `async with connect_trio(…)`."
)
async def _limits_only_recv(url: str, seconds: float) -> str | None:
    async with connect_trio(url, proxy=None) as websocket:
        with trio.move_on_after(seconds):
            return await websocket.recv(decode=True)
    return None


@mistake(
    "Each of two waits has the whole time here, `connect_trio` and `recv`: "
    "set one limit around both."
)
async def _limits_each_wait(url: str, seconds: float) -> str | None:
    with suppress(TimeoutError):
        async with connect_trio(url, proxy=None, open_timeout=seconds) as websocket:
            with trio.move_on_after(seconds):
                return await websocket.recv(decode=True)
    return None


@mistake(
    "The message came after `seconds`, and you waited on: give them to "
    "`move_on_after`, as they are."
)
async def _sets_a_limit_of_its_own(url: str, _seconds: float) -> str | None:
    return await first_message(url, 0.5)


EXERCISE = Exercise(
    id="first_message",
    title="Hear one message, with Trio",
    minutes=9,
    solution=first_message,
    cases=(
        Case(
            (
                Peer("sends hello after 0.4 s, then bye", ("hello", "bye"), 0.4),
                0.5,
            ),
            "hello",
            "It takes `with trio.move_on_after(…)`, then "
            "`async with connect_trio(…)`, and `await websocket.recv()`.",
        ),
        Case(
            (Peer("sends an empty text after 0.4 s", ("",), 0.4), 0.5),
            "",
            "An empty text is a message, too.",
        ),
        Case(
            (Peer("sends nothing"), 0.1),
            None,
            "Nothing comes. A time limit must end the wait for `recv`, and None is "
            "returned after it.",
        ),
        Case(
            (Peer("sends hello after 0.3 s", ("hello",), 0.3), 0.2),
            None,
            "The message comes after the limit, `seconds`: too late.",
        ),
        Case(
            (
                Peer(
                    "answers the handshake after 0.3 s, sends hello 0.3 s later",
                    ("hello",),
                    sends=0.3,
                    answers=0.3,
                ),
                0.5,
            ),
            None,
            "0.6 s are over when the message comes: the time counts from the start "
            "of connecting.",
        ),
        Case(
            (Peer("never answers the handshake", answers=inf), 0.1),
            None,
            "A server that never answers: the time counts from the start of "
            "connecting.",
        ),
        Case(
            (Peer("closes without a message", stays=False), 0.5),
            Raises(ConnectionClosed),
            "The server closed, and the time was not over: let the error out.",
        ),
    ),
    hidden=(
        Case((Peer("sends hi after 0.7 s", ("hi",), 0.7), 0.9), "hi"),
        Case(
            (
                Peer(
                    "answers the handshake after 0.2 s, sends ciao 0.2 s later",
                    ("ciao", ""),
                    sends=0.2,
                    answers=0.2,
                ),
                0.5,
            ),
            "ciao",
        ),
    ),
    hints=(
        "What does `with trio.move_on_after(…)` do when the time is over?",
        "Set the time limit first, and open the connection inside it, as `listen` "
        "does in step 2. Return what `recv` gives. What comes after the limit?",
        "with trio.move_on_after(seconds): async with connect_trio(url, "
        "proxy=None) as websocket: return await websocket.recv(). At the end, "
        "return None.",
    ),
    mistakes=(
        _raises_when_late,
        _asks_asyncio_for_the_time,
        _forgets_to_await,
        _takes_an_empty_text_for_none,
        _returns_nothing,
        _sets_a_limit_of_its_own,
        _limits_each_wait,
        _limits_only_recv,
    ),
    imports="import trio\nfrom websockets.trio.client import connect as connect_trio",
    trial=beside_a_server,
)
