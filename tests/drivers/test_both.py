"""Stories that both drivers must tell in the same way."""

import socket
import ssl
import struct
import threading

import pytest

from tests.drivers.peers import BUSY, QUICK, Peer, accepted, dial, one_client
from wslesson.drivers import RefusedError, Settings
from wslesson.protocol.connection import Role
from wslesson.protocol.errors import LocalProtocolError, RemoteProtocolError
from wslesson.protocol.events import Binary, Close, Ping, Pong, Text
from wslesson.protocol.handshake import Terms
from wslesson.protocol.lifecycle import State


class Recorder:
    """A tap that remembers, and lets a test wait for what it hopes to see."""

    def __init__(self):
        self.sent = self.received = b""

    def __call__(self, direction, data):
        setattr(self, direction, getattr(self, direction) + data)


class TestTalking:
    def test_an_echo_comes_back(self, driver):
        with driver.serve(driver.echo) as url, driver.connect(url) as websocket:
            for event in Text("héllo"), Binary(bytes(2**20)), Text(""):
                websocket.send(event)
                assert websocket.receive() == event

    def test_fragments_are_joined(self, driver):
        with driver.serve(driver.echo) as url, driver.connect(url) as websocket:
            websocket.send(Text("a"), fin=False)
            websocket.send(Text("b"))
            assert websocket.receive() == Text("ab")

    @pytest.mark.rule("C09", "C10")
    def test_pings_are_answered(self, driver):
        with driver.serve(driver.echo) as url, dial(url) as peer:
            for payload in b"1", b"2", b"3":
                peer.send(Ping(payload))
                assert peer.receive() == Pong(payload)

    def test_the_first_message_may_be_glued_to_the_handshake(self, driver):
        def story(sock):
            peer = Peer(sock, Role.SERVER)
            answer = peer.connection.reply_to(peer.receive())
            peer.send(answer, Text("first"))
            assert peer.receive() == Close(1000)
            peer.send(Close(1000))

        with one_client(story) as url, driver.connect(url) as websocket:
            assert websocket.receive() == Text("first")

    def test_a_tap_sees_every_byte(self, driver):
        ours, theirs = Recorder(), Recorder()
        with driver.serve(driver.echo, settings=Settings(tap=theirs)) as url:
            with driver.connect(url, Settings(tap=ours)) as websocket:
                websocket.send(Text("Hello"))
                assert websocket.receive() == Text("Hello")
        assert ours.sent == theirs.received
        assert ours.received == theirs.sent
        assert b"\x81\x05Hello" in ours.received

    def test_a_handler_knows_the_request(self, driver):
        seen = []

        def handler(websocket):
            real = getattr(websocket, "real", websocket)
            seen.append((real.request.path, real.connection.subprotocol))

        settings = Settings(terms=Terms(("chat",)))
        with driver.serve(handler, settings=settings) as url:
            with driver.connect(f"{url}room?a=1", settings) as websocket:
                assert list(websocket) == [Close(1000)]
        assert seen == [("/room?a=1", "chat")]

    @pytest.mark.rule("S03")
    def test_wss_is_the_same_inside_tls(self, driver, certificate):
        server, client = certificate
        with driver.serve(driver.echo, settings=Settings(tls=server)) as url:
            assert url.startswith("wss://")
            with driver.connect(url, Settings(tls=client)) as websocket:
                websocket.send(Text("secret"))
                assert websocket.receive(5) == Text("secret")
            with pytest.raises(ssl.SSLCertVerificationError):
                driver.connect(url).__enter__()


class TestOpening:
    @pytest.mark.rule("H09", "H18")
    def test_a_refusal_says_why(self, driver):
        settings = Settings(terms=Terms(paths=("/chat",)))
        with driver.serve(driver.echo, settings=settings) as url:
            with pytest.raises(RefusedError) as caught, driver.connect(url):
                raise AssertionError("it must not open")
            assert caught.value.response.status == 404
            with driver.connect(f"{url}chat") as websocket:
                assert websocket.state is State.OPEN

    @pytest.mark.rule("H15", "H24", "X01")
    def test_a_stranger_hears_400_and_the_stream_ends(self, driver):
        with driver.serve(driver.echo) as url, dial_raw(url) as sock:
            sock.sendall(b"\x16\x03\x01 hello\r\n\r\n")
            assert read_all(sock).startswith(b"HTTP/1.1 400 ")

    @pytest.mark.rule("H15")
    def test_a_stranger_who_says_nothing_is_dropped(self, driver):
        with driver.serve(driver.echo, settings=QUICK) as url, dial_raw(url) as sock:
            assert read_all(sock) == b""

    @pytest.mark.rule("H24")
    def test_a_server_that_never_answers_is_left(self, driver):
        def story(sock):
            assert b"Upgrade" in sock.recv(65536) or True
            assert read_all(sock) == b""

        with one_client(story) as url:
            with (
                pytest.raises((TimeoutError, RefusedError)),
                driver.connect(url, QUICK),
            ):
                raise AssertionError("it must not open")

    def test_nobody_is_there(self, driver):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        with pytest.raises(ConnectionRefusedError):
            driver.connect(f"ws://127.0.0.1:{port}/").__enter__()

    @pytest.mark.rule("H12", "H24")
    def test_a_server_that_lies_is_refused(self, driver):
        def story(sock):
            Peer(sock, Role.SERVER).receive()
            sock.sendall(b"HTTP/1.1 101 Sure\r\n\r\n")

        with one_client(story) as url:
            with pytest.raises(RemoteProtocolError), driver.connect(url):
                raise AssertionError("it must not open")


