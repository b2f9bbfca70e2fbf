"""`wsproto`, which does no I/O: here in threads."""

import socket
from threading import Thread

from wsproto import ConnectionType, WSConnection, events
from wsproto.connection import ConnectionState
from wsproto.extensions import PerMessageDeflate

from tests.peers.peer import GOODBYE, PARTS, Peer


class Wsproto(Peer):
    faults = {  # noqa: RUF012  # nobody changes it
        "our_ping_between_fragments": "after a Ping it takes the rest for plain text"
    }

    def __enter__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = "ws://{}:{}/".format(*self._listener.getsockname())
        self._accepting = Thread(target=self._accept)
        self._accepting.start()
        return self

    def __exit__(self, *how):
        socket.create_connection(self._listener.getsockname()).close()  # wakes it
        self._accepting.join()
        self._listener.close()

    def _accept(self):
        while True:
            sock, _ = self._listener.accept()
            if not sock.recv(1, socket.MSG_PEEK):
                return sock.close()
            Thread(target=self._talk, args=(sock, ConnectionType.SERVER)).start()

    def call(self, url):
        Thread(target=self._visit, args=(url.split("/")[2],)).start()

    def _visit(self, where):
        host, _, port = where.partition(":")
        hello = events.Request(where, "/", extensions=[PerMessageDeflate()])
        sock = socket.create_connection((host, int(port)))
        self._talk(sock, ConnectionType.CLIENT, hello)

    def _talk(self, sock, side, *hello):
        wsproto = WSConnection(side)
        parts = []
        with sock:
            sock.sendall(b"".join(map(wsproto.send, hello)))
            while wsproto.state is not ConnectionState.CLOSED:
                wsproto.receive_data(sock.recv(65536) or None)
                for event in wsproto.events():
                    if isinstance(event, events.CloseConnection):
                        self.goodbyes.put((event.code, event.reason or ""))
                    if wsproto.state is not ConnectionState.CLOSED:
                        answers = map(wsproto.send, answers_to(event, parts))
                        sock.sendall(b"".join(answers))


def answers_to(event, parts):
    """Yield what we answer. `parts` are those of a message that is not complete."""
    match event:
        case events.Request():
            yield events.AcceptConnection(extensions=[PerMessageDeflate()])
        case events.Ping() | events.CloseConnection():
            yield event.response()
        case events.Pong(payload=b"42"):
            yield events.TextMessage("pong")
        case events.Message(data=data, message_finished=False):
            parts.append(bytes(data) if isinstance(data, bytearray) else data)
        case events.Message(data=data):
            message = type(data)().join([*parts, data])
            parts.clear()
            yield from answers_to_message(type(event), message)


def answers_to_message(kind, message):
    match message:
        case "ping":
            yield events.Ping(b"42")
        case "fragments":
            for part in PARTS:
                yield events.TextMessage(part, message_finished=part is PARTS[-1])
        case "close":
            yield events.CloseConnection(*GOODBYE)
        case _:
            yield kind(message)
