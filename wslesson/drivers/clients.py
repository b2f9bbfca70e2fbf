"""A listening socket, a thread for each client, and what all such threads do."""

import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TypeVar

from ..protocol.errors import RemoteProtocolError
from ..protocol.reading import Decoder, Parser
from . import CHUNK

logger = logging.getLogger(__name__)
POLL = 0.1  # seconds between two looks at whether to stop
GRACE = 10.0  # seconds that a client's thread has to end

T = TypeVar("T")
ServeOne = Callable[[socket.socket, Event], None]


@contextmanager
def serve_clients(
    serve_one: ServeOne, host: str, port: int
) -> Iterator[tuple[str, int]]:
    """Call `serve_one(sock, stopping)` in a thread for each client; give host and port.

    A client that breaks a rule, or whose connection fails, is dropped and logged:
    the others do not notice. At the end of the block `stopping` is set and each
    socket is shut down, so that a thread that waits on either wakes; then the threads
    are joined, or left behind when they do not end in `GRACE` seconds.
    """
    stopping = Event()
    with socket.create_server((host, port)) as listener:
        listener.settimeout(POLL)  # closing it would not wake `accept` everywhere
        acceptor = Thread(target=_accept, args=(listener, serve_one, stopping))
        acceptor.start()
        try:
            yield listener.getsockname()
        finally:
            stopping.set()
            acceptor.join()


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


def finish(sock: socket.socket) -> None:
    """Say that nothing more comes, and wait until the peer says so too.

    To close with unread bytes would reset the connection, and a reset may overtake
    what we sent last.
    """
    sock.shutdown(socket.SHUT_WR)
    while sock.recv(CHUNK):
        pass


def _accept(listener: socket.socket, serve_one: ServeOne, stopping: Event) -> None:
    clients: dict[Thread, socket.socket] = {}
    while not stopping.is_set():
        try:
            sock, _ = listener.accept()
        except TimeoutError:
            continue
        except OSError as error:  # out of descriptors, say: the next try may work
            logger.error("a client was not accepted: %s", error)
            stopping.wait(POLL)
            continue
        todo = serve_one, sock, stopping
        thread = Thread(target=_serve_safely, args=todo, daemon=True)
        thread.start()
        clients = {t: s for t, s in clients.items() if t.is_alive()} | {thread: sock}
    for sock in clients.values():
        with suppress(OSError):  # it may have gone by itself
            sock.shutdown(socket.SHUT_RDWR)
    for thread in clients:
        thread.join(GRACE)


def _serve_safely(serve_one: ServeOne, sock: socket.socket, stopping: Event) -> None:
    with sock:
        try:
            serve_one(sock, stopping)
        except (OSError, RemoteProtocolError) as error:
            if not stopping.is_set():
                logger.warning("a client was dropped: %s", error)
