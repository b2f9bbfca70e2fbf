"""What every style keeps to, so that any client may talk to any server."""

import asyncio
import logging
import socket
import ssl
import threading
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import (
    ConnectionClosed,
    ConnectionClosedOK,
    WebSocketException,
)
from websockets.server import ServerProtocol
from websockets.sync.client import connect
from websockets.sync.server import serve

from wslesson.protocol.errors import ProtocolError
from wslesson.protocol.events import Close
from wslesson.services import Clock, Echo, library_sans_io, refuse_failure
from wslesson.services.styles import PLAIN, hear, serving, styles


def has_ipv6():
    with suppress(OSError), socket.create_server(("::1", 0), family=socket.AF_INET6):
        return True
    return False


CLOCK = Clock(count=3, interval=0.01, now=lambda: 42.0)
TIMES = ["The time is 42.0"] * 3
SLOW = Clock(count=2, interval=60.0, now=lambda: 42.0)

WEBSOCKETS = [style for style in styles() if style != PLAIN]
PAIRS = [(server, client) for server in WEBSOCKETS for client in WEBSOCKETS]
EVERY_SERVER = pytest.mark.parametrize("server", WEBSOCKETS)
EVERY_CLIENT = pytest.mark.parametrize("client", WEBSOCKETS)
needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
FAILED = (ProtocolError, WebSocketException)


def heard(address, client, **options):
    messages = []
    hear(address, client, messages.append, **options)
    return messages


@pytest.mark.parametrize(("server", "client"), [(PLAIN, PLAIN), *PAIRS])
def test_any_client_hears_the_clock_of_any_server(server, client):
    with serving(CLOCK, server) as address:
        assert heard(address, client) == TIMES


# Servers, asked by `websockets`


@pytest.mark.parametrize("compress", [False, True])
@EVERY_SERVER
def test_the_echo_gives_back_what_it_is_given(server, compress):
    with (
        serving(Echo(), server, compress=compress) as address,
        connect(address, proxy=None, max_size=None) as them,
    ):
        agreed = them.response.headers.get("Sec-WebSocket-Extensions")
        assert (agreed is not None) is compress
        for message in "héllo", b"\0" * 70000, "", "x" * 2**20:
            them.send(message)
            assert them.recv(timeout=10) == message
        them.send(["in ", "three ", "parts €"])
        assert them.recv(timeout=10) == "in three parts €"
        them.send([b"\xe2", b"\x82"])
        assert them.recv(timeout=10) == b"\xe2\x82"
        assert them.ping().wait(10)
        them.close(4001, "bye")
        assert them.close_code == 4001


@EVERY_SERVER
def test_a_text_that_is_not_utf_8_is_refused(server):
    with (
        serving(Echo(), server) as address,
        connect(address, proxy=None, compression=None) as them,
    ):
        them.send(b"\xff", text=True)
        with pytest.raises(ConnectionClosed) as ended:
            them.recv(timeout=10)
    assert ended.value.rcvd.code == 1007


@EVERY_SERVER
def test_the_clock_answers_a_ping_between_two_ticks(server):
    with serving(SLOW, server) as address, connect(address, proxy=None) as them:
        assert them.ping().wait(10)


@EVERY_SERVER
def test_a_client_that_talks_to_the_clock_loses_no_message(server):
    with serving(CLOCK, server) as address, connect(address, proxy=None) as them:
        with suppress(ConnectionClosedOK):  # a quick clock has said all before
            for _ in range(100):  # more than the queues of the library hold
                them.send("what time is it?")
        assert list(them) == TIMES


@EVERY_SERVER
def test_a_client_that_talks_does_not_hurry_the_clock(server):
    asked = []
    clock = Clock(count=1000, interval=60.0, now=lambda: asked.append(1))
    with serving(clock, server) as address, connect(address, proxy=None) as them:
        for _ in range(400):  # 24 MB: more than all queues hold, so when they have left
            them.send(bytes(60_000))  # the clock has read some
        assert len(asked) == 1


