"""What a lesson records: all tapes that a reader has in hand at some time."""

from __future__ import annotations

import pickle
from pathlib import Path

from wslesson.wire import Tape

# A name is given to another tape in a later cell: so they are kept after each one. The
# garbage is collected only after a cell that made some: it takes longer than a cell.
KEEP = """
import gc, weakref
from wslesson.wire import Tape
_made, _kept, _begin = [], [], Tape.__init__
def _note(tape, *args, **options):
    _begin(tape, *args, **options)
    if type(tape) is Tape:
        _made.append(weakref.ref(tape))
def _keep(_):
    if _made:
        gc.collect()
    while _made:
        tape = _made.pop(0)()
        if tape is not None:
            _kept.append(tape)
Tape.__init__ = _note
get_ipython().events.register("post_run_cell", _keep)
"""
WRITE = """
import pickle
with open({path!r}, "wb") as _file:
    pickle.dump([_tape.chunks for _tape in _kept], _file)
"""


def write_to(file: Path) -> str:
    """Return code that writes the tapes which `KEEP` has kept to a file."""
    return WRITE.format(path=str(file))


def read(file: Path) -> list[Tape]:
    """Return the tapes that have been written to a file."""
    tapes = []
    for chunks in pickle.loads(file.read_bytes()):
        tapes.append(Tape())
        tapes[-1].chunks = chunks
    return tapes
