"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (
        """\
import asyncio
from websockets.asyncio.client import connect

async def ask_within(address, question, limit):
    # right: works in a thread on the way
    async with connect(address, proxy=None) as ws:
        await ws.send(await asyncio.to_thread(str, question))
        try:
            return await asyncio.wait_for(ws.recv(), limit)
        except TimeoutError:
            return None
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
import time
from websockets.asyncio.client import connect

async def ask_within(address, question, limit):
    # right: a thread works meanwhile
    async with connect(address, proxy=None) as ws:
        await ws.send(question)
        busy = asyncio.create_task(asyncio.to_thread(time.sleep, 0.05))
        try:
            return await asyncio.wait_for(ws.recv(), limit)
        except TimeoutError:
            return None
        finally:
            await busy
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

async def ask_within(address, question, limit):
    # right: polls with a deadline
    deadline = time.monotonic() + limit
    async with connect(address, proxy=None) as ws:
        await ws.send(question)
        while (left := deadline - time.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                return await asyncio.wait_for(ws.recv(), min(left, 0.01))
    return None
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
import contextlib
from time import monotonic
from websockets.asyncio.client import connect

async def ask_within(address, question, limit):
    # right: the same, `from time import`
    deadline = monotonic() + limit
    async with connect(address, proxy=None) as ws:
        await ws.send(question)
        while (left := deadline - monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                return await asyncio.wait_for(ws.recv(), min(left, 0.01))
    return None
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
from websockets.asyncio.client import connect

async def ask_within(address, question, limit):
    # right: sleep(0) until there is an answer
    end = asyncio.get_running_loop().time() + limit
    async with connect(address, proxy=None) as ws:
        await ws.send(question)
        task = asyncio.create_task(ws.recv())
        while not task.done() and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(0)
        if task.done():
            return task.result()
        task.cancel()
    return None
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
from websockets.asyncio.client import connect

async def ask_within(address, question, limit):
    # right: a look at the port before
    host, port = address.removeprefix("ws://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.close()
    async with connect(address, proxy=None) as ws:
        await ws.send(question)
        try:
            async with asyncio.timeout(limit):
                return await ws.recv()
        except TimeoutError:
            return None
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
import socket
from websockets.asyncio.client import connect

async def ask_within(address, question, limit):
    # right: real I/O on the way
    a, b = socket.socketpair()
    a.setblocking(False), b.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(a, question.encode() + b"!")
    text = (await loop.sock_recv(b, 100)).decode()[:-1]
    a.close(), b.close()
    async with connect(address, proxy=None) as ws:
        await ws.send(text)
        try:
            async with asyncio.timeout(limit):
                return await ws.recv()
        except TimeoutError:
            return None
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
import socket
from websockets.asyncio.client import connect

async def ask_within(address, question, limit):
    # right: a real TCP server on the way
    async def echo(reader, writer):
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()

    listener = socket.create_server(("127.0.0.1", 0))
    async with await asyncio.start_server(echo, sock=listener):
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        writer.write(question.encode() + b"\\n")
        text = (await reader.readline()).decode()[:-1]
        writer.close()
    async with connect(address, proxy=None) as ws:
        await ws.send(text)
        try:
            async with asyncio.timeout(limit):
                return await ws.recv()
        except TimeoutError:
            return None
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
import threading
import time
from websockets.asyncio.client import connect

async def ask_within(address, question, limit):
    # right: a thread wakes the loop
    loop, woken = asyncio.get_running_loop(), asyncio.Event()

    def work():
        time.sleep(0.02)
        loop.call_soon_threadsafe(woken.set)

    threading.Thread(target=work, daemon=True).start()
    await asyncio.wait_for(woken.wait(), 1)
    async with connect(address, proxy=None) as ws:
        await ws.send(question)
        try:
            async with asyncio.timeout(limit):
                return await ws.recv()
        except TimeoutError:
            return None
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
from websockets.sync.client import connect as sync_connect

async def ask_within(address, question, limit):
    # works with real servers
    def work():
        with sync_connect(address, proxy=None) as ws:
            ws.send(question)
            try:
                return ws.recv(timeout=limit)
            except TimeoutError:
                return None

    return await asyncio.to_thread(work)
""",
        "passed",
        "",
    ),
    (
        """\
import socket

async def ask_within(address, question, limit):
    # wrong: a blocking socket
    host, port = address.removeprefix("ws://").split(":")
    socket.create_connection((host, int(port))).close()
""",
        "not yet",
        "Expected are: your answer, what the server was asked, and",
    ),
    (
        """\
from websockets.sync.client import connect as sync_connect

async def ask_within(address, question, limit):
    # wrong: blocks the loop
    with sync_connect(address, proxy=None) as ws:
        ws.send(question)
        return ws.recv(timeout=limit)
""",
        "not yet",
        "TimeoutError: timed out while waiting for handshake",
    ),
    (
        """\
async def ask_within(address, question, limit):
    # wrong
    while True:
        pass
""",
        "not yet",
        "did not end within",
    ),
    (
        """\
import asyncio

async def ask_within(address, question, limit):
    # wrong
    while True:
        await asyncio.sleep(0)
""",
        "not yet",
        "Do not sleep: `recv` waits. Put the limit round it.",
    ),
    (
        """\
import asyncio

async def ask_within(address, question, limit):
    # wrong
    while True:
        await asyncio.sleep(1)
""",
        "not yet",
        "Do not sleep: `recv` waits. Put the limit round it.",
    ),
    (
        """\
import time
from websockets.asyncio.client import connect

async def ask_within(address, question, limit):
    # wrong
    async with connect(address, proxy=None) as ws:
        await ws.send(question)
        while True:
            time.sleep(1)
""",
        "not yet",
        "Do not sleep: `recv` waits. Put the limit round it.",
    ),
    (
        """\
import threading

async def ask_within(address, question, limit):
    # wrong: a threading lock, for ever
    threading.Event().wait()
""",
        "not yet",
        "Do not sleep: `recv` waits. Put the limit round it.",
    ),
    (
        """\
from websockets.asyncio.client import connect

async def ask_within(address, question, limit):
    # wrong
    async with connect(address, proxy=None) as ws:
        await ws.send(question)
        return await ws.recv()
""",
        "not yet",
        "The server says nothing here: put a limit around",
    ),
    (
        """\
import asyncio
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

async def ask_within(address, question, limit):
    # wrong idea, right result
    async with connect(address, proxy=None) as ws:
        await ws.send(question)
        await asyncio.sleep(limit)
        try:
            return await asyncio.wait_for(ws.recv(), 0.001)
        except (TimeoutError, ConnectionClosed):
            return None
""",
        "not yet",
        "closed, 5.0 s late",
    ),
    (
        """\
import asyncio
import threading
from websockets.asyncio.client import connect

async def ask_within(address, question, limit):
    # right: a thread waits in between
    done = threading.Event()
    asyncio.get_running_loop().call_later(0.01, done.set)
    async with connect(address, proxy=None) as ws:
        await ws.send(question)
        await asyncio.to_thread(done.wait, 1)
        try:
            return await asyncio.wait_for(ws.recv(), limit)
        except TimeoutError:
            return None
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
from websockets.asyncio.client import connect

async def ask_within(address, question, limit):
    # right: wait for a task
    async with connect(address, proxy=None) as ws:
        await ws.send(question)
        task = asyncio.create_task(ws.recv())
        done, _ = await asyncio.wait([task], timeout=limit)
        if done:
            return task.result()
        task.cancel()
        return None
""",
        "passed",
        "",
    ),
    (
        """\
import asyncio
from websockets.asyncio.client import connect

async def ask_within(address, question, limit):
    # wrong
    async with connect(address, proxy=None) as ws:
        await ws.send(question)
        try:
            return await asyncio.wait_for(ws.recv(), limit) or None
        except TimeoutError:
            return None
""",
        "not yet",
        "expected  ('', ['what is left?'], 'closed')",
    ),
)
