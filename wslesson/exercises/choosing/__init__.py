"""Lesson 09: which style, and what does it cost?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from math import inf
from statistics import mean, median

import trio
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request
from websockets.trio.client import connect as connect_trio
from websockets.trio.server import ServerConnection, serve

from ...checking.model import Attempt, Case, Choice, Exercise, Mistake, Question, Try
from ...checking.trials import PATIENCE, StillWaitingError

Report = tuple[int, int]
Round = tuple[float, float]
Settings = dict[str, object]

# 09.1


def per_connection(reports: list[tuple[int, int]]) -> float:
    """Return how many KiB each connection added, from the first report to the last.

    A report is the number of open connections, and the memory in bytes.
    """
    connections, memory = reports[0]
    more_connections, more_memory = reports[-1]
    return (more_memory - memory) / 1024 / (more_connections - connections)


def _first_and_last(reports: list[Report]) -> tuple[int, int, int, int]:
    return (*reports[0], *reports[-1])


def _weighs_the_process(reports: list[Report]) -> float:
    connections, memory = reports[-1]
    return memory / 1024 / connections


def _divides_by_all(reports: list[Report]) -> float:
    _, memory, connections, more = _first_and_last(reports)
    return (more - memory) / 1024 / connections


def _divides_by_the_reports(reports: list[Report]) -> float:
    _, memory, _, more = _first_and_last(reports)
    return (more - memory) / 1024 / len(reports)


def _in_bytes(reports: list[Report]) -> float:
    return per_connection(reports) * 1024


def _in_kilobytes(reports: list[Report]) -> float:
    return per_connection(reports) * 1024 / 1000


def _in_mebibytes(reports: list[Report]) -> float:
    return per_connection(reports) / 1024


def _forgets_to_share(reports: list[Report]) -> float:
    _, memory, _, more = _first_and_last(reports)
    return (more - memory) / 1024


def _cuts_the_fraction(reports: list[Report]) -> int:
    connections, memory, more_connections, more = _first_and_last(reports)
    return (more - memory) // 1024 // (more_connections - connections)


def _cuts_the_bytes(reports: list[Report]) -> float:
    connections, memory, more_connections, more = _first_and_last(reports)
    return (more - memory) // (more_connections - connections) / 1024


def _only_the_first_two(reports: list[Report]) -> float:
    return per_connection(reports[:2])


def _forgets_to_give_it_back(reports: list[Report]) -> None:
    per_connection(reports)


def _turned_round(reports: list[Report]) -> float:
    return -per_connection(reports)


# 09.2


def fair_ratio(rounds: list[tuple[float, float]]) -> float:
    """Return how many times as long B took as A: the median over the rounds.

    A round is the seconds that A took, and then those that B took.
    """
    return median(b / a for a, b in rounds)


def _mean_of_ratios(rounds: list[Round]) -> float:
    return mean(b / a for a, b in rounds)


def _ratio_of_sums(rounds: list[Round]) -> float:
    return sum(b for _, b in rounds) / sum(a for a, _ in rounds)


def _ratio_of_medians(rounds: list[Round]) -> float:
    return median(b for _, b in rounds) / median(a for a, _ in rounds)


def _ratio_of_the_best(rounds: list[Round]) -> float:
    return min(b for _, b in rounds) / min(a for a, _ in rounds)


def _a_through_b(rounds: list[Round]) -> float:
    return median(a / b for a, b in rounds)


def _median_of_differences(rounds: list[Round]) -> float:
    return median(b - a for a, b in rounds)


def _middle_of_the_unsorted(rounds: list[Round]) -> float:
    a, b = rounds[len(rounds) // 2]
    return b / a


def _upper_middle(rounds: list[Round]) -> float:
    return sorted(b / a for a, b in rounds)[len(rounds) // 2]


def _best_ratio(rounds: list[Round]) -> float:
    return min(b / a for a, b in rounds)


def _cuts_off_the_fraction(rounds: list[Round]) -> float:
    return median(b // a for a, b in rounds)


def _forgets_to_return(rounds: list[Round]) -> None:
    fair_ratio(rounds)


def _list_of_ratios(rounds: list[Round]) -> list[float]:
    return [b / a for a, b in rounds]


# 09.3


def differences(ours: dict[str, object], theirs: dict[str, object]) -> list[str]:
    """Return the names of the settings in which two benchmarks differ, sorted.

    A setting that only one of them tells counts. "library" does not: it is what
    they compare.
    """
    return sorted(
        name
        for name in ours.keys() | theirs.keys()
        if name != "library" and ours.get(name) != theirs.get(name)
    )


def _keeps_the_library(ours: Settings, theirs: Settings) -> list[str]:
    found = differences(ours, theirs)
    return sorted([*found, "library"])


def _only_ours(ours: Settings, theirs: Settings) -> list[str]:
    return [name for name in differences(ours, theirs) if name in ours]


def _only_theirs(ours: Settings, theirs: Settings) -> list[str]:
    return [name for name in differences(ours, theirs) if name in theirs]


def _only_in_both(ours: Settings, theirs: Settings) -> list[str]:
    return [name for name in _only_ours(ours, theirs) if name in theirs]


def _indexes_theirs(ours: Settings, theirs: Settings) -> list[str]:
    return [name for name in sorted(ours) if ours[name] != theirs[name]]


def _not_sorted(ours: Settings, theirs: Settings) -> list[str]:
    found = differences(ours, theirs)
    return [name for name in {**ours, **theirs} if name in found]


def _twice(ours: Settings, theirs: Settings) -> list[str]:
    found = differences(ours, theirs)
    return sorted(name for name in (*ours, *theirs) if name in found)


def _what_is_equal(ours: Settings, theirs: Settings) -> list[str]:
    found = {*differences(ours, theirs), "library"}
    return sorted((ours.keys() | theirs.keys()) - found)


def _a_set(ours: Settings, theirs: Settings) -> set[str]:
    return set(differences(ours, theirs))


def _changes_ours(ours: Settings, theirs: Settings) -> list[str]:
    found = differences(ours, theirs)
    del ours["library"]
    return found


class ChangedError(Exception):
    """An answer changed what it was given to read."""


def unchanged(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(ours, theirs)`, and see whether both are afterwards as before."""
    ours, theirs = case.args
    yield Try(f"{attempt.__name__}({ours}, {theirs})", partial(_read, attempt, case))