def dial_raw(url):
    host, _, port = url.removeprefix("ws://").removesuffix("/").partition(":")
    sock = socket.create_connection((host, int(port)))
    sock.settimeout(5)
    return sock


def read_all(sock):
    data = b""
    try:
        while piece := sock.recv(65536):
            data += piece
    except ConnectionResetError:
        pass
    return data


class TestClosing:
    @pytest.mark.rule("C06", "X02")
    def test_the_peer_hears_our_code_and_reason(self, driver):
        heard = []

        def handler(websocket):
            heard.extend(websocket)

        with driver.serve(handler) as url, driver.connect(url) as websocket:
            websocket.close(4000, "done")
            assert websocket.state is State.CLOSED
        assert heard == [Close(4000, "done")]

    @pytest.mark.rule("C07", "X01")
    def test_a_server_ends_the_stream_after_both_closes(self, driver):
        with driver.serve(driver.echo) as url, dial(url) as peer:
            peer.send(Close(1000))
            assert peer.receive() == Close(1000)
            assert peer.receive() is None

    @pytest.mark.rule("C08")
    def test_a_client_waits_for_the_server_to_end_the_stream(self, driver):
        def story(sock):
            peer = accepted(sock)
            assert peer.receive() == Close(1000)
            peer.send(Close(1000))
            sock.settimeout(0.1)
            with pytest.raises(TimeoutError):
                sock.recv(1)

        with one_client(story) as url, driver.connect(url):
            pass

    @pytest.mark.rule("X02")
    def test_a_peer_that_just_goes_is_1006(self, driver):
        def story(sock):
            accepted(sock)

        with one_client(story) as url, driver.connect(url) as websocket:
            assert list(websocket) == [Close(1006)]
            with pytest.raises((LocalProtocolError, OSError)):
                websocket.send(Text("anybody?"))

    @pytest.mark.rule("X01")
    def test_a_peer_that_never_says_goodbye_is_left_after_the_timeout(self, driver):
        def story(sock):
            peer = accepted(sock)
            assert peer.receive() == Close(1000)
            assert peer.receive() is None

        with one_client(story) as url, driver.connect(url, QUICK) as websocket:
            websocket.close()

    @pytest.mark.rule("F02", "X03", "X01")
    def test_a_peer_that_breaks_a_rule_is_told_and_left(self, driver):
        with driver.serve(driver.echo) as url, dial(url) as peer:
            peer.sock.sendall(b"\x81\x02hi")
            assert peer.receive().code == 1002
            assert peer.receive() is None

    def test_good_messages_before_a_broken_rule_are_given(self, driver):
        def story(sock):
            peer = accepted(sock)
            sock.sendall(peer.connection.send(Text("good")) + b"\x83\x00")
            assert peer.receive().code == 1002

        with one_client(story) as url, driver.connect(url) as websocket:
            assert websocket.receive() == Text("good")
            with pytest.raises(RemoteProtocolError):
                websocket.receive()

    def test_a_server_that_stops_says_goodbye_to_all(self, driver):
        with driver.serve(driver.echo) as url:
            clients = [driver.connect(url) for _ in range(3)]
            opened = [client.__enter__() for client in clients]
            heard = []
            waiting = [
                threading.Thread(target=lambda ws=ws: heard.extend(ws)) for ws in opened
            ]
            for thread in waiting:
                thread.start()
        for thread in waiting:
            thread.join()
        assert heard == [Close(1001)] * 3
        for client in clients:
            client.__exit__(None, None, None)

    def test_a_server_stops_though_a_stranger_is_at_the_door(self, driver):
        with driver.serve(driver.echo) as url:
            sock = dial_raw(url)
            with driver.connect(url) as websocket:  # so the stranger was let in before
                websocket.send(Text("hi"))
                assert websocket.receive() == Text("hi")
        with sock:
            assert read_all(sock) == b""

    def test_a_handler_may_not_use_what_is_not_allowed(self, driver):
        raised = threading.Event()

        def handler(websocket):
            try:
                websocket.send(Close(1006))
            except LocalProtocolError:
                raised.set()
            websocket.close(1000)

        with driver.serve(handler) as url, driver.connect(url) as websocket:
            assert list(websocket) == [Close(1000)]
        assert raised.is_set()

    @pytest.mark.rule("X02")
    def test_a_peer_that_resets_is_1006(self, driver):
        def story(sock):
            accepted(sock)
            no_goodbye = struct.pack("ii", 1, 0)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_goodbye)

        with one_client(story) as url, driver.connect(url) as websocket:
            assert list(websocket) == [Close(1006)]

    def test_a_faulty_handler_is_1011(self, driver, monkeypatch):
        monkeypatch.setattr(threading, "excepthook", lambda args: None)

        def handler(websocket):
            websocket.send(Close(1006))

        with driver.serve(handler) as url, driver.connect(url) as websocket:
            assert list(websocket) == [Close(1011)]


