"""The parser is the legend: each byte is read under a name, which pictures show."""

import pytest

from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.frames import (
    Frame,
    Opcode,
    apply_mask,
    encode_frame,
    parse_frame,
)
from wslesson.protocol.heads import parse_request, parse_response
from wslesson.protocol.messages import Assembler
from wslesson.protocol.packets import parse_packet
from wslesson.protocol.reading import Decoder

KEY = bytes.fromhex("37fa213d")
HEAD = "FIN:1 RSV:3 OPCODE:4 MASK:1 LEN:7"


def legend(parser, wire):
    """Return the label and the bytes of each field."""
    fields = []
    decoder = Decoder(parser, on_field=lambda *field: fields.append(field))
    decoder.feed(wire)
    assert len(list(decoder)) == 1
    return fields


@pytest.mark.rule("F09")
@pytest.mark.parametrize(
    ("wire", "fields"),
    [
        (
            "81 85 37 fa 21 3d 7f 9f 4d 51 58",  # §5.7
            [(HEAD, "81 85"), ("MASK KEY", "37 fa 21 3d"), ("PAYLOAD", "7f9f4d5158")],
        ),
        (
            "82 7e 00 7e" + " 00" * 126,
            [(HEAD, "82 7e"), ("LENGTH:16", "00 7e"), ("PAYLOAD", "00" * 126)],
        ),
        (
            "82 7f 00 00 00 00 00 01 00 00" + " 00" * 2**16,
            [
                (HEAD, "82 7f"),
                ("LENGTH:64", "00 00 00 00 00 01 00 00"),
                ("PAYLOAD", "00" * 2**16),
            ],
        ),
    ],
)
def test_a_frame_is_read_under_the_names_of_the_rfc(wire, fields):
    expected = [(label, bytes.fromhex(part)) for label, part in fields]
    assert legend(parse_frame, bytes.fromhex(wire)) == expected


@pytest.mark.parametrize("opcode", [Opcode.TEXT, Opcode.PING])
def test_a_connection_reads_frames_under_the_same_names(opcode):
    wire = encode_frame(Frame(opcode, b"Hello", mask_key=KEY))
    fields = legend(Assembler(apply_mask, 2**20).parse_event, wire)
    assert [label for label, _ in fields] == [HEAD, "MASK KEY", "PAYLOAD"]


def test_a_head_is_one_field():
    request = Connection(Role.CLIENT).connect("example.com")
    assert legend(parse_request, request) == [("REQUEST HEAD", request)]
    response = b"HTTP/1.1 404 Not Found\r\n\r\n"
    assert legend(parse_response, response) == [("RESPONSE HEAD", response)]


def test_a_packet_has_a_length_and_a_body():
    assert legend(parse_packet, b"2         hi") == [
        ("LENGTH", b"2         "),
        ("BODY", b"hi"),
    ]
