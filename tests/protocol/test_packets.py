"""Packets: the header counts bytes, and nothing but a length is believed."""

import pytest

from wslesson.protocol.errors import LocalProtocolError, RemoteProtocolError
from wslesson.protocol.packets import (
    MAX_SIZE,
    encode_packet,
    parse_length,
    parse_packet,
)
from wslesson.protocol.reading import Decoder


def decode(data):
    decoder = Decoder(parse_packet)
    decoder.feed(data)
    return list(decoder)


def test_the_header_is_that_of_the_source_lesson():
    message = "The time is 1700000000.5"
    assert encode_packet(message.encode()) == b"24        The time is 1700000000.5"


def test_the_header_counts_bytes_and_not_characters():
    assert encode_packet("é".encode()) == b"2         \xc3\xa9"


@pytest.mark.parametrize("body", [b"", b"x", b" 5 ", bytes(MAX_SIZE)])
def test_what_was_encoded_comes_back(body):
    assert decode(encode_packet(body)) == [body]


def test_a_body_over_the_limit_is_not_sent():
    with pytest.raises(LocalProtocolError, match="1048577 bytes, over 1048576"):
        encode_packet(bytes(MAX_SIZE + 1))


def test_a_length_at_the_limit_is_believed():
    assert parse_length(b"1048576   ") == MAX_SIZE


def test_a_length_over_the_limit_is_refused_before_the_body_comes():
    with pytest.raises(RemoteProtocolError, match="1048577 bytes") as caught:
        decode(b"1048577   ")
    assert caught.value.code == 1009


@pytest.mark.parametrize(
    "header",
    [
        b" 5        ",
        b"+5        ",
        b"-5        ",
        b"1_000     ",
        b"5.0       ",
        b"5    5    ",
        b"\xd9\xa5        ",  # an Arabic five, which int() takes
        b"5\t        ",
        b"          ",
        b"GET / HTTP",
    ],
)
def test_a_header_that_is_not_a_length_is_refused(header):
    with pytest.raises(RemoteProtocolError, match="is not a length"):
        parse_length(header)