@EVERY_SERVER
def test_a_message_may_be_as_large_as_the_server_allows(server):
    with serving(Echo(), server, max_size=5) as address:
        with connect(address, proxy=None) as them:
            them.send("hello")
            assert them.recv(timeout=10) == "hello"
            them.send("hello!")
            with pytest.raises(ConnectionClosed) as ended:
                them.recv(timeout=10)
    assert ended.value.rcvd.code == 1009


@contextmanager
def asking(address, method, path, **headers):
    where = urlsplit(address)
    web = HTTPConnection(where.hostname, where.port, timeout=10)
    web.request(method, path, headers=headers)
    with web.getresponse() as answer:
        yield answer
    web.close()


@EVERY_SERVER
def test_a_browser_is_told_what_this_is_and_how_to_connect(server):
    with serving(CLOCK, server) as address:
        with asking(address, "GET", "/?from=here") as answer:
            assert answer.status == 200
            assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
            page = answer.read().decode()
    assert "clock" in page
    assert "ws://" in page


@EVERY_SERVER
def test_a_load_balancer_finds_a_server_healthy(server):
    with serving(Echo(), server) as address:
        with asking(address, "GET", "/health") as answer:
            assert (answer.status, answer.read()) == (200, b"OK\n")
        where = urlsplit(address)
        with socket.create_connection((where.hostname, where.port), 10) as checker:
            checker.sendall(b"HEAD /health HTTP/1.1\r\nHost: example.com\r\n\r\n")
            head = checker.makefile("rb").read()
        assert head.startswith(b"HTTP/1.1 200 ")
        assert b"\r\ncontent-length: 3\r\n" in head.lower()
        assert head.endswith(b"\r\n\r\n")
        with asking(address, "GET", "/health", Upgrade="h2c") as answer:
            assert answer.status == 200  # as if it offered nothing
        with asking(address, "GET", "/wealth") as answer:
            assert answer.status == 426


def connect_and_hear_one(address):
    with connect(address, proxy=None) as them:
        return them.recv(timeout=10)


@EVERY_SERVER
def test_a_client_may_leave_the_clock_in_the_middle(server, caplog):
    endless = Clock(count=10**9, interval=0.01, now=lambda: 42.0)
    with serving(endless, server) as address:
        with connect(address, proxy=None) as them:
            assert them.recv(timeout=10) == TIMES[0]
        assert them.close_code == 1000
        assert connect_and_hear_one(address) == TIMES[0]
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


@EVERY_SERVER
def test_the_end_of_a_server_is_a_goodbye(server):
    with ExitStack() as later:
        with serving(SLOW, server) as address:
            them = later.enter_context(connect(address, proxy=None))
            assert them.recv(timeout=10) == TIMES[0]
        with pytest.raises(ConnectionClosed) as ended:
            them.recv(timeout=10)
    assert ended.value.rcvd.code == 1001


@EVERY_SERVER
def test_a_visitor_that_opens_no_websocket_harms_nobody(server):
    with serving(CLOCK, server) as address:
        where = urlsplit(address)
        socket.create_connection((where.hostname, where.port), 10).close()
        with socket.create_connection((where.hostname, where.port), 10) as visitor:
            visitor.sendall(b"\0\r\n\r\n")
            assert not visitor.recv(100).startswith(b"HTTP/1.1 1")
        with socket.create_connection((where.hostname, where.port), 10) as visitor:
            visitor.sendall(b"GET /chat HTTP/1.1\r\nHost: example.com\r\n\r\n")
            assert visitor.recv(100).startswith(b"HTTP/1.1 4")
        assert heard(address, "library-threading") == TIMES


# The library waits for such a visitor until its open_timeout, ten seconds.
@pytest.mark.parametrize("server", ["by-hand-threads", "library-sans-io"])
def test_a_visitor_who_says_nothing_is_sent_away_at_the_end(server):
    with ExitStack() as later:
        with serving(CLOCK, server) as address:
            where = urlsplit(address)
            visitor = socket.create_connection((where.hostname, where.port), 10)
            later.enter_context(visitor)
            assert heard(address, "library-threading") == TIMES
        assert visitor.recv(100) == b""


# Clients, told by `websockets`


