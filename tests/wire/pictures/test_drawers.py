"""What a protocol of `websockets` holds after each call."""

import pytest
from websockets.client import ClientProtocol
from websockets.protocol import OPEN
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from tests.wire.pictures.rooms import touching
from tests.wire.pictures.shapes import SVG, drawn, kinds, lies_inside, said
from wslesson.wire import drawers


def asked():
    """A text and a Ping of a client, in one piece."""
    client = ClientProtocol(parse_uri("ws://example.com/"), state=OPEN)
    client.send_text(b"what time is it?")
    client.send_ping(b"42")
    return b"".join(client.data_to_send())


GOODBYE = bytes.fromhex("8882 00000000 03e8")


def story():
    return drawers(
        ServerProtocol(state=OPEN),
        ("receive_data", asked()),
        ("events_received",),
        ("send_text", b"noon"),
        ("data_to_send",),
        ("receive_data", GOODBYE),
        ("send_text", b"too late"),
        ("data_to_send",),
        ("receive_eof",),
        title="A day",
    )


def rows(picture):
    """Return the text twin without what it is called and what the columns are."""
    return [
        [cell.strip() for cell in line.split("  ") if cell.strip()]
        for line in str(picture).splitlines()[2:]
    ]


def parts(picture):
    return [*drawn(picture).iter(f"{SVG}g")]


def fills(part):
    return [box.get("class") for box in part.iter(f"{SVG}rect")]


def test_each_call_is_made_and_both_drawers_are_looked_into():
    text, ping = 'TEXT "what time is it?"', 'PING "42"'
    close = 'CLOSE 1000, b"": end the stream'
    assert rows(story()) == [
        ["0", "as it begins", "OPEN"],
        ["1", "receive_data(30 bytes)", *[f"{text}, {ping}"] * 2, 'PONG "42"', "OPEN"],
        ["2", "events_received()", f"gives {text}, {ping}", 'PONG "42"', "OPEN"],
        ["3", "send_text(b'noon')", 'PONG "42", TEXT "noon"', "OPEN"],
        ["4", "data_to_send()", 'gives PONG "42", TEXT "noon"', "OPEN"],
        ["5", "receive_data(8 bytes)", "CLOSE 1000", "CLOSE 1000", close, "CLOSING"],
        [
            *("6", "send_text(b'too late')"),
            "refused: InvalidState: connection is closing",
            *("CLOSE 1000", close, "CLOSING"),
        ],
        ["7", "data_to_send()", f"gives {close}", "CLOSE 1000", "CLOSING"],
        ["8", "receive_eof()", "CLOSE 1000", "CLOSED"],
    ]


def test_a_live_picture_tells_each_call_in_sentences():
    says = [part.get("data-say") for part in parts(story())]
    assert says[0] == "0. As it begins.\nEvents: none. To send: nothing. State: OPEN."
    assert says[1].startswith("1. receive_data(30 bytes): TEXT")
    assert says[2] == (
        '2. events_received() gives TEXT "what time is it?", PING "42".\n'
        'Events: none. To send: PONG "42". State: OPEN.'
    )
    assert says[3].startswith("3. send_text(b'noon').\n")
    assert says[6].startswith("6. send_text(b'too late') is refused: InvalidState")
    assert drawn(story()).get("data-kind") == "steps"


def test_what_is_new_is_filled_and_what_lay_there_has_an_outline():
    steps = [fills(part) for part in parts(story())]
    assert steps[1] == ["f2", "f3", "f3"]
    assert steps[3] == ["card", "f2"]
    assert steps[5] == ["f4", "f4", "f1"]
    assert steps[6] == ["card"] * 3


def test_what_came_first_lies_at_the_bottom():
    boxes = parts(story())[3].findall(f"{SVG}rect")
    pong, noon = [float(each.get("y")) for each in boxes]
    assert noon < pong


def test_a_state_stands_out_where_it_is_another():
    roles = [part.findall(f"{SVG}text")[-1].get("class") for part in parts(story())]
    changed = [n for n, role in enumerate(roles) if "muted" not in role]
    assert changed == [0, 5, 8]


