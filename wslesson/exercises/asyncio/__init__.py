"""Lesson 06: serve and connect with asyncio."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress

from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed, ConnectionClosedError
from websockets.protocol import State

from ...checking.model import Attempt, Case, Choice, Exercise, Mistake, Question, Try
from ...checking.trials import StillWaitingError, in_a_loop

Handler = Callable[[ServerConnection], Awaitable[None]]
ROUNDS = 8  # Pings and Pongs, after which no message counts as silence
SILENCE, CLOSED = ODD = ("(silence)", "(closed)")
PIPE = 1 << 24  # bytes: more than two systems keep for a connection


class _Log(logging.Logger):
    """Keeps each error that a handler has raised."""

    def __init__(self) -> None:
        super().__init__("exercise", logging.ERROR)
        self.errors: list[BaseException] = []

    def handle(self, record: logging.LogRecord) -> None:
        _, error, _ = record.exc_info or (None, None, None)
        self.errors += [error] if error else []


def _address(server: Server) -> str:
    return f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def _serving(handler: Handler, log: _Log | None = None) -> AsyncIterator[str]:
    log = log or _Log()
    async with serve(
        handler, "127.0.0.1", 0, compression=None, close_timeout=0.1, logger=log
    ) as server:
        yield _address(server)
    for error in log.errors:
        if not isinstance(error, ConnectionClosed):
            raise error  # so that it is shown, or that nothing is written yet


async def _exchange(websocket: Connection) -> None:
    """Ping the other end some times: by then it has had its turns of the loop.

    What it sent in them is here, too, since a Pong comes behind it. No clock is
    asked: a busy machine is slow, not silent. Raises ConnectionClosed.
    """
    for _ in range(ROUNDS):
        await (await websocket.ping())


async def _heard(websocket: Connection) -> str:
    """Return the next message, or what came in its place."""
    message = asyncio.create_task(websocket.recv())
    with suppress(ConnectionClosed):
        await _exchange(websocket)
        message.cancel()  # if it still waits
    await asyncio.wait([message])
    if message.cancelled():
        return SILENCE
    return CLOSED if message.exception() else str(message.result())


async def _say(websocket: Connection, text: str) -> str:
    """Send a text, and return the next message, or what came in its place."""
    with suppress(ConnectionClosed):
        await websocket.send(text)
    return await _heard(websocket)


# 06.1


async def shout(websocket: ServerConnection) -> None:
    """Send each text back in capitals, until the client leaves."""
    async for message in websocket:
        await websocket.send(str(message).upper())


def as_a_handler(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Serve with the attempt; a client sends the case's texts one by one, and leaves.

    It comes to what the client heard, and the errors that the handler raised.
    """
    (texts,) = case.args
    assert isinstance(texts, list)
    says = f"a client sends {texts!r} to {attempt.__name__}, and leaves"
    yield Try(says, lambda: in_a_loop(_send_all(attempt, texts)))


async def _send_all(handler: Handler, texts: list[str]) -> tuple[list[str], list[str]]:
    log, heard = _Log(), list[str]()
    async with _serving(handler, log) as address:  # noqa: SIM117 - the client leaves first
        async with connect(address, proxy=None) as websocket:
            for text in texts:
                heard.append(await _say(websocket, text))
                if heard[-1] in ODD:
                    break
    return heard, [type(error).__name__ for error in log.errors]


async def _answers_once(websocket: ServerConnection) -> None:
    await websocket.send(str(await websocket.recv()).upper())


async def _answers_once_in_a_loop(websocket: ServerConnection) -> str:
    message = await anext(aiter(websocket))
    return str(message).upper()


async def _hears_all_first(websocket: ServerConnection) -> None:
    answers: list[str] = []
    async for message in websocket:
        answers += [str(message).upper()]
    for answer in answers:
        await websocket.send(answer)


async def _forgets_to_await(websocket: ServerConnection) -> None:
    async for message in websocket:
        websocket.send(str(message).upper()).close()


async def _sends_as_it_came(websocket: ServerConnection) -> None:
    async for message in websocket:
        await websocket.send(message)


async def _receives_for_ever(websocket: ServerConnection) -> None:
    while True:
        await websocket.send(str(await websocket.recv()).upper())


