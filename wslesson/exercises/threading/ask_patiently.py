"""Ask, and give up in time: what `ask_patiently` must do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from threading import Event
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.sync.server import ServerConnection
from websockets.typing import Data

from ...checking.clock.late import left
from ...checking.clock.script import Script
from ...checking.model import Attempt, Case, Exercise, Raises, Try, mistake
from .shared import COROUTINE, SLOW, asked_for, plain


def ask_patiently(address: str, question: str, patience: float) -> Data | None:
    """Send a question, and return the answer, or None if none comes in time.

    `patience` is in seconds. The connection is closed in any case.
    """
    with connect(address, proxy=None) as websocket:
        websocket.send(question)
        try:
            return websocket.recv(timeout=patience)
        except TimeoutError:
            return None


LEAVES = "leaves"


def _asked(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(address, question, patience)`, and see how it leaves the server.

    The case's arguments are the question, the patience, and the server's answers.
    """
    question, patience, *answers = case.args
    says = f"{attempt.__name__}(address, {question!r}, {patience}), and its connection"
    yield Try(says, partial(_ask_once, attempt, question, patience, answers))


def _ask_once(
    attempt: Attempt, question: object, patience: Any, answers: list[Any]
) -> object:
    spoke = Event()

    def answer(websocket: ServerConnection) -> None:
        spoke.set()
        with suppress(TimeoutError):
            asked = websocket.recv(timeout=0)  # all that was sent is there
            for text in answers if asked == question else [asked_for(asked)]:
                websocket.close() if text == LEAVES else websocket.send(text)

    script = Script((SLOW if answers else 0, answer))
    with script.serving(attempt) as address:
        got = plain(attempt(address, question, patience))
        if got == COROUTINE:
            return got, "nobody came"
        if script.gave_up:
            return got, "closed by the server"
        if answers and not spoke.is_set():
            return got, "closed too early"
        how = "left open" if script.left_open() else "closed"
        return got, left(how, script.now, SLOW if answers else patience, patience)


@mistake("When the time is over, recv raises TimeoutError. Catch it, and return None.")
def _lets_the_error_out(address: str, question: str, patience: float) -> Data:
    with connect(address, proxy=None) as websocket:
        websocket.send(question)
        return websocket.recv(timeout=patience)


@mistake(
    "The connection was closed before an answer came: the silent server got "
    "tired of you. recv itself needs the limit: timeout=patience, in seconds. "
    "(open_timeout is for the handshake.)"
)
def _waits_for_ever(address: str, question: str, patience: float) -> Data:
    with connect(address, proxy=None, open_timeout=patience) as websocket:
        websocket.send(question)
        return websocket.recv()


@mistake("You left before the answer came. Wait for it: recv(timeout=patience).")
def _has_a_patience_of_its_own(
    address: str, question: str, _patience: float
) -> Data | None:
    return ask_patiently(address, question, SLOW / 2)


@mistake(
    "The server was asked the word question: send what the argument `question` "
    "holds, without quotes."
)
def _asks_for_the_name(address: str, _question: str, patience: float) -> Data | None:
    return ask_patiently(address, "question", patience)


@mistake("The with block had ended, so the connection was closed. Receive inside it.")
def _receives_after_the_block(address: str, question: str, patience: float) -> Data:
    with connect(address, proxy=None) as websocket:
        websocket.send(question)
    return websocket.recv(timeout=patience)


@mistake(
    "The connection is still open, and its threads still run: write `with "
    "connect(…) as websocket:`."
)
def _leaves_it_open(address: str, question: str, patience: float) -> Data | None:
    websocket = connect(address, proxy=None, legacy=True)
    websocket.send(question)
    with suppress(TimeoutError):
        return websocket.recv(timeout=patience)
    return None


@mistake(
    "Nothing has run: no async and no await here. This connect comes from "
    "websockets.sync, and each call simply waits."
)
def _asks_in_a_task(*arguments: object) -> object:
    return asyncio.sleep(1, arguments)  # what an async def gives: a coroutine


@mistake("The answer came, and was not returned.")
def _asks_for_nobody(address: str, question: str, patience: float) -> None:
    ask_patiently(address, question, patience)


EXERCISE = Exercise(
    id="ask_patiently",
    title="Ask, and give up in time",
    minutes=6,
    solution=ask_patiently,
    imports="from websockets.sync.client import connect\n"
    "from websockets.typing import Data",
    trial=_asked,
    cases=(
        Case(
            ("hello", 5, "HELLO"),
            ("HELLO", "closed"),
            why="Connect, send the question, receive the answer, return it.",
        ),
        Case(
            ("anybody?", 0.1),
            (None, "closed"),
            why="This server is silent. When the patience is over, return None: recv "
            "itself needs the limit, timeout=patience.",
        ),
        Case(
            ("raw", 5, b"\x00\xff"),
            (b"\x00\xff", "closed"),
            why="The answer may be bytes, too: return it as it came.",
        ),
        Case(
            ("anybody?", 5, LEAVES),
            Raises(ConnectionClosed),
            why="This server closes without an answer. That is no silence: let the "
            "error out. Catch TimeoutError only.",
        ),
    ),
    hidden=(
        Case(("What time is it?", 5, "Half past two"), ("Half past two", "closed")),
        Case(("nothing", 5, ""), ("", "closed")),
        Case(("coded", 5, b"tea"), (b"tea", "closed")),
    ),
    hints=(
        "Which of your lines may wait for ever, and which argument gives it a limit?",
        "Connect in a with block. Inside, send, then recv with timeout=…, which raises "
        "TimeoutError when the time is over: catch that.",
        "with connect(address, proxy=None) as websocket:\n    websocket.send(…)\n"
        "    try:\n        return websocket.recv(timeout=…)\n    except …:\n"
        "        return …",
    ),
    mistakes=(
        _lets_the_error_out,
        _has_a_patience_of_its_own,
        _asks_for_the_name,
        _receives_after_the_block,
        _asks_for_nobody,
        _asks_in_a_task,
        _waits_for_ever,
        _leaves_it_open,
    ),
)
