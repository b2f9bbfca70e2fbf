"""The command `wslesson export`: one line in `EDITIONS` for each edition."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

# What each is for. The module of `export` with its name writes it to a folder, and
# yields a line for each thing done; it is imported when it is asked for.
EDITIONS = {
    "nbgrader": "a course folder for nbgrader, to grade a class",
    "slides": "slides for each lesson, the prose as speaker notes (extra: site)",
    "site": "a static site of the course as it ran, with search (extra: site)",
    "lite": "the course to run in a browser, nothing to install (extra: lite; npm)",
}


def add_editions(parser: argparse.ArgumentParser) -> None:
    """Add a command for each edition."""
    commands = parser.add_subparsers(required=True, metavar="EDITION")
    for name, what in EDITIONS.items():
        add = commands.add_parser(name, help=what, description=f"Write {what}.")
        add.add_argument("folder", type=Path, metavar="DIR", help="new, or empty")
        add.set_defaults(run=_run, edition=name)


def _run(options: argparse.Namespace) -> None:
    room = import_module(f"..export.{options.edition}", __package__)
    for line in room.export(options.folder):
        print(line, flush=True)