async def _forgets_to_call(websocket: ServerConnection) -> None:
    async for message in websocket:
        await websocket.send(message.upper)  # type: ignore[arg-type]  # the mistake


async def _decodes(websocket: ServerConnection) -> None:
    async for message in websocket:
        raise AttributeError(f"{message!r} has no such attribute")


async def _fails_at_once(websocket: ServerConnection) -> None:
    raise TypeError(f"{websocket} cannot be used so")


async def _forgets_to_await_recv(websocket: ServerConnection) -> None:
    raise AttributeError(f"{websocket} gave a coroutine")


SHOUT = Exercise(
    id="06.1",
    title="Answer until the client leaves",
    minutes=5,
    solution=shout,
    imports="from websockets.asyncio.server import ServerConnection",
    trial=as_a_handler,
    cases=(
        Case(
            (["hello"],),
            (["HELLO"], []),
            "The first list is what the client heard, the second the errors that your "
            "handler raised. Receive a text, and send it back in capitals.",
        ),
        Case((["one", "two", "three"],), (["ONE", "TWO", "THREE"], [])),
        Case(([],), ([], [])),
    ),
    hidden=(
        Case((["", "tea", ""],), (["", "TEA", ""], [])),
        Case((["Tea for 2", "café"],), (["TEA FOR 2", "CAFÉ"], [])),
    ),
    hints=(
        "Which statement takes each message as it comes, and ends by itself when the "
        "client has left?",
        "“async for” over the connection. Inside it, “await” the send: without it "
        "nothing is sent.",
        "async for message in websocket:\n        await websocket.send(…)",
    ),
    mistakes=(
        Mistake(
            _receives_for_ever,
            "All was answered, and then your handler ended in an error: recv raises "
            "ConnectionClosedOK when the client has left. “async for” just ends.",
        ),
        Mistake(
            _answers_once,
            "Your handler returned after the first answer, and that closes the "
            "connection. Go on until the client leaves.",
        ),
        Mistake(
            _answers_once_in_a_loop,
            "Your handler returned, and that closes the connection: nobody gets what a "
            "handler returns. Send the answer.",
        ),
        Mistake(
            _hears_all_first,
            "Send each answer before you ask for the next message.",
        ),
        Mistake(
            _forgets_to_await,
            "The client waits, and hears nothing. Does “await” stand before send? Is "
            "each answer sent before the next message is asked for?",
        ),
        Mistake(_sends_as_it_came, "The text came back as it was: “upper()” it first."),
        Mistake(
            _forgets_to_call,
            "Are there parentheses behind upper, and does “await” stand before send, "
            "and only there?",
        ),
        Mistake(
            _decodes,
            "A text message is a str already: it has upper, and needs no decode.",
        ),
        Mistake(
            _fails_at_once,
            "Your handler fails as soon as a client comes. Is it “async def”, and "
            "“async for”?",
        ),
        Mistake(
            _forgets_to_await_recv,
            "recv() gives a coroutine, not a text: put “await” before it.",
        ),
    ),
)

# 06.2


async def ask(address: str, question: str, limit: float) -> str | None:
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
    how = f"answers {answers!r}" if answers else "says nothing"
    how += f" after {pause} s" if pause else ""
    says = f"{attempt.__name__}(address, {question!r}, {limit}) when the server {how}"
    yield Try(says, lambda: in_a_loop(_asked(attempt, answers, question, limit, pause)))


async def _asked(
    attempt: Attempt,
    answers: list[str],
    question: object,
    limit: object,
    pause: float,
) -> object:
    asked: list[str] = []
    visits: list[ServerConnection] = []

    async def handler(websocket: ServerConnection) -> None:
        visits.append(websocket)
        with suppress(ConnectionClosed):
            asked.append(await _heard(websocket))
            with suppress(TimeoutError):
                await asyncio.wait_for(websocket.wait_closed(), pause)
            for answer in answers:
                await websocket.send(answer)
            if answers:  # who waits for more is not left waiting
                await _exchange(websocket)
            else:
                await websocket.wait_closed()

    async with _serving(handler) as address:
        answer = await attempt(address, question, limit)
        is_open = any(visit.state is State.OPEN for visit in visits)
    return answer, asked, "left open" if is_open else "closed"


