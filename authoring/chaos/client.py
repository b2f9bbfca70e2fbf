"""A client that does what a plan says, on a real socket."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from authoring.chaos.plans import End, Plan
from authoring.chaos.targets import contexts

LIMIT = 60.0  # seconds: a server must end the stream sooner after we have
MOMENT = 0.005  # seconds to listen in the middle: only so that pieces arrive apart
LINGER = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)  # closing is a reset


def converse(port: int, plan: Plan, tls: bool) -> bytes:
    """Do what the plan says, and return what was said to us.

    Raises TimeoutError when the server does not end the stream after we have, and
    ConnectionRefusedError when there is none.
    """
    heard = bytearray()
    with ExitStack() as later:
        below = socket.create_connection(("127.0.0.1", port), LIMIT)
        later.enter_context(below)
        below.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with passing_over_its_goodbye():
            say(plan, below, later, heard, tls)
        if plan.end is End.RESET:
            below.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
        elif plan.end is End.FIN:
            with passing_over_its_goodbye():
                finish(below, heard)
    return bytes(heard)


def say(
    plan: Plan, below: socket.socket, later: ExitStack, heard: bytearray, tls: bool
) -> None:
    if tls and plan.below and plan.spoilt:
        return below.sendall(plan.below)
    sock = below
    if tls:
        twin = later.enter_context(below.dup())  # wrapping a socket takes it away
        twin.settimeout(LIMIT)
        sock = contexts()[1].wrap_socket(twin, server_hostname="127.0.0.1")
        later.enter_context(sock)
    for number, piece in enumerate(plan.pieces):
        sock.sendall(piece)
        if number in plan.pauses:
            listen_a_moment(below, heard)
    if tls:
        below.sendall(plan.below)
    return None


def listen_a_moment(sock: socket.socket, heard: bytearray) -> None:
    sock.settimeout(MOMENT)
    with suppress(TimeoutError):
        heard += sock.recv(65536)
    sock.settimeout(LIMIT)


def finish(sock: socket.socket, heard: bytearray) -> None:
    """Say that nothing more comes, and wait until the server says so too."""
    sock.shutdown(socket.SHUT_WR)
    while data := sock.recv(65536):
        heard += data


@contextmanager
def passing_over_its_goodbye() -> Iterator[None]:
    """Let the server end the stream at any time, but not keep us waiting."""
    try:
        yield
    except TimeoutError:
        raise
    except OSError:
        pass  # it has had enough of us, as is its right
