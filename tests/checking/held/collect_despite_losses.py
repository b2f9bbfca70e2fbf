"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
import asyncio
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

async def collect_despite_losses(address, most):
    # right: what the lesson says is missing
    messages = []
    for n in range(most):
        async with connect(address, proxy=None) as ws:
            try:
                async for message in ws:
                    messages.append(message)
                return messages
            except ConnectionClosedError:
                await asyncio.sleep(0.5 * 2**n)
    return messages
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
import contextlib
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

async def collect_despite_losses(address, most):
    # right, though it waits a minute each time
    messages = []
    for n in range(most):
        async with connect(address, proxy=None) as ws:
            with contextlib.suppress(ConnectionClosedError):
                async for message in ws:
                    messages.append(message)
                return messages
        await asyncio.sleep(60)
    return messages
""",
        "passed",
        "",
    ),
    (
        """\
import contextlib
import time
from time import sleep
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

async def collect_despite_losses(address, most):
    # blocks the loop; the result is right
    messages = []
    for n in range(most):
        async with connect(address, proxy=None) as ws:
            with contextlib.suppress(ConnectionClosedError):
                async for message in ws:
                    messages.append(message)
                return messages
        time.sleep(0.5 * 2**n)
        sleep(0.5)
    return messages
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
import contextlib
import time
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

async def collect_despite_losses(address, most):
    # right: sleeps in a thread
    messages = []
    for n in range(most):
        async with connect(address, proxy=None) as ws:
            with contextlib.suppress(ConnectionClosedError):
                async for message in ws:
                    messages.append(message)
                return messages
        await asyncio.to_thread(time.sleep, 0.05)
    return messages
""",
        "passed",
        "",
    ),
    (
        """\
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, ConnectionClosedOK

async def collect_despite_losses(address, most):
    # `async for ws in connect`: the library's own way
    messages, n = [], 0
    async for ws in connect(address, proxy=None):
        n += 1
        try:
            while True:
                messages.append(await ws.recv())
        except ConnectionClosedOK:
            return messages
        except ConnectionClosed:
            if n == most:
                return messages
""",
        "passed",
        "",
    ),
)
