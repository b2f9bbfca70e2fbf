"""A relay that nobody notices."""

import asyncio
import contextlib
import socket
import struct
import threading

import pytest

from tests.drivers.peers import Threads, one_client
from wslesson.protocol.events import Text
from wslesson.wire import Chunk, Tape, tap, tap_async

LARGE = 24_000_000  # bytes: more than the buffers of two connections hold


@contextlib.contextmanager
def dialled(address):
    host, _, port = address.rstrip("/").rpartition("/")[2].rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), timeout=5) as sock:
        yield sock


def read_all(sock):
    sock.settimeout(5)
    return b"".join(iter(lambda: sock.recv(65_536), b""))


def reset(sock):
    linger = struct.pack("ii", 1, 0)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    sock.close()


def told(tape):
    """Return the chunks of a tape, neighbours of one direction joined."""
    joined = []
    for chunk in tape.chunks:
        goes_on = joined and joined[-1].direction == chunk.direction and chunk.data
        before = joined.pop().data if goes_on else b""
        joined.append(Chunk(chunk.direction, before + chunk.data))
    return joined


def test_what_both_say_arrives_and_is_on_the_tape():
    tape = Tape()

    def answer(sock):
        assert sock.recv(100) == b"question"
        sock.sendall(b"answer")
        assert sock.recv(100) == b""

    with one_client(answer) as address, tap(address, tape) as ours:
        with dialled(ours) as sock:
            sock.sendall(b"question")
            assert sock.recv(100) == b"answer"
    assert tape.chunks == [
        Chunk("sent", b"question"),
        Chunk("received", b"answer"),
        Chunk("sent", b""),
        Chunk("received", b""),
    ]


def test_a_websocket_does_not_notice(driver):
    tape = Tape()
    with driver.serve(driver.echo) as address, tap(address, tape) as ours:
        assert ours.startswith("ws://127.0.0.1:")
        assert ours != address
        with driver.connect(ours) as websocket:
            websocket.send(Text("hi"))
            assert websocket.receive() == Text("hi")
    assert tape.chunks[0].data.startswith(b"GET / HTTP/1.1\r\n")
    assert [chunk.direction for chunk in tape.chunks if not chunk.data] == [
        "received",
        "sent",
    ]


def test_an_end_goes_one_way_and_the_answer_still_comes():
    tape = Tape()

    def answer(sock):
        assert read_all(sock) == b"all I have"
        sock.sendall(b"late answer")

    with one_client(answer) as address, tap(address, tape) as ours:
        with dialled(ours) as sock:
            sock.sendall(b"all I have")
            sock.shutdown(socket.SHUT_WR)
            assert read_all(sock) == b"late answer"
    assert told(tape) == [
        Chunk("sent", b"all I have"),
        Chunk("sent", b""),
        Chunk("received", b"late answer"),
        Chunk("received", b""),
    ]


def test_a_server_may_end_first_and_still_listen():
    tape, heard = Tape(), []

    def answer(sock):
        sock.sendall(b"that is all")
        sock.shutdown(socket.SHUT_WR)
        heard.append(read_all(sock))

    with one_client(answer) as address, tap(address, tape) as ours:
        with dialled(ours) as sock:
            assert read_all(sock) == b"that is all"
            sock.sendall(b"thank you")
    assert heard == [b"thank you"]
    assert [chunk.data for chunk in told(tape)] == [
        *(b"that is all", b"", b"thank you", b"")
    ]


def test_a_clients_reset_reaches_the_server():
    tape, errors, talking = Tape(), [], threading.Event()

    def listen(sock):
        assert sock.recv(100) == b"hello"
        talking.set()
        try:
            sock.settimeout(5)
            sock.recv(100)
        except ConnectionResetError as error:
            errors.append(error)

    with one_client(listen) as address, tap(address, tape) as ours:
        with dialled(ours) as sock:
            sock.sendall(b"hello")
            assert talking.wait(5)
            reset(sock)
    assert len(errors) == 1
    assert tape.chunks == [Chunk("sent", b"hello"), Chunk("sent", b"", reset=True)]


def test_a_servers_reset_reaches_the_client():
    tape = Tape()

    def crash(sock):
        assert sock.recv(100) == b"hello"
        reset(sock)

    with one_client(crash) as address, tap(address, tape) as ours:
        with dialled(ours) as sock:
            sock.sendall(b"hello")
            with pytest.raises(ConnectionResetError):
                sock.recv(100)
    assert tape.chunks[-1] == Chunk("received", b"", reset=True)


def test_a_client_may_break_off_while_much_is_coming():
    tape = Tape()

    def push(sock):
        with contextlib.suppress(ConnectionError):
            sock.sendall(b"x" * LARGE)

    with one_client(push) as address, tap(address, tape) as ours:
        with dialled(ours) as sock:
            sock.shutdown(socket.SHUT_WR)
            sock.recv(1)
            reset(sock)
    assert tape.chunks[-1] == Chunk("sent", b"", reset=True)


def test_bytes_that_come_before_the_server_is_ready_wait_for_it():
    tape = Tape()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with tap(f"127.0.0.1:{port}", tape) as ours, dialled(ours) as sock:
            sock.sendall(b"early")
            sock.shutdown(socket.SHUT_WR)
            server, _ = listener.accept()
            with server:
                assert read_all(server) == b"early"
    assert tape.bytes("sent") == b"early"


