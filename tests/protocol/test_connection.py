"""A connection without a socket: what each end says, and when."""

import pytest

from tests.protocol.pairs import Pair, refusal
from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.errors import LocalProtocolError, RemoteProtocolError
from wslesson.protocol.events import Binary, Close, Ping, Pong, Text, may_be_sent
from wslesson.protocol.frames import Frame, Opcode, encode_frame
from wslesson.protocol.handshake import Terms
from wslesson.protocol.heads import Request, Response
from wslesson.protocol.lifecycle import State


def wire(*frames):
    return b"".join(map(encode_frame, frames))


def key_of(frame):
    return frame[2:6]


class TestOpening:
    def test_both_ends_open_and_know_what_they_agreed_on(self):
        terms = Terms(("chat",))
        pair = Pair(
            Connection(Role.CLIENT, terms=terms), Connection(Role.SERVER, terms=terms)
        ).open("/chat")
        assert pair.client.state is pair.server.state is State.OPEN
        assert pair.client.subprotocol == pair.server.subprotocol == "chat"

    @pytest.mark.rule("H08")
    def test_nothing_but_the_request_is_sent_before_the_response(self):
        client = Connection(Role.CLIENT)
        client.connect("example.com")
        for event in Text("early"), Ping(), Close():
            with pytest.raises(LocalProtocolError, match="while REQUESTED"):
                client.send(event)

    @pytest.mark.parametrize(
        ("role", "event"),
        [(Role.SERVER, Request("/")), (Role.CLIENT, Response(101))],
    )
    def test_a_client_asks_and_a_server_answers(self, role, event):
        with pytest.raises(LocalProtocolError, match="a client asks"):
            Connection(role).send(event)

    def test_a_server_may_refuse_for_its_own_reasons(self):
        pair = Pair()
        pair.carry(pair.client.connect("example.com"), pair.server)
        [response] = pair.carry(pair.server.send(Response(403)), pair.client)
        assert response.status == 403
        assert pair.server.state is pair.client.state is State.CLOSE_DONE

    @pytest.mark.rule("H24", "H15", "S04")
    def test_a_stranger_is_answered_with_400(self):
        server = Connection(Role.SERVER)
        error = refusal(server, b"\x16\x03\x01 not HTTP\r\n\r\n")
        assert server.fail(error).startswith(b"HTTP/1.1 400 Bad Request\r\n")
        assert server.state is State.CLOSE_DONE

    @pytest.mark.rule("H24")
    def test_a_server_that_is_no_server_is_told_nothing(self):
        client = Connection(Role.CLIENT)
        client.connect("example.com")
        assert client.fail(refusal(client, b"SSH-2.0\r\n\r\n")) == b""

    @pytest.mark.rule("H12")
    def test_a_wrong_accept_opens_nothing(self):
        client = Connection(Role.CLIENT)
        client.connect("example.com")
        refusal(client, b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
        assert client.state is State.REQUESTED

    @pytest.mark.rule("H08", "H24")
    def test_a_client_that_does_not_wait_is_refused(self):
        server = Connection(Role.SERVER)
        server.receive_data(Connection(Role.CLIENT).connect("example.com"))
        assert len(list(server.events())) == 1
        refusal(server, Connection(Role.CLIENT).connect("example.com"))

    def test_an_answer_without_a_question_is_refused(self):
        refusal(Connection(Role.CLIENT), b"HTTP/1.1 404 Not Found\r\n\r\n")

    def test_the_first_frame_may_be_glued_to_the_response(self):
        pair = Pair()
        [request] = pair.carry(pair.client.connect("example.com"), pair.server)
        response = pair.server.reply_to(request)
        glued = pair.server.send(response) + pair.server.send(Text("first"))
        assert pair.carry(glued, pair.client) == [response, Text("first")]


class TestTalking:
    @pytest.mark.rule("F01", "F03", "M04", "C10")
    @pytest.mark.parametrize(
        "event",
        [
            Text("héllo"),
            Text(""),
            Text("x" * 126),
            Binary(b"\0\xff"),
            Binary(bytes(2**16)),
            Ping(b"?"),
            Pong(),
        ],
    )
    def test_what_is_sent_is_received(self, ends, event):
        us, _, pair = ends
        assert pair.say(us, event) == [event]

    @pytest.mark.rule("F01", "F03")
    def test_a_client_masks_and_a_server_does_not(self, pair):
        assert pair.client.send(Text("Hi")).hex() == "8182000000004869"
        assert pair.server.send(Text("Hi")).hex() == "81024869"

    @pytest.mark.rule("F10", "S02")
    def test_each_frame_has_a_fresh_key(self):
        client = Pair(client=Connection(Role.CLIENT)).open().client
        assert len({key_of(client.send(Text("same"))) for _ in range(20)}) == 20

    @pytest.mark.rule("F02", "F04")
    def test_a_wrong_mask_bit_fails_the_connection(self, ends):
        us, _, _ = ends
        masked = us.role is Role.SERVER
        frame = Frame(Opcode.TEXT, b"x", mask_key=None if masked else b"abcd")
        assert refusal(us, encode_frame(frame)).code == 1002

    @pytest.mark.rule("C09", "C10")
    def test_a_ping_obliges_us_to_pong(self, ends):
        us, them, pair = ends
        [ping] = pair.say(us, Ping(b"42"))
        assert them.reply_to(ping) == Pong(b"42")

    @pytest.mark.rule("C11")
    def test_a_pong_obliges_us_to_nothing(self, ends):
        us, them, pair = ends
        [pong] = pair.say(us, Pong(b"42"))
        assert them.reply_to(pong) is None

    @pytest.mark.rule("G01", "G02", "G06", "M01")
    def test_fragments_become_one_message_around_a_ping(self, ends):
        us, _, pair = ends
        said = [
            *pair.say(us, Text("caf"), fin=False),
            *pair.say(us, Ping()),
            *pair.say(us, Text(""), fin=False),
            *pair.say(us, Text("é")),
        ]
        assert said == [Ping(), Text("café")]

    @pytest.mark.rule("G01")
    def test_the_first_fragment_has_the_opcode_and_the_last_has_fin(self, pair):
        frames = [
            pair.server.send(Text("a"), fin=False),
            pair.server.send(Text("b"), fin=False),
            pair.server.send(Text("c")),
            pair.server.send(Text("d")),
        ]
        assert [frame.hex() for frame in frames] == [
            "010161",
            "000162",
            "800163",
            "810164",
        ]

    @pytest.mark.rule("G03", "G05")
    def test_we_do_not_interleave_messages(self, ends):
        us, _, pair = ends
        pair.say(us, Text("a"), fin=False)
        with pytest.raises(LocalProtocolError, match="not finished"):
            us.send(Binary(b"b"))
        assert pair.say(us, Text("c")) == [Text("ac")]

    def test_events_before_a_broken_rule_still_arrive(self, pair):
        pair.client.receive_data(wire(Frame(Opcode.TEXT, b"ok")) + b"\x83\x00")
        events = pair.client.events()
        assert next(events) == Text("ok")
        with pytest.raises(RemoteProtocolError):
            next(events)

    def test_a_mask_from_elsewhere_may_be_plugged_in(self):
        calls = []

        def mask(payload, key):
            calls.append((payload, len(key)))
            return payload

        pair = Pair(
            Connection(Role.CLIENT, mask=mask), Connection(Role.SERVER, mask=mask)
        ).open()
        assert pair.say(pair.client, Text("hi")) == [Text("hi")]
        assert calls == [(b"hi", 4), (b"hi", 4)]


REFUSED = {
    "a reserved bit": (wire(Frame(Opcode.TEXT, b"x", rsv=4)), 1002),
    "a reserved bit in a ping": (wire(Frame(Opcode.PING, rsv=1)), 1002),
    "a reserved opcode": (b"\x83\x00", 1002),
    "a continuation of nothing": (wire(Frame(Opcode.CONTINUATION, b"x")), 1002),
    "a message in a message": (
        wire(Frame(Opcode.TEXT, b"x", fin=False), Frame(Opcode.TEXT, b"y")),
        1002,
    ),
    "binary in a text": (
        wire(Frame(Opcode.TEXT, b"x", fin=False), Frame(Opcode.BINARY, b"y")),
        1002,
    ),
    "half a close code": (wire(Frame(Opcode.CLOSE, b"\x03")), 1002),
    "close code 1005": (wire(Frame(Opcode.CLOSE, b"\x03\xed")), 1002),
    "close code 999": (wire(Frame(Opcode.CLOSE, b"\x03\xe7")), 1002),
    "a reason that is not UTF-8": (wire(Frame(Opcode.CLOSE, b"\x03\xe8\xff")), 1007),
    "text that is not UTF-8": (wire(Frame(Opcode.TEXT, b"\xff")), 1007),
    "a surrogate": (wire(Frame(Opcode.TEXT, b"\xed\xa0\x80")), 1007),
    "half a character": (wire(Frame(Opcode.TEXT, b"\xc3")), 1007),
    "half a character in fragments": (
        wire(Frame(Opcode.TEXT, b"\xc3", fin=False), Frame(Opcode.CONTINUATION)),
        1007,
    ),
    "bad text in an unfinished frame": (b"\x81\x05a\xff", 1007),
    "bad text in an unfinished character": (b"\x81\x05\xf4\x90", 1007),
    "bad text in an unfinished message": (
        wire(Frame(Opcode.TEXT, b"\xce\xba\xff", fin=False)),
        1007,
    ),
}


class TestRefusing:
    @pytest.mark.rule(
        "F05", "F06", "G03", "G04", "G05", "C03", "C04", "M01", "M02", "X05", "S04"
    )
    @pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED.keys())
    def test_a_broken_rule_and_its_code(self, pair, data, code):
        error = refusal(pair.client, data)
        assert error.code == code
        [goodbye] = pair.carry(pair.client.fail(error), pair.server)
        assert (goodbye.code, pair.client.state) == (code, State.CLOSE_DONE)
        assert str(error).startswith(goodbye.reason[:20])

    @pytest.mark.rule("G03", "G05")
    def test_a_message_between_fragments_is_refused_after_a_ping_too(self, pair):
        begun = wire(Frame(Opcode.TEXT, b"x", fin=False), Frame(Opcode.PING))
        assert pair.carry(begun, pair.client) == [Ping()]
        assert refusal(pair.client, wire(Frame(Opcode.TEXT, b"y"))).code == 1002

    @pytest.mark.rule("X03")
    def test_after_failing_nothing_more_is_processed(self, pair):
        error = refusal(pair.client, b"\x83\x00" + wire(Frame(Opcode.TEXT, b"x")))
        pair.client.fail(error)
        pair.client.receive_data(wire(Frame(Opcode.TEXT, b"y")))
        assert list(pair.client.events()) == []
        pair.client.receive_data(b"")
        assert list(pair.client.events()) == []
        assert pair.client.state is State.CLOSED

    def test_failing_after_our_close_says_no_more(self, pair):
        pair.client.send(Close())
        assert pair.client.fail(refusal(pair.client, b"\x83\x00")) == b""
        assert pair.client.state is State.CLOSE_DONE

    @pytest.mark.rule("C01")
    def test_the_reason_of_a_failure_fits_into_a_control_frame(self, pair):
        error = RemoteProtocolError("é" * 100, code=1008)
        [goodbye] = pair.carry(pair.client.fail(error), pair.server)
        assert goodbye == Close(1008, "é" * 61)


