"""The command `wslesson export`: one line in `EDITIONS` for each edition."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

# What it is for, and the module of `export` whose `export` writes it to a folder,
# yielding a line for each thing done. It is imported when it is asked for.
EDITIONS = {
    "nbgrader": ("a course folder for nbgrader, to grade a class", "nbgrader"),
    "slides": (
        "slides for each lesson, the prose as speaker notes (extra: site)",
        "slides",
    ),
    "html": (
        "a static site of the course as it ran, with search (extra: site)",
        "site",
    ),
}


def add_editions(parser: argparse.ArgumentParser) -> None:
    """Add a command for each edition."""
    commands = parser.add_subparsers(required=True, metavar="EDITION")
    for name, (what, module) in EDITIONS.items():
        add = commands.add_parser(name, help=what, description=f"Write {what}.")
        add.add_argument("folder", type=Path, metavar="DIR", help="new, or empty")
        add.set_defaults(run=_run, module=module)


def _run(options: argparse.Namespace) -> None:
    edition = import_module(f"..export.{options.module}", __package__)
    for line in edition.export(options.folder):
        print(line, flush=True)
