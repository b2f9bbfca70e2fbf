"""Pictures come alive on the pages of the site, for the hand and for the keyboard."""

import re
import subprocess

import pytest

from tests.pages import gallery, links
from tests.pages.live import OVERFLOW, UNREADABLE, Live, brightness, kinds
from tests.require import program
from wslesson.workspace.files import lessons, shipped

GALLERY = "gallery"
LESSONS = [path.stem for path in lessons(shipped())]
WIDTHS = 800, 1366, 1920
LEAST = 9.5  # pixels of a letter on the screen, where the window is the narrowest
pytestmark = pytest.mark.timeout(240)
each_lesson = pytest.mark.parametrize("name", LESSONS)
each_page = pytest.mark.parametrize("name", [*LESSONS, GALLERY])


@pytest.fixture(scope="module")
def folder(a_site, tmp_path_factory):
    """The pages of the site, and one of all kinds of pictures."""
    gallery.write(a_site[0] / f"{GALLERY}.html")
    return a_site[0]


@pytest.fixture
def first_of_each_kind(folder, tab):
    """Open a page; give its first live picture of each kind."""

    def open_page(name):
        tab.goto((folder / f"{name}.html").as_uri())
        found = kinds(tab)
        return {
            kind: Live(tab, found.index(kind)) for kind in dict.fromkeys(found) if kind
        }

    return open_page


@each_lesson
def test_a_page_brings_the_script_once(folder, name):
    page = links.Page(folder / f"{name}.html")
    assert len([each for each in page.loads if "/alive.js" in each]) == 1
    assert "customElements" not in page.path.read_text("utf-8")


def test_the_gallery_has_every_kind_that_a_lesson_has(first_of_each_kind):
    shown = first_of_each_kind(GALLERY).keys()
    assert shown == gallery.EVERY_KIND.keys()
    assert shown >= {kind for name in LESSONS for kind in first_of_each_kind(name)}


@each_page
def test_pictures_come_alive_and_ask_nobody_for_anything(first_of_each_kind, tab, name):
    found = first_of_each_kind(name)
    assert found
    for picture in found.values():
        assert picture.words.inner_text()
    assert not tab.asked


@each_page
def test_a_picture_of_each_kind_answers_to_the_keyboard(first_of_each_kind, name):
    for kind, picture in first_of_each_kind(name).items():
        picture.slider.focus()
        picture.keys.press("Home")
        begun = picture.place()
        picture.keys.press("ArrowRight")
        moved, words = picture.place(), picture.words.inner_text()
        assert moved != begun, kind
        assert words, kind
        picture.button("Back").focus()
        picture.keys.press("Enter")
        assert picture.place() == begun, kind
        picture.button("Forward").focus()
        picture.keys.press("Space")
        if kind == "stream":  # there a button goes to the next cut, a key a byte on
            assert picture.place() not in {begun, moved}
        else:
            assert (picture.place(), picture.words.inner_text()) == (moved, words), kind


@each_page
def test_a_picture_of_each_kind_answers_to_the_hand(first_of_each_kind, name):
    for kind, picture in first_of_each_kind(name).items():
        left, right = picture.drag_slider()
        assert left != right, kind
        picture.button("Back").click()
        assert picture.place() != right, kind
        POINT[kind](picture)


def point_at_a_field(picture):
    picture.point(
        picture.drawing.locator("g[data-say]").last.locator("rect, circle").first
    )
    assert picture.told()[-1] in picture.words.inner_text()


def cut_the_stream(picture):
    picture.button("Back").click()
    before = picture.place()
    picture.click(picture.drawing.locator("g[data-at] text:not(.small)").nth(2))
    assert picture.place() != before


def choose_a_step(picture):
    picture.click(picture.drawing.locator("g[data-say]").first.locator("text").first)
    assert picture.told()[0] in picture.words.inner_text()


def choose_a_drawing(picture):
    shown = picture.drawing.locator("g[data-say]:not([display])")
    assert shown.count() == 1
    assert shown.get_attribute("data-say") in picture.words.inner_text()


POINT = {
    "fields": point_at_a_field,
    "stream": cut_the_stream,
    "steps": choose_a_step,
    "frames": choose_a_drawing,
    "walk": choose_a_step,
}


# What has the focus: the number of its picture, and which of its controls it is.
FOCUS = """() => {
    const picture = document.activeElement.closest("ws-picture")
    const inside = picture?.shadowRoot?.activeElement
    const all = [...document.querySelectorAll("ws-picture")]
    return inside && [all.indexOf(picture), inside.textContent || inside.type]
}"""


