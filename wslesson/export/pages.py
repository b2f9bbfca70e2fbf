"""What the two editions that are pages share: Sphinx makes them, from notebooks."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from ..workspace.notebook import Notebook
from .lessons import CREDIT, LICENSE, lessons_for, license_text

SETTINGS = Path(__file__).with_name("sphinx_settings")
SCRIPT = re.compile(rb"<script>.*?</script>", re.DOTALL)  # the site brings it once
# To a lesson, in an output, as JSON has it; Sphinx sees to those in the prose.
LINK = re.compile(rb'(href=\\"\d\d_\w+)\.ipynb')
TOOLS = "myst_nb", "furo", "sphinx_revealjs"
# Whose files stand in the pages. reveal.js and its fonts bring their own notices.
PARTS = "sphinx", "furo", "sphinx-basic-ng", "pygments", "myst-nb", "sphinx-revealjs"
# Sphinx's notes of what it did, and plugins of reveal.js that no deck loads.
LEFT_OUT = "_sources", ".buildinfo", "markdown", "math", "search", "zoom"


def begin(folder: Path) -> dict[str, Notebook]:
    """Return the lessons, by name, when all is there to make pages of them.

    Raises OSError, and FileExistsError when there is something in the folder already.
    """
    if not all(map(find_spec, TOOLS)):
        # Of this very Python: there may be several. Quoted, since zsh expands brackets.
        python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
        how = f'{python} -m pip install "wslesson[site]"'
        raise OSError(f"this needs Sphinx: run `{how}` first")
    return lessons_for(folder)


def build(
    kind: str, notebooks: Mapping[str, Notebook], welcome: str, folder: Path
) -> Iterator[str]:
    """Let Sphinx write pages into a folder; yield what it complains of.

    `kind` is the name of Sphinx's builder. Raises OSError. If Sphinx fails, then
    nothing has been written.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        source, pages = Path(temporary, "source"), Path(temporary, "pages")
        source.mkdir()
        for name, notebook in notebooks.items():
            file = SCRIPT.sub(b"", LINK.sub(rb"\1.html", notebook.file("")))
            (source / f"{name}.ipynb").write_bytes(file)
        index = f"{welcome}{_contents(notebooks)}\n{CREDIT}"
        (source / "index.md").write_text(index, "utf-8")
        cache = Path(temporary, "cache")
        options = f"-q -b {kind}".split()
        yield from _sphinx(*options, "-c", SETTINGS, "-d", cache, source, pages)
        not_pages = shutil.ignore_patterns(*LEFT_OUT)
        shutil.copytree(pages, folder, ignore=not_pages, dirs_exist_ok=True)
    _say_whose(folder)


def title(notebook: Notebook) -> str:
    """Return a lesson's title: its first line."""
    return notebook.cells[0].source.partition("\n")[0].lstrip("# ")


def anchor(heading: str) -> str:
    """Return what stands in a link to a heading, behind its #: as in JupyterLab."""
    return heading.replace(" ", "-")


def _contents(notebooks: Mapping[str, Notebook]) -> str:
    """Return links to all lessons, and the same for Sphinx, which it does not show."""
    titles = {name: title(each) for name, each in notebooks.items()}
    numbers = {name: f"{name[:2]} " if name[0].isdigit() else "" for name in titles}
    links = (f"- {numbers[name]}[{titles[name]}]({name}.ipynb)\n" for name in titles)
    names = (f"{numbers[name]}{titles[name]} <{name}>\n" for name in titles)
    return f"{''.join(links)}\n```{{toctree}}\n:hidden:\n\n{''.join(names)}```\n"


def _say_whose(folder: Path) -> None:
    """Put the licenses beside the pages: ours, and those of what Sphinx put in."""
    (folder / LICENSE).write_bytes(license_text())
    notices = shutil.copytree(SETTINGS / "licenses", folder / "licenses")
    for part in PARTS:
        for file in files(part) or ():
            if ".dist-info" in str(file) and file.stem in ("LICENSE", "AUTHORS"):
                text = Path(file.locate()).read_bytes()
                (notices / f"{part}-{file.stem}.txt").write_bytes(text)


def _sphinx(*arguments: str | Path) -> Iterator[str]:
    # -P: no file of the folder where somebody stands is taken for a module.
    done = subprocess.run(
        [sys.executable, "-P", "-X", "utf8", "-m", "sphinx", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    yield from done.stderr.splitlines()
    if done.returncode:
        raise OSError("Sphinx could not write the pages: see above for what it says")
