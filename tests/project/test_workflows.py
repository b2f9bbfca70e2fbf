"""The workflows of a code host: what they may do, what they run, and on what."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = {path.stem: path for path in (ROOT / ".github" / "workflows").glob("*.yml")}
each = pytest.mark.parametrize("name", WORKFLOWS)


def read(name):
    # YAML takes a bare `on` for a truth.
    content = yaml.safe_load(WORKFLOWS[name].read_text("utf-8"))
    return {("on" if key is True else key): value for key, value in content.items()}


def steps(name):
    return [step for job in read(name)["jobs"].values() for step in job["steps"]]


def commands(name):
    return [" ".join(step["run"].split()) for step in steps(name) if "run" in step]


def actions(text):
    return re.findall(r"uses: (\S+)@(\S+)(?: # (v\d+\.\d+\.\d+))?", text)


@each
def test_a_workflow_may_do_nothing_and_each_job_reads_at_most(name):
    content = read(name)
    assert content["permissions"] == {}
    for job, about in content["jobs"].items():
        usual = {"contents": "read"}
        wanted = (
            {"id-token": "write"} if (name, job) == ("release", "publish") else usual
        )
        assert about["permissions"] == wanted


@each
def test_each_action_stands_by_its_commit_and_the_version_beside_it(name):
    found = actions(WORKFLOWS[name].read_text("utf-8"))
    assert found
    for action, commit, version in found:
        assert re.fullmatch(r"[0-9a-f]{40}", commit), action
        assert version, action


def test_the_page_for_other_people_s_ci_names_the_same_commits():
    pages = [*WORKFLOWS.values(), ROOT / "docs" / "ci.md"]
    found = {use for page in pages for use in actions(page.read_text("utf-8"))}
    assert len(found) == len({action for action, _, _ in found})


@each
def test_no_job_runs_for_ever_and_none_keeps_a_token_in_the_clone(name):
    for job in read(name)["jobs"].values():
        assert job["timeout-minutes"] <= 90
    for step in steps(name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"] == {"persist-credentials": False}


def test_linux_runs_what_our_own_ci_runs():
    assert "bash .ci/run" in commands("tests")


def test_three_systems_run_the_oldest_and_the_newest_python():
    matrix = read("tests")["jobs"]["places"]["strategy"]["matrix"]
    assert matrix["os"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [each.rpartition(" ")[2] for each in project["classifiers"]]
    named = [each for each in named if re.fullmatch(r"3\.\d+", each)]
    assert matrix["python"] == [named[0], named[-1]]


@pytest.mark.parametrize("name", ["tests", "weekly"])
def test_the_unit_tests_of_other_systems_are_those_of_make(name):
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
    (line,) = re.findall(r"^UNIT := (.*)", makefile, re.MULTILINE)
    folders = re.findall(r"tests/\S+", line)
    (run,) = [each for each in commands(name) if "tests/protocol" in each]
    assert re.findall(r"tests/\S+", run) == folders


@pytest.mark.parametrize("name", ["tests", "weekly"])
def test_the_notebooks_are_run_as_the_page_says(name):
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    (run,) = [each for each in commands(name) if "--nbval" in each]
    assert run in page.splitlines()


def test_the_newest_of_everything_is_asked_for_each_week():
    content = read("weekly")
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", content["on"]["schedule"][0]["cron"])
    assert not [run for run in commands("weekly") if "constraints" in run]


def test_a_release_is_tried_before_it_is_published_and_says_where_it_is_from():
    jobs = read("release")["jobs"]
    assert jobs["publish"]["needs"] == "build"
    assert jobs["publish"]["environment"] == "pypi"
    (make,) = [step for step in jobs["build"]["steps"] if "make" in step.get("run", "")]
    assert make["run"] == "make package plain"
    assert "github.repository" in make["env"]["WSLESSON_ADDRESS"]
    assert "password" not in WORKFLOWS["release"].read_text("utf-8").split("jobs:")[1]


def test_make_knows_what_the_workflows_ask_of_it():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for name in WORKFLOWS:
        for run in commands(name):
            if run.startswith("make "):
                for goal in run.split()[1:]:
                    assert re.search(rf"^{goal}:", makefile, re.MULTILINE), goal


@pytest.mark.parametrize("name", ["lesson", "verdict"])
def test_a_form_asks_for_what_we_need_to_see_it_ourselves(name):
    path = ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml"
    form = yaml.safe_load(path.read_text("utf-8"))
    fields = {field["id"]: field for field in form["body"]}
    assert {"name", "description", "body"} <= set(form)
    needed = {"lesson": {"where", "what"}, "verdict": {"exercise", "answer", "verdict"}}
    for field in needed[name]:
        assert fields[field]["validations"] == {"required": True}
    assert "wslesson --version" in fields["machine"]["attributes"]["description"]
