"""No wait is without an end, and no end leaves half a frame behind."""

import asyncio
import signal
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from tests.drivers.peers import QUICK, Peer, Threads, accepted, dial, one_client
from wslesson.drivers import CHUNK, RefusedError, Settings, aio, blocking
from wslesson.protocol.connection import Role
from wslesson.protocol.errors import LocalProtocolError, RemoteProtocolError
from wslesson.protocol.events import Binary, Close, Text
from wslesson.protocol.frames import apply_mask
from wslesson.protocol.lifecycle import State

SLOW = Settings(timeout=50)  # a peer fails after 5 seconds: nothing waits for this
HUGE = Binary(bytes(2**26))  # more than the kernel takes for a peer that does not read


def ended(sock):
    """Read to the end of the stream, or raise TimeoutError after 5 silent seconds."""
    data = b""
    with suppress(ConnectionError):
        while piece := sock.recv(2**20):
            data += piece
    return data


def reach(url):
    where = urlsplit(url)
    sock = socket.create_connection((where.hostname, where.port))
    sock.settimeout(5)
    return sock


def resolve(monkeypatch, found):
    """Let a.example have these addresses."""
    look_up = socket.getaddrinfo

    def stand_in(host, *args, **how):
        return found if host == "a.example" else look_up(host, *args, **how)

    monkeypatch.setattr(socket, "getaddrinfo", stand_in)


class TestOpening:
    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            (b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot here\n", "404"),
            (
                b"HTTP/1.1 302 Found\r\nLocation: /ws\r\nContent-Length: 0\r\n\r\n",
                "302",
            ),
            (b"HTTP/1.1 101 Sure\r\n\r\n", "Upgrade"),
            (b"HTTP/1.0 200 OK\r\n\r\n", "200"),
            (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 2**20, "bytes"),
        ],
    )
    def test_a_refusal_ends_at_once_though_the_server_would_go_on(
        self, driver, answer, error
    ):
        def story(sock):
            Peer(sock, Role.SERVER).receive()
            with suppress(ConnectionError):  # it may leave while we still talk
                sock.sendall(answer)
                assert ended(sock) == b""

        with one_client(story) as url:
            failed = pytest.raises((RefusedError, RemoteProtocolError), match=error)
            with failed, driver.connect(url, SLOW):
                raise AssertionError("it must not open")

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            (b"", r"^no answer in 0\.2 seconds$"),
            (b"220 mail.example\r\n", "only b'220 mail.example"),
        ],
    )
    def test_a_server_that_does_not_answer_is_too_late(self, driver, said, why):
        def story(sock):
            Peer(sock, Role.SERVER).receive()
            sock.sendall(said)
            assert ended(sock) == b""

        with one_client(story) as url:
            with pytest.raises(TimeoutError, match=why), driver.connect(url, QUICK):
                raise AssertionError("it must not open")

    def test_a_server_that_dribbles_its_answer_is_too_late(self, driver):
        def story(sock):
            Peer(sock, Role.SERVER).receive()
            with pytest.raises(OSError):  # noqa: PT011 - whatever the system says
                for _ in range(1000):
                    sock.sendall(b"H")
                    sock.settimeout(0.02)
                    with suppress(TimeoutError):
                        assert sock.recv(1) == b""

        with one_client(story) as url:
            with pytest.raises(TimeoutError), driver.connect(url, QUICK):
                raise AssertionError("it must not open")

    def test_a_server_that_ends_in_the_middle_has_said_no_http(self, driver):
        def story(sock):
            Peer(sock, Role.SERVER).receive()
            sock.sendall(b"220 mail.example ESMTP\r\n")

        with one_client(story) as url:
            failed = pytest.raises(RemoteProtocolError, match=r"b'220 mail\.example")
            with failed, driver.connect(url):
                raise AssertionError("it must not open")

    def test_a_server_that_ends_without_a_word_has_refused(self, driver):
        def story(sock):
            Peer(sock, Role.SERVER).receive()

        with one_client(story) as url:
            with pytest.raises(RefusedError, match="1006"), driver.connect(url):
                raise AssertionError("it must not open")

    def test_a_server_that_is_silent_in_tls_is_too_late(self, driver, certificate):
        settings = Settings(timeout=0.2, tls=certificate[1])
        with one_client(ended) as url:
            wss = url.replace("ws", "wss", 1)
            with pytest.raises(TimeoutError), driver.connect(wss, settings):
                raise AssertionError("it must not open")

    def test_all_addresses_of_a_host_have_one_deadline(self, driver, monkeypatch):
        with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
            where = full.getsockname()
            found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", where)] * 60
            waiting = [socket.socket() for _ in range(8)]
            for sock in waiting:  # now the system takes no more, on Linux at least
                sock.setblocking(False)
                sock.connect_ex(where)
            resolve(monkeypatch, found)
            began = time.monotonic()
            with pytest.raises(OSError):  # noqa: PT011 - whatever the system says
                driver.connect("ws://a.example/", Settings(timeout=0.5)).__enter__()
            assert time.monotonic() - began < 10
            for sock in waiting:
                sock.close()

    def test_a_host_is_reached_at_the_address_that_answers(self, driver, monkeypatch):
        with socket.create_server(("127.0.0.1", 0)) as gone:
            nobody = gone.getsockname()
        with driver.serve(driver.echo) as url:
            where = "127.0.0.1", urlsplit(url).port
            stream = socket.AF_INET, socket.SOCK_STREAM, 6, ""
            found = [(*stream, nobody), (*stream, where)]
            resolve(monkeypatch, found)
            with driver.connect("ws://a.example/") as websocket:
                assert websocket.state is State.OPEN


