"""The edition for a browser, built once and served, and two browsers."""

import shutil
from itertools import chain
from pathlib import Path

import pytest

from tests.lite.browsers import BROWSERS
from tests.lite.measuring import COST, table
from tests.lite.serving import served
from tests.require import module, program
from wslesson.export import lite

HOW = "install it, and the extra `lite` of this package"


def pytest_terminal_summary(terminalreporter):
    """Print what the lessons cost, whichever process ran them."""
    reports = map(terminalreporter.getreports, ("passed", "failed"))
    told = [dict(each.user_properties) for each in chain.from_iterable(reports)]
    rows = [each[COST] for each in told if COST in each]
    for line in table(rows) if rows else ():
        terminalreporter.write_line(line)


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
def browser(request):
    """The name of a browser."""
    return request.param


@pytest.fixture(scope="session")
def new_tab(browser):
    """Makes a tab of a browser that has never been here."""
    with BROWSERS[browser]() as tab:
        yield tab
