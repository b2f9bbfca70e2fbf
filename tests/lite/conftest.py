"""The edition for a browser, built once and served, and two browsers."""

import shutil
from pathlib import Path

import pytest

from tests.lite.browsers import BROWSERS
from tests.lite.serving import served
from tests.require import module, program
from wslesson.export import lite

HOW = "install it, and the extra `lite` of this package"


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The folder, as `wslesson export lite` writes it."""
    program("npm", how=HOW)
    for name in lite.TOOLS:
        module(name, HOW)
    folder = tmp_path_factory.mktemp("lite")
    list(lite.export(folder))
    yield folder
    shutil.rmtree(folder)  # 40 MB


@pytest.fixture(scope="session")
def address(site):
    with served(site) as where:
        yield where


@pytest.fixture(
    scope="session",
    params=[pytest.param(n, marks=pytest.mark.xdist_group(n)) for n in BROWSERS],
)
def new_tab(request):
    """Makes a tab of a browser that has never been here."""
    with BROWSERS[request.param]() as tab:
        yield tab
