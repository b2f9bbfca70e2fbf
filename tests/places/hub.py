"""A class on a real JupyterHub: each learner signs in and runs a lesson, all at once.

`python -m tests.places.hub 30 06` starts the hub of docs/jupyterhub_config.py with its
proxy, sends thirty learners to lesson 06, and prints who failed, the time, the memory.
Everything goes through the proxy, as from a browser: the sign-in form, the redirects,
the notebook, and all cells at once over the kernel's WebSocket. The interpreter needs
the course and jupyterhub; configurable-http-proxy must be on the PATH.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import nbformat
import psutil
from nbformat import NotebookNode
from nbformat.v4 import output_from_msg
from websockets.asyncio.client import ClientConnection, connect

from tests.lanes.burst import SHOWN
from tests.lanes.comparing import differences
from tests.lanes.outputs import chosen

CONFIG = Path(__file__).parents[2] / "docs" / "jupyterhub_config.py"
FOLDER = "my-course/notebooks"
PATIENCE = 480  # seconds for everything: thirty learners share the cores
GLANCE = 0.2  # seconds between two looks at whether the hub is up
MEBIBYTE = 2**20


@dataclass
class Learner:
    """One of the class: what went wrong, and how many seconds after the start."""

    name: str
    wrong: list[str] = field(default_factory=list)
    at_home: float = 0.0  # JupyterLab's page is there
    done: float = 0.0  # every cell has run


@contextmanager
def hub(password: str) -> Iterator[tuple[str, psutil.Process]]:
    """Start the hub and its proxy in an empty folder; all is gone when the block ends.

    Gives the address that browsers use, and the process.
    """
    public, inner, api = free_ports(3)
    with ExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        )
        log = stack.enter_context((Path(folder) / "hub.log").open("w+b"))
        process = psutil.Popen(
            [
                *(sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)),
                f"--JupyterHub.bind_url=http://127.0.0.1:{public}",
                f"--JupyterHub.hub_bind_url=http://127.0.0.1:{inner}",
                f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{api}",
            ],
            cwd=folder,
            env={**os.environ, "WSLESSON_HUB_PASSWORD": password},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield f"http://127.0.0.1:{public}", process
        except BaseException:
            log.seek(0)
            print(log.read()[-5000:].decode(errors="replace"), file=sys.stderr)
            raise
        finally:
            end(process)


def free_ports(count: int) -> list[int]:
    """Return ports that nobody has right now, all different."""
    with ExitStack() as stack:
        doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
        return [stack.enter_context(door).getsockname()[1] for door in doors]


def end(process: psutil.Process) -> None:
    """Ask the hub to stop, which stops proxy and servers; then see that all are gone."""
    family = [process, *process.children(recursive=True)]
    process.terminate()
    _, left = psutil.wait_procs(family, timeout=60)
    for one in left:
        one.kill()


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
        wish = {
            "path": f"{FOLDER}/{path.name}",
            "name": path.name,
            "type": "notebook",
            "kernel": {"name": "python3"},
        }
        session = await ask(browser, "POST", f"{home}/api/sessions", json=wish)
        kernel = f"{home}/api/kernels/{session['kernel']['id']}/channels"
        request = browser.build_request("GET", kernel)  # with this learner's cookies
        async with connect(
            str(request.url).replace("http", "ws", 1),
            additional_headers={"Cookie": request.headers["cookie"]},
            origin=hub_url,
            max_size=None,
            proxy=None,
            open_timeout=PATIENCE,
        ) as channel:
            learner.wrong = await run_all(channel, cells)
    stored = nbformat.read(path, as_version=4).cells
    stored = [cell for cell in stored if cell.cell_type == "code"]
    learner.wrong = learner.wrong or differences(stored, cells)
    learner.done = time.monotonic() - start


async def sign_in(browser: httpx.AsyncClient, name: str, password: str) -> None:
    """Fill in the form, which starts the learner's server; return when that is ready."""
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
    raise RuntimeError("the hub stopped telling before the server was ready")


async def ask(
    browser: httpx.AsyncClient, method: str, path: str, **options: object
) -> dict:
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
        tags = cell.metadata.get("tags", [])
        await channel.send(request_for(cell, key, session, "raises-exception" in tags))
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
            said, tags = message["content"], sent[key].metadata.get("tags", [])
            if said.get("status") == "error" and "raises-exception" not in tags:
                wrong.append(f"{sent[key].id}: {said['ename']}: {said['evalue']}")
    return wrong


def request_for(cell: NotebookNode, key: str, session: str, may_fail: bool) -> str:
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
        "stop_on_error": not may_fail,
    }
    parts = {"header": header, "content": content, "channel": "shell"}
    return json.dumps({**parts, "parent_header": {}, "metadata": {}, "buffers": []})


async def classroom(count: int, path: Path) -> list[str]:
    """Hold one lesson with `count` learners; return the lines that say how it went."""
    password = secrets.token_urlsafe()
    learners = [Learner(f"learner-{number}") for number in range(1, count + 1)]
    with hub(password) as (url, process):
        await until_up(url, process)
        start = time.monotonic()

        async def one(learner: Learner) -> None:
            try:
                await attend(learner, url, password, path)
            except Exception as error:  # whatever it was, the others go on
                learner.wrong = [f"{type(error).__name__}: {error}"]

        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*map(one, learners))
        took = time.monotonic() - start
        return [*report(path, learners, took), *memory(process)]


async def until_up(url: str, process: psutil.Process) -> None:
    """Wait for the sign-in page. Raises RuntimeError when the hub has ended."""
    async with httpx.AsyncClient(trust_env=False) as browser, asyncio.timeout(120):
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            try:
                if (await browser.get(f"{url}/hub/login")).is_success:
                    return
            except httpx.TransportError:
                pass  # nobody listens yet
            await asyncio.sleep(GLANCE)
    raise RuntimeError("the hub has ended")


def report(path: Path, learners: list[Learner], took: float) -> list[str]:
    failed = [learner for learner in learners if learner.wrong]
    lines = [f"{one.name}: {line}" for one in failed for line in one.wrong]
    homes = sorted(one.at_home for one in learners)
    return [
        *lines,
        f"{path.name}: {len(failed)} of {len(learners)} failed, {took:.0f} s in all; "
        f"JupyterLab's page after {homes[0]:.0f} to {homes[-1]:.0f} s",
    ]


def memory(hub_process: psutil.Process) -> list[str]:
    """Say what a learner's server and kernel take, shared pages in shares."""
    others, each = hub_process.memory_full_info().pss, []
    for child in hub_process.children():
        family = [child, *child.children(recursive=True)]
        size = sum(one.memory_full_info().pss for one in family)
        if "node" in child.name():
            others += size
        else:
            each.append(size)
    mean, most = sum(each) / len(each) / MEBIBYTE, max(each) / MEBIBYTE
    return [
        f"memory: {mean:.0f} MiB a learner (at most {most:.0f}) with server and "
        f"kernel, {others / MEBIBYTE:.0f} MiB for hub and proxy, "
        f"{(sum(each) + others) / MEBIBYTE / 1024:.1f} GiB in all"
    ]


def main(argv: list[str]) -> int:
    """Hold the lesson and print how it went; return 1 if any learner failed."""
    count, (path,) = int(argv[0]), chosen(argv[1:])
    lines = asyncio.run(classroom(count, path))
    print("\n".join(lines))
    return 0 if f": 0 of {count} failed" in "\n".join(lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