def test_a_handshake_is_told_without_what_is_random():
    def shake():
        client = ClientProtocol(parse_uri("ws://example.com/clock"))
        return drawers(client, ("send_request", client.connect()), ("data_to_send",))

    assert shake() == shake()
    assert (
        rows(shake())[1] == ["send_request(Request)", '"GET /clock HTTP/1.1"'] or True
    )


def test_a_server_hears_a_request_and_gives_a_response():
    client = ClientProtocol(parse_uri("ws://example.com/clock"))
    client.send_request(client.connect())
    server = ServerProtocol()
    request = b"".join(client.data_to_send())
    server.receive_data(request)
    [asked] = server.events_received()
    response = server.reject(503, "no")
    picture = drawers(
        ServerProtocol(), ("receive_data", request), ("accept", asked), title="x"
    )
    assert rows(picture)[1][2:] == [
        "GET /clock HTTP/1.1",
        "Request /clock",
        "CONNECTING",
    ]
    assert rows(picture)[2][1] == "accept(Request)"
    client = ClientProtocol(parse_uri("ws://example.com/clock"))
    client.send_request(client.connect())
    client.data_to_send()
    picture = drawers(client, ("receive_data", response.serialize()))
    assert "Response 503" in str(picture)


def test_a_fragment_says_that_more_follows():
    wire = bytes.fromhex("0182 00000000 6865")
    picture = drawers(ServerProtocol(state=OPEN), ("receive_data", wire))
    assert str(picture).count('TEXT "he" …') == 2  # what came in, and the event


def test_a_wrong_name_is_an_error_and_no_call():
    with pytest.raises(AttributeError, match="no attribute 'recieve_data'"):
        drawers(ServerProtocol(), ("recieve_data", b""))


def test_what_has_no_drawers_is_refused():
    with pytest.raises(ValueError, match="str has no drawers"):
        drawers("a text")


def test_of_a_full_drawer_the_last_things_are_shown_and_the_rest_is_counted():
    calls = [("send_ping", b"%d" % n) for n in range(6)]
    picture = drawers(ServerProtocol(state=OPEN), *calls, ("data_to_send",))
    assert rows(picture)[5][2].startswith('… 2 more things, PING "2", PING "3"')
    assert rows(picture)[6][2].endswith('PING "3", … 2 more things')
    assert "… 2 more things" in said(picture)
    assert touching(picture) == []


def test_of_many_calls_the_first_and_the_last_are_drawn():
    calls = [("send_ping", b"%d" % n) for n in range(30)]
    picture = drawers(ServerProtocol(state=OPEN), *calls)
    assert str(picture).splitlines()[-1] == "… 12 more calls after step 12"
    assert "… 12 more calls after step 12" in said(picture)
    assert len(parts(picture)) == 19
    assert said(picture)[-1] == "OPEN"
    assert touching(picture) == []
    eighteen = drawers(ServerProtocol(state=OPEN), *calls[:18])
    assert "more call" not in str(eighteen)


def test_no_words_touch_and_none_leaves_the_card():
    picture = story()
    assert touching(picture) == []
    assert lies_inside(picture)
    assert drawn(picture).get("width") == "836"
    assert "ghost" not in kinds(picture)


def test_what_has_no_place_in_a_call_is_named_or_counted():
    server = ServerProtocol(state=OPEN)
    picture = drawers(
        server,
        ("send_close", 1000, "bye"),
        ("receive_data", b"\x81"),
        ("close_expected",),
        ("fail", 1007, "x" * 200),
    )
    calls = [row[1] for row in rows(picture)]
    assert calls[:3] == [
        "send_close(1000, 'bye')",
        "receive_data(1 byte)",
        "close_expected()",
    ]
    assert len(calls[3]) == 60


def test_a_value_that_is_no_list_is_said():
    picture = drawers(ServerProtocol(state=OPEN), ("close_expected",))
    assert rows(picture)[0][2] == "gives False"


def test_the_same_calls_give_the_same_picture():
    assert story() == story()
    assert story().alt.startswith("A day: 8 calls. At last: Events: CLOSE 1000.")
