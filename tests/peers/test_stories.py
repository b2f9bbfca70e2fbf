"""Each story, plain and compressed, with each peer at each end, in both drivers."""

from collections import Counter
from concurrent.futures import Future
from contextlib import ExitStack
from functools import cache

import pytest

from tests.peers.aiohttp_asyncio import Aiohttp
from tests.peers.chromium import Chromium
from tests.peers.node import Node
from tests.peers.stories import LONG, STORIES, USUAL, one_mebibyte
from tests.peers.tornado_asyncio import Tornado
from tests.peers.websockets_asyncio import WebsocketsAsyncio
from tests.peers.websockets_threads import WebsocketsThreads
from tests.peers.websockets_trio import WebsocketsTrio
from tests.peers.wsproto_threads import Wsproto
from wslesson.drivers import Settings
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.handshake import Terms

pytestmark = pytest.mark.timeout(120)  # a busy machine starts a browser slowly

SERVERS = [
    WebsocketsAsyncio,
    WebsocketsThreads,
    WebsocketsTrio,
    Wsproto,
    Aiohttp,
    Tornado,
    Node,
]
CLIENTS = [*SERVERS, Chromium]
PROGRAMS = [Chromium, Node]
WIRES = {"plain": Terms(), "compressed": Terms(extension=Deflate)}


@pytest.fixture(scope="module")
def program():
    """Give a peer that is a program. It takes seconds to start, so it does so once."""
    with ExitStack() as running:
        yield cache(lambda kind: running.enter_context(kind()))


@pytest.fixture
def peer(request, program):
    if request.param in PROGRAMS:
        yield program(request.param)
    else:
        with request.param() as started:
            yield started


class Wire:
    """How our end behaves, and how many bytes it sent and received."""

    def __init__(self, terms):
        self.bytes = Counter()
        self.settings = Settings(timeout=20.0, terms=terms, tap=self._count)

    @property
    def compressing(self):
        return self.settings.terms.extension is not None

    def check(self, story):
        """Prove that what was agreed to be compressed was, in both directions."""
        if story is one_mebibyte:
            longer = {way for way, size in self.bytes.items() if size > len(LONG)}
            assert longer == (set() if self.compressing else {"sent", "received"})

    def _count(self, direction, data):
        self.bytes[direction] += len(data)


@pytest.fixture(params=WIRES)
def wire(request):
    return Wire(WIRES[request.param])


@pytest.fixture(autouse=True)
def known_fault(request, wire, peer, story):
    """Expect a failure where a peer is known to be wrong; notice when it is mended."""
    if wire.compressing and story.__name__ in peer.faults:
        reason = peer.faults[story.__name__]
        request.applymarker(pytest.mark.xfail(reason=reason, raises=AssertionError))


def with_each(kinds):
    """Tell every story to each peer, unless its programmers have no words for it."""
    return pytest.mark.parametrize(
        ("peer", "story"),
        [
            pytest.param(
                kind,
                story,
                id=f"{kind.__name__}-{story.__name__}",
                marks=pytest.mark.xdist_group(kind.__name__),  # where it has started
            )
            for kind in kinds
            for story in STORIES
            if story.__name__ not in kind.lacks
        ],
        indirect=["peer"],
    )


@with_each(SERVERS)
def test_our_client_and_their_server(driver, wire, peer, story):
    with driver.connect(peer.url, wire.settings) as websocket:
        goodbye = story(websocket) or USUAL
    assert peer.goodbyes.get(timeout=20) == goodbye
    wire.check(story)


@with_each(CLIENTS)
def test_our_server_and_their_client(driver, wire, peer, story):
    told = Future()

    def tell(websocket):
        try:
            told.set_result(story(websocket) or USUAL)
        except BaseException as error:
            told.set_exception(error)

    with driver.serve(tell, settings=wire.settings) as url:
        peer.call(url)
        goodbye = told.result(30)
        assert peer.goodbyes.get(timeout=20) == goodbye
    wire.check(story)
