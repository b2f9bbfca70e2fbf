"""What a package index gets of us: the version, the page, the licenses."""

import re
import subprocess
import sys
import tomllib
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

import wslesson

ROOT = Path(__file__).parents[2]
HOME = "https://code.example/us/course"
RELATIVE = re.compile(r"\]\((?!\w+:|#)")
PRINTED = ["ws-stream-server", "ws-stream-client"]


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Build the wheel with what is installed; return its files and its metadata."""

    def one(address):
        folder = tmp_path_factory.mktemp("dist")
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
            cwd=ROOT,
            env={"WSLESSON_ADDRESS": address},
            check=True,
            capture_output=True,
            timeout=240,
        )
        (wheel,) = folder.glob("*.whl")
        with ZipFile(wheel) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        (about,) = [name for name in files if name.endswith(".dist-info/METADATA")]
        return files, HeaderParser().parsestr(files[about].decode())

    return one


@pytest.fixture(scope="module")
def hosted(build):
    return build(f"{HOME}/")


@pytest.fixture(scope="module")
def homeless(build):
    return build("")


def test_the_version_stands_in_one_place(hosted):
    _, about = hosted
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "version" in project["dynamic"]
    assert about["version"] == citation["version"] == wslesson.__version__


def test_the_authors_are_named(hosted):
    _, about = hosted
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert [about["author"]] == [each["name"] for each in citation["authors"]]


def test_each_link_on_an_index_leads_to_the_code_host(hosted):
    _, about = hosted
    page = about.get_payload()
    assert not RELATIVE.search(page)
    ours = re.findall(rf"\({HOME}/(blob|raw)/v{wslesson.__version__}/([^)#]+)", page)
    assert ("raw", "docs/lesson_02.png") in ours
    assert ("blob", "docs/ci.md") in ours
    assert not [path for _, path in ours if not (ROOT / path).exists()]
    assert len(ours) == len(RELATIVE.findall((ROOT / "README.md").read_text("utf-8")))


def test_an_index_names_where_the_source_and_the_issues_are(hosted):
    _, about = hosted
    urls = dict(each.split(", ") for each in about.get_all("project-url"))
    assert urls == {
        "Source": HOME,
        "Issues": f"{HOME}/issues",
        "Changelog": f"{HOME}/blob/v{wslesson.__version__}/CHANGELOG.md",
    }


def test_without_a_code_host_nothing_is_made_up(homeless):
    _, about = homeless
    page = about.get_payload()
    assert not RELATIVE.search(page)
    assert "00 Start here" in page
    assert "Lesson 02 in JupyterLab" in page
    assert about.get_all("project-url") is None


def test_the_printed_programs_are_under_no_license_of_ours(hosted):
    files, about = hosted
    assert about["license-expression"].split(" AND ")[-1].startswith("LicenseRef-")
    (text,) = [text for name, text in files.items() if "info/licenses/" in name]
    _, _, not_ours = text.decode().partition("3. What is not ours")
    for name in PRINTED:
        path = f"wslesson/course/listings/{name}.txt"
        assert path in files
        assert path in not_ours
    assert "names no author" in not_ours


def test_a_project_brings_its_record_along(hosted):
    files, _ = hosted
    folder = "wslesson/projects/by_hand/"
    assert {f"{folder}{name}" for name in ("skeleton.py", "cases.json.gz")} <= {*files}


def test_lesson_01_says_whose_the_printed_programs_are():
    page = (ROOT / "notebooks" / "01_streams.ipynb").read_text("utf-8")
    assert "Web Sockets in Python" in page
    assert "LICENSE" in page
