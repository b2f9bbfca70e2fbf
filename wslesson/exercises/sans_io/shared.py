"""What several exercises of this lesson share."""

from __future__ import annotations

from websockets.protocol import Protocol


def carry(source: Protocol, target: Protocol) -> None:
    """Give one end what the other has to send."""
    for data in source.data_to_send():
        if data:
            target.receive_data(data)
        else:
            target.receive_eof()


TEXT = b"\x81\x82\x00\x00\x00\x00hi"
PING = b"\x89\x82\x00\x00\x00\x0042"
CLOSE = b"\x88\x82\x00\x00\x00\x00\x03\xe8"
BINARY = b"\x82\x81\x00\x00\x00\x007"
PONG = b"\x8a\x82\x00\x00\x00\x0042"
NO_MASK = b"\x81\x02hi"
OBJECTION = b"\x88\x13\x03\xeaincorrect masking"
