"""What a lesson records: all tapes that a reader has in hand at some time."""

from __future__ import annotations

import pickle
from pathlib import Path

from wslesson.wire import Tape

# A name is given to another tape in a later cell: so they are kept after each one.
# (`isinstance` would ask a weak reference for its object, which may be gone.)
KEEP = """
import gc
from wslesson.wire import Tape
_kept = {}
def _keep(_):
    gc.collect()
    found = [item for item in gc.get_objects() if type(item) is Tape]
    _kept.update((id(tape), tape) for tape in found)
get_ipython().events.register("post_run_cell", _keep)
"""
WRITE = """
import pickle
with open({path!r}, "wb") as _file:
    pickle.dump([_tape.chunks for _tape in _kept.values()], _file)
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
