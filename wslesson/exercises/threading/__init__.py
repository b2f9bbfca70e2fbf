"""Lesson 07: the library with threads."""

from __future__ import annotations

import asyncio
import gc
import inspect
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from itertools import takewhile
from queue import Empty, Queue
from socket import socket
from threading import Event, Thread
from typing import Any

from websockets.asyncio import client as loop_client
from websockets.asyncio import server as loop_server
from websockets.asyncio.client import ClientConnection as LoopConnection
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.sync.server import Server, ServerConnection, serve
from websockets.typing import Data

from ...checking.model import (
    Attempt,
    Case,
    Choice,
    Exercise,
    Mistake,
    Question,
    Raises,
    Try,
)
from ...checking.trials import PATIENCE, in_a_loop

Talk = Callable[[str], object]

TIRED = 0.4  # seconds: who has waited so long gives up
SLOW = 0.2  # seconds: too slow for who takes an example's 0.1 for the rule
NOBODY = "nobody answers"
COROUTINE = "a coroutine"
SILENT = "is silent"


def _url(listener: socket) -> str:
    return f"ws://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def _serving(handler: Callable[[ServerConnection], None]) -> Iterator[str]:
    """Run a server in a thread, and give its address to the block."""
    with serve(handler, "127.0.0.1", 0) as server:
        server.SHUTDOWN_POLLING_INTERVAL = 0.01  # seconds: there are many short tries
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield _url(server.socket)
    thread.join()


# 07.1


def ask(address: str, question: str, patience: float) -> Data | None:
    """Send a question, and return the answer, or None if none comes in time.

    `patience` is in seconds. The connection is closed in any case.
    """
    with connect(address, proxy=None) as websocket:
        websocket.send(question)
        try:
            return websocket.recv(timeout=patience)
        except TimeoutError:
            return None


