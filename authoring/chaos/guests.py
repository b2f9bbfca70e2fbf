"""Guests that do not leave: how long does a server take to end in spite of them?

    python -m authoring.chaos.guests [--guests 30] [--timeout 1] [--styles raw …]

prints a table of guests and styles, and fails when a cell is over the timeout and a
second. The guests have a process of their own: they take no time of the server's.
"""

import argparse
import asyncio
import contextlib
import ssl
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic
from unittest import mock
from urllib.parse import urlsplit

import anyio

from wslesson.drivers import Settings, aio, blocking
from wslesson.protocol.packets import encode_packet
from wslesson.services import Clock, Echo
from wslesson.services.styles import PLAIN, _module, serving, styles

REQUEST = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Version: 13\r\n\r\n"
)
HELLO = bytes.fromhex("8185 00000000") + b"hello"
MILLION = bytes.fromhex("82ff 00000000000f4240 00000000")  # the head of a long message
GOODBYE = bytes.fromhex("8882 00000000 03e9")
RAW = {
    REQUEST: b"",
    HELLO: encode_packet(b"hello"),
    MILLION: encode_packet(bytes(10**6))[:10],
}


class Guest:
    """One connection, which does what one of the methods says."""

    def __init__(self, address, ready):
        where = urlsplit(address)
        self.where = where.hostname, where.port
        self.raw = where.scheme == "tcp"
        self.ready = ready

    def say(self, data, times=1):
        self.writer.write((RAW[data] if self.raw else data) * times)

    async def open(self):
        self.reader, self.writer = await asyncio.open_connection(*self.where)

    async def shake_hands(self):
        await self.open()
        if not self.raw:
            self.say(REQUEST)
            await self.reader.readuntil(b"\r\n\r\n")

    async def silent(self):
        """Open a stream, and say nothing."""
        await self.open()
        self.ready()

    async def slow(self):
        """Ask for a WebSocket, a byte now and then."""
        await self.open()
        await self._dribble(REQUEST)

    async def vanished(self):
        """Shake hands, and say nothing, not even a goodbye."""
        await self.shake_hands()
        self.ready()

    async def dribble(self):
        """Send a long message, a byte now and then."""
        await self.shake_hands()
        self.say(MILLION)
        await self._dribble(bytes(10**6))

    async def _dribble(self, data):
        for number in range(len(data)):
            self.writer.write(data[number : number + 1])
            self.ready()
            await asyncio.sleep(0.3)  # it dribbles

    async def flood(self):
        """Send short messages without a pause, and read what comes."""
        await self.shake_hands()
        self.reading = asyncio.create_task(self._read())
        while not self.reading.done():
            self.say(HELLO)
            await self.writer.drain()
            await asyncio.sleep(0)  # the others, too
            self.ready()

    async def _read(self):
        with contextlib.suppress(OSError):
            while await self.reader.read(2**16):
                pass

    async def deaf(self):
        """Send messages, and never read what comes."""
        await self.shake_hands()
        self.writer.transport.pause_reading()
        with contextlib.suppress(TimeoutError):
            while True:
                self.say(HELLO, 5000)
                async with asyncio.timeout(0.3):
                    await self.writer.drain()
        self.ready()

    async def polite(self):
        """Shake hands, and answer a goodbye."""
        await self.shake_hands()
        self.ready()
        await self.reader.read(2)
        if not self.raw:
            self.writer.write(GOODBYE)
        await self.reader.read()
        self.writer.close()


KINDS = ["silent", "slow", "vanished", "dribble", "flood", "deaf"]
STUCK = "handler never returns"
SILENT_IN_TLS = "silent in TLS"
CERTIFICATE = Path(__file__).parents[2] / "tests/drivers/localhost.pem"


async def visit(kind, address, count):
    """Send guests, say so when all are there, and let them be."""
    waiting = set(range(count))

    def ready(number):
        if number in waiting:
            waiting.remove(number)
            if not waiting:
                print("ready", flush=True)

    async def one(number):
        guest = Guest(address, lambda: ready(number))
        with contextlib.suppress(OSError, EOFError):  # the server has sent it away
            await getattr(guest, kind)()
            await asyncio.Event().wait()
        ready(number)

    await asyncio.gather(*map(one, range(count)))


@contextlib.contextmanager
def guests(kind, address, count):
    """Let guests stay while the block runs."""
    program = [sys.executable, "-m", "authoring.chaos.guests"]
    child = subprocess.Popen(
        [*program, "--visit", kind, address, "--guests", str(count)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        text=True,
    )
    try:
        assert child.stdout.readline() == "ready\n"
        yield
    finally:
        child.kill()
        child.communicate()


def never(*_):
    """Wait for what does not happen."""
    threading.Event().wait()


async def never_async(_):
    """Wait for what does not happen."""
    await anyio.sleep_forever()


@contextlib.contextmanager
def stuck(style, timeout):
    """Run a server whose handler does not return."""
    if style == PLAIN:
        with serving(Clock(now=never), style, timeout=timeout) as address:
            yield address
        return
    handler = (
        never if style.endswith("threads") or "threading" in style else never_async
    )
    with mock.patch.object(_module(style), "echo", handler):
        with serving(Echo(), style, timeout=timeout) as address:
            yield address


@contextlib.contextmanager
def over_tls(style, timeout):
    """Run a server of one of the hand-made drivers."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(CERTIFICATE)
    settings = Settings(timeout=timeout, tls=tls)
    if style == "by-hand-threads":
        with blocking.serve(never, settings=settings) as address:
            yield address
        return
    with anyio.from_thread.start_blocking_portal() as portal:
        server = aio.serve(never_async, settings=settings)
        with portal.wrap_async_context_manager(server) as address:
            yield address


def rows():
    """Yield the name of each row, the kind of guest, and the kind of server."""
    for kind in KINDS:
        yield kind, kind, lambda style, timeout: serving(Echo(), style, timeout=timeout)
    yield STUCK, "polite", stuck
    yield SILENT_IN_TLS, "silent", over_tls


def seconds_to_end(row, style, count, timeout):
    """Return how long a server's block takes to end, or None where there is no such."""
    if row == SILENT_IN_TLS and not style.startswith("by-hand"):
        return None
    kind, server = {name: rest for name, *rest in rows()}[row]
    with contextlib.ExitStack() as staying:
        with server(style, timeout) as address:
            staying.enter_context(guests(kind, address, count))
            began = monotonic()
        return monotonic() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guests", type=int, default=30)
    parser.add_argument("--timeout", type=float, default=1.0)
    parser.add_argument("--styles", nargs="*", default=styles())
    parser.add_argument("--visit", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.visit:
        asyncio.run(visit(*options.visit, options.guests))
        return 0
    late = 0
    print(f"{'':22}" + "".join(f"{style:>18}" for style in options.styles))
    for row, *_ in rows():
        print(f"{row:22}", end="")
        for style in options.styles:
            took = seconds_to_end(row, style, options.guests, options.timeout)
            late += took is not None and took > options.timeout + 1
            print(f"{'-' if took is None else f'{took:.2f}':>18}", end="", flush=True)
        print()
    print(f"{late} over {options.timeout + 1:g} seconds" if late else "all in time")
    return bool(late)


if __name__ == "__main__":
    sys.exit(main())
