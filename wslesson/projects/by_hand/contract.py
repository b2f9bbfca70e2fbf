"""The contract of *by hand*, in stages, which the learner's program passes one by one.

Stage 0 is done already, eleven are to be earned, and the last is the Autobahn cases, as
`kosoku` has them. With each slip, the reference fails at that stage, and not before.
"""

from __future__ import annotations

from pathlib import Path

from ...checking.stages.model import Project
from . import cases, crowd, messages, opening, rules

PROJECT = Project(
    name="by_hand",
    title="A WebSocket server, by hand",
    folder=Path(__file__).parent,
    stages=(*opening.STAGES, *messages.STAGES, *rules.STAGES, crowd.STAGE, cases.STAGE),
)
