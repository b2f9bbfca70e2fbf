"""A dribbling peer sends the pieces you choose, through a real socket."""

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


@pytest.mark.skipif(
    not hasattr(socket, "MSG_WAITALL"), reason="this platform has no MSG_WAITALL"
)
def test_one_may_wait_for_all_pieces_at_once():
    with Dribble(b"hel", b"lo", b"!") as sock:
        assert sock.recv(5, socket.MSG_WAITALL) == b"hello"
        assert sock.recv(5, socket.MSG_WAITALL) == b"!"


def test_a_piece_that_fits_in_no_buffer_is_an_error_in_time(monkeypatch):
    monkeypatch.setattr(dribble, "TIMEOUT", 0.1)
    with Dribble(bytes(2**26)) as sock, pytest.raises(TimeoutError):
        sock.recv(2**26)
