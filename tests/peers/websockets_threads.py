"""`websockets` with threads."""

from contextlib import suppress
from threading import Thread

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.sync.server import serve

from tests.peers.peer import GOODBYE, PARTS, Peer


class WebsocketsThreads(Peer):
    def __enter__(self):
        self._server = serve(self.echo, "127.0.0.1", 0)
        self.url = "ws://{}:{}/".format(*self._server.socket.getsockname())
        self._thread = Thread(target=self._server.serve_forever)
        self._thread.start()
        return self

    def __exit__(self, *how):
        self._server.shutdown()
        self._thread.join()

    def call(self, url):
        Thread(target=self._visit, args=(url,)).start()

    def _visit(self, url):
        with connect(url, proxy=None) as websocket:
            self.echo(websocket)

    def echo(self, websocket):
        with suppress(ConnectionClosed):
            for message in websocket:
                match message:
                    case "ping":
                        websocket.ping(b"42").wait()
                        websocket.send("pong")
                    case "fragments":
                        websocket.send(PARTS)
                    case "close":
                        websocket.close(*GOODBYE)
                    case _:
                        websocket.send(message)
        self.goodbyes.put((websocket.close_code, websocket.close_reason))
