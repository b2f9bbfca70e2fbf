"""Captures: written from tapes, and read back as tapes."""

import struct
import sys
from itertools import chain

import pytest

from authoring.chaos.recorded import Talk
from wslesson.protocol.events import Binary, Text
from wslesson.wire import Chunk, Tape, capture
from wslesson.wire.segments import ACK, FIN, RST, SYN, Segment

CLIENT, SERVER = b"\x7f\0\0\1\xc3\x51", b"\x7f\0\0\1\0\x50"
RAW, ETHERNET, NULL = 101, 1, 0
ETHERNET_HEAD = bytes(12) + b"\x08\0"


def a_talk(**how):
    talk = Talk(**how).shake_hands().ask(Text("Hello"), Binary(b"x" * 70_000))
    talk.answer(Text("hi"))
    talk.tape.record("received", b"")
    talk.tape.record("sent", b"", reset=True)
    return talk.tape


def contents(tape):
    """Return what is on a tape: in few chunks, whatever their times."""
    told = [(c.direction, c.data, c.reset) for c in tape.chunks]
    return [(*told[n][:1], *told[n][1:]) for n in range(len(told))]


def to(data=b"", number=1, flags=ACK):
    return Segment(CLIENT, SERVER, number, 0, flags, data)


def fro(data=b"", number=1, flags=ACK):
    return Segment(SERVER, CLIENT, number, 0, flags, data)


def pcap(*packets, link=RAW, order="<", magic=0xA1B2C3D4):
    head = struct.pack(f"{order}IHHiIII", magic, 2, 4, 0, 0, 65_535, link)
    records = [
        struct.pack(f"{order}IIII", 7, n, len(packet), len(packet)) + packet
        for n, packet in enumerate(packets)
    ]
    return head + b"".join(records)


def block(kind, body, order="<"):
    body += bytes(-len(body) % 4)
    size = struct.pack(f"{order}I", len(body) + 12)
    return struct.pack(f"{order}I", kind) + size + body + size


def pcapng(*packets, link=RAW, order="<", options=b"", units=1_000_000):
    section = struct.pack(f"{order}IHHq", 0x1A2B3C4D, 1, 0, -1)
    interface = struct.pack(f"{order}HHI", link, 0, 0) + options
    blocks = [block(0x0A0D0D0A, section, order), block(1, interface, order)]
    for n, packet in enumerate(packets):
        time = 7 * units + n
        times = time >> 32, time & 0xFFFFFFFF
        head = struct.pack(f"{order}5I", 0, *times, len(packet), len(packet))
        blocks.append(block(6, head + packet, order))
    return b"".join([*blocks, block(5, b"statistics", order)])


@pytest.fixture
def read(tmp_path):
    """Read what is in a capture, given its bytes or its segments."""

    def read_bytes(*parts, **how):
        file = parts[0]
        if not isinstance(file, bytes):
            file = pcap(*(segment.encode() for segment in parts), **how)
        (tmp_path / "file").write_bytes(file)
        return capture.read_connections(tmp_path / "file")

    return read_bytes


def test_a_tape_comes_back_as_it_was(tmp_path):
    tape = a_talk()
    capture.write_pcap(tmp_path / "talk.pcap", tape)
    back = capture.read_pcap(tmp_path / "talk.pcap")
    assert [chunk.data for chunk in back.chunks[3:5]] == [
        tape.chunks[3].data[:65_495],
        tape.chunks[3].data[65_495:],
    ]
    del back.chunks[3:5], tape.chunks[3]
    assert contents(back) == contents(tape)


def test_a_chunk_without_a_time_takes_a_millisecond(tmp_path):
    capture.write_pcap(tmp_path / "talk.pcap", a_talk())
    back = capture.read_pcap(tmp_path / "talk.pcap")
    times = [chunk.time for chunk in back.chunks]
    assert times == pytest.approx(
        [0.001, 0.002, 0.003, 0.004, 0.004, *(5e-3, 6e-3, 7e-3)]
    )


def test_times_are_kept(tmp_path):
    tape = a_talk(timed=True)
    capture.write_pcap(str(tmp_path / "talk.pcap"), tape)
    back = capture.read_pcap(str(tmp_path / "talk.pcap"))
    assert [back.chunks[0].time, back.chunks[-1].time] == [0.0, 6.0]


def test_a_servers_tape_is_written_with_the_client_as_the_client(tmp_path):
    tape = Tape()
    tape.record("received", b"GET / HTTP/1.1\r\n\r\n")
    tape.record("sent", b"HTTP/1.1 404 \r\n\r\n")
    capture.write_pcap(tmp_path / "talk.pcap", tape)
    back = capture.read_pcap(tmp_path / "talk.pcap")
    assert back.chunks[0].direction == "sent"


