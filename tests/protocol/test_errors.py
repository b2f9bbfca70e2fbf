"""What an error says is read by learners: the rule that was broken, and its section."""

import pytest

from tests.protocol.pairs import Pair, refusal
from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.errors import LocalProtocolError, RemoteProtocolError
from wslesson.protocol.events import Binary, Close, Ping, Text
from wslesson.protocol.handshake import Terms, check_response, upgrade_request
from wslesson.protocol.heads import (
    Request,
    Response,
    encode_head,
    parse_extensions,
    parse_request,
    parse_response,
)
from wslesson.protocol.reading import Decoder

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
ACCEPT = {
    "upgrade": "websocket",
    "connection": "Upgrade",
    "sec-websocket-accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",  # §1.3
}

CONTROL = "a control frame has at most 125 bytes, in one piece (RFC 6455 §5.5)"
TURN = "a message began or went on at the wrong time (RFC 6455 §5.4)"
RESERVED = "a reserved bit is set (RFC 6455 §5.2)"
SHORTEST = "a length is written in the shortest way, its first bit 0 (RFC 6455 §5.2)"

TO_A_CLIENT = {
    "91 00": RESERVED,
    "99 00": RESERVED,
    "83 00": "the opcode is reserved (RFC 6455 §5.2)",
    "08 00": CONTROL,
    "89 7e 00 7e": CONTROL,
    "81 80": "a server must not mask its frames (RFC 6455 §5.1)",
    "82 7e 00 7d": SHORTEST,
    "82 7f 80 00 00 00 00 00 00 00": SHORTEST,
    "80 00": TURN,
    "01 01 61 81 01 62": TURN,
    "88 01 03": "half a close code (RFC 6455 §5.5.1)",
    "88 02 03 ed": "close code 1005 (RFC 6455 §7.4)",
    "88 03 03 e8 ff": "the text is not UTF-8 (RFC 6455 §8.1)",
    "81 01 ff": "the text is not UTF-8 (RFC 6455 §8.1)",
    "01 01 ff": "the text is not UTF-8 (RFC 6455 §8.1)",
    "82 05": "payload of 5 bytes (RFC 6455 §10.4)",
    "02 04 61 61 61 61 80 01": "a message of more than 4 bytes (RFC 6455 §10.4)",
}


@pytest.mark.rule("F04", "F05", "F06", "F07", "C01", "C02", "C04", "G04", "G05", "M05")
@pytest.mark.parametrize(("wire", "sentence"), TO_A_CLIENT.items())
def test_a_broken_rule_of_frames_is_named(wire, sentence):
    pair = Pair(client=Connection(Role.CLIENT, random_bytes=bytes, max_message=4))
    assert str(refusal(pair.open().client, bytes.fromhex(wire))) == sentence


@pytest.mark.rule("F02")
def test_a_client_that_does_not_mask_is_told_so(pair):
    error = refusal(pair.server, bytes.fromhex("81 00"))
    assert str(error) == "a client must mask its frames (RFC 6455 §5.1)"


TO_ONE_WHO_INFLATES = {
    "c9 00": RESERVED,  # a Ping is never compressed: RFC 7692 §6.1
    "41 03 f2 48 cd c0 04 c9 c9 07 00": RESERVED,  # only a first frame says that it is
    "c1 0a aa a8 18 05 a3 60 14 0c 77 00": "the message is too big when inflated"
    " (RFC 6455 §10.4)",  # 1000 times "x"
}


@pytest.mark.rule("F05", "M05")
@pytest.mark.parametrize(("wire", "sentence"), TO_ONE_WHO_INFLATES.items())
def test_a_broken_rule_of_compressed_frames_is_named(wire, sentence):
    terms = Terms(extension=Deflate)
    pair = Pair(
        Connection(Role.CLIENT, terms=terms, max_message=20),
        Connection(Role.SERVER, terms=terms),
    )
    assert str(refusal(pair.open().client, bytes.fromhex(wire))) == sentence


def test_what_zlib_cannot_read_is_told_in_its_words():
    with pytest.raises(RemoteProtocolError, match=r"^not compressed data: .*invalid"):
        Deflate().decode(b"\xff\xff", True, 20)


