"""The strict lane: nbval runs every notebook and compares every output.

`python -m authoring.run.strict` is `pytest --nbval` in a process of its own, with only
the plugins that it needs. This module is one of them: it tells nbval when a kernel has
died, which nbval itself would notice only when the cell's time is up.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from queue import Empty

import nbval.kernel
import nbval.plugin
from jupyter_client.manager import KernelManager
from nbval.kernel import RunningKernel

from ..notebooks import CELL_TIMEOUT, NOTEBOOKS, chosen, no_ports

GLANCE = 1.0  # seconds between two looks at whether the kernel lives
PLUGINS = (
    "authoring",  # first: it keeps a second of imports out of nbval's
    "nbval.plugin",
    "authoring.run.strict",
    "xdist.plugin",
    "pytest_timeout",
)


def command(
    paths: Iterable[Path], timeout: float = CELL_TIMEOUT, workers: int = 2
) -> list[str]:
    """Return the command line. A notebook stays with one worker, as its cells do."""
    return [
        *(sys.executable, "-m", "pytest"),
        *(f"-p{plugin}" for plugin in PLUGINS),
        *("-pno:cacheprovider", "-q", "--color=no", "-Werror", "--timeout=60"),
        *("--nbval", "--nbval-current-env", f"--nbval-cell-timeout={timeout:g}"),
        *(("-n", str(workers), "--dist=loadfile") if workers else ()),
        *map(str, paths),
    ]


def run(
    paths: Iterable[Path], timeout: float = CELL_TIMEOUT, workers: int = 2
) -> subprocess.CompletedProcess[str]:
    """Run the lane on notebooks, and return what it said and whether all is well."""
    return subprocess.run(
        command(paths, timeout, workers),
        cwd=NOTEBOOKS.parent,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


class WatchedKernel(RunningKernel):  # type: ignore[misc]  # nbval has no types
    """nbval's kernel, which says at once that it is dead."""

    def get_message(self, stream: str, timeout: float | None = None) -> object:
        """Return the next message. Raises RuntimeError when the kernel has died."""
        end = time.monotonic() + (CELL_TIMEOUT if timeout is None else timeout)
        while True:
            left = end - time.monotonic()
            try:
                return super().get_message(stream, timeout=min(GLANCE, max(left, 0)))
            except Empty:
                if not self.is_alive():
                    raise RuntimeError("the kernel died") from None
                if left <= 0:
                    raise


def manager(**options: object) -> KernelManager:
    """Return what starts a kernel that needs no free port."""
    return KernelManager(**no_ports(), **options)


def pytest_configure() -> None:
    """Let nbval start such kernels, and watch them."""
    nbval.plugin.RunningKernel = WatchedKernel
    nbval.kernel.KernelManager = manager


def main(names: list[str]) -> int:
    """Run the lane on the chosen notebooks, print what it says, return its code."""
    paths = chosen(names)
    if not paths:
        print("no notebook has such a name")
        return 2
    done = run(paths)
    print(done.stdout, done.stderr, sep="", end="")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
