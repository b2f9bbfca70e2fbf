"""Where projects are found, by their names, and where the learner's files lie."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from .. import projects as content
from ..checking.stages.model import Project

COURSE = "my-course"  # the learner's folder, which git ignores
PACKAGE = Path(__file__).parents[1]


def names() -> list[str]:
    """Return the names of the projects."""
    return [module.name for module in iter_modules(content.__path__) if module.ispkg]


def find(name: str) -> Project:
    """Return the project of this name. Raises LookupError."""
    if name not in names():
        there_are = " or ".join(names())
        raise LookupError(f"There is no project {name}. There is {there_are}.")
    project = import_module(f"{content.__name__}.{name}.contract").PROJECT
    assert isinstance(project, Project)
    return project


def place(name: str) -> Path:
    """Return where the learner's file is, or will be: in `my-course`.

    That is the folder of this name we are in, be it in its `notebooks`. Otherwise it
    lies in the clone, or in this folder if there is no clone.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if folder.name == COURSE:
            return folder / f"{name}.py"
    cloned = (PACKAGE.parent / "notebooks").is_dir()
    return (PACKAGE.parent if cloned else here) / COURSE / f"{name}.py"
