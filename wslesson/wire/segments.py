"""TCP segments, and the files that hold them: just enough of IP, pcap and pcapng.

RFC 791, RFC 8200 and RFC 9293; the files as tcpdump, tshark and Wireshark write them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
TCP = 6
RAW_IP = 101
# What stands before the IP header, by link type: its size in bytes. NULL, EN10MB, RAW,
# LOOP, LINUX_SLL, IPV4, IPV6, LINUX_SLL2.
LINKS = {0: 4, 1: 14, 12: 0, RAW_IP: 0, 108: 4, 113: 16, 228: 0, 229: 0, 276: 20}
MAGIC, NANOSECONDS = 0xA1B2C3D4, 0xA1B23C4D  # how a pcap file begins
SECTION, INTERFACE, PACKET = 0x0A0D0D0A, 1, 6  # the blocks of a pcapng file
SHORTEST = {INTERFACE: 8, PACKET: 20}  # bytes that their bodies have at least
RESOLUTION = 9  # the option that says how small a unit of time is

Record = tuple[float, int, bytes]  # the time in seconds, the link type, the packet


class Segment(NamedTuple):
    """What one packet says about a TCP connection. An end is address and port."""

    source: bytes
    target: bytes
    number: int  # of its first byte
    acknowledged: int
    flags: int
    data: bytes = b""

    def encode(self) -> bytes:
        """Return the segment as an IPv4 packet, with checksums."""
        addresses = self.source[:4] + self.target[:4]
        numbers = self.number, self.acknowledged if self.flags & ACK else 0
        head = struct.pack(">IIBBHHH", *numbers, 0x50, self.flags, 0xFFFF, 0, 0)
        tcp = self.source[4:] + self.target[4:] + head + self.data
        check = _checksum(addresses + struct.pack(">HH", TCP, len(tcp)) + tcp)
        tcp = tcp[:16] + check + tcp[18:]
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0x4000, 64, TCP, 0)
        return ip[:10] + _checksum(ip + addresses) + addresses + tcp

    @classmethod
    def decode(cls, packet: bytes) -> Segment | None:
        """Read an IP packet, or return None when it does not hold a segment."""
        version = packet[0] >> 4 if len(packet) > 19 else 0
        if version == 4:
            size, protocol, at = (packet[0] & 15) * 4, packet[9], 12
            total = int.from_bytes(packet[2:4])
            whole = not int.from_bytes(packet[6:8]) & 0x3FFF  # not a fragment
        else:
            size, protocol, at = 40, packet[6] if version == 6 else 0, 8
            total, whole = 40 + int.from_bytes(packet[4:6]), True
        tcp = packet[size:total]
        if protocol != TCP or not whole or len(tcp) < 20:
            return None
        middle = (at + size) // 2
        source, target = packet[at:middle] + tcp[:2], packet[middle:size] + tcp[2:4]
        number, acknowledged, offset, flags = struct.unpack(">IIBB", tcp[4:14])
        data = tcp[(offset >> 4) * 4 :]
        return cls(source, target, number, acknowledged, flags, data)


def _checksum(data: bytes) -> bytes:
    """Return what makes the sum of all pairs of bytes divisible by 65,535: RFC 1071."""
    return (-int.from_bytes(data + bytes(len(data) % 2)) % 0xFFFF).to_bytes(2)


def read_segments(file: bytes) -> Iterator[tuple[float, Segment]]:
    """Yield the TCP segments in a capture, each with its time in seconds.

    Raises ValueError for a file of another kind, and for one that is broken.
    """
    blocks = file[:4] == SECTION.to_bytes(4)
    for time, link, packet in _read_pcapng(file) if blocks else _read_pcap(file):
        if link not in LINKS:
            known = ", ".join(map(str, LINKS))
            raise ValueError(f"link type {link} is not known, only {known}")
        if segment := Segment.decode(packet[LINKS[link] :]):
            yield time, segment


def _read_pcap(file: bytes) -> Iterator[Record]:
    magic, order = int.from_bytes(file[:4]), ">"
    if magic not in (MAGIC, NANOSECONDS):
        magic, order = int.from_bytes(file[:4], "little"), "<"
    if magic not in (MAGIC, NANOSECONDS) or len(file) < 24:
        raise ValueError("neither a pcap nor a pcapng file")
    unit = 1_000_000 if magic == MAGIC else 1_000_000_000
    link = struct.unpack_from(f"{order}I", file, 20)[0] & 0xFFFFFFF
    at = 24
    while at + 16 <= len(file):
        seconds, rest, size, _ = struct.unpack_from(f"{order}IIII", file, at)
        at += 16 + size
        yield seconds + rest / unit, link, file[at - size : at]


def _read_pcapng(file: bytes) -> Iterator[Record]:
    order, at = "<", 0
    interfaces: list[tuple[int, float]] = []  # link type, units of time in a second
    while at + 12 <= len(file):
        if file[at : at + 4] == SECTION.to_bytes(4):
            order = "<" if file[at + 8] == 0x4D else ">"
            interfaces.clear()
        kind, size = struct.unpack_from(f"{order}II", file, at)
        body = file[at + 8 : at + size - 4]
        if len(body) < SHORTEST.get(kind, 0):
            if at + size > len(file):  # the file was cut off
                return
            raise ValueError(f"the block at byte {at} is too short: {size} bytes")
        if kind == INTERFACE:
            link = struct.unpack_from(f"{order}H", body)[0]
            interfaces.append((link, _units(body[8:], order)))
        elif kind == PACKET:
            which, high, low, kept, _ = struct.unpack_from(f"{order}5I", body)
            if which >= len(interfaces):
                raise ValueError(f"a packet of interface {which}, which is not there")
            link, units = interfaces[which]
            yield (high << 32 | low) / units, link, body[20 : 20 + kept]
        at += max(size, 12)


def _units(options: bytes, order: str) -> float:
    """Return how many units of time an interface counts in a second."""
    at = 0
    while at + 4 < len(options):
        code, size = struct.unpack_from(f"{order}HH", options, at)
        if code == RESOLUTION:
            power = options[at + 4]
            return 2.0 ** (power & 0x7F) if power & 0x80 else 10.0**power
        at += 4 + size + -size % 4
    return 1_000_000
