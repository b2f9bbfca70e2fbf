"""What the cells of a notebook import: check, hint, stages, a transcript and more.

No exercise stands here, nor how one is judged: see `exercises` and `checking`.
"""

from ..checking.dribble import Dribble
from .answers import check, hint, quiz, solution
from .kernels import child_kernel
from .leftovers import begin, ledger
from .listings import listing
from .machine import doctor
from .programs import Program, mend
from .projects import stages
from .transcript import Transcript

__all__ = [
    "Dribble",
    "Program",
    "Transcript",
    "begin",
    "check",
    "child_kernel",
    "doctor",
    "hint",
    "ledger",
    "listing",
    "mend",
    "quiz",
    "solution",
    "stages",
]