class Inside:
    """A TLS client that hands out its bytes, for others to send slowly."""

    def __init__(self, context):
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self._in, self._out, server_hostname="127.0.0.1")

    def hello(self):
        with pytest.raises(ssl.SSLWantReadError):
            self.tls.do_handshake()
        return self._out.read()

    def shake_hands(self, sock):
        sock.sendall(self.hello())
        while True:
            self._in.write(sock.recv(2**16))
            try:
                self.tls.do_handshake()
            except ssl.SSLWantReadError:
                continue
            sock.sendall(self._out.read())
            return

    def write(self, data):
        self.tls.write(data)
        return self._out.read()


def dribble(sock, data):
    """Send a byte now and then: True when the server ends it before all is sent."""
    sock.settimeout(0.02)
    try:
        for byte in data:
            sock.sendall(bytes([byte]))
            with suppress(TimeoutError):
                while sock.recv(2**16):
                    pass
                return True
    except ConnectionError:
        return True
    return False


class TestGuests:
    def test_who_dribbles_a_request_is_dropped(self, driver):
        with driver.serve(driver.echo, settings=QUICK) as url, reach(url) as sock:
            assert dribble(sock, b"GET / HTTP/1.1\r\nhost: " + b"x" * 1000)

    def test_who_dribbles_in_the_handshake_of_tls_is_dropped(self, driver, certificate):
        settings = Settings(timeout=0.2, tls=certificate[0])
        with driver.serve(driver.echo, settings=settings) as url, reach(url) as sock:
            assert dribble(sock, Inside(certificate[1]).hello())

    def test_who_dribbles_a_request_in_tls_is_dropped(self, driver, certificate):
        settings = Settings(timeout=0.5, tls=certificate[0])
        with driver.serve(driver.echo, settings=settings) as url, reach(url) as sock:
            inside = Inside(certificate[1])
            inside.shake_hands(sock)
            assert dribble(sock, inside.write(b"GET / HTTP/1.1\r\n" + b"x" * 1000))

    def test_who_is_silent_in_tls_is_dropped(self, driver, certificate):
        settings = Settings(timeout=0.2, tls=certificate[0])
        with driver.serve(driver.echo, settings=settings) as url, reach(url) as sock:
            assert ended(sock) == b""

    def test_who_is_refused_sees_the_end_at_once(self, driver):
        with driver.serve(driver.echo, settings=SLOW) as url, reach(url) as sock:
            sock.sendall(b"POST / HTTP/1.1\r\nHost: here\r\n\r\n")
            assert ended(sock).startswith(b"HTTP/1.1 405 ")


BAD_GOODBYES = [
    (1006,),
    (999,),
    (5000,),
    (1015,),
    (1005, "x"),
    (1011, "x" * 124),
    (1000, "é" * 62),
]