class EnoughError(Exception):
    """What a listener raises who has heard enough."""


@contextmanager
def their_server(tell, **options):
    with serve(tell, "127.0.0.1", 0, compression=None, **options) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        scheme = "wss" if "ssl" in options else "ws"
        yield "{}://{}:{}/".format(scheme, *server.socket.getsockname())
    thread.join()


def tell_all(them):
    for text in TIMES:
        them.send(text)
    them.send(b"not a text")
    with them.send_context():
        them.protocol.send_text("€".encode()[:1], fin=False)
        them.protocol.send_continuation("€".encode()[1:], fin=True)


@EVERY_CLIENT
def test_a_client_hears_the_texts_whole_and_nothing_else(client):
    with their_server(tell_all) as address:
        assert heard(address, client) == [*TIMES, "€"]


@EVERY_CLIENT
def test_a_client_trusts_whom_the_system_trusts(client, monkeypatch):
    certificate = Path(__file__).parents[1] / "drivers" / "localhost.pem"
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with their_server(tell_all, ssl=tls) as address:
        with pytest.raises(OSError, match="certificate"):
            heard(address, client)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert heard(address, client) == [*TIMES, "€"]


@EVERY_CLIENT
def test_a_client_asks_no_proxy(client, monkeypatch):
    for name in "no_proxy", "NO_PROXY":
        monkeypatch.delenv(name, raising=False)
    for name in "http_proxy", "https_proxy", "all_proxy":
        monkeypatch.setenv(name, "http://127.0.0.1:1")  # nobody is there
    with their_server(tell_all) as address:
        assert heard(address, client) == [*TIMES, "€"]


@EVERY_CLIENT
def test_a_failure_of_the_server_is_no_quiet_end(client):
    def tell(them):
        them.send("one")
        them.close(1011, "broken")

    messages = []
    with their_server(tell) as address:
        with pytest.raises(FAILED, match=r"1011.*broken"):
            hear(address, client, messages.append)
    assert messages == ["one"]


def test_a_failure_without_a_reason_is_told_by_its_code():
    with pytest.raises(ProtocolError) as raised:
        refuse_failure(Close(1011))
    assert str(raised.value) == "the connection ended with 1011"


@EVERY_CLIENT
def test_a_server_that_vanishes_is_no_quiet_end(client):
    def tell(them):
        them.send("one")
        them.socket.shutdown(socket.SHUT_RDWR)

    with their_server(tell) as address:
        with pytest.raises(FAILED, match=r"without a goodbye|no close frame"):
            heard(address, client)


@EVERY_CLIENT
def test_text_that_is_not_utf_8_is_no_message(client):
    def tell(them):
        them.send(b"\xff", text=True)
        with pytest.raises(ConnectionClosed):
            them.recv(timeout=10)

    with their_server(tell) as address:
        with pytest.raises(FAILED):
            heard(address, client)


@EVERY_CLIENT
def test_a_silent_server_is_left(client):
    gone = threading.Event()

    def tell(them):
        with suppress(ConnectionClosed):
            them.recv(timeout=10)
        gone.set()

    with their_server(tell) as address:
        with pytest.raises(TimeoutError):
            heard(address, client, timeout=1)
        assert gone.wait(10)


@EVERY_CLIENT
def test_a_server_that_only_pings_is_silent(client):
    def tell(them):
        with suppress(ConnectionClosed):
            while them.ping().wait(10):
                pass

    with their_server(tell) as address:
        with pytest.raises(TimeoutError):
            heard(address, client, timeout=1)


@EVERY_CLIENT
def test_a_server_that_is_silent_from_the_start_is_left(client):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = "ws://{}:{}/".format(*listener.getsockname())
        with pytest.raises(TimeoutError):
            heard(address, client, timeout=0.2)


