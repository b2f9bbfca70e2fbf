"""Open the learner's lessons in JupyterLab."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from .. import course
from . import quick_nbformat  # noqa: F401  # Lab imports nbformat
from .files import lessons

SERVER = "wslesson.workspace.lab_server"
# A learner who asks for a token of their own, or for none, needs no guard.
OTHER_NAMES = {"notebook_dir": "root_dir", "token": "identity_provider_class"}


def open_lab(folder: Path, wishes: Iterable[str]) -> None:
    """Open JupyterLab at the first lesson of a folder; it returns when Lab ends.

    `wishes` are JupyterLab's own options, and go before ours. Ours go before what the
    learner's settings say: those are for other work, and some would stop the course.
    """
    from jupyterlab.labapp import LabApp  # imported here: it takes a second

    ours = _ours(folder.parent.resolve(), f"{folder.name}/{lessons(folder)[0].name}")
    given = {OTHER_NAMES.get(name, name) for name in map(_setting, wishes)}
    kept = [each for each in ours if _setting(each) not in given]
    here = str(Path(sys.executable).parent)  # so that its terminals know `wslesson`
    os.environ["PATH"] = os.pathsep.join([here, os.environ.get("PATH", "")])
    LabApp.launch_instance([*kept, *wishes])


def _ours(root: Path, first: str) -> list[str]:
    arguments = [
        f"--ServerApp.root_dir={root}",
        f"--FileContentsManager.root_dir={root}",
        "--FileContentsManager.preferred_dir=",
        "--ServerApp.ip=localhost",
        f"--ServerApp.identity_provider_class={SERVER}.Guard",
        f"--ServerApp.kernel_spec_manager_class={SERVER}.OwnKernel",
        f"--LabApp.default_url=/lab/tree/{first}",
        f"--LabApp.app_settings_dir={files(course) / 'lab_settings'}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        arguments.append("--allow-root")  # in a container the learner often is root
    return arguments


def _setting(option: str) -> str:
    """Return which setting an option is for: `ip` in --ip=x and in --ServerApp.ip=x."""
    return option.partition("=")[0].rpartition(".")[2].lstrip("-").replace("-", "_")
