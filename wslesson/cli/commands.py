"""The command line of the course: `wslesson --help` lists what it can do."""

from __future__ import annotations

import argparse
import os
import sys
from io import TextIOWrapper
from typing import cast

from .. import __version__
from ..course import hint, solution
from ..course.machine import of_a_kernel
from ..protocol.addresses import without_login
from ..protocol.errors import ProtocolError
from ..services import TIMEOUT, Clock, Echo
from ..services.styles import PLAIN, speaks_websocket, style_for
from ..workspace.files import reason
from . import arguments
from .editions import add_editions
from .lessons import lab, progress, reset, update, verify
from .terminal import Endpoint, NobodyReadsError, listen, relay, serve

YOURS = "of your notebooks; default: `my-course/notebooks`"


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 well, 1 not so, 2 bad arguments."""
    if not sys.stdout:  # `>&-`, or a service: Python gives no stream then
        print("wslesson: there is no output to write to", file=sys.stderr)
        return 1
    # Not every terminal knows every character: each shows what it can. (The cast: here
    # it is a file of text, which can be set so; its type says less.)
    cast(TextIOWrapper, sys.stdout).reconfigure(errors="replace")
    try:
        try:
            return _run(argv)
        finally:
            sys.stdout.flush()  # now: when Python ends, an error would go unreported
    except KeyboardInterrupt:
        return 130
    except (
        BrokenPipeError,
        NobodyReadsError,
    ):  # the reader of our output has gone: `… | head`
        _drop_output()
        return 0
    except (OSError, ProtocolError, LookupError) as error:
        print(f"wslesson: {reason(error)}", file=sys.stderr)
        _drop_output()
        return 1


def _run(argv: list[str] | None) -> int:
    parser = _parser()
    options, rest = parser.parse_known_args(argv)
    if "run" not in options:  # a script that has lost its command has failed
        parser.print_help(sys.stderr)
        return 2
    if rest and options.run is not lab:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    return int(options.run(options) or 0)


def _drop_output() -> None:
    """Forget what cannot be written: Python would try again when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = arguments.Parser(
        prog="wslesson", description="The course on WebSockets in Python."
    )
    version = f"%(prog)s {__version__}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(metavar="COMMAND")

    add = commands.add_parser(
        "lab",
        help="open the course in JupyterLab",
        epilog="Other options go to JupyterLab: --no-browser, --port=8888 …",
    )
    add.add_argument("--folder", type=arguments.place, help=YOURS)
    add.set_defaults(run=lab)

    add = commands.add_parser("doctor", help="check that this machine is fit")
    add.set_defaults(run=_doctor)

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
    add.set_defaults(run=_serve, error=add.error)

    add = commands.add_parser("listen", help="print what a server pushes")
    add.add_argument(
        "address", type=arguments.address, help="as `wslesson serve` prints it"
    )
    arguments.add_style(add, None, "default: by the address")
    add.add_argument(
        "--timeout", type=arguments.seconds, default=TIMEOUT, metavar="SECONDS"
    )
    add.add_argument("--show", action="store_true", help="print what is on the wire")
    add.set_defaults(run=_listen, error=add.error)

    add = commands.add_parser("tap", help="stand before a server, print what is said")
    add.add_argument("address", type=arguments.address, help="of the server: HOST:PORT")
    arguments.add_endpoint(add)
    add.set_defaults(run=lambda it: relay(it.address, Endpoint(it.host, it.port, True)))

    add = commands.add_parser(
        "progress",
        help="show which exercises are solved",
        epilog="It reads the saved notebooks and runs nothing: an answer that you "
        "edited keeps its last verdict until you run its check, and save.",
    )
    add.add_argument("folder", nargs="?", type=arguments.folder, help=YOURS)
    add.set_defaults(run=progress)

    add = commands.add_parser(
        "update",
        help="bring newer lessons; what you changed is kept",
        epilog="A lesson that you changed stays, and the newer one is put beside it.",
    )
    add.add_argument("folder", nargs="?", type=arguments.copies, help=YOURS)
    add.set_defaults(run=update)

    add = commands.add_parser("reset", help="make a lesson fresh; the old one is kept")
    add.add_argument("lesson", type=arguments.lesson, help="its number, such as 03")
    add.add_argument("folder", nargs="?", type=arguments.copies, help=YOURS)
    add.set_defaults(run=reset)

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
    add.set_defaults(run=verify)

    add = commands.add_parser("export", help="write the course in another form")
    add_editions(add)

    add = commands.add_parser("hint", help="print a hint for an exercise")
    add.add_argument("id", help="of the exercise, such as encode_message")
    add.add_argument("number", nargs="?", type=int, default=1, help="1, 2 or 3")
    add.set_defaults(run=lambda options: hint(options.id, options.number))

    add = commands.add_parser("solution", help="print the solution of an exercise")
    add.add_argument("id", help="of the exercise, such as encode_message")
    add.set_defaults(run=lambda options: solution(options.id))
    return parser


def _doctor(options: argparse.Namespace) -> int:
    del options
    problems = of_a_kernel()
    print(*(problems or ["All is well."]), sep="\n")
    return bool(problems)


def _serve(options: argparse.Namespace) -> None:
    if options.compress and not speaks_websocket(options.style):
        options.error(f"the style {options.style} does not compress")
    if options.max_size and not speaks_websocket(options.style):
        options.error(f"the style {options.style} has a fixed limit for messages")
    clock = Clock(options.count, options.interval)
    service = clock if options.service == "clock" else Echo()
    endpoint = Endpoint(options.host, options.port, options.show)
    asked = {"compress": options.compress, "max_size": options.max_size}
    serve(
        service,
        options.style,
        endpoint,
        **{name: it for name, it in asked.items() if it},
    )


def _listen(options: argparse.Namespace) -> None:
    address, style = options.address, options.style
    if "://" not in address:
        scheme = "ws" if style and speaks_websocket(style) else "tcp"
        address = f"{scheme}://{address}"
    style = style or style_for(address)
    if speaks_websocket(style) is not address.startswith("ws"):
        options.error(f"the style {style} does not listen to {without_login(address)}")
    listen(address, style, options.timeout, shown=options.show)
