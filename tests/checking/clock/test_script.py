"""A server follows a script, whose clock a client's waits turn."""

import asyncio
import time
from contextlib import suppress
from threading import Thread, Timer

import pytest
from websockets.asyncio.client import connect as connect_aio
from websockets.exceptions import ConnectionClosed, ConnectionClosedOK
from websockets.sync.client import ClientConnection, connect
from websockets.sync.server import serve

from wslesson.checking.clock.script import TIRED, Script
from wslesson.checking.clock.turned import StillWaitingError


def says(*texts):
    def act(websocket):
        for text in texts:
            websocket.send(text)

    return act


def hang_up(websocket):
    websocket.close()


def now(script):
    return round(script.now, 2)


def test_what_comes_in_time_is_received_and_takes_no_time():
    script = Script((3, says("a", "b")), (100, says("c")))
    with script.serving(None) as url, connect(url, proxy=None) as client:
        with pytest.raises(TimeoutError, match=r"timed out in 2\.0s"):
            client.recv(timeout=2)
        assert now(script) == 2
        assert [client.recv(timeout=5), client.recv(timeout=0)] == ["a", "b"]
        assert now(script) == 3
        assert client.recv() == "c"
    assert now(script) == 100


@pytest.mark.parametrize("limit", ["open_timeout", "close_timeout"])
def test_no_machine_is_too_slow_for_a_handshake(limit):
    script = Script((1, says("a")))
    with script.serving(None) as url:
        with connect(url, proxy=None, **{limit: 1e-9}) as client:
            assert client.recv() == "a"
        assert client.close_code == 1000


def test_a_handshake_that_may_take_no_time_takes_none():
    script = Script((1, says("a")))
    with (
        script.serving(None) as url,
        pytest.raises(TimeoutError),
        connect(url, proxy=None, open_timeout=0),
    ):
        raise AssertionError


def test_what_the_client_sent_is_there_when_the_server_acts():
    def repeats(websocket):
        websocket.send(websocket.recv(timeout=0))

    script = Script((1, repeats))
    with script.serving(None) as url, connect(url, proxy=None) as client:
        client.send("tea?")
        time.sleep(2)
        assert client.recv(timeout=0) == "tea?"


def test_it_begins_when_the_first_client_comes():
    script = Script((1, says("a")))
    with script.serving(None) as url:
        time.sleep(50)
        with connect(url, proxy=None) as client, connect(url, proxy=None) as other:
            assert client.recv() == "a"
            with pytest.raises(TimeoutError):
                other.recv(timeout=1)
    assert now(script) == 52


def test_a_client_that_looks_again_and_again_sees_time_pass():
    script = Script((0.5, says("a")))
    with script.serving(None) as url, connect(url, proxy=None) as client:
        while True:
            with suppress(TimeoutError):
                assert client.recv(timeout=0) == "a"
                break
    assert now(script) == 0.5


def test_a_goodbye_ends_what_waits_and_what_has_come_is_kept():
    script = Script((1, says("a")), (1, hang_up))
    with script.serving(None) as url, connect(url, proxy=None) as client:
        time.sleep(2)
        assert list(client) == ["a"]


def test_a_silent_server_gives_up_after_ages():
    script = Script()
    with script.serving(None) as url, connect(url, proxy=None) as client:
        with pytest.raises(ConnectionClosedOK):
            client.recv()
        assert script.gave_up
        assert now(script) == TIRED
        with pytest.raises(StillWaitingError):
            while True:
                time.sleep(60)


def test_a_message_can_be_taken_piece_by_piece():
    script = Script((1, says("a")))
    with script.serving(None) as url, connect(url, proxy=None) as client:
        assert list(client.recv_streaming()) == ["a"]


def test_another_thread_may_end_what_waits():
    script = Script()
    with script.serving(None) as url, connect(url, proxy=None) as client:
        Timer(5, client.close).start()
        with pytest.raises(ConnectionClosed):
            client.recv()
        assert now(script) == 5


def test_who_stays_is_seen():
    script = Script()
    with script.serving(None) as url:
        client = connect(url, proxy=None, legacy=True)
        assert script.left_open()
        client.close()
        assert not script.left_open()


def test_what_is_to_be_done_for_who_has_left_is_not_done():
    done = []
    script = Script((1, done.append))
    with script.serving(None) as url:
        with connect(url, proxy=None):
            pass
        time.sleep(2)
    assert done == []


def test_who_hangs_up_while_the_server_acts_is_no_error():
    script = Script((1, lambda side: (side.close(), side.send("late"))))
    with script.serving(None) as url, connect(url, proxy=None):
        time.sleep(2)


def test_a_class_of_ones_own_is_known():
    class Mine(ClientConnection):
        """A client of another class."""

    script = Script((1, says("a")))
    with script.serving(None) as url:
        with connect(url, proxy=None, create_connection=Mine) as client:
            assert client.recv(timeout=2) == "a"
    assert now(script) == 1


def test_a_client_of_another_kind_gets_all_in_real_time():
    async def hears(url):
        async with connect_aio(url, proxy=None) as client:
            return [await client.recv(), await client.recv()]

    script = Script((0, says("a")), (0.05, says("b")), (0.1, hang_up))
    with script.serving(None) as url:
        assert asyncio.run(hears(url)) == ["a", "b"]
    assert not script.left_open()


def test_what_plays_in_real_time_ends_with_the_client():
    async def looks(url):
        async with connect_aio(url, proxy=None):
            pass

    script = Script((9, says("a")))
    with script.serving(None) as url:
        asyncio.run(looks(url))


def test_another_server_has_the_real_time():
    script = Script()
    with script.serving(None):
        with serve(says("a", "b"), "127.0.0.1", 0) as server:
            thread = Thread(target=server.serve_forever)
            thread.start()
            port = server.socket.getsockname()[1]
            with connect(f"ws://127.0.0.1:{port}", proxy=None) as client:
                assert client.recv(timeout=10) == "a"
                assert list(client.recv_streaming()) == ["b"]
        thread.join()
