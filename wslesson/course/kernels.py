"""A kernel beside the learner's, for experiments that would kill the learner's own."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from queue import Empty
from subprocess import DEVNULL
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it takes longer to import than all the rest of the package
    from jupyter_client.asynchronous.client import AsyncKernelClient
    from jupyter_client.manager import AsyncKernelManager

PATIENCE = 30.0  # seconds that a kernel may say nothing: thirty may run at once
LONGEST_NAME = 100  # bytes that the name of a socket may have: macOS takes 103
GLANCE = 0.2  # seconds between two looks at whether the kernel lives


class ChildKernel:
    """A kernel beside yours: see `child_kernel`. It cannot harm yours."""

    def __init__(self, manager: AsyncKernelManager, client: AsyncKernelClient) -> None:
        self._manager = manager
        self._client = client

    async def run_all(self, *cells: str) -> list[str]:
        """Send all cells at once, as *Run All* does, and say what came of each.

        That is "ok", the name of its error, "aborted" if a cell before it failed,
        "no reply", or "the kernel died".
        """
        return await self._answers([self._client.execute(cell) for cell in cells])

    async def stop(self, cell: str, patience: float = PATIENCE) -> str:
        """Run a cell that prints a line and waits; then press *stop*.

        Say what came of it within `patience` seconds, as `run_all` does. Raises
        TimeoutError if it prints nothing.
        """
        sent = self._client.execute(cell, stop_on_error=False)
        if await self._prints(sent):
            await self._manager.interrupt_kernel()
        return (await self._answers([sent], patience))[0]

    async def _prints(self, sent: str) -> bool:
        """Wait until a cell has printed a line, or has failed before."""
        try:
            while True:
                message = await self._client.get_iopub_msg(timeout=PATIENCE)
                about = message["parent_header"].get("msg_id")
                kind = message["msg_type"]
                if about == sent and kind in ("stream", "error"):
                    return bool(kind == "stream")
        except Empty:
            raise TimeoutError("the cell has printed nothing") from None

    async def _answers(self, sent: list[str], patience: float = PATIENCE) -> list[str]:
        """Wait for the replies to what was sent.

        After each reply the kernel is asked a question. It takes one thing after the
        other: when it answers, a cell without a reply will never have one.
        """
        found: dict[str, str] = {}
        questions: set[str] = set()
        quiet, missing = 0.0, "no reply"
        while len(found) < len(sent) and quiet < patience:
            try:
                message = await self._client.get_shell_msg(timeout=GLANCE)
            except Empty:
                quiet += GLANCE
                if await self._manager.is_alive():
                    continue
                missing = "the kernel died"
                break
            about, content = message["parent_header"]["msg_id"], message["content"]
            if about in questions:
                break
            if about in sent:
                quiet = 0.0
                found[about] = content.get("ename") or content["status"]
                questions.add(self._client.kernel_info())
        return [found.get(each, missing) for each in sent]


@asynccontextmanager
async def child_kernel() -> AsyncIterator[ChildKernel]:
    """Start a kernel beside yours; it is gone when the block ends.

    >>> async with child_kernel() as kernel:
    ...     await kernel.run_all("1 + 1", "1 / 0")
    ['ok', 'ZeroDivisionError']
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    with TemporaryDirectory() as folder:
        manager = AsyncKernelManager(
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),  # our own Python's
            **reached(folder),
        )
        bare = {**os.environ, "IPYTHONDIR": folder}  # without the learner's settings
        try:  # a start may fail when its process is there already
            await manager.start_kernel(stdout=DEVNULL, stderr=DEVNULL, env=bare)
            async with _talking(manager.client()) as client:
                yield ChildKernel(manager, client)
        finally:
            await manager.shutdown_kernel(now=True)


@asynccontextmanager
async def _talking(client: AsyncKernelClient) -> AsyncIterator[AsyncKernelClient]:
    try:
        client.start_channels(hb=False)
        await client.wait_for_ready(timeout=PATIENCE)
        yield client
    finally:
        client.stop_channels()


def reached(folder: str) -> dict[str, str]:
    """Return the options of a KernelManager whose kernel is reached through files.

    They lie in `folder`. Of the free TCP ports that Jupyter picks, one may be taken
    before the kernel has bound it. Windows has no such files, and elsewhere the name of
    one must be short: so some folders keep the ports.
    """
    longest = os.fsencode(f"{folder}/kernel-ipc-5")
    files = sys.platform != "win32" and len(longest) <= LONGEST_NAME
    return {
        "transport": "ipc" if files else "tcp",
        "connection_file": f"{folder}/kernel.json",
    }
