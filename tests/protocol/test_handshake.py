"""The opening handshake. The examples are those of RFC 6455 §1.2 and §1.3."""

import base64
from dataclasses import replace

import pytest

from tests.protocol.pairs import Pair, refusal
from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.deflate import Deflate
from wslesson.protocol.errors import LocalProtocolError, RemoteProtocolError
from wslesson.protocol.events import Text
from wslesson.protocol.handshake import (
    Terms,
    accept_token,
    answer,
    check_response,
    refuse,
    upgrade_request,
)
from wslesson.protocol.heads import (
    Request,
    Response,
    encode_head,
    parse_extensions,
    parse_list,
    parse_request,
    parse_response,
)
from wslesson.protocol.reading import Decoder

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
EXAMPLE = (
    b"GET /chat HTTP/1.1\r\n"
    b"Host: server.example.com\r\n"
    b"Upgrade: websocket\r\n"
    b"Connection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Origin: http://example.com\r\n"
    b"Sec-WebSocket-Protocol: chat, superchat\r\n"
    b"Sec-WebSocket-Version: 13\r\n\r\n"
)
REQUEST = upgrade_request("example.com", "/chat", KEY, Terms(("chat", "superchat")))
ACCEPT = answer(REQUEST, Terms(("superchat",)))


def read(parser, *pieces):
    decoder, items = Decoder(parser), []
    for piece in pieces:
        decoder.feed(piece)
        items += decoder
    return items


def changed(message, **changes):
    named = {name.replace("_", "-"): value for name, value in changes.items()}
    headers = {**message.headers, **named}
    return replace(message, headers={k: v for k, v in headers.items() if v is not None})


