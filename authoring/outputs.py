"""Run notebooks without a browser and write their outputs: `make outputs`.

Names on the command line choose notebooks: `python -m authoring.outputs 01 02`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

from .notebooks import chosen, execute, tidy


def write_outputs(path: Path) -> None:
    """Run a notebook from a fresh kernel and write it back with its outputs."""
    notebook = nbformat.read(path, as_version=4)
    tidy(notebook, path.name[:2])
    execute(notebook)
    tidy(notebook, path.name[:2])  # the run has noted which Python it was
    nbformat.validate(notebook)
    half = path.with_suffix(".half")
    nbformat.write(notebook, half)
    half.replace(path)  # whoever reads it meanwhile reads all of the old one


if __name__ == "__main__":
    for notebook_path in chosen(sys.argv[1:]):
        write_outputs(notebook_path)
        print(f"wrote {notebook_path.name}")
