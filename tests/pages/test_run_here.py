"""From a page of the site to its lesson in a browser, and what is first there."""

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.pages import axe
from wslesson.export.lessons import lessons_for
from wslesson.export.lite_page import write_page

pytestmark = pytest.mark.timeout(240)
NAME = "02_framing"
READY = "body[data-ready]"
LACK = "delete WebAssembly.Suspending"
CONTRAST = "color-contrast"  # the one rule that depends on the theme


class Quiet(SimpleHTTPRequestHandler):
    """Hands out files, and says nothing."""

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def folder(a_site, tmp_path_factory):
    """The site, and in `lite` what the other edition has at its root."""
    folder = tmp_path_factory.mktemp("both") / "site"
    shutil.copytree(a_site[0], folder)
    (folder / "lite").mkdir()
    write_page(lessons_for(tmp_path_factory.mktemp("none")), folder / "lite")
    return folder


@pytest.fixture(scope="module")
def address(folder):
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def button(tab):
    return tab.get_by_role("link", name="Run this lesson here")


def test_a_lesson_s_page_has_a_button_that_opens_it(tab, address):
    tab.goto(f"{address}/{NAME}.html")
    button(tab).click()
    tab.wait_for_url(f"{address}/lite/lab/index.html?path={NAME}.ipynb")
    assert not [url for url in tab.asked if not url.startswith(address)]


@pytest.mark.parametrize("page", ["index", "pictures", "search"])
def test_a_page_that_is_no_lesson_has_none(tab, address, page):
    tab.goto(f"{address}/{page}.html")
    tab.wait_for_load_state("networkidle")
    assert not button(tab).count()


def test_no_button_leads_to_an_edition_that_is_not_there(tab, address, folder):
    (folder / "lite").rename(folder / "elsewhere")
    try:
        tab.goto(f"{address}/{NAME}.html")
        tab.wait_for_load_state("networkidle")
        assert not button(tab).count()
    finally:
        (folder / "elsewhere").rename(folder / "lite")


def test_from_the_disk_there_is_no_button_and_nothing_is_asked(tab, folder):
    tab.goto((folder / f"{NAME}.html").as_uri())
    tab.wait_for_load_state("networkidle")
    assert not button(tab).count()
    assert not tab.asked


def test_who_cannot_run_it_is_led_back_to_the_pages(tab, address):
    tab.add_init_script(LACK)
    tab.goto(f"{address}/{NAME}.html")
    button(tab).click()
    tab.wait_for_selector(READY)
    assert "JSPI" in tab.get_by_role("alert").inner_text()
    tab.get_by_role("link", name="Find where a message ends").click()
    tab.wait_for_url(f"{address}/{NAME}.html")


@pytest.mark.parametrize("width", [400, 1366])
@pytest.mark.parametrize("lack", ["", LACK], ids=["fine", "lacking"])
def test_axe_has_nothing_against_the_first_page(tab, address, width, lack):
    tab.set_viewport_size({"width": width, "height": 768})
    tab.add_init_script(lack)
    for theme in "light", "dark":
        tab.emulate_media(color_scheme=theme)
        tab.goto(f"{address}/lite/index.html?lesson=10_nowhere")
        tab.wait_for_selector(READY)
        if not lack:
            tab.get_by_role("button", name="Download my course").click()
            tab.get_by_text("There is nothing to download yet").wait_for()
        assert not axe.violations(tab, axe.source())
        assert not tab.evaluate("document.scrollingElement.scrollWidth > innerWidth")


def test_axe_has_nothing_against_a_lesson_s_page_with_the_button(tab, address):
    for theme in "light", "dark":
        tab.emulate_media(color_scheme=theme)
        tab.goto(f"{address}/{NAME}.html")
        button(tab).wait_for()
        assert not axe.violations(tab, axe.source(), CONTRAST, "link-name")