def _asked(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(address, question, patience)`, and see how it leaves the server.

    The case's arguments are the question, the patience, and the server's answers.
    """
    question, patience, *answers = case.args
    says = f"{attempt.__name__}(address, {question!r}, {patience}), and its connection"
    yield Try(says, partial(_ask_once, attempt, question, patience, answers))


def _ask_once(
    attempt: Attempt, question: object, patience: object, answers: list[Any]
) -> object:
    ends: Queue[str] = Queue()

    def answering(websocket: ServerConnection) -> None:
        end = "closed too early" if answers else "closed"
        try:
            asked = websocket.recv(timeout=TIRED)
            with suppress(TimeoutError):  # a client that leaves now is heard
                websocket.recv(timeout=SLOW if answers else 0)
            for answer in answers if asked == question else [_asked_for(asked)]:
                websocket.send(answer)
            end = "closed"
            websocket.recv(timeout=TIRED)
        except ConnectionClosed:
            ends.put(end)
        except TimeoutError:
            ends.put("closed by the server")

    with _serving(answering) as address:
        got = _plain(attempt(address, question, patience))
        if got == COROUTINE:
            return got, "nobody came"
        try:
            return got, ends.get(timeout=TIRED / 2)
        except Empty:
            return got, "left open"


def _asked_for(question: Data) -> str:
    return f"You asked {question!r}."


def _lets_the_error_out(address: str, question: str, patience: float) -> Data:
    with connect(address, proxy=None) as websocket:
        websocket.send(question)
        return websocket.recv(timeout=patience)


def _waits_for_ever(address: str, question: str, patience: float) -> Data:
    with connect(address, proxy=None, open_timeout=patience) as websocket:
        websocket.send(question)
        return websocket.recv()


def _has_a_patience_of_its_own(
    address: str, question: str, _patience: float
) -> Data | None:
    return ask(address, question, SLOW / 2)


def _asks_for_the_name(address: str, _question: str, patience: float) -> Data | None:
    return ask(address, "question", patience)


def _receives_after_the_block(address: str, question: str, patience: float) -> Data:
    with connect(address, proxy=None) as websocket:
        websocket.send(question)
    return websocket.recv(timeout=patience)


def _leaves_it_open(address: str, question: str, patience: float) -> Data | None:
    websocket = connect(address, proxy=None, legacy=True)
    websocket.send(question)
    with suppress(TimeoutError):
        return websocket.recv(timeout=patience)
    return None


def _asks_in_a_task(*arguments: object) -> object:
    return asyncio.sleep(1, arguments)  # what an async def gives: a coroutine


def _asks_for_nobody(address: str, question: str, patience: float) -> None:
    ask(address, question, patience)


ASK = Exercise(
    id="07.1",
    title="Ask, and give up in time",
    minutes=6,
    solution=ask,
    imports="from websockets.sync.client import connect\n"
    "from websockets.typing import Data",
    trial=_asked,
    cases=(
        Case(
            ("hello", 5, "HELLO"),
            ("HELLO", "closed"),
            why="Connect, send the question, receive the answer, return it.",
        ),
        Case(
            ("anybody?", 0.1),
            (None, "closed"),
            why="This server is silent. When the patience is over, return None: recv "
            "itself needs the limit, timeout=patience.",
        ),
    ),
    hidden=(
        Case(("What time is it?", 5, "Half past two"), ("Half past two", "closed")),
        Case(("nothing", 5, ""), ("", "closed")),
        Case(("raw", 5, b"\x00\xff"), (b"\x00\xff", "closed")),
    ),
    hints=(
        "Which of your lines may wait for ever, and which argument gives it a limit?",
        "Connect in a with block. Inside, send, then recv with timeout=…, which raises "
        "TimeoutError when the time is over: catch that.",
        "with connect(address, proxy=None) as websocket:\n    websocket.send(…)\n"
        "    try:\n        return websocket.recv(timeout=…)\n    except …:\n"
        "        return …",
    ),
    mistakes=(
        Mistake(
            _lets_the_error_out,
            "When the time is over, recv raises TimeoutError. Catch it, and return "
            "None.",
        ),
        Mistake(
            _has_a_patience_of_its_own,
            "You left before the answer came. Wait for it: recv(timeout=patience).",
        ),
        Mistake(
            _asks_for_the_name,
            "The server was asked the word question: send what the argument `question` "
            "holds, without quotes.",
        ),
        Mistake(
            _receives_after_the_block,
            "The with block had ended, so the connection was closed. Receive inside "
            "it.",
        ),
        Mistake(_asks_for_nobody, "The answer came, and was not returned."),
        Mistake(
            _asks_in_a_task,
            "Nothing has run: no async and no await here. This connect comes from "
            "websockets.sync, and each call simply waits.",
        ),
        Mistake(
            _waits_for_ever,
            "The connection was closed before an answer came: the silent server got "
            "tired of you. recv itself needs the limit: timeout=patience, in seconds. "
            "(open_timeout is for the handshake.)",
        ),
        Mistake(
            _leaves_it_open,
            "The connection is still open, and its threads still run: write `with "
            "connect(…) as websocket:`.",
        ),
    ),
)

# 07.2


def collect(websocket: ClientConnection, pause: float) -> list[Data]:
    """Return the messages that come, until none comes for `pause` seconds.

    If the server closes earlier, return what has come until then.
    """
    messages: list[Data] = []
    try:
        while True:
            messages.append(websocket.recv(timeout=pause))
    except (TimeoutError, ConnectionClosed):
        return messages


