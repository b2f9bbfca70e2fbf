"""What other places read of us: a dev container, somebody else's CI, a JupyterHub."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet
from traitlets.config import Config

from authoring.places import plain
from tests import require

ROOT = Path(__file__).parents[2]
CI = ROOT / "docs" / "ci.md"
HUB = ROOT / "docs" / "jupyterhub_config.py"
CLASSROOM = ROOT / "docs" / "classroom.md"
UNIX = pytest.mark.skipif(os.name == "nt", reason="JupyterHub does not run on Windows")


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


def test_pytest_takes_the_flags_of_the_page_where_only_nbval_is_installed():
    command = blocks(CI, "")[0].splitlines()[1]
    assert command.endswith(" notebooks/")
    name, *flags = shlex.split(command.removesuffix(" notebooks/"))
    assert name == "pytest"
    lesson = ROOT / "notebooks" / "00_start_here.ipynb"
    only_nbval = "-pnbval.plugin", "-pno:cacheprovider"
    look = *only_nbval, "--collect-only", "-q"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *look, *flags, str(lesson)],
        cwd=ROOT,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    cells = json.loads(lesson.read_text("utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert f"{len(code)} tests collected" in done.stdout


def test_a_plain_install_does_what_the_pages_say():
    assert plain.commands("clone") == [
        "python -m venv .venv",
        ".venv/bin/python -m pip install -c constraints.txt -e .",
        ".venv/bin/python -m wslesson lab",
        *blocks(CI, "")[0].splitlines(),
    ]
    assert plain.commands("wheel") == ["wslesson doctor", "wslesson verify"]


def test_a_command_that_fails_is_told_with_what_it_said(tmp_path):
    with pytest.raises(plain.FailedError) as failure:
        plain.run("echo because && exit 3", tmp_path, plain.environment())
    assert str(failure.value) == "echo because && exit 3\nbecause\n"


@pytest.mark.skipif(os.name == "nt", reason="a shell there leaves its program alone")
def test_a_lab_that_can_be_visited_has_done_its_part(tmp_path):
    waits = f"print('http://127.0.0.1/lab{plain.OPEN}', flush=True)"
    line = f'"{sys.executable}" -c "{waits}; import signal; signal.pause()"'
    plain.run(line, tmp_path, plain.environment())


@pytest.mark.skipif(os.name == "nt", reason="a shell there leaves its program alone")
def test_who_does_not_hear_that_it_is_to_end_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "GRACE", 0.1)
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    line = f"{deaf}; print('{plain.OPEN}', flush=True); signal.pause()"
    plain.run(f'"{sys.executable}" -c "{line}"', tmp_path, plain.environment())


def test_only_the_named_environments_are_found_first(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    env = plain.environment(Path("one"), Path("other"))
    found = env["PATH"].split(os.pathsep)
    assert found[:2] == [str(Path(x, plain.SCRIPTS)) for x in ("one", "other")]
    assert "PYTHONPATH" not in env


def test_the_values_for_kubernetes_lead_a_learner_to_own_copies():
    (values,) = map(yaml.safe_load, blocks(CLASSROOM, "yaml"))
    learner = values["singleuser"]
    (shell, flag, script) = learner["lifecycleHooks"]["postStart"]["exec"]["command"]
    assert (shell, flag) == ("sh", "-c")
    folder = re.match(r"wslesson update /home/jovyan/(\S+) ", script)[1]
    assert learner["defaultUrl"].startswith(f"/lab/tree/{folder}/")


def test_the_grader_s_image_has_what_nbgrader_needs_as_it_is_tested():
    (image,) = blocks(CLASSROOM, "dockerfile")
    extra = re.search(r'-c \S+/constraints\.txt "\S+\[(\w+)\]"', image)[1]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert any("nbgrader" in x for x in project["optional-dependencies"][extra])
    assert "USER grader" in image


def test_no_folder_hides_the_environment_file_from_binder():
    assert (ROOT / "environment.yml").exists()
    hiding = ["binder", ".binder", "Dockerfile", "requirements.txt", "Project.toml"]
    assert not [name for name in hiding if (ROOT / name).exists()]


def test_without_the_marked_lines_the_hub_asks_the_system():
    text = HUB.read_text(encoding="utf-8")
    kept = "\n".join(x for x in text.splitlines() if "# no accounts" not in x)
    compile(kept, "jupyterhub_config.py", "exec")
    for word in ("authenticator_class", "spawner_class", "PASSWORD"):
        assert word in text
        assert word not in kept


@pytest.fixture
def hub_config(monkeypatch):
    """Read the hub's configuration as JupyterHub does, with a password."""

    def read(password):
        monkeypatch.setenv("WSLESSON_HUB_PASSWORD", password)
        config = Config()
        code = compile(HUB.read_text(encoding="utf-8"), str(HUB), "exec")
        exec(code, {"get_config": lambda: config})
        return config

    return read


@UNIX
@pytest.mark.parametrize("password", ["", "short", "           "])
def test_a_hub_without_a_real_password_does_not_start(hub_config, password):
    with pytest.raises(SystemExit, match="Set WSLESSON_HUB_PASSWORD: 8 characters"):
        hub_config(password)


@UNIX
def test_a_hub_whose_password_nobody_set_does_not_start(hub_config, monkeypatch):
    monkeypatch.setattr(os, "environ", {"PATH": os.environ["PATH"]})
    with pytest.raises(SystemExit, match="Set WSLESSON_HUB_PASSWORD: 8 characters"):
        exec(HUB.read_text(encoding="utf-8"), {"get_config": Config})


@UNIX
def test_everybody_signs_in_with_the_password_of_the_class(hub_config):
    config = hub_config("what-you-tell-the-class")
    assert config.JupyterHub.authenticator_class == "shared-password"
    given = config.SharedPasswordAuthenticator.user_password
    assert given == "what-you-tell-the-class"


@UNIX
@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("ada", True),
        ("learner-30", True),
        ("a" * 32, True),
        ("a" * 33, False),
        ("a b", False),
        ("a..", False),
        ("a$(id)", False),
        ("ada\n", False),
        ("-a", False),
    ],
)
def test_a_name_becomes_a_folder_only_as_a_whole(hub_config, name, fits):
    pattern = hub_config("what-you-tell-the-class").Authenticator.username_pattern
    assert bool(re.match(pattern, name)) is fits  # JupyterHub's own way to ask


def test_the_pages_install_the_proxy_that_was_tried():
    """Without a version npm brings the newest, which nobody has run."""
    pages = [ROOT / "Makefile", *(ROOT / "docs").glob("*.md"), ROOT / "README.md"]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    named = re.findall(r"configurable-http-proxy(@[\d.]+)?$", text, re.MULTILINE)
    assert len(named) == 2
    assert set(named) == {"@5.3.0"}


def test_a_learner_of_the_hub_opens_the_first_of_the_own_copies():
    text = HUB.read_text(encoding="utf-8")
    (folder,) = re.findall(r"wslesson\" update (\S+);", text)
    (page,) = re.findall(r"default_url = \"/lab/tree/(\S+)\"", text)
    first = min(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert page == f"{folder}/{first}"
