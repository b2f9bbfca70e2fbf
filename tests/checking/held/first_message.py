"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
import trio
from websockets.trio.client import connect as connect_trio

async def first_message(url, seconds):
    # right
    try:
        with trio.fail_after(seconds):
            async with connect_trio(url, proxy=None) as ws:
                return await ws.recv()
    except trio.TooSlowError:
        return None
""",
        "passed",
        "",
    ),
    (
        """\
import trio
from websockets.trio.client import connect as connect_trio

async def first_message(url, seconds):
    # right: a thread on the way
    with trio.move_on_after(seconds):
        same = await trio.to_thread.run_sync(str, url)
        async with connect_trio(same, proxy=None) as ws:
            return await ws.recv()
""",
        "passed",
        "",
    ),
    (
        """\
import trio
from websockets.trio.client import connect as connect_trio

async def first_message(url, seconds):
    # right: its own clock
    end = trio.current_time() + seconds
    with trio.move_on_after(seconds):
        async with connect_trio(url, proxy=None) as ws:
            while trio.current_time() < end:
                with trio.move_on_after(0.01):
                    return await ws.recv()
""",
        "passed",
        "",
    ),
    (
        """\
from websockets.trio.client import connect as connect_trio

async def first_message(url, seconds):
    # wrong
    async with connect_trio(url, proxy=None) as ws:
        return await ws.recv()
""",
        "not yet",
        "Nothing comes. A time limit must end the wait for `recv`,",
    ),
    (
        """\
async def first_message(url, seconds):
    # wrong
    while True:
        pass
""",
        "not yet",
        "did not end within",
    ),
    (
        """\
import trio

async def first_message(url, seconds):
    # wrong
    while True:
        await trio.sleep(0)
""",
        "not yet",
        "StillWaitingError: it still waits",
    ),
    (
        """\
import time
import trio
from websockets.trio.client import connect as connect_trio

async def first_message(url, seconds):
    # blocks the loop for a while: too late
    time.sleep(seconds)
    with trio.move_on_after(seconds):
        async with connect_trio(url, proxy=None) as ws:
            return await ws.recv()
""",
        "not yet",
        "it waited for 0.9 s",
    ),
    (
        """\
import trio
from websockets.trio.client import connect as connect_trio

async def first_message(url, seconds):
    # wrong
    with trio.move_on_after(seconds):
        try:
            async with connect_trio(url, proxy=None) as ws:
                return await ws.recv()
        except Exception:
            return None
""",
        "not yet",
        "The server closed, and the time was not over: let the error",
    ),
    (
        """\
import trio
from websockets.trio.client import connect as connect_trio

async def first_message(url, seconds):
    # right: a task of its own receives
    found = []
    with trio.move_on_after(seconds):
        async with connect_trio(url, proxy=None) as ws:
            found.append(await ws.recv())
    return found[0] if found else None
""",
        "passed",
        "",
    ),
)