def _collected(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(websocket, pause)` on a server that speaks.

    The case's arguments are the pause, the messages, the seconds from one to the next,
    and what the server does then. A server that will be silent has spoken already.
    """
    pause, messages, gap, then = case.args
    says = (
        f"{attempt.__name__}(websocket, {pause}): {messages}, {gap} s apart, "
        f"then the server {then}"
    )
    yield Try(says, partial(_collect_once, attempt, pause, messages, gap, then))


def _collect_once(
    attempt: Attempt, pause: object, messages: Any, gap: Any, then: object
) -> object:
    said, returned, tired = Event(), Event(), Event()

    def speak(websocket: ServerConnection) -> None:
        with suppress(ConnectionClosed):  # the client may leave early
            for number, message in enumerate(messages):
                returned.wait(gap if number else 0)
                websocket.send(message)
        said.set()
        if then == SILENT and not returned.wait(TIRED):
            tired.set()

    with _serving(speak) as address, connect(address, proxy=None) as websocket:
        said.wait(TIRED if then == SILENT else 0)
        try:
            got = attempt(websocket, pause)
        finally:
            returned.set()
        return got, "too late" if tired.is_set() else "in time"


def _hears_until_the_goodbye(websocket: ClientConnection, _pause: float) -> list[Data]:
    return list(websocket)


def _catches(
    *errors: type[Exception],
) -> Callable[[ClientConnection, float], list[Data]]:
    """Return a `collect` that catches these errors only."""

    def collecting(websocket: ClientConnection, pause: float) -> list[Data]:
        messages = []
        with suppress(*errors):
            while True:
                messages.append(websocket.recv(timeout=pause))
        return messages

    collecting.__name__ = "collect"
    return collecting


def _ends_at_an_empty_one(websocket: ClientConnection, pause: float) -> list[Data]:
    return list(takewhile(bool, collect(websocket, pause)))


def _has_a_pause_of_its_own(websocket: ClientConnection, _pause: float) -> list[Data]:
    return collect(websocket, SLOW / 2)


def _takes_one(websocket: ClientConnection, pause: float) -> list[Data]:
    return [websocket.recv(timeout=pause)]


def _drops_all(websocket: ClientConnection, pause: float) -> list[Data]:
    collect(websocket, pause)
    return []


def _collects_for_nobody(websocket: ClientConnection, pause: float) -> None:
    collect(websocket, pause)


COLLECT = Exercise(
    id="07.2",
    title="Listen until it is quiet",
    minutes=5,
    solution=collect,
    imports="from websockets.exceptions import ConnectionClosed\n"
    "from websockets.sync.client import ClientConnection\n"
    "from websockets.typing import Data",
    trial=_collected,
    cases=(
        Case(
            (5, ["", "b"], SLOW, "closes"),
            (["", "b"], "in time"),
            why="Two messages, the first one empty; then the server closes, and recv "
            "raises ConnectionClosed: return the two.",
        ),
        Case(
            (0.1, ["a", "b"], 0, SILENT),
            (["a", "b"], "in time"),
            why="Two messages, then nothing: recv(timeout=pause) raises TimeoutError. "
            "Return the two.",
        ),
    ),
    hidden=(
        Case((5, ["a", b"\x00", "a"], 0, "closes"), (["a", b"\x00", "a"], "in time")),
        Case((0.1, [], 0, SILENT), ([], "in time")),
        # One pause for each message, not for all: 0.56 s are longer than one.
        Case((0.5, list("abcdefgh"), 0.08, "closes"), (list("abcdefgh"), "in time")),
    ),
    hints=(
        "Nobody tells you which message is the last. What tells you that it is quiet?",
        "Receive for ever, each time with timeout=pause, and keep each message. Two "
        "errors end that: TimeoutError and ConnectionClosed. Catch both.",
        "messages = []\ntry:\n    while True:\n"
        "        messages.append(websocket.recv(timeout=…))\n"
        "except (…, …):\n    return messages",
    ),
    mistakes=(
        Mistake(
            _hears_until_the_goodbye,
            "It was quiet, and you went on until the server closed. A for loop has no "
            "limit, and neither has recv() without a timeout. And TimeoutError must "
            "end the loop.",
        ),
        Mistake(
            _catches(ConnectionClosed),
            "When it is quiet, recv raises TimeoutError. Catch it, and return what you "
            "have.",
        ),
        Mistake(
            _catches(TimeoutError),
            "The server closed, so recv raised ConnectionClosed. Catch it, and return "
            "what you have.",
        ),
        Mistake(
            _catches(),
            "Two errors may end the loop: TimeoutError when it is quiet, "
            "ConnectionClosed when the server closes. Catch both.",
        ),
        Mistake(
            _ends_at_an_empty_one,
            "An empty message is a message, too: keep it, and go on. Only the two "
            "errors end the loop.",
        ),
        Mistake(
            _has_a_pause_of_its_own,
            "One more message came, and you had gone. Wait `pause` seconds for each, "
            "whatever `pause` is.",
        ),
        Mistake(
            _takes_one,
            "Only the first message is there. Go on until it is quiet.",
        ),
        Mistake(
            _drops_all,
            "What came before the end is lost. Return it, too.",
        ),
        Mistake(_collects_for_nobody, "The list was not returned."),
    ),
)

# 07.3


def serve_while(handler: Callable[..., None], talk: Callable[[str], object]) -> object:
    """Serve `handler` while `talk(address)` runs, and return what `talk` returns.

    The server listens on 127.0.0.1, at a free port. In the end it is stopped, even
    if `talk` raises an error.
    """
    with serve(handler, "127.0.0.1", 0) as server:
        Thread(target=server.serve_forever).start()
        port = server.socket.getsockname()[1]
        return talk(f"ws://127.0.0.1:{port}")


def _served(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(handler, talk)`, and see whether it stops its server.

    The case's argument is what the client says. A "?" makes `talk` fail. If there is
    a second one, then `talk` says that to one more server, beside the first.
    """
    words = " and, to one more server, ".join(map(repr, case.args))
    says = f"{attempt.__name__}(shout, talk) where talk says {words}, and its server"
    yield Try(says, partial(_serve_once, attempt, *case.args))


def _serve_once(attempt: Attempt, text: Any, *more: Any) -> object:
    before = _servers()
    called, talked, returned, rescued = Event(), Event(), Event(), Event()

    def talk(address: str) -> object:
        called.set()
        try:
            said = _talk(text, address)
            beside = [attempt(_shout, partial(_talk, other)) for other in more]
            return (said, *beside) if more else said
        finally:
            talked.set()

    def watch() -> None:
        # An answer that hangs would leave a server behind. (talk has its own limits,
        # unless it serves, too.)
        limits = ((called, TIRED), (talked, 3 * TIRED), (returned, TIRED))
        if not all(event.wait(limit) for event, limit in limits):
            rescued.set()
            _stop(_servers() - before)

    watchdog = Thread(target=watch)
    watchdog.start()
    try:
        got = attempt(_shout, talk)
    except (ValueError, OSError) as error:  # talk failed, or the rescue came
        got = str(error)
    finally:
        called.set()
        talked.set()
        returned.set()
        watchdog.join()
    left = {server for server in _servers() - before if server.fileno() >= 0}
    _stop(left)
    if rescued.is_set():
        return got, "stopped by the check"
    return got, "not stopped" if left else "stopped"


def _servers() -> set[Server]:
    return {each for each in gc.get_referrers(Server) if type(each) is Server}


def _stop(servers: set[Server]) -> None:
    for server in servers:
        stopping = Thread(target=server.shutdown)
        stopping.start()
        if not server.socket_closed.wait(TIRED / 4):
            server.serve_forever()  # it never ran, and only this ends and closes it
        stopping.join()


def _shout(websocket: ServerConnection) -> None:
    for message in websocket:
        websocket.send(str(message).upper())


def _talk(text: str, address: str) -> object:
    if text == "?":
        raise ValueError("talk failed")
    try:
        with connect(address, proxy=None, open_timeout=TIRED) as websocket:
            websocket.send(text)
            return websocket.recv(timeout=TIRED)
    except OSError:  # refused, or not answered in time: systems differ
        return NOBODY


def _joins_too_early(handler: Callable[..., None], talk: Talk) -> object:
    with serve(handler, "127.0.0.1", 0) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        result = talk(_url(server.socket))
        thread.join()
        return result


def _waits_for_its_pool(handler: Callable[..., None], talk: Talk) -> object:
    with serve(handler, "127.0.0.1", 0) as server, ThreadPoolExecutor(1) as pool:
        pool.submit(server.serve_forever)
        return talk(_url(server.socket))


def _talks_after_the_block(handler: Callable[..., None], talk: Talk) -> object:
    return talk(str(serve_while(handler, str)))  # str gives the address back


def _looks_after_the_block(handler: Callable[..., None], talk: Talk) -> object:
    with serve(handler, "127.0.0.1", 0) as server:
        Thread(target=server.serve_forever).start()
    return talk(_url(server.socket))


def _names_no_target(handler: Callable[..., None], _talk: Talk) -> object:
    start: Any = Thread
    with _serving(handler):
        return start(handler)


def _serves_nobody(handler: Callable[..., None], talk: Talk) -> object:
    server = serve(handler, "127.0.0.1", 0)
    return talk(_url(server.socket))


def _never_stops(handler: Callable[..., None], talk: Talk) -> object:
    server = serve(handler, "127.0.0.1", 0)
    Thread(target=server.serve_forever, daemon=True).start()
    return talk(_url(server.socket))


def _stops_unless_it_fails(handler: Callable[..., None], talk: Talk) -> object:
    server = serve(handler, "127.0.0.1", 0)
    Thread(target=server.serve_forever, daemon=True).start()
    result = talk(_url(server.socket))
    server.shutdown()
    return result


def _serves_for_nobody(handler: Callable[..., None], talk: Talk) -> None:
    serve_while(handler, talk)


SERVE_WHILE = Exercise(
    id="07.3",
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
        Mistake(
            _stops_unless_it_fails,
            "When talk raises an error, the line with shutdown is never reached. A "
            "with block stops the server in any case.",
        ),
        Mistake(
            _never_stops,
            "The server still runs. The end of `with serve(…) as server:` stops it; "
            "so does server.shutdown().",
        ),
        Mistake(_serves_for_nobody, "What talk returned was not returned."),
        Mistake(
            _talks_after_the_block,
            "Nobody answered: the with block had ended, so the server had stopped. "
            "Call talk inside it.",
        ),
        Mistake(
            _looks_after_the_block,
            "The with block had ended: the server had stopped, and its socket was "
            "closed. Ask for the port inside, and call talk there.",
        ),
        Mistake(
            _names_no_target,
            "Thread wants the name before its function: "
            "Thread(target=server.serve_forever).",
        ),
        Mistake(
            _joins_too_early,
            "All went well, and then you waited for ever: join() before the server "
            "was told to stop. The end of the with block tells it; join after that.",
        ),
        Mistake(
            _waits_for_its_pool,
            "You waited for ever: the end of a pool, or a join, waits for "
            "serve_forever, and nobody had told the server to stop. Use a Thread, "
            "and no join inside the with block.",
        ),
        Mistake(
            _serves_nobody,
            "Nobody answered. serve opens the port; serve_forever accepts the clients: "
            "start a thread for it. (And the end of `with serve(…) as server:` stops "
            "the server.)",
        ),
    ),
)

# 07.4


def ask_across(
    websocket: LoopConnection, loop: asyncio.AbstractEventLoop, question: str
) -> Data:
    """Send a question, and return the answer.

    The connection belongs to asyncio, and to `loop`. You are in another thread.
    """
    sending = asyncio.run_coroutine_threadsafe(websocket.send(question), loop)
    sending.result(timeout=5)
    answer = asyncio.run_coroutine_threadsafe(websocket.recv(), loop)
    return answer.result(timeout=5)


class _Owned:
    """A connection that tells who uses it from a loop that is not its own."""

    def __init__(self, connection: LoopConnection) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()

    async def send(self, message: Data) -> None:
        """Send a message."""
        self._check()
        await self._connection.send(message)

    async def recv(self) -> Data:
        """Return the next message."""
        self._check()
        return await self._connection.recv()

    def _check(self) -> None:
        if asyncio.get_running_loop() is not self._loop:
            raise RuntimeError("this connection belongs to another loop")


def _across(attempt: Attempt, case: Case) -> Iterator[Try]:
    """Try `attempt(websocket, loop, question)` in a thread beside a running loop."""
    question, answer = case.args
    says = f"{attempt.__name__}(websocket, loop, {question!r})"
    yield Try(says, lambda: in_a_loop(_across_once(attempt, question, answer)))


async def _across_once(attempt: Attempt, question: object, answer: Any) -> object:
    async def answering(websocket: loop_server.ServerConnection) -> None:
        with suppress(TimeoutError, ConnectionClosed):
            # Half of what the try has: on a busy machine the question takes its time.
            async with asyncio.timeout(PATIENCE / 2):
                async for asked in websocket:
                    right = asked == question
                    await websocket.send(answer if right else _asked_for(asked))

    async with (
        loop_server.serve(answering, "127.0.0.1", 0) as server,
        loop_client.connect(_url(server.sockets[0]), proxy=None) as connection,
    ):
        with ThreadPoolExecutor(1) as pool:
            loop = asyncio.get_running_loop()
            loop.set_debug(True)  # so it refuses what is not safe from a thread
            loop.slow_callback_duration = TIRED  # and is silent about the rest
            job = pool.submit(attempt, _Owned(connection), loop, question)
            return _plain(await asyncio.wrap_future(job))


def _plain(got: object) -> object:
    """Say in words what would look different each time."""
    if isinstance(got, Future):
        return "a Future"
    if inspect.iscoroutine(got):
        got.close()
        return COROUTINE
    return got


def _starts_a_loop(
    websocket: _Owned, loop: asyncio.AbstractEventLoop, question: str
) -> Data:
    sending = asyncio.run_coroutine_threadsafe(websocket.send(question), loop)
    sending.result(timeout=5)
    return asyncio.run(websocket.recv())


def _starts_a_loop_for_each(
    websocket: _Owned, _loop: asyncio.AbstractEventLoop, question: str
) -> None:
    asyncio.run(websocket.send(question))


def _does_not_wait_for_send(
    websocket: _Owned, loop: asyncio.AbstractEventLoop, question: str
) -> Data:
    asyncio.run_coroutine_threadsafe(websocket.send(question), loop)
    return asyncio.run_coroutine_threadsafe(websocket.recv(), loop).result(5)


def _gives_a_promise(
    websocket: _Owned, loop: asyncio.AbstractEventLoop, question: str
) -> object:
    asyncio.run_coroutine_threadsafe(websocket.send(question), loop)
    return asyncio.run_coroutine_threadsafe(websocket.recv(), loop)


def _gives_a_coroutine(
    websocket: _Owned, loop: asyncio.AbstractEventLoop, question: str
) -> object:
    asyncio.run_coroutine_threadsafe(websocket.send(question), loop)
    return websocket.recv()


def _hands_over_no_coroutine(
    websocket: _Owned, loop: asyncio.AbstractEventLoop, _question: str
) -> object:
    send: Any = websocket.send
    return asyncio.run_coroutine_threadsafe(send, loop)


def _sends_nothing(
    websocket: _Owned, loop: asyncio.AbstractEventLoop, question: str
) -> Data:
    websocket.send(question).close()
    return asyncio.run_coroutine_threadsafe(websocket.recv(), loop).result(5)


def _returns_what_send_gave(
    websocket: _Owned, loop: asyncio.AbstractEventLoop, question: str
) -> object:
    return asyncio.run_coroutine_threadsafe(websocket.send(question), loop).result(5)


ASK_ACROSS = Exercise(
    id="07.4",
    title="Ask from another thread",
    minutes=6,
    solution=ask_across,
    imports="import asyncio\n\n"
    "from websockets.asyncio.client import ClientConnection as LoopConnection\n"
    "from websockets.typing import Data",
    trial=_across,
    cases=(
        Case(
            ("hello", "HELLO"),
            "HELLO",
            why="No loop of your own: hand `loop` each coroutine, with "
            "run_coroutine_threadsafe. Return what recv gives.",
        ),
        Case(
            (5, ""),
            Raises(TypeError),
            why="send refuses a number: its TypeError must come out. Wait for its "
            "result.",
        ),
    ),
    hidden=(
        Case(("What time is it?", "Half past two"), "Half past two"),
        Case(("nothing", ""), ""),
        Case((b"raw", b"\x00\xff"), b"\x00\xff"),
    ),
    hints=(
        "In which thread does the loop run, and how does another thread hand it a "
        "coroutine?",
        "asyncio.run_coroutine_threadsafe takes a coroutine and the loop, and returns "
        "a Future; its result(timeout=5) waits. Do it twice: send, then recv.",
        "sending = asyncio.run_coroutine_threadsafe(websocket.send(…), loop)\n"
        "sending.result(timeout=5)\n"
        "answer = asyncio.run_coroutine_threadsafe(…, loop)\n"
        "return answer.result(timeout=5)",
    ),
    mistakes=(
        Mistake(
            _starts_a_loop,
            "The connection belongs to a loop that runs already, in another thread. No "
            "loop of your own, and no run_until_complete: hand that loop the "
            "coroutine, with asyncio.run_coroutine_threadsafe(coroutine, loop).",
        ),
        Mistake(
            _starts_a_loop_for_each,
            "Your thread has no loop, and needs none. The connection belongs to "
            "`loop`, which runs already, in another thread. Hand it each coroutine: "
            "asyncio.run_coroutine_threadsafe(coroutine, loop).",
        ),
        Mistake(
            _does_not_wait_for_send,
            "You did not wait for send: its error would be lost. Ask its Future for "
            "the result, too.",
        ),
        Mistake(
            _gives_a_promise,
            "A Future is a promise. Its result(timeout=5) waits for the answer.",
        ),
        Mistake(
            _gives_a_coroutine,
            "A coroutine has not run. Hand it to the loop, and wait for the result.",
        ),
        Mistake(
            _hands_over_no_coroutine,
            "run_coroutine_threadsafe takes two things: a coroutine, which is a call, "
            "with parentheses; and the loop that shall run it.",
        ),
        Mistake(
            _returns_what_send_gave,
            "None came back: what send gives, or no return at all. The answer comes "
            "from recv.",
        ),
        Mistake(
            _sends_nothing,
            "The server got no question in time. websocket.send(…) alone only makes a "
            "coroutine; and the question must leave before you wait for its answer.",
        ),
    ),
)

LESSON = "07"
EXERCISES = (ASK, COLLECT, SERVE_WHILE, ASK_ACROSS)

QUESTIONS = (
    Question(
        "07.q1",
        "100 clients are connected to a threaded server of `websockets`. How many "
        "threads does the server hold for them?",
        (
            Choice(
                "100: one for each client.",
                "that was our own server. Here a connection has a thread for the "
                "handler, one that reads, and one that sends Pings.",
            ),
            Choice(
                "300: three for each client.",
                "the handler, the reader, and the Pings. One more accepts clients.",
                right=True,
            ),
            Choice(
                "32: they share a pool.",
                "the server of lesson 05 had such a pool. This one starts threads for "
                "each client, without a limit.",
            ),
        ),
    ),
    Question(
        "07.q2",
        "Several threads want to use one connection. What is allowed?",
        (
            Choice(
                "All may send; one receives.",
                "whole messages are not mixed up; a second recv is refused with "
                "ConcurrencyError.",
                right=True,
            ),
            Choice(
                "All may send and receive.",
                "a second recv is refused: who would get the message? One thread "
                "reads, and hands on.",
            ),
            Choice(
                "Only one at a time, behind a lock.",
                "send has a lock inside. And with a lock around recv, nobody could "
                "send while one waits for a message.",
            ),
        ),
    ),
    Question(
        "07.q3",
        "An asyncio server runs on the notebook's loop. In a cell, `with connect(…)` "
        "without await times out in its handshake. Why?",
        (
            Choice(
                "The server needs more time to start.",
                "it listens already. More time does not help: it cannot run at all "
                "while you wait.",
            ),
            Choice(
                "A client with threads cannot talk to a server with tasks.",
                "on the wire they are the same. From another thread it works.",
            ),
            Choice(
                "The client blocks the thread in which the server's loop runs.",
                "so the loop cannot answer. Give one of the two another thread.",
                right=True,
            ),
        ),
    ),
)
