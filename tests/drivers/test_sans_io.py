"""The driver of the library's Sans-I/O protocols, met by peers that mean no good."""

import socket
import threading
from asyncio import run, sleep, to_thread
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from anyio.from_thread import start_blocking_portal
from websockets.server import ServerProtocol

from authoring.chaos.guests import HELLO, REQUEST
from wslesson.drivers import Settings, sans_io

START = bytes.fromhex("0180 00000000")  # a text begins, with an empty fragment
MORE = bytes.fromhex("0080 00000000")  # and goes on, with another


async def echo(connection):
    async for message in connection.messages():
        await connection.send(message)


@contextmanager
def serving(handler=echo, **settings):
    with start_blocking_portal() as portal:
        server = sans_io.serve(handler, "127.0.0.1", 0, Settings(**settings))
        with portal.wrap_async_context_manager(server) as address:
            yield address


@contextmanager
def guest(address, first=b""):
    where = urlsplit(address)
    with socket.create_connection((where.hostname, where.port), 10) as sock:
        sock.sendall(first)
        yield sock


def all_of(sock):
    """Return what comes until the end of the stream."""
    data = b""
    while piece := sock.recv(65536):
        data += piece
    return data


def closes(answer, code):
    """Tell whether the answer to REQUEST is 101, and then a Close with this code."""
    head, _, frames = answer.partition(b"\r\n\r\n")
    return head.startswith(b"HTTP/1.1 101 ") and frames[2:4] == code.to_bytes(2, "big")


def test_fragments_without_end_have_one():
    with serving(max_message=100) as address:
        with guest(address, REQUEST + START + MORE * 99) as sock:
            sock.sendall(HELLO[:1])  # 100 are allowed: no Close comes
            assert sock.recv(65536).startswith(b"HTTP/1.1 101 ")
        with guest(address, REQUEST + START + MORE * 150) as sock:
            assert closes(all_of(sock), 1009)


def test_a_fragment_that_comes_behind_too_many_is_no_message(caplog):
    with serving(max_message=3) as address:
        last = bytes.fromhex("8080 00000000")
        with guest(address, REQUEST + START + MORE * 4 + last + HELLO) as sock:
            answer = all_of(sock)
    assert closes(answer, 1009)
    assert b"hello" not in answer
    assert caplog.messages == []  # nobody tried to answer


@pytest.mark.parametrize("broken", [b"\xff" * 30, b"\n" * 30])
def test_broken_bytes_glued_to_a_request_are_refused_behind_its_answer(broken, caplog):
    with serving() as address, guest(address, REQUEST + broken) as sock:
        assert closes(all_of(sock), 1002)
    assert caplog.messages == []


@pytest.mark.parametrize("glued", [b"", b"\xff" * 30, HELLO])
@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (REQUEST.replace(b"websocket", b"h2c"), b"426"),
        (REQUEST.replace(b"HTTP/1.1", b"HTTP/3.0"), b"400"),
        (b"GET /" + b"x" * 10000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"\0\r\n\r\n", b"400"),
    ],
)
def test_a_request_that_is_none_is_answered(request_, status, glued, caplog):
    with serving() as address, guest(address, request_ + glued) as sock:
        assert all_of(sock).startswith(b"HTTP/1.1 " + status)
    assert caplog.messages == []


def test_what_is_glued_to_a_request_is_heard():
    with serving() as address, guest(address, REQUEST + HELLO) as sock:
        while b"hello" not in sock.recv(65536):
            pass


def test_a_request_that_comes_a_byte_at_a_time_comes_too_late():
    with serving(timeout=0.3) as address, guest(address) as sock:
        sock.settimeout(0.02)
        with suppress(ConnectionError):
            for byte in REQUEST.replace(b"Host", b"Host-" + b"x" * 1000):
                sock.sendall(bytes([byte]))
                with suppress(TimeoutError):
                    assert sock.recv(100) == b""
                    return
            pytest.fail("it had all the time in the world")


def test_a_client_that_does_not_read_is_dropped():
    with serving(timeout=0.3) as address, guest(address, REQUEST) as sock:
        message = bytes.fromhex("82ff 0000000000010000 00000000") + bytes(2**16)
        with pytest.raises(ConnectionError):
            while True:
                sock.sendall(message)


def test_a_client_that_reads_late_is_served(caplog):
    with serving() as address, guest(address, REQUEST) as sock:
        message = bytes.fromhex("82ff 0000000000010000 00000000") + bytes(2**16)
        with ThreadPoolExecutor() as pool:
            sending = pool.submit(sock.sendall, message * 200)
            left = 200 * 2**16
            while left > 0:
                left -= len(sock.recv(2**20))
            sending.result(10)
    assert caplog.messages == []


def test_a_handler_that_does_not_return_is_cancelled(caplog):
    begun = threading.Event()
    ended = []

    async def stay(connection):
        begun.set()
        try:
            await sleep(3600)
        finally:
            ended.append(True)

    with start_blocking_portal() as portal:
        server = sans_io.serve(stay, "127.0.0.1", 0, Settings(timeout=0.2))
        with portal.wrap_async_context_manager(server) as address:
            with guest(address, REQUEST):
                assert begun.wait(10)
        assert ended == [True]  # before the loop ends
    assert caplog.messages == []


def test_what_a_server_said_before_it_left_is_heard(certificate, monkeypatch):
    """With TLS its end is the end of both halves: our goodbye cannot leave any more."""
    go, gone = threading.Event(), threading.Event()
    certificate_of_server, _ = certificate
    protocol = ServerProtocol()

    def tell(listener):
        sock, _ = listener.accept()
        with certificate_of_server.wrap_socket(sock, server_side=True) as tls:
            protocol.receive_data(tls.recv(65536))
            (request,) = protocol.events_received()
            protocol.send_response(protocol.accept(request))
            tls.sendall(b"".join(protocol.data_to_send()))
            assert go.wait(10)
            protocol.send_text(b"hello")
            protocol.send_close(1000)
            tls.sendall(b"".join(protocol.data_to_send()))
        gone.set()

    async def listen(address):
        async with sans_io.connect(address) as connection:
            go.set()
            assert await to_thread(gone.wait, 10)
            await connection._writer.wait_closed()  # the loop has seen it, too
            return [message async for message in connection.messages()]

    monkeypatch.setenv("SSL_CERT_FILE", str(Path(__file__).with_name("localhost.pem")))
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        ThreadPoolExecutor() as pool,
    ):
        telling = pool.submit(tell, listener)
        address = "wss://{}:{}/".format(*listener.getsockname())
        assert run(listen(address)) == ["hello"]
        telling.result(10)
