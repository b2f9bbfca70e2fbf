"""What the pages claim is counted, or says by whom it was judged."""

import re
from pathlib import Path

import nbformat
import pytest

from authoring.notebooks import chosen

ROOT = Path(__file__).parents[2]
IGNORED, TAG = "nbval-ignore-output", "not-in-browser"
# rules.md is made of the names of tests.
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
PAGES = {path.name: path.read_text("utf-8") for path in PAGES if path.stem != "rules"}


def code_cells():
    notebooks = [nbformat.read(path, as_version=4) for path in chosen()]
    return [
        cell for book in notebooks for cell in book.cells if cell.cell_type == "code"
    ]


def test_the_number_of_cells_that_are_compared_is_counted():
    cells = code_cells()
    measured = [cell for cell in cells if IGNORED in cell.metadata.get("tags", [])]
    all_, compared, others = re.search(
        r"the (\d+) (?:code )?cells, (\d+) are compared.*?[Tt]he other (\d+) measure",
        PAGES["README.md"],
        re.DOTALL,
    ).groups()
    assert int(all_) == len(cells)
    assert int(others) == len(measured)
    assert int(compared) == len(cells) - len(measured)


def test_the_number_of_cells_that_run_in_a_browser_is_counted():
    cells = code_cells()
    tagged = [cell for cell in cells if TAG in cell.metadata.get("tags", [])]
    assert len(tagged) == 8
    readme = " ".join(PAGES["README.md"].split())
    assert f"All but eight of the {len(cells)} cells" in readme
    assert f"Eight cells of {len(cells)} need" in PAGES["browser.md"]
    assert len(tagged) < 0.03 * len(cells)


def test_a_cell_that_is_not_compared_asserts_what_it_claims():
    for cell in code_cells():
        if IGNORED in cell.metadata.get("tags", []):
            assert re.search(r"^ *assert ", cell.source, re.MULTILINE), cell.id


def paragraphs(page):
    return re.split(r"\n\n|\n(?=[-|#] )", page)


@pytest.mark.parametrize("name", PAGES)
def test_who_judged_stands_wherever_the_autobahn_cases_do(name):
    named = [text for text in paragraphs(PAGES[name]) if "Autobahn" in text]
    assert not [text for text in named if "kosoku" not in text]


@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_said_to_have_been_timed(name):
    assert not re.search(r"(?i)newcomers (took|who tried|needed)|honest", PAGES[name])


def test_the_teacher_is_told_that_the_minutes_are_an_estimate():
    assert (
        "The minutes are an estimate**, until people are timed" in PAGES["teaching.md"]
    )


@pytest.mark.parametrize("name", ["README.md", "ci.md", "platforms.md"])
def test_systems_where_nothing_was_run_are_called_so(name):
    assert re.search(
        r"never (been )?(run|compared)( on Windows or macOS| there)", PAGES[name]
    )
