"""The addresses that a client may go to: RFC 6455 §3."""

import pytest

from wslesson.protocol.addresses import Address, without_login


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


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ws://me:secret@host/chat?at=@", "ws://host/chat?at=@"),
        ("ws://me:sec@ret@host:1/", "ws://host:1/"),
        ("wss://me@[::1]:1", "wss://[::1]:1"),
        ("me:secret@host:1", "host:1"),
        ("ws://host/@me", "ws://host/@me"),
        ("host:1", "host:1"),
        ("ws://me:secret/@host/", "ws://…@host/"),
        ("me:secret#@host", "…@host"),
        ("ws://me:secret@", "ws://…@"),
        ("ws://me:secret@host:0/", "ws://…@host:0/"),
        ("not\nan@address", "address"),
    ],
)
def test_an_address_is_shown_without_its_password(address, shown):
    assert without_login(address) == shown
