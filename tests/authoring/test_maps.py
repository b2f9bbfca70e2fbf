"""The coverage maps are complete and fresh, and notice when they are not."""

import csv

import nbformat
import pytest

from authoring.lint.page import Page
from authoring.maps import marks, rules
from authoring.maps import write as maps

CLAIM = {"id": "L01", "later": "", "why_not": "", "prevented": "", "held_by": ""}
HOLDS = "tests/authoring/test_maps.py::test_a_claim_that_is_nowhere_or_wrong_is_noticed"


@pytest.mark.parametrize("what", maps.PREFACES)
def test_every_claim_is_somewhere_and_the_page_is_fresh(what):
    assert maps.problems(what) == []


@pytest.mark.parametrize(
    ("said", "shown", "problem"),
    [
        ({}, set(), "is nowhere: mark a cell, or name a later lesson or a reason"),
        ({"why_not": "rare"}, {"06_asyncio"}, "is shown: argue no more"),
        ({"later": "15_more"}, set(), "waits for 15_more, which is no later lesson"),
        (
            {"later": "10_browser"},
            {"06_asyncio"},
            "was promised for 10_browser, which does not show it",
        ),
        ({"prevented": "a lane"}, set(), "is prevented by what no test holds"),
        ({"held_by": HOLDS}, {"06_asyncio"}, "is prevented by what no test holds"),
        (
            {
                "prevented": "a lane",
                "held_by": "tests/authoring/test_maps.py::test_gone",
            },
            set(),
            "is held by test_gone, which is not there",
        ),
        (
            {"prevented": "a lane", "held_by": "tests/gone.py::test_gone"},
            set(),
            "is held by test_gone, which is not there",
        ),
    ],
)
def test_a_claim_that_is_nowhere_or_wrong_is_noticed(
    monkeypatch, tmp_path, said, shown, problem
):
    (tmp_path / "10_browser.ipynb").touch()
    monkeypatch.setattr(maps, "NOTEBOOKS", tmp_path)
    assert list(maps.claim_problems(CLAIM | said, shown)) == [problem]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, {"06_asyncio"}),
        ({"why_not": "rare"}, set()),
        ({"later": "12_security"}, set()),
        ({"later": "10_browser"}, {"10_browser"}),
        ({"prevented": "a lane", "held_by": HOLDS}, set()),
    ],
)
def test_a_claim_that_is_somewhere_is_well(monkeypatch, tmp_path, said, shown):
    (tmp_path / "10_browser.ipynb").touch()
    monkeypatch.setattr(maps, "NOTEBOOKS", tmp_path)
    assert list(maps.claim_problems(CLAIM | said, shown)) == []


@pytest.fixture
def small(monkeypatch, tmp_path, executed):
    """A course of one notebook and one claim, whose pages are in the same folder."""
    notebook = nbformat.read(executed, as_version=4)
    notebook.cells[0].metadata["wslesson"] = {"pains": [7]}  # prose shows nothing
    Page(executed, notebook).code[-1].metadata["wslesson"] = {"pains": [7]}
    nbformat.write(notebook, tmp_path / executed.name)
    table = tmp_path / "pains.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["pain", *CLAIM])
        writer.writeheader()
        held = {"prevented": "a | lane", "held_by": HOLDS}
        writer.writerow({**CLAIM, "id": "7", "pain": "Prints", **held})
    monkeypatch.setitem(marks.TABLES, "pains", table)
    monkeypatch.setattr(maps, "PREFACES", {"pains": "# Pains\n"})
    monkeypatch.setattr(maps, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(marks, "ROOT", tmp_path)
    monkeypatch.setattr(maps, "ROOT", tmp_path)
    monkeypatch.setattr(maps, "MAPS", tmp_path)
    monkeypatch.setattr(maps, "functions", lambda file: {HOLDS.partition("::")[2]})
    monkeypatch.setattr(rules, "PAGE", tmp_path / "rules.md")
    monkeypatch.setattr(rules, "text", lambda: "# Rules\n")
    return tmp_path


def test_a_page_is_stale_until_it_is_written(small):
    assert maps.problems("pains") == ["pains.md is stale: make maps"]
    maps.main()
    assert maps.problems("pains") == []
    assert (small / "rules.md").exists()


def test_a_row_points_to_the_cell_and_to_what_prevents_it(small):
    assert maps.text("pains").splitlines()[-3:] == [
        "| pain | id | where |",
        "|---|---|---|",
        "| Prints | 7 | [99: The ledger](../../99_good.ipynb)<br>prevented: a \\| lane "
        "([a claim that is nowhere or wrong is noticed]"
        "(../../tests/authoring/test_maps.py)) |",
    ]
