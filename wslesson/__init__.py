"""Learn WebSockets by building them.

protocol    bytes to events and back, without a socket
drivers     move bytes between the network and the protocol
wire        record bytes and draw them
services    the clock and the echo, one file for each style
exercises   what the learner is asked, one file for each exercise
projects    the programs that grow in the learner's own files, in stages
checking    judges answers, and programs
course      what a cell of a notebook imports
workspace   a learner's copies of the lessons
export      the lessons in other forms: a class's, slides, a site
cli         the command line
lite        a network, threads and programs in a browser tab
"""

import sys

__version__ = "0.1.0"

# `python -m wslesson` finds modules in this folder first. There a learner's `socket.py`
# would be taken for Python's own. (While Python looks for what -m names, argv has it.)
if sys.argv[:1] == ["-m"] and not sys.flags.safe_path:
    del sys.path[0]

if sys.platform == "emscripten":  # pragma: no cover - a browser: see `make browsers`
    from .lite.install import install

    install()
