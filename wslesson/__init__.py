"""Learn WebSockets by building them.

protocol    bytes to events and back, without a socket
drivers     move bytes between the network and the protocol
wire        look at bytes
services    the clock and the echo, one file for each style
course      exercises and checks, and what a notebook needs
"""

import sys

__version__ = "0.1.0"

# `python -m wslesson` finds modules in this folder first. There a learner's `socket.py`
# would be taken for Python's own. (While Python looks for what -m names, argv has it.)
if sys.argv[:1] == ["-m"] and not sys.flags.safe_path:
    del sys.path[0]
