"""What others may build on: the names that each room offers, and what they cost."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ["protocol", "drivers", "wire", "services", "course"]
room = pytest.mark.parametrize("room", ROOMS)


def test_the_connection_can_be_had_from_the_room_it_is_in():
    from wslesson.protocol import Connection, Role
    from wslesson.protocol.connection import Connection as Same

    assert Connection is Same
    assert Connection(Role.CLIENT).connect("example.com").startswith(b"GET / HTTP/1.1")


@room
def test_each_public_name_is_there(room):
    names = importlib.import_module(f"wslesson.{room}").__all__
    assert len(names) == len(set(names))
    line = f"from wslesson.{room} import {', '.join(names)}"
    exec(line, {})


@room
def test_the_page_says_where_the_public_names_are(room):
    page = (ROOT / "README.md").read_text("utf-8")
    _, _, rest = page.partition("\n## In your own programs\n")
    section = rest.partition("\n## ")[0]
    assert f"`wslesson.{room}`" in section


def test_the_protocol_alone_brings_no_network_and_no_library():
    program = (
        "import sys, wslesson.protocol; print(*{'socket', 'ssl', 'asyncio', 'anyio', "
        "'websockets', 'threading', 'IPython'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        timeout=30,
        check=True,
    )
    assert not done.stdout.strip()
