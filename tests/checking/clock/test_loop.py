"""A loop whose clock jumps, and whose clients reach its servers in memory."""

import asyncio
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import broadcast, serve
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect as connect_sync

from tests.drivers.conftest import certificate  # noqa: F401 - a fixture
from wslesson.checking.clock.loop import TurnedLoop, in_a_loop, waited
from wslesson.checking.clock.memory import HIGH, End
from wslesson.checking.clock.turned import StillWaitingError


def turned(function):
    """Run a coroutine function in a turned loop; return its result and its seconds."""

    async def timed():
        result = await function()
        return result, round(asyncio.get_running_loop().time(), 2)

    return in_a_loop(timed(), function)


# Time


def test_a_wait_takes_no_time():
    async def sleeps():
        await asyncio.gather(asyncio.sleep(100), asyncio.sleep(200))

    assert turned(sleeps) == (None, 200)


def test_what_waits_for_ever_is_told_so():
    async def waits():
        await asyncio.Event().wait()

    with pytest.raises(StillWaitingError):
        turned(waits)


def test_a_timeout_on_purpose_comes_out():
    async def gives_up():
        async with asyncio.timeout(5):
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        turned(gives_up)


def test_time_passes_for_who_spins():
    async def spins():
        loop = asyncio.get_running_loop()
        end = loop.time() + 1
        while loop.time() < end:  # noqa: ASYNC110 - what is tried
            await asyncio.sleep(0)

    assert turned(spins) == (None, 1)


def test_who_blocks_the_loop_lets_the_time_pass():
    async def blocks():
        time.sleep(3)  # noqa: ASYNC251 - what is tried

    assert turned(blocks) == (None, 3)


def test_who_blocks_the_loop_for_ever_is_told_so():
    async def waits_for_itself():
        threading.Event().wait()

    with pytest.raises(StillWaitingError):
        turned(waits_for_itself)


def test_a_client_that_blocks_its_server_is_not_waited_for():
    async def blocks():
        async with serve(answer, "127.0.0.1", 0) as server:
            with connect_sync(address(server), proxy=None):
                pass

    with pytest.raises(TimeoutError):
        turned(blocks)


# Threads beside it


def test_a_thread_that_works_is_waited_for():
    go = threading.Event()

    async def hands_out():
        asyncio.get_running_loop().call_later(0.01, go.set)
        async with asyncio.timeout(300):
            return await asyncio.to_thread(works)

    def works():
        while not go.is_set():
            pass
        return "done"

    result, took = turned(hands_out)
    assert result == "done"
    assert took < 300


def test_a_thread_may_sleep_and_wait_for_the_loop():
    async def says():
        await asyncio.sleep(20)
        return "said"

    async def hands_out():
        loop = asyncio.get_running_loop()

        def works():
            time.sleep(10)
            return asyncio.run_coroutine_threadsafe(says(), loop).result(60)

        return await asyncio.to_thread(works)

    assert turned(hands_out) == ("said", 30)


def test_the_real_time_of_threads_makes_nobody_late():
    async def hands_out():
        await asyncio.sleep(7)
        await asyncio.to_thread(works)
        return round(waited(), 1)

    def works():
        start = time.thread_time()
        while time.thread_time() < start + 0.2:
            pass

    assert turned(hands_out)[0] == 7


def test_who_blocks_the_loop_waits_for_a_thread_at_work():
    async def joins():
        def works():
            while time.thread_time() < 0.05:
                pass

        thread = threading.Thread(target=works)
        thread.start()
        thread.join(300)
        return thread.is_alive()

    assert turned(joins) == (False, 0)


def test_a_thread_that_is_left_behind_finds_the_loop_closed():
    go, left = threading.Event(), []

    async def leaves():
        def works():
            while not go.is_set():
                pass

        left.append(threading.Thread(target=works))
        left[0].start()

    turned(leaves)
    go.set()
    left[0].join()


# The network


async def answer(websocket):
    async for message in websocket:
        await websocket.send(message)


def address(server):
    return f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def talks():
    """Exchange small and large messages, and part in both ways; return all of it."""
    heard = []

    async def handler(websocket):
        with suppress(ConnectionClosed):
            async for message in websocket:
                heard.append(len(message))
                await websocket.send(message)
        heard.append((websocket.close_code, websocket.close_reason))

    async with serve(handler, "127.0.0.1", 0, compression=None) as server:
        async with connect(address(server), proxy=None, compression=None) as client:
            for size in (0, 1, HIGH, 3 * HIGH):
                await client.send(bytes(size))
                heard.append(len(await client.recv()))
            await client.close(4000, "enough")
        other = await connect(address(server), proxy=None)
        await other.send("x")
        heard.append(await other.recv())
        other.transport.abort()
    return heard


def test_the_network_in_memory_does_what_the_real_one_does():
    with asyncio.Runner() as runner:
        real = runner.run(talks())
    assert turned(talks)[0] == real


