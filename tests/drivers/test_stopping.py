"""A server's block ends in time, whoever is connected, and however many they are."""

import asyncio
import socket
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlsplit

import pytest

from tests.drivers.peers import Threads, dial
from wslesson.drivers import Settings, aio
from wslesson.protocol.events import Binary, Close, Text
from wslesson.protocol.packets import encode_packet
from wslesson.services import Clock, Echo, raw

QUICK = 0.5  # seconds: the servers' timeout
PATIENCE = QUICK + 20  # seconds, for a busy machine; a wait for each would take longer
MANY = 30
UNFINISHED = b"\x82\xff" + (10**6).to_bytes(8) + b"keys"  # the head of a long frame


def reach(url):
    where = urlsplit(url)
    return socket.create_connection((where.hostname, where.port), 5)


@contextmanager
def pumped(socks, data):
    """Send these bytes to all, again and again, for as long as they are taken."""
    done = threading.Event()

    def pump():
        while not done.wait(0.001):
            for sock in socks:
                with suppress(OSError):
                    sock.send(data)

    for sock in socks:
        sock.setblocking(False)
    thread = threading.Thread(target=pump)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def guests(url, begin, pumping=b"", *, opened=True):
    """Connect many clients that begin with `begin`, and then only talk on."""
    with ExitStack() as stack:
        enter = stack.enter_context
        if opened:
            socks = [enter(dial(url)).sock for _ in range(MANY)]
        else:
            socks = [enter(reach(url)) for _ in range(MANY)]
        for sock in socks:
            with suppress(OSError):  # on a busy machine it may have been left already
                sock.sendall(begin)
        if pumping:
            enter(pumped(socks, pumping))
        yield


GUESTS = {
    "silent": lambda url: guests(url, b"", opened=False),
    "silent in the request": lambda url: guests(url, b"GET / HT", opened=False),
    "vanished": lambda url: guests(url, b""),
    "dribbling": lambda url: guests(url, UNFINISHED, b"x"),
    "flooding": lambda url: guests(url, b"", b"\x81\x82keys\0\0" * 1000),
    "pinging": lambda url: guests(url, b"", b"\x89\x80keys" * 1000),
}


def pour(driver):
    """Return a handler that sends without end."""
    if isinstance(driver, Threads):

        def handler(websocket):
            while True:
                websocket.send(Binary(bytes(2**18)))

    else:

        async def handler(websocket):
            while True:
                await websocket.send(Binary(bytes(2**18)))

    return handler


def stay(driver, until):
    """Return a handler that notices nothing."""
    if isinstance(driver, Threads):
        return lambda websocket: until.wait()

    async def handler(websocket):
        await asyncio.Event().wait()

    return handler


def return_at_once(driver):
    if isinstance(driver, Threads):
        return lambda websocket: None

    async def handler(websocket):
        pass

    return handler


@contextmanager
def measured():
    began = time.monotonic()
    yield
    assert time.monotonic() - began < PATIENCE


@contextmanager
def ending_in_time(server):
    """Give the address of a server, which must end in time."""
    with ExitStack() as stack:
        with ExitStack() as later:
            yield later.enter_context(server)
            stack.enter_context(measured())


@pytest.mark.parametrize("kind", GUESTS)
@pytest.mark.parametrize("echoes", [True, False])
def test_a_server_ends_in_time_with_thirty_such_guests(driver, kind, echoes):
    handler = driver.echo if echoes else return_at_once(driver)
    with ExitStack() as later:
        server = driver.serve(handler, settings=Settings(timeout=QUICK))
        with ending_in_time(server) as url:
            later.enter_context(GUESTS[kind](url))


def test_a_server_ends_in_time_when_nobody_reads(driver):
    with ExitStack() as later:
        server = driver.serve(pour(driver), settings=Settings(timeout=QUICK))
        with ending_in_time(server) as url:
            later.enter_context(GUESTS["vanished"](url))


def test_a_server_ends_in_time_when_handlers_never_return(driver):
    until = threading.Event()
    with ExitStack() as later:
        later.callback(until.set)
        handler = stay(driver, until)
        server = driver.serve(handler, settings=Settings(timeout=QUICK))
        with ending_in_time(server) as url:
            peers = [later.enter_context(dial(url)) for _ in range(MANY)]
        assert [peer.receive() for peer in peers] == [Close(1001)] * MANY


@pytest.mark.parametrize("begin", [b"", b"\x16\x03\x01\x02\x00"])
def test_a_server_ends_in_time_with_thirty_silent_in_tls(driver, certificate, begin):
    settings = Settings(timeout=QUICK, tls=certificate[0])
    with ExitStack() as later:
        with ending_in_time(driver.serve(driver.echo, settings=settings)) as url:
            later.enter_context(guests(url, begin, opened=False))


@pytest.mark.parametrize("begin", [b"", b"\x16\x03\x01\x02\x00"])
@pytest.mark.parametrize("tls", [False, True])
def test_strangers_at_the_door_keep_nobody(driver, certificate, begin, tls):
    settings = Settings(timeout=50, tls=certificate[0] if tls else None)
    with ExitStack() as later:
        with ending_in_time(driver.serve(driver.echo, settings=settings)) as url:
            later.enter_context(guests(url, begin, opened=False))


RAW_GUESTS = {
    "silent": lambda url: guests(url, b"", opened=False),
    "dribbling": lambda url: guests(url, b"1000000   ", b"x", opened=False),
    "flooding": lambda url: guests(url, b"", encode_packet(b"hi") * 99, opened=False),
}


@pytest.mark.parametrize("service", [Echo(), Clock(count=1)])
@pytest.mark.parametrize("kind", RAW_GUESTS)
def test_a_raw_server_ends_in_time_with_thirty_such_guests(kind, service):
    with ExitStack() as later:
        with ending_in_time(raw.serve(service, idle=QUICK)) as url:
            later.enter_context(RAW_GUESTS[kind](url))


def test_a_raw_server_ends_in_time_when_nobody_reads():
    loud = Clock(count=10**9, interval=0, now=lambda: "x" * 2**18)
    with ExitStack() as later:
        with ending_in_time(raw.serve(loud, idle=QUICK)) as url:
            later.enter_context(RAW_GUESTS["silent"](url))


def test_no_thread_is_left_when_all_is_said(driver):
    before = threading.active_count()
    with ExitStack() as later:
        with driver.serve(driver.echo, settings=Settings(timeout=QUICK)) as url:
            for _ in range(MANY):
                later.enter_context(dial(url))
    assert threading.active_count() <= before


def test_a_task_that_never_returns_is_cancelled():
    ended = []

    async def handler(websocket):
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(websocket)

    async def story():
        settings = Settings(timeout=QUICK)
        async with aio.serve(handler, settings=settings) as url, asyncio.timeout(30):
            async with aio.connect(url, settings) as websocket:
                await websocket.send(Text("hi"))
        assert len(ended) == 1

    asyncio.run(story())
