"""A tap lives through its guests: many, hostile, vanished, and no room for more."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
import socketserver
import struct
import subprocess
import sys
import threading
from importlib import import_module
from time import monotonic

import pytest

from tests.drivers.peers import one_client
from wslesson.wire import Chunk, Tape, tap, tap_async
from wslesson.wire.relay import ROOM, Leg
from wslesson.wire.tapping import PATIENCE

relay = import_module("wslesson.wire.relay")
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
GUESTS = 30


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        with contextlib.suppress(OSError):
            while data := self.request.recv(65_536):
                self.request.sendall(data)


class Server(socketserver.ThreadingTCPServer):
    request_queue_size = 128


@contextlib.contextmanager
def echo_server():
    with Server(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield "{}:{}".format(*server.server_address)
        server.shutdown()
        thread.join()


def dial(address, timeout=20):
    host, _, port = address.rstrip("/").rpartition("/")[2].rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout)


def is_served(address):
    """Come, say something, hear the same, and leave."""
    try:
        with dial(address) as sock:
            sock.sendall(b"a")
            return sock.recv(1) == b"a"
    except ConnectionError:
        return False


def reset(sock):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


# What a guest does with its open socket, again and again until the end.


def silent(sock):
    pass


def dribble(sock):
    sock.send(b"x")


def flood(sock):
    sock.recv(65_536)
    sock.send(bytes(65_536))


def deaf(sock):
    sock.send(bytes(65_536))


def vanished(sock):
    reset(sock)


@contextlib.contextmanager
def crowd(guest, address):
    """Let guests do what they do while the block runs."""
    socks, over = [dial(address) for _ in range(GUESTS)], threading.Event()
    for sock in socks:
        sock.sendall(b"hello")
        assert sock.recv(1) == b"h"  # its relay works
        sock.setblocking(False)

    def act():
        while not over.wait(0.001):
            for sock in socks:
                with contextlib.suppress(OSError):
                    guest(sock)

    thread = threading.Thread(target=act)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        for sock in socks:
            sock.close()


@pytest.mark.parametrize("guest", [silent, dribble, flood, deaf, vanished])
def test_the_end_of_the_block_waits_for_no_guest(guest):
    with echo_server() as address, contextlib.ExitStack() as later:
        with tap(address, Tape) as ours:
            later.enter_context(crowd(guest, ours))
            assert is_served(ours)  # meanwhile others are
            start = monotonic()
        print(f"{guest.__name__}: {monotonic() - start:.2f} s")
        assert monotonic() - start < PATIENCE + 9  # a busy machine is slow
        names = [thread.name for thread in threading.enumerate()]
        assert not [name for name in names if name.startswith("ThreadPool")]


def knock(where, stack):
    with contextlib.suppress(ConnectionError):  # full, it may send us away at once
        stack.enter_context(dial(where))


LIMITED = """
import resource, socket, sys, time
from wslesson.wire import Tape, tap

tries = 0
accept = socket.socket.accept

def counted(sock):
    global tries
    tries += 1
    return accept(sock)

socket.socket.accept = counted
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
with tap(sys.argv[1], Tape) as ours:
    print(ours, flush=True)
    for line in sys.stdin:
        print(tries, time.monotonic(), flush=True)
