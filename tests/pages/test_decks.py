"""The decks of all lessons, as a teacher opens them: from the disk, offline."""

from pathlib import Path

import pytest

from tests.pages import links
from wslesson.export.lessons import lessons_for
from wslesson.export.slides import slides
from wslesson.workspace.files import lessons, shipped

LESSONS = lessons(shipped())
WITH_CREDIT = lessons_for(Path("a folder that is not there"))
HEIGHT = 800  # a slide has 720 pixels, and a margin of 6 % above and below
LOOK = """() => Reveal.getSlides().map(slide => {
    const {h, v} = Reveal.getIndices(slide)
    Reveal.slide(h, v)
    const seen = [...slide.querySelectorAll("*")].filter(it => !it.closest("aside"))
    return {
        title: slide.querySelector("h1, h2, h3").textContent,
        height: slide.scrollHeight,
        width: Math.max(...seen.map(it => it.scrollWidth)),
        notes: slide.querySelectorAll("aside.notes").length,
    }
})"""
pytestmark = pytest.mark.timeout(240)
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def folder(decks):
    return decks[0]


def open_deck(tab, folder, path):
    tab.goto((folder / f"{path.stem}.html").as_uri())
    tab.wait_for_function("Reveal.isReady()")


def test_sphinx_has_nothing_to_complain_of(decks):
    _, said = decks
    assert [line[:2] for line in said] == [*(p.name[:2] for p in LESSONS), "Ne"]


def test_each_link_leads_somewhere(folder):
    pages = links.read(folder)
    assert len(pages) == len(LESSONS) + 1
    assert not list(links.dead(pages))


def test_nothing_comes_from_another_host(folder):
    assert not list(links.foreign(links.read(folder)))


@each_lesson
def test_a_deck_has_its_slides_and_their_notes(folder, tab, path):
    open_deck(tab, folder, path)
    wanted = [bool(slide.notes) for slide in slides(WITH_CREDIT[path.stem])]
    assert [each["notes"] for each in tab.evaluate(LOOK)] == wanted
    assert not tab.asked


@each_lesson
def test_no_slide_is_too_large(folder, tab, path):
    open_deck(tab, folder, path)
    large = [
        each
        for each in tab.evaluate(LOOK)
        if each["height"] > HEIGHT or each["width"] > 1280
    ]
    assert not large


def test_the_arrow_key_goes_through_all_slides(folder, tab):
    open_deck(tab, folder, LESSONS[2])
    for _ in tab.evaluate(LOOK):
        tab.keyboard.press("ArrowLeft")
    seen = 1
    while not tab.evaluate("Reveal.isLastSlide()"):
        tab.keyboard.press("ArrowRight")
        seen += 1
    assert seen == len(slides(WITH_CREDIT[LESSONS[2].stem]))


def test_code_has_colours_and_what_it_printed_has_none(folder, tab):
    open_deck(tab, folder, LESSONS[2])
    assert tab.locator(".cell_input code .hljs-string").count()
    assert tab.locator(".cell_output code").count()
    assert not tab.locator(".cell_output code span").count()


def test_the_speaker_reads_the_prose_in_a_window_of_its_own(folder, tab):
    open_deck(tab, folder, LESSONS[2])
    tab.keyboard.press("ArrowRight")
    with tab.expect_popup() as opened:
        tab.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes .value")
    notes.get_by_text("A rule of this kind is called framing").wait_for()
