"""What an address does on the wire: who comes, for which path, over IPv6."""

import pytest

from wslesson.drivers import Settings
from wslesson.protocol.events import Text
from wslesson.services import Clock, raw


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
