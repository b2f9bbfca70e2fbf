"""What a peer says never steers a terminal, and what is secret stays so."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys

import pytest

from tests.drivers.peers import one_client
from wslesson.cli.commands import main
from wslesson.cli.output import visible
from wslesson.drivers import blocking
from wslesson.protocol.events import Text
from wslesson.protocol.packets import encode_packet
from wslesson.services import Echo, raw
from wslesson.services.styles import styles

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
EVERY_WEBSOCKET = pytest.mark.parametrize("style", [s for s in styles() if s != "raw"])
# A title, a cleared screen, a forged line, a C1 control, a reversed reading direction.
EVIL = "\x1b]0;owned\x07\x1b[2J\r\nfake \x7f\x9b31m\u202e\u2066\u2028é 👋"
SHOWN = r"\x1b]0;owned\x07\x1b[2J\r\nfake \x7f\x9b31m\u202e\u2066\u2028" + "é 👋"
STEERS = re.compile("[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def speak(websocket):
    websocket.send(Text(EVIL))
    websocket.close(1008, EVIL)


@contextlib.contextmanager
def packets():
    with one_client(lambda sock: sock.sendall(encode_packet(EVIL.encode()))) as url:
        yield url.replace("ws://", "tcp://").rstrip("/")


@contextlib.contextmanager
def once(answer):
    """Serve one client an answer to whatever it asks."""

    def serve(sock):
        sock.recv(65_536)
        sock.sendall(answer)

    with one_client(serve) as address:
        yield address


def test_each_character_that_steers_is_shown_as_an_escape():
    assert visible(EVIL) == SHOWN
    assert visible(SHOWN) == SHOWN
    for code in range(0x3000):
        assert not STEERS.search(visible(chr(code)))


def on_a_terminal(*args):
    """Run `wslesson ARGS` on a terminal, and return what that would have got."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "wslesson", *args],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"},
    ) as child:
        os.close(theirs)
        got = b""
        with contextlib.suppress(OSError):  # what Linux says at the end
            while data := os.read(ours, 65_536):
                got += data
        os.close(ours)
        assert child.wait(20) in (0, 1)
    return got.decode().replace("\r\n", "\n").splitlines()


@POSIX
def test_a_message_on_a_terminal_is_shown_not_obeyed():
    with packets() as address:
        lines = on_a_terminal("listen", address)
    assert lines == [SHOWN, "The server ended the stream after 1 message."]


@POSIX
@EVERY_WEBSOCKET
def test_all_that_a_server_says_is_shown_not_obeyed(style):
    with blocking.serve(speak) as address:
        lines = on_a_terminal("listen", address, "--style", style, "--show")
    assert SHOWN in lines
    assert not [line for line in lines if STEERS.search(line)]
    assert any("CLOSE 1008" in line for line in lines)


def test_a_message_for_a_pipe_is_left_as_it_is(capsys):
    with packets() as address:
        assert main(["listen", address]) == 0
    assert capsys.readouterr().out == f"{EVIL}\n"


@EVERY_WEBSOCKET
def test_the_reason_of_a_goodbye_is_harmless_everywhere(style, capsys):
    with blocking.serve(lambda websocket: websocket.close(1008, EVIL)) as address:
        main(["listen", address, "--style", style])
    [line] = capsys.readouterr().err.splitlines()
    assert not STEERS.search(line)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 101 \x9b31mX\r\nUpgrade: \x9b31m\r\n\r\n",
        b"HTTP/1.1 101 X\r\nSec-WebSocket-Protocol: \x85\x9b31m\r\n\r\n",
        b"HTTP/1.1 \x9b31m\r\n\r\n",
        b"\x1b[2J\r\n\r\n",
    ],
)
@EVERY_WEBSOCKET
def test_the_head_of_an_answer_is_harmless_too(style, answer, capsys):
    with once(answer) as address:
        assert main(["listen", address, "--style", style, "--show"]) == 1
    for line in capsys.readouterr().err.split("\n"):
        assert not STEERS.search(line)


@POSIX
def test_a_tap_tells_harmless_lines():
    request = b"GET / HTTP/1.1\r\nUpgrade: \x9b31m\r\n\r\n"
    with raw.serve(Echo()) as server:
        tapped = subprocess.Popen(
            [sys.executable, "-m", "wslesson", "tap", server],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        address = tapped.stdout.readline().decode().strip().removeprefix("tcp://")
        host, _, port = address.rpartition(":")
        with socket.create_connection((host, int(port)), 10) as sock:
            sock.sendall(request)
            told = tapped.stderr.readline().decode()
        tapped.send_signal(signal.SIGINT)
        tapped.communicate(timeout=20)
    assert told == "client 1 -> server  GET / HTTP/1.1 (upgrade: ·31m)\n"


# Passwords


@EVERY_WEBSOCKET
@pytest.mark.parametrize("options", [[], ["--show"]])
def test_no_error_of_a_listener_tells_the_password(style, options, capsys):
    with once(b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n") as address:
        secret = address.replace("://", "://me:secret@")
        assert main(["listen", secret, "--style", style, *options]) == 1
    said = capsys.readouterr().err
    assert f"wslesson: {address}: " in said
    assert "secret" not in said


def test_silence_tells_no_password_either(capsys):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        where = "{}:{}".format(*listener.getsockname())
        options = ["--style", "library-threading", "--timeout", "0.05"]
        assert main(["listen", f"ws://me:secret@{where}", *options]) == 1
    assert "secret" not in capsys.readouterr().err


@POSIX
def test_the_address_of_a_tap_tells_no_password():
    with subprocess.Popen(
        [sys.executable, "-m", "wslesson", "tap", "ws://me:secret@127.0.0.1:1/x"],
        stdout=subprocess.PIPE,
        text=True,
    ) as tapped:
        printed = tapped.stdout.readline()
        tapped.send_signal(signal.SIGINT)
        assert tapped.wait(20) == 0
    assert re.fullmatch(r"ws://127\.0\.0\.1:\d+/x\n", printed)


@pytest.mark.parametrize(
    "args",
    [
        ["ws://me:secret@"],
        ["me:secret@host"],
        ["ws://me:secret/x@host:1"],
        ["ws://me:secret@host:1", "--style", "raw"],
    ],
)
def test_a_bad_address_tells_no_password(args, capsys):
    with pytest.raises(SystemExit):
        main(["listen", *args])
    assert "secret" not in capsys.readouterr().err


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="no IPv6 here")
def test_a_place_of_ipv6_is_named_with_brackets(capsys):
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as listener:
        port = listener.getsockname()[1]
        options = ["--host", "::1", "--port", str(port)]
        assert main(["tap", "127.0.0.1:1", *options]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"wslesson: cannot serve on [::1]:{port}: ")
