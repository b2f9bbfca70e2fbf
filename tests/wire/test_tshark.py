"""What tshark reads, and what it and tcpdump write: nobody there knows our code."""

import random
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from contextlib import contextmanager

import pytest
import websockets.sync.client
import websockets.sync.server

from tests.drivers.peers import Threads
from tests.require import missing, program
from tests.wire.talks import Talk, chunked
from wslesson.drivers import Settings
from wslesson.protocol.events import Binary, Close, Ping, Pong, Text
from wslesson.protocol.frames import Frame, Opcode, encode_frame
from wslesson.wire import Tape, capture, tap
from wslesson.wire.said import End, said

LENGTHS = [*range(8), 125, 126, 127, 255, 256, 1000, 65_535, 65_536]
DATA = [Opcode.TEXT, Opcode.BINARY]
CONTROL = [Opcode.PING, Opcode.PONG]


@pytest.fixture(scope="module", autouse=True)
def _tshark():
    program("tshark", how="install it with Wireshark")


def fields(path):
    """Return what tshark reads in each frame: fin, rsv, opcode, mask, length, key."""
    checks = ["-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"]
    command = ["tshark", "-r", str(path), "-T", "pdml", *checks]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    document = ET.fromstring(done.stdout)
    bad = {"tcp.analysis.flags", "_ws.malformed", "tcp.checksum_bad", "ip.checksum_bad"}
    assert not bad & {field.get("name") for field in document.iter("field")}
    return [
        read_fields(proto)
        for proto in document.iter("proto")
        if proto.get("name") == "websocket"
    ]


def read_fields(proto):
    found = {field.get("name"): field.get("show") for field in proto.iter("field")}
    names = ["payload_length_ext_64", "payload_length_ext_16", "payload_length"]
    lengths = [found[f"websocket.{n}"] for n in names if f"websocket.{n}" in found]
    key = found.get("websocket.masking_key", "").replace(":", "")
    return (
        found["websocket.fin"] in ("1", "True"),
        int(found["websocket.rsv"], 0),
        int(found["websocket.opcode"]),
        found["websocket.mask"] in ("1", "True"),
        int(lengths[0]),
        key,
    )


def ours(tape):
    """Return the same of what we read."""
    return {
        direction: [frame_fields(thing.item) for thing in frames_of(tape, direction)]
        for direction in ("sent", "received")
    }


def frames_of(tape, direction):
    return [
        thing
        for thing in said(tape.chunks)
        if isinstance(thing.item, Frame) and thing.direction == direction
    ]


def frame_fields(frame):
    key = frame.mask_key.hex() if frame.mask_key else ""
    opcode, size = int(frame.opcode), len(frame.payload)
    return (frame.fin, frame.rsv, opcode, frame.mask_key is not None, size, key)


def agreed(tape, path):
    """Tell whether tshark reads the frames of both directions as we do."""
    capture.write_pcap(path, tape)
    theirs = fields(path)
    masked = [frame for frame in theirs if frame[3]]
    plain = [frame for frame in theirs if not frame[3]]
    assert {"sent": masked, "received": plain} == ours(tape)
    return len(theirs)


def random_frames(chance, masked):
    """Yield frames as a peer may send them, a message never begun in another."""
    unfinished = False
    while True:
        size, rsv = (
            chance.choice(LENGTHS),
            chance.choice([0, 0, 0, chance.randrange(8)]),
        )
        key = chance.randbytes(4) if masked else None
        if chance.random() < 0.3:
            payload = chance.randbytes(min(size, 125))
            yield Frame(chance.choice(CONTROL), payload, True, rsv, key)
            continue
        opcode = Opcode.CONTINUATION if unfinished else chance.choice(DATA)
        fin = chance.random() < 0.6
        unfinished = not fin
        yield Frame(opcode, chance.randbytes(size), fin, rsv, key)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("direction", ["sent", "received"])
def test_it_reads_each_field_of_random_frames_as_we_do(tmp_path, direction, seed):
    chance = random.Random(seed)
    tape = Talk().shake_hands().tape
    endless = random_frames(chance, masked=direction == "sent")
    frames = [frame for frame, _ in zip(endless, range(100), strict=False)]
    wire, at = b"".join(map(encode_frame, frames)), 0
    while at < len(wire):
        size = chance.choice([1, 2, 3, 10, 100, 1_000, 10_000])
        tape.record(direction, wire[at : at + size])
        at += size
    assert ours(tape)[direction] == [frame_fields(frame) for frame in frames]
    assert agreed(tape, tmp_path / "talk.pcap") == 100


def test_it_reads_what_our_drivers_said(tmp_path, driver):
    tape = Tape()
    with driver.serve(driver.echo) as address, tap(address, tape) as between:
        with driver.connect(between) as websocket:
            websocket.send(Text("Hel"), fin=False)
            websocket.send(Text("lo"))
            for event in Binary(bytes(70_000)), Ping(b"42"):
                websocket.send(event)
            assert websocket.receive() == Text("Hello")
            assert websocket.receive() == Binary(bytes(70_000))
            assert websocket.receive() == Pong(b"42")
            websocket.close(1000, "bye")
    assert agreed(tape, tmp_path / "talk.pcap") == 9


