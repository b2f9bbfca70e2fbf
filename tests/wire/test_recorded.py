"""We read what tcpdump, dumpcap and tshark write: none of them knows our code."""

import os
import subprocess
import sys
from contextlib import contextmanager
from select import select

import pytest

from tests.drivers.peers import Threads
from tests.require import missing, program
from tests.wire.tshark import ours
from wslesson.drivers import Settings
from wslesson.protocol.events import Binary, Ping, Text
from wslesson.wire import Tape, capture
from wslesson.wire.said import said
from wslesson.wire.stream_reader import StreamEnd

PATIENCE = 20  # seconds, for the next packets
RECORDERS = {  # each writes into a pipe, so that we hear of every packet
    "tcpdump": ["tcpdump", "-U", "-w", "-", "-i", "{interface}"],
    "dumpcap": ["dumpcap", "-q", "-w", "-", "-i", "{interface}", "-f"],
    "tshark": ["tshark", "-w", "-", "-i", "{interface}", "-f"],
}
READY = (b"listening on", b"File:")  # what they say when they miss nothing any more


@contextmanager
def recorded(tool, interface, port, file):
    """Let a tool capture what goes to and from a port until both ends have ended."""
    program(tool, how=f"install {tool}, it comes as a package")
    command = [part.format(interface=interface) for part in RECORDERS[tool]]
    recorder = subprocess.Popen(
        [*command, f"tcp port {port}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with recorder:
        try:
            lines = iter(recorder.stderr.readline, b"")
            ready = any(word in line for line in lines for word in READY)
            if not ready:
                missing(f"the right to run {tool}", "run the tests as root")
            yield
            with file.open("wb", buffering=0) as copy:
                while not ended(file):
                    assert select([recorder.stdout], [], [], PATIENCE)[0], file.stat()
                    assert copy.write(os.read(recorder.stdout.fileno(), 65_536))
        finally:
            recorder.terminate()


def ended(file):
    try:
        [tape] = capture.read_connections(file)
    except ValueError:
        return False  # nothing of it has come
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
    assert {last, end} == {StreamEnd.FIN}
    assert back.chunks[0].time > 1.7e9
