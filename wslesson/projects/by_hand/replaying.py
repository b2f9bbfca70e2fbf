"""Replay the recorded cases against a file, and print what came of it, as JSON.

It is a process of its own, because nobody knows what a learner's file does.
"""

from __future__ import annotations

import json
import os
import runpy
import sys

from .recorded import differences, load

MOST = 2**14  # bytes of a conversation that are passed on


def main(path: str) -> None:
    """Print one line; what the file itself prints goes to stderr."""
    with os.fdopen(os.dup(1), "w") as ours:
        os.dup2(2, 1)
        serve_one = runpy.run_path(path).get("serve_one")
        if serve_one is None:
            sys.exit("there is no function serve_one(sock) in it")
        cases = load()
        found = [*differences(serve_one, cases)]
        told: dict[str, object] = {"all": len(cases.chunks), "failed": len(found)}
        if found:
            small = [chunk for chunk in found[0].tape.chunks if len(chunk.data) < MOST]
            tape = [(chunk.direction, chunk.data.hex()) for chunk in small]
            first = f"{found[0].case}: {found[0].why}"
            told |= {"first": first, "tape": tape}
        print(json.dumps(told), file=ours)


if __name__ == "__main__":
    main(sys.argv[1])