def test_several_tapes_are_several_connections(tmp_path):
    tapes = [Tape(), Tape(), Tape()]
    tapes[0].record("sent", b"one")
    tapes[1].record("sent", b"two")
    capture.write_pcap(tmp_path / "talks.pcap", *tapes)
    assert [contents(t) for t in capture.read_connections(tmp_path / "talks.pcap")] == [
        *map(contents, tapes)
    ]
    assert capture.read_pcap(tmp_path / "talks.pcap", 2).bytes("sent") == b"two"
    with pytest.raises(ValueError, match="no connection 4: the capture has 3"):
        capture.read_pcap(tmp_path / "talks.pcap", 4)


def test_an_end_is_written_once(tmp_path):
    tape = Tape()
    for data in b"a", b"", b"":
        tape.record("sent", data)
    capture.write_pcap(tmp_path / "talk.pcap", tape)
    assert [c.data for c in capture.read_pcap(tmp_path / "talk.pcap").chunks] == [
        *(b"a", b"")
    ]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("magic", "time"), [(0xA1B2C3D4, 7.000001), (0xA1B23C4D, 7.000000001)]
)
def test_a_pcap_file_may_have_any_byte_order_and_clock(read, order, magic, time):
    packets = to(b"a").encode(), to(b"b", 2).encode()
    [tape] = read(pcap(*packets, order=order, magic=magic))
    assert tape.bytes("sent") == b"ab"
    assert tape.chunks[1].time == pytest.approx(time, abs=1e-10)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("options", "units"),
    [
        ([], 10**6),
        ([(9, b"\x09")], 10**9),
        ([(9, b"\x83")], 2**3),
        ([(2, b"lo"), (9, b"\x06")], 10**6),
        ([(2, b"lo"), (0, b"")], 10**6),
    ],
)
def test_a_pcapng_file_may_too(read, order, options, units):
    coded = b"".join(
        struct.pack(f"{order}HH", code, len(value)) + value + bytes(-len(value) % 4)
        for code, value in options
    )
    packets = to(b"a").encode(), to(b"b", 2).encode()
    [tape] = read(pcapng(*packets, order=order, options=coded, units=units))
    assert tape.bytes("sent") == b"ab"
    assert tape.chunks[1].time == pytest.approx(7 + 1 / units, abs=1e-10)


def test_files_may_be_joined(read):
    one = pcapng(to(b"a").encode())
    other = pcapng(ETHERNET_HEAD + to(b"b", 2).encode(), link=ETHERNET, order=">")
    [tape] = read(one + other)
    assert tape.bytes("sent") == b"ab"


@pytest.mark.parametrize(
    ("link", "head"),
    [
        (NULL, b"\2\0\0\0"),
        (108, b"\0\0\0\2"),
        (ETHERNET, ETHERNET_HEAD),
        (113, bytes(14) + b"\x08\0"),
        (276, b"\x08\0" + bytes(18)),
        (12, b""),
        (228, b""),
    ],
)
@pytest.mark.parametrize("file", [pcap, pcapng])
def test_what_stands_before_a_packet_is_skipped(read, link, head, file):
    [tape] = read(file(head + to(b"hello").encode() + b"trailer", link=link))
    assert tape.bytes("sent") == b"hello"


def test_an_unknown_link_is_refused(read):
    with pytest.raises(ValueError, match="link type 147 is not known, only 0, 1, 12"):
        read(pcap(to(b"a").encode(), link=147))


@pytest.mark.parametrize("file", [b"", b"GET / HTTP/1.1\r\n" * 9, pcap()[:20]])
def test_another_file_is_refused(read, file):
    with pytest.raises(ValueError, match="neither a pcap nor a pcapng file"):
        read(file)