def small(limit):
    return Pair(server=Connection(Role.SERVER, max_message=limit)).open()


class TestLimits:
    @pytest.mark.rule("M05")
    @pytest.mark.parametrize("size", [5, 200])
    def test_a_message_may_be_as_large_as_the_limit(self, size):
        pair = small(size)
        assert pair.say(pair.client, Binary(bytes(size))) == [Binary(bytes(size))]
        assert (
            refusal(pair.server, pair.client.send(Binary(bytes(size + 1)))).code == 1009
        )

    @pytest.mark.rule("M05")
    def test_fragments_together_may_be_as_large_as_the_limit(self):
        pair = small(4)
        pair.say(pair.client, Text("ab"), fin=False)
        pair.say(pair.client, Text("cd"), fin=False)
        assert pair.say(pair.client, Text("")) == [Text("abcd")]
        pair.say(pair.client, Text("ab"), fin=False)
        assert refusal(pair.server, pair.client.send(Text("cde"))).code == 1009

    @pytest.mark.rule("M05")
    def test_oversize_is_refused_before_the_payload_has_come(self):
        pair = small(4)
        assert refusal(pair.server, pair.client.send(Binary(bytes(9)))[:6]).code == 1009

    @pytest.mark.rule("M05")
    def test_endless_empty_fragments_are_refused(self):
        pair = small(4)
        for _ in range(4):
            assert pair.say(pair.client, Text(""), fin=False) == []
        assert refusal(pair.server, pair.client.send(Text(""), fin=False)).code == 1009


