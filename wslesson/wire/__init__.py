"""Record bytes, compare them, draw them. Only `said` knows what they mean."""

from . import capture
from .compare import compare
from .conversation import conversation
from .diagram import diagram
from .live import Live, show
from .picture import Picture
from .pieces import pieces
from .plot import plot
from .sequence import Arrow, Note, sequence
from .tap import tap, tap_async
from .tape import Chunk, Tape

__all__ = ["Arrow", "Chunk", "Live", "Note", "Picture", "Tape", "capture", "compare"]
__all__ += ["conversation", "diagram", "pieces", "plot", "sequence", "show", "tap"]
__all__ += ["tap_async"]