class TestClosing:
    @pytest.mark.parametrize("goodbye", BAD_GOODBYES)
    def test_a_goodbye_that_may_not_be_sent_is_our_fault(self, driver, goodbye):
        sent = []
        tap = Settings(tap=lambda way, data: way == "sent" and sent.append(data))
        with driver.serve(driver.echo) as url, driver.connect(url, tap) as websocket:
            before = len(sent)
            with pytest.raises(LocalProtocolError):
                websocket.close(*goodbye)
            assert len(sent) == before
            websocket.send(Text("still open"))
            assert websocket.receive(5) == Text("still open")

    def test_a_goodbye_with_an_interrupted_wait_leaves_nothing_open(self):
        def tap(way, data):
            if way == "received" and data[:2] == b"\x88\x02":
                raise KeyboardInterrupt

        def story(sock):
            peer = accepted(sock)
            peer.send(peer.receive())
            assert ended(sock) == b""

        with one_client(story) as url:
            with blocking.connect(url, Settings(timeout=50, tap=tap)) as websocket:
                with pytest.raises(KeyboardInterrupt):
                    websocket.close()

    def test_a_goodbye_that_is_cancelled_leaves_nothing_open(self):
        said = threading.Event()

        def story(sock):
            peer = accepted(sock)
            assert peer.receive() == Close(1000)
            said.set()
            assert ended(sock) == b""

        async def talk(url):
            async with aio.connect(url, SLOW) as websocket:
                closing = asyncio.create_task(websocket.close())
                assert await asyncio.to_thread(said.wait, 5)
                closing.cancel()
                await asyncio.wait([closing])

        with one_client(story) as url:
            asyncio.run(talk(url))

    def test_nothing_is_read_after_the_last_moment(self):
        """A peer that never stops talking could keep us for long."""

        def story(sock):
            peer = Peer(sock, Role.SERVER)
            answer = peer.connection.reply_to(peer.receive())
            peer.send(answer, Text("one more thing"))
            ended(sock)

        with one_client(story) as url, blocking.connect(url, QUICK) as websocket:
            with websocket._reading:  # another thread is busy until the time is up
                websocket.close()
            assert list(websocket) == [Close(1006)]

    def test_a_server_that_keeps_the_stream_after_all_is_said_is_left(self, driver):
        """After one timeout: two of them would be 6 seconds."""

        def story(sock):
            peer = accepted(sock)
            peer.send(Close(1000))
            assert peer.receive() == Close(1000)
            assert ended(sock) == b""

        with one_client(story) as url:
            with driver.connect(url, Settings(timeout=3)) as websocket:
                began = time.monotonic()
                assert list(websocket) == [Close(1000)]
                assert time.monotonic() - began < 5.5

    def test_tls_is_spoken_to_the_end(self, driver, certificate):
        """What comes after both goodbyes is no ciphertext in the tap."""
        heard = []
        tap = Settings(
            timeout=5, tls=certificate[0], tap=lambda *said: heard.append(said)
        )
        with driver.serve(driver.echo, settings=tap) as url:
            with reach(url) as plain:
                sock = certificate[1].wrap_socket(plain, server_hostname="127.0.0.1")
                with sock:
                    peer = Peer(sock, Role.CLIENT)
                    sock.sendall(peer.connection.connect("127.0.0.1"))
                    peer.receive()
                    sock.sendall(peer.connection.send(Close(1000)) + b"late")
                    assert peer.receive() == Close(1000)
                    with suppress(OSError):
                        sock.sendall(b"later")
                    assert ended(sock) == b""
        received = b"".join(data for way, data in heard if way == "received")
        assert received.endswith((b"late", b"later"))


class TestSending:
    def test_what_was_cut_short_is_followed_by_nothing(self, driver):
        left = threading.Event()

        def story(sock):
            accepted(sock)
            assert left.wait(20)
            assert len(ended(sock)) < len(HUGE.data)

        with one_client(story) as url, driver.connect(url, QUICK) as websocket:
            with pytest.raises(TimeoutError):
                websocket.send(HUGE)
            with pytest.raises(OSError):  # noqa: PT011 - whatever the system says
                websocket.send(Text("and another thing"))
            left.set()

    @pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="Windows has no signals")
    def test_nothing_follows_what_was_interrupted(self):
        left, main = threading.Event(), threading.get_ident()

        def interrupt(*_):
            raise KeyboardInterrupt

        def story(sock):
            accepted(sock)
            assert sock.recv(1)  # so the frame has begun
            signal.pthread_kill(main, signal.SIGUSR1)
            assert left.wait(240)
            assert len(ended(sock)) < len(HUGE.data)

        before = signal.signal(signal.SIGUSR1, interrupt)
        try:
            with one_client(story) as url:
                with blocking.connect(url, SLOW) as websocket:
                    with pytest.raises(KeyboardInterrupt):
                        websocket.send(HUGE)
                    with pytest.raises(OSError):  # noqa: PT011 - the system's own
                        websocket.send(Text("and another thing"))
                    left.set()
        finally:
            signal.signal(signal.SIGUSR1, before)

    def test_nothing_follows_what_was_interrupted_before_it_left(self):
        """A compressor, say, may have taken what the peer will never see."""

        def mask(payload, key):
            if payload == b"stop here":
                raise KeyboardInterrupt
            return apply_mask(payload, key)

        def story(sock):
            accepted(sock)
            assert ended(sock) == b""

        with one_client(story) as url:
            with blocking.connect(url, Settings(timeout=50, mask=mask)) as websocket:
                with pytest.raises(KeyboardInterrupt):
                    websocket.send(Text("stop here"))
                with pytest.raises(OSError):  # noqa: PT011 - whatever the system says
                    websocket.send(Text("and another thing"))

    def test_a_peer_that_asks_and_never_reads_is_left(self):
        """Half a Pong may have left: nothing can follow."""

        def story(sock):
            accepted(sock)
            with pytest.raises(ConnectionError):
                for _ in range(10**6):
                    sock.sendall((b"\x89\x7d" + bytes(125)) * 100)

        with one_client(story) as url, blocking.connect(url, QUICK) as websocket:
            while websocket.receive() != Close(1006):
                pass

    def test_small_messages_are_not_held_back(self, driver):
        def held_back(websocket):
            real = getattr(websocket, "real", websocket)
            if isinstance(real, blocking.WebSocket):
                sock = real._sock
            else:
                sock = real._transport.get_extra_info("socket")
            return not sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

        seen = []

        def handler(websocket):
            seen.append(held_back(websocket))
            assert list(websocket) == [Close(1000)]

        with driver.serve(handler) as url, driver.connect(url) as websocket:
            seen.append(held_back(websocket))
        assert seen == [False, False]


