"""The clients of the contract notice whatever a server does wrong."""

import os
import socket
from threading import Thread

import pytest

from tests.projects.growth import GROWTH
from tests.projects.memory import MemoryLine, MemoryScene, Pipe, loaded, why_not
from wslesson.checking.stages.clients import Client, NotYetError, TcpLine
from wslesson.projects.bank import find
from wslesson.projects.by_hand import opening, replaying
from wslesson.projects.by_hand.guests import Guest, frame

PROJECT = find("by_hand")
REFERENCE = PROJECT.reference.read_text("utf-8")
TEXT, BINARY, CLOSE = 1, 2, 8
LETS_IN = "sock.sendall(answer_to(*read_request(reader)).encode())"


def changed(old, new):
    assert old in REFERENCE
    return REFERENCE.replace(old, new)


WRONG = {
    "HTTP is asked for": (
        1,
        "HTTP/1.1 101",
        "HTTP 101",
        "expected the response 101, got this: not a response: "
        "'HTTP 101 Switching Protocols' (RFC 6455 §4.1)",
    ),
    "a refusal must be one": (
        2,
        'f"HTTP/1.1 {refused}\\r\\nConnection: close\\r\\n\\r\\n".encode()',
        'b""',
        "POST instead of GET: expected a response that refuses, got none",
    ),
    "a wrong version has a status of its own": (
        2,
        "426 Upgrade Required",
        "400 Bad Request",
        "version 8: expected 426, got 400",
    ),
    "a frame must be whole": (
        3,
        "sock.sendall(message.answer())",
        "return sock.sendall(message.answer()[:-1])",
        "expected Text b'Hello', got only the start of it",
    ),
    "an answer has no mask": (
        3,
        '"!BB", 0x80 | opcode, size) +',
        '"!BB", 0x80 | opcode, 0x80 | size) + bytes(4) +',
        "expected Text b'Hello', got this: "
        "a server must not mask its frames (RFC 6455 §5.1)",
    ),
    "an answer has no reserved bit": (
        3,
        '"!BB", 0x80 | opcode',
        '"!BB", 0xC0 | opcode',
        "expected Text b'Hello', got this: a reserved bit is set (RFC 6455 §5.2)",
    ),
    "an answer is one frame": (
        3,
        '"!BB", 0x80 | opcode',
        '"!BB", opcode',
        "expected Text b'Hello', got Text b'Hello', which is to be continued",
    ),
    "after the Close comes nothing": (
        8,
        "check_close(payload)))",
        "check_close(payload)) * 2)",
        "expected the end after the Close, got more",
    ),
    "a Close has its own code": (
        8,
        "    return payload[:2]\n",
        '    return b"\\3\\xf3why"\n',
        "expected Close 1000, got Close 1011 why",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_it_says_what_it_got(name):
    number, old, new, why = WRONG[name]
    assert why_not(PROJECT.stages[number], changed(old, new), PROJECT.reference) == why


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the library's own socket
def test_a_real_client_says_why_it_was_not_let_in():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def refuse():
            listener.accept()[0].close()

        refuses = Thread(target=refuse)
        refuses.start()
        with pytest.raises(NotYetError, match="the library `websockets` says: "):
            opening.real_client(f"ws://127.0.0.1:{port}/")
        refuses.join()


def test_a_server_that_cuts_the_line_has_not_hung_up():
    class Line(MemoryLine):
        def receive(self):
            raise ConnectionResetError

    class Scene:
        def connect(self):
            return Client(Line(Pipe()))

    with pytest.raises(NotYetError, match="the line was cut"):
        opening.prints_its_address(Scene())


def test_who_has_gone_may_be_spoken_to():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = Client(TcpLine(listener.getsockname()[1], 60, float("inf")))
        listener.accept()[0].close()
        assert client.receive("the end") == b""
        client.send(*[b"x" * 2**16] * 99)  # the first of these makes it a reset
        assert len(client.tape.chunks) < 99
        client.finish()
        client.hang_up()


def test_between_two_pieces_there_is_a_pause():
    done = []

    class Line(MemoryLine):
        def send(self, data):
            done.append(data)

        def pause(self):
            done.append("a pause")

    Client(Line(Pipe())).send(b"one", b"two")
    assert done == [b"one", "a pause", b"two"]


def test_a_client_hears_a_long_page_out():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = Client(TcpLine(listener.getsockname()[1], 60, float("inf")))
        with listener.accept()[0] as sock:
            sock.sendall(b"x" * 100_000)
        client.hear_out("the end")
        assert len(client.tape.bytes("received")) == 100_000
        client.hang_up()


def test_a_server_may_send_a_page_with_its_refusal():
    text = changed("Connection: close\\r\\n\\r\\n", "Connection: close\\r\\n\\r\\nno")
    assert why_not(PROJECT.stages[2], text, PROJECT.reference) is None


def test_a_client_that_is_let_in_hears_what_came_with_the_response():
    text = changed(LETS_IN, f"{LETS_IN[:-1]} + encode_frame(TEXT, b'hi'))")
    scene = MemoryScene(PROJECT.reference, loaded(text, "x")["guest"])
    Guest(scene).knock().hears(TEXT, b"hi")
    scene.close()


@pytest.fixture
def outputs():
    """Put stdout back where it was."""
    before = os.dup(1)
    yield
    os.dup2(before, 1)
    os.close(before)


@pytest.mark.usefixtures("outputs")
@pytest.mark.parametrize(("number", "failed"), [(11, 0), (2, 244)])
def test_the_replay_prints_a_line(number, failed, tmp_path, capfd):
    file = tmp_path / "by_hand.py"
    file.write_text(GROWTH[number], "utf-8")
    replaying.main(str(file))
    assert capfd.readouterr().out.startswith(f'{{"all": 247, "failed": {failed}')


@pytest.mark.usefixtures("outputs")
def test_the_replay_misses_its_function(tmp_path):
    file = tmp_path / "by_hand.py"
    file.write_text("", "utf-8")
    with pytest.raises(SystemExit, match="there is no function serve_one"):
        replaying.main(str(file))


def test_a_frame_may_break_each_rule():
    assert frame(3, b"x", key=None, fin=False, rsv=7) == b"\x73\x01x"