def test_who_does_not_read_makes_the_other_wait():
    async def stalls():
        sent = []

        async def handler(websocket):
            while True:
                await websocket.send(bytes(HIGH))
                sent.append(HIGH)

        async with serve(handler, "127.0.0.1", 0, compression=None) as server:
            async with connect(address(server), proxy=None, max_size=None) as client:
                client.transport.pause_reading()
                await asyncio.sleep(10)
                stalled = len(sent)
                await asyncio.sleep(10)
                same = len(sent) == stalled
                client.transport.resume_reading()
                await client.recv()
                await asyncio.sleep(10)
                return same, len(sent) > stalled

    assert turned(stalls)[0] == (True, True)


class Hears(asyncio.Protocol):
    """Notes what it is told."""

    def __init__(self):
        self.told = []

    def data_received(self, data):
        self.told.append(bytes(data))

    def eof_received(self):
        self.told.append("end")
        return True  # the other way stays open

    def pause_writing(self):
        self.told.append("pause")

    def resume_writing(self):
        self.told.append("resume")

    def connection_lost(self, error):
        self.told.append("lost")


@pytest.fixture
def ends():
    """A loop, and the two ends of a connection in it."""
    with asyncio.Runner(loop_factory=TurnedLoop) as runner:
        loop = runner.get_loop()

        async def connects():
            theirs = Hears()
            server = await loop.create_server(lambda: theirs, "127.0.0.1", 0)
            host, port = server.sockets[0].getsockname()
            mine, _ = await loop.create_connection(Hears, host, port)
            return server, mine, mine.peer

        server, mine, its = runner.run(connects())
        yield mine, its, lambda: runner.run(asyncio.sleep(0.1))
        server.close()


def test_one_way_may_end_before_the_other(ends):
    mine, its, turn = ends
    mine.write(b"last")
    assert mine.can_write_eof()
    mine.write_eof()
    mine.write_eof()
    its.writelines([b"and", b"", b"now"])
    turn()
    assert its.get_protocol().told == [b"last", "end"]
    assert mine.get_protocol().told == [b"andnow"]
    assert not its.is_closing()


def test_who_is_cut_off_hears_the_end_and_no_more(ends):
    mine, its, turn = ends
    mine.write(b"lost")
    mine.write_eof()
    mine.abort()
    mine.abort()
    turn()
    assert its.get_protocol().told == ["end"]
    assert mine.get_protocol().told == ["lost"]


def test_what_waits_is_counted_to_the_byte(ends):
    mine, its, turn = ends
    mine.set_write_buffer_limits(high=2, low=0)
    its.pause_reading()
    mine.write(b"12")
    assert mine.get_write_buffer_size() == 2
    mine.write(b"3")
    mine.write(b"4")
    turn()
    assert mine.get_protocol().told == ["pause"]
    its.resume_reading()
    turn()
    assert mine.get_protocol().told == ["pause", "resume"]
    assert its.get_protocol().told == [b"12", b"3", b"4"]


def test_another_may_be_told(ends):
    mine, its, turn = ends
    other = Hears()
    its.set_protocol(other)
    mine.write(b"x")
    turn()
    assert other.told == [b"x"]


# What is real


def test_real_sockets_work_beside_it():
    async def looks():
        ours, theirs = socket.socketpair()
        with ours, theirs:
            ours.setblocking(False)
            theirs.setblocking(False)
            loop = asyncio.get_running_loop()
            reading = asyncio.create_task(loop.sock_recv(ours, 10))
            await asyncio.sleep(0.01)
            await loop.sock_sendall(theirs, b"real")
            return await reading

    assert turned(looks)[0] == b"real"


def test_other_programs_reach_its_servers():
    async def serves():
        async with serve(answer, "127.0.0.1", 0) as server:
            url = address(server)

            def asks():
                with connect_sync(url, proxy=None) as client:
                    client.send("tea?")
                    return client.recv(timeout=10)

            with ThreadPoolExecutor() as pool:
                return await asyncio.wrap_future(pool.submit(asks))

    assert turned(serves)[0] == "tea?"


def test_tls_goes_over_real_sockets(certificate):  # noqa: F811 - the fixture
    theirs, ours = certificate

    async def connects(url, **more):
        async with connect(url, proxy=None, **more) as client:
            await client.send("secret")
            return await client.recv(), isinstance(client.transport, End)

    async def serves():
        async with serve(answer, "127.0.0.1", 0, ssl=theirs) as server:
            url = address(server).replace("ws:", "wss:")
            return await connects(url, ssl=ours)

    assert turned(serves)[0] == ("secret", False)

    async def serves_without():
        async with serve(answer, "127.0.0.1", 0) as server:
            url = address(server).replace("ws:", "wss:")
            assert await connects(address(server)) == ("secret", True)
            with pytest.raises((ssl.SSLError, ConnectionError)):
                await connects(url, ssl=ours)

    turned(serves_without)


def test_a_broadcast_reaches_all():
    async def speaks():
        room = set()

        async def handler(websocket):
            room.add(websocket)
            await websocket.wait_closed()

        async with serve(handler, "127.0.0.1", 0) as server:
            async with (
                connect(address(server), proxy=None) as ada,
                connect(address(server), proxy=None) as bob,
            ):
                await asyncio.sleep(1)
                broadcast(room, "hello")
                return [await ada.recv(), await bob.recv()]

    assert turned(speaks)[0] == ["hello", "hello"]
