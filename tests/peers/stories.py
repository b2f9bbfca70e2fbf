"""What happens on one connection, told at our end: the same for every peer.

A story returns the goodbye that the peer must have got at its end.
"""

from tests.peers.peer import GOODBYE, PARTS
from wslesson.protocol.events import Binary, Close, Ping, Pong, Text

USUAL = (1000, "")
LONG = b"".join(bytes(range(256)) for _ in range(4096))  # 1 MiB


def echoed(websocket, message):
    websocket.send(message)
    assert websocket.receive(20) == message


def text(websocket):
    echoed(websocket, Text("héllo, wörld 🌍"))


def binary(websocket):
    echoed(websocket, Binary(bytes(range(256))))


def empty(websocket):
    echoed(websocket, Text(""))
    echoed(websocket, Binary(b""))


def one_mebibyte(websocket):
    echoed(websocket, Binary(LONG))
    echoed(websocket, Text("é" * 2**19))


def our_ping(websocket):
    for payload in b"", b"are you there?", b"x" * 125:
        websocket.send(Ping(payload))
        assert websocket.receive(20) == Pong(payload)


def their_ping(websocket):
    websocket.send(Text("ping"))
    assert websocket.receive(20) == Ping(b"42")
    assert websocket.receive(20) == Text("pong")


def our_fragments(websocket):
    websocket.send(Text("on"), fin=False)
    websocket.send(Text(""), fin=False)
    websocket.send(Text("e"))
    assert websocket.receive(20) == Text("one")


def our_ping_between_fragments(websocket):
    websocket.send(Text("on"), fin=False)
    websocket.send(Ping(b"between"))
    websocket.send(Text("e"))
    assert websocket.receive(20) == Pong(b"between")
    assert websocket.receive(20) == Text("one")


def their_fragments(websocket):
    websocket.send(Text("fragments"))
    assert websocket.receive(20) == Text("".join(PARTS))


def our_goodbye(websocket):
    text(websocket)  # the Trio server of websockets 17.4 may not answer an early Close
    websocket.send(Close(4001, "wé leave"))
    assert websocket.receive(20).code == 4001
    assert websocket.receive(20) is None
    return 4001, "wé leave"


def their_goodbye(websocket):
    websocket.send(Text("close"))
    assert websocket.receive(20) == Close(*GOODBYE)
    assert websocket.receive(20) is None
    return GOODBYE[0], ""  # our answer repeats the code


def no_code(websocket):
    text(websocket)
    websocket.send(Close(1005))
    assert websocket.receive(20).code in {1000, 1005}
    return 1005, ""


STORIES = [
    text,
    binary,
    empty,
    one_mebibyte,
    our_ping,
    their_ping,
    our_fragments,
    our_ping_between_fragments,
    their_fragments,
    our_goodbye,
    their_goodbye,
    no_code,
]
