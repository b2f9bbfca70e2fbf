"""The matrix lane: the notebooks, on each Python and with each `websockets` we allow.

Of the tests it runs those of the services, which use every way of `websockets`.
`make matrix` takes the oldest `websockets` that pyproject.toml allows and the newest
there is, and each Python from 3.11 to 3.14 that has a name on PATH. `PYTHONS` names
others: `make matrix PYTHONS="/opt/python3.14/bin/python3" ONLY="00 01"`. Nothing is
installed but in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

from ..notebooks import NOTEBOOKS

ROOT = NOTEBOOKS.parent
NAMES = "python3.11 python3.12 python3.13 python3.14"
SERVICES = ("-m", "pytest", "tests/services", "-q", "-pno:cacheprovider")
NEWEST = ""  # pip takes the newest when no version is said
PATIENCE = 900  # seconds for one command: an installation on a slow network
VERSION = "import platform; print(platform.python_version())"
LIBRARY = "import importlib.metadata as m; print(m.version('websockets'))"
NOT_HERE = (OSError, subprocess.SubprocessError)


def oldest() -> str:
    """Return what pip is to install: the lower bound of pyproject.toml, as `==17.0`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needs = {need.name: need for need in map(Requirement, project["dependencies"])}
    [bound] = [each for each in needs["websockets"].specifier if each.operator == ">="]
    return f"=={bound.version}"


def said(*command: str | Path) -> str:
    """Return what a command prints. Raises CalledProcessError when it fails."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",  # what Windows says is not always UTF-8
        timeout=PATIENCE,
        check=True,
    )
    return done.stdout.strip()


def pythons(names: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the version of each Python of these names that runs here."""
    for name in names.split():
        try:
            yield name, said(name, "-c", VERSION)
        except NOT_HERE:
            print(f"{name}: not here")


def course(python: str, folder: Path) -> Path:
    """Install the course and its checks into a new environment; return its Python.

    All is as exact as in constraints.txt, but for `websockets`.
    """
    said(python, "-m", "venv", folder)
    inside = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    exact = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    others = folder / "constraints.txt"
    free = [line for line in exact if not line.startswith("websockets==")]
    others.write_text("\n".join(free), encoding="utf-8")
    pip(inside, "-e", ".[dev]", "-c", str(others))
    return inside


def pip(python: Path, *what: str) -> None:
    """Install something. Raises CalledProcessError when it cannot be."""
    quiet = "--quiet", "--disable-pip-version-check"
    said(python, "-m", "pip", "install", *quiet, *what)


def tried(name: str, specs: list[str], notebooks: list[str]) -> Iterator[list[str]]:
    """Yield which `websockets` it was, and what went wrong, if anything did."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            python = course(name, Path(folder))
        except subprocess.CalledProcessError as failure:
            yield ["that we allow", failure.stdout]
            return
        for spec in specs:
            library = [spec]
            try:
                pip(python, "--upgrade", f"websockets{spec}")
                library = [said(python, "-c", LIBRARY)]
                said(python, "-m", "authoring.run.strict", *notebooks)
                said(python, *SERVICES)
                yield library
            except subprocess.CalledProcessError as failure:
                yield [*library, failure.stdout]


def main(argv: list[str]) -> int:
    """Print a line for each combination; return 1 if one failed, or if none was."""
    parser = argparse.ArgumentParser(prog="python -m authoring.measure.matrix")
    parser.add_argument("notebooks", nargs="*", help="numbers of lessons; default: all")
    parser.add_argument(
        "--specs", nargs="+", default=[oldest(), NEWEST], help="such as ==17.0 ==17.1"
    )
    options = parser.parse_intermixed_args(argv)
    results = []
    for name, version in pythons(os.environ.get("PYTHONS") or NAMES):
        start = time.monotonic()
        for library, *wrong in tried(name, options.specs, options.notebooks):
            took, start = time.monotonic() - start, time.monotonic()
            verdict = f"{'FAILED' if wrong else 'passed'}, {took:.0f} s"
            print(f"Python {version}, websockets {library}: {verdict}", flush=True)
            print(*wrong, sep="\n", end="\n" if wrong else "", flush=True)
            results.append(not wrong)
    return not (results and all(results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
