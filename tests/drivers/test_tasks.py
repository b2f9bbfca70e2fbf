"""Stories of the asyncio driver alone: its loop can show who waits, and who works."""

import asyncio
import socket
import threading
from contextlib import ExitStack

from tests.drivers.peers import Tasks, accepted, dial, one_client
from wslesson.drivers import CHUNK, Settings, aio
from wslesson.drivers.clients import CROWD, accept_clients
from wslesson.protocol.events import Binary, Close, Ping, Pong, Text

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


def test_a_flood_leaves_the_others_their_turns():
    """A chunk holds eleven thousand Pings: nobody should wait until all are read."""
    events = seen = longest = 0

    async def take_turns():
        nonlocal seen, longest
        while True:
            longest, seen = max(longest, events - seen), events
            await asyncio.sleep(0)

    async def handler(websocket):
        nonlocal events
        others = asyncio.create_task(take_turns())
        async for _ in websocket:
            events += 1
        others.cancel()

    def flood(url):
        with dial(url) as peer:
            peer.sock.sendall(b"\x89\x80keys" * 50_000)
            peer.send(Close())
            while peer.receive() is not None:
                pass

    async def story():
        async with aio.serve(handler) as url:
            await asyncio.to_thread(flood, url)

    asyncio.run(story())
    assert events == 50_001
    assert longest < 200


def test_memory_for_a_peer_that_does_not_read_is_bounded(certificate):
    """Inside TLS, too, where asyncio would keep half a megabyte."""
    server, client = certificate
    done = asyncio.Event()

    async def handler(websocket):
        while websocket._writable:
            websocket._write(websocket.connection.send(Binary(bytes(1000))))
            await asyncio.sleep(0)
        kept = websocket._transport.get_write_buffer_size()
        websocket.abort()
        assert 0 < kept < CHUNK + 5000
        done.set()

    async def story():
        async with aio.serve(handler, settings=Settings(tls=server)) as url:
            async with aio.connect(url, Settings(tls=client)) as websocket:
                websocket._transport.pause_reading()
                await asyncio.wait_for(done.wait(), 10)

    asyncio.run(story())


async def hear_an_echo(url):
    async with asyncio.timeout(30), aio.connect(url) as websocket:
        await websocket.send(Text("hi"))
        assert await websocket.receive() == Text("hi")


async def serve_three():
    async with aio.serve(Tasks.echo) as url:
        for _ in range(3):
            await hear_an_echo(url)


def test_a_crowd_at_the_door_leaves_the_others_their_turns():
    async def story(stack):
        welcomed = []
        async with accept_clients(welcomed.append, ("127.0.0.1", 0)) as where:
            for _ in range(CROWD + 9):
                stack.enter_context(socket.create_connection(where))
            before = 0
            async with asyncio.timeout(30):
                while before < CROWD + 9:
                    await asyncio.sleep(0)  # one turn of the loop
                    assert len(welcomed) - before <= CROWD
                    before = len(welcomed)
        for sock in welcomed:
            sock.close()

    with ExitStack() as stack:
        asyncio.run(story(stack))


class Asked(asyncio.SelectorEventLoop):
    """Counts how often it is asked to say that something can be read."""

    times = 0

    def add_reader(self, *what):
        self.times += 1
        super().add_reader(*what)


def test_the_loop_is_asked_once_for_all_who_come():
    with asyncio.Runner(loop_factory=Asked) as runner:
        runner.run(serve_three())
        assert runner.get_loop().times == 1


class WithoutReaders(asyncio.SelectorEventLoop):
    """Cannot say that something can be read, as the loop of Windows cannot."""

    def add_reader(self, *_):
        raise NotImplementedError


def test_a_loop_that_cannot_say_who_waits_lets_them_in():
    with asyncio.Runner(loop_factory=WithoutReaders) as runner:
        runner.run(serve_three())


def test_a_server_leaves_nothing_in_the_loop_for_the_next():
    """Which often gets the same descriptor."""

    async def story():
        for _ in range(2):
            await serve_three()

    asyncio.run(story())
