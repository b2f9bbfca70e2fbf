"""The raw services: no client can harm another, and both ends come to an end."""

import socket
from concurrent.futures import ThreadPoolExecutor
from logging.handlers import QueueHandler
from queue import SimpleQueue
from time import monotonic
from urllib.parse import urlsplit

import pytest

from wslesson.drivers import clients
from wslesson.protocol.errors import RemoteProtocolError
from wslesson.protocol.packets import encode_packet
from wslesson.services import Clock, Echo, raw


def a_clock():
    ticks = iter([100.5, 103.5, 106.5] * 10)
    return Clock(count=3, interval=0, now=lambda: next(ticks))


def connected(address):
    where = urlsplit(address)
    sock = socket.create_connection((where.hostname, where.port), timeout=5)
    sock.settimeout(5)
    return sock


def read_to_the_end(sock):
    with sock.makefile("rb") as stream:
        return stream.read()


def test_the_clock_pushes_its_messages_and_ends_the_stream():
    with raw.serve(a_clock()) as address:
        assert list(raw.listen(address)) == [
            "The time is 100.5",
            "The time is 103.5",
            "The time is 106.5",
        ]


def test_on_the_wire_is_the_format_of_the_source_lesson():
    clock = Clock(count=1, now=lambda: 1700000000.5)
    with raw.serve(clock) as address, connected(address) as sock:
        sock.shutdown(socket.SHUT_WR)
        assert read_to_the_end(sock) == b"24        The time is 1700000000.5"


def test_each_client_gets_every_message():
    with raw.serve(a_clock()) as address, ThreadPoolExecutor() as pool:
        heard = list(pool.map(lambda _: list(raw.listen(address)), range(5)))
    assert [len(messages) for messages in heard] == [3] * 5


def test_the_echo_sends_each_message_back_whatever_the_pieces():
    with raw.serve(Echo()) as address, connected(address) as sock:
        stream = encode_packet("héllo".encode()) + encode_packet(b"")
        for at in range(len(stream)):
            sock.sendall(stream[at : at + 1])
        sock.shutdown(socket.SHUT_WR)
        assert read_to_the_end(sock) == stream


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", "not a length"),
        (b"9999999999", "over 1048576"),
        (b"5         hel", "in the middle of a message"),
    ],
)
def test_a_client_that_breaks_a_rule_is_dropped_alone(sent, why, caplog):
    with raw.serve(Echo()) as address, connected(address) as good:
        with connected(address) as bad:
            bad.sendall(sent)
            bad.shutdown(socket.SHUT_WR)
            assert read_to_the_end(bad) == b""
        good.sendall(encode_packet(b"still here"))
        assert good.recv(100) == encode_packet(b"still here")
        good.shutdown(socket.SHUT_WR)
        assert read_to_the_end(good) == b""
    assert why in caplog.text


def test_a_silent_client_is_dropped_after_the_time_limit(caplog):
    with raw.serve(Echo(), idle=0.05) as address, connected(address) as silent:
        assert read_to_the_end(silent) == b""
    assert "a client was dropped: timed out" in caplog.text


@pytest.fixture
def dropped():
    """Each message that says that a client was dropped, as it happens."""
    messages = SimpleQueue()
    handler = QueueHandler(messages)
    clients.logger.addHandler(handler)
    yield messages
    clients.logger.removeHandler(handler)


def test_a_deaf_client_is_dropped_after_the_time_limit(dropped):
    clock = Clock(count=30, interval=0, now=lambda: "x" * 1_000_000)
    with raw.serve(clock, idle=0.05) as address, connected(address) as deaf:
        assert sum(1 for _ in raw.listen(address)) == 30
        assert "timed out" in dropped.get(timeout=5).getMessage()
        received = 0
        while data := deaf.recv(2**20):
            received += len(data)
    assert received < 30 * 1_000_000


def test_a_client_that_talks_to_the_clock_loses_no_message():
    with raw.serve(a_clock()) as address, connected(address) as sock:
        sock.sendall(b"x" * 100_000)
        sock.shutdown(socket.SHUT_WR)
        assert read_to_the_end(sock).count(b"The time is") == 3


def test_a_client_that_talks_on_after_the_last_message_is_left():
    clock = Clock(count=1, interval=0)
    with raw.serve(clock, idle=0.2) as address, connected(address) as sock:
        patience = monotonic() + 20
        with pytest.raises(ConnectionError):
            while monotonic() < patience:
                sock.sendall(bytes(1000))


def test_the_server_stops_while_a_client_is_connected():
    with raw.serve(Echo()) as address:
        sock = connected(address)
    with sock:
        assert sock.recv(1) == b""


def test_the_clock_stops_in_the_middle_of_a_long_interval():
    with raw.serve(Clock(count=2, interval=3600)) as address:
        messages = raw.listen(address)
        assert next(messages).startswith("The time is ")
    assert list(messages) == []


def test_the_server_goes_on_when_it_could_not_accept_once(caplog, monkeypatch):
    accept = socket.socket.accept
    failures = iter([OSError(24, "Too many open files")])

    def flaky(sock):
        if error := next(failures, None):
            raise error
        return accept(sock)

    monkeypatch.setattr(socket.socket, "accept", flaky)
    with raw.serve(a_clock()) as address:
        assert len(list(raw.listen(address))) == 3
    assert "a client was not accepted: [Errno 24] Too many open files" in caplog.text


def test_a_port_that_is_taken_is_refused_at_once():
    with raw.serve(Echo()) as address:
        port = urlsplit(address).port
        with pytest.raises(OSError, match=r"in use|forbidden"):
            raw.serve(Echo(), port=port).__enter__()


def served_by_hand(*pieces):
    """Listen once, send the pieces to whoever connects, and close."""
    listener = socket.create_server(("127.0.0.1", 0))

    def run():
        with listener:
            sock, _ = listener.accept()
            with sock:
                for piece in pieces:
                    sock.sendall(piece)

    return run, "tcp://{}:{}".format(*listener.getsockname())


@pytest.mark.parametrize(
    ("pieces", "why"),
    [
        ([b"5         hel"], "in the middle of a message"),
        ([b"2         \xff\xff"], "not UTF-8"),
        ([b"HTTP/1.1 200 OK\r\n"], "not a length"),
    ],
)
def test_listening_says_what_was_wrong_with_the_stream(pieces, why):
    run, address = served_by_hand(*pieces)
    with ThreadPoolExecutor() as pool:
        pool.submit(run)
        with pytest.raises(RemoteProtocolError, match=why) as raised:
            list(raw.listen(address))
    assert (raised.value.code == 1007) is ("UTF-8" in why)  # RFC 6455 §8.1


def test_listening_to_a_silent_server_is_bounded():
    with raw.serve(Clock(count=2, interval=3600)) as address:
        messages = raw.listen(address, timeout=0.05)
        next(messages)
        with pytest.raises(TimeoutError):
            next(messages)


def test_stopping_in_the_middle_of_a_message_is_nobody_s_fault(caplog):
    with raw.serve(Echo()) as address:
        sock = connected(address)
        sock.sendall(encode_packet(b"first") + b"5    ")
        assert sock.recv(100) == encode_packet(b"first")
    with sock:
        assert sock.recv(100) == b""
    assert caplog.text == ""
