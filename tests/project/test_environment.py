"""The same needs, said in three files: for pip, for conda, and exactly."""

import json
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
import rattler
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def conda():
    return yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def exact():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [Requirement(line) for line in lines if not line.startswith("#")]
    return {canonicalize_name(pin.name): str(pin.specifier) for pin in pins}


def test_conda_leaves_every_version_to_the_constraints(conda):
    *of_conda, of_pip = conda["dependencies"]
    assert of_conda == ["python=3.12", "pip"]
    assert of_pip == {"pip": ["-c constraints.txt", "-e ."]}


def test_conda_can_read_each_line(conda):
    for spec in conda["dependencies"][:-1]:
        match = rattler.MatchSpec(spec)
        assert match.name.normalized == re.match(r"[a-z-]+", spec)[0]


def test_the_exact_version_meets_the_lower_bound(project, exact):
    extras = project["optional-dependencies"].values()
    for need in map(Requirement, [*project["dependencies"], *chain(*extras)]):
        pin = exact[canonicalize_name(need.name)].removeprefix("==")
        assert need.specifier.contains(pin), need


def test_each_dependency_has_its_price_and_its_reason(project):
    page = (ROOT / "docs" / "costs.md").read_text("utf-8")
    priced = re.findall(r"^\| `([\w-]+)` \| \d+ \| \S", page, re.MULTILINE)
    assert set(priced) == {Requirement(line).name for line in project["dependencies"]}


def test_every_exact_version_is_exact(exact):
    assert all(re.fullmatch(r"==[0-9][0-9a-z.]*", pin) for pin in exact.values())


def test_the_python_of_conda_is_one_that_the_project_takes(project):
    assert project["requires-python"] == ">=3.11"


KINDS = {".md", ".py", ".ipynb", ".yml", ".json", ".toml"}
KEPT = {".ci", ".devcontainer", ".github", "authoring", "docs", "notebooks", "tests"}
KEPT |= {"wslesson"}


def texts():
    """Yield each file of ours in which a command may stand."""
    for top in ROOT.iterdir():
        files = top.rglob("*") if top.name in KEPT else [top]
        told = [f for f in files if f.suffix in KINDS or f.name in {"Makefile", "run"}]
        yield from filter(Path.is_file, told)


def unquoted(text, extras):
    """Return each place where extras stand without double quotes around them."""
    name = f"(?:{'|'.join(extras)})"
    what = rf"(?:[\w./-]*/)?(?:\.|wslesson)\[{name}(?:,{name})*\]"  # or in a folder
    return re.findall(rf'(?<![\w."/-]){what}', text)


def test_extras_are_quoted_for_zsh_which_takes_brackets_for_a_pattern(project):
    extras = project["optional-dependencies"]
    found = {str(f): unquoted(f.read_text("utf-8"), extras) for f in texts()}
    assert {file: places for file, places in found.items() if places} == {}


@pytest.mark.parametrize("how", ["{}", "'{}'", "`{}`", "-e {}"])
@pytest.mark.parametrize(
    "what", [".[{}]", "wslesson[{}]", ".[{},dev]", "/srv/wslesson[{}]"]
)
def test_extras_without_double_quotes_are_found(project, how, what):
    extras = project["optional-dependencies"]
    named = what.format("site")
    assert unquoted(f"pip install {how.format(named)}", extras) == [named]
    assert unquoted(f'pip install "{named}"', extras) == []


def test_the_matrix_has_each_python_with_the_oldest_and_the_newest_websockets(project):
    command = [sys.executable, "-m", "nox", "--list-sessions", "--json"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    found = [(s["python"], s["call_spec"]["library"]) for s in json.loads(listed)]
    needs = {need.name: need for need in map(Requirement, project["dependencies"])}
    oldest = str(needs["websockets"]).replace(">=", "==")
    pythons = ["3.11", "3.12", "3.13", "3.14"]
    assert found == [(p, each) for p in pythons for each in (oldest, "websockets")]


@pytest.mark.parametrize("name", ["constraints.txt", "environment.yml", "Makefile"])
def test_no_address_of_a_registry_is_committed(name):
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"https?://|--index-url|--find-links", text)