@EVERY_CLIENT
def test_a_server_that_dribbles_its_answer_is_left(client):
    def dribble(listener):
        sock, _ = listener.accept()
        with sock, suppress(ConnectionError):
            sock.settimeout(0.02)
            for byte in b"HTTP/1.1 101 Switching Protocols\r\nServer: " + bytes(1000):
                with suppress(TimeoutError):
                    while sock.recv(65536):
                        pass
                    return
                sock.sendall(bytes([byte or ord("x")]))
            pytest.fail("it was not left")

    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        ThreadPoolExecutor() as pool,
    ):
        dribbling = pool.submit(dribble, listener)
        with pytest.raises(TimeoutError):
            heard("ws://{}:{}/".format(*listener.getsockname()), client, timeout=0.3)
        dribbling.result(30)


@EVERY_CLIENT
def test_who_a_listener_is_may_stand_in_the_address(client):
    said = SimpleQueue()

    def note(them, request):
        said.put(request.headers.get("Authorization"))

    with their_server(tell_all, process_request=note) as address:
        assert heard(address.replace("//", "//me:p%40ss@"), client) == [*TIMES, "€"]
    assert said.get(timeout=10) == "Basic " + b64encode(b"me:p@ss").decode()


@EVERY_CLIENT
def test_a_server_that_refuses_is_an_error(client):
    def refuse(them, request):
        return them.respond(403, "not you")

    with their_server(tell_all, process_request=refuse) as address:
        with pytest.raises((*FAILED, OSError), match="403"):
            heard(address, client)


@EVERY_CLIENT
def test_a_client_that_leaves_early_says_goodbye(client):
    codes = SimpleQueue()

    def tell(them):
        them.send("one")
        with pytest.raises(ConnectionClosed):
            them.recv(timeout=10)
        codes.put(them.close_code)

    def leave(message):
        raise EnoughError(message)

    with their_server(tell) as address, pytest.raises(EnoughError, match="one"):
        hear(address, client, leave)
    assert codes.get(timeout=10) in {1000, 1011}  # the library tells of the error


# Both


@pytest.mark.parametrize("style", styles())
def test_an_error_in_the_block_is_what_comes_out_of_it(style):
    with pytest.raises(ZeroDivisionError), serving(CLOCK, style):
        1 / 0  # noqa: B018 - an error like any other


@needs_ipv6
@pytest.mark.parametrize("host", ["::1", "::"])
@pytest.mark.parametrize("style", styles())
def test_ipv6_is_served_and_heard(style, host):
    with serving(CLOCK, style, host=host) as address:
        assert f"://[{host}]:" in address
        assert heard(address.replace("[::]", "[::1]"), style) == TIMES


@pytest.mark.parametrize("style", styles())
def test_a_port_that_is_taken_is_refused_at_once(style):
    with serving(CLOCK, style) as address:
        port = int(address.rstrip("/").rpartition(":")[2])
        with (
            pytest.raises(OSError, match=r"(?i)address"),
            serving(CLOCK, style, port=port),
        ):
            pytest.fail("two servers had one port")


@pytest.mark.parametrize("option", ["compress", "max_size"])
def test_plain_tcp_has_nothing_to_choose(option):
    with pytest.raises(TypeError, match=option):
        with serving(CLOCK, PLAIN, **{option: 1}):
            pytest.fail("it served")


def test_an_end_that_waits_behind_a_slow_reader_is_an_end():
    """A goodbye and the end of the stream may both be there before they are read."""
    protocol = ServerProtocol()

    def tell(listener):
        sock, _ = listener.accept()
        with sock:
            protocol.receive_data(sock.recv(65536))
            (request,) = protocol.events_received()
            protocol.send_response(protocol.accept(request))
            protocol.send_text(b"one")
            protocol.send_close(1000)
            sock.sendall(b"".join(protocol.data_to_send()))
            sock.shutdown(socket.SHUT_WR)
            while sock.recv(65536):
                pass

    async def listen(address):
        messages = []
        async for message in library_sans_io.listen(address):
            messages.append(message)
            for _ in range(10):  # now the loop reads what has come
                await asyncio.sleep(0)
        return messages

    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        ThreadPoolExecutor() as pool,
    ):
        telling = pool.submit(tell, listener)
        address = "ws://{}:{}/".format(*listener.getsockname())
        assert asyncio.run(listen(address)) == ["one"]
        telling.result(10)
