"""Unusual answers, what each is told, and how it is judged."""

ANSWERS = (
    (  # byte by byte
        """\
def take(protocol, data):
    for at in range(len(data)):
        protocol.receive_data(data[at : at + 1])
    if not data:
        protocol.receive_eof()
    sent = protocol.data_to_send()
    events = protocol.events_received()
    return (events, sent)
""",
        "passed",
        "",
    ),
    (
        """\
def take(protocol, data):
    protocol.receive_data(bytearray(data)) if data != b"" else protocol.receive_eof()
    return [*protocol.events_received()], [*protocol.data_to_send()]
""",
        "passed",
        "",
    ),
    (  # only messages are taken for events
        """\
from websockets.frames import DATA_OPCODES

def take(protocol, data):
    if data:
        protocol.receive_data(data)
    else:
        protocol.receive_eof()
    events = protocol.events_received()
    messages = [each for each in events if each.opcode in DATA_OPCODES]
    return messages, protocol.data_to_send()
""",
        "not yet",
        "got nothing, expected 'PING'",
    ),
    (  # only Pongs are left out
        """\
from websockets.frames import Opcode

def take(protocol, data):
    if data:
        protocol.receive_data(data)
    else:
        protocol.receive_eof()
    events = protocol.events_received()
    some = [each for each in events if each.opcode is not Opcode.PONG]
    return some, protocol.data_to_send()
""",
        "not yet",
        "Each frame is an event, whatever it is for. Leave none out.",
    ),
    (  # what is the same is sent once
        """\
def take(protocol, data):
    if data:
        protocol.receive_data(data)
    else:
        protocol.receive_eof()
    return protocol.events_received(), list(dict.fromkeys(protocol.data_to_send()))
""",
        "not yet",
        "Two Pings, two Pongs",
    ),
    (  # payloads, not events
        """\
def take(protocol, data):
    if data:
        protocol.receive_data(data)
    else:
        protocol.receive_eof()
    return [each.data for each in protocol.events_received()], protocol.data_to_send()
""",
        "not yet",
        "no event: b'hi'",
    ),
    (  # nothing at the end
        """\
def take(protocol, data):
    if not data:
        protocol.receive_eof()
        return protocol.events_received(), []
    protocol.receive_data(data)
    return protocol.events_received(), protocol.data_to_send()
""",
        "not yet",
        "the protocol has a last word, too",
    ),
    (  # the end is not told
        """\
def take(protocol, data):
    if data:
        protocol.receive_data(data)
    return protocol.events_received(), protocol.data_to_send()
""",
        "not yet",
        "receive_eof()",
    ),
    (  # the end of the stream is taken for an error
        """\
def take(protocol, data):
    if not data:
        raise EOFError("the peer has gone")
    protocol.receive_data(data)
    return protocol.events_received(), protocol.data_to_send()
""",
        "not yet",
        "The end of the stream is no error here.",
    ),
    (  # a broken rule is raised
        """\
def take(protocol, data):
    if data:
        protocol.receive_data(data)
    else:
        protocol.receive_eof()
    if protocol.parser_exc and data:
        raise protocol.parser_exc
    return protocol.events_received(), protocol.data_to_send()
""",
        "not yet",
        "that is no event, and what to send says so",
    ),
)
