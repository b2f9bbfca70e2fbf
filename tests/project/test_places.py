"""What other places read of us: a dev container, somebody else's CI, a JupyterHub."""

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from tests import require

ROOT = Path(__file__).parents[2]
CI = ROOT / "docs" / "ci.md"
CLASSROOM = ROOT / "docs" / "classroom.md"


@pytest.fixture(scope="module")
def container():
    return json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))


def blocks(page, kind):
    """Return the code blocks of a page that are of a kind."""
    text = page.read_text(encoding="utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [code for named, code in found if named == kind]


@pytest.mark.parametrize("moment", ["postCreateCommand", "postAttachCommand"])
def test_what_a_container_runs_is_what_make_knows(container, moment):
    make = require.program("make", how="install make")
    name, *rest = shlex.split(container[moment])
    assert name == "make"
    done = subprocess.run(
        [make, "--dry-run", "--always-make", *rest],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "-e ." in done.stdout


def test_the_forwarded_port_is_the_one_where_lab_listens(container):
    (port,) = container["forwardPorts"]
    assert f"--port={port}" in container["postAttachCommand"]
    assert list(container["portsAttributes"]) == [str(port)]


def test_the_python_of_the_container_is_one_that_the_project_takes(container):
    python = container["image"].rpartition(":")[2]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert SpecifierSet(project["requires-python"]).contains(python)


def test_both_services_run_the_commands_of_the_page():
    (plain,) = blocks(CI, "")
    github, gitlab = map(yaml.safe_load, blocks(CI, "yaml"))
    steps = github["jobs"]["notebooks"]["steps"]
    wanted = plain.splitlines()
    assert [step["run"] for step in steps if "run" in step] == wanted
    assert gitlab["notebooks"]["script"] == wanted


def test_pytest_takes_the_flags_of_the_page():
    command = blocks(CI, "")[0].splitlines()[1]
    assert command.endswith(" notebooks/")
    name, *flags = shlex.split(command.removesuffix(" notebooks/"))
    assert name == "pytest"
    lesson = ROOT / "notebooks" / "00_start_here.ipynb"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", *flags, str(lesson)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    cells = json.loads(lesson.read_text("utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert f"{len(code)} tests collected" in done.stdout
