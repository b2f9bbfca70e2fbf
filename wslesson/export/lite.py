"""The edition for a browser: JupyterLite, with nothing to install and nobody to ask."""

from __future__ import annotations

import ast
import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..workspace import quick_nbformat
from ..workspace.notebook import Notebook
from .lessons import LICENSE, lessons_for, license_text
from .lite_page import join, write_page
from .lite_parts import assemble, fetch, run

TAG = "not-in-browser"
TOOLS = "jupyterlite_core", "jupyterlite_pyodide_kernel"
STORED = "course/shown.json"  # in our package, for `show_stored`
LESSON = "notebooks/{}.ipynb"  # in our package, for `progress` and the like
INSTEAD = """\
# A browser cannot run this cell: what stands below is from a machine.
from wslesson.course.stored import show_stored; show_stored({!r})"""
SETTINGS = Path(__file__).with_name("jupyter-lite.json")  # see first_page/names.js
OPTIONS = "--apps lab --apps notebooks --apps tree --contents files --no-sourcemaps"

JUPYTERLITE = f"""
import {quick_nbformat.__name__}
from jupyterlite_core.app import main
main()"""

Json = dict[str, Any]  # a cell as the file has it: it may hold anything
Lessons = Mapping[str, Notebook]  # by their names


def export(folder: Path) -> Iterator[str]:
    """Write the course for a browser into a new folder; yield a line for each lesson.

    Raises OSError, and FileExistsError when there is something in the folder already:
    then nothing has been written.
    """
    cache = _begin()
    notebooks = lessons_for(folder)
    yield "Getting Pyodide and the wheels, unless they are here already ..."
    fetch(cache)
    with TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        source, site = Path(temporary, "source"), Path(temporary, "site")
        lessons = {name: for_a_browser(each) for name, each in notebooks.items()}
        _write(lessons, source)
        assemble(cache, source / "static" / "pyodide", _ours(notebooks, lessons))
        _build(source, site)
        write_page(lessons, site)
        join(site)
        (site / LICENSE).write_bytes(license_text())
        shutil.copytree(site, folder, dirs_exist_ok=True)
    for name, notebook in notebooks.items():
        cells = [cell for cell in notebook.content["cells"] if "outputs" in cell]
        told = f", {n} shown as stored" if (n := sum(map(_is_tagged, cells))) else ""
        yield f"{name:<22} {len(cells) - n} cells run{told}"
    yield f"Next: {Path(sys.executable).name} -m http.server -b 127.0.0.1 -d {folder}"


def _write(lessons: Lessons, source: Path) -> None:
    """Write the lessons and the settings to where JupyterLite looks for them."""
    (source / "files").mkdir(parents=True)
    for name, lesson in lessons.items():
        file = lesson.file(lesson.fingerprint)
        (source / "files" / f"{name}.ipynb").write_bytes(file)
    shutil.copy(SETTINGS, source)


def _ours(notebooks: Lessons, lessons: Lessons) -> dict[str, str]:
    """Return what our package has in a browser besides, by its path."""
    unrun = {LESSON.format(n): _unrun(each).file("") for n, each in lessons.items()}
    texts = {path: file.decode() for path, file in unrun.items()}
    return {STORED: json.dumps(stored(notebooks)), **texts}


def _begin() -> Path:
    """Return the cache, when all is there to build with. Raises OSError otherwise."""
    if not all(map(find_spec, TOOLS)):
        python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
        how = f'{python} -m pip install "wslesson[lite]"'
        raise OSError(f"this needs JupyterLite: run `{how}` first")
    from platformdirs import user_cache_path  # here: the extra brings it

    return user_cache_path("wslesson") / "lite"


def _is_tagged(cell: Json) -> bool:
    return TAG in cell["metadata"].get("tags", [])


def stored(notebooks: Lessons) -> dict[str, Json]:
    """Return what each cell showed that cannot run in a browser, by its id.

    What it imports is there, too: cells behind it may use that.
    """
    cells = [cell for each in notebooks.values() for cell in each.content["cells"]]
    return {
        cell["id"]: {"imports": _imports(cell), "outputs": cell["outputs"]}
        for cell in filter(_is_tagged, cells)
    }


def _imports(cell: Json) -> list[str]:
    tree = ast.parse("".join(cell["source"]))
    kinds = ast.Import, ast.ImportFrom
    return [ast.unparse(node) for node in tree.body if isinstance(node, kinds)]


def for_a_browser(notebook: Notebook) -> Notebook:
    """Return a lesson in which a cell that cannot run there shows what is stored."""
    cells = [
        {**cell, "source": INSTEAD.format(cell["id"])} if _is_tagged(cell) else cell
        for cell in notebook.content["cells"]
    ]
    return Notebook.of({**notebook.content, "cells": cells})


def _unrun(notebook: Notebook) -> Notebook:
    """Return a lesson without what its cells showed: that is most of its size."""
    cells = [
        {**cell, "outputs": [], "execution_count": None} if "outputs" in cell else cell
        for cell in notebook.content["cells"]
    ]
    return Notebook.of({**notebook.content, "cells": cells})


def _build(source: Path, site: Path) -> None:
    """Let JupyterLite put the site together. Raises OSError if it fails."""
    command = [sys.executable, "-P", "-c", JUPYTERLITE, "build"]
    options = [*OPTIONS.split(), "--no-unused-shared-packages", "--output-dir"]
    command += [*options, str(site)]
    run("JupyterLite could not build the site", command, source)
