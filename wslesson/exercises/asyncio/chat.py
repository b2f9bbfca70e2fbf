"""A room of clients: what `chat` must do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import ServerConnection, broadcast
from websockets.exceptions import ConnectionClosed

from ...checking.clock.loop import in_a_loop
from ...checking.clock.memory import HIGH
from ...checking.model import Attempt, Case, Exercise, Slip, Try, mistake
from .shared import SILENCE, next_heard, say, serving


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


PIPE = 2 * HIGH  # bytes: more than one end of a connection keeps
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
    yield Try(says, lambda: in_a_loop(_visited(attempt, text, how), attempt))


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
        serving(handler) as address,
        connect(f"{address}/Carol", proxy=None) as carol,
        connect(f"{address}/Ada", proxy=None) as ada,
    ):
        async with connect(f"{address}/Bob", proxy=None) as bob:
            await asyncio.sleep(1)  # both join the room
            heard, by_bob = [await say(ada, text)], [await next_heard(bob)]
            if heard + by_bob != [text, text]:
                return heard, by_bob, [len(room)]
            if await next_heard(carol) != SILENCE:
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
        heard += [await say(ada, "bye")]
        await ada.close()
        await left["/Ada"].wait()
        return heard, by_bob, [*counts, len(room)]


async def _stalled(
    ada: Connection, bob: Connection, side: ServerConnection
) -> list[str]:
    """Fill Bob's pipe, return what Ada hears of two messages, and cut Bob off."""
    bob.transport.pause_reading()
    broadcast([side], bytes(PIPE))
    heard = [await say(ada, text) for text in ("tea", "cake")]
    bob.transport.abort()
    return heard


@mistake(
    "Bob heard nothing. A message goes to all in the room, not only to the one "
    "who sent it."
)
async def _echoes(websocket: ServerConnection, room: set[ServerConnection]) -> None:
    room.add(websocket)
    async for message in websocket:
        await websocket.send(message)


@mistake(
    "Ada did not hear herself. A message goes to all in the room, to the one "
    "who sent it, too."
)
async def _tells_the_others(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        broadcast(room - {websocket}, message)


@mistake("Nobody heard anything: nobody was added to the room.")
async def _never_joins(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    async for message in websocket:
        broadcast(room, message)


@mistake(
    "Bob had come, and heard nothing. Join the room at once, not at the first message."
)
async def _joins_when_it_speaks(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    async for message in websocket:
        room.add(websocket)
        broadcast(room, message)


@mistake(
    "Ada heard only herself, and the room is empty. Add the connection to the "
    "room that you were given, at once, and leave it there."
)
async def _makes_a_room_of_its_own(
    websocket: ServerConnection, _room: set[ServerConnection]
) -> None:
    async for message in websocket:
        broadcast({websocket}, message)


@mistake("Who has left is still in the room. Remove the connection at the end.")
async def _never_leaves(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        broadcast(room, message)


@mistake(
    "Bob was cut off, and is still in the room: the loop ended in an error, so "
    "your last line was not reached. Use try and finally."
)
async def _leaves_only_in_peace(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        broadcast(room, message)
    room.remove(websocket)


@mistake(
    "The connection was not in the room: add it first, and remove it once, in "
    "“finally” after the whole loop."
)
async def _removes_at_each_message(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        try:
            broadcast(room, message)
        finally:
            room.remove(websocket)


@mistake(
    "After her first message Ada was no longer in the room. “finally” belongs "
    "to a “try” round the whole loop."
)
async def _discards_at_each_message(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        broadcast(room, message)
        room.discard(websocket)


@mistake(
    "Who says goodbye is still in the room: that loop ends without an error. "
    "What must be done in any case belongs into finally."
)
async def _leaves_only_in_error(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    try:
        async for message in websocket:
            broadcast(room, message)
    except ConnectionClosed:
        room.remove(websocket)


@mistake(
    "Your handler took one message, and returned. Pass on each one, until the "
    "client leaves; then remove the connection, in finally."
)
async def _passes_one_on_and_leaves(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    broadcast(room, await websocket.recv())
    room.remove(websocket)


@mistake(
    "broadcast(room, message): all connections first, then the message, and no “await”."
)
async def _awaits_broadcast(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        raise TypeError(f"broadcast of {message!r}")


@mistake(
    "A set has add and remove. broadcast is a function of its own: "
    "broadcast(room, message)."
)
async def _broadcasts_with_the_room(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)
    async for message in websocket:
        raise AttributeError(f"no way to send {message!r}")


@mistake(
    "The connections were closed at once: your handler returned. Stay until "
    "the client leaves."
)
async def _joins_and_returns(
    websocket: ServerConnection, room: set[ServerConnection]
) -> None:
    room.add(websocket)


EXERCISE = Exercise(
    id="chat",
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
        _echoes,
        _tells_the_others,
        _removes_at_each_message,
        _discards_at_each_message,
        _joins_when_it_speaks,
        _makes_a_room_of_its_own,
        Slip(
            "room,",
            "websocket.server.connections,",
            "Carol is not in the room. `server.connections` are all clients of the "
            "server: broadcast to `room`.",
        ),
        Slip(
            "broadcast(room,",
            "for each in list(room):\n                await each.send(",
            "Bob did not read, and Ada heard nothing: await send waited for him. "
            "broadcast never waits.",
        ),
        _never_joins,
        _never_leaves,
        _leaves_only_in_peace,
        _leaves_only_in_error,
        _passes_one_on_and_leaves,
        _awaits_broadcast,
        _broadcasts_with_the_room,
        Slip(
            "remove(websocket",
            "clear(",
            "When Bob left, Ada was turned out with him. Remove only the one "
            "connection.",
        ),
        Slip(
            "async for message in websocket:\n            broadcast(room, message",
            "broadcast(room, await websocket.recv()",
            "After her first message Ada was cut off: your handler returned. Pass on "
            "each message, until the client leaves.",
        ),
        _joins_and_returns,
    ),
)
