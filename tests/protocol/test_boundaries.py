"""Where one thing ends and the next begins: limits, cuts, and what is almost right."""

import tracemalloc
import zlib
from functools import partial

import pytest

from tests.protocol.pairs import Pair, refusal
from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.errors import RemoteProtocolError
from wslesson.protocol.events import Binary, Close, Text
from wslesson.protocol.frames import (
    Expect,
    Frame,
    Opcode,
    apply_mask,
    encode_frame,
    parse_frame,
    read_whole,
)
from wslesson.protocol.handshake import Terms, refuse, upgrade_request
from wslesson.protocol.heads import (
    Response,
    encode_head,
    parse_extensions,
    parse_list,
    parse_request,
)
from wslesson.protocol.lifecycle import State
from wslesson.protocol.packets import parse_length
from wslesson.protocol.reading import Decoder, Take, Until

KEY = bytes.fromhex("37fa213d")
HELLO = bytes.fromhex("81 85 37 fa 21 3d 7f 9f 4d 51 58")  # RFC 6455 §5.7
TERMS = Terms(extension=Deflate)
TAIL = b"\x00\x00\xff\xff"


def read(parser, *pieces):
    decoder, items = Decoder(parser), []
    for piece in pieces:
        decoder.feed(piece)
        items += decoder
    return items


class TestReading:
    @pytest.mark.rule("H15")
    def test_a_mark_beyond_the_limit_comes_too_late(self):
        def parse_line():
            return (yield Until(b"\r\n", "LINE", limit=8))

        with pytest.raises(RemoteProtocolError, match="in 8 bytes"):
            read(parse_line, b"sevenxx\r\n")

    def test_a_line_may_be_empty(self):
        def parse_line():
            return (yield Until(b"\r\n", "LINE"))

        assert read(parse_line, b"\r\n\r\n") == [b"\r\n", b"\r\n"]

    def test_an_item_may_begin_with_an_empty_field(self):
        def parse_byte():
            nothing = yield Take(0, "NOTHING")
            return nothing + (yield Take(1, "BYTE"))

        assert read(parse_byte, b"ab") == [b"a", b"b"]

    def test_after_the_last_item_a_stream_may_end_even_if_nobody_asked_for_more(self):
        def parse_byte():
            return (yield Take(1, "BYTE"))

        decoder = Decoder(parse_byte)
        decoder.feed(b"ab")
        assert (decoder.pull(None), decoder.between_items) == (b"a", False)
        assert (decoder.pull(None), decoder.between_items) == (b"b", True)

    def test_a_length_is_followed_by_spaces_and_no_other_filler(self):
        with pytest.raises(RemoteProtocolError, match="is not a length"):
            parse_length(b"5XXXXXXXXX")


class TestFrames:
    @pytest.mark.rule("C01")
    @pytest.mark.parametrize("opcode", [Opcode.CLOSE, Opcode.PING, Opcode.PONG])
    def test_a_limit_on_messages_is_not_for_control_frames(self, opcode):
        frame = Frame(opcode, bytes(125))
        parser = partial(parse_frame, Expect(max_payload=1))
        assert read(parser, encode_frame(frame)) == [frame]

    @pytest.mark.parametrize("size", [0, 125, 126, 127, 65535])
    @pytest.mark.parametrize("unmask", [apply_mask, None])
    def test_the_shortcut_takes_a_frame_behind_which_nothing_has_come(
        self, size, unmask
    ):
        frame = Frame(Opcode.TEXT, b"x" * size, mask_key=KEY if unmask else None)
        wire = encode_frame(frame)
        assert read_whole(wire, 0, unmask) == (frame.payload, len(wire))

    @pytest.mark.rule("F11")
    @pytest.mark.parametrize("size", [*range(9), *range(124, 132), 1000, 65537])
    def test_the_key_is_repeated_to_the_last_byte(self, size):
        payload = bytes(i * 7 % 256 for i in range(size))
        masked = bytes(byte ^ KEY[i % 4] for i, byte in enumerate(payload))
        assert apply_mask(payload, KEY) == masked

    @pytest.mark.rule("F11")
    @pytest.mark.parametrize("size", [5, 12])
    def test_a_masked_frame_says_the_same_wherever_it_is_cut(self, size):
        text = "Hello, hello"[:size]
        wire = encode_frame(Frame(Opcode.TEXT, text.encode(), mask_key=KEY))
        assert size != 5 or wire == HELLO
        for cut in range(1, len(wire) - 1):
            server = Pair().open().server
            server.receive_data(wire[:cut])
            assert list(server.events()) == []
            server.receive_data(wire[cut:-1])
            assert list(server.events()) == []
            server.receive_data(wire[-1:])
            assert list(server.events()) == [Text(text)]

    @pytest.mark.rule("F05")
    @pytest.mark.parametrize("opcode", [Opcode.TEXT, Opcode.BINARY, Opcode.PING])
    @pytest.mark.parametrize("rsv", range(1, 8))
    def test_no_reserved_bit_means_anything_without_an_extension(
        self, pair, opcode, rsv
    ):
        wire = encode_frame(Frame(opcode, b"x", rsv=rsv))
        assert refusal(pair.client, wire).code == 1002


