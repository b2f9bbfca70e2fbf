"""Unusual answers, what each is told, and how it is judged."""

IMPORTS = "from websockets.protocol import Protocol, State\n"
ANSWERS = (
    (
        """\
def verdict(protocol):
    if error := protocol.handshake_exc:
        return "refused: " + str(error)
    try:
        return "closed: {}".format(protocol.close_exc)
    except AssertionError:
        return protocol.state.name.casefold()
""",
        "passed",
        "",
    ),
    (
        IMPORTS
        + """
NAMES = {State.CONNECTING: "connecting", State.OPEN: "open", State.CLOSING: "closing"}

def verdict(protocol):
    match protocol.handshake_exc, protocol.state:
        case None, State.CLOSED:
            return f"closed: {protocol.close_exc}"
        case None, state:
            return NAMES[state]
        case error, _:
            return f"refused: {error}"
""",
        "passed",
        "",
    ),
    (  # a refusal that is known by its answer
        IMPORTS
        + """
def verdict(protocol):
    if protocol.handshake_exc is not None:
        return f"refused: {protocol.handshake_exc.response.status_code}"
    if protocol.state is State.CLOSED:
        return f"closed: {protocol.close_exc}"
    return protocol.state.name.lower()
""",
        "not yet",
        "handshake_exc is set, and the state is still CONNECTING.",
    ),
    (  # only the refusals of a server are told
        IMPORTS
        + """
from websockets.exceptions import InvalidStatus

def verdict(protocol):
    if isinstance(protocol.handshake_exc, InvalidStatus):
        return f"refused: {protocol.handshake_exc}"
    if protocol.state is State.CLOSED:
        return f"closed: {protocol.close_exc}"
    return protocol.state.name.lower()
""",
        "not yet",
        "The handshake failed in another way",
    ),
    (  # what was sent, and never what was received
        IMPORTS
        + """
def verdict(protocol):
    if protocol.handshake_exc is not None:
        return f"refused: {protocol.handshake_exc}"
    if protocol.state is State.CLOSED:
        return f"closed: sent {protocol.close_sent}"
    return protocol.state.name.lower()
""",
        "not yet",
        "close_exc tells the end in order.",
    ),
    (  # by hand, always in the same order
        IMPORTS
        + """
def verdict(protocol):
    if protocol.handshake_exc is not None:
        return f"refused: {protocol.handshake_exc}"
    if protocol.state is State.CLOSED:
        if protocol.close_sent and protocol.close_rcvd:
            sent, received = protocol.close_sent, protocol.close_rcvd
            return f"closed: sent {sent}; then received {received}"
        return f"closed: {protocol.close_exc}"
    return protocol.state.name.lower()
""",
        "not yet",
        "Here the peer was first, and close_exc says so.",
    ),
    (  # words of its own
        IMPORTS
        + """
def verdict(protocol):
    if protocol.handshake_exc is not None:
        return f"refused: {protocol.handshake_exc}"
    if protocol.state is State.CLOSED:
        return f"closed: {protocol.close_exc}"
    if protocol.state is State.CONNECTING:
        return "waiting"
    return protocol.state.name.lower()
""",
        "not yet",
        "The name of the state, in small letters.",
    ),
    (  # a Close frame is taken for the end
        IMPORTS
        + """
def verdict(protocol):
    if protocol.handshake_exc is not None:
        return f"refused: {protocol.handshake_exc}"
    if protocol.close_sent or protocol.state is State.CLOSED:
        return "closed"
    return protocol.state.name.lower()
""",
        "not yet",
        "It waits, so close_exc is not known yet.",
    ),
    (  # printed
        IMPORTS
        + """
def verdict(protocol):
    if protocol.handshake_exc is not None:
        print(f"refused: {protocol.handshake_exc}")
    elif protocol.state is State.CLOSED:
        print(f"closed: {protocol.close_exc}")
    else:
        print(protocol.state.name.lower())
""",
        "not yet",
        "nothing is returned",
    ),
    (  # a refusal is over only when the stream is
        IMPORTS
        + """
def verdict(protocol):
    if protocol.handshake_exc is not None and protocol.state is State.CLOSED:
        return f"refused: {protocol.handshake_exc}"
    if protocol.state is State.CLOSED:
        return f"closed: {protocol.close_exc}"
    return protocol.state.name.lower()
""",
        "not yet",
        "handshake_exc is set, and the state is still CONNECTING.",
    ),
)
