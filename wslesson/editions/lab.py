"""Open the learner's lessons in JupyterLab."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from .. import course
from .files import lessons


def open_lab(folder: Path, wishes: Iterable[str]) -> None:
    """Open JupyterLab at the first lesson of a folder; it returns when Lab ends.

    `wishes` are JupyterLab's own options, and go before ours.
    """
    from jupyterlab.labapp import LabApp  # a second that no other command shall wait

    first = f"{folder.name}/{lessons(folder)[0].name}"
    arguments = [
        f"--ServerApp.root_dir={folder.parent.resolve()}",
        f"--LabApp.default_url=/lab/tree/{first}",
        f"--LabApp.app_settings_dir={files(course) / 'lab_settings'}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        arguments.append("--allow-root")  # in a container the learner often is root
    given = {wish.partition("=")[0] for wish in wishes}
    ours = [each for each in arguments if each.partition("=")[0] not in given]
    here = str(Path(sys.executable).parent)  # so that its terminals know `wslesson`
    os.environ["PATH"] = os.pathsep.join([here, os.environ.get("PATH", "")])
    LabApp.launch_instance([*ours, *wishes])
