"""The addresses that a client may go to: RFC 6455 §3."""

import pytest

from wslesson.drivers import Settings
from wslesson.drivers.addresses import Address
from wslesson.protocol.events import Text
from wslesson.services import Clock, raw


@pytest.mark.rule("H01", "H02")
@pytest.mark.parametrize(
    ("url", "name", "port", "path"),
    [
        ("ws://example.com", "example.com", 80, "/"),
        ("ws://example.com:80/a?b=c", "example.com", 80, "/a?b=c"),
        ("ws://example.com:8080/", "example.com:8080", 8080, "/"),
        ("wss://example.com/", "example.com", 443, "/"),
        ("wss://example.com:80?q", "example.com:80", 80, "/?q"),
        ("ws://[::1]:9000/", "[::1]:9000", 9000, "/"),
        ("ws://[::1]/", "[::1]", 80, "/"),
        ("WS://Example.COM/", "example.com", 80, "/"),
        ("WSS://example.com/", "example.com", 443, "/"),
        ("ws://example.com/café?q=ü", "example.com", 80, "/caf%C3%A9?q=%C3%BC"),
        ("ws://example.com/%7e%20?é", "example.com", 80, "/%7e%20?%C3%A9"),
        ("ws://example.com/a b|{c}", "example.com", 80, "/a%20b|{c}"),
        ("ws://bücher.example/", "xn--bcher-kva.example", 80, "/"),
    ],
)
def test_an_address_says_where_to_go(url, name, port, path):
    address = Address.parse(url)
    assert (address.name, address.port, address.path) == (name, port, path)


@pytest.mark.parametrize(
    "url",
    [
        "http://a/",
        "ws:///a",
        "a.example",
        "ws://a/#b",
        "ws://a:b/",
        "ws://a:99999/",
        "ws://[::1/",
        "ws://a..b/",
        "ws://%ff:secret@a/",
        "ws://a/\ud800",
    ],
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(ValueError, match="not the address"):
        Address.parse(url)


def test_an_address_prints_as_it_is_written():
    assert str(Address.parse("wss://[::1]:9000/a?b")) == "wss://[::1]:9000/a?b"


def test_port_0_is_nobody_s():
    with pytest.raises(ValueError, match="port 0"):
        Address.parse("ws://example.com:0/")


@pytest.mark.parametrize(
    ("url", "basic"),
    [  # base64 as RFC 7617 §2 and §2.1 have it
        ("ws://Aladdin:open%20sesame@a/", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ("ws://test:123%C2%A3@a/", "dGVzdDoxMjPCow=="),
        ("ws://test:123£@a/", "dGVzdDoxMjPCow=="),
        ("ws://Aladdin@a/", "QWxhZGRpbjo="),
        ("ws://:open%20sesame@a/", "Om9wZW4gc2VzYW1l"),
    ],
)
def test_user_and_password_go_into_a_header(url, basic):
    assert Address.parse(url).headers == {"authorization": f"Basic {basic}"}


def test_nobody_is_named_unless_the_address_does():
    assert Address.parse("ws://a/").headers == {}


@pytest.mark.parametrize(
    "url",
    [
        "http://me:secret@a/",
        "ws://me:secret@a/#b",
        "ws://me:secret@a:0/",
        "ws://me:secret@a:port/",
        "ws://me:secret/secret@a/",
        "ws://me:secret#secret@a/",
        "me:secret@a",
        "ws://me:secret@[::1/",
        "ws://me:secret@\u2100/",
        "ws://me:%ff-secret@a/",
    ],
)
def test_no_error_tells_the_password(url):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - any
        Address.parse(url)
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__ or not caught.value.__context__


def test_no_address_prints_the_password():
    address = Address.parse("ws://me:secret@a/path")
    assert "secret" not in f"{address} {address!r} {address.name}"


class TestOnTheWire:
    def request(self, driver, user, **settings):
        """Return the headers that a server gets."""
        seen = []

        def handler(websocket):
            seen.append(getattr(websocket, "real", websocket).request)

        with driver.serve(handler) as url:
            with driver.connect(url.replace("//", f"//{user}"), Settings(**settings)):
                pass
        return seen[0]

    def test_a_server_learns_who_comes(self, driver):
        request = self.request(driver, "Aladdin:open%20sesame@")
        assert request.headers["authorization"] == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        assert "@" not in request.headers["host"]

    def test_a_header_of_our_own_wins(self, driver):
        own = {"Authorization": "Bearer mine"}
        request = self.request(driver, "Aladdin:open%20sesame@", headers=own)
        assert request.headers["authorization"] == "Bearer mine"

    def test_a_path_may_have_any_letters(self, driver):
        seen = []

        def handler(websocket):
            seen.append(getattr(websocket, "real", websocket).request.path)

        with driver.serve(handler) as url, driver.connect(f"{url}café?q=ü"):
            pass
        assert seen == ["/caf%C3%A9?q=%C3%BC"]

    @pytest.mark.parametrize("host", ["::1", "::"])
    def test_a_server_may_have_an_address_of_ipv6(self, driver, host):
        with driver.serve(driver.echo, host=host) as url:
            assert url.startswith(f"ws://[{host}]:")
            here = url.replace("[::]", "[::1]")
            with driver.connect(here) as websocket:
                websocket.send(Text("hi"))
                assert websocket.receive(5) == Text("hi")

    @pytest.mark.parametrize("host", ["::1", "::"])
    def test_a_raw_server_may_have_an_address_of_ipv6(self, host):
        with raw.serve(Clock(count=1, now=lambda: 42.0), host=host) as address:
            assert address.startswith(f"tcp://[{host}]:")
            here = address.replace("[::]", "[::1]")
            assert list(raw.listen(here)) == ["The time is 42.0"]
