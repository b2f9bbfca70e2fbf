"""What tshark reads in a capture, beside what we read: it does not know our code."""

import subprocess
import xml.etree.ElementTree as ET
from collections import defaultdict

from tests.require import program
from wslesson.protocol.frames import Frame
from wslesson.wire import capture
from wslesson.wire.said import client_of, said

BAD = {"tcp.analysis.flags", "_ws.malformed", "tcp.checksum_bad", "ip.checksum_bad"}
SIZES = [f"payload_length{end}" for end in ("_ext_64", "_ext_16", "")]


def run(path, form, *options):
    """Return what tshark prints about a capture."""
    tshark = program("tshark", how="install it with Wireshark")
    command = [tshark, "-r", str(path), "-T", form, *options]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return done.stdout.decode()


def packets(path):
    """Return the packets of a capture, each as the fields of its protocols."""
    checks = ["-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"]
    document = ET.fromstring(run(path, "pdml", *checks))
    assert not BAD & {field.get("name") for field in document.iter("field")}
    return document.iter("packet")


def frames(path):
    """Return what tshark reads in each frame, by the two ports that it goes between."""
    found = defaultdict(list)
    for packet in packets(path):
        ends = shown(packet, "tcp.srcport"), shown(packet, "tcp.dstport")
        for proto in packet.iter("proto"):
            if proto.get("name") == "websocket":
                found[tuple(map(int, ends))].append(fields(proto))
    return dict(found)


def payloads(path):
    """Return what it reads in the payloads: names, as in close.reason, and values."""
    fields = [field for packet in packets(path) for field in packet.iter("field")]
    begin = "websocket.payload."
    return [
        (field.get("name").removeprefix(begin), field.get("show"))
        for field in fields
        if field.get("name").startswith(begin)
    ]


def shown(element, name):
    return next(f.get("show") for f in element.iter("field") if f.get("name") == name)


def fields(proto):
    """Return fin, rsv, opcode, mask, length, key."""
    found = {field.get("name"): field.get("show") for field in proto.iter("field")}
    size = next(found[f"websocket.{n}"] for n in SIZES if f"websocket.{n}" in found)
    return (
        found["websocket.fin"] in ("1", "True"),
        int(found["websocket.rsv"], 0),
        int(found["websocket.opcode"]),
        found["websocket.mask"] in ("1", "True"),
        int(size),
        found.get("websocket.masking_key", "").replace(":", ""),
    )


def ours(*tapes):
    """Return the same of what we read, and the ports that `write_pcap` gives them."""
    found = defaultdict(list)
    for port, tape in enumerate(tapes, capture.FIRST_PORT):
        client = client_of(tape)
        for thing in said(tape.chunks):
            ends = port, capture.SERVER
            if isinstance(thing.item, Frame):
                found[ends if thing.direction == client else ends[::-1]].append(
                    our_fields(thing.item)
                )
    return dict(found)


def our_fields(frame):
    key = frame.mask_key.hex() if frame.mask_key else ""
    opcode, size = int(frame.opcode), len(frame.payload)
    return (frame.fin, frame.rsv, opcode, frame.mask_key is not None, size, key)


def agreed(path, *tapes):
    """Write the tapes, hold that tshark reads as we do, and count the frames."""
    capture.write_pcap(path, *tapes)
    expected = ours(*tapes)
    assert frames(path) == expected
    return sum(map(len, expected.values()))