def _read(attempt: Attempt, case: Case) -> object:
    given = deepcopy(case.args)
    found = attempt(*given)
    if given != case.args:
        raise ChangedError("it changed a dict that it was given")
    return found


# 09.4


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


class NotAwaitedError(Exception):
    """An answer gave a coroutine that nobody ran."""


def in_trio(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try a coroutine function under Trio, with a server in the same loop."""
    peer, seconds = case.args
    assert isinstance(peer, Peer)
    assert isinstance(seconds, float)
    says = f"await {attempt.__name__}(url, {seconds}) when the server {peer.does}"
    yield Try(says, partial(_run, attempt, peer, seconds))


def _run(attempt: Answer, peer: Peer, seconds: float) -> object:
    from trio.testing import MockClock  # here: it brings the whole of pytest

    # When all tasks wait, this clock jumps to the end of the first sleep: a busy
    # machine makes nobody late.
    clock = MockClock(autojump_threshold=0.05)
    try:
        return trio.run(_ask, attempt, peer, seconds, clock=clock)
    except ExceptionGroup as group:  # the nursery wraps what the answer raises
        raise group.exceptions[0] from None


async def _ask(attempt: Answer, peer: Peer, seconds: float) -> object:
    async def wait(_connection: ServerConnection, _request: Request) -> None:
        await trio.sleep(peer.answers)

    async def say(websocket: ServerConnection) -> None:
        await trio.sleep(peer.sends)
        with suppress(ConnectionClosed):  # the client has heard enough
            for message in peer.messages:
                await websocket.send(message)
            await websocket.wait_closed()

    start = partial(serve, say, 0, host="127.0.0.1", process_request=wait)
    async with trio.open_nursery() as nursery:
        server = await nursery.start(start)
        port = server.listeners[0].socket.getsockname()[1]
        found = await _in_time(attempt, port, seconds)
        nursery.cancel_scope.cancel()
    return found


async def _in_time(attempt: Answer, port: int, seconds: float) -> object:
    with trio.move_on_after(PATIENCE):
        found = await attempt(f"ws://127.0.0.1:{port}", seconds)
        if isinstance(found, Coroutine):
            found.close()
            raise NotAwaitedError("it gave a coroutine, not a message")
        return found
    raise StillWaitingError(f"it still waits after {PATIENCE:g} s")


async def _raises_when_late(url: str, seconds: float) -> str:
    with trio.fail_after(seconds):
        async with connect_trio(url, proxy=None) as websocket:
            return await websocket.recv(decode=True)


async def _asks_asyncio_for_the_time(url: str, seconds: float) -> str:
    return await asyncio.sleep(seconds, url)


async def _forgets_to_await(url: str, seconds: float) -> object:
    return first_message(url, seconds)


async def _returns_nothing(url: str, seconds: float) -> None:
    await first_message(url, seconds)


async def _takes_an_empty_text_for_none(url: str, seconds: float) -> str | None:
    return await first_message(url, seconds) or None


async def _limits_only_recv(url: str, seconds: float) -> str | None:
    async with connect_trio(url, proxy=None) as websocket:
        with trio.move_on_after(seconds):
            return await websocket.recv(decode=True)
    return None


async def _limits_each_wait(url: str, seconds: float) -> str | None:
    with suppress(TimeoutError):
        async with connect_trio(url, proxy=None, open_timeout=seconds) as websocket:
            with trio.move_on_after(seconds):
                return await websocket.recv(decode=True)
    return None


async def _sets_a_limit_of_its_own(url: str, _seconds: float) -> str | None:
    return await first_message(url, 0.5)


MIB = 1024 * 1024

LESSON = "09"
EXERCISES = (
    Exercise(
        id="09.1",
        title="Weigh a connection",
        minutes=6,
        solution=per_connection,
        cases=(
            Case(
                ([(10, 20 * MIB), (110, 20 * MIB + 2_048_000)],),
                20.0,
                "From 10 to 110 connections, 2,048,000 bytes came: 20 KiB for each. A "
                "report is a pair: `reports[0][1]` is the memory in the first.",
            ),
            Case(
                ([(1, 30 * MIB), (6, 40 * MIB), (21, 30 * MIB + 1_500 * 1024)],),
                75.0,
                "The first report and the last count: 1500 KiB for 20 connections.",
            ),
            Case(
                ([(100, 8 * MIB), (104, 8 * MIB + 5122)],),
                1.25048828125,
                "5122 bytes for 4 connections: 1280.5 for each. Do not round.",
            ),
        ),
        hidden=(
            Case(([(0, 0), (1, 512)],), 0.5),
            Case(([(2, 10 * MIB), (40, 60 * MIB), (22, 10 * MIB + 512_000)],), 25.0),
        ),
        hints=(
            "The process had memory before the first client came. Is it theirs?",
            "Take differences: last minus first, once for the bytes, once for the "
            "connections. A KiB has 1024 bytes.",
            "(more_memory - memory) / 1024 / (more_connections - connections), from "
            "reports[0] and reports[-1].",
        ),
        mistakes=(
            Mistake(
                _weighs_the_process,
                "That weighs the whole process: Python and its modules were there "
                "before anybody came. Subtract the first report.",
            ),
            Mistake(
                _divides_by_all,
                "Some connections were open at the first report already: divide by "
                "those that came in between.",
            ),
            Mistake(
                _divides_by_the_reports,
                "You divide by the number of reports: divide by the connections that "
                "came in between.",
            ),
            Mistake(_in_bytes, "That is in bytes: a KiB has 1024 of them."),
            Mistake(_in_kilobytes, "You divide by 1000: a KiB has 1024 bytes."),
            Mistake(_in_mebibytes, "Divided by 1024 twice: that is in MiB."),
            Mistake(
                _forgets_to_share,
                "That is what all of them added: share it among the connections.",
            ),
            Mistake(
                _cuts_the_fraction,
                "An int has no fraction: divide with `/`, and do not round.",
            ),
            Mistake(
                _cuts_the_bytes,
                "`//` cuts off half a byte here: divide with `/` each time.",
            ),
            Mistake(
                _only_the_first_two,
                "The last report is `reports[-1]`: there may be more than two.",
            ),
            Mistake(_forgets_to_give_it_back, "It gives None: `return` the number."),
            Mistake(_turned_round, "It is negative: last minus first."),
        ),
    ),
    Exercise(
        id="09.2",
        title="Compare in a noisy room",
        minutes=7,
        solution=fair_ratio,
        cases=(
            Case(
                ([(1.0, 2.0), (4.0, 8.0), (1.0, 9.0)],),
                2.0,
                "The ratios are 2, 2 and 9: the middle one is 2.",
            ),
            Case(
                ([(1.0, 6.0), (2.0, 2.0), (1.0, 4.0)],),
                4.0,
                "The ratios are 6, 1 and 4: the middle one, by size, is 4.",
            ),
            Case(
                ([(1.0, 0.5), (2.0, 6.0), (0.5, 4.0), (4.0, 7.0)],),
                2.375,
                "Of 0.5, 3, 8 and 1.75 two are in the middle: half way from 1.75 to 3.",
            ),
        ),
        hidden=(
            Case(([(4.0, 3.0)],), 0.75),
            Case(
                ([(1.0, 10.0), (2.0, 4.0), (1.0, 1.0), (0.5, 2.0), (3.0, 27.0)],), 4.0
            ),
        ),
        hints=(
            "Which two numbers were measured while the machine was equally busy?",
            "Divide within each round first, B by A. Then take the middle.",
            "statistics.median(b / a for a, b in rounds)",
        ),
        mistakes=(
            Mistake(
                _mean_of_ratios,
                "That is the mean: one disturbed round moves it. Take the median.",
            ),
            Mistake(
                _ratio_of_sums,
                "You add up first: then the slowest rounds count most. Divide in "
                "each round.",
            ),
            Mistake(
                _ratio_of_medians,
                "You take the median of A and that of B first: they may come from "
                "different rounds. Divide in each round, then take the median.",
            ),
            Mistake(
                _ratio_of_the_best,
                "You compare the best of each, which may be from different rounds. "
                "Divide in each round.",
            ),
            Mistake(_a_through_b, "Upside down: how many times as long did B take?"),
            Mistake(
                _median_of_differences,
                "That is a difference, in seconds: a ratio is a division.",
            ),
            Mistake(
                _middle_of_the_unsorted,
                "That is the round in the middle of the list: the median is the "
                "middle by size. `statistics.median` sorts for you.",
            ),
            Mistake(
                _upper_middle,
                "Of an even number of ratios two are in the middle: take the number "
                "half way between, as `statistics.median` does.",
            ),
            Mistake(
                _cuts_off_the_fraction, "`//` cuts off the fraction: divide by `/`."
            ),
            Mistake(_forgets_to_return, "It gives None: `return` the ratio."),
            Mistake(_best_ratio, "That is the smallest ratio: take the middle one."),
            Mistake(_list_of_ratios, "One number for each round: give their median."),
        ),
        imports="from statistics import median",
    ),
    Exercise(
        id="09.3",
        title="Find what else differs",
        minutes=6,
        solution=differences,
        cases=(
            Case(
                (
                    {"library": "one", "in flight": 1, "bytes": 16},
                    {"library": "two", "in flight": 100, "bytes": 16},
                ),
                ["in flight"],
                "Only `in flight` differs, 1 and 100: `return` a list of it.",
            ),
            Case(
                (
                    {"library": "one", "compression": "off", "bytes": 16},
                    {"library": "two", "bytes": 16},
                ),
                ["compression"],
                "One says: no compression. The other says nothing about it.",
            ),
            Case(
                (
                    {
                        "warm-up": 1,
                        "client": "in C",
                        "bytes": 64,
                        "library": "one",
                        "tls": "on",
                        "python": "3.14",
                    },
                    {
                        "library": "two",
                        "rounds": 9,
                        "bytes": 16,
                        "cores": 8,
                        "system": "Linux",
                        "pings": "off",
                    },
                ),
                [
                    "bytes",
                    "client",
                    "cores",
                    "pings",
                    "python",
                    "rounds",
                    "system",
                    "tls",
                    "warm-up",
                ],
                "All that only one of them tells, and all that differs, sorted.",
            ),
            Case(
                ({"library": "one"}, {"library": "one"}),
                [],
                "Here nothing differs, not even the library: skip its name with `if`.",
            ),
        ),
        hidden=(
            Case(
                (
                    {"library": "one", "tls": False, "warm-up": 0},
                    {"proxy": "", "library": "two"},
                ),
                ["proxy", "tls", "warm-up"],
            ),
            Case(
                ({"bytes": 16, "library": "one"}, {"library": "one", "bytes": "16"}),
                ["bytes"],
            ),
            Case(({"library": "one", "bytes": 16}, {"bytes": 16}), []),
        ),
        hints=(
            "Which names are there in all? A set of both has each name once.",
            "`ours.keys() | theirs.keys()` is the set of all names. Compare what "
            "`get` gives for a name in the one and in the other.",
            'for name in sorted(ours.keys() | theirs.keys()): if name != "library" and '
            "ours.get(name) != theirs.get(name), it goes into the list.",
        ),
        mistakes=(
            Mistake(
                _keeps_the_library,
                '"library" is what they compare: leave it out.',
            ),
            Mistake(
                _only_in_both,
                "What only one of them tells counts, too: you do not know it of the "
                "other.",
            ),
            Mistake(
                _only_ours,
                "Names that only `theirs` has are missing: go through the names of "
                "both.",
            ),
            Mistake(
                _only_theirs,
                "Names that only `ours` has are missing: go through the names of both.",
            ),
            Mistake(
                _indexes_theirs,
                "`theirs[name]` fails for a name that only `ours` has: write "
                "`theirs.get(name)`.",
            ),
            Mistake(_twice, "A name is there twice: `ours.keys() | theirs.keys()`."),
            Mistake(_not_sorted, "The right names, not sorted: use `sorted`."),
            Mistake(_what_is_equal, "These are the ones that do not differ."),
            Mistake(_a_set, "The right names, as a set: `sorted` makes a list of it."),
            Mistake(
                _changes_ours,
                "Who called you still needs the dicts: skip the name with `if`, "
                "and take nothing out of them.",
            ),
        ),
        trial=unchanged,
    ),
    Exercise(
        id="09.4",
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
            Mistake(
                _raises_when_late,
                "`fail_after` raises an error. Here, silence is no error: "
                "`move_on_after`, then None.",
            ),
            Mistake(
                _asks_asyncio_for_the_time,
                "Start no loop (`trio.run`, `asyncio.run`): the check runs your "
                "coroutine. And use nothing of asyncio inside Trio: take `connect` "
                "from `websockets.trio.client`, and the time limit from `trio`.",
            ),
            Mistake(
                _forgets_to_await,
                "That is a coroutine: `await` is missing before `websocket.recv()`.",
            ),
            Mistake(
                _takes_an_empty_text_for_none,
                'You gave None for the message "": it is false, but it did come.',
            ),
            Mistake(
                _returns_nothing,
                "You gave None although a message came. Did you `return` it? Is the "
                "limit `seconds`? One `recv`, no `async for`, is enough.",
            ),
            Mistake(
                _sets_a_limit_of_its_own,
                "The message came after `seconds`, and you waited on: give them to "
                "`move_on_after`, as they are.",
            ),
            Mistake(
                _limits_each_wait,
                "Each of two waits has the whole time here, `connect_trio` and `recv`: "
                "set one limit around both.",
            ),
            Mistake(
                _limits_only_recv,
                "`connect_trio` waits outside your limit: put "
                "`with trio.move_on_after(…)` around `async with connect_trio(…)`.",
            ),
        ),
        imports="import trio\n"
        "from websockets.trio.client import connect as connect_trio",
        trial=in_trio,
    ),
)

QUESTIONS = (
    Question(
        "09.q1",
        "3000 browsers hold a connection to your server, and hear something twice "
        "a minute. Which style?",
        (
            Choice(
                "Threads: with few connections they may be the quickest.",
                "Speed is not the problem of a server that mostly waits. 3000 "
                "connections would be 9000 threads.",
            ),
            Choice(
                "Tasks: a connection that waits costs little.",
                "No thread for each connection, and less memory: a quarter without "
                "compression, about half with it.",
                right=True,
            ),
            Choice(
                "Sans-I/O: without I/O it needs the least.",
                "It has no network of its own. You would write what asyncio is.",
            ),
        ),
    ),
    Question(
        "09.q2",
        "A page says: our server makes 60,000 messages a second, the other one "
        "9,000. What do you ask first?",
        (
            Choice(
                "Which Python was it?",
                "Worth knowing, but it does not make a factor of six.",
            ),
            Choice(
                "Was the machine quiet?",
                "If they took turns, both had the same noise. A factor of six has "
                "another cause.",
            ),
            Choice(
                "Were as many messages under way at a time, in both?",
                "That alone made the number several times as high in step 5, with one "
                "server.",
                right=True,
            ),
        ),
    ),
    Question(
        "09.q3",
        "A small tool opens one connection, and stores what it hears with a library "
        "that blocks. Which style?",
        (
            Choice(
                "Threads: it may block, and nobody else waits for it.",
                "The `websockets.sync` client is the shortest program for that.",
                right=True,
            ),
            Choice(
                "Tasks: they are cheaper.",
                "One connection is cheap in any style. And a call that blocks stops "
                "the whole loop.",
            ),
            Choice(
                "Trio: a nursery catches what blocks.",
                "It catches errors. A call that blocks stops Trio's loop as it stops "
                "asyncio's.",
            ),
        ),
    ),
)