print("left", flush=True)
"""


@POSIX
@pytest.mark.parametrize("limit", [24, 61, 62, 64])
def test_without_descriptors_it_waits_until_there_is_room(limit):
    def ask():
        child.stdin.write("?\n")
        child.stdin.flush()
        tries, now = child.stdout.readline().split()
        return int(tries), float(now)

    with echo_server() as address, contextlib.ExitStack() as guests:
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        command = [sys.executable, "-c", LIMITED, address, str(limit)]
        child = guests.enter_context(subprocess.Popen(command, text=True, **pipes))
        guests.callback(child.kill)
        ours = child.stdout.readline().strip()
        first = guests.enter_context(dial(ours))
        first.sendall(b"1")
        assert first.recv(1) == b"1"
        with contextlib.ExitStack() as others:
            for _ in range(80):
                knock(ours, others)
            (tries, then), now, count = ask(), 0.0, 0
            while now < then + 1:  # it looks again now and then: it does not spin
                first.sendall(b"2")
                assert first.recv(1) == b"2"
                count, now = ask()
            assert count - tries <= 100 + 25 * (now - then)
        while not is_served(ours):  # it will be, as soon as those have gone
            pass
        for _ in range(80):  # it is to leave while it is full
            knock(ours, guests)
        out, err = child.communicate(timeout=20)
        assert (child.returncode, out, err) == (0, "left\n", "")


def finished_relays():
    gc.collect()
    tasks = [thing for thing in gc.get_objects() if isinstance(thing, asyncio.Task)]
    return [task for task in tasks if "relay" in repr(task.get_coro()) and task.done()]


async def visit(address):
    host, _, port = address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"hello")
    assert await reader.readexactly(5) == b"hello"
    writer.close()
    await writer.wait_closed()


def test_who_has_left_is_forgotten():
    async def come_and_go(address):
        async with tap_async(address, Tape) as ours:
            for _ in range(50):
                await visit(ours)
            return len(finished_relays())

    with echo_server() as address:
        assert asyncio.run(come_and_go(address)) < 5


def test_who_comes_just_before_the_end_is_on_the_tape():
    tape, heard = Tape(), []

    async def come_late(address):
        async with tap_async(address, tape) as ours:
            with dial(ours) as sock:  # the loop cannot run before the block ends
                sock.sendall(b"just in time")

    def listen(sock):
        heard.append(b"".join(iter(lambda: sock.recv(100), b"")))

    with one_client(listen) as address:
        asyncio.run(come_late(address))
    assert heard == [b"just in time"]
    assert tape.bytes("sent") == b"just in time"


def test_at_the_end_only_so_many_are_let_in(monkeypatch):
    monkeypatch.setattr(import_module("wslesson.wire.tapping"), "QUEUE", 1)

    async def come_late(address, socks):
        async with tap_async(address, Tape) as ours:
            for _ in range(3):
                socks.append(dial(ours))

    with echo_server() as address:
        socks = []
        asyncio.run(come_late(address, socks))
        for sock in socks:
            with contextlib.suppress(ConnectionError):
                assert sock.recv(1) == b""
            sock.close()


@pytest.mark.parametrize("steps", range(1, 15))
def test_a_relay_may_be_cancelled_at_any_step(steps):
    async def cancel(address):
        host, _, port = address.rpartition(":")
        near, far = socket.socketpair()
        with near, far:
            relaying = asyncio.create_task(
                relay.relay_client(near, (host, int(port)), Tape)
            )
            for _ in range(steps):
                await asyncio.sleep(0)
            relaying.cancel()
            with pytest.raises(asyncio.CancelledError):
                await relaying
            assert near.fileno() == -1
            with contextlib.suppress(ConnectionError):
                assert far.recv(1) == b""

    with echo_server() as address:
        asyncio.run(cancel(address))


def test_what_waits_for_a_slow_reader_is_bounded():
    async def push():
        loop, ends, tape = asyncio.get_running_loop(), [], Tape()
        with contextlib.ExitStack() as stack:
            pairs = [map(stack.enter_context, socket.socketpair()) for _ in range(2)]
            (client, near), (far, _) = pairs
            for sock, direction in (near, "sent"), (far, "received"):
                end = Leg(tape, direction)
                ends.append(end)
                await loop.connect_accepted_socket(lambda end=end: end, sock)
            one, other = ends
            one.join(other)
            client.setblocking(False)
            waiting = [0]
            while len(waiting) < 200 or waiting[-1] > waiting[-200]:  # it grows
                with contextlib.suppress(BlockingIOError):
                    client.send(bytes(ROOM))
                await asyncio.sleep(0)
                waiting.append(other.transport.get_write_buffer_size())
            limits = other.transport.get_write_buffer_limits()
            for end in ends:
                await end.leave()
        return max(waiting), limits[1]

    most, limit = asyncio.run(push())
    assert limit == ROOM
    assert 0 < most <= 2 * ROOM


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="no IPv6 here")
@pytest.mark.parametrize("host", ["::1", "127.0.0.1"])
def test_the_server_may_be_at_an_ipv6_address(host):
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as listener:
        server = f"[::1]:{listener.getsockname()[1]}"
        with tap(server, Tape(), host=host) as ours, dial(ours) as sock:
            sock.sendall(b"hello")
            with listener.accept()[0] as there:
                assert there.recv(100) == b"hello"


@POSIX
def test_a_server_that_lets_nobody_in_is_given_up(monkeypatch):
    monkeypatch.setattr(relay, "DEADLINE", 0.2)
    tape = Tape()
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(
            socket.create_server(("127.0.0.1", 0), backlog=0)
        )
        where = listener.getsockname()
        for _ in range(8):  # so that nobody else can get in
            sock = stack.enter_context(socket.socket())
            sock.setblocking(False)
            sock.connect_ex(where)
        with tap("{}:{}".format(*where), tape) as ours, dial(ours) as sock:
            with pytest.raises(ConnectionResetError):
                sock.recv(1)
    assert tape.chunks == [Chunk("received", b"", reset=True)]


def test_a_guest_for_whom_there_is_no_thread_is_sent_away(monkeypatch):
    def no_thread(self):
        raise RuntimeError("can't start new thread")

    async def come(port):
        async with tap_async(f"localhost:{port}", Tape()) as ours:
            host, _, port = ours.rpartition(":")
            monkeypatch.setattr(threading.Thread, "start", no_thread)
            reader, writer = await asyncio.open_connection(host, int(port))
            with pytest.raises(ConnectionResetError):
                await reader.read(1)
            writer.close()
            monkeypatch.undo()

    with echo_server() as address:
        asyncio.run(come(address.rpartition(":")[2]))


def test_a_tape_that_cannot_be_had_harms_only_this_guest(caplog):
    chances = iter([True, False, True])

    def new_tape():
        if not next(chances):
            raise OSError("no room for a tape")
        return Tape()

    with echo_server() as address, tap(address, new_tape) as ours:
        assert [is_served(ours) for _ in range(3)] == [True, False, True]
    gc.collect()
    assert "no room for a tape" in caplog.text


def test_an_error_in_the_block_leaves_no_relay():
    async def fail(address):
        with pytest.raises(KeyError):
            async with tap_async(address, Tape) as ours:
                sock = dial(ours)
                await asyncio.sleep(0)
                raise KeyError
        sock.close()
        return asyncio.all_tasks() - {asyncio.current_task()}

    with echo_server() as address:
        assert asyncio.run(fail(address)) == set()


@pytest.mark.parametrize("steps", range(12))
def test_a_task_may_be_cancelled_at_any_step(steps):
    """In the block, or while it ends: nothing is left behind."""

    async def stand(address):
        async with tap_async(address, Tape) as ours:
            socks.append(dial(ours))

    async def cancel(address):
        standing = asyncio.create_task(stand(address))
        for _ in range(steps):
            await asyncio.sleep(0)
        standing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await standing
        return asyncio.all_tasks() - {asyncio.current_task()}

    socks = []
    with echo_server() as address:
        assert asyncio.run(cancel(address)) == set()
        for sock in socks:
            sock.close()


def test_an_interrupted_block_leaves_nothing_behind():
    with contextlib.ExitStack() as later:
        server = later.enter_context(socket.create_server(("127.0.0.1", 0)))
        before = {*threading.enumerate()}
        with pytest.raises(KeyboardInterrupt):
            with tap("{}:{}".format(*server.getsockname()), Tape) as ours:
                later.enter_context(dial(ours))
                raise KeyboardInterrupt
        assert {*threading.enumerate()} <= before


IMPATIENT = """
import sys
from wslesson.wire import Tape, tap