class TestOpening:
    @pytest.mark.rule("H08", "H24")
    @pytest.mark.parametrize("role", Role)
    def test_a_frame_before_the_handshake_is_no_message(self, role):
        end = Connection(role)
        frame = HELLO if role is Role.SERVER else encode_frame(Frame(Opcode.TEXT))
        end.receive_data(frame)
        assert list(end.events()) == []
        assert refusal(end, b"\r\n\r\n").code == 1002

    @pytest.mark.rule("H12")
    def test_an_acceptance_without_a_question_is_refused(self):
        wire = (
            b"HTTP/1.1 101 Switching Protocols\r\n"
            b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
        )
        client = Connection(Role.CLIENT)
        refusal(client, wire)
        assert client.state is State.CONNECTING

    @pytest.mark.parametrize("role", Role)
    def test_no_subprotocol_is_known_before_the_handshake(self, role):
        assert Connection(role).subprotocol is None

    @pytest.mark.rule("H01", "H15")
    def test_a_post_is_read_as_one_and_answered_with_405(self):
        server = Connection(Role.SERVER)
        wire = Connection(Role.CLIENT).connect("example.com")
        server.receive_data(b"POST" + wire.removeprefix(b"GET"))
        [request] = server.events()
        answer = server.reply_to(request)
        assert (request.method, answer.status) == ("POST", 405)

    @pytest.mark.rule("H02", "H03", "H04", "H06", "H07")
    def test_a_request_says_what_the_rfc_says_under_lower_case_names(self):
        key = "dGhlIHNhbXBsZSBub25jZQ=="
        names = Terms(("chat", "superchat"))
        request = upgrade_request("server.example.com", "/chat", key, names)
        assert request.headers == {
            "host": "server.example.com",
            "upgrade": "websocket",
            "connection": "Upgrade",
            "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
            "sec-websocket-version": "13",
            "sec-websocket-protocol": "chat, superchat",
        }

    def test_an_offer_has_a_lower_case_name_like_the_rest(self):
        wire = Connection(Role.CLIENT, terms=TERMS).connect("example.com")
        assert b"\r\nsec-websocket-extensions: permessage-deflate; client_" in wire

    @pytest.mark.rule("H15")
    def test_a_refusal_has_no_body_and_ends_the_stream(self):
        assert encode_head(refuse(403)) == (
            b"HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
        )

    def test_a_status_without_a_phrase_keeps_its_space(self):
        # RFC 9112 §4: the space is sent even when the reason is left out
        assert encode_head(Response(599)) == b"HTTP/1.1 599 \r\n\r\n"


class TestHeads:
    def test_only_spaces_and_tabs_are_optional_around_values(self):
        # RFC 9110 §5.6.3; 0xA0 and 0x85 are spaces to Python, and not to HTTP
        wire = b"GET / HTTP/1.1\r\na: \xa0 \x85 \t\r\nb: MAX\t \r\n\r\n"
        [request] = read(parse_request, wire)
        assert request.headers == {"a": "\xa0 \x85", "b": "MAX"}

    def test_only_spaces_and_tabs_are_optional_in_lists(self):
        assert parse_list("X, \tmaX \t,\xa0") == ["X", "maX", "\xa0"]


class TestFailing:
    @pytest.mark.rule("X03")
    def test_a_server_that_fails_after_its_close_says_no_more(self, pair):
        pair.server.send(Close())
        assert pair.server.fail(refusal(pair.server, b"\x83\x80")) == b""

    def test_a_server_that_fails_before_its_answer_is_silent(self):
        pair = Pair()
        pair.carry(pair.client.connect("example.com"), pair.server)
        assert pair.server.fail(refusal(pair.server, b"\x81\x80\r\n\r\n")) == b""


class TestClosing:
    @pytest.mark.rule("C03", "X02")
    def test_a_goodbye_without_a_code_of_ones_own_is_1000(self, pair):
        assert pair.server.send(Close()) == bytes.fromhex("88 02 03 e8")


