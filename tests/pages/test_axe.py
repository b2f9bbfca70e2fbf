"""axe-core has nothing against the site and its live pictures: light, dark, used."""

import pytest

from tests.pages import axe, gallery
from tests.pages.live import Live, kinds
from wslesson.workspace.files import lessons, shipped

GALLERY = "gallery"
PAGES = ["index", "search", "genindex", *(path.stem for path in lessons(shipped()))]
CONTRAST = "color-contrast"  # the one rule that depends on the theme
pytestmark = pytest.mark.timeout(600)  # it looks at each element, and there are many


@pytest.fixture(scope="module")
def folder(a_site):
    gallery.write(a_site[0] / f"{GALLERY}.html")
    return a_site[0]


@pytest.fixture(scope="module")
def script():
    return axe.source()


def use(tab):
    """Use each control of each live picture."""
    for number, kind in enumerate(kinds(tab)):
        if not kind:
            continue
        picture = Live(tab, number)
        picture.slider.focus()
        for key in "Home", "End", "ArrowLeft":
            tab.keyboard.press(key)
        for button in picture.controls.get_by_role("button").all():
            button.click()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_site_has_no_violation(folder, tab, script, name):
    tab.emulate_media(color_scheme="light")
    tab.goto((folder / f"{name}.html").as_uri())
    kinds(tab)
    assert not axe.violations(tab, script)
    tab.emulate_media(color_scheme="dark")
    assert not axe.violations(tab, script, CONTRAST)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1366])
def test_live_pictures_of_every_kind_have_none_before_and_after_use(
    folder, tab, script, theme, width
):
    tab.set_viewport_size({"width": width, "height": 768})
    tab.emulate_media(color_scheme=theme)
    tab.goto((folder / f"{GALLERY}.html").as_uri())
    kinds(tab)
    assert not axe.violations(tab, script)
    use(tab)
    assert not axe.violations(tab, script)


def test_axe_finds_what_is_amiss(tab, script):
    tab.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src=x></main>")
    assert [each[:9] for each in axe.violations(tab, script)] == ["image-alt"]
