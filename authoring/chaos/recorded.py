"""Conversations to be recorded: the bytes of both ends, without a network."""

from itertools import count

from wslesson.protocol.connection import Connection, Role
from wslesson.wire import Tape


def fixed_bytes(size):
    """Stand in for chance: 1 to 16 for the handshake, 1 to 4 for each mask key."""
    return bytes(range(1, 17)) if size == 16 else b"\1\2\3\4" * (size // 4)


class Talk:
    """A client and a server that talk onto a tape, one chunk for each event."""

    def __init__(self, **how):
        times = count()
        self.tape = Tape(lambda: float(next(times))) if how.pop("timed", 0) else Tape()
        self.client = Connection(Role.CLIENT, random_bytes=fixed_bytes, **how)
        self.server = Connection(Role.SERVER, **how)

    def shake_hands(self):
        request = self.client.connect("example.com", "/chat")
        self.tape.record("sent", request)
        self.server.receive_data(request)
        [event] = self.server.events()
        response = self.server.send(self.server.reply_to(event))
        self.tape.record("received", response)
        self.client.receive_data(response)
        list(self.client.events())
        return self

    def ask(self, *events, **how):
        for event in events:
            self.tape.record("sent", self.client.send(event, **how))
        return self

    def answer(self, *events, **how):
        for event in events:
            self.tape.record("received", self.server.send(event, **how))
        return self


def chunked(tape, size):
    """Return the same bytes on a tape, in chunks of at most `size`."""
    cut = Tape()
    for chunk in tape.chunks:
        for at in range(0, len(chunk.data), size):
            cut.record(chunk.direction, chunk.data[at : at + size])
        if not chunk.data:
            cut.record(chunk.direction, b"", chunk.reset)
    return cut
