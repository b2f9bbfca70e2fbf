"""The rule map is complete and fresh, and notices when it is not."""

import nbformat
import pytest

from authoring.maps import rules


def test_every_rule_has_a_test_or_an_argument_and_the_page_is_fresh():
    assert rules.problems() == []


def test_a_stale_page_is_noticed(monkeypatch, tmp_path):
    stale = tmp_path / "rules.md"
    stale.write_text(rules.text().replace("C09", "C90"), encoding="utf-8")
    monkeypatch.setattr(rules, "PAGE", stale)
    assert rules.problems() == ["rules.md is stale: make maps"]


@pytest.mark.parametrize(
    ("instead", "problem"),
    [
        ([], "C09 has no test"),
        ([("C09", rules.PAGE, "a"), ("Z99", rules.PAGE, "b")], "Z99 is in no table"),
        ([("X07", rules.PAGE, "a")], "X07 has a test: argue no more"),
    ],
)
def test_a_mark_that_is_missing_or_wrong_is_noticed(monkeypatch, instead, problem):
    monkeypatch.setattr(rules, "marked_tests", lambda folder: instead)
    monkeypatch.setattr(rules, "link", lambda file: file.name)
    assert problem in rules.problems()


def test_marks_are_found_on_functions_and_on_classes(tmp_path):
    (tmp_path / "test_it.py").write_text(
        '@pytest.mark.rule("A", "B")\nclass Test:\n'
        '    @pytest.mark.rule("C")\n    @pytest.mark.parametrize("x", [1])\n'
        "    async def test_x(self): ...\n"
        "@pytest.mark.timeout(3)\ndef test_y(): ...\n"
    )
    found = [(rule, name) for rule, _, name in rules.marked_tests(tmp_path)]
    assert found == [("A", "Test"), ("B", "Test"), ("C", "test_x")]


def test_a_cell_that_teaches_a_rule_is_listed(page, tmp_path, executed):
    page.code[1].metadata["wslesson"] = {"rules": ["F11"]}
    page.code[1].source = "# The key, four bytes\n1"
    path = tmp_path / executed.name
    path.write_text(nbformat.writes(page.notebook), encoding="utf-8")
    assert ("F11", path, "The key, four bytes") in list(
        rules.marked_cells(tmp_path, "rules")
    )
