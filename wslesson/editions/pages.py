"""What the two editions that are pages share: Sphinx makes them, from notebooks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from .files import lessons, shipped
from .notebook import Notebook, NotWholeError

SETTINGS = Path(__file__).with_name("sphinx_settings")
TOOLS = "myst_nb", "furo", "sphinx_revealjs"


def begin(folder: Path) -> dict[str, Notebook]:
    """Return the lessons, by name, when all is there to write them into a folder.

    Raises OSError, and FileExistsError when there is something in the folder already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: choose a folder that is new")
    if not all(map(find_spec, TOOLS)):
        raise OSError('this needs Sphinx: run pip install "wslesson[site]" first')
    try:
        return {path.stem: Notebook.read(path) for path in lessons(shipped())}
    except NotWholeError as error:
        raise OSError(str(error)) from None


def build(
    kind: str, notebooks: Mapping[str, Notebook], welcome: str, folder: Path
) -> Iterator[str]:
    """Let Sphinx write pages into a folder; yield what it complains of.

    `kind` is the name of Sphinx's builder. Raises OSError, and then the folder is as
    it was, or a part of the pages is there: when the disk is full, say.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        source, pages = Path(temporary, "source"), Path(temporary, "pages")
        source.mkdir()
        for name, notebook in notebooks.items():
            (source / f"{name}.ipynb").write_bytes(notebook.file(""))
        index = welcome + _contents(notebooks)
        (source / "index.md").write_text(index, "utf-8")
        yield from _run(
            ["-q", "-b", kind, "-c", str(SETTINGS), "-d", f"{temporary}/read"],
            [str(source), str(pages)],
        )
        not_pages = shutil.ignore_patterns("_sources", ".buildinfo")
        shutil.copytree(pages, folder, ignore=not_pages, dirs_exist_ok=True)


def title(notebook: Notebook) -> str:
    """Return a lesson's title: its first line."""
    return notebook.cells[0].source.partition("\n")[0].lstrip("# ")


def anchor(heading: str) -> str:
    """Return what stands in a link to a heading, behind its #: as in JupyterLab."""
    return heading.replace(" ", "-")


def _contents(notebooks: Mapping[str, Notebook]) -> str:
    """Return links to all lessons, and the same for Sphinx, which it does not show."""
    titles = {name: title(each) for name, each in notebooks.items()}
    links = (f"- {name[:2]} [{titles[name]}]({name}.ipynb)\n" for name in titles)
    names = (f"{name[:2]} {titles[name]} <{name}>\n" for name in titles)
    return f"{''.join(links)}\n```{{toctree}}\n:hidden:\n\n{''.join(names)}```\n"


def _run(options: list[str], folders: list[str]) -> Iterator[str]:
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, *folders],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise OSError(f"Sphinx could not write the pages:\n{done.stderr.strip()}")
    yield from done.stderr.splitlines()
