"""Servers in processes of their own: CPU for each echo, memory for each idle client."""

import os
import resource
import socket
import subprocess
import sys
from collections import deque
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

REQUEST = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
HELLO = bytes.fromhex("8190000000003031323334353637383961626364656600")[:-1]

WEBSOCKETS = """
async def echo(websocket):
    async for message in websocket:
        await websocket.send(message)

async def main():
    options = {"compression": None, "ping_interval": None}
    async with websockets.serve(echo, "127.0.0.1", 0, **options) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Event().wait()

import asyncio, websockets
"""
AIOHTTP = """
async def echo(request):
    websocket = web.WebSocketResponse(compress=False)
    await websocket.prepare(request)
    async for message in websocket:
        await websocket.send_str(message.data)
    return websocket

async def main():
    app = web.Application()
    app.router.add_get("/", echo)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()

import asyncio
from aiohttp import web
"""
PICOWS = """
async def main():
    class Echo(picows.WSListener):
        def on_ws_frame(self, transport, frame):
            transport.send(frame.msg_type, frame.get_payload_as_bytes())

    server = await picows.ws_create_server(lambda _: Echo(), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

import asyncio, picows
"""
OURS_IN_TASKS = """
async def main():
    async with by_hand_asyncio.serve(Echo()) as address:
        print(address.rstrip("/").rpartition(":")[2], flush=True)
        await asyncio.Event().wait()

import asyncio
from wslesson.services import Echo, by_hand_asyncio
"""
OURS_IN_THREADS = """
import threading
from wslesson.services import Echo, by_hand_threads
with by_hand_threads.serve(Echo()) as address:
    print(address.rstrip("/").rpartition(":")[2], flush=True)
    threading.Event().wait()
"""
SERVERS = {
    "websockets asyncio": WEBSOCKETS + "asyncio.run(main())",
    "our asyncio": OURS_IN_TASKS + "asyncio.run(main())",
    "our threads": OURS_IN_THREADS,
    "aiohttp (compiled)": AIOHTTP + "asyncio.run(main())",
    "picows (compiled)": PICOWS + "asyncio.run(main())",
}
MORE_FILES = (
    "import resource; h = resource.getrlimit(resource.RLIMIT_NOFILE)[1]; "
    "resource.setrlimit(resource.RLIMIT_NOFILE, (h, h))\n"
)


@contextmanager
def one_processor():
    """Keep us and the servers we start on one processor.

    To wake a process on another one costs more than the whole echo, in a virtual
    machine, and it depends on the other guests: that is not what we measure.
    """
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def running(code):
    """Give the process of a server, and its port."""
    process = subprocess.Popen(
        [sys.executable, "-c", MORE_FILES + code],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process, int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def cpu(process):
    """Return the seconds of CPU that all its threads have used."""
    tasks = Path(f"/proc/{process.pid}/task").iterdir()
    return sum(int((t / "schedstat").read_text().split()[0]) for t in tasks) / 1e9


def memory(process):
    """Return the bytes that are in use."""
    pages = Path(f"/proc/{process.pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def dial(port):
    sock = socket.create_connection(("127.0.0.1", port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.sendall(REQUEST)
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += sock.recv(4096)
    return sock


def echoes(process, sock, count):
    """Return the seconds of CPU that one echo takes the server."""
    before = cpu(process)
    for _ in range(count):
        sock.sendall(HELLO)
        sock.recv(100)
    return (cpu(process) - before) / count


def open_all(port, count, at_once=100):
    """Shake hands with a server `count` times, and return the open sockets."""
    waiting, held = deque(), []
    for number in range(count + at_once):
        if number < count:
            sock = socket.socket()
            sock.connect(("127.0.0.1", port))
            sock.sendall(REQUEST)
            waiting.append(sock)
        if number >= at_once:
            held.append(waiting.popleft())
            if not held[-1].recv(4096).endswith(b"\r\n\r\n"):
                raise ConnectionError("the server did not accept us")
    return held


def idle(code, count):
    """Return bytes for each of many idle clients, and seconds to open them all."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with running(code) as (process, port):
        before, start = memory(process), perf_counter()
        held = open_all(port, count)
        seconds, used = perf_counter() - start, memory(process) - before
        for sock in held:
            sock.close()
    return used / count, seconds
