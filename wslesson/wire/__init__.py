"""Record bytes, compare them, draw them. Only `said` knows what they mean.

Nothing here takes part in a conversation: a tap passes on what it hears.
"""

from . import capture
from .comparing import compare
from .live import Live, show
from .pictures.boxes import boxes
from .pictures.choices import plots
from .pictures.conversations import conversation
from .pictures.cuts import pieces
from .pictures.diagrams import diagram
from .pictures.drawers import drawers
from .pictures.fills import fill
from .pictures.graphs import states
from .pictures.lengths import lengths
from .pictures.machines import machine
from .pictures.masks import xor
from .pictures.opcodes import opcodes
from .pictures.picture import Picture
from .pictures.plots import plot
from .pictures.sequences import Arrow, Note, sequence
from .pictures.slopes import slope
from .pictures.timelines import timeline
from .pictures.turns import turns
from .tape import Chunk, Tape
from .tapping import tap, tap_async

__all__ = ["Arrow", "Chunk", "Live", "Note", "Picture", "Tape", "boxes", "capture"]
__all__ += ["compare", "conversation", "diagram", "drawers", "fill", "lengths"]
__all__ += [
    "machine",
    "opcodes",
    "pieces",
    "plot",
    "plots",
    "sequence",
    "show",
    "slope",
]
__all__ += ["states", "tap", "tap_async", "timeline", "turns", "xor"]