async def _waits_a_time_of_its_own(
    address: str, question: str, _limit: float
) -> str | None:
    return await ask(address, question, 0.1)


async def _has_no_limit(address: str, question: str, limit: float) -> str | None:
    if answer := await ask(address, question, limit):
        return answer
    raise StillWaitingError


async def _sleeps(_address: str, *_: object) -> None:
    raise StillWaitingError


async def _raises_timeout(address: str, question: str, limit: float) -> str:
    async with connect(address, proxy=None) as websocket, asyncio.timeout(limit):
        await websocket.send(question)
        return str(await websocket.recv())


async def _leaves_it_open(address: str, question: str, limit: float) -> str | None:
    websocket = await connect(address, proxy=None)
    await websocket.send(question)
    with suppress(TimeoutError):
        return str(await asyncio.wait_for(websocket.recv(), limit))
    return None


async def _asks_nothing(address: str, _question: str, limit: float) -> str | None:
    async with connect(address, proxy=None) as websocket:
        with suppress(TimeoutError):
            return str(await asyncio.wait_for(websocket.recv(), limit))
    return None


async def _gives_nothing(address: str, question: str, limit: float) -> None:
    await ask(address, question, limit)


async def _gives_an_empty_text(address: str, question: str, limit: float) -> str:
    return await ask(address, question, limit) or ""


async def _gives_the_last(address: str, question: str, limit: float) -> str | None:
    answer = None
    async with connect(address, proxy=None) as websocket:
        await websocket.send(question)
        with suppress(TimeoutError):
            async with asyncio.timeout(limit):
                async for message in websocket:
                    answer = str(message)
    return answer


async def _gives_all(address: str, question: str, limit: float) -> list[str]:
    answers = []
    async with connect(address, proxy=None) as websocket:
        await websocket.send(question)
        with suppress(TimeoutError):
            async with asyncio.timeout(limit):
                async for message in websocket:
                    answers.append(str(message))  # noqa: PERF401 - a timeout ends it
    return answers


async def _asks_a_server_of_the_lesson(_address: str, *_: object) -> None:
    raise IndexError("that server is closed, and has no sockets")


async def _forgets_async(address: str, question: str, limit: float) -> str:
    raise TypeError(f"no context manager: {address} {question} {limit}")


ASK = Exercise(
    id="06.2",
    title="Ask, and wait at most so long",
    minutes=6,
    solution=ask,
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
            "The server says nothing here: put a limit round recv, and return None.",
        ),
        Case((["yes", "no"], "tea?", 5, 0.0), ("yes", ["tea?"], "closed")),
        Case((["soon"], "when?", 5, 0.3), ("soon", ["when?"], "closed")),
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
        Mistake(
            _waits_a_time_of_its_own,
            "The answer came within `limit`, and you had left: use `limit`, not a "
            "number.",
        ),
        Mistake(
            _has_no_limit,
            "The server says nothing, and you wait for ever. Put the limit round recv.",
        ),
        Mistake(_sleeps, "Do not sleep: `recv` waits. Put the limit round it."),
        Mistake(
            _leaves_it_open,
            "The answer is right, and the connection is still open. “async with "
            "connect(…)” closes it, whatever happens.",
        ),
        Mistake(
            _raises_timeout,
            "The time was over, and TimeoutError left your function. Catch it, and "
            "return None.",
        ),
        Mistake(
            _asks_nothing,
            "The server was not asked. Send the question, with “await”, before you "
            "receive.",
        ),
        Mistake(
            _gives_nothing,
            "The server answered, and your function gave None: is there a “return”?",
        ),
        Mistake(
            _gives_an_empty_text,
            "No answer and an empty answer are two things: return None for none.",
        ),
        Mistake(
            _forgets_async,
            "Both connect and asyncio.timeout want “async with”, recv takes no limit "
            "of its own, and `address` is a text, not a function.",
        ),
        Mistake(
            _asks_a_server_of_the_lesson,
            "That server is closed. `address` is the address to connect to.",
        ),
        Mistake(_gives_the_last, "Two answers came, and you returned the second."),
        Mistake(_gives_all, "Return the first answer itself, not a list of them."),
    ),
)

# 06.3


