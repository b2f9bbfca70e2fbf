"""Learn WebSockets by building them.

protocol    bytes to events and back, without a socket
drivers     move bytes between the network and the protocol
wire        look at bytes
services    the clock and the echo, one file for each style
course      exercises and checks, and what a notebook needs
"""
