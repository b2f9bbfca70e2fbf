"""What may be said on the command line, and what it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import Any

from .. import __version__
from ..services import TIMEOUT
from ..services.styles import PLAIN
from . import arguments
from .editions import add_editions

YOURS = "of your notebooks; default: `my-course/notebooks`"


def new_parser() -> argparse.ArgumentParser:
    """Return what reads the command line of `wslesson`."""
    parser = arguments.Parser(
        prog="wslesson", description="The course on WebSockets in Python."
    )
    version = f"%(prog)s {__version__}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(metavar="COMMAND")
    _add_machine(commands)
    _add_services(commands)
    _add_copies(commands)
    _add_projects(commands)
    _add_course(commands)
    return parser


Commands = Any  # argparse has no public name for what `add_subparsers` returns


def later(name: str) -> Callable[[argparse.Namespace], int | None]:
    """Return what runs a function of this room, such as `lessons.lab`.

    Its module is imported only then: who listens to a server need not wait for what
    reads notebooks.
    """
    module, _, function = name.partition(".")

    def run(options: argparse.Namespace) -> int | None:
        room = import_module(f".{module}", __package__)
        exit_code: int | None = getattr(room, function)(options)
        return exit_code

    return run


def _add_machine(commands: Commands) -> None:
    add = commands.add_parser(
        "lab",
        help="open the course in JupyterLab",
        epilog="Other options go to JupyterLab: --no-browser, --port=8888 …",
    )
    add.add_argument("--folder", type=arguments.place, help=YOURS)
    add.set_defaults(run=later("lessons.lab"), passes_on=True)

    add = commands.add_parser("doctor", help="check that this machine is fit")
    add.set_defaults(run=later("lessons.doctor"))


def _add_services(commands: Commands) -> None:
    add = commands.add_parser("serve", help="run the clock or the echo until Ctrl-C")
    add.add_argument("service", choices=["clock", "echo"])
    arguments.add_style(add, PLAIN, "default: %(default)s")
    add.add_argument("--compress", action="store_true", help="if a client asks for it")
    add.add_argument(
        "--max-size",
        type=arguments.size,
        metavar="BYTES",
        help="of a message; default: 1 MiB",
    )
    arguments.add_endpoint(add)
    add.add_argument("--show", action="store_true", help="print what is on the wire")
    add.add_argument(
        "--count", type=arguments.count, default=20, help="messages of the clock"
    )
    add.add_argument(
        "--interval", type=arguments.seconds, default=3.0, metavar="SECONDS"
    )
    add.set_defaults(run=later("terminal.serve"), error=add.error)
    _add_listeners(commands)


def _add_listeners(commands: Commands) -> None:
    add = commands.add_parser("listen", help="print what a server pushes")
    add.add_argument(
        "address", type=arguments.address, help="as `wslesson serve` prints it"
    )
    arguments.add_style(add, None, "default: by the address")
    add.add_argument(
        "--timeout", type=arguments.seconds, default=TIMEOUT, metavar="SECONDS"
    )
    add.add_argument("--show", action="store_true", help="print what is on the wire")
    add.set_defaults(run=later("terminal.listen"), error=add.error)

    add = commands.add_parser("tap", help="stand before a server, print what is said")
    add.add_argument("address", type=arguments.address, help="of the server: HOST:PORT")
    arguments.add_endpoint(add)
    add.set_defaults(run=later("terminal.tap"))


def _add_copies(commands: Commands) -> None:
    add = commands.add_parser(
        "progress",
        help="show which exercises are solved",
        epilog="It reads the saved notebooks and runs nothing: an answer that you "
        "edited keeps its last verdict until you run its check, and save.",
    )
    add.add_argument("folder", nargs="?", type=arguments.folder, help=YOURS)
    add.set_defaults(run=later("lessons.progress"))

    add = commands.add_parser(
        "update",
        help="bring newer lessons; what you changed is kept",
        epilog="A lesson that you changed stays, and the newer one is put beside it.",
    )
    add.add_argument("folder", nargs="?", type=arguments.copies, help=YOURS)
    add.set_defaults(run=later("lessons.update"))

    add = commands.add_parser("reset", help="make a lesson fresh; the old one is kept")
    add.add_argument("lesson", type=arguments.lesson, help="its number, such as 03")
    add.add_argument("folder", nargs="?", type=arguments.copies, help=YOURS)
    add.set_defaults(run=later("lessons.reset"))


def _add_projects(commands: Commands) -> None:
    project = commands.add_parser("by-hand", help="write a WebSocket server by hand")
    project.set_defaults(project="by_hand")
    steps = project.add_subparsers(required=True, metavar="STEP")
    for name, what in (
        ("start", "write a file to begin with; one that is there is kept"),
        ("check", "run its stages, up to the first that fails"),
        ("run", "run it until Ctrl-C"),
    ):
        add = steps.add_parser(name, help=what, description=f"{what.capitalize()}.")
        add.add_argument("--file", help="yours; default: my-course/by_hand.py")
        if name == "check":
            stage = "the last one to run; default: all"
            add.add_argument("stage", nargs="?", type=int, help=stage)
        add.set_defaults(run=later(f"projects.{name}"))


def _add_course(commands: Commands) -> None:
    add = commands.add_parser(
        "verify",
        help="run lessons, and compare what they show with what is stored",
        epilog="A minute for all lessons. Nothing is written.",
    )
    add.add_argument(
        "lessons", nargs="*", type=arguments.lesson, help="their numbers; default: all"
    )
    add.add_argument(
        "--folder", type=arguments.folder, help="of others than the course's own"
    )
    add.set_defaults(run=later("lessons.verify"))

    add = commands.add_parser("export", help="write the course in another form")
    add_editions(add)

    add = commands.add_parser("hint", help="print a hint for an exercise")
    add.add_argument("id", help="of the exercise, such as encode_message")
    add.add_argument("number", nargs="?", type=int, default=1, help="1, 2 or 3")
    add.set_defaults(run=later("lessons.hint"))

    add = commands.add_parser("solution", help="print the solution of an exercise")
    add.add_argument("id", help="of the exercise, such as encode_message")
    add.set_defaults(run=later("lessons.solution"))
