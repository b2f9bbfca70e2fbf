"""A listening socket, and how those who come are let in: to a thread or a task each."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

from ..protocol.errors import RemoteProtocolError
from ..protocol.reading import Decoder, Parser
from . import CHUNK
from .room import Complaints

logger = logging.getLogger(__name__)
POLL = 0.1  # seconds between two looks at whether to stop, or whether there is room
CROWD = 64  # clients that are let in before the others have a turn
MOMENT = 0.5  # seconds that a thread or task has to end when its stream has ended

T = TypeVar("T")
Where = tuple[str, int]
Welcome = Callable[[socket.socket], None]
ServeOne = Callable[[socket.socket, Event], None]


@contextmanager
def serve_clients(
    serve_one: ServeOne,
    where: Where,
    timeout: float,
    say_goodbye: Callable[[], list[Thread]] | None = None,
) -> Iterator[Where]:
    """Call `serve_one(sock, stopping)` in a thread for each client; give host and port.

    A client that breaks a rule, or whose connection fails, is dropped and logged:
    the others do not notice. At the end of the block nobody is accepted any more and
    `stopping` is set. Then `say_goodbye` starts the threads that end the streams, or
    each socket is shut down, so that a thread that waits on either wakes. All threads
    have `timeout` seconds to end; one that needs longer is left behind.
    """
    stopping = Event()
    clients: dict[Thread, socket.socket] = {}

    def welcome(sock: socket.socket) -> None:
        for thread in [thread for thread in clients if not thread.is_alive()]:
            del clients[thread]
        clients[_begin(serve_one, sock, stopping)] = sock

    with _listen(*where) as listener:
        listener.settimeout(POLL)  # closing it would not wake `accept` everywhere
        acceptor = Thread(target=_accept, args=(listener, welcome, stopping))
        acceptor.start()
        try:
            yield listener.getsockname()[:2]
        finally:
            stopping.set()
            acceptor.join()
    deadline = monotonic() + timeout + MOMENT
    goodbyes = say_goodbye() if say_goodbye else _hang_up(clients.values())
    for thread in (*clients, *goodbyes):
        thread.join(max(deadline - monotonic(), 0))


@asynccontextmanager
async def accept_clients(welcome: Welcome, where: Where) -> AsyncIterator[Where]:
    """Call `welcome(sock)` for each client until the block ends; give host and port.

    asyncio's `create_server` would fill the log when there is no room for more, and
    could not drop at once those who are silent in the handshake of TLS.
    """
    with _listen(*where) as listener:
        listener.setblocking(False)
        accepting = asyncio.create_task(_accept_async(listener, welcome))
        try:
            yield listener.getsockname()[:2]
        finally:
            await asyncio.sleep(0)  # whom Windows accepted before is welcomed now
            accepting.cancel()
            await asyncio.wait([accepting])


def receive_items(
    sock: socket.socket, new_parser: Callable[[], Parser[T]]
) -> Iterator[T]:
    """Yield the items that arrive until the peer ends the stream.

    Raises RemoteProtocolError when it ends in the middle of an item, and what the
    parser raises.
    """
    decoder = Decoder(new_parser)
    while data := sock.recv(CHUNK):
        decoder.feed(data)
        yield from decoder
    if not decoder.between_items:
        raise RemoteProtocolError("the stream ended in the middle of a message")


def finish(sock: socket.socket, timeout: float) -> None:
    """Say that nothing more comes, and wait until the peer says so too.

    To close with unread bytes would reset the connection, and a reset may overtake
    what we sent last. Whoever talks on is left after `timeout` seconds.
    """
    deadline = monotonic() + timeout
    sock.shutdown(socket.SHUT_WR)
    while sock.recv(CHUNK) and monotonic() < deadline:
        pass


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def _accept(listener: socket.socket, welcome: Welcome, stopping: Event) -> None:
    complaints = Complaints()
    while not stopping.is_set():
        try:
            with suppress(TimeoutError):  # nobody came
                welcome(listener.accept()[0])
        except (OSError, RuntimeError) as error:  # no descriptor, or no thread, is left
            complaints.tell(error)
            stopping.wait(POLL)


async def _accept_async(listener: socket.socket, welcome: Welcome) -> None:
    complaints = Complaints()
    while True:
        try:
            await _let_in(listener, welcome)
        except OSError as error:
            complaints.tell(error)
            await asyncio.sleep(POLL)


async def _let_in(listener: socket.socket, welcome: Welcome) -> None:
    """Welcome all who come (on Windows the next), or raise OSError if we cannot.

    The loop is asked once, and calls us when somebody waits. Whoever is accepted is
    welcomed in the same breath, so that nobody is lost when this is cancelled.
    """
    loop = asyncio.get_running_loop()
    failed: asyncio.Future[None] = loop.create_future()

    def let_in() -> None:
        try:
            with suppress(BlockingIOError):  # nobody waits any more
                for _ in range(CROWD):
                    welcome(listener.accept()[0])
        except OSError as error:
            failed.set_exception(error)

    try:
        loop.add_reader(listener, let_in)
    except NotImplementedError:  # by a loop of Windows
        welcome((await loop.sock_accept(listener))[0])
        return await asyncio.sleep(0)  # the others have a turn, too
    failed.add_done_callback(lambda _: loop.remove_reader(listener))
    return await failed


def _hang_up(socks: Iterable[socket.socket]) -> list[Thread]:
    for sock in socks:
        with suppress(OSError):  # it may have gone by itself
            sock.shutdown(socket.SHUT_RDWR)
    return []


def _begin(serve_one: ServeOne, sock: socket.socket, stopping: Event) -> Thread:
    thread = Thread(target=_serve_safely, args=(serve_one, sock, stopping), daemon=True)
    try:
        thread.start()
    except RuntimeError:
        sock.close()
        raise
    return thread


def _serve_safely(serve_one: ServeOne, sock: socket.socket, stopping: Event) -> None:
    with sock:
        try:
            serve_one(sock, stopping)
        except (OSError, RemoteProtocolError) as error:
            if not stopping.is_set():
                logger.warning("a client was dropped: %s", error)
