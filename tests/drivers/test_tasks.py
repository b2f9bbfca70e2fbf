"""A story of the asyncio driver alone: its loop can show that a writer waits."""

import asyncio
import threading

from tests.drivers.peers import accepted, one_client
from wslesson.drivers import aio
from wslesson.protocol.events import Binary, Ping, Pong, Text

MESSAGE = Binary(bytes(2**20))
MANY = 64  # more than the kernel takes for a peer that does not read


def test_a_writer_waits_until_a_slow_peer_has_read():
    """Meanwhile we hear the peer, and owe it a Pong until there is room for one."""
    stuck, heard = threading.Event(), threading.Event()

    def story(sock):
        peer = accepted(sock)
        assert stuck.wait(5)
        peer.send(Ping(b"1"), Ping(b"2"), Text("go on"))
        assert heard.wait(5)
        got = [peer.receive() for _ in range(MANY + 1)]
        assert got.count(MESSAGE) == MANY
        assert Pong(b"2") in got

    async def write(websocket):
        for _ in range(MANY):
            await websocket.send(MESSAGE)

    async def talk(url):
        async with aio.connect(url) as websocket:
            writer = asyncio.create_task(write(websocket))
            await asyncio.sleep(0)  # one turn of the loop: the writer has begun
            stuck.set()
            while await websocket.receive() != Text("go on"):
                assert not writer.done()
            assert not writer.done()
            heard.set()
            await writer

    with one_client(story) as url:
        asyncio.run(talk(url))
