"""JupyterLab opens the course, whatever the learner's settings for other work say."""

import json
import sys
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from tests.workspace.labs import a_lab
from wslesson.workspace.lab import open_lab
from wslesson.workspace.lab_server import Guard

ELSEWHERE = """
c.ServerApp.ip = "0.0.0.0"
c.ServerApp.token = ""
c.IdentityProvider.token = ""
c.ServerApp.preferred_dir = {0!r}
c.FileContentsManager.preferred_dir = {0!r}
c.FileContentsManager.root_dir = {0!r}
c.MultiKernelManager.default_kernel_name = "python3"
"""


def ask(url, path, token="", data=None, method=None):
    request = Request(f"http://{urlsplit(url).netloc}/{path}", data, method=method)
    request.add_header("Authorization", f"token {token}")
    with build_opener(ProxyHandler({})).open(request, timeout=120) as answer:
        return json.load(answer) if answer.status != 204 else None


@pytest.fixture
def strange(tmp_path, monkeypatch):
    """A learner whose settings and whose search path are for other work."""
    settings, elsewhere = tmp_path / "settings", tmp_path / "elsewhere"
    settings.mkdir()
    elsewhere.mkdir()
    config = settings / "jupyter_server_config.py"
    config.write_text(ELSEWHERE.format(str(elsewhere)), encoding="utf-8")
    kernel = tmp_path / "share" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    spec = {"argv": ["/not/there"], "display_name": "Foreign", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(settings))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))
    return tmp_path / "my-course" / "notebooks"


def test_strange_settings_change_neither_folder_nor_kernel_nor_who_may_come_in(strange):
    with a_lab(strange) as (process, url):
        (token,) = parse_qs(urlsplit(url).query)["token"]
        doors = [each for each in process.net_connections() if each.status == "LISTEN"]
        assert {door.laddr.ip for door in doors} <= {"127.0.0.1", "::1"}
        with pytest.raises(HTTPError, match="403"):
            ask(url, "api/contents")
        there = ask(url, "api/contents/notebooks", token)["content"]
        assert "00_start_here.ipynb" in {each["name"] for each in there}
        specs = ask(url, "api/kernelspecs", token)["kernelspecs"]
        assert specs["python3"]["spec"]["argv"][0] == sys.executable
        started = ask(url, "api/kernels", token, b'{"name": "python3"}')
        ask(url, f"api/kernels/{started['id']}", token, method="DELETE")


@pytest.fixture
def launched(monkeypatch):
    """The arguments with which JupyterLab would be started."""
    arguments = []
    monkeypatch.setattr("jupyterlab.labapp.LabApp.launch_instance", arguments.extend)
    monkeypatch.setenv("PATH", "")  # put back what the lab adds
    return arguments


@pytest.mark.parametrize(
    ("wish", "ours"),
    [
        ("--ip=0.0.0.0", "--ServerApp.ip="),
        ("--ServerApp.ip=0.0.0.0", "--ServerApp.ip="),
        ("--notebook-dir=/srv", "--FileContentsManager.root_dir="),
        ("--preferred-dir=/srv", "--FileContentsManager.preferred_dir="),
        ("--IdentityProvider.token=", "--ServerApp.identity_provider_class="),
    ],
)
def test_what_the_learner_says_on_the_command_line_goes_before_ours(
    launched, executed, wish, ours
):
    open_lab(executed.parent, [])
    assert any(each.startswith(ours) for each in launched)
    launched.clear()
    open_lab(executed.parent, [wish])
    assert launched[-1] == wish
    assert not any(each.startswith(ours) for each in launched[:-1])


def test_who_has_a_password_needs_no_token():
    assert Guard(hashed_password="argon2:of mine", token="").token == ""
    assert Guard(token="mine").token == "mine"
