"""Answer until the client leaves: what `shout` must do."""

from __future__ import annotations

from collections.abc import Iterator

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection

from ...checking.clock.loop import in_a_loop
from ...checking.model import Attempt, Case, Exercise, Slip, Try, mistake
from .shared import ODD, Handler, Log, say, serving


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
    yield Try(says, lambda: in_a_loop(_send_all(attempt, texts), attempt))


async def _send_all(handler: Handler, texts: list[str]) -> tuple[list[str], list[str]]:
    log, heard = Log(), list[str]()
    async with serving(handler, log) as address:  # noqa: SIM117 - the client leaves first
        async with connect(address, proxy=None) as websocket:
            for text in texts:
                heard.append(await say(websocket, text))
                if heard[-1] in ODD:
                    break
    return heard, [type(error).__name__ for error in log.errors]


@mistake(
    "Your handler returned after the first answer, and that closes the "
    "connection. Go on until the client leaves."
)
async def _answers_once(websocket: ServerConnection) -> None:
    await websocket.send(str(await websocket.recv()).upper())


@mistake("Send each answer before you ask for the next message.")
async def _hears_all_first(websocket: ServerConnection) -> None:
    answers: list[str] = []
    async for message in websocket:
        answers += [str(message).upper()]
    for answer in answers:
        await websocket.send(answer)


EXERCISE = Exercise(
    id="shout",
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
        Case(
            ([" tea\n", ""],),
            ([" TEA\n", ""], []),
            "Only the letters change: blanks come back, and so does an empty text.",
        ),
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
        Slip(
            "async for message in websocket:\n        await websocket.send(str(message",
            "while True:\n        await websocket.send(str(await websocket.recv()",
            "All was answered, and then your handler ended in an error: recv raises "
            "ConnectionClosedOK when the client has left. “async for” just ends.",
        ),
        _answers_once,
        Slip(
            "async for message in websocket:\n"
            "        await websocket.send(str(message).upper())",
            "message = await anext(aiter(websocket))\n    return str(message).upper()",
            "Your handler returned, and that closes the connection: nobody gets what a "
            "handler returns. Send the answer.",
        ),
        _hears_all_first,
        Slip(
            "await websocket.send(str(message).upper())",
            "websocket.send(str(message).upper()).close()",
            "The client waits, and hears nothing. Does “await” stand before send? Is "
            "each answer sent before the next message is asked for?",
        ),
        Slip(
            "str(message).upper())",
            "message)",
            "The text came back as it was: “upper()” it first.",
        ),
        Slip(
            "str(message).upper()",
            "message.upper",
            "Are there parentheses behind upper, and does “await” stand before send, "
            "and only there?",
        ),
        Slip(
            "await websocket.send(str(message).upper()",
            'raise AttributeError(f"{message!r} has no such attribute"',
            "A text message is a str already: it has upper, and needs no decode.",
        ),
        Slip(
            "async for message in websocket:\n"
            "        await websocket.send(str(message).upper()",
            'raise TypeError(f"{websocket} cannot be used so"',
            "Your handler fails as soon as a client comes. Is it “async def”, and "
            "“async for”?",
        ),
        Slip(
            "async for message in websocket:\n"
            "        await websocket.send(str(message).upper()",
            'raise AttributeError(f"{websocket} gave a coroutine"',
            "recv() gives a coroutine, not a text: put “await” before it.",
        ),
    ),
)