BROKEN = {
    "too short: 12 bytes": pcapng() + block(1, b""),
    "byte 48 is too short: 20 bytes": pcapng()[:48] + block(6, bytes(8)),
    "too short: 0 bytes": pcapng() + struct.pack("<III", 6, 0, 0),
    "interface 1, which is not there": pcapng() + block(6, b"\1" + bytes(19)),
    "interface 0, which is not there": pcapng()[:28] + block(6, bytes(20)),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_file_is_refused_with_the_reason(read, rule):
    with pytest.raises(ValueError, match=rule):
        read(BROKEN[rule])


def test_a_time_that_does_not_fit_is_refused(tmp_path):
    for time in -1.0, 2.0**32:
        tape = Tape(lambda: time)  # noqa: B023  # it is called before the next
        tape.record("sent", b"a")
        with pytest.raises(ValueError, match="no time that a capture can hold"):
            capture.write_pcap(tmp_path / "talk.pcap", tape)


@pytest.mark.parametrize("missing", range(1, 76))
def test_wherever_a_pcapng_file_was_cut_off_the_rest_of_it_is_read(read, missing):
    whole = pcapng(to(b"a").encode(), to(b"b", 2).encode())
    whole = whole.removesuffix(block(5, b"statistics"))
    [tape] = read(whole[:-missing])
    assert tape.bytes("sent").startswith(b"a")


@pytest.mark.parametrize("file", [pcap, pcapng])
@pytest.mark.parametrize("missing", [1, 20, 60])
def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes(read, file, missing):
    whole = file(to(b"a").encode(), to(b"b" * 60, 2).encode())
    whole = whole.removesuffix(block(5, b"statistics"))
    [tape] = read(whole[:-missing])
    assert tape.bytes("sent").startswith(b"a")


def test_a_connection_over_ipv6(read):
    ends = bytes(15) + b"\1", bytes(15) + b"\2"
    tcp = struct.pack(">HHIIBBHHH", 50_000, 80, 1, 0, 0x50, ACK, 9, 0, 0) + b"hello"
    head = struct.pack(">IHBB", 6 << 28, len(tcp), 6, 64) + b"".join(ends)
    [tape] = read(pcap(head + tcp, link=229))
    assert tape.bytes("sent") == b"hello"


def test_other_packets_are_passed_over(read):
    udp = bytearray(to(b"hello").encode())
    udp[9] = 17
    arp = bytes(46)
    fragment = bytearray(to(b"hello").encode())
    fragment[7] = 9
    cut = to(b"hello").encode()[:39]
    assert read(pcap(bytes(udp), arp, b"", bytes(fragment), cut)) == []


def test_who_opens_is_the_client(read):
    [tape] = read(fro(number=4, flags=SYN | ACK), to(b"a", 9), fro(b"b", 5))
    assert [(c.direction, c.data) for c in tape.chunks] == [
        ("sent", b"a"),
        ("received", b"b"),
    ]


def test_a_connection_may_have_begun_before(read):
    [tape] = read(to(b"a", 77), to(b"b", 78))
    assert tape.bytes("sent") == b"ab"


def test_the_same_ends_may_meet_again(read):
    opens = to(number=9, flags=SYN)
    first, second = read(
        *(opens, opens, to(b"a", 10), to(b"b", 11)),
        *(to(number=900, flags=SYN), to(b"c", 901)),
    )
    assert (first.bytes("sent"), second.bytes("sent")) == (b"ab", b"c")


def test_segments_are_put_in_order(read):
    [tape] = read(
        to(number=0, flags=SYN),
        to(b"c", 3),
        to(b"b", 2),
        to(b"a"),
        to(flags=FIN, number=4),
    )
    assert [chunk.data for chunk in tape.chunks] == [b"a", b"b", b"c", b""]


def test_what_comes_twice_is_read_once(read):
    [tape] = read(
        *(to(number=0, flags=SYN), to(b"ab"), to(b"ab"), to(b"bc", 2), to(b"b", 2)),
        *(to(b"d", 4, FIN), to(b"d", 4, FIN), to(b"cd", 3, FIN)),
    )
    assert [chunk.data for chunk in tape.chunks] == [b"ab", b"c", b"d", b""]


def test_a_keep_alive_says_nothing(read):
    [tape] = read(to(b"a"), to(b"\0", 1), to(b"", 1), to(b"b", 2))
    assert tape.bytes("sent") == b"ab"


def test_nothing_is_read_after_a_gap(read):
    [tape] = read(to(b"a"), to(b"c", 3))
    assert tape.bytes("sent") == b"a"


def test_numbers_begin_again_after_the_largest(read):
    [tape] = read(to(b"ab", 2**32 - 1), to(b"cd", 1), to(b"", 3, FIN))
    assert [chunk.data for chunk in tape.chunks] == [b"ab", b"cd", b""]


def test_a_reset_is_read(read):
    [tape] = read(to(b"a"), fro(flags=RST))
    assert tape.chunks[-1] == Chunk("received", b"", 7.000001, reset=True)


def test_very_many_segments_out_of_order_are_read(read):
    data = bytes(range(256)) * 40
    order = chain(range(1, len(data)), [0])
    [tape] = read(to(number=0, flags=SYN), *(to(data[n : n + 1], n + 1) for n in order))
    assert tape.bytes("sent") == data


def calls_for(read, file):
    """Return how many calls it takes to read a file."""
    count = 0

    def note(frame, what, argument):
        nonlocal count
        count += what in ("call", "c_call")

    sys.setprofile(note)
    try:
        read(file)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("file", [pcap, pcapng])
def test_twice_as_many_tiny_packets_take_twice_the_work(read, file):
    once, twice = (
        calls_for(read, file(*(to(b"x", n).encode() for n in range(1, size))))
        for size in (2_000, 4_000)
    )
    assert twice < 2.1 * once


@pytest.mark.parametrize("file", [pcap, pcapng])
def test_a_hundred_thousand_tiny_packets_are_read(read, file):
    packet = bytearray(to(b"x").encode())
    packets = []
    for number in range(1, 100_001):
        packet[24:28] = number.to_bytes(4)
        packets.append(bytes(packet))
    [tape] = read(file(*packets))
    assert tape.bytes("sent") == b"x" * 100_000