class TestClosing:
    @pytest.mark.rule("C06", "X02")
    def test_a_close_is_answered_once(self, ends):
        us, them, pair = ends
        [goodbye] = pair.say(us, Close(1000, "bye"))
        assert (us.state, them.state) == (State.CLOSE_SENT, State.CLOSE_RECEIVED)
        reply = them.reply_to(goodbye)
        assert pair.say(them, reply) == [Close(1000)]
        assert us.reply_to(reply) is None
        assert (us.state, them.state) == (State.CLOSE_DONE, State.CLOSE_DONE)

    @pytest.mark.rule("C03", "X02")
    @pytest.mark.parametrize(
        "close",
        [Close(1005), Close(1001), Close(4999, "é" * 61), Close(3000, "x" * 123)],
    )
    def test_the_code_and_the_reason_arrive(self, ends, close):
        us, them, pair = ends
        assert pair.say(us, close) == [close]
        assert pair.say(them, them.reply_to(close)) == [Close(close.code)]

    @pytest.mark.rule("C05", "M03")
    @pytest.mark.parametrize("event", [Text("one more"), Binary(b""), Ping(), Close()])
    def test_nothing_may_be_sent_after_a_close(self, ends, event):
        us, _, pair = ends
        pair.say(us, Close())
        with pytest.raises(LocalProtocolError, match="while CLOSE_SENT"):
            us.send(event)

    @pytest.mark.rule("C09")
    def test_a_ping_after_our_close_gets_no_pong(self, ends):
        us, them, pair = ends
        ping = them.send(Ping(b"late"))
        us.send(Close())
        [event] = pair.carry(ping, us)
        assert us.reply_to(event) is None

    def test_messages_on_the_way_when_we_close_still_arrive(self, ends):
        us, them, pair = ends
        data = them.send(Text("late"))
        us.send(Close())
        assert pair.carry(data, us) == [Text("late")]

    @pytest.mark.rule("X03")
    def test_what_follows_a_close_is_ignored(self, pair):
        data = wire(Frame(Opcode.CLOSE), Frame(Opcode.TEXT, b"x")) + b"\x83\x00"
        assert pair.carry(data, pair.client) == [Close(1005)]
        assert pair.carry(data, pair.client) == []

    @pytest.mark.rule("G02")
    def test_a_close_may_come_between_fragments(self, ends):
        us, _, pair = ends
        pair.say(us, Text("a"), fin=False)
        assert pair.say(us, Close(1001)) == [Close(1001)]

    @pytest.mark.rule("X04", "C03", "X06")
    @pytest.mark.parametrize(
        "close",
        [Close(code) for code in (0, 999, 1004, 1006, 1015, 1016, 2999, 5000)]
        + [Close(1005, "no code, so no reason"), Close(1000, "x" * 124)],
    )
    def test_what_may_not_be_sent_is_not_sent(self, pair, close):
        with pytest.raises(LocalProtocolError):
            pair.client.send(close)
        assert pair.client.state is State.OPEN

    @pytest.mark.rule("X05", "X06")
    def test_the_codes_that_a_frame_may_carry(self):
        allowed = {code for code in range(6000) if may_be_sent(code)}
        assert allowed == {*range(1000, 1004), *range(1007, 1015), *range(3000, 5000)}

    @pytest.mark.rule("X02")
    @pytest.mark.parametrize("unfinished", [b"", b"\x81", b"\x81\x05Hel"])
    def test_a_stream_that_just_ends_is_1006(self, pair, unfinished):
        pair.client.receive_data(unfinished or b"\x8a\x00")
        list(pair.client.events())
        assert pair.carry(b"", pair.client) == [Close(1006)]
        assert pair.client.state is State.CLOSED
        assert pair.carry(b"", pair.client) == []

    @pytest.mark.rule("X02")
    def test_a_stream_that_ends_before_our_close_is_answered_is_1006(self, pair):
        pair.client.send(Close(1000))
        assert pair.carry(b"", pair.client) == [Close(1006)]

    @pytest.mark.rule("X02", "X01")
    def test_a_stream_that_ends_after_the_goodbye_says_nothing_more(self, ends):
        us, them, pair = ends
        pair.say(us, Close(1000))
        assert pair.carry(b"", them) == []
        assert them.state is State.CLOSED