def wait_until(holds):
    deadline = time.monotonic() + 10
    while not holds() and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert holds()


class TestReceiving:
    def test_a_wait_ends_though_bytes_come_without_end(self, driver):
        unfinished = b"\x82\x7f" + (10**6).to_bytes(8)
        done = threading.Event()

        def story(sock):
            accepted(sock)
            sock.sendall(unfinished)
            with suppress(OSError):
                while not done.wait(0.001):
                    sock.sendall(b"x")

        with one_client(story) as url, driver.connect(url, QUICK) as websocket:
            with pytest.raises(TimeoutError):
                websocket.receive(0.2)
            done.set()

    def test_a_look_without_a_wait_finds_what_is_there(self):
        with blocking.serve(Threads.echo) as url, blocking.connect(url) as websocket:
            websocket.send(Text("hi"))
            websocket._readable.select(5)  # until the echo is there
            assert websocket.receive(0) == Text("hi")
            with pytest.raises(TimeoutError):
                websocket.receive(0)

    def test_a_look_without_a_wait_takes_what_one_read_gives(self):
        """More may come as fast as we read: whoever only looks is not held by it."""
        sent, left, reads = threading.Event(), threading.Event(), []

        def story(sock):
            accepted(sock)
            sock.sendall(b"\x82\x7f" + (10**6).to_bytes(8) + bytes(2 * CHUNK))
            sent.set()
            assert left.wait(10)

        watching = replace(QUICK, tap=lambda direction, data: reads.append(len(data)))
        with one_client(story) as url, blocking.connect(url, watching) as websocket:
            assert sent.wait(10)
            reads.clear()
            with pytest.raises(TimeoutError, match=r"^no event in time$"):
                websocket.receive(0)
            assert len(reads) == 1
            left.set()

    def test_a_wait_ends_though_another_thread_receives(self):
        with blocking.serve(Threads.echo) as url, blocking.connect(url) as websocket:
            with websocket._reading, pytest.raises(TimeoutError, match=r"^another "):
                websocket.receive(0.01)

    def test_a_question_may_come_too_late_without_harm(self):
        """A thread says goodbye while another finds that the peer is silent."""
        heard = []

        def mask(payload, key):
            if payload == b"\x03\xe8":  # our goodbye: it is not yet said
                wait_until(lambda: websocket._asked)
            return apply_mask(payload, key)

        def listen():
            try:
                heard.extend(websocket)
            except BaseException as error:
                heard.append(error)

        def story(sock):
            peer = accepted(sock)
            assert peer.receive() == Close(1000)
            peer.send(Close(1000))

        with one_client(story) as url:
            with blocking.connect(url, Settings(timeout=1, mask=mask)) as websocket:
                listener = threading.Thread(target=listen)
                listener.start()
                wait_until(websocket._reading.locked)
                websocket.send(Close(1000))
                listener.join(10)
        assert heard == [Close(1000)]

    def test_who_is_interrupted_in_a_frame_reads_no_rest_of_it(self, driver):
        class StopError(Exception):
            """What an interruption looks like to a server."""

        def mask(payload, key):
            plain = apply_mask(payload, key)
            if plain.startswith(b"stop"):
                raise StopError
            return plain

        got = []

        def handler(websocket):
            with pytest.raises(StopError):
                websocket.receive()
            got.append(websocket.receive())

        with driver.serve(handler, settings=Settings(mask=mask)) as url:
            with dial(url) as peer:
                text = Text("stop" + "\x81\x04liar" * 99)
                peer.sock.sendall(peer.connection.send(text) * 2)
                assert peer.receive().code == 1011
                assert peer.receive() is None
        assert got == [None]