class TestClient:
    @pytest.mark.rule("H01", "H02", "H03", "H04", "H05", "H06", "H07")
    def test_its_request_is_the_one_of_the_rfc(self):
        client = Connection(
            Role.CLIENT,
            terms=Terms(("chat", "superchat")),
            random_bytes=lambda size: b"the sample nonce"[:size],
        )
        wire = client.connect(
            "server.example.com", "/chat", {"origin": "http://example.com"}
        )
        theirs = EXAMPLE.decode().removesuffix("\r\n\r\n").split("\r\n")
        ours = wire.decode().removesuffix("\r\n\r\n").split("\r\n")
        assert ours[0] == theirs[0]
        assert {line.casefold() for line in ours} == {
            line.casefold() for line in theirs
        }

    @pytest.mark.rule("H05")
    def test_its_key_is_sixteen_fresh_random_bytes(self):
        keys = set()
        for _ in range(3):
            wire = Connection(Role.CLIENT).connect("example.com")
            [request] = read(parse_request, wire)
            keys.add(request.headers["sec-websocket-key"])
        assert len(keys) == 3
        assert {len(base64.b64decode(key)) for key in keys} == {16}

    @pytest.mark.rule("H07")
    @pytest.mark.parametrize("names", [("chat", "chat"), ("",), ("a b",), ("a,b",)])
    def test_it_offers_only_different_tokens(self, names):
        with pytest.raises(LocalProtocolError, match="subprotocols"):
            upgrade_request("example.com", "/", KEY, Terms(names))

    @pytest.mark.rule("H22")
    def test_the_accept_token_is_the_one_of_the_rfc(self):
        assert accept_token(KEY) == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    def test_it_takes_the_answer_that_our_server_gives(self):
        check_response(ACCEPT, KEY, Terms(("chat", "superchat")))

    @pytest.mark.parametrize(
        "fine",
        [
            {"upgrade": "WebSocket"},
            {"connection": "keep-alive, UPGRADE"},
            {"sec_websocket_protocol": None},
        ],
    )
    def test_case_and_company_do_not_matter(self, fine):
        check_response(changed(ACCEPT, **fine), KEY, Terms(("superchat",)))

    @pytest.mark.rule("H10", "H11", "H12", "H13", "H14", "H23", "E01")
    @pytest.mark.parametrize(
        "broken",
        [
            {"upgrade": None},
            {"upgrade": "h2c"},
            {"upgrade": "websocket, h2c"},
            {"connection": None},
            {"connection": "keep-alive"},
            {"sec_websocket_accept": None},
            {"sec_websocket_accept": "stale"},
            {"sec_websocket_accept": f"{accept_token(KEY)}, {accept_token(KEY)}"},
            {"sec_websocket_protocol": "other"},
            {"sec_websocket_protocol": "superchat, superchat"},
            {"sec_websocket_extensions": "mux"},
            {"sec_websocket_extensions": "mux; =4"},
        ],
    )
    def test_it_refuses(self, broken):
        with pytest.raises(RemoteProtocolError):
            check_response(changed(ACCEPT, **broken), KEY, Terms(("superchat",)))

    @pytest.mark.rule("H02")
    @pytest.mark.parametrize("name", ["host", "Host", "HOST"])
    def test_a_host_of_the_programs_own_replaces_ours(self, name):
        wire = Connection(Role.CLIENT).connect("a.example", "/", {name: "b.example"})
        assert wire.lower().count(b"\r\nhost: ") == 1
        assert b"\r\nhost: b.example\r\n" in wire

    @pytest.mark.rule("H03", "H04", "H05")
    @pytest.mark.parametrize(
        "name",
        [
            "Connection",
            "upgrade",
            "Sec-WebSocket-Key",
            "sec-websocket-version",
            "SEC-WEBSOCKET-PROTOCOL",
            "Sec-WebSocket-Extensions",
        ],
    )
    def test_the_headers_of_the_handshake_cannot_be_said_twice(self, name):
        terms = Terms(("chat",), extension=Deflate)
        client = Connection(Role.CLIENT, terms=terms)
        with pytest.raises(LocalProtocolError, match="the handshake says"):
            client.connect("example.com", "/", {name: "x"})
        assert client.state.name == "CONNECTING"
        client.connect("example.com", "/", {"Upgrade-Insecure-Requests": "1"})

    def test_what_the_handshake_does_not_say_may_be_said_by_hand(self):
        # Lesson 04 offers an extension that it then does itself
        offer = {"Sec-WebSocket-Extensions": "permessage-deflate"}
        wire = Connection(Role.CLIENT).connect("a", "/", offer)
        assert b"\r\nsec-websocket-extensions: permessage-deflate\r\n" in wire

    def test_names_that_differ_in_case_are_one_header(self):
        wire = Connection(Role.CLIENT).connect("a", "/", {"X-A": "1", "x-a": "2"})
        assert b"\r\nx-a: 2\r\n" in wire
        assert b"X-A" not in wire

    @pytest.mark.rule("H12")
    @pytest.mark.parametrize("status", [100, 102, 103])
    @pytest.mark.parametrize("times", [1, 9])
    def test_what_comes_before_the_answer_is_passed_over(self, status, times):
        # RFC 9110 §15.2
        pair = Pair()
        [request] = pair.carry(pair.client.connect("example.com"), pair.server)
        pair.client.receive_data(f"HTTP/1.1 {status} Well\r\n\r\n".encode() * times)
        assert list(pair.client.events()) == []
        response = pair.server.reply_to(request)
        assert pair.carry(pair.server.send(response), pair.client) == [response]
        assert pair.say(pair.server, Text("Hi")) == [Text("Hi")]

    @pytest.mark.rule("H24")
    def test_a_server_that_only_clears_its_throat_is_refused(self):
        client = Connection(Role.CLIENT)
        client.connect("example.com")
        error = refusal(client, b"HTTP/1.1 103 Early Hints\r\n\r\n" * 10)
        assert str(error) == "10 answers, and none of them the last (RFC 6455 §4.1)"

    @pytest.mark.rule("H09")
    def test_a_server_of_an_older_http_refuses_with_its_own_status(self):
        # `python -m http.server` answers so
        client = Connection(Role.CLIENT)
        client.connect("example.com")
        client.receive_data(b"HTTP/1.0 200 OK\r\nServer: old\r\n\r\n")
        assert list(client.events()) == [Response(200, {"server": "old"})]

    @pytest.mark.rule("E02", "F05")
    @pytest.mark.parametrize("value", [b"", b" , "])
    def test_an_extension_header_without_an_extension_agrees_to_none(self, value):
        terms = Terms(extension=Deflate)
        client = Connection(Role.CLIENT, terms=terms, random_bytes=bytes)
        client.connect("example.com")
        token = accept_token("AAAAAAAAAAAAAAAAAAAAAA==").encode()
        client.receive_data(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + token + b"\r\n"
            b"Sec-WebSocket-Extensions:" + value + b"\r\n\r\n"
        )
        assert len(list(client.events())) == 1
        assert client.send(Text("Hi")).hex() == "8182000000004869"

    @pytest.mark.rule("H09")
    def test_an_answer_that_is_not_101_is_only_told(self):
        client = Connection(Role.CLIENT)
        client.connect("example.com")
        client.receive_data(b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\nbody")
        assert list(client.events()) == [Response(302, {"location": "/x"})]
        assert client.state.name == "CLOSE_DONE"
        client.receive_data(b"")
        assert list(client.events()) == []
        assert client.state.name == "CLOSED"


class TestServer:
    @pytest.mark.rule("H21", "H22", "H19")
    def test_its_answer_is_the_one_of_the_rfc(self):
        [request] = read(parse_request, EXAMPLE)
        assert answer(request, Terms(("chat",))) == Response(
            101,
            {
                "upgrade": "websocket",
                "connection": "Upgrade",
                "sec-websocket-accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                "sec-websocket-protocol": "chat",
            },
        )

    @pytest.mark.rule("H03", "H04")
    @pytest.mark.parametrize(
        "fine",
        [
            {"upgrade": "h2c, WebSocket"},
            {"connection": "keep-alive ,UPGRADE"},
            {"content_length": "0"},
        ],
    )
    def test_case_and_company_do_not_matter(self, fine):
        assert answer(changed(REQUEST, **fine)).status == 101

    @pytest.mark.rule("H01", "H02", "H15", "H17", "H23", "S04", "E01")
    @pytest.mark.parametrize(
        ("broken", "status"),
        [
            ({"upgrade": None}, 426),
            ({"upgrade": "h2c"}, 426),
            ({"sec_websocket_version": "8"}, 426),
            ({"sec_websocket_version": "25"}, 426),
            ({"sec_websocket_version": None}, 400),
            ({"sec_websocket_version": "13, 13"}, 400),
            ({"sec_websocket_version": "x"}, 400),
            ({"connection": None}, 400),
            ({"connection": "keep-alive"}, 400),
            ({"host": None}, 400),
            ({"host": "a, b"}, 400),
            ({"sec_websocket_key": None}, 400),
            ({"sec_websocket_key": f"{KEY}, {KEY}"}, 400),
            ({"sec_websocket_key": "dGhl"}, 400),
            ({"sec_websocket_key": KEY[:-3] + "R=="}, 400),
            ({"sec_websocket_extensions": "a;;b"}, 400),
            ({"content_length": "5"}, 400),
            ({"transfer_encoding": "chunked"}, 400),
        ],
    )
    def test_it_refuses(self, broken, status):
        assert answer(changed(REQUEST, **broken)).status == status

    @pytest.mark.rule("H01")
    def test_http_1_0_cannot_upgrade(self):
        # RFC 9110 §7.8: in HTTP/1.0 an Upgrade is ignored
        [request] = read(parse_request, EXAMPLE.replace(b"HTTP/1.1", b"HTTP/1.0"))
        assert answer(request).status == 426

    @pytest.mark.rule("H15", "S04")
    @pytest.mark.parametrize(
        ("wire", "line"),
        [
            (b"x" * 8192, "431 Request Header Fields Too Large"),
            (EXAMPLE[:-2] + b"cookie: " + b"x" * 8708 + b"\r\n\r\n", "431 "),
            (EXAMPLE[:-2] + b"a: b\r\n" * 100 + b"\r\n", "431 "),
            (b"\x16\x03\x01\r\n\r\n", "400 Bad Request"),
            (EXAMPLE.replace(b"\r\n", b"\n"), "400 "),
        ],
    )
    def test_a_head_that_is_too_large_is_told_so(self, wire, line):
        # RFC 6585 §5
        server = Connection(Role.SERVER)
        error = refusal(server, wire)
        assert server.fail(error).startswith(f"HTTP/1.1 {line}".encode())

    @pytest.mark.rule("H17")
    def test_a_refused_version_hears_which_one_is_spoken(self):
        refusal = answer(changed(REQUEST, sec_websocket_version="8"))
        assert refusal.headers["sec-websocket-version"] == "13"
        assert refusal.headers["upgrade"] == "websocket"

    @pytest.mark.rule("H01", "H15")
    def test_only_get_is_allowed(self):
        refusal = answer(replace(REQUEST, method="POST"))
        assert (refusal.status, refusal.headers["allow"]) == (405, "GET")

    @pytest.mark.rule("H16", "S01")
    @pytest.mark.parametrize(
        ("origin", "status"),
        [("https://ours.example", 101), ("https://evil.example", 403), (None, 403)],
    )
    def test_it_checks_the_origin_when_told_to(self, origin, status):
        terms = Terms(origins=("https://ours.example",))
        assert answer(changed(REQUEST, origin=origin), terms).status == status

    @pytest.mark.rule("S01")
    def test_it_may_let_in_clients_without_an_origin(self):
        assert answer(REQUEST, Terms(origins=(None,))).status == 101

    @pytest.mark.rule("H18")
    @pytest.mark.parametrize(
        ("path", "status"), [("/chat", 101), ("/chat?a=1", 101), ("/other", 404)]
    )
    def test_it_knows_its_paths(self, path, status):
        request = replace(REQUEST, path=path)
        assert answer(request, Terms(paths=("/chat",))).status == status

    @pytest.mark.rule("H19")
    @pytest.mark.parametrize(
        ("ours", "chosen"),
        [(("superchat", "chat"), "superchat"), (("x", "chat"), "chat"), (("x",), None)],
    )
    def test_it_chooses_the_first_of_its_subprotocols_that_is_offered(
        self, ours, chosen
    ):
        response = answer(REQUEST, Terms(ours))
        assert response.headers.get("sec-websocket-protocol") == chosen

    @pytest.mark.rule("H20")
    @pytest.mark.parametrize(
        ("offer", "chosen"),
        [
            (None, None),
            ("mux", None),
            ("mux, permessage-deflate", "permessage-deflate"),
        ],
    )
    def test_it_accepts_only_extensions_that_were_offered(self, offer, chosen):
        request = changed(REQUEST, sec_websocket_extensions=offer)
        response = answer(request, Terms(), Deflate())
        assert response.headers.get("sec-websocket-extensions") == chosen


class TestPages:
    """A balancer's check and a curious browser get a page: RFC 9110 §15.3.1."""

    TERMS = Terms(pages={"/": "Grüße\n", "/health": "ok\n"}, paths=("/clock",))

    def ask(self, line, headers="Host: a\r\n", terms=TERMS):
        server = Connection(Role.SERVER, terms=terms)
        server.receive_data(f"{line} HTTP/1.1\r\n{headers}\r\n".encode())
        [request] = server.events()
        return server, server.send(server.reply_to(request))

    @pytest.mark.parametrize(
        ("target", "page"),
        [("/", "Grüße\n"), ("/?a=b", "Grüße\n"), ("/health", "ok\n")],
    )
    def test_who_wants_no_websocket_gets_the_page(self, target, page):
        _, wire = self.ask(f"GET {target}")
        head, _, body = wire.partition(b"\r\n\r\n")
        assert head.decode().split("\r\n") == [
            "HTTP/1.1 200 OK",
            "content-type: text/plain; charset=utf-8",
            f"content-length: {len(page.encode())}",
            "connection: close",
        ]
        assert body.decode() == page

    def test_head_tells_the_length_and_sends_no_body(self):
        # RFC 9110 §9.3.2
        page, head = self.ask("GET /")[1], self.ask("HEAD /")[1]
        assert head == page.removesuffix("Grüße\n".encode())
        assert head.endswith(b"\r\n\r\n")

    def test_a_page_ends_the_stream_as_a_refusal_does(self):
        server, _ = self.ask("GET /")
        assert server.state.name == "CLOSE_DONE"
        server.receive_data(b"GET / HTTP/1.1\r\n\r\n")
        server.receive_data(b"")
        assert list(server.events()) == []
        assert server.state.name == "CLOSED"

    def test_who_offers_another_protocol_may_be_given_the_page(self):
        # RFC 9110 §7.8: a server may ignore Upgrade. `curl --http2` sends this.
        _, wire = self.ask("GET /health", "Host: a\r\nUpgrade: h2c\r\n")
        assert wire.startswith(b"HTTP/1.1 200 ")

    def test_a_balancer_may_ask_in_an_older_http(self):
        # HAProxy's `option httpchk GET /health` does
        server = Connection(Role.SERVER, terms=self.TERMS)
        server.receive_data(b"GET /health HTTP/1.0\r\n\r\n")
        [request] = server.events()
        assert server.send(server.reply_to(request)).startswith(b"HTTP/1.1 200 OK\r\n")

    def test_half_a_character_in_a_page_ends_no_server(self):
        request = Request("/", {"host": "a"})
        assert answer(request, Terms(pages={"/": "a\ud800"})).body == b"a?"

    @pytest.mark.parametrize(
        ("line", "headers", "status"),
        [
            ("GET /other", "Host: a\r\n", 426),
            ("POST /", "Host: a\r\n", 405),
            ("HEAD /other", "Host: a\r\n", 405),
            ("GET /", "Host: a\r\nUpgrade: websocket\r\n", 400),
        ],
    )
    def test_all_others_are_answered_as_without_pages(self, line, headers, status):
        answers = [self.ask(line, headers)[1], self.ask(line, headers, Terms())[1]]
        assert answers[0] == answers[1]
        assert answers[0].startswith(f"HTTP/1.1 {status} ".encode())

    def test_a_websocket_is_opened_where_a_page_is(self):
        request = replace(REQUEST, path="/")
        assert answer(request, Terms(pages={"/": "x"})).status == 101

    def test_terms_with_pages_can_be_told_apart_and_kept_in_a_set(self):
        assert len({Terms(), Terms(pages={"/": "x"}), Terms(pages={"/": "x"})}) == 2


class TestHeads:
    @pytest.mark.parametrize(
        ("parse", "message"),
        [
            (parse_request, REQUEST),
            (parse_response, ACCEPT),
            (parse_response, refuse(403)),
        ],
    )
    def test_what_is_written_is_read_a_byte_at_a_time(self, parse, message):
        wire = encode_head(message)
        pieces = [wire[i : i + 1] for i in range(len(wire))]
        assert read(parse, *pieces) == [message]

    @pytest.mark.parametrize(
        ("target", "path"),
        [
            ("/a?b=%20", "/a?b=%20"),
            ("http://example.com/a", "/a"),
            ("https://example.com?a", "/?a"),
            ("http://example.com", "/"),  # RFC 9110 §4.2.3
            ("http://user@[::1]:80", "/"),
        ],
    )
    def test_a_target_is_a_path_or_has_one(self, target, path):
        wire = f"GET {target} HTTP/1.1\r\n\r\n".encode()
        assert read(parse_request, wire) == [Request(path)]

    def test_repeated_headers_are_joined_and_spaces_around_values_go(self):
        wire = b"GET / HTTP/1.1\r\nA:\t1 \r\na: 2\r\nB:\r\n\r\n"
        [request] = read(parse_request, wire)
        assert request.headers == {"a": "1, 2", "b": ""}

    @pytest.mark.rule("H15", "H24", "S04")
    @pytest.mark.parametrize(
        ("parse", "wire"),
        [
            (parse_request, b"\x16\x03\x01" + b"\0" * 200 + b"\r\n\r\n"),
            (parse_request, b"GET  HTTP/1.1\r\n\r\n"),
            (parse_request, b"GET http://a\0b/ HTTP/1.1\r\n\r\n"),
            (parse_request, b"GET http:// HTTP/1.1\r\n\r\n"),
            (parse_request, b"GET / HTTP/1.1\r\nname: a\r\r\n\r\n"),
            (parse_request, b"GET / HTTP/2\r\n\r\n"),
            (parse_request, b"GET /a#b HTTP/1.1\r\n\r\n"),
            (parse_request, b"GET a HTTP/1.1\r\n\r\n"),
            (parse_request, b"GET / a HTTP/1.1\r\n\r\n"),
            (parse_request, b"GET /\r\n\r\n"),
            (parse_request, b"GET / HTTP/1.1\r\nno colon\r\n\r\n"),
            (parse_request, b"GET / HTTP/1.1\r\nname : x\r\n\r\n"),
            (parse_request, b"GET / HTTP/1.1\r\nname: x\r\n folded\r\n\r\n"),
            (parse_request, b"GET / HTTP/1.1\r\nname: a\nb: c\r\n\r\n"),
            (parse_request, b"GET / HTTP/1.1\r\nname: a\0\r\n\r\n"),
            (parse_request, b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 101 + b"\r\n"),
            (parse_request, b"x" * 8192),
            (parse_response, b"HTTP/1.1 huh\r\n\r\n"),
            (parse_response, b"HTTP/1.1 1011 Huh\r\n\r\n"),
            (parse_response, b"HTTP/1.0 101 Switching Protocols\r\n\r\n"),
            (parse_response, b"HTTP/1.0 100 Continue\r\n\r\n"),
            (parse_response, b"\r\nHTTP/1.1 101 Switching Protocols\r\n\r\n"),
            (parse_response, b"SSH-2.0-OpenSSH\r\n\r\n"),
        ],
    )
    def test_what_is_no_head_is_refused(self, parse, wire):
        with pytest.raises(RemoteProtocolError):
            read(parse, wire)

    def test_a_hundred_headers_are_few_enough(self):
        wire = b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 100 + b"\r\n"
        assert len(read(parse_request, wire)) == 1

    def test_a_head_may_be_as_long_as_the_limit(self):
        start, end = b"GET / HTTP/1.1\r\na: ", b"\r\n\r\n"
        wire = start + b"x" * (8192 - len(start) - len(end)) + end
        assert len(read(parse_request, wire)) == 1

    def test_an_answer_may_be_four_times_as_long(self):
        start, end = b"HTTP/1.1 101 Yes\r\nset-cookie: ", b"\r\n\r\n"
        for size, read_ in (4 * 8192, True), (4 * 8192 + 1, False):
            wire = start + b"x" * (size - len(start) - len(end)) + end
            if read_:
                assert len(read(parse_response, wire)) == 1
            else:
                with pytest.raises(RemoteProtocolError, match="in 32768 bytes"):
                    read(parse_response, wire)

    @pytest.mark.parametrize("empty", [b"\r\n", b"\r\n\r\n", b"\r\n" * 3])
    def test_empty_lines_before_a_request_are_passed_over(self, empty):
        # RFC 9112 §2.2
        for pieces in [[empty + EXAMPLE], [bytes([byte]) for byte in empty + EXAMPLE]]:
            assert read(parse_request, *pieces) == read(parse_request, EXAMPLE)

    @pytest.mark.rule("H15")
    def test_empty_lines_without_end_are_refused(self):
        with pytest.raises(RemoteProtocolError, match="in 8192 bytes"):
            read(parse_request, b"\r\n" * 4096)

    @pytest.mark.rule("H15", "H24")
    @pytest.mark.parametrize("parse", [parse_request, parse_response])
    @pytest.mark.parametrize(
        "wire",
        [b"GET / HTTP/1.1\n", b"\n", b"GET / HTTP/1.1\r\na: b\n", b"\r\n\r\n\n"],
    )
    def test_a_line_that_ends_with_lf_alone_is_refused_as_soon_as_it_ends(
        self, parse, wire
    ):
        pieces = [wire[i : i + 1] for i in range(len(wire))]
        assert read(parse, *pieces[:-1]) == []
        for cut in [pieces, [wire], [wire + b"\r\n\r\n"]]:
            with pytest.raises(RemoteProtocolError, match="ends with CR and LF"):
                read(parse, *cut)

    @pytest.mark.parametrize(
        "message",
        [
            Request("/a b"),
            Request("/", {"Host": "a", "host": "b"}),
            Request("/\ud800"),
            Request("/", {"a": "\ud800"}),
            Request("/", {"a": "€"}),
            Request("/a\r\nx: y"),
            Request("/", {"a": "b\r\nc: d"}),
            Request("/", {"a b": "c"}),
            Response(101, {"a": "\0"}),
            Response(99),
        ],
    )
    def test_what_would_be_read_in_another_way_is_not_written(self, message):
        with pytest.raises(LocalProtocolError):
            encode_head(message)

    @pytest.mark.rule("E01")
    def test_extensions_follow_their_grammar(self):
        assert parse_extensions('a;b ; c = 1;d="2" , e') == [
            ("a", [("b", None), ("c", "1"), ("d", "2")]),
            ("e", []),
        ]

    @pytest.mark.rule("E01")
    @pytest.mark.parametrize("value", ["a,,b", ",a, b", "a , \t,b,", ", ,a,b, , "])
    def test_a_list_may_have_empty_elements(self, value):
        # RFC 9110 §5.6.1.2
        assert parse_extensions(value) == [("a", []), ("b", [])]
        assert parse_list(value) == ["a", "b"]

    @pytest.mark.parametrize("value", ["", ",", " ,\t, "])
    def test_a_list_may_be_empty(self, value):
        assert parse_extensions(value) == parse_list(value) == []

    @pytest.mark.rule("E01")
    @pytest.mark.parametrize(
        "value", ["a;", "a b", 'a; b="', 'a; b="c d"', "=", "a,;b", ",;", "a\n", "\n"]
    )
    def test_malformed_extensions_are_refused(self, value):
        with pytest.raises(RemoteProtocolError, match="not extensions"):
            parse_extensions(value)
