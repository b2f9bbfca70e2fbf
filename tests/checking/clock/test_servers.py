"""Servers under watch: who would wait for ever is freed, and nobody else."""

import time
from contextlib import suppress
from threading import Event, Thread

import pytest
from websockets.sync.client import connect
from websockets.sync.server import serve

from wslesson.checking.clock.servers import Watch
from wslesson.checking.clock.turned import StillWaitingError


def shout(websocket):
    for message in websocket:
        websocket.send(message.upper())


def new():
    return serve(shout, "127.0.0.1", 0)


def port_of(server):
    return server.socket.getsockname()[1]


def test_a_server_that_is_stopped_is_not_left():
    watch = Watch()
    with watch.lived_by(None):
        with new() as server:
            Thread(target=server.serve_forever).start()
            assert watch.will_serve(port_of(server))
            assert watch.will_serve(port_of(server))
            url = f"ws://127.0.0.1:{port_of(server)}"
            with connect(url, proxy=None) as client:
                client.send("tea")
                assert client.recv(timeout=10) == "TEA"
            assert watch.left() == [server]
        assert watch.left() == []
    assert not watch.freed


def test_a_server_may_begin_late():
    watch = Watch()
    with watch.lived_by(None):
        with new() as server:

            def work():
                time.sleep(50)
                server.serve_forever()

            Thread(target=work).start()
            assert watch.will_serve(port_of(server))
    assert not watch.freed


def test_nobody_serves_where_nobody_begins():
    watch = Watch()
    with watch.lived_by(None):
        server, other = new(), new()
        assert not watch.will_serve(port_of(server))
        other_port = port_of(other)
        watch.stop(other)
        assert not watch.will_serve(other_port)
        assert watch.left() == [server]
    watch.stop(server)
    assert watch.left() == []
    assert not watch.freed


def test_who_serves_in_the_only_thread_is_freed():
    watch = Watch()
    with watch.lived_by(None):
        with new() as server:
            server.serve_forever()
            with suppress(ValueError):  # systems differ
                server.serve_forever()
    assert watch.freed
    assert watch.left() == []


def test_who_joins_too_early_is_freed():
    watch = Watch()
    with watch.lived_by(None):
        with new() as server:
            thread = Thread(target=server.serve_forever)
            thread.start()
            thread.join()
    assert watch.freed


def test_who_stops_a_server_that_never_served_is_freed():
    watch = Watch()
    with watch.lived_by(None):
        new().shutdown()
    assert watch.freed
    assert watch.left() == []


def test_who_waits_for_something_else_is_told_so():
    watch = Watch()
    with watch.lived_by(None):
        with new() as server, pytest.raises(StillWaitingError):
            Thread(target=server.serve_forever).start()
            Event().wait()
    assert watch.freed
