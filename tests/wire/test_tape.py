"""A tape keeps the chunks, in order."""

import tracemalloc
from itertools import count

from tests.drivers.peers import Threads
from wslesson.drivers import Settings
from wslesson.protocol.events import Text
from wslesson.wire import Chunk, Tape


def test_chunks_are_kept_in_order():
    tape = Tape()
    tape.record("sent", b"he")
    tape.record("received", b"ok")
    tape.record("sent", b"llo")
    tape.record("received", b"")
    assert tape.chunks == [
        Chunk("sent", b"he"),
        Chunk("received", b"ok"),
        Chunk("sent", b"llo"),
        Chunk("received", b""),
    ]
    assert (tape.bytes("sent"), tape.bytes("received")) == (b"hello", b"ok")


def test_time_is_told_on_request_only():
    tape = Tape(count(7.5).__next__)
    tape.record("sent", b"a")
    tape.record("sent", b"b")
    assert [chunk.time for chunk in tape.chunks] == [7.5, 8.5]
    tape = Tape()
    tape.record("sent", b"a")
    assert tape.chunks[0].time is None


def test_what_is_recorded_does_not_change_later():
    buffer, tape = bytearray(b"early"), Tape()
    tape.record("sent", buffer)
    buffer[:] = b"later"
    assert tape.bytes("sent") == b"early"


def test_a_driver_records_on_it():
    tape = Tape()
    with Threads.serve(Threads.echo) as address:
        with Threads.connect(address, Settings(tap=tape.record)) as websocket:
            websocket.send(Text("hi"))
            websocket.receive()
    assert tape.chunks[0].data.startswith(b"GET / HTTP/1.1\r\n")
    assert bytes.fromhex("8102") + b"hi" in tape.bytes("received")
    assert tape.chunks[-1] == Chunk("received", b"")


def test_a_long_tape_takes_memory_for_its_chunks_only():
    data = [bytes([n % 256]) * 20 for n in range(100_000)]
    tape = Tape()
    tracemalloc.start()
    for piece in data:
        tape.record("sent", piece)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak / len(data) < 200
    assert len(tape.bytes("sent")) == 2_000_000
