"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
async def shout(websocket):
    # wrong
    async for m in websocket:
        await websocket.send(m.strip().upper())
""",
        "not yet",
        "Only the letters change: blanks come back, and so does an",
    ),
    (
        """\
from websockets.exceptions import ConnectionClosedOK

async def shout(websocket):
    # right
    from websockets.exceptions import ConnectionClosedOK
    try:
        while True:
            await websocket.send((await websocket.recv()).upper())
    except ConnectionClosedOK:
        pass
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio

async def shout(websocket):
    # right: each answer in a task
    async with asyncio.TaskGroup() as tasks:
        async for m in websocket:
            tasks.create_task(websocket.send(m.upper()))
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio

async def shout(websocket):
    # right, slow
    async for m in websocket:
        await asyncio.sleep(0.01)
        await websocket.send(m.upper())
""",
        "passed",
        "",
    ),
)
