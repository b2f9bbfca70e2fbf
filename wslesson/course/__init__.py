"""What a notebook of the course needs: exercises, checks, a transcript, a ledger."""

from .check import check
from .doctor import doctor
from .dribble import Dribble
from .helping import hint, quiz, solution
from .kernels import child_kernel
from .ledger import begin, ledger
from .listings import listing
from .programs import Program, mend
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
]
