"""A plain install: does what the pages say work where nothing else is installed?

`make plain` makes new environments in a temporary folder: a clone with the exact
versions, a clone with the newest of everything, and a wheel in an empty folder. In each
it runs the commands that stand in README.md and docs/ci.md below a comment that names
the place, line by line, as they stand there. `ONLY="clone wheel"` chooses places.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Timer

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/ci.md")
MARKED = re.compile(r"(?ms)^<!-- make plain: ([\w, ]+) -->\n+```\w*\n(.*?)^```$")
REMARK = re.compile(r"\s+# .*")
EXACT = " -c constraints.txt"
PATIENCE = 600  # seconds for one command
GRACE = 10.0  # seconds to end in, when asked to
OPEN = "?token="  # JupyterLab says this once it can be visited
NOT_OURS = ("VIRTUAL_ENV", "PYTHON", "PYTEST", "COVERAGE")
# What is in no clone: tools made it, or it belongs to one learner.
NOT_THERE = (".git", ".venv", ".*_cache", "__pycache__", "dist", "hub", "my-course")
RUNNING: set[subprocess.Popen[str]] = set()  # to be ended when somebody presses Ctrl-C
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


class FailedError(Exception):
    """A command of the pages did not do what they say."""


def commands(place: str) -> list[str]:
    """Return the commands of the pages for a place, in order, without remarks."""
    texts = [(ROOT / page).read_text("utf-8") for page in PAGES]
    return [
        REMARK.sub("", line)
        for text in texts
        for places, block in MARKED.findall(text)
        if place in places.split(", ")
        for line in block.splitlines()
    ]


def environment(*first: Path) -> dict[str, str]:
    """Return an environment in which only these folders' programs are found first."""
    rest = os.environ["PATH"] if os.name == "nt" else os.defpath
    kept = {k: v for k, v in os.environ.items() if not k.startswith(NOT_OURS)}
    path = os.pathsep.join([*(str(each / SCRIPTS) for each in first), rest])
    return {**kept, "PATH": path, "BROWSER": "true"}  # `true` opens no window


def run(line: str, folder: Path, env: dict[str, str]) -> None:
    """Run a line as a shell does. Raises FailedError, with what was said.

    JupyterLab does not end by itself: it has done its part once it can be visited.
    """
    child = start(line, folder, env)
    RUNNING.add(child)
    timer = Timer(PATIENCE, end, [child])
    timer.start()
    said, opened = [], False
    with child:
        try:
            for text in child.stdout or ():
                said.append(text)
                if OPEN in text and not opened:
                    opened = True
                    end(child)
            child.wait()
        finally:
            timer.cancel()
            end(child)
            RUNNING.discard(child)
    if child.returncode and not opened:
        raise FailedError(f"{line}\n{''.join(said[-60:])}")


def start(line: str, folder: Path, env: dict[str, str]) -> subprocess.Popen[str]:
    """Start a line in a shell, in a session of its own: so all of it can be ended."""
    return subprocess.Popen(
        line.replace(".venv/bin/", ".venv\\Scripts\\") if os.name == "nt" else line,
        shell=True,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )


def end(child: subprocess.Popen[str]) -> None:
    """Ask a shell, and what it has started, to end; who does not is killed.

    A server that is just beginning may lose what it is asked: JupyterLab does.
    """
    if os.name == "nt":
        if child.poll() is None:
            child.terminate()
    elif signalled(child, signal.SIGTERM):
        later = Timer(GRACE, signalled, [child, signal.SIGKILL])
        later.daemon = True
        later.start()


def signalled(child: subprocess.Popen[str], number: int) -> bool:
    """Send a signal to all that a shell has started, and return whether any is left."""
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return False
    return True


def clone(folder: Path, tools: Path, *, newest: bool = False) -> None:
    """Do in a copy of this folder what the pages say, as they say it, or newer."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_THERE))
    env = environment(folder / ".venv", tools)
    for line in commands("clone"):
        run(line.replace(EXACT, "") if newest else line, folder, env)


def wheel(folder: Path, tools: Path) -> None:
    """Build the wheel, install it, and do what the pages say where nothing else is."""
    source = folder / "source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*NOT_THERE))
    run("python -m pip install -q build", folder, environment(tools))
    run("python -m build -o ../dist", source, environment(tools))
    shutil.rmtree(source)
    (built,) = (folder / "dist").glob("*.whl")
    run("python -m venv here", folder, environment(tools))
    empty, env = folder / "empty", environment(folder / "here", tools)
    empty.mkdir()
    run(f'pip install "{built}"', empty, env)
    for line in commands("wheel"):
        run(line, empty, env)


PLACES = {
    "clone": clone,
    "newest": lambda folder, tools: clone(folder, tools, newest=True),
    "wheel": wheel,
}


def tried(name: str, folder: Path, tools: Path) -> bool:
    """Print what came of a place, and return whether all was well."""
    start, verdict = time.monotonic(), "passed"
    try:
        PLACES[name](folder / name, tools)
    except FailedError as error:
        verdict = f"FAILED: {error}"
    print(f"{name}: {time.monotonic() - start:.0f} s, {verdict}", flush=True)
    return verdict == "passed"


def main(names: list[str]) -> int:
    """Try the places, all at once; return 1 if a command failed in one of them."""
    chosen = names or list(PLACES)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary,
        ThreadPoolExecutor(len(chosen)) as pool,
    ):
        folder, tools = Path(temporary), Path(temporary, "tools")
        subprocess.run([sys.executable, "-m", "venv", tools], check=True)
        try:
            well = [*pool.map(partial(tried, folder=folder, tools=tools), chosen)]
        except KeyboardInterrupt:
            for child in [*RUNNING]:
                end(child)
            raise
    return not all(well)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
