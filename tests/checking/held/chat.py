"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
import asyncio

async def chat(websocket, room):
    # wrong: waits for all
    room.add(websocket)
    try:
        async for m in websocket:
            await asyncio.gather(*(each.send(m) for each in room))
    finally:
        room.discard(websocket)
""",
        "not yet",
        "Bob did not read, and Ada heard nothing: await send waited",
    ),
    (
        """\
import asyncio

async def chat(websocket, room):
    # right? each send in a task
    room.add(websocket)
    try:
        async for m in websocket:
            for each in room:
                asyncio.ensure_future(each.send(m))
    finally:
        room.discard(websocket)
""",
        "passed",
        "",
    ),
)
