"""Bytes to events and back. Pure: no socket, no clock, no print lives here.

Read the modules in the order of the lessons; each imports only earlier ones.

    errors, reading, packets                    02  messages on a stream
    heads, handshake                            03  HTTP becomes a WebSocket
    frames                                      04  what is on the wire
    events, messages, lifecycle, connection     05  what may happen next
    deflate                                     --  an extension that plugs in
"""
