"""Trio under a clock that jumps, with a network in memory."""

import threading
import time
from functools import partial

import pytest
import trio
from websockets.trio.client import connect
from websockets.trio.server import serve

from wslesson.checking.clock.script import Script
from wslesson.checking.clock.turned import StillWaitingError
from wslesson.checking.clock.under_trio import PORT, in_trio


def turned(function):
    """Run a coroutine function under Trio; return its result and its seconds."""

    async def timed(listener):
        result = await function()
        return result, round(trio.current_time(), 1)

    return in_trio(timed, function)


def test_a_wait_takes_no_time():
    assert turned(partial(trio.sleep, 100)) == (None, 100)


def test_what_waits_for_ever_is_told_so():
    with pytest.raises(StillWaitingError):
        turned(trio.sleep_forever)


def test_time_passes_for_who_spins_and_for_who_looks():
    async def spins():
        end = trio.current_time() + 1
        while trio.current_time() < end:
            await trio.lowlevel.checkpoint()
        start = time.monotonic()
        while time.monotonic() < start + 0.1:
            pass

    assert turned(spins) == (None, 1.1)


def test_who_blocks_the_loop_lets_the_time_pass_but_not_for_ever():
    async def blocks():
        time.sleep(3)  # noqa: ASYNC251 - what is tried
        assert not threading.Event().wait(5)

    assert turned(blocks) == (None, 3)

    async def blocks_for_ever():
        while True:
            time.sleep(60)  # noqa: ASYNC251 - what is tried

    with pytest.raises(StillWaitingError):
        turned(blocks_for_ever)


def test_threads_take_real_time():
    woken = threading.Event()

    def works():
        time.sleep(0.01)
        woken.wait(10)
        return "done"

    async def hands_out():
        async with trio.open_nursery() as nursery:
            nursery.start_soon(wakes)
            threading.Thread(target=works).start()
            with trio.fail_after(60):
                return await trio.to_thread.run_sync(works)

    async def wakes():
        await trio.lowlevel.checkpoint()
        woken.set()

    assert turned(hands_out)[0] == "done"


async def shout(websocket):
    async for message in websocket:
        await websocket.send(message.upper())


def test_clients_reach_a_server_in_memory():
    async def main(listener):
        async with trio.open_nursery() as nursery:
            serving = partial(serve, shout, listeners=[listener])
            await nursery.start(serving)
            async with connect(f"ws://127.0.0.1:{PORT}", proxy=None) as client:
                await client.send("tea")
                heard = await client.recv()
            nursery.cancel_scope.cancel()
        return heard

    assert in_trio(main, None) == "TEA"


def test_a_real_server_is_reached_too():
    async def looks():
        listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
        port = listeners[0].socket.getsockname()[1]
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trio.serve_listeners, says, listeners)
            async with await trio.open_tcp_stream("127.0.0.1", port) as stream:
                with trio.fail_after(60):
                    heard = await stream.receive_some()
            nursery.cancel_scope.cancel()
        return heard

    async def says(stream):
        await stream.send_all(b"real")

    assert turned(looks)[0] == b"real"


def test_without_this_clock_trio_is_as_it_was():
    async def looks(port):
        assert await trio.to_thread.run_sync(int) == 0
        stream = await trio.open_tcp_stream("127.0.0.1", port)
        await stream.aclose()

    script = Script()
    with script.serving(None):
        trio.run(looks, script.address[1])
