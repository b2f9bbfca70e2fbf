"""The site of all lessons, as a reader opens it: from the disk, offline."""

import json
import re

import pytest

from tests.pages import links
from wslesson.export.lessons import folded
from wslesson.export.pages import SCRIPT
from wslesson.wire.pictures.gallery import KINDS
from wslesson.workspace.files import lessons, shipped

LESSONS = lessons(shipped())
pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def folder(a_site):
    return a_site[0]


def outputs(path, kind):
    """What the cells of a notebook show, of one kind."""
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            yield "".join(output.get("data", {}).get(kind, ""))


def test_sphinx_has_nothing_to_complain_of(a_site):
    _, said = a_site
    assert [line[:2] for line in said] == [*(p.name[:2] for p in LESSONS), "Ne"]


def test_each_link_leads_somewhere(folder):
    pages = links.read(folder)
    assert len(pages) > len(LESSONS)
    assert not list(links.dead(pages))


def test_nothing_comes_from_another_host(folder):
    assert not list(links.foreign(links.read(folder)))
    for style in folder.rglob("*.css"):
        assert not re.search(
            r"(url\(|@import)\W*(https?:)?//", style.read_text("utf-8")
        )


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_each_picture_and_each_report_is_there(folder, path):
    page = (folder / f"{path.stem}.html").read_text("utf-8")
    shown = [html for html in outputs(path, "text/html") if html]
    assert shown
    for html in shown:
        still = SCRIPT.sub(b"", html.encode()).decode()
        assert still.replace(".ipynb", ".html") in page


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_code_that_only_draws_is_behind_a_button_that_keys_reach(folder, tab, path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    hidden = ["".join(cell["source"]) for cell in cells if folded(cell)]
    tab.goto((folder / f"{path.stem}.html").as_uri())
    buttons = tab.locator("details.hide > summary")
    assert buttons.count() == len(hidden)
    for source, button in zip(hidden, buttons.all(), strict=True):
        code = button.locator("xpath=..").locator("pre")
        assert button.inner_text().strip() == "Show code"
        assert not code.is_visible()
        button.focus()
        tab.keyboard.press("Enter")
        assert code.inner_text().strip() == source.strip()
        assert button.inner_text().strip() == "Hide code"
        assert tab.locator("ws-picture").count()


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_line_of_an_output_is_out_of_sight(folder, tab, path):
    tab.goto((folder / f"{path.stem}.html").as_uri())
    printed = tab.locator("div.cell_output pre")
    assert printed.count()
    too_wide = "all => all.filter(it => it.scrollWidth > it.clientWidth).length"
    assert printed.evaluate_all(too_wide) == 0


def test_all_kinds_of_pictures_are_on_a_page_of_the_site_and_live(folder, tab):
    tab.goto((folder / "index.html").as_uri())
    tab.locator("article").get_by_role("link", name="Pictures").first.click()
    pictures = tab.locator("ws-picture")
    shown = [kind for kind in KINDS if not isinstance(kind.made(), str)]
    assert pictures.count() == len(shown)
    for kind, picture in zip(shown, pictures.all(), strict=True):
        assert tab.get_by_role("heading", name=kind.name).count()
        picture.locator("input").press("ArrowRight")
        assert picture.locator(".told").inner_text().strip()
    assert not tab.asked


def test_lessons_lead_to_each_other(folder):
    start = links.Page(folder / "00_start_here.html")
    assert {f"{path.stem}.html" for path in LESSONS[1:]} <= set(start.links)
    assert not [link for link in start.links if link.endswith(".ipynb")]


@pytest.mark.parametrize(
    ("word", "lesson"), [("quadratic", "02_framing"), ("Sec-WebSocket-Accept", "03_")]
)
def test_the_search_finds_a_word(folder, tab, word, lesson):
    tab.goto((folder / "index.html").as_uri())
    tab.fill("input[name=q]", word)
    tab.press("input[name=q]", "Enter")
    found = tab.locator("#search-results li a")
    found.first.wait_for()
    assert any(lesson in each.get_attribute("href") for each in found.all())
    assert not tab.asked


def luminance(tab):
    colour = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(int, re.findall(r"\d+", colour)[:3]))


def test_it_is_dark_where_the_system_is(folder, tab):
    tab.emulate_media(color_scheme="light")
    tab.goto((folder / "02_framing.html").as_uri())
    light = luminance(tab)
    tab.emulate_media(color_scheme="dark")
    assert light > 700 > 100 > luminance(tab)
