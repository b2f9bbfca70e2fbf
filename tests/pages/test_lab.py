"""Pictures in a real JupyterLab: images until a cell is run, live from then on."""

import json
import re

import pytest

from tests.pages.live import PICTURES, Live, brightness
from tests.workspace.labs import a_lab
from wslesson.workspace.files import shipped

RUN, UNTRUSTED = "04_frames.ipynb", "02_framing.ipynb"
IMAGE = '.jp-OutputArea img[src^="data:image/svg"]'
CELL = ".jp-Notebook .jp-Cell"
COUNT = "([selector, n]) => document.querySelectorAll(selector).length === n"
LIVE = f"n => ({PICTURES})().filter(each => each.live).length === n"
IS_DARK = "dark => (document.body.dataset.jpThemeLight === 'false') === dark"
# Which cell is chosen, how many there are, and whether one of them is being edited.
STATE = f"""() => [
    [...document.querySelectorAll("{CELL}")]
        .findIndex(cell => cell.matches(".jp-mod-active")),
    document.querySelectorAll("{CELL}").length,
    !!document.querySelector(".jp-Notebook.jp-mod-editMode"),
]"""
KEYS = "ArrowUp ArrowDown ArrowLeft ArrowRight Home End Space Enter a b j k m y 1 d d z"
pytestmark = pytest.mark.timeout(300)


def stored(name):
    """Return how many cells and pictures a notebook has."""
    cells = json.loads((shipped() / name).read_text("utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    shown = ["".join(each.get("data", {}).get("text/html", "")) for each in outputs]
    pictures = [html for html in shown if html.startswith("<ws-picture>")]
    return len(cells), len(pictures)


def choose(tab, menu, *names):
    """Choose something in a menu, as a hand does."""
    tab.get_by_role("menuitem", name=menu, exact=True).click()
    for name in names:
        tab.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{name}$")).click()


@pytest.fixture(scope="module")
def lab(tmp_path_factory, chromium):
    """The address of a JupyterLab that has settings and signatures of its own."""
    home = tmp_path_factory.mktemp("lab")
    with pytest.MonkeyPatch.context() as patch:
        for name in "config", "data", "runtime":
            patch.setenv(f"JUPYTER_{name.upper()}_DIR", str(home / name))
        with a_lab(home / "my-course" / "notebooks") as (_, url):
            yield url


@pytest.fixture(scope="module")
def open_notebook(lab, chromium):
    """Open a notebook in a browser and a workspace that have never seen it, whole."""
    contexts = []

    def open_it(name):
        contexts.append(chromium.new_context(viewport={"width": 1366, "height": 768}))
        tab = contexts[-1].new_page()
        tab.set_default_timeout(90_000)  # milliseconds: a busy machine takes its time
        tab.emulate_media(color_scheme="light")
        address = lab.replace("/lab/", f"/lab/workspaces/test-{len(contexts)}/")
        tab.goto(address.replace("00_start_here.ipynb", name))
        for selector, number in zip((CELL, IMAGE), stored(name), strict=True):
            tab.wait_for_function(COUNT, arg=[selector, number])
        return tab

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def untrusted(open_notebook):
    """A notebook that came from somebody else: none of its cells has been run."""
    return open_notebook(UNTRUSTED)


@pytest.fixture(scope="module")
def run(open_notebook):
    """A notebook whose cells have all been run."""
    tab = open_notebook(RUN)
    choose(tab, "Run", "Run All Cells")
    tab.wait_for_function(LIVE, arg=stored(RUN)[1])
    return tab


def test_nothing_of_an_untrusted_notebook_runs_and_its_pictures_stand_still(untrusted):
    assert not untrusted.locator("ws-picture").count()
    assert not untrusted.locator(".jp-Notebook script").count()
    assert not untrusted.evaluate("!!customElements.get('ws-picture')")
    assert untrusted.get_by_text("Lesson 02 is ready.", exact=True).is_visible()
    for image in untrusted.locator(IMAGE).all():
        image.scroll_into_view_if_needed()
        assert image.evaluate("each => each.decode().then(() => each.naturalWidth)")
        assert image.get_attribute("alt")


def test_the_keys_of_a_picture_are_its_own(run):
    picture = Live(run, 0)
    picture.slider.click()
    before = run.evaluate(STATE)
    for key in KEYS.split():
        picture.keys.press(key)
    assert run.evaluate(STATE) == before
    picture.keys.press("Home")
    begun = picture.place()
    picture.keys.press("ArrowRight")
    assert picture.place() != begun
    picture.button("Forward").focus()
    for key in "ArrowDown", "b", "Enter", "Space":
        picture.keys.press(key)
    assert run.evaluate(STATE) == before


def test_the_same_keys_beside_a_picture_are_jupyterlab_s(run):
    run.locator(f"{CELL} .jp-InputPrompt").nth(1).click()
    run.keyboard.press("Escape")
    chosen, number, editing = run.evaluate(STATE)
    assert not editing
    run.keyboard.press("ArrowUp")
    run.wait_for_function(f"n => ({STATE})()[0] === n", arg=chosen - 1)
    run.keyboard.press("b")
    run.wait_for_function(f"n => ({STATE})()[1] === n", arg=number + 1)
    run.keyboard.press("z")  # undo it
    run.wait_for_function(f"n => ({STATE})()[1] === n", arg=number)


@pytest.mark.parametrize("notebook", ["run", "untrusted"])
def test_pictures_follow_jupyterlab_s_theme(request, notebook):
    tab = request.getfixturevalue(notebook)
    drawing = tab.locator("ws-picture svg" if notebook == "run" else IMAGE).first
    seen = []
    for theme in "Dark", "Light":
        choose(tab, "Settings", "Theme", f"JupyterLab {theme}")
        tab.wait_for_function(IS_DARK, arg=theme == "Dark")
        seen.append(brightness(drawing))
    dark, light = seen
    assert light > 600 > 200 > dark


def test_saved_and_opened_again_pictures_are_live_with_nothing_run(run, open_notebook):
    choose(run, "File", "Save Notebook")
    run.locator(".lm-TabBar-tab.lm-mod-current:not(.jp-mod-dirty)").first.wait_for()
    again = open_notebook(RUN)
    again.wait_for_function(LIVE, arg=stored(RUN)[1])
    picture = Live(again, 0)
    picture.drag_slider()
    assert picture.told()[-1] in picture.words.inner_text()
