"""What the lessons take for granted of a kernel, tried in a real one.

When one of these turns red with a new ipykernel, it is that which has changed.
"""

import sys

import pytest
from websockets.sync.client import connect

from authoring.run.burst import kernel

SERVES = """
from websockets.asyncio.server import serve
async def echo(ws):
    async for message in ws:
        await ws.send(message)
server = await serve(echo, "127.0.0.1", 0)
print(server.sockets[0].getsockname()[1])
"""
WAITS = """
import asyncio
from wslesson.course import begin
begin("00")
print("now it waits")
await asyncio.sleep(60)
"""


def printed(client):
    """Return the first text that a cell prints, while the cell may run on."""
    while True:
        message = client.get_iopub_msg(timeout=120)
        if message["msg_type"] == "stream":
            return message["content"]["text"]


def reply_to(cell, client):
    """Return the reply to a cell: on a busy machine, those to greetings come late."""
    while True:
        message = client.get_shell_msg(timeout=120)
        if message["parent_header"].get("msg_id") == cell:
            return message["content"]


def test_a_server_answers_between_two_cells():
    with kernel() as (_, client):
        cell = client.execute(SERVES)
        port = int(printed(client))
        reply_to(cell, client)
        with connect(f"ws://127.0.0.1:{port}", proxy=None) as ws:
            ws.send("is anybody there?")
            assert ws.recv(timeout=10) == "is anybody there?"


@pytest.mark.skipif(sys.platform == "win32", reason="its stop button stays slow")
def test_the_stop_button_reaches_a_cell_that_awaits():
    with kernel() as (manager, client):
        cell = client.execute(WAITS)
        printed(client)
        manager.interrupt_kernel()
        reply = reply_to(cell, client)
        assert (reply["status"], reply["ename"]) == ("error", "CancelledError")
