"""A client and a server with a perfect wire between them."""

import pytest

from wslesson.protocol.connection import Connection, Role
from wslesson.protocol.errors import RemoteProtocolError


class Pair:
    def __init__(self, client=None, server=None):
        self.client = client or Connection(Role.CLIENT, random_bytes=bytes)
        self.server = server or Connection(Role.SERVER)

    def carry(self, data, to):
        to.receive_data(data)
        return list(to.events())

    def open(self, path="/"):
        [request] = self.carry(self.client.connect("example.com", path), self.server)
        answer = self.server.reply_to(request)
        assert self.carry(self.server.send(answer), self.client) == [answer]
        return self

    def other(self, end):
        return self.client if end is self.server else self.server

    def say(self, sender, event, **how):
        return self.carry(sender.send(event, **how), self.other(sender))


def refusal(connection, data):
    """Return the events before the error, and the error."""
    connection.receive_data(data)
    before = []
    with pytest.raises(RemoteProtocolError) as caught:
        before.extend(connection.events())
    return caught.value
