"""What one learner does on a hub, as the browser would say it: see `hub`."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import output_from_msg
from websockets.asyncio.client import ClientConnection, connect

from authoring.lint.page import tags
from authoring.run.burst import SHOWN
from authoring.run.comparing import differences

FOLDER = "my-course/notebooks"
PATIENCE = 480  # seconds for everything: thirty learners share the cores


@dataclass
class Learner:
    """One of the class: what went wrong, and when JupyterLab's page was there."""

    name: str
    wrong: list[str] = field(default_factory=list)
    at_home: float = 0.0  # seconds


async def attend(learner: Learner, hub_url: str, password: str, path: Path) -> None:
    """Sign in, open JupyterLab, run the lesson; note what is not as it is stored."""
    start = time.monotonic()
    async with httpx.AsyncClient(
        base_url=hub_url, follow_redirects=True, timeout=PATIENCE, trust_env=False
    ) as browser:
        await sign_in(browser, learner.name, password)
        home = f"/user/{learner.name}"
        (await browser.get(f"{home}/lab")).raise_for_status()
        learner.at_home = time.monotonic() - start
        model = await ask(browser, "GET", f"{home}/api/contents/{FOLDER}/{path.name}")
        mine = nbformat.from_dict(model["content"])
        cells = [cell for cell in mine.cells if cell.cell_type == "code"]
        kernel = await start_kernel(browser, home, path)
        async with open_channel(browser, kernel, hub_url) as channel:
            learner.wrong = await run_all(channel, cells)
    stored = nbformat.read(path, as_version=4).cells
    stored = [cell for cell in stored if cell.cell_type == "code"]
    learner.wrong = learner.wrong or differences(stored, cells)


async def start_kernel(browser: httpx.AsyncClient, home: str, path: Path) -> str:
    """Open a notebook, and return the path to the channels of its kernel."""
    wish = {
        "path": f"{FOLDER}/{path.name}",
        "name": path.name,
        "type": "notebook",
        "kernel": {"name": "python3"},
    }
    session = await ask(browser, "POST", f"{home}/api/sessions", json=wish)
    return f"{home}/api/kernels/{session['kernel']['id']}/channels"


def open_channel(browser: httpx.AsyncClient, kernel: str, hub_url: str) -> connect:
    """Open the WebSocket that JupyterLab would open to a kernel."""
    request = browser.build_request("GET", kernel)  # with this learner's cookies
    return connect(
        str(request.url).replace("http", "ws", 1),
        additional_headers={"Cookie": request.headers["cookie"]},
        origin=hub_url,
        max_size=None,
        proxy=None,
        open_timeout=PATIENCE,
    )


async def sign_in(browser: httpx.AsyncClient, name: str, password: str) -> None:
    """Fill in the form, which starts the learner's server; wait until it is ready."""
    await browser.get("/hub/login")
    form = {"username": name, "password": password, "_xsrf": token(browser, "/hub/")}
    (await browser.post("/hub/login", data=form)).raise_for_status()
    progress = f"/hub/api/users/{name}/server/progress"
    hub_token = {"_xsrf": token(browser, "/hub/")}
    async with browser.stream("GET", progress, params=hub_token) as events:
        events.raise_for_status()
        async for line in events.aiter_lines():
            event = json.loads(line.removeprefix("data:")) if "{" in line else {}
            if event.get("ready"):
                return
            if event.get("failed"):
                raise RuntimeError(event["message"])
    raise RuntimeError("the hub stopped reporting before the server was ready")


async def ask(
    browser: httpx.AsyncClient, method: str, path: str, **options: Any
) -> dict[str, Any]:
    """Ask the learner's own server, as JupyterLab does; return what it answers."""
    home = "/".join(path.split("/")[:3]) + "/"
    headers = {"X-XSRFToken": token(browser, home)}
    answer = await browser.request(method, path, headers=headers, **options)
    answer.raise_for_status()
    return answer.json()


def token(browser: httpx.AsyncClient, path: str) -> str:
    """Return what a page of this path must say to prove that it is no stranger's."""
    return next(
        c.value for c in browser.cookies.jar if (c.name, c.path) == ("_xsrf", path)
    )


async def run_all(channel: ClientConnection, cells: list[NotebookNode]) -> list[str]:
    """Send all cells at once, as *Run All* does; put into them what they showed.

    Returns a line for each cell that ended in an error nobody expects.
    """
    wrong = []
    session = uuid4().hex
    sent = {uuid4().hex: cell for cell in cells}
    for key, cell in sent.items():
        cell.outputs = []
        await channel.send(request_for(cell, key, session))
    waiting = {(key, end) for key in sent for end in ("execute_reply", "status")}
    while waiting:
        message = json.loads(await channel.recv())
        key, kind = message["parent_header"].get("msg_id"), message["msg_type"]
        if key not in sent:
            continue
        if kind in SHOWN:
            sent[key].outputs.append(output_from_msg(nbformat.from_dict(message)))
        elif kind != "status" or message["content"]["execution_state"] == "idle":
            waiting.discard((key, kind))
            said = message["content"]
            if said.get("status") == "error" and not may_fail(sent[key]):
                wrong.append(f"{sent[key].id}: {said['ename']}: {said['evalue']}")
    return wrong


def may_fail(cell: NotebookNode) -> bool:
    """Return whether an error is what the cell is there to show."""
    return "raises-exception" in tags(cell)


def request_for(cell: NotebookNode, key: str, session: str) -> str:
    """Return the message that asks a kernel to run a cell."""
    header = {
        "msg_id": key,
        "session": session,
        "username": "",
        "version": "5.4",
        "msg_type": "execute_request",
    }
    content = {
        "code": cell.source,
        "silent": False,
        "allow_stdin": False,
        "stop_on_error": not may_fail(cell),
    }
    parts = {"header": header, "content": content, "channel": "shell"}
    return json.dumps({**parts, "parent_header": {}, "metadata": {}, "buffers": []})