@pytest.mark.parametrize("compression", [None, "deflate"])
def test_it_reads_what_websockets_said(tmp_path, compression):
    tape = Tape()

    def echo(connection):
        for message in connection:
            connection.send(message)

    library = websockets.sync
    with library.server.serve(echo, "127.0.0.1", 0, compression=compression) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with tap(f"ws://127.0.0.1:{server.socket.getsockname()[1]}/", tape) as between:
            with library.client.connect(between, compression=compression) as client:
                for message in "Hello", b"x" * 300, "Grüße" * 30_000:
                    client.send(message)
                    assert client.recv() == message
                client.send(["in ", "three ", "pieces"])
                assert client.recv() == "in three pieces"
                client.ping("42").wait(5)
        server.shutdown()
        thread.join()
    count = agreed(tape, tmp_path / "talk.pcap")
    assert count == 4 + 7 + 2 + 2  # the iterator's last frame is empty


def test_it_finds_each_of_several_connections(tmp_path):
    tapes = [Talk().shake_hands().ask(Text(text)).tape for text in ("one", "two")]
    capture.write_pcap(tmp_path / "talks.pcap", *tapes)
    assert [size for *_, size, _ in fields(tmp_path / "talks.pcap")] == [3, 3]
    assert fields(tmp_path / "talks.pcap") == [
        field for tape in tapes for field in ours(tape)["sent"]
    ]


def test_our_chunks_are_its_segments(tmp_path):
    tape = chunked(Talk().shake_hands().ask(Text("hello"), Close()).tape, 7)
    tape.record("sent", b"")
    tape.record("received", b"", reset=True)
    capture.write_pcap(tmp_path / "talk.pcap", tape)
    names = [f"tcp.{name}" for name in ("len", "flags.fin", "flags.reset")]
    options = [part for name in names for part in ("-e", name)]
    command = ["tshark", "-r", str(tmp_path / "talk.pcap"), "-T", "fields", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    sizes = [int(size) for size, _, _ in lines]
    assert sizes == [0, 0, 0, *(len(chunk.data) for chunk in tape.chunks)]
    assert [line[1:] for line in lines[-2:]] == [["1", "0"], ["0", "1"]]


RECORDERS = {
    "tcpdump": ["tcpdump", "-U", "-w", "{file}", "-i", "{interface}"],
    "dumpcap": ["dumpcap", "-q", "-w", "{file}", "-i", "{interface}", "-f"],
    "tshark": ["tshark", "-w", "{file}", "-i", "{interface}", "-f"],
}
READY = ("listening on", "File:")  # what they say when they miss nothing any more


@contextmanager
def recorded(tool, interface, port, file):
    """Let a tool capture what goes to and from a port until both ends have ended."""
    program(tool, how=f"install {tool}, it comes as a package")
    command = [part.format(file=file, interface=interface) for part in RECORDERS[tool]]
    recorder = subprocess.Popen(
        [*command, f"tcp port {port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with recorder:
        try:
            lines = iter(recorder.stderr.readline, "")
            ready = any(word in line for line in lines for word in READY)
            if not ready:
                missing(f"the right to run {tool}", "run the tests as root")
            yield
            deadline = time.monotonic() + 20
            while not (file.exists() and ended(file)):
                assert time.monotonic() < deadline, file.stat()
                time.sleep(0.05)
        finally:
            recorder.terminate()


def ended(file):
    try:
        [tape] = capture.read_connections(file)
    except ValueError:
        return False  # nothing has been written
    return {c.direction for c in tape.chunks if not c.data} == {"sent", "received"}


@pytest.mark.skipif(sys.platform != "linux", reason="interfaces have other names here")
@pytest.mark.parametrize("interface", ["lo", "any"])
@pytest.mark.parametrize("tool", RECORDERS)
def test_we_read_what_it_captured_of_real_traffic(tmp_path, tool, interface):
    file, tape = tmp_path / "real", Tape()
    with Threads.serve(Threads.echo) as address:
        port = int(address.rstrip("/").rpartition(":")[2])
        with recorded(tool, interface, port, file):
            with Threads.connect(address, Settings(tap=tape.record)) as websocket:
                for event in Text("hello"), Binary(bytes(300_000)), Ping(b"42"):
                    websocket.send(event)
                    websocket.receive()
    back = capture.read_pcap(file)
    for direction in "sent", "received":
        assert back.bytes(direction) == tape.bytes(direction)
    assert ours(back) == ours(tape)
    *_, last, end = [step.item for step in said(back.chunks)]
    assert {last, end} == {End.FIN}
    assert back.chunks[0].time > 1.7e9