FORBIDDEN = {
    "a code that is never sent": Close(1006),
    "a code for TLS": Close(1015),
    "a code that is too small": Close(999),
    "a code that is too large": Close(5000),
    "a code that has no two bytes": Close(70_000),
    "a reason without a code": Close(1005, "x"),
    "a long reason": Close(1011, "x" * 124),
    "a reason that is long in UTF-8": Close(1000, "é" * 62),
    "half a character as a reason": Close(1000, "\ud800"),
    "half a character": Text("a\ud800"),
    "the other half": Text("\udfff"),
    "a long Ping": Ping(bytes(126)),
    "a long Pong": Pong(bytes(126)),
}


class TestOurMistakes:
    """What may not be sent is our error, and it leaves no trace."""

    @pytest.mark.rule("C01", "C06", "M01", "X04")
    @pytest.mark.parametrize("extension", [None, Deflate], ids=["plain", "compressed"])
    @pytest.mark.parametrize("event", FORBIDDEN.values(), ids=FORBIDDEN)
    @pytest.mark.parametrize("begun", [False, True])
    def test_nothing_is_sent_and_all_is_as_before(self, extension, event, begun):
        def opened():
            terms = Terms(extension=extension)
            pair = Pair(
                Connection(Role.CLIENT, terms=terms, random_bytes=bytes),
                Connection(Role.SERVER, terms=terms),
            ).open()
            for end in pair.client, pair.server:
                end.send(Text("x"), fin=not begun)
            return pair

        tried, untouched = opened(), opened()
        for end, other in (
            (tried.client, untouched.client),
            (tried.server, untouched.server),
        ):
            with pytest.raises(LocalProtocolError):
                end.send(event)
            assert end.state is State.OPEN
            for then in Text("y"), Ping(), Close(1000, "bye"):
                assert end.send(then) == other.send(then)

    @pytest.mark.parametrize(
        ("path", "more"),
        [
            ("/\ud800", {}),
            ("/é", {"a": "\n"}),
            ("/", {"a": "\ud800"}),
            ("/", {"\ud800": "a"}),
            ("no slash", {}),
            ("/", {"Upgrade": "h2c"}),
        ],
    )
    def test_a_request_that_cannot_be_sent_may_be_tried_again(self, path, more):
        client = Connection(Role.CLIENT)
        with pytest.raises(LocalProtocolError):
            client.connect("example.com", path, more)
        assert client.state is State.CONNECTING
        assert client.connect("example.com").startswith(b"GET / HTTP/1.1\r\n")
