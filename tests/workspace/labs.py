"""JupyterLab as `wslesson lab` starts it, for a test."""

import re
import subprocess
import sys
from contextlib import contextmanager

import psutil


@contextmanager
def a_lab(folder):
    """Start it for a folder; give the process, and its address when it says one."""
    command = [sys.executable, "-m", "wslesson", "lab", "--no-browser", "--port=0"]
    lab = subprocess.Popen(
        [*command, "--folder", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        lines = iter(lab.stderr.readline, "")
        found = (re.search(r"http://127\.\S+", line) for line in lines)
        url = next(filter(None, found))[0]
        # The address is printed a moment before the server listens; then it logs more.
        next(line for line in lines if "Skipped" in line or "extension" in line)
        yield psutil.Process(lab.pid), url
    finally:
        lab.terminate()
        lab.communicate(timeout=120)