async def chat(websocket: ServerConnection, room: set[ServerConnection]) -> None:
    """Add the connection to the room, pass on what it says, and take it out again.

    Each of its messages goes to all in the room, to itself, too.
    """
    room.add(websocket)
    try:
        async for message in websocket:
            broadcast(room, message)
    finally:
        room.remove(websocket)


GOODBYE = "says goodbye"
CUT_OFF = "is cut off"
STALLED = "stops reading; Ada says tea, and cake; he is cut off"


def of_a_room(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Serve with the attempt. Ada and Bob come, she speaks, he leaves, she speaks.

    It comes to what Ada heard, what Bob heard, and how many are in the room when he
    has left, and when she has. Carol is a client of the server, but not in the room.
    """
    text, how = case.args
    assert isinstance(text, str)
    come = "Ada and Bob come, Carol stays outside"
    says = f"{come}; Ada says {text!r}; Bob {how}; Ada says 'bye', and leaves"
    yield Try(says, lambda: in_a_loop(_visited(attempt, text, how)))


async def _visited(attempt: Attempt, text: str, how: object) -> object:
    room: set[ServerConnection] = set()
    sides: dict[str, ServerConnection] = {}
    left = {"/Ada": asyncio.Event(), "/Bob": asyncio.Event()}

    async def handler(websocket: ServerConnection) -> None:
        assert websocket.request
        path = websocket.request.path
        sides[path] = websocket
        if path == "/Carol":
            await websocket.wait_closed()
            return
        try:
            await attempt(websocket, room)
        finally:
            left[path].set()

    async with (
        _serving(handler) as address,
        connect(f"{address}/Carol", proxy=None) as carol,
        connect(f"{address}/Ada", proxy=None) as ada,
    ):
        async with connect(f"{address}/Bob", proxy=None) as bob:
            with suppress(ConnectionClosed):  # both join the room
                await _exchange(bob)
            heard, by_bob = [await _say(ada, text)], [await _heard(bob)]
            if heard + by_bob != [text, text]:
                return heard, by_bob, [len(room)]
            if await _heard(carol) != SILENCE:
                return heard, by_bob, [len(room)], "Carol heard it, too"
            if how == STALLED:
                meanwhile = await _stalled(ada, bob, sides["/Bob"])
                if SILENCE in meanwhile:
                    return [*heard, SILENCE], by_bob, [len(room)]
                heard += meanwhile
            elif how == CUT_OFF:
                bob.transport.abort()
        await left["/Bob"].wait()
        counts = [len(room)]
        heard += [await _say(ada, "bye")]
        await ada.close()
        await left["/Ada"].wait()
        return heard, by_bob, [*counts, len(room)]


async def _stalled(
    ada: Connection, bob: Connection, side: ServerConnection
) -> list[str]:
    """Fill Bob's pipe, return what Ada hears of two messages, and cut Bob off."""
    bob.transport.pause_reading()
    broadcast([side], bytes(PIPE))
    heard = [await _say(ada, text) for text in ("tea", "cake")]
    bob.transport.abort()
    return heard


async def _echoes(websocket: ServerConnection, room: set[ServerConnection]) -> None:
    room.add(websocket)
    async for message in websocket:
        await websocket.send(message)


async def _tells_the_others(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        broadcast(room - {websocket}, message)


async def _tells_the_whole_server(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    try:
        async for message in websocket:
            broadcast(websocket.server.connections, message)
    finally:
        room.remove(websocket)


async def _sends_to_one_after_the_other(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    try:
        async for message in websocket:
            for each in list(room):
                await each.send(message)
    finally:
        room.remove(websocket)


async def _never_joins(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    async for message in websocket:
        broadcast(room, message)


async def _joins_when_it_speaks(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    async for message in websocket:
        room.add(websocket)
        broadcast(room, message)


async def _makes_a_room_of_its_own(
    websocket: ServerConnection, _room: set[ServerConnection]
) -> None:
    async for message in websocket:
        broadcast({websocket}, message)


async def _never_leaves(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        broadcast(room, message)


async def _leaves_only_in_peace(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        broadcast(room, message)
    room.remove(websocket)


async def _turns_all_out(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    try:
        async for message in websocket:
            broadcast(room, message)
    finally:
        room.clear()


async def _removes_at_each_message(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        try:
            broadcast(room, message)
        finally:
            room.remove(websocket)


async def _discards_at_each_message(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        broadcast(room, message)
        room.discard(websocket)


async def _passes_one_on(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    try:
        broadcast(room, await websocket.recv())
    finally:
        room.remove(websocket)


async def _leaves_only_in_error(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    try:
        async for message in websocket:
            broadcast(room, message)
    except ConnectionClosed:
        room.remove(websocket)


async def _passes_one_on_and_leaves(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    broadcast(room, await websocket.recv())
    room.remove(websocket)


async def _awaits_broadcast(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        raise TypeError(f"broadcast of {message!r}")


async def _broadcasts_with_the_room(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        raise AttributeError(f"no way to send {message!r}")


async def _joins_and_returns(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)


CHAT = Exercise(
    id="06.3",
    title="A room of clients",
    minutes=9,
    solution=chat,
    imports="from websockets.asyncio.server import ServerConnection, broadcast",
    trial=of_a_room,
    cases=(
        Case(
            ("hello", GOODBYE),
            (["hello", "bye"], ["hello"], [1, 0]),
            "Expected are: what Ada heard, what Bob heard, and how many are in the "
            "room when Bob has left and when Ada has.",
        ),
        Case(
            ("hello", CUT_OFF),
            (["hello", "bye"], ["hello"], [1, 0]),
            "Bob's connection was cut, and “async for” raised ConnectionClosedError.",
        ),
        Case(
            ("hello", STALLED),
            (["hello", "tea", "cake", "bye"], ["hello"], [1, 0]),
            "Bob does not read, and his pipe is full: who sends to him must wait.",
        ),
    ),
    hidden=(
        Case(("", GOODBYE), (["", "bye"], [""], [1, 0])),
        Case(("Café?", CUT_OFF), (["Café?", "bye"], ["Café?"], [1, 0])),
    ),
    hints=(
        "What must happen before the first message, for each message, and after the "
        "last one, even if that ends in an error?",
        "A set has add and remove. What stands in “finally” is done in any case. "
        "broadcast(connections, message) needs no “await”.",
        "room.add(websocket)\n    try:\n        async for message in websocket:\n"
        "            broadcast(room, message)\n    finally:\n        …",
    ),
    mistakes=(
        Mistake(
            _echoes,
            "Bob heard nothing. A message goes to all in the room, not only to the one "
            "who sent it.",
        ),
        Mistake(
            _tells_the_others,
            "Ada did not hear herself. A message goes to all in the room, to the one "
            "who sent it, too.",
        ),
        Mistake(
            _removes_at_each_message,
            "The connection was not in the room: add it first, and remove it once, in "
            "“finally” after the whole loop.",
        ),
        Mistake(
            _discards_at_each_message,
            "After her first message Ada was no longer in the room. “finally” belongs "
            "to a “try” round the whole loop.",
        ),
        Mistake(
            _joins_when_it_speaks,
            "Bob had come, and heard nothing. Join the room at once, not at the first "
            "message.",
        ),
        Mistake(
            _makes_a_room_of_its_own,
            "Ada heard only herself, and the room is empty. Add the connection to the "
            "room that you were given, at once, and leave it there.",
        ),
        Mistake(
            _tells_the_whole_server,
            "Carol is not in the room. `server.connections` are all clients of the "
            "server: broadcast to `room`.",
        ),
        Mistake(
            _sends_to_one_after_the_other,
            "Bob did not read, and Ada heard nothing: await send waited for him. "
            "broadcast never waits.",
        ),
        Mistake(_never_joins, "Nobody heard anything: nobody was added to the room."),
        Mistake(
            _never_leaves,
            "Who has left is still in the room. Remove the connection at the end.",
        ),
        Mistake(
            _leaves_only_in_peace,
            "Bob was cut off, and is still in the room: the loop ended in an error, so "
            "your last line was not reached. Use try and finally.",
        ),
        Mistake(
            _leaves_only_in_error,
            "Who says goodbye is still in the room: that loop ends without an error. "
            "What must be done in any case belongs into finally.",
        ),
        Mistake(
            _passes_one_on_and_leaves,
            "Your handler took one message, and returned. Pass on each one, until the "
            "client leaves; then remove the connection, in finally.",
        ),
        Mistake(
            _awaits_broadcast,
            "broadcast(room, message): all connections first, then the message, and no "
            "“await”.",
        ),
        Mistake(
            _broadcasts_with_the_room,
            "A set has add and remove. broadcast is a function of its own: "
            "broadcast(room, message).",
        ),
        Mistake(
            _turns_all_out,
            "When Bob left, Ada was turned out with him. Remove only the one "
            "connection.",
        ),
        Mistake(
            _passes_one_on,
            "After her first message Ada was cut off: your handler returned. Pass on "
            "each message, until the client leaves.",
        ),
        Mistake(
            _joins_and_returns,
            "The connections were closed at once: your handler returned. Stay until "
            "the client leaves.",
        ),
    ),
)

# 06.4


async def collect(address: str, most: int) -> list[str]:
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
    yield Try(says, lambda: in_a_loop(_played(attempt, script, most)))


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

    async with _serving(handler) as address:
        return await attempt(address, most), visits


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


async def _receives_after_the_goodbye(address: str, most: int) -> list[str]:
    messages: list[str] = []
    for _ in range(most):
        async with connect(address, proxy=None) as websocket:
            with suppress(ConnectionClosedError):
                while True:
                    messages += [str(await websocket.recv())]
    return messages


async def _gives_nothing_back(address: str, most: int) -> None:
    await collect(address, most)


COLLECT = Exercise(
    id="06.4",
    title="Come back, but not for ever",
    minutes=9,
    solution=collect,
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
        Mistake(
            _receives_after_the_goodbye,
            "At a goodbye recv raises ConnectionClosedOK. Use “async for”, which just "
            "ends, or catch it, and return.",
        ),
        Mistake(
            _lets_the_error_out,
            "A lost connection raises ConnectionClosedError, and it left your "
            "function. Catch it, and connect again.",
        ),
        Mistake(
            _collector(visits=lambda most: most - 1),
            "One connection too few: `most` counts the first one, too.",
        ),
        Mistake(
            _collector(visits=lambda _: 1),
            "The connection was lost, and you did not come back for the rest.",
        ),
        Mistake(
            _keeps_only_whole_visits,
            "What came on a connection that was lost is gone: the list in brackets was "
            "never finished. Add each message as it comes.",
        ),
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
        Mistake(_gives_nothing_back, "Your function gave None: return the list."),
    ),
)

LESSON = "06"
EXERCISES = (SHOUT, ASK, CHAT, COLLECT)

QUESTIONS = (
    Question(
        "06.q1",
        "A handler sends “welcome”, and then ends. What does the client get?",
        (
            Choice(
                "The message; then it can wait for more, in its `async with` block.",
                "that block is the client's side. The server's is its handler: when it "
                "returns, it says goodbye, and the client waits in vain.",
            ),
            Choice(
                "The message; then the connection is closed, with code 1000.",
                "a connection lives as long as its handler.",
                right=True,
            ),
            Choice(
                "ConnectionClosedError, because the handler left too early.",
                "a handler that returns says goodbye: 1000, and ConnectionClosedOK. "
                "1011 comes from one that ends in an error.",
            ),
        ),
    ),
    Question(
        "06.q2",
        "A handler sends 1000 messages, each with `await websocket.send(…)`. Another "
        "client connects meanwhile. When is it served?",
        (
            Choice(
                "Between two of the messages: each await gives the others a turn.",
                "an await gives the others a turn only if it has to wait, and send "
                "need not while there is room in the buffer.",
            ),
            Choice(
                "At once: each client has a thread of its own.",
                "each has a task. All tasks share one thread.",
            ),
            Choice(
                "When send must wait, or after the last message.",
                "so put `await asyncio.sleep(0)` into a long loop of sends.",
                right=True,
            ),
        ),
    ),
    Question(
        "06.q3",
        "A tutorial ends in `asyncio.run(main())`. What do you write in a cell?",
        (
            Choice(
                "nest_asyncio.apply(), and then the same.",
                "you saw what it costs: cells are lost, and a kernel dies.",
            ),
            Choice(
                "await main()",
                "the notebook's own loop runs it.",
                right=True,
            ),
            Choice(
                "main()",
                "that only makes a coroutine. Nothing runs before you await it.",
            ),
        ),
    ),
)
