"""What the lessons record: tshark reads it as we do, whichever lesson it is."""

import pickle
import re

import nbformat
import pytest

from authoring.notebooks import chosen, client
from tests.wire.tshark import agreed
from wslesson.wire import Tape


def has_a_tape(lesson):
    cells = nbformat.read(lesson, as_version=4).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    return any(re.search(r"\bTape\b", source) for source in code)


TAPED = list(filter(has_a_tape, chosen()))
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


def tapes_of(lesson, file):
    """Return the tapes that a reader of the lesson has in hand, at some time."""
    notebook = nbformat.read(lesson, as_version=4)
    write = WRITE.format(path=str(file))
    notebook.cells.insert(0, nbformat.v4.new_code_cell(KEEP))
    notebook.cells.append(nbformat.v4.new_code_cell(write))
    client(notebook).execute()
    tapes = []
    for chunks in pickle.loads(file.read_bytes()):
        tapes.append(Tape())
        tapes[-1].chunks = chunks
    return tapes


def test_there_are_lessons_with_tapes():
    assert TAPED


@pytest.mark.timeout(120)  # a lesson takes up to 10 s, on a machine with nothing else
@pytest.mark.parametrize("lesson", TAPED, ids=lambda path: path.stem)
def test_it_reads_what_a_lesson_recorded(lesson, tmp_path, monkeypatch):
    for name in ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"):
        monkeypatch.delenv(name, raising=False)  # to trace the kernel is slow
    tapes = tapes_of(lesson, tmp_path / "tapes")
    assert agreed(tmp_path / "talks.pcap", *tapes) > 0
