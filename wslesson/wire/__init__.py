"""Look at bytes: compare them, draw them. Nothing here decides what they mean."""

from .compare import compare
from .diagram import diagram
from .picture import Picture
from .pieces import pieces
from .plot import plot
from .sequence import Arrow, Note, sequence

__all__ = ["Arrow", "Note", "Picture", "compare"]
__all__ += ["diagram", "pieces", "plot", "sequence"]
