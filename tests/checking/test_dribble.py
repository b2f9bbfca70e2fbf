"""A dribbling peer sends the pieces you choose, through a real socket."""

import os
import select
import socket

import pytest

from wslesson.checking import dribble
from wslesson.course import Dribble


def test_each_piece_arrives_by_itself():
    with Dribble(b"hel", b"lo") as sock:
        assert [sock.recv(16) for _ in range(4)] == [b"hel", b"lo", b"", b""]


def test_a_piece_larger_than_asked_for_takes_several_reads():
    with Dribble(b"hello", b"!") as sock:
        assert [sock.recv(3) for _ in range(4)] == [b"hel", b"lo", b"!", b""]


def test_empty_pieces_are_not_mistaken_for_the_end():
    with Dribble(b"", b"a", b"", b"b") as sock:
        assert [sock.recv(16) for _ in range(3)] == [b"a", b"b", b""]


def test_the_piece_may_be_as_large_as_a_message_gets():
    with Dribble(bytes(50_000)) as sock:
        assert len(b"".join(iter(lambda: sock.recv(4096), b""))) == 50_000


def test_it_reads_as_a_file():
    with Dribble(b"hel", b"lo\n", b"world") as sock, sock.makefile("rb") as file:
        assert [file.readline(), file.read()] == [b"hello\n", b"world"]


def test_a_file_outlives_the_socket():
    with Dribble(b"hel", b"lo") as sock:
        file = sock.makefile("rb")
    with file:
        assert file.read() == b"hello"
    assert sock.fileno() < 0


def test_it_reads_into_a_buffer():
    buffer = bytearray(4)
    with Dribble(b"hel", b"lo") as sock:
        sizes = [sock.recv_into(buffer), sock.recv_into(buffer, 1)]
    assert (sizes, buffer) == ([3, 1], b"lel\0")


def test_it_may_be_asked_where_the_bytes_are_from():
    with Dribble(b"hel", b"lo") as sock:
        assert [sock.recvfrom(16)[0] for _ in range(3)] == [b"hel", b"lo", b""]


def test_a_look_at_what_comes_takes_nothing():
    with Dribble(b"hel", b"lo") as sock:
        reads = [sock.recv(16, socket.MSG_PEEK), sock.recv(16), sock.recv(16)]
    assert reads == [b"hel", b"hel", b"lo"]


def test_there_is_always_something_to_read():
    with Dribble(b"hel", b"lo") as sock:
        sock.setblocking(False)
        for piece in (b"hel", b"lo", b""):
            assert select.select([sock], [], [], 10)[0]
            assert sock.recv(16) == piece


def test_a_time_limit_is_kept():
    with Dribble(b"hello") as sock:
        sock.settimeout(1)
        assert sock.gettimeout() == 1
        assert sock.recv(16) == b"hello"


def refusal(sock, size):
    with pytest.raises((OSError, TypeError, ValueError)) as error:
        sock.recv(size)
    return repr(error.value)


@pytest.mark.parametrize("size", ["16", 16.0, -1])
def test_an_impossible_size_is_refused_as_by_any_socket(size):
    ours, theirs = socket.socketpair()
    with ours, theirs, Dribble(b"hello") as sock:
        assert refusal(sock, size) == refusal(ours, size)


def test_a_closed_socket_refuses_to_be_read_as_any_does():
    ours, theirs = socket.socketpair()
    with ours, theirs, Dribble(b"hel", b"lo") as sock:
        ours.close()
        sock.close()
        assert refusal(sock, 16) == refusal(ours, 16)


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses to read what is shut")
def test_who_reads_no_more_is_sent_no_more():
    with Dribble(b"hel", b"lo") as sock:
        sock.shutdown(socket.SHUT_RD)
        sock.recv(16)
        assert sock.recv(16) == b""


@pytest.mark.skipif(
    not hasattr(socket, "MSG_WAITALL"), reason="this platform has no MSG_WAITALL"
)
def test_one_may_wait_for_all_pieces_at_once():
    with Dribble(b"hel", b"lo", b"!") as sock:
        assert sock.recv(5, socket.MSG_WAITALL) == b"hello"
        assert sock.recv(5, socket.MSG_WAITALL) == b"!"
    with Dribble(b"h", b"el", b"lo") as sock:
        assert sock.recv(5, socket.MSG_WAITALL) == b"hello"
        assert sock.recv(5, socket.MSG_WAITALL) == b""


def test_a_piece_that_fits_in_no_buffer_is_an_error_in_time(monkeypatch):
    monkeypatch.setattr(dribble, "TIMEOUT", 0.1)
    with Dribble(bytes(2**26)) as sock, pytest.raises(TimeoutError):
        sock.recv(2**26)