def test_a_server_may_speak_first():
    tape = Tape()

    def push(sock):
        sock.sendall(b"welcome")

    with one_client(push) as address, tap(address, tape) as ours:
        with dialled(ours) as sock:
            assert read_all(sock) == b"welcome"
    assert told(tape)[0] == Chunk("received", b"welcome")


def test_a_server_that_is_not_there_resets():
    tape = Tape()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with tap(f"127.0.0.1:{port}", tape) as ours:
        with pytest.raises(ConnectionResetError):
            with dialled(ours) as sock:
                sock.recv(100)
    assert tape.chunks == [Chunk("received", b"", reset=True)]


def test_much_arrives_whole():
    data, heard, tape = bytes(range(250)) * (LARGE // 250), [], Tape()

    def listen(sock):
        heard.append(read_all(sock))
        sock.sendall(b"thanks")

    with one_client(listen) as address, tap(address, tape) as ours:
        with dialled(ours) as sock:
            sock.sendall(data)
            sock.shutdown(socket.SHUT_WR)
            assert read_all(sock) == b"thanks"
    assert heard == [data]
    assert tape.bytes("sent") == data


def test_a_slow_reader_slows_the_writer_down_and_nothing_is_lost():
    data, heard, tape = bytes(range(250)) * (LARGE // 250), [], Tape()
    stuck, sent = threading.Event(), 0

    def listen(sock):
        assert stuck.wait(20)
        heard.append(read_all(sock))

    with one_client(listen) as address, tap(address, tape) as ours:
        with dialled(ours) as sock:
            sock.settimeout(0.5)
            with pytest.raises(TimeoutError):
                while sent < LARGE:
                    sent += sock.send(data[sent : sent + 65_536])
            stuck.set()
            sock.settimeout(5)
            sock.sendall(data[sent:])
    assert heard == [data]
    assert tape.bytes("sent") == data


def test_each_client_may_have_its_own_tape():
    tapes = []

    def new_tape():
        tapes.append(Tape())
        return tapes[-1]

    with Threads.serve(Threads.echo) as address, tap(address, new_tape) as ours:
        with Threads.connect(ours) as one, Threads.connect(ours) as other:
            one.send(Text("one"))
            other.send(Text("other"))
            assert (one.receive(), other.receive()) == (Text("one"), Text("other"))
    assert [b"\x81\x03one" in tape.bytes("received") for tape in tapes] == [True, False]


def test_the_end_of_the_block_ends_what_is_open():
    heard = []

    def wait(sock):
        heard.append(read_all(sock))

    with one_client(wait) as address:
        before = threading.active_count()
        with tap(address, Tape()) as ours:
            left = contextlib.ExitStack()
            sock = left.enter_context(dialled(ours))
            sock.sendall(b"hello")
        assert threading.active_count() <= before
        with left:
            assert sock.recv(100) == b""
    assert heard == [b"hello"]


def test_a_client_that_is_quick_to_go_is_heard():
    tape, heard = Tape(), []
    with one_client(lambda sock: heard.append(read_all(sock))) as address:
        with tap(address, tape) as ours, dialled(ours) as sock:
            sock.sendall(b"bye")
    assert heard == [b"bye"]
    assert tape.bytes("sent") == b"bye"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("ws://{}/chat?room=1", "ws://{}/chat?room=1"),
        ("tcp://{}", "tcp://{}"),
        ("{}", "{}"),
    ],
)
def test_the_address_keeps_its_form(form, expected):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = f"127.0.0.1:{listener.getsockname()[1]}"
        with tap(form.format(server), Tape()) as ours:
            name = ours.split("://")[-1].split("/")[0]
            assert name != server
            assert ours == expected.format(name)


@pytest.mark.parametrize("address", ["127.0.0.1", ":80", "http://example.com/", ""])
def test_an_address_needs_a_host_and_a_port(address):
    with pytest.raises(ValueError, match=f"not an address like HOST:PORT: {address}$"):
        with tap(address, Tape()):
            pass


def test_the_place_may_be_chosen():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(OSError, match=str(port)):
            with tap("ws://127.0.0.1/", Tape(), port=port):
                pass
    with tap("ws://127.0.0.1/", Tape(), port=port) as ours:
        assert ours == f"ws://127.0.0.1:{port}/"


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="no IPv6 here")
def test_it_may_be_an_ipv6_place():
    def answer(sock):
        sock.sendall(b"hi")

    with one_client(answer) as address, tap(address, Tape(), host="::1") as ours:
        assert ours.startswith("ws://[::1]:")
        with dialled(ours) as sock:
            assert read_all(sock) == b"hi"


def test_tasks_use_it_in_their_own_loop():
    tape = Tape()

    def answer(sock):
        sock.sendall(sock.recv(100).upper())

    async def talk(address):
        async with tap_async(address, tape) as ours:
            port = int(ours.rstrip("/").rpartition(":")[2])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"hello")
            assert await reader.read() == b"HELLO"
            writer.close()
            await writer.wait_closed()

    with one_client(answer) as address:
        asyncio.run(talk(address))
    assert tape.bytes("received") == b"HELLO"