with tap(sys.argv[1], Tape) as ours:
    print(ours, flush=True)
    try:
        sys.stdin.read()
    finally:
        print("leaving", flush=True)
"""


@POSIX
def test_who_presses_ctrl_c_twice_is_not_held():
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with echo_server() as address, contextlib.ExitStack() as later:
        command = [sys.executable, "-c", IMPATIENT, address]
        child = later.enter_context(subprocess.Popen(command, text=True, **pipes))
        later.callback(child.kill)
        guest = later.enter_context(dial(child.stdout.readline().strip()))
        guest.sendall(b"a")
        assert guest.recv(1) == b"a"
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "leaving\n"
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=20)
        assert "KeyboardInterrupt" in err  # wherever the second one met it


@pytest.mark.parametrize(
    "address", ["ws://me:secret@127.0.0.1:0/", "me:secret@127.0.0.1", "ws://me:secret@"]
)
def test_no_error_tells_a_password(address):
    with pytest.raises(ValueError, match="not an address like HOST:PORT") as refused:
        with tap(address, Tape()):
            pass
    assert "secret" not in str(refused.value)


def test_who_is_let_in_by_name_still_is():
    with tap("ws://me:secret@127.0.0.1:1/chat", Tape()) as ours:
        assert ours.startswith("ws://me:secret@127.0.0.1:")
        assert ours.endswith("/chat")
