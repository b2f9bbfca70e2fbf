"""Serve while something runs: what `serve_while` must do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Thread
from typing import Any

from websockets.sync.client import connect
from websockets.sync.server import ServerConnection, serve

from ...checking.clock.script import GENEROUS
from ...checking.clock.servers import Watch
from ...checking.model import Attempt, Case, Exercise, Try, mistake
from .shared import url


def serve_while(handler: Callable[..., None], talk: Callable[[str], object]) -> object:
    """Serve `handler` while `talk(address)` runs, and return what `talk` returns.

    The server listens on 127.0.0.1, at a free port. In the end it is stopped, even
    if `talk` raises an error.
    """
    with serve(handler, "127.0.0.1", 0) as server:
        Thread(target=server.serve_forever).start()
        port = server.socket.getsockname()[1]
        return talk(f"ws://127.0.0.1:{port}")


Talk = Callable[[str], object]


NOBODY = "nobody answers"


def _served(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(handler, talk)`, and see whether it stops its server.

    The case's argument is what the client says. A "?" makes `talk` fail. If there is
    a second one, then `talk` says that to one more server, beside the first.
    """
    words = " and, to one more server, ".join(map(repr, case.args))
    says = f"{attempt.__name__}(shout, talk) where talk says {words}, and its server"
    yield Try(says, partial(_serve_once, attempt, *case.args))


def _serve_once(attempt: Attempt, text: Any, *more: Any) -> object:
    watch = Watch()

    def talk(address: str) -> object:
        said = _talk(watch, text, address)
        beside = [attempt(_shout, partial(_talk, watch, other)) for other in more]
        return (said, *beside) if more else said

    try:
        with watch.lived_by(attempt):
            try:
                got = attempt(_shout, talk)
            except (ValueError, OSError) as error:  # talk failed, or the rescue came
                got = str(error)
            not_stopped = watch.left()
    finally:
        for server in watch.left():
            watch.stop(server)
    if watch.freed:
        return got, "stopped by the check"
    return got, "not stopped" if not_stopped else "stopped"


def _shout(websocket: ServerConnection) -> None:
    for message in websocket:
        websocket.send(str(message).upper())


def _talk(watch: Watch, text: str, address: str) -> object:
    if text == "?":
        raise ValueError("talk failed")
    if not watch.will_serve(int(address.rpartition(":")[2])):
        return NOBODY
    with connect(address, proxy=None) as websocket:
        websocket.send(text)
        return websocket.recv(timeout=GENEROUS)


@mistake(
    "All went well, and then you waited for ever: join() before the server "
    "was told to stop. The end of the with block tells it; join after that."
)
def _joins_too_early(handler: Callable[..., None], talk: Talk) -> object:
    with serve(handler, "127.0.0.1", 0) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        result = talk(url(server.socket))
        thread.join()
        return result


@mistake(
    "You waited for ever: the end of a pool, or a join, waits for "
    "serve_forever, and nobody had told the server to stop. Use a Thread, "
    "and no join inside the with block."
)
def _waits_for_its_pool(handler: Callable[..., None], talk: Talk) -> object:
    with serve(handler, "127.0.0.1", 0) as server, ThreadPoolExecutor(1) as pool:
        pool.submit(server.serve_forever)
        return talk(url(server.socket))


@mistake(
    "Nobody answered: the with block had ended, so the server had stopped. "
    "Call talk inside it."
)
def _talks_after_the_block(handler: Callable[..., None], talk: Talk) -> object:
    return talk(str(serve_while(handler, str)))  # str gives the address back


@mistake(
    "The with block had ended: the server had stopped, and its socket was "
    "closed. Ask for the port inside, and call talk there."
)
def _looks_after_the_block(handler: Callable[..., None], talk: Talk) -> object:
    with serve(handler, "127.0.0.1", 0) as server:
        Thread(target=server.serve_forever).start()
    return talk(url(server.socket))


@mistake(
    "Thread wants the name before its function: Thread(target=server.serve_forever)."
)
def _names_no_target(handler: Callable[..., None], _talk: Talk) -> object:
    start: Any = Thread
    with serve(handler, "127.0.0.1", 0) as server:
        return start(server.serve_forever).start()


@mistake(
    "Nobody answered. serve opens the port; serve_forever accepts the clients: "
    "start a thread for it. (And the end of `with serve(…) as server:` stops "
    "the server.)"
)
def _serves_nobody(handler: Callable[..., None], talk: Talk) -> object:
    server = serve(handler, "127.0.0.1", 0)
    return talk(url(server.socket))


@mistake(
    "The server still runs. The end of `with serve(…) as server:` stops it; "
    "so does server.shutdown()."
)
def _never_stops(handler: Callable[..., None], talk: Talk) -> object:
    server = serve(handler, "127.0.0.1", 0)
    Thread(target=server.serve_forever, daemon=True).start()
    return talk(url(server.socket))


@mistake(
    "When talk raises an error, the line with shutdown is never reached. A "
    "with block stops the server in any case."
)
def _stops_unless_it_fails(handler: Callable[..., None], talk: Talk) -> object:
    server = serve(handler, "127.0.0.1", 0)
    Thread(target=server.serve_forever, daemon=True).start()
    result = talk(url(server.socket))
    server.shutdown()
    return result


@mistake("What talk returned was not returned.")
def _serves_for_nobody(handler: Callable[..., None], talk: Talk) -> None:
    serve_while(handler, talk)


EXERCISE = Exercise(
    id="serve_while",
    title="Serve while something runs",
    minutes=7,
    solution=serve_while,
    imports="from collections.abc import Callable\nfrom threading import Thread\n\n"
    "from websockets.sync.server import serve",
    trial=_served,
    cases=(
        Case(
            ("hello",),
            ("HELLO", "stopped"),
            why="A started thread runs serve_forever, which does not return. talk gets "
            "the address, a text that begins with ws://. Return its result. Stopped by "
            "the check? Your code waited for ever.",
        ),
        Case(
            ("?",),
            ("talk failed", "stopped"),
            why="talk raises an error: let it out (the caller must see it), and yet "
            "stop the server.",
        ),
    ),
    hidden=(
        Case(("Good night",), ("GOOD NIGHT", "stopped")),
        Case(("hello", "again"), (("HELLO", "AGAIN"), "stopped")),
    ),
    hints=(
        "Two things must go on at once, the server and talk. Which of them returns by "
        "itself, and which needs a thread?",
        "Inside `with serve(…) as server:` start a thread for server.serve_forever, "
        "without parentheses. The end of the block stops the server, whatever happens.",
        'with serve(handler, "127.0.0.1", 0) as server:\n'
        "    Thread(target=…).start()\n    port = server.socket.getsockname()[1]\n"
        '    return talk(f"ws://127.0.0.1:{…}")',
    ),
    mistakes=(
        _stops_unless_it_fails,
        _never_stops,
        _serves_for_nobody,
        _talks_after_the_block,
        _looks_after_the_block,
        _names_no_target,
        _joins_too_early,
        _waits_for_its_pool,
        _serves_nobody,
    ),
)
