"""Listen until it is quiet: what `collect_until_quiet` must do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import takewhile
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Data

from ...checking.clock.late import is_late
from ...checking.clock.script import Act, Script
from ...checking.model import Attempt, Case, Exercise, Mistake, Try, mistake
from .shared import SILENT, SLOW


def collect_until_quiet(websocket: ClientConnection, pause: float) -> list[Data]:
    """Return the messages that come, until none comes for `pause` seconds.

    If the server closes earlier, return what has come until then.
    """
    messages: list[Data] = []
    try:
        while True:
            messages.append(websocket.recv(timeout=pause))
    except (TimeoutError, ConnectionClosed):
        return messages


def _collected(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(websocket, pause)` on a server that speaks.

    The case's arguments are the pause, the messages, the seconds from one to the next,
    and what the server does then. A server that will be silent has spoken already.
    """
    pause, messages, gap, then = case.args
    says = (
        f"{attempt.__name__}(websocket, {pause}): {messages}, {gap} s apart, "
        f"then the server {then}"
    )
    yield Try(says, partial(_collect_once, attempt, pause, messages, gap, then))


def _collect_once(
    attempt: Attempt, pause: Any, messages: Any, gap: Any, then: object
) -> object:
    last = gap * (len(messages) - 1) if messages else 0
    acts = [(gap * at, _says(message)) for at, message in enumerate(messages)]
    if then != SILENT:
        acts.append((last, lambda websocket: websocket.close()))
    script = Script(*acts)
    with (
        script.serving(attempt) as address,
        connect(address, proxy=None) as websocket,
    ):
        got = attempt(websocket, pause)
        late = is_late(script.now, last + (pause if then == SILENT else 0), pause)
        return got, "too late" if late else "in time"


def _says(message: Data) -> Act:
    return lambda websocket: websocket.send(message)


@mistake(
    "It was quiet, and you went on until the server closed. A for loop has no "
    "limit, and neither has recv() without a timeout. And TimeoutError must "
    "end the loop."
)
def _hears_until_the_goodbye(websocket: ClientConnection, _pause: float) -> list[Data]:
    return list(websocket)


def _catches(
    *errors: type[Exception],
) -> Callable[[ClientConnection, float], list[Data]]:
    """Return a `collect` that catches these errors only."""

    def collecting(websocket: ClientConnection, pause: float) -> list[Data]:
        messages = []
        with suppress(*errors):
            while True:
                messages.append(websocket.recv(timeout=pause))
        return messages

    collecting.__name__ = "collect"
    return collecting


@mistake(
    "An empty message is a message, too: keep it, and go on. Only the two "
    "errors end the loop."
)
def _ends_at_an_empty_one(websocket: ClientConnection, pause: float) -> list[Data]:
    return list(takewhile(bool, collect_until_quiet(websocket, pause)))


@mistake(
    "One more message came, and you had gone. Wait `pause` seconds for each, "
    "whatever `pause` is."
)
def _has_a_pause_of_its_own(websocket: ClientConnection, _pause: float) -> list[Data]:
    return collect_until_quiet(websocket, SLOW / 2)


@mistake("Only the first message is there. Go on until it is quiet.")
def _takes_one(websocket: ClientConnection, pause: float) -> list[Data]:
    return [websocket.recv(timeout=pause)]


@mistake("What came before the end is lost. Return it, too.")
def _drops_all(websocket: ClientConnection, pause: float) -> list[Data]:
    collect_until_quiet(websocket, pause)
    return []


@mistake("The list was not returned.")
def _collects_for_nobody(websocket: ClientConnection, pause: float) -> None:
    collect_until_quiet(websocket, pause)


EXERCISE = Exercise(
    id="collect_until_quiet",
    title="Listen until it is quiet",
    minutes=5,
    solution=collect_until_quiet,
    imports="from websockets.exceptions import ConnectionClosed\n"
    "from websockets.sync.client import ClientConnection\n"
    "from websockets.typing import Data",
    trial=_collected,
    cases=(
        Case(
            (5, ["", "b"], SLOW, "closes"),
            (["", "b"], "in time"),
            why="Two messages, the first one empty; then the server closes, and recv "
            "raises ConnectionClosed: return the two.",
        ),
        Case(
            (0.1, ["a", "b"], 0, SILENT),
            (["a", "b"], "in time"),
            why="Two messages, then nothing: recv(timeout=pause) raises TimeoutError. "
            "Return the two.",
        ),
        Case(
            (5, ["a", "b", "c"], 4, "closes"),
            (["a", "b", "c"], "in time"),
            why="Each message may take `pause` seconds, not all of them together.",
        ),
    ),
    hidden=(
        Case((5, ["a", b"\x00", "a"], 0, "closes"), (["a", b"\x00", "a"], "in time")),
        Case((0.1, [], 0, SILENT), ([], "in time")),
        # One pause for each message, not for all: 0.56 s are longer than one.
        Case((0.5, list("abcdefgh"), 0.08, "closes"), (list("abcdefgh"), "in time")),
    ),
    hints=(
        "Nobody tells you which message is the last. What tells you that it is quiet?",
        "Receive for ever, each time with timeout=pause, and keep each message. Two "
        "errors end that: TimeoutError and ConnectionClosed. Catch both.",
        "messages = []\ntry:\n    while True:\n"
        "        messages.append(websocket.recv(timeout=…))\n"
        "except (…, …):\n    return messages",
    ),
    mistakes=(
        _hears_until_the_goodbye,
        Mistake(
            _catches(ConnectionClosed),
            "When it is quiet, recv raises TimeoutError. Catch it, and return what you "
            "have.",
        ),
        Mistake(
            _catches(TimeoutError),
            "The server closed, so recv raised ConnectionClosed. Catch it, and return "
            "what you have.",
        ),
        Mistake(
            _catches(),
            "Two errors may end the loop: TimeoutError when it is quiet, "
            "ConnectionClosed when the server closes. Catch both.",
        ),
        _ends_at_an_empty_one,
        _has_a_pause_of_its_own,
        _takes_one,
        _drops_all,
        _collects_for_nobody,
    ),
)
