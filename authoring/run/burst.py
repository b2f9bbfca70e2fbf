"""The burst lane: send all cells at once, as JupyterLab's *Run All* does.

nbval and nbclient wait for each cell before they send the next. Some faults show only
when cells arrive while another one runs (DESIGN: nest-asyncio). Each cell must be
answered, with `ok`, and show what is stored: Lab shows late messages, nbval drops them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty

import nbformat
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from nbformat.v4 import output_from_msg

from ..lint.page import tags
from ..notebooks import CELL_TIMEOUT, NOTEBOOKS, QUIET, no_ports, told_of
from .comparing import differences

GLANCE = 0.5  # seconds between two looks at whether the kernel lives
SHOWN = {"stream", "display_data", "execute_result", "error"}


@contextmanager
def kernel() -> Iterator[tuple[KernelManager, BlockingKernelClient]]:
    """Start a kernel in the folder of the lessons; it is gone when the block ends."""
    manager = KernelManager(kernel_name="python3", **no_ports())
    manager.start_kernel(cwd=str(NOTEBOOKS), extra_arguments=QUIET)
    client = manager.blocking_client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()
        client.context.term()


def problems(path: Path) -> list[str]:
    """Return a line for each cell of a notebook that a burst does no good."""
    notebook = nbformat.read(path, as_version=4)
    return burst([cell for cell in notebook.cells if cell.cell_type == "code"])


def burst(cells: list[NotebookNode], patience: float = CELL_TIMEOUT) -> list[str]:
    """Run cells all at once, and compare what they show."""
    ran = run_at_once(cells, patience)
    bad = [
        f"{cell.id}: {each.status}"
        for cell, each in zip(cells, ran, strict=True)
        if each.status not in ("ok", expected_of(cell))
    ]
    return bad or differences(cells, [NotebookNode(outputs=it.outputs) for it in ran])


def expected_of(cell: NotebookNode) -> str:
    """Return how a cell may end."""
    return "answered error" if "raises-exception" in tags(cell) else "ok"


@dataclass(frozen=True)
class Ran:
    """How a cell was answered, or why it was not, and what it showed."""

    status: str
    outputs: list[NotebookNode]

    @property
    def answered(self) -> bool:
        """Whether the kernel said anything to it."""
        return not self.status.startswith("no reply")


def run_at_once(
    cells: list[NotebookNode], patience: float = CELL_TIMEOUT, *, stop: bool = True
) -> list[Ran]:
    """Send all cells to a new kernel, and return what came of each.

    `patience` is how long no cell at all may be answered. Unless told not to, the
    kernel stops at an error that no cell expects, as it does for JupyterLab.
    """
    with kernel() as (manager, client):
        sent = [_send(client, cell, stop=stop) for cell in cells]
        replies, lost = _replies(manager, client, sent, patience)
        if lost:
            return [Ran(replies.get(key, f"no reply: {lost}"), []) for key in sent]
        outputs = _outputs(client, sent, patience)
    return [Ran(replies[key], outputs[key]) for key in sent]


def _send(client: BlockingKernelClient, cell: NotebookNode, *, stop: bool) -> str:
    stop = stop and "raises-exception" not in tags(cell)
    return str(client.execute(cell.source, allow_stdin=False, stop_on_error=stop))


def _replies(
    manager: KernelManager,
    client: BlockingKernelClient,
    expected: list[str],
    patience: float,
) -> tuple[dict[str, str], str]:
    """Return the status of each cell that was answered, and why others were not."""
    replies: dict[str, str] = {}
    heard = time.monotonic()
    while len(replies) < len(expected):
        try:
            message = client.get_shell_msg(timeout=GLANCE)
        except Empty:
            if not manager.is_alive():
                return replies, "the kernel died"
            if time.monotonic() - heard > patience:
                return replies, f"the kernel said nothing for {patience:g} s"
            continue
        heard = time.monotonic()
        parent = message["parent_header"].get("msg_id")
        if message["msg_type"] == "execute_reply" and parent in expected:
            status = message["content"]["status"]
            replies[parent] = status if status == "ok" else f"answered {status}"
    return replies, ""


def _outputs(
    client: BlockingKernelClient, sent: list[str], patience: float
) -> dict[str, list[NotebookNode]]:
    """Return what each cell has shown, until the last one has been idle."""
    outputs: dict[str, list[NotebookNode]] = {key: [] for key in sent}
    idle: set[str] = set()
    while len(idle) < len(sent):
        message = client.get_iopub_msg(timeout=patience)
        parent = message["parent_header"].get("msg_id")
        if parent not in outputs:
            continue
        if message["msg_type"] in SHOWN:
            outputs[parent].append(output_from_msg(message))
        elif message["content"].get("execution_state") == "idle":
            idle.add(parent)
    return outputs


def main(names: list[str]) -> int:
    """Print what a burst does to the chosen notebooks; return 1 if any harm."""
    return told_of(names, problems, "stand a burst")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
