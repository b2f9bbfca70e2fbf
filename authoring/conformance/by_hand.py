"""Who refuses what: kosoku, and the replay of what it said once.

`python -m authoring.conformance.by_hand` prints it for each slip (some minutes).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from authoring.conformance.autobahn import Which
from wslesson.checking.stages.clients import NotYetError
from wslesson.checking.stages.program import Patience, Program
from wslesson.projects.by_hand.cases import SMALL, run
from wslesson.projects.by_hand.contract import PROJECT
from wslesson.projects.by_hand.recorded import differences, load

FRAMES = range(3, 11)  # the stages whose slips let the cases begin


def by_kosoku(text: str, which: Which = SMALL) -> set[str]:
    """Return the cases that kosoku refuses. Raises NotYetError if it takes long."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "by_hand.py")
        path.write_text(text, encoding="utf-8")
        with Program(path, Patience()) as program:
            return {each.case for each in run(program.port(), 20, **which) if each.why}


def by_replay(text: str) -> set[str]:
    """Return the cases that the replay refuses."""
    names = {"__name__": "by_hand"}
    exec(text, names)
    return {each.case for each in differences(names["serve_one"], load())}


def main() -> None:
    reference = PROJECT.reference.read_text(encoding="utf-8")
    for number in FRAMES:
        for slip in PROJECT.stages[number].slips:
            text = slip.changed_in(reference, "the reference")
            ours = by_replay(text)
            try:
                theirs = by_kosoku(text)
            except NotYetError as error:
                print(f"{number:2} {slip.message} {len(ours)}, {error}")
                continue
            more = sorted(theirs - ours)[:4], sorted(ours - theirs)[:4]
            print(f"{number:2} {slip.message} {len(theirs)}, {len(ours)}: {more}")


if __name__ == "__main__":
    sys.exit(main())
