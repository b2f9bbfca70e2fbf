"""A class on a real JupyterHub: each learner signs in and runs a lesson, all at once.

`python -m authoring.places.hub 30 06` starts the hub of docs/jupyterhub_config.py and
its proxy, sends thirty learners to lesson 06, and prints who failed, the time, and the
memory.
Everything goes through the proxy, as from a browser: the sign-in form, the redirects,
the notebook, and all cells at once over the kernel's WebSocket. The interpreter needs
the course and jupyterhub; configurable-http-proxy must be on the PATH.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import psutil

from authoring.notebooks import chosen

from .learner import PATIENCE, Learner, attend

CONFIG = Path(__file__).parents[2] / "docs" / "jupyterhub_config.py"
GLANCE = 0.2  # seconds between two looks at whether the hub is up


@contextmanager
def hub(password: str) -> Iterator[tuple[str, psutil.Process]]:
    """Start the hub and its proxy in an empty folder; all is gone when the block ends.

    Gives the address that browsers use, and the process.
    """
    public, *others = free_ports(3)
    with ExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        )
        log = stack.enter_context((Path(folder) / "hub.log").open("w+b"))
        process = psutil.Popen(
            command(public, *others),
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


def command(public: int, inner: int, api: int) -> list[str]:
    """Return what starts a hub that listens on these ports, with its proxy."""
    return [
        *(sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)),
        f"--JupyterHub.bind_url=http://127.0.0.1:{public}",
        f"--JupyterHub.hub_bind_url=http://127.0.0.1:{inner}",
        f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{api}",
    ]


def free_ports(count: int) -> list[int]:
    """Return ports that nobody has right now, all different."""
    with ExitStack() as stack:
        doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
        return [stack.enter_context(door).getsockname()[1] for door in doors]


def end(process: psutil.Process) -> None:
    """Ask the hub to stop, which stops proxy and servers; end what is left."""
    family = [process, *process.children(recursive=True)]
    process.terminate()
    _, left = psutil.wait_procs(family, timeout=60)
    for one in left:
        one.kill()


async def classroom(count: int, path: Path) -> bool:
    """Hold one lesson with `count` learners, and print how it went; was all well?"""
    password = secrets.token_urlsafe()
    learners = [Learner(f"learner-{number}") for number in range(1, count + 1)]
    with hub(password) as (url, process):
        await until_up(url, process)
        start = time.monotonic()

        async def one(learner: Learner) -> None:
            try:
                async with asyncio.timeout(PATIENCE):
                    await attend(learner, url, password, path)
            except Exception as error:  # whatever it was, the others go on
                learner.wrong = [f"{type(error).__name__}: {error}"]

        await asyncio.gather(*map(one, learners))
        took = time.monotonic() - start
        print(*report(path, learners, took), *memory(process), sep="\n")
    return not any(learner.wrong for learner in learners)


async def until_up(url: str, process: psutil.Process) -> None:
    """Wait for the sign-in page. Raises RuntimeError when the hub has ended."""
    async with httpx.AsyncClient(trust_env=False) as browser, asyncio.timeout(120):
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            try:
                if (await browser.get(f"{url}/hub/login")).is_success:
                    return
            except httpx.TransportError:
                pass  # nobody listens yet
            await asyncio.sleep(GLANCE)  # nobody calls when a hub is up
    raise RuntimeError("the hub has ended")


def report(path: Path, learners: list[Learner], took: float) -> list[str]:
    """Say who failed in what, and how long the class and its first page took."""
    failed = [learner for learner in learners if learner.wrong]
    lines = [f"{one.name}: {line}" for one in failed for line in one.wrong]
    homes = sorted(one.at_home for one in learners)
    return [
        *lines,
        f"{path.name}: {len(failed)} of {len(learners)} failed, {took:.0f} s in all "
        f"on {psutil.cpu_count()} cores; "
        f"JupyterLab's page after {homes[0]:.0f} to {homes[-1]:.0f} s",
    ]


def memory(hub_process: psutil.Process) -> list[str]:
    """Say what a learner's server and kernel take, shared pages in shares."""
    others, each = size([hub_process]), []
    for child in hub_process.children():
        family = size([child, *child.children(recursive=True)])
        if "node" in child.name():
            others += family
        else:
            each.append(family)
    if not each:
        return ["no server was started"]
    return [
        f"memory: {sum(each) / len(each):.0f} MiB a learner (at most {max(each):.0f}) "
        f"with server and kernel, {others:.0f} MiB for hub and proxy, "
        f"{sum(each) + others:.0f} MiB in all"
    ]


def size(processes: list[psutil.Process]) -> float:
    """Return what processes take, in MiB; where shares are not known, their own."""
    full = [process.memory_full_info() for process in processes]
    return sum(getattr(info, "pss", info.uss) for info in full) / 2**20


def main(argv: list[str]) -> int:
    """Hold the lesson and print how it went; return 1 if any learner failed."""
    count, (path,) = int(argv[0]), chosen(argv[1:])
    return 0 if asyncio.run(classroom(count, path)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
