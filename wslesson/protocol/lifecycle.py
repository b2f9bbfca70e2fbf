"""The life of a connection, as a table: RFC 6455 §4, §5.1 and §7.

The RFC calls our first two states CONNECTING, and the three CLOSE_ states CLOSING.
We need more names, because what may happen next differs.
"""

from enum import Enum

from .errors import LocalProtocolError, RemoteProtocolError

# At CLOSE_DONE all is said: only the end of the stream can follow.
State = Enum(
    "State", "CONNECTING REQUESTED OPEN CLOSE_SENT CLOSE_RECEIVED CLOSE_DONE CLOSED"
)

# What can happen to a connection: sent by us, received from the peer. It fails when
# the peer broke a rule: nothing more of it is read.
Step = Enum(
    "Step",
    "SEND_REQUEST SEND_ACCEPT SEND_REFUSAL SEND_FRAME SEND_CLOSE "
    "RECEIVE_REQUEST RECEIVE_ACCEPT RECEIVE_REFUSAL RECEIVE_FRAME RECEIVE_CLOSE "
    "FAIL END_OF_STREAM",
)

# What can happen at almost any time.
GONE = {Step.END_OF_STREAM: State.CLOSED}
ENDINGS = {Step.FAIL: State.CLOSE_DONE, **GONE}

TRANSITIONS: dict[State, dict[Step, State]] = {
    State.CONNECTING: {
        Step.SEND_REQUEST: State.REQUESTED,
        Step.RECEIVE_REQUEST: State.REQUESTED,
        **ENDINGS,
    },
    State.REQUESTED: {
        Step.SEND_ACCEPT: State.OPEN,
        Step.RECEIVE_ACCEPT: State.OPEN,
        Step.SEND_REFUSAL: State.CLOSE_DONE,
        Step.RECEIVE_REFUSAL: State.CLOSE_DONE,
        **ENDINGS,
    },
    State.OPEN: {
        Step.SEND_FRAME: State.OPEN,
        Step.RECEIVE_FRAME: State.OPEN,
        Step.SEND_CLOSE: State.CLOSE_SENT,
        Step.RECEIVE_CLOSE: State.CLOSE_RECEIVED,
        **ENDINGS,
    },
    State.CLOSE_SENT: {
        Step.RECEIVE_FRAME: State.CLOSE_SENT,
        Step.RECEIVE_CLOSE: State.CLOSE_DONE,
        **ENDINGS,
    },
    State.CLOSE_RECEIVED: {Step.SEND_CLOSE: State.CLOSE_DONE, **GONE},
    State.CLOSE_DONE: GONE,
    State.CLOSED: {},
}


def advance(state: State, step: Step) -> State:
    """Return the next state, or blame whoever took a step that is not in the table.

    >>> advance(State.OPEN, Step.SEND_CLOSE).name
    'CLOSE_SENT'
    """
    try:
        return TRANSITIONS[state][step]
    except KeyError:
        ours = step.name.startswith("SEND")
        error = LocalProtocolError if ours else RemoteProtocolError
        raise error(f"{step.name} while {state.name}", section="5.1") from None


def table() -> str:
    """Print the life of a connection: from which state, what happened, to which."""
    return "\n".join(
        f"{state.name:<15}{step.name:<16}{after.name}"
        for state, steps in TRANSITIONS.items()
        for step, after in steps.items()
    )
