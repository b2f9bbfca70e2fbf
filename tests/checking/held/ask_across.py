"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
import asyncio

def ask_across(websocket, loop, question):
    # right
    async def both():
        await websocket.send(question)
        return await websocket.recv()
    return asyncio.run_coroutine_threadsafe(both(), loop).result(5)
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio

def ask_across(websocket, loop, question):
    # right: asks for the answer first
    answer = asyncio.run_coroutine_threadsafe(websocket.recv(), loop)
    asyncio.run_coroutine_threadsafe(websocket.send(question), loop).result(5)
    return answer.result(5)
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio

def ask_across(websocket, loop, question):
    # wrong: waits before it sends
    answer = asyncio.run_coroutine_threadsafe(websocket.recv(), loop).result(5)
    asyncio.run_coroutine_threadsafe(websocket.send(question), loop).result(5)
    return answer
""",
        "not yet",
        "The server got no question in time. websocket.send(…) alone",
    ),
    (
        """\
import asyncio
import threading

def ask_across(websocket, loop, question):
    # right: an event says that it is done
    done = threading.Event()
    async def both():
        try:
            await websocket.send(question)
            return await websocket.recv()
        finally:
            done.set()
    future = asyncio.run_coroutine_threadsafe(both(), loop)
    if not done.wait(5):
        future.cancel()
        raise TimeoutError
    return future.result(5)
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
import concurrent.futures

def ask_across(websocket, loop, question):
    # right
    async def both():
        await websocket.send(question)
        return await websocket.recv()
    future = asyncio.run_coroutine_threadsafe(both(), loop)
    done, _ = concurrent.futures.wait([future], timeout=5)
    if not done:
        raise TimeoutError
    return future.result()
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
import time

def ask_across(websocket, loop, question):
    # right
    async def both():
        await websocket.send(question)
        return await websocket.recv()
    future = asyncio.run_coroutine_threadsafe(both(), loop)
    end = time.monotonic() + 5
    while not future.done() and time.monotonic() < end:
        time.sleep(0.01)
    return future.result(0)
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
import concurrent.futures

def ask_across(websocket, loop, question):
    # right
    async def both():
        await websocket.send(question)
        return await websocket.recv()
    future = asyncio.run_coroutine_threadsafe(both(), loop)
    for each in concurrent.futures.as_completed([future], timeout=5):
        return each.result()
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
import queue

def ask_across(websocket, loop, question):
    # right
    found = queue.Queue()
    async def both():
        await websocket.send(question)
        return await websocket.recv()
    asyncio.run_coroutine_threadsafe(both(), loop).add_done_callback(found.put)
    try:
        return found.get(timeout=5).result()
    except queue.Empty:
        raise TimeoutError from None
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio

def ask_across(websocket, loop, question):
    # right: the loop keeps the time
    async def both():
        await websocket.send(question)
        return await asyncio.wait_for(websocket.recv(), 5)
    return asyncio.run_coroutine_threadsafe(both(), loop).result()
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio

def ask_across(websocket, loop, question):
    # wrong
    asyncio.run_coroutine_threadsafe(websocket.send(question), loop).result(5)
    return asyncio.run_coroutine_threadsafe(websocket.recv(), loop).result()
""",
        "not yet",
        "StillWaitingError: it still waits",
    ),
    (
        """\
import asyncio

def ask_across(websocket, loop, question):
    # wrong
    asyncio.run_coroutine_threadsafe(websocket.send(question), loop).result(5)
    return asyncio.run_coroutine_threadsafe(websocket.recv(), loop).result(60)
""",
        "not yet",
        "it waited for 60 s",
    ),
)
