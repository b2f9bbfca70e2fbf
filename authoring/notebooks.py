"""The notebooks of the course: which there are, how one is run, and what it keeps."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import (
    CellControlSignal,
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)
from nbformat import NotebookNode
from traitlets.config import Config

from wslesson.course.kernels import reached

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
KERNEL = {
    "display_name": "Python 3 (ipykernel)",
    "language": "python",
    "name": "python3",
}
METADATA = {
    "authors": [{"name": "The wslesson authors"}],
    "kernelspec": KERNEL,
    "language_info": {"name": "python"},
    "license": {"code": "BSD-3-Clause", "content": "CC-BY-4.0"},  # as MyST has them
}
KEPT = ("jupyter", "tags", "wslesson")  # of a cell's metadata
CELL_TIMEOUT = 30  # seconds
FAILURES = (  # of `execute`
    CellControlSignal,
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
    NoSuchKernel,
)
QUIET = ["--IPKernelApp.log_level=ERROR"]  # each start warns of TCP without encryption


def chosen(names: Iterable[str] = ()) -> list[Path]:
    """Return the notebooks whose file names begin with one of the names, or all."""
    beginnings = tuple(names) or ("",)
    found = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
    return [path for path in found if path.name.startswith(beginnings)]


def told_of(
    names: Iterable[str], problems: Callable[[Path], Iterable[str]], well: str
) -> int:
    """Print what is wrong with the chosen notebooks, or that all is well; 1 if not."""
    paths = chosen(names)
    found = [f"{path.name}: {line}" for path in paths for line in problems(path)]
    print("\n".join(found) or f"{len(paths)} notebooks {well}")
    return bool(found)


def client(notebook: NotebookNode, timeout: float = CELL_TIMEOUT) -> NotebookClient:
    """Return what runs a notebook in a fresh kernel, in the folder of the lessons."""
    return NotebookClient(
        notebook,
        timeout=timeout,
        extra_arguments=QUIET,
        startup_timeout=120,  # thirty kernels may start at once
        iopub_timeout=int(timeout),  # after 4 s it would drop a late output, and
        raise_on_iopub_timeout=True,  # say nothing
        record_timing=False,
        coalesce_streams=True,
        config=Config(KernelManager=no_ports()),
        resources={"metadata": {"path": str(NOTEBOOKS)}},
    )


def no_ports() -> dict[str, str]:
    """Return the options of a KernelManager whose kernel is reached through files.

    The files are gone when this process ends.
    """
    folder = tempfile.mkdtemp(prefix="wslesson-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return reached(folder)


def execute(notebook: NotebookNode, timeout: float = CELL_TIMEOUT) -> None:
    """Run all cells, one by one, and keep their outputs. Raises at the first error."""
    client(notebook, timeout).execute()


def tidy(notebook: NotebookNode, lesson: str) -> None:
    """Give each cell an id that says what it is, and drop what editors leave behind."""
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat_minor = 5
    taken: set[str] = set()
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in KEPT if key in cell.metadata}
        cell.metadata = nbformat.from_dict(kept)
        cell.id = _unique(f"{lesson}-{_slug(cell)}", taken)
        taken.add(cell.id)


def _slug(cell: NotebookNode) -> str:
    """Return words of the cell's first line, as in `01-the-server-as-printed`."""
    about = cell.metadata.get("wslesson", {})
    if "part" in about:
        return f"{about['part']}-{about['exercise'].replace('.', '-')}"
    words = re.findall(r"[a-z0-9]+", cell.source.partition("\n")[0].lower())
    return "-".join(words[:8])[:48].strip("-") or cell.cell_type


def _unique(name: str, taken: set[str]) -> str:
    number, unique = 1, name
    while unique in taken:
        number += 1
        unique = f"{name}-{number}"
    return unique
