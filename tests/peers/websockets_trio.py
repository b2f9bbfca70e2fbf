"""`websockets` with Trio."""

from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from threading import Thread

import trio
from websockets.exceptions import ConnectionClosed
from websockets.trio.client import connect
from websockets.trio.server import serve

from tests.peers.peer import GOODBYE, PARTS, Peer


class WebsocketsTrio(Peer):
    def __enter__(self):
        self._ready = Future()
        self._thread = Thread(target=trio.run, args=(self._main,))
        self._thread.start()
        self.url = self._ready.result(60)
        return self

    def __exit__(self, *how):
        self._token.run_sync_soon(self._nursery.cancel_scope.cancel)
        self._thread.join()

    def call(self, url):
        self._token.run_sync_soon(self._nursery.start_soon, self._visit, url)

    async def _main(self):
        self._token = trio.lowlevel.current_trio_token()
        listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
        async with trio.open_nursery() as self._nursery:
            start = partial(serve, self.echo, listeners=listeners)
            await self._nursery.start(start)
            where = listeners[0].socket.getsockname()
            self._ready.set_result("ws://{}:{}/".format(*where))

    async def _visit(self, url):
        async with connect(url, proxy=None) as websocket:
            await self.echo(websocket)

    async def echo(self, websocket):
        with suppress(ConnectionClosed):
            async for message in websocket:
                match message:
                    case "ping":
                        await (await websocket.ping(b"42")).wait()
                        await websocket.send("pong")
                    case "fragments":
                        await websocket.send(PARTS)
                    case "close":
                        await websocket.aclose(*GOODBYE)
                    case _:
                        await websocket.send(message)
        self.goodbyes.put((websocket.close_code, websocket.close_reason))
