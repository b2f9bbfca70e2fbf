"""One contract, two drivers: the same stories are told to both."""

import asyncio
import inspect
import socket
import threading
from contextlib import contextmanager

from wslesson.drivers import Settings, aio, blocking
from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.events import Binary, Text

QUICK = Settings(timeout=0.2)  # for stories that end with nobody answering
BUSY = Settings(timeout=1)  # for stories where the peer answers, on a busy machine


class Threads:
    """The blocking driver as it is."""

    @staticmethod
    def echo(websocket):
        for event in websocket:
            if isinstance(event, Text | Binary):
                websocket.send(event)

    @staticmethod
    def serve(handler, **how):
        return blocking.serve(handler, **how)

    @staticmethod
    def connect(url, *settings):
        return blocking.connect(url, *settings)


class Call:
    """A WebSocket of the asyncio driver, whose loop runs in another thread."""

    def __init__(self, websocket, run):
        self.real = websocket
        self._run = run

    def send(self, event, **how):
        return self._run(self.real.send(event, **how))

    def receive(self, timeout=None):
        return self._run(asyncio.wait_for(self.real.receive(), timeout))

    def close(self, *args):
        return self._run(self.real.close(*args))

    def __iter__(self):
        while (event := self.receive()) is not None:
            yield event

    @property
    def state(self):
        return self.real.state


class Tasks:
    """The asyncio driver, called from threads, so that the stories can be the same."""

    def __init__(self, loop):
        self._loop = loop

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(30)

    @staticmethod
    async def echo(websocket):
        async for event in websocket:
            if isinstance(event, Text | Binary):
                await websocket.send(event)

    @contextmanager
    def _enter(self, manager):
        value = self.run(manager.__aenter__())
        try:
            yield value
        except BaseException as error:
            self.run(manager.__aexit__(type(error), error, error.__traceback__))
            raise
        else:
            self.run(manager.__aexit__(None, None, None))

    def serve(self, handler, **how):
        async def in_thread(websocket):
            await asyncio.to_thread(handler, Call(websocket, self.run))

        its_own = inspect.iscoroutinefunction(handler)
        return self._enter(aio.serve(handler if its_own else in_thread, **how))

    @contextmanager
    def connect(self, url, *settings):
        with self._enter(aio.connect(url, *settings)) as websocket:
            yield Call(websocket, self.run)


class Peer:
    """The other end: a socket and a connection that does only what it is told."""

    def __init__(self, sock, role):
        sock.settimeout(5)
        self.sock = sock
        self.connection = Connection(role)

    def send(self, *events):
        self.sock.sendall(b"".join(map(self.connection.send, events)))

    def receive(self):
        """Return the next event, or None at the end of the stream."""
        while (event := self.connection.next_event()) is None:
            data = self.sock.recv(65536)
            if not data:
                return None
            self.connection.receive_data(data)
        return event


@contextmanager
def dial(url):
    """Give a client that has shaken hands."""
    host, _, port = url.removeprefix("ws://").removesuffix("/").partition(":")
    with socket.create_connection((host, int(port))) as sock:
        peer = Peer(sock, Role.CLIENT)
        sock.sendall(peer.connection.connect(f"{host}:{port}"))
        peer.receive()
        yield peer


@contextmanager
def one_client(story):
    """Give the address of a server that tells `story` to its one client."""
    failures = []

    def tell(listener):
        sock, _ = listener.accept()
        with sock:
            try:
                story(sock)
            except BaseException as error:
                failures.append(error)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=tell, args=(listener,))
        thread.start()
        host, port = listener.getsockname()
        yield f"ws://{host}:{port}/"
        thread.join(10)
    assert failures == []


def accepted(sock):
    """Shake hands as a server would, and give the peer."""
    peer = Peer(sock, Role.SERVER)
    request = peer.receive()
    peer.send(peer.connection.reply_to(request))
    return peer
