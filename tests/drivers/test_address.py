"""The addresses that a client may go to: RFC 6455 §3."""

import pytest

from wslesson.drivers import Address


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
    ],
)
def test_an_address_says_where_to_go(url, name, port, path):
    address = Address.parse(url)
    assert (address.name, address.port, address.path) == (name, port, path)


@pytest.mark.parametrize("url", ["http://a/", "ws:///a", "a.example", "ws://a/#b"])
def test_what_is_no_address_is_refused(url):
    with pytest.raises(ValueError, match="not the address"):
        Address.parse(url)


def test_an_address_prints_as_it_is_written():
    assert str(Address.parse("wss://[::1]:9000/a?b")) == "wss://[::1]:9000/a?b"
