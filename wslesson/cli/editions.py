"""The command `wslesson export`: one line in `EDITIONS` for each edition."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from ..export import lite, nbgrader, site, slides

# What it is for, and what writes it to a folder, yielding a line for each thing done.
EDITIONS: dict[str, tuple[str, Callable[[Path], Iterator[str]]]] = {
    "nbgrader": ("a course folder for nbgrader, to grade a class", nbgrader.export),
    "slides": (
        "slides for each lesson, the prose as speaker notes (extra: site)",
        slides.export,
    ),
    "html": (
        "a static site of the course as it ran, with search (extra: site)",
        site.export,
    ),
    "lite": (
        "the course to run in a browser, nothing to install (extra: lite; npm)",
        lite.export,
    ),
}


def add_editions(parser: argparse.ArgumentParser) -> None:
    """Add a command for each edition."""
    commands = parser.add_subparsers(required=True, metavar="EDITION")
    for name, (what, export) in EDITIONS.items():
        add = commands.add_parser(name, help=what, description=f"Write {what}.")
        add.add_argument("folder", type=Path, metavar="DIR", help="new, or empty")
        add.set_defaults(run=_run, export=export)


def _run(options: argparse.Namespace) -> None:
    for line in options.export(options.folder):
        print(line, flush=True)
