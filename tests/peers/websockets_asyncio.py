"""`websockets` with asyncio."""

from contextlib import asynccontextmanager, suppress

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

from tests.peers.peer import GOODBYE, PARTS, InTasks


class WebsocketsAsyncio(InTasks):
    @asynccontextmanager
    async def serve(self):
        async with serve(self.echo, "127.0.0.1", 0) as server:
            yield "ws://{}:{}/".format(*server.sockets[0].getsockname())

    async def visit(self, url):
        async with connect(url, proxy=None) as websocket:
            await self.echo(websocket)

    async def echo(self, websocket):
        with suppress(ConnectionClosed):
            async for message in websocket:
                match message:
                    case "ping":
                        await (await websocket.ping(b"42"))
                        await websocket.send("pong")
                    case "fragments":
                        await websocket.send(PARTS)
                    case "close":
                        await websocket.close(*GOODBYE)
                    case _:
                        await websocket.send(message)
        self.goodbyes.put((websocket.close_code, websocket.close_reason))
