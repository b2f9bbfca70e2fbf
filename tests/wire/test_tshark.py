"""What tshark reads of what we, the library and a browser said."""

import random
import threading
from concurrent.futures import Future

import pytest
import websockets.sync.client
import websockets.sync.server

from authoring.chaos.recorded import Talk, chunked
from tests.drivers.peers import Threads
from tests.peers.chromium import Chromium
from tests.peers.peer import GOODBYE
from tests.wire.tshark import agreed, frames, our_fields, ours, payloads, run
from wslesson.drivers import Settings
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.events import Binary, Close, Ping, Pong, Text
from wslesson.protocol.frames import Frame, Opcode, encode_frame
from wslesson.protocol.handshake import Terms
from wslesson.wire import Tape, capture, tap

CLIENT_SAYS = capture.FIRST_PORT, capture.SERVER  # where the first tape's frames go
ENDS = {"sent": CLIENT_SAYS, "received": CLIENT_SAYS[::-1]}

LENGTHS = [*range(8), 125, 126, 127, 255, 256, 1000, 65_535, 65_536]
DATA = [Opcode.TEXT, Opcode.BINARY]
CONTROL = [Opcode.PING, Opcode.PONG]


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


def recorded(direction, seed):
    """Return a hundred random frames, and a tape of them in pieces of random sizes."""
    chance = random.Random(seed)
    tape = Talk().shake_hands().tape
    endless = random_frames(chance, masked=direction == "sent")
    said = [frame for frame, _ in zip(endless, range(100), strict=False)]
    wire, at = b"".join(map(encode_frame, said)), 0
    while at < len(wire):
        size = chance.choice([1, 2, 3, 10, 100, 1_000, 10_000])
        tape.record(direction, wire[at : at + size])
        at += size
    return said, tape


@pytest.mark.parametrize("direction", ["sent", "received"])
def test_it_reads_each_field_of_random_frames_as_we_do(tmp_path, direction):
    tapes = []  # its place there is the seed; tshark takes long to start
    for seed in range(5):
        said, tape = recorded(direction, seed)
        fields = [our_fields(frame) for frame in said]
        assert ours(tape) == {ENDS[direction]: fields}, seed
        tapes.append(tape)
    assert agreed(tmp_path / "talks.pcap", *tapes) == 500


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
    assert agreed(tmp_path / "talk.pcap", tape) == 9


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
    count = agreed(tmp_path / "talk.pcap", tape)
    assert count == 4 + 7 + 2 + 2  # the iterator's last frame is empty


BROWSED = [
    *(Text("héllo"), Text(""), Binary(b""), Binary(bytes(126)), Text("é" * 40_000)),
    Binary(random.Random(4).randbytes(70_000)),  # that cannot be compressed
]


@pytest.mark.timeout(120)  # a busy machine starts a browser slowly
@pytest.mark.parametrize("extension", [None, Deflate])
def test_it_reads_what_a_browser_said(tmp_path, extension):
    tape, told = Tape(), Future()

    def tell(websocket):
        for message in BROWSED:
            websocket.send(message)
            assert websocket.receive(20) == message
        websocket.send(Text("close"))
        told.set_result([*websocket])

    settings = Settings(timeout=20.0, terms=Terms(extension=extension))
    with Chromium() as browser, Threads.serve(tell, settings=settings) as address:
        with tap(address, tape) as between:
            browser.call(between)
            assert browser.goodbyes.get(timeout=20) == (GOODBYE[0], "")
            assert told.result(20) == [Close(*GOODBYE)]
    path = tmp_path / "talk.pcap"
    agreed(path, tape)
    theirs = frames(path)[CLIENT_SAYS]  # a long message may come in several
    assert sum(fin for fin, *_ in theirs) == len(BROWSED) + 1
    assert extension or {0, 126, 80_000} <= {size for *_, size, _ in theirs}
    said = payloads(path)
    assert said.count(("text", "héllo")) == 2
    assert ("text", "close") in said
    assert said.count(("close.status_code", str(GOODBYE[0]))) == 2
    assert ("close.reason", GOODBYE[1]) in said


def test_it_finds_each_of_several_connections(tmp_path):
    tapes = [Talk().shake_hands().ask(Text(text)).tape for text in ("one", "other")]
    assert agreed(tmp_path / "talks.pcap", *tapes) == 2
    found = frames(tmp_path / "talks.pcap").values()
    assert [[size for *_, size, _ in said] for said in found] == [[3], [5]]


def test_our_chunks_are_its_segments(tmp_path):
    tape = chunked(Talk().shake_hands().ask(Text("hello"), Close()).tape, 7)
    tape.record("sent", b"")
    tape.record("received", b"", reset=True)
    capture.write_pcap(tmp_path / "talk.pcap", tape)
    names = [f"tcp.{name}" for name in ("len", "flags.fin", "flags.reset")]
    options = [part for name in names for part in ("-e", name)]
    rows = run(tmp_path / "talk.pcap", "fields", *options).splitlines()
    lines = [row.split("\t") for row in rows]
    sizes = [int(size) for size, _, _ in lines]
    assert sizes == [0, 0, 0, *(len(chunk.data) for chunk in tape.chunks)]
    assert [line[1:] for line in lines[-2:]] == [["1", "0"], ["0", "1"]]
