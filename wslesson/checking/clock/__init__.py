"""Tries of answers that wait, in no time: a check turns the clock itself.

`turned` is the clock: it stands still while anybody is at work, and jumps when all
rest. `seams` and `waits` let an answer live by it: `time`, and the waits of threads.
`loop` runs coroutines, over a network in `memory`. `turning` gives threads a clock that
turns by itself: in `script` a server follows one, `servers` watches those of an answer.
`under_trio` is the same for Trio.
"""

from . import waits  # noqa: F401  # its seams are in use wherever one of these is
