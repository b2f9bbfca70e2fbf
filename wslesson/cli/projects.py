"""What `wslesson by-hand` does: start, check, run."""

from __future__ import annotations

import signal
import subprocess
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from ..projects.bank import find, place


def start(options: Namespace) -> int:
    """Write the learner's file, unless it is there; return 1 then."""
    path = _file(options)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(find(options.project).skeleton.read_bytes())
    except FileExistsError:
        print(f"{path} is there already: it stays as it is.")
        return 1
    print(f"Your server: {path}\nIt runs already: wslesson by-hand run")
    print("Write `serve_one`, and see how far it is: wslesson by-hand check")
    return 0


def check(options: Namespace) -> int:
    """Print how far the file is; return 1 if a stage is not passed."""
    from ..course.projects import stages  # here: the course brings a kernel's needs

    report = stages(options.project, options.stage, _file(options))
    print(report)
    return report.verdict != "passed"


def run(options: Namespace) -> int:
    """Run the file until Ctrl-C, which it hears, too. Return its exit code."""
    path = _file(options)
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is not there: wslesson by-hand start writes it"
        )
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    with suppress(KeyboardInterrupt):
        return subprocess.call([sys.executable, path])  # when we go, it is ended
    return 0


def _file(options: Namespace) -> Path:
    return Path(options.file).resolve() if options.file else place(options.project)
