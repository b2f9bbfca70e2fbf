"""The source lesson's programs are kept as printed."""

from pathlib import Path

import pytest

from wslesson.course import listing
from wslesson.services import library_asyncio


def test_the_server_is_as_printed():
    lines = listing("ws-stream-server").splitlines()
    assert len(lines) == 20
    assert lines[0] == "# ws-stream-server.py"
    assert lines[5] == "ws.bind((socket.gethostname(), 9092))"
    assert lines[18] == ("msg = f'{len(msg):<{HEADER}}' + msg # what is this doing?")
    assert lines[-1] == "clientsocket.send(bytes(msg, 'utf-8'))"


def test_the_client_is_as_printed():
    lines = listing("ws-stream-client").splitlines()
    assert len(lines) == 24
    assert lines[0] == "# ws-stream-client.py"
    assert lines[10] == "msg = ws.recv(16).decode('utf-8')"
    assert lines[-1] == "new_msg = True"


@pytest.mark.parametrize("name", ["ws-stream-server", "ws-stream-client"])
def test_no_line_is_indented(name):
    assert all(line == line.strip() for line in listing(name).splitlines())


def test_a_service_is_listed_by_the_name_of_its_style():
    text = Path(library_asyncio.__file__).read_text(encoding="utf-8")
    assert listing("library-asyncio") == text


def test_there_is_no_other_listing():
    with pytest.raises(FileNotFoundError):
        listing("ws-stream-proxy")