@each_page
def test_tab_leads_to_every_picture_and_to_all_of_its_controls(
    first_of_each_kind, tab, name
):
    first_of_each_kind(name)
    wanted = tab.locator("ws-picture").get_by_role("group", name="Controls.")
    wanted = wanted.locator("button, input").count()
    stops = "a, button, input, summary, [tabindex]"
    met = set()
    for _ in range(tab.locator(stops).count()):
        tab.keyboard.press("Tab")
        if focus := tab.evaluate(FOCUS):
            met.add(tuple(focus))
    assert len(met) == wanted


@each_page
def test_a_screen_reader_hears_the_same_of_a_live_picture_as_of_an_image(
    first_of_each_kind, name
):
    for kind, picture in first_of_each_kind(name).items():
        alt = picture.all.locator("img").get_attribute("alt")
        assert picture.drawing.get_attribute("role") == "img", kind
        assert picture.drawing.get_attribute("aria-label") == alt, kind
        title = picture.controls.get_attribute("aria-label")
        assert alt.startswith(title.removeprefix("Controls. ")), kind


@each_page
def test_no_page_is_wider_than_its_window(first_of_each_kind, tab, name):
    found = first_of_each_kind(name)
    for used in False, True:
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 720})
            assert tab.evaluate(OVERFLOW) == 0, (width, used)
        for picture in found.values():
            picture.slider.focus()
            picture.keys.press("End")


@each_lesson
def test_at_every_place_of_every_picture_all_words_can_be_read(folder, tab, name):
    tab.set_viewport_size({"width": WIDTHS[0], "height": 720})
    tab.goto((folder / f"{name}.html").as_uri())
    assert kinds(tab)
    assert not tab.evaluate(UNREADABLE, LEAST)


# What stands beside each slider, and the keys that it answers to.
KEYS = {
    "fields": r"← → step(, Space turns a bit)?",
    "stream": "← → move a cut, ↑ ↓ choose one, Space plays",
    "steps": "← → step, Space plays",
    "frames": "← → step, Space plays",
    "walk": "← → step, Space plays",
}


@each_page
def test_every_live_picture_names_its_keys(folder, tab, name):
    tab.goto((folder / f"{name}.html").as_uri())
    for number, kind in enumerate(kinds(tab)):
        if kind:
            words = Live(tab, number).controls.get_by_text("Keys: ").inner_text()
            assert re.fullmatch(f"Keys: {KEYS[kind]}", words), kind


def test_a_live_picture_follows_the_theme_that_the_reader_has_chosen(
    first_of_each_kind, tab
):
    tab.emulate_media(color_scheme="light")
    found = first_of_each_kind(LESSONS[2])
    light = {kind: brightness(picture.drawing) for kind, picture in found.items()}
    tab.locator(".theme-toggle:visible").click()
    for kind, picture in found.items():
        assert light[kind] > 600 > 200 > brightness(picture.drawing), kind


@each_page
def test_where_no_script_may_run_each_picture_stands_still(folder, chromium, name):
    context = chromium.new_context(java_script_enabled=False)
    try:
        tab = context.new_page()
        tab.goto((folder / f"{name}.html").as_uri())
        images = tab.locator("ws-picture img").all()
        assert images
        for image in images:
            assert image.evaluate("each => each.complete && each.naturalWidth") > 100
            box = image.bounding_box()
            assert box["width"] > 100
            assert box["height"] > 50
    finally:
        context.close()


def printed(tab, path):
    """Print a page; return the words on the paper."""
    how = "install poppler-utils"
    command = program("pdftotext", how=how)
    tab.pdf(path=path)
    text = subprocess.check_output([command, path, "-"], encoding="utf-8", timeout=60)
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("script", [True, False])
def test_what_was_never_on_the_screen_is_printed_whole(
    folder, chromium, tmp_path, script
):
    context = chromium.new_context(java_script_enabled=script)
    try:
        tab = context.new_page()
        tab.goto((folder / f"{GALLERY}.html").as_uri())
        text = printed(tab, tmp_path / "page.pdf")
    finally:
        context.close()
    for word in ("OPCODE", "hello to you", "2 s pass", "two", "closing", "closed"):
        assert word.replace(" ", "") in text


def test_what_has_been_played_half_is_printed_whole(first_of_each_kind, tab, tmp_path):
    picture = first_of_each_kind(GALLERY)["steps"]
    picture.slider.focus()
    picture.keys.press("Home")
    picture.keys.press("ArrowRight")
    assert "hellotoyou" in printed(tab, tmp_path / "page.pdf")
