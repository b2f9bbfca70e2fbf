"""Bytes to events and back. Pure: no socket, no clock, no print lives here.

Read the modules in the order of the lessons; each imports only earlier ones.

    errors, reading, packets                    02  messages on a stream
    heads, addresses, handshake                 03  HTTP becomes a WebSocket
    frames                                      04  what is on the wire
    events, messages, lifecycle, connection     05  what may happen next
    deflate                                     --  an extension that plugs in

What is public can be had from here, too: `from wslesson.protocol import Connection`.
"""

from .connection import Connection, Role
from .deflate import Deflate
from .errors import LocalProtocolError, ProtocolError, RemoteProtocolError
from .events import Binary, Close, Event, Ping, Pong, Text
from .frames import Frame, Opcode, apply_mask, encode_frame, parse_frame
from .handshake import Terms, accept_token
from .heads import Request, Response, encode_head, parse_request, parse_response
from .lifecycle import State
from .packets import encode_packet, parse_packet
from .reading import Decoder, Parser, Take, Until

__all__ = ["Binary", "Close", "Connection", "Decoder", "Deflate", "Event", "Frame"]
__all__ += ["LocalProtocolError", "Opcode", "Parser", "Ping", "Pong", "ProtocolError"]
__all__ += ["RemoteProtocolError", "Request", "Response", "Role", "State", "Take"]
__all__ += ["Terms", "Text", "Until", "accept_token", "apply_mask", "encode_frame"]
__all__ += ["encode_head", "encode_packet", "parse_frame", "parse_packet"]
__all__ += ["parse_request", "parse_response"]
