"""A conversation in a terminal, while it happens."""

from authoring.chaos.recorded import Talk
from tests.drivers.peers import Threads
from wslesson.drivers import Settings
from wslesson.protocol.events import Close, Text
from wslesson.wire import Live, show, tap


def test_each_event_is_a_line_as_soon_as_it_is_complete():
    told = []
    live = Live("client", told.append)
    live.record("received", b"\x81\x02h")
    assert told == []
    live.record("received", b"i\x81\x01!")
    assert told == [
        'client <- server  TEXT "hi" (2 bytes)',
        'client <- server  TEXT "!" (1 byte)',
    ]
    live.record("sent", b"", reset=True)
    assert told[2:] == ["client -> server  reset (TCP RST)"]


def test_what_has_no_note_needs_none():
    told = []
    Live("client", told.append).record("sent", b"GET / HTTP/1.1\r\n\r\n")
    assert told == ["client -> server  GET / HTTP/1.1"]


def test_a_servers_driver_may_tell_it():
    told = []
    live = Live("client", told.append, client="received")
    for chunk in Talk().shake_hands().tape.chunks:
        live.record("received" if chunk.direction == "sent" else "sent", chunk.data)
    assert [line.split("  ")[0] for line in told] == [
        "client -> server",
        "client <- server",
    ]


def test_a_drivers_settings_take_it():
    told = []
    live = Live("me", told.append)
    with Threads.serve(Threads.echo) as address:
        with Threads.connect(address, Settings(tap=live.record)) as websocket:
            websocket.send(Text("hi"))
    assert told[:3] == [
        "me -> server  GET / HTTP/1.1 (upgrade: websocket)",
        "me <- server  HTTP/1.1 101 Switching Protocols (upgrade: websocket)",
        'me -> server  TEXT "hi" (2 bytes, masked)',
    ]


def test_a_tap_tells_of_each_client():
    told = []
    with (
        Threads.serve(Threads.echo) as address,
        tap(address, show(told.append)) as ours,
    ):
        for _ in range(2):
            with Threads.connect(ours) as websocket:
                websocket.send(Close(1001))
                assert websocket.receive() == Close(1001)
    for number in 1, 2:
        lines = [line for line in told if line.startswith(f"client {number} ")]
        assert lines[2:4] == [
            f"client {number} -> server  CLOSE 1001 (2 bytes, masked)",
            f"client {number} <- server  CLOSE 1001 (2 bytes)",
        ]
        assert len(lines) == 6


def test_it_is_printed_unless_told_otherwise(capsys):
    show()().record("received", b"\x89\x00")
    assert capsys.readouterr().out == "client 1 <- server  PING (0 bytes)\n"
