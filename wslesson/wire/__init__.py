"""Record bytes, compare them, draw them. Only `said` knows what they mean."""

from . import capture
from .compare import compare
from .conversation import conversation
from .diagram import diagram
from .picture import Picture
from .pieces import pieces
from .plot import plot
from .sequence import Arrow, Note, sequence
from .tap import tap, tap_async
from .tape import Chunk, Tape

__all__ = ["Arrow", "Chunk", "Note", "Picture", "Tape", "capture", "compare"]
__all__ += ["conversation", "diagram", "pieces", "plot", "sequence", "tap", "tap_async"]
