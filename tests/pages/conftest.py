"""All lessons as a site and as slides, made once, and a browser to look at them."""

import pytest

from tests.require import module, program
from wslesson.export import site, slides

HOW = "install it, and the extras `browser` and `site` of this package"


def made(export, folder):
    """Make an edition in a folder; return it, and what the command says of it."""
    for name in ("myst_nb", "furo", "sphinx_revealjs"):
        module(name, HOW)
    return folder, list(export(folder))


@pytest.fixture(scope="session")
def a_site(tmp_path_factory):
    return made(site.export, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def decks(tmp_path_factory):
    return made(slides.export, tmp_path_factory.mktemp("slides"))


@pytest.fixture(scope="session")
def chromium():
    """A browser."""
    path = program("chromium", "chromium-browser", "google-chrome", how=HOW)
    sync_api = module("playwright.sync_api", HOW)
    with sync_api.sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path)


@pytest.fixture
def tab(chromium):
    """A page in the browser that notes in `asked` each address outside the disk."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.asked = []

    def note(request):
        if not request.url.startswith(("file:", "data:", "blob:")):
            page.asked.append(request.url)

    context.on("request", note)
    yield page
    context.close()
