"""The clock and the echo by hand, with `websockets` at the other end."""

import asyncio
import threading
from contextlib import aclosing, contextmanager

import pytest
import websockets.asyncio.client
import websockets.sync.client
import websockets.sync.server

from wslesson.services import Clock, Echo, by_hand_asyncio, by_hand_threads

CLOCK = Clock(count=3, interval=0.01, now=lambda: 42.0)
TIMES = ["The time is 42.0"] * 3


async def heard(address):
    return [text async for text in by_hand_asyncio.listen(address, timeout=5)]


def test_the_clock_in_threads_is_heard_in_both_styles():
    with by_hand_threads.serve(CLOCK) as address:
        assert list(by_hand_threads.listen(address)) == TIMES
        assert asyncio.run(heard(address)) == TIMES


def test_the_clock_in_tasks_is_heard_in_both_styles():
    async def main():
        async with by_hand_asyncio.serve(CLOCK) as address:
            listen = asyncio.to_thread(lambda: list(by_hand_threads.listen(address)))
            return await asyncio.gather(listen, heard(address))

    assert asyncio.run(main()) == [TIMES, TIMES]


def talk(address, compression):
    options = {"compression": compression, "proxy": None}
    with websockets.sync.client.connect(address, **options) as them:
        for message in "héllo", b"\0" * 70000, "", "x" * 2**20:
            them.send(message)
            assert them.recv(timeout=5) == message
        them.send(iter(["in ", "three ", "parts"]))
        assert them.recv(timeout=5) == "in three parts"
        assert them.ping().wait(5)
        them.close(4001, "bye")
        return them.close_code


@pytest.mark.parametrize("compress", [False, True])
def test_the_echo_in_threads_answers_websockets(compress):
    with by_hand_threads.serve(Echo(), compress=compress) as address:
        assert talk(address, "deflate" if compress else None) == 4001


@pytest.mark.parametrize("compress", [False, True])
def test_the_echo_in_tasks_answers_websockets(compress):
    async def main():
        async with by_hand_asyncio.serve(Echo(), compress=compress) as address:
            return await asyncio.to_thread(
                talk, address, "deflate" if compress else None
            )

    assert asyncio.run(main()) == 4001


@pytest.mark.parametrize("style", [by_hand_threads, by_hand_asyncio])
def test_a_ping_between_two_ticks_is_answered(style):
    slow = Clock(count=1, interval=5.0)

    def ask(address):
        with websockets.sync.client.connect(address, proxy=None) as them:
            assert them.ping().wait(5)

    async def main():
        async with style.serve(slow) as address:
            await asyncio.to_thread(ask, address)

    if style is by_hand_asyncio:
        asyncio.run(main())
        return
    with style.serve(slow) as address:
        ask(address)


@contextmanager
def their_clock():
    def tell(them):
        for text in TIMES:
            them.send(text)
        them.send(b"not a text")

    with websockets.sync.server.serve(tell, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield "ws://{}:{}/".format(*server.socket.getsockname())
        server.shutdown()
        thread.join()


def test_their_clock_is_heard_in_both_styles():
    with their_clock() as address:
        assert list(by_hand_threads.listen(address)) == TIMES
        assert asyncio.run(heard(address)) == TIMES


def test_a_listener_may_leave_early():
    async def first(address):
        async with aclosing(by_hand_asyncio.listen(address)) as texts:
            return await anext(texts)

    with by_hand_threads.serve(CLOCK) as address:
        texts = by_hand_threads.listen(address)
        assert next(texts) == TIMES[0]
        texts.close()
        assert asyncio.run(first(address)) == TIMES[0]
