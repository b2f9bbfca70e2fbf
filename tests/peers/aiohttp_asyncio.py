"""`aiohttp`, a client and a server of HTTP that speak WebSocket too."""

from contextlib import asynccontextmanager

from aiohttp import ClientSession, WSMsgType, web

from tests.peers.peer import GOODBYE, InTasks

RAW = {"autoping": False, "autoclose": False}  # so that we see what it sees


class Aiohttp(InTasks):
    lacks = ("their_fragments",)

    @asynccontextmanager
    async def serve(self):
        runner = web.ServerRunner(web.Server(self._welcome))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield "ws://{}:{}/".format(*runner.addresses[0])
        await runner.cleanup()

    async def _welcome(self, request):
        websocket = web.WebSocketResponse(**RAW)
        await websocket.prepare(request)
        await self.echo(websocket)
        return websocket

    async def visit(self, url):
        async with ClientSession() as session:
            async with session.ws_connect(url, compress=15, **RAW) as websocket:
                await self.echo(websocket)

    async def echo(self, websocket):
        while (message := await websocket.receive()).type is not WSMsgType.CLOSE:
            match message.type, message.data:
                case WSMsgType.TEXT, "ping":
                    await websocket.ping(b"42")
                case WSMsgType.PONG, b"42":
                    await websocket.send_str("pong")
                case WSMsgType.TEXT, "close":
                    await websocket.close(code=GOODBYE[0], message=GOODBYE[1].encode())
                    return self.goodbyes.put((websocket.close_code, ""))
                case WSMsgType.PING, payload:
                    await websocket.pong(payload)
                case WSMsgType.TEXT, text:
                    await websocket.send_str(text)
                case WSMsgType.BINARY, data:
                    await websocket.send_bytes(data)
        code, reason = message.data or 1005, message.extra  # it says 0 for none
        await websocket.close(code=1000 if code == 1005 else code)
        return self.goodbyes.put((code, reason))
