"""The command line of the course: `wslesson --help` lists what it can do."""

from __future__ import annotations

import argparse
import math
import os
import sys
import threading
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from .course import doctor, hint, solution
from .course.progress import NOTEBOOKS, progress, table
from .protocol.errors import ProtocolError
from .services import TIMEOUT, Clock, Echo
from .styles import PLAIN, speaks_websocket, style_for, styles
from .terminal import Door, NobodyReadsError, listen, reason, relay, serve

SETTINGS = Path(__file__).parent / "course" / "lab_settings"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, where argparse would print the usage too."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 well, 1 not so, 2 bad arguments."""
    parser = _parser()
    options, rest = parser.parse_known_args(argv)
    if rest and options.run is not _lab:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    try:
        return int(options.run(options) or 0)
    except KeyboardInterrupt:
        return 130
    except (
        BrokenPipeError,
        NobodyReadsError,
    ):  # the reader of our output has gone: `… | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, ProtocolError, LookupError) as error:
        print(f"wslesson: {reason(error)}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="wslesson", description="The course on WebSockets in Python.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    add = commands.add_parser(
        "lab",
        help="open the course in JupyterLab",
        epilog="Other options go to JupyterLab: --no-browser, --port=8888 …",
    )
    add.set_defaults(run=_lab)

    add = commands.add_parser("doctor", help="check that this machine is fit")
    add.set_defaults(run=_doctor)

    add = commands.add_parser("serve", help="run the clock or the echo until Ctrl-C")
    add.add_argument("service", choices=["clock", "echo"])
    add.add_argument("--style", choices=styles(), default=PLAIN)
    add.add_argument("--compress", action="store_true", help="if a client asks for it")
    _add_door(add)
    add.add_argument("--show", action="store_true", help="tell what goes over the wire")
    add.add_argument("--count", type=_count, default=20, help="messages of the clock")
    add.add_argument("--interval", type=_seconds, default=3.0, metavar="SECONDS")
    add.set_defaults(run=_serve, error=add.error)

    add = commands.add_parser("listen", help="print what a server pushes")
    add.add_argument("address", type=_address, help="as `wslesson serve` prints it")
    add.add_argument("--style", choices=styles(), help="default: by the address")
    add.add_argument("--timeout", type=_seconds, default=TIMEOUT, metavar="SECONDS")
    add.add_argument("--show", action="store_true", help="tell what goes over the wire")
    add.set_defaults(run=_listen, error=add.error)

    add = commands.add_parser("tap", help="stand before a server, tell what is said")
    add.add_argument("address", type=_address, help="of the server: HOST:PORT")
    _add_door(add)
    add.set_defaults(run=lambda it: relay(it.address, Door(it.host, it.port, True)))

    add = commands.add_parser("progress", help="show which exercises are solved")
    add.add_argument("folder", nargs="?", type=Path, default=NOTEBOOKS)
    add.set_defaults(run=_progress)

    add = commands.add_parser("hint", help="print a hint for an exercise")
    add.add_argument("id", help="of the exercise, such as 02.1")
    add.add_argument("number", nargs="?", type=int, default=1, help="1, 2 or 3")
    add.set_defaults(run=lambda options: hint(options.id, options.number))

    add = commands.add_parser("solution", help="print the solution of an exercise")
    add.add_argument("id", help="of the exercise, such as 02.1")
    add.set_defaults(run=lambda options: solution(options.id))
    return parser


def _add_door(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="default: %(default)s")
    parser.add_argument("--port", type=_port, default=0, help="default: any free port")


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port from 0 to 65535")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a number of messages")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < threading.TIMEOUT_MAX:
        raise argparse.ArgumentTypeError(f"{text} is not a time in seconds")
    return seconds


def _address(text: str) -> str:
    try:
        where = urlsplit(text if "://" in text else f"tcp://{text}")
        has_port = bool(where.port) or where.scheme in ("ws", "wss")  # these have one
        good = where.scheme in ("tcp", "ws", "wss") and where.hostname and has_port
    except ValueError:
        good = False
    if not good or "#" in text:
        raise argparse.ArgumentTypeError(f"{text} is not an address like HOST:PORT")
    return text


def _lab(options: argparse.Namespace) -> None:
    if not NOTEBOOKS.exists():
        raise FileNotFoundError(
            "the notebooks are not beside this package: run it from a clone of the "
            "course, installed with `pip install -e .`"
        )
    from jupyterlab.labapp import LabApp  # a second that no other command shall wait

    arguments = [
        f"--ServerApp.root_dir={NOTEBOOKS.parent}",
        "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb",
        f"--LabApp.app_settings_dir={SETTINGS}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        arguments.append("--allow-root")  # in a container the learner often is root
    given = {argument.partition("=")[0] for argument in options.rest}
    ours = [each for each in arguments if each.partition("=")[0] not in given]
    here = str(Path(sys.executable).parent)  # so that its terminals know `wslesson`
    os.environ["PATH"] = os.pathsep.join([here, os.environ.get("PATH", "")])
    LabApp.launch_instance([*ours, *options.rest])


def _doctor(options: argparse.Namespace) -> int:
    del options
    problems = doctor()
    print(*(problems or ["All is well."]), sep="\n")
    return bool(problems)


def _progress(options: argparse.Namespace) -> None:
    print(table(progress(options.folder)))


def _serve(options: argparse.Namespace) -> None:
    if options.compress and not speaks_websocket(options.style):
        options.error(f"the style {options.style} does not compress")
    clock = Clock(options.count, options.interval)
    service = clock if options.service == "clock" else Echo()
    door = Door(options.host, options.port, options.show)
    serve(service, options.style, door, compress=options.compress)


def _listen(options: argparse.Namespace) -> None:
    address, style = options.address, options.style
    if "://" not in address:
        scheme = "ws" if style and speaks_websocket(style) else "tcp"
        address = f"{scheme}://{address}"
    style = style or style_for(address)
    if speaks_websocket(style) is not address.startswith("ws"):
        options.error(f"the style {style} does not listen to {address}")
    listen(address, style, options.timeout, shown=options.show)


if __name__ == "__main__":
    sys.exit(main())