class TestLimits:
    @pytest.mark.rule("M05")
    @pytest.mark.parametrize("fin", [True, False])
    def test_a_limit_may_be_raised_over_a_mebibyte(self, fin):
        size = 2**20 + 1
        server = Connection(Role.SERVER, max_message=size)
        pair = Pair(server=server).open()
        said = pair.say(pair.client, Binary(bytes(size)), fin=fin)
        assert said == ([Binary(bytes(size))] if fin else [])


def compress(data, flush):
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(data) + compressor.flush(flush)


def last(data):
    """Compress into a stream of its own, whose last block says that it is the last."""
    return compress(data, zlib.Z_FINISH)


def usual(data):
    return compress(data, zlib.Z_SYNC_FLUSH).removesuffix(TAIL)


class TestCompressed:
    @pytest.mark.rule("E02")
    def test_a_message_may_be_left_as_it_is(self):
        # RFC 7692 §6.2: the bit says whether this message is compressed
        pair = Pair(
            Connection(Role.CLIENT, terms=TERMS), Connection(Role.SERVER, terms=TERMS)
        ).open()
        wire = bytes.fromhex("01 03 48 65 6c 80 02 6c 6f")  # RFC 6455 §5.7
        assert pair.carry(wire, pair.client) == [Text("Hello")]

    @pytest.mark.parametrize("bits", range(9, 16))
    def test_every_window_that_zlib_has_is_agreed_to(self, bits):
        # RFC 7692 §7.1.2: from 8 to 15
        offer = f"permessage-deflate; server_max_window_bits={bits}"
        assert Deflate().choose(parse_extensions(offer)) == offer
        chosen = f"permessage-deflate; client_max_window_bits={bits}"
        Deflate().confirm(parse_extensions(chosen))

    @pytest.mark.parametrize("forgets", ["", "; client_no_context_takeover"])
    def test_an_empty_message_is_one_byte_each_time(self, forgets):
        # RFC 7692 §7.2.3.6
        deflate = Deflate()
        deflate.confirm(parse_extensions(f"permessage-deflate{forgets}"))
        assert [deflate.encode(b"", True) for _ in range(3)] == [b"\x00"] * 3

    @pytest.mark.rule("M05")
    @pytest.mark.parametrize("start", [b"", last(b"")], ids=["one", "behind another"])
    def test_a_bomb_is_not_inflated_past_the_limit(self, start):
        bomb = start + usual(bytes(2**24))  # 16 KiB become 16 MiB
        tracemalloc.start()
        try:
            with pytest.raises(RemoteProtocolError) as caught:
                Deflate().decode(bomb, True, 1000)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert caught.value.code == 1009
        assert peak < 2**20


class TestLastBlocks:
    """RFC 7692 §7.2.3.4 and §7.2.3.5: blocks may be the last, and there may be more."""

    @pytest.mark.parametrize("room", [3, 4])
    def test_a_message_behind_a_last_block_may_fill_the_room(self, room):
        assert Deflate().decode(last(b"") + usual(b"abc"), True, room) == b"abc"
        with pytest.raises(RemoteProtocolError):
            Deflate().decode(last(b"") + usual(b"abc"), True, 2)

    @pytest.mark.parametrize(
        "size",
        [1, 3, 1000],
    )
    def test_a_message_ends_where_it_ends_after_any_number_of_them(self, size):
        deflate = Deflate()
        data = last(b"one ") + last(b"two ") + usual(b"three")
        pieces = [data[i : i + size] for i in range(0, len(data), size)]
        got = [
            deflate.decode(piece, left == 0, 100)
            for left, piece in zip(range(len(pieces))[::-1], pieces, strict=True)
        ]
        assert b"".join(got) == b"one two three"
        assert deflate.decode(usual(b"next"), True, 100) == b"next"

    @pytest.mark.rule("M05")
    def test_a_last_block_that_fills_the_room_does_not_hide_what_follows(self):
        assert Deflate().decode(last(b"abc") + usual(b""), True, 3) == b"abc"
        with pytest.raises(RemoteProtocolError) as caught:
            Deflate().decode(last(b"abc") + usual(b"d"), True, 3)
        assert caught.value.code == 1009

    @pytest.mark.rule("M05")
    def test_a_row_of_bombs_stops_at_the_limit(self):
        with pytest.raises(RemoteProtocolError) as caught:
            Deflate().decode(last(bytes(60)) * 20, True, 100)
        assert caught.value.code == 1009
