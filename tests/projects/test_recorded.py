"""The last stage without a runner: whatever a file does, it ends in a line."""

import socket

import pytest

from wslesson.checking.stages.playing import play
from wslesson.checking.stages.replaying import ENOUGH, Recorded, replay
from wslesson.projects.bank import find
from wslesson.projects.by_hand import cases
from wslesson.projects.by_hand.recorded import differences, load

PROJECT = find("by_hand")
REFERENCE = PROJECT.reference.read_text("utf-8")
PRINTS = "sock.sendall(answer_to(*read_request(reader)).encode())"
NEVER = "while True: pass"
FOR_EVER = f"""{REFERENCE.partition("if __name__")[0]}
main()
"""
BAD = {
    "starts when it is imported": (FOR_EVER, cases.UNHEARD),
    "never ends": (REFERENCE.replace(PRINTS, NEVER), cases.UNHEARD),
    "leaves": (
        REFERENCE.replace(
            "import base64",
            "import sys\nif __name__ != '__main__': sys.exit()\nimport base64",
            1,
        ),
        cases.UNHEARD,
    ),
    "has no serve_one": (REFERENCE.replace("serve_one", "serve"), cases.UNHEARD),
    "prints": (REFERENCE.replace(PRINTS, f"print('{{}}'); {PRINTS}"), None),
}


@pytest.fixture
def last_stage(tmp_path, monkeypatch):
    """Return a function that plays the last stage against a text, without kosoku."""
    monkeypatch.setattr(cases, "find_spec", lambda name: None)
    file = tmp_path / "by_hand.py"

    def played(text):
        file.write_text(text, "utf-8")
        return play(PROJECT, file, first=PROJECT.last)

    return played


@pytest.mark.parametrize("name", BAD)
def test_it_is_told_in_a_line(last_stage, name, monkeypatch):
    text, why = BAD[name]
    if why:  # what never comes does not come in a second either
        monkeypatch.setattr(cases, "LIMIT", 1.0)
    failure = last_stage(text).failure
    assert (failure and failure.why.splitlines()[0]) == why


def test_the_missing_function_is_named(last_stage):
    failure = last_stage(REFERENCE.replace("serve_one", "serve")).failure
    assert "there is no function serve_one(sock) in it" in failure.why


def difference(serve_one):
    return next(differences(serve_one, load()))


def test_a_server_that_says_nothing_is_told_what_was_hoped_for():
    found = difference(lambda sock: None)
    assert found.case == "1.1.1"
    assert found.why == "expected the response 101, got the end of the stream"


def test_a_server_that_does_not_know_the_end_is_cut_off():
    calls = []

    def serve_one(sock):
        while True:
            calls.append(sock.recv(1))

    found = difference(serve_one)
    assert found.why == "expected the response 101, got the end of the stream"
    assert calls[-ENOUGH:] == [b""] * ENOUGH


def test_a_server_may_answer_too_late():
    def serve_one(sock):
        head = sock.recv(4096)
        while piece := sock.recv(4096):
            head += piece
        sock.sendall(b"HTTP/1.1 101 OK\r\n\r\n")

    found = difference(serve_one)
    assert found.why == "expected the response 101, got the response 101"


def test_a_right_answer_at_the_wrong_time_is_told(last_stage):
    text = REFERENCE.replace(
        "    reader = Reader(sock)\n", "    reader = Reader(Late(sock))\n"
    )
    late = """class Late:
    def __init__(self, sock):
        self.sock, self.said = sock, b""
    def recv(self, size):
        self.said = self.said or b"".join(iter(lambda: self.sock.recv(size), b""))
        piece, self.said = self.said[:size], self.said[size:]
        return piece


def serve_one("""
    why = last_stage(text.replace("def serve_one(", late)).failure.why
    assert why.endswith(
        "expected the response 101, got the response 101, but not at that time"
    )


def test_what_is_no_frame_is_called_so():
    names = {"__name__": "by_hand"}
    text = REFERENCE.replace("0x80 | opcode, size)", "0xF0 | 3, size)")
    exec(text, names)
    found = difference(names["serve_one"])
    assert found.why == "expected Text b'', got what is no frame"


def test_after_the_end_nobody_hears():
    sock = Recorded([b"hello"])
    assert sock.recv(3) == b"hel"
    assert sock.send(b"hi") == 2
    sock.settimeout(1)
    sock.shutdown(1)
    sock.close()
    with pytest.raises(BrokenPipeError):
        sock.sendall(b"more")
    assert sock.recv(9) == b"lo"
    assert sock.recv(9) == b""
    assert [(it.direction, it.data) for it in sock.tape.chunks] == [
        ("sent", b"hello"),
        ("received", b"hi"),
        ("received", b""),
        ("sent", b""),
    ]


def test_who_never_stops_talking_is_cut_off(monkeypatch):
    monkeypatch.setattr("wslesson.checking.stages.replaying.MOST", 100)

    def serve_one(sock):
        while True:
            sock.sendall(b"x" * 10)

    assert replay(serve_one, [b"hello"]).bytes("received") == b"x" * 100


# What real sockets can do as well


def test_all_of_the_bytes_can_be_waited_for():
    sock = Recorded([b"he", b"llo", b"!"])
    assert sock.recv(5, socket.MSG_WAITALL) == b"hello"
    assert sock.recv(5, socket.MSG_WAITALL) == b"!"


def test_a_buffer_can_be_filled():
    sock = Recorded([b"hello"])
    buffer = bytearray(3)
    assert sock.recv_into(memoryview(buffer)) == 3
    assert buffer == b"hel"


def test_it_can_be_read_and_written_as_a_file():
    sock = Recorded([b"GET / ", b"HTTP/1.1\r\nHo", b"st: x\r\n"])
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with sock.makefile("rb") as file:
        assert file.readline() == b"GET / HTTP/1.1\r\n"
        assert file.read(4) == b"Host"
    with sock.makefile("wb") as file:
        file.write(b"hello")
    assert sock.tape.bytes("received") == b"hello"