def test_who_ends_too_many_streams_is_told_so():
    with pytest.raises(RemoteProtocolError) as caught:
        Deflate().decode(b"\x03\x00" * 100, True, 20)
    assert str(caught.value) == "too many streams of deflate in a message"


@pytest.mark.rule("H10", "H11", "H12", "H13", "H14")
@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"upgrade": "h2c"}, "Upgrade is not websocket"),
        ({"connection": "close"}, "Connection does not list Upgrade"),
        (
            {"sec-websocket-accept": "x"},
            "Sec-WebSocket-Accept does not match our key",
        ),
        (
            {"sec-websocket-protocol": "x"},
            "the subprotocol was not offered",
        ),
        ({"sec-websocket-extensions": "x"}, "an extension that was not offered"),
    ],
)
def test_what_is_wrong_with_an_answer_is_named(wrong, rule):
    with pytest.raises(RemoteProtocolError) as caught:
        check_response(Response(101, ACCEPT | wrong), KEY)
    assert str(caught.value) == f"{rule} (RFC 6455 §4.1)"


@pytest.mark.rule("H24")
@pytest.mark.parametrize(
    ("parse", "head", "sentence"),
    [
        (parse_request, "GET /", "not a request: 'GET /' (RFC 6455 §4.2.1)"),
        (parse_response, "SSH-2.0", "not a response: 'SSH-2.0' (RFC 6455 §4.1)"),
        (
            parse_request,
            "GET / HTTP/1.1\r\nno colon",
            "not a header: 'no colon' (RFC 6455 §4.2.1)",
        ),
        (
            parse_request,
            "GET / HTTP/1.1" + "\r\na: b" * 101,
            "more than 100 headers (RFC 6455 §4.2.1)",
        ),
        (
            parse_request,
            "GET / HTTP/1.1\n",
            "a line of a head ends with CR and LF: RFC 9112 §2.2",
        ),
    ],
)
def test_what_is_wrong_with_a_head_is_shown(parse, head, sentence):
    decoder = Decoder(parse)
    decoder.feed(head.encode() + b"\r\n\r\n")
    with pytest.raises(RemoteProtocolError) as caught:
        list(decoder)
    assert str(caught.value) == sentence


@pytest.mark.rule("E01")
def test_what_is_wrong_with_extensions_is_shown():
    with pytest.raises(RemoteProtocolError) as caught:
        parse_extensions("a;")
    assert str(caught.value) == "not extensions: 'a;' (RFC 6455 §9.1)"
    with pytest.raises(RemoteProtocolError) as caught:
        Deflate().confirm(parse_extensions("mux"))
    assert str(caught.value) == "extensions [('mux', [])] (RFC 6455 §9.1)"


def send_two_messages_at_once():
    server = Pair().open().server
    server.send(Text("a"), fin=False)
    server.send(Binary(b"b"))


OURS = {
    "a client asks, a server answers (RFC 6455 §4)": lambda: Connection(
        Role.SERVER
    ).send(Request("/")),
    "subprotocols ('a b',) (RFC 6455 §4.1)": lambda: upgrade_request(
        "example.com", "/", KEY, Terms(("a b",))
    ),
    "not the head of an HTTP message: Request(path='/a b', headers={}, method='GET')": (
        lambda: encode_head(Request("/a b"))
    ),
    "SEND_FRAME while CONNECTING (RFC 6455 §5.1)": lambda: Connection(Role.CLIENT).send(
        Text("early")
    ),
    "another message is not finished (RFC 6455 §5.4)": send_two_messages_at_once,
    r"'\ud800' is half a character (RFC 6455 §5.6)": lambda: Text("\ud800").to_frame(),
    "the handshake says upgrade itself (RFC 6455 §4.1)": lambda: Connection(
        Role.CLIENT
    ).connect("example.com", "/", {"Upgrade": "h2c"}),
    "close code 1006 (RFC 6455 §7.4)": lambda: Close(1006).to_frame(),
    CONTROL: lambda: Pair().open().client.send(Ping(bytes(126))),
}


@pytest.mark.rule("H07", "M03", "G03", "X04", "C01")
@pytest.mark.parametrize(("sentence", "deed"), OURS.items())
def test_what_we_did_wrong_is_named(sentence, deed):
    with pytest.raises(LocalProtocolError) as caught:
        deed()
    assert str(caught.value) == sentence
