"""`tornado`, the server that JupyterLab runs on, and its client."""

from contextlib import asynccontextmanager
from functools import partial

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

from tests.peers.peer import GOODBYE, InTasks


class Tornado(InTasks):
    lacks = ("their_fragments",)
    faults = {  # noqa: RUF012  # nobody changes it
        "our_ping_between_fragments": "after a Ping tornado 6.6 takes the rest for"
        " plain text, and leaves without a goodbye: the code is 1006"
    }

    @asynccontextmanager
    async def serve(self):
        server = HTTPServer(Application([("/", Server, {"hear": self._hear})]))
        sockets = bind_sockets(0, "127.0.0.1")
        server.add_sockets(sockets)
        yield "ws://{}:{}/".format(*sockets[0].getsockname())
        server.stop()
        await server.close_all_connections()

    async def visit(self, url):
        websocket = await websocket_connect(url, compression_options={})
        websocket.on_pong = partial(answer_pong, websocket)
        while (message := await websocket.read_message()) is not None:
            await answer(websocket, message)
        self._hear(websocket)
        websocket.close()  # it has ended, but complains if nobody says so

    def _hear(self, websocket):
        self.goodbyes.put((websocket.close_code or 1005, websocket.close_reason or ""))


class Server(WebSocketHandler):
    def initialize(self, hear):
        self._hear = hear

    def get_compression_options(self):
        return {}  # that is: compress, as usual

    async def on_message(self, message):
        await answer(self, message)

    def on_pong(self, payload):
        answer_pong(self, payload)

    def on_close(self):
        self._hear(self)


async def answer(websocket, message):
    match message:
        case "ping":
            websocket.ping(b"42")
        case "close":
            websocket.close(*GOODBYE)
        case _:
            await websocket.write_message(message, binary=isinstance(message, bytes))


def answer_pong(websocket, payload):
    if payload == b"42":
        websocket.write_message("pong")
