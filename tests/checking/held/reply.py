"""Unusual answers, what each is told, and how it is judged."""

IMPORTS = (
    "from wslesson.protocol.events import Binary, Close, Event, Ping, Pong, Text\n"
)
ANSWERS = (
    (
        IMPORTS
        + """
def reply(event, close_sent):
    match event:
        case _ if close_sent:
            return None
        case Ping(payload):
            return Pong(payload)
        case Close():
            return event
""",
        "passed",
        "",
    ),
    (
        IMPORTS
        + """
OWED = {Ping: lambda ping: Pong(ping.payload), Close: lambda close: Close(close.code)}

def reply(event, close_sent):
    owed = OWED.get(type(event), lambda _: None)
    return None if close_sent else owed(event)
""",
        "passed",
        "",
    ),
    (  # once told that nothing is ever answered
        IMPORTS
        + """
def reply(event, close_sent):
    if close_sent:
        return None
    if isinstance(event, Ping) and event.payload:
        return Pong(event.payload)
    if isinstance(event, Close):
        return Close(event.code)
""",
        "not yet",
        "Even an empty Ping gets a Pong.",
    ),
    (  # a payload that is taken for text
        IMPORTS
        + """
def reply(event, close_sent):
    if close_sent:
        return None
    if isinstance(event, Ping):
        return Pong(event.payload.decode().encode())
    if isinstance(event, Close):
        return Close(event.code)
""",
        "not yet",
        "The payload of a Ping is bytes, of any kind: it goes back as it is.",
    ),
    (  # no code is answered with one
        IMPORTS
        + """
def reply(event, close_sent):
    if close_sent:
        return None
    if isinstance(event, Ping):
        return Pong(event.payload)
    if isinstance(event, Close):
        return Close(1000 if event.code == 1005 else event.code)
""",
        "not yet",
        "No code is answered with none.",
    ),
    (  # only what went wrong is answered
        IMPORTS
        + """
def reply(event, close_sent):
    if close_sent:
        return None
    if isinstance(event, Ping):
        return Pong(event.payload)
    if isinstance(event, Close) and event.code != 1000:
        return Close(event.code)
""",
        "not yet",
        "A Close gets a Close, when all was well, too.",
    ),
    (  # a private code is not repeated
        IMPORTS
        + """
def reply(event, close_sent):
    if close_sent:
        return None
    if isinstance(event, Ping):
        return Pong(event.payload)
    if isinstance(event, Close):
        return Close(event.code if event.code < 3000 else 1000)
""",
        "not yet",
        "The code goes back as it is.",
    ),
    (  # text is answered, even now
        IMPORTS
        + """
def reply(event, close_sent):
    if isinstance(event, Text):
        return Text("got it")
    if close_sent:
        return None
    if isinstance(event, Ping):
        return Pong(event.payload)
    if isinstance(event, Close):
        return Close(event.code)
""",
        "not yet",
        "Text obliges us to nothing.",
    ),
    (  # the code alone
        IMPORTS
        + """
def reply(event, close_sent):
    if close_sent:
        return None
    if isinstance(event, Ping):
        return Pong(event.payload)
    if isinstance(event, Close):
        return event.code
""",
        "not yet",
        "A Close gets a Close.",
    ),
    (  # not written to its end
        IMPORTS
        + """
def reply(event, close_sent):
    if close_sent:
        return None
    if isinstance(event, Ping):
        return Pong(event.payload)
    raise NotImplementedError
""",
        "not yet",
        "This part of your answer is not written yet",
    ),
)