class TestSilence:
    def test_a_silent_peer_is_asked_and_then_left(self, driver):
        asked = []

        def story(sock):
            peer = accepted(sock)
            asked.append(peer.receive())
            assert read_all(sock) == b""

        with one_client(story) as url, driver.connect(url, QUICK) as websocket:
            assert list(websocket) == [Close(1006)]
        assert [type(event) for event in asked] == [Ping]

    def test_a_peer_that_answers_is_kept(self, driver):
        def story(sock):
            peer = accepted(sock)
            for _ in range(3):
                peer.send(Pong(peer.receive().payload))
            peer.send(Text("still here"))
            assert peer.receive() == Close(1000)
            peer.send(Close(1000))

        with one_client(story) as url, driver.connect(url, BUSY) as websocket:
            events = [websocket.receive() for _ in range(4)]
        assert [type(event) for event in events] == [Pong, Pong, Pong, Text]

    def test_a_wait_may_have_its_own_limit(self, driver):
        with driver.serve(driver.echo) as url, driver.connect(url) as websocket:
            with pytest.raises(TimeoutError):
                websocket.receive(0.01)
            websocket.send(Text("still open"))
            assert websocket.receive(5) == Text("still open")

    def test_a_long_wait_is_not_silence_while_the_peer_answers(self, driver):
        def story(sock):
            peer = accepted(sock)
            peer.send(Pong(peer.receive().payload), Text("here"))
            assert peer.receive() == Close(1000)
            peer.send(Close(1000))

        with one_client(story) as url, driver.connect(url, BUSY) as websocket:
            assert type(websocket.receive(5)) is Pong
            assert websocket.receive(5) == Text("here")

    def test_a_writer_waits_until_a_slow_peer_has_read(self, driver):
        size = 2**24

        def story(sock):
            peer = accepted(sock)
            left = size
            while left > 0:
                left -= len(peer.sock.recv(65536))

        with one_client(story) as url, driver.connect(url) as websocket:
            websocket.send(Binary(bytes(size)))

    def test_a_peer_that_never_reads_is_left(self, driver):
        done = threading.Event()

        def story(sock):
            accepted(sock)
            done.wait(10)

        with one_client(story) as url, driver.connect(url, QUICK) as websocket:
            with pytest.raises((TimeoutError, BrokenPipeError)):
                for _ in range(100):
                    websocket.send(Binary(bytes(2**20)))
            done.set()


class TestSharing:
    def test_many_threads_may_send(self, driver):
        with driver.serve(driver.echo) as url, driver.connect(url) as websocket:

            def send(letter):
                for _ in range(50):
                    websocket.send(Text(letter * 500))

            threads = [threading.Thread(target=send, args=(x,)) for x in "abcd"]
            for thread in threads:
                thread.start()
            texts = [websocket.receive().text for _ in range(200)]
            for thread in threads:
                thread.join()
        assert sorted(texts) == sorted(x * 500 for x in "abcd" for _ in range(50))

    def test_two_threads_may_receive(self, driver):
        with driver.serve(driver.echo) as url, driver.connect(url) as websocket:
            got = []
            threads = [
                threading.Thread(target=lambda: got.append(websocket.receive()))
                for _ in range(2)
            ]
            for thread in threads:
                thread.start()
            websocket.send(Text("1"))
            websocket.send(Text("2"))
            for thread in threads:
                thread.join()
        assert {event.text for event in got} == {"1", "2"}

    def test_a_reader_never_waits_for_a_writer(self, driver):
        """The peer reads only when its message was heard; we owe a Pong before."""
        heard = threading.Event()

        def story(sock):
            peer = accepted(sock)
            sock.recv(1, socket.MSG_PEEK)
            peer.send(Ping(b"1"), Ping(b"2"), Text("go on"))
            assert heard.wait(5)
            while peer.receive() != Pong(b"2"):
                pass
            peer.send(Close(1000))
            while peer.receive() != Close(1000):
                pass

        def write(websocket):
            for _ in range(64):
                websocket.send(Binary(bytes(2**19)))

        with one_client(story) as url, driver.connect(url) as websocket:
            writer = threading.Thread(target=write, args=(websocket,))
            writer.start()
            while websocket.receive(5) != Text("go on"):
                pass
            heard.set()
            writer.join()

    def test_a_slow_reader_slows_the_writer(self, driver):
        """An echo server does not read from a client that does not read."""
        with driver.serve(driver.echo) as url, dial(url) as peer:
            peer.sock.settimeout(0.5)
            message = peer.connection.send(Binary(bytes(2**16)))
            sent = 0
            with pytest.raises(TimeoutError):
                while sent < 2**29:
                    sent += peer.sock.send(message)
            assert sent < 2**26
