"""The life of a connection, as stories: never the table against itself."""

import pytest

from wslesson.protocol.errors import LocalProtocolError, RemoteProtocolError
from wslesson.protocol.lifecycle import State, Step, advance, table

STORIES = {
    "a client is let in": "SEND_REQUEST REQUESTED  RECEIVE_ACCEPT OPEN",
    "a client is sent away": "SEND_REQUEST REQUESTED  RECEIVE_REFUSAL CLOSE_DONE "
    "END_OF_STREAM CLOSED",
    "a server lets in": "RECEIVE_REQUEST REQUESTED  SEND_ACCEPT OPEN",
    "a server sends away": "RECEIVE_REQUEST REQUESTED  SEND_REFUSAL CLOSE_DONE",
    "we say goodbye first": "SEND_REQUEST REQUESTED  RECEIVE_ACCEPT OPEN "
    "SEND_FRAME OPEN  SEND_CLOSE CLOSE_SENT  RECEIVE_FRAME CLOSE_SENT "
    "RECEIVE_CLOSE CLOSE_DONE  END_OF_STREAM CLOSED",
    "the peer says goodbye first": "RECEIVE_REQUEST REQUESTED  SEND_ACCEPT OPEN "
    "RECEIVE_FRAME OPEN  RECEIVE_CLOSE CLOSE_RECEIVED  SEND_CLOSE CLOSE_DONE "
    "END_OF_STREAM CLOSED",
    "nobody says goodbye": "SEND_REQUEST REQUESTED  RECEIVE_ACCEPT OPEN "
    "END_OF_STREAM CLOSED",
    "our goodbye is not answered": "SEND_REQUEST REQUESTED  RECEIVE_ACCEPT OPEN "
    "SEND_CLOSE CLOSE_SENT  END_OF_STREAM CLOSED",
    "the peer does not wait for our goodbye": "RECEIVE_REQUEST REQUESTED "
    "SEND_ACCEPT OPEN  RECEIVE_CLOSE CLOSE_RECEIVED  END_OF_STREAM CLOSED",
    "a stranger talks nonsense": "FAIL CLOSE_DONE  END_OF_STREAM CLOSED",
    "a server answers nonsense": "SEND_REQUEST REQUESTED  FAIL CLOSE_DONE",
    "a peer breaks a rule": "RECEIVE_REQUEST REQUESTED  SEND_ACCEPT OPEN "
    "FAIL CLOSE_DONE",
    "a peer breaks a rule after our goodbye": "SEND_REQUEST REQUESTED "
    "RECEIVE_ACCEPT OPEN  SEND_CLOSE CLOSE_SENT  FAIL CLOSE_DONE",
    "the door never opens": "SEND_REQUEST REQUESTED  END_OF_STREAM CLOSED",
    "nobody comes": "END_OF_STREAM CLOSED",
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_story(story):
    words, state = story.split(), State.CONNECTING
    for step, expected in zip(words[::2], words[1::2], strict=True):
        state = advance(state, Step[step])
        assert state.name == expected


@pytest.mark.rule("H08", "C05", "M03", "X03")
@pytest.mark.parametrize(
    ("state", "step", "blame"),
    [
        ("CONNECTING", "SEND_FRAME", LocalProtocolError),
        ("CONNECTING", "SEND_ACCEPT", LocalProtocolError),
        ("REQUESTED", "SEND_FRAME", LocalProtocolError),
        ("REQUESTED", "SEND_REQUEST", LocalProtocolError),
        ("REQUESTED", "RECEIVE_REQUEST", RemoteProtocolError),
        ("REQUESTED", "RECEIVE_FRAME", RemoteProtocolError),
        ("OPEN", "SEND_ACCEPT", LocalProtocolError),
        ("CLOSE_SENT", "SEND_FRAME", LocalProtocolError),
        ("CLOSE_SENT", "SEND_CLOSE", LocalProtocolError),
        ("CLOSE_RECEIVED", "SEND_FRAME", LocalProtocolError),
        ("CLOSE_RECEIVED", "RECEIVE_FRAME", RemoteProtocolError),
        ("CLOSE_DONE", "SEND_CLOSE", LocalProtocolError),
        ("CLOSE_DONE", "RECEIVE_CLOSE", RemoteProtocolError),
        ("CLOSED", "SEND_CLOSE", LocalProtocolError),
        ("CLOSED", "RECEIVE_FRAME", RemoteProtocolError),
        ("CLOSED", "END_OF_STREAM", RemoteProtocolError),
    ],
)
def test_a_step_out_of_turn_is_blamed_on_who_took_it(state, step, blame):
    with pytest.raises(blame, match=f"{step} while {state}"):
        advance(State[state], Step[step])


def test_the_table_prints():
    assert "OPEN           SEND_CLOSE      CLOSE_SENT" in table().splitlines()
