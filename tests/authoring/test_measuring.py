"""What comparing costs: `make cost`."""

import nbformat
import pytest

from authoring.measure import cost


def test_both_ways_run_a_notebook(executed, lesson_99):
    assert cost.seconds_plain([executed], 2) > 0
    assert cost.seconds_strict([executed], 1) > 0


@pytest.mark.parametrize(("strict", "code"), [(1.2, 0), (1.4, 1)])
def test_the_cost_is_what_strict_takes_for_each_second_of_the_slowest(
    monkeypatch, capsys, strict, code
):
    plain = iter([1.0, 0.5, 0.5, 1.0])
    monkeypatch.setattr(cost, "seconds_plain", lambda paths, at_once: next(plain))
    monkeypatch.setattr(cost, "seconds_strict", lambda paths, at_once: strict)
    assert cost.main(["--rounds", "2"]) == code
    one, two = capsys.readouterr().out.splitlines()
    assert f"1 at a time: strict {strict} s, plain 1.0 s, ratio {strict}0" in one
    assert "2 at a time" in two


def test_a_run_that_fails_has_no_cost(monkeypatch, tmp_path, capsys):
    bad = tmp_path / "99_bad.ipynb"
    cells = [nbformat.v4.new_code_cell("# A fault\n1 / 0")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), bad)
    monkeypatch.setattr(cost, "chosen", lambda names: [bad])
    assert cost.main([]) == 1
    said = capsys.readouterr().out
    assert said.startswith("a run that fails has no cost:")
    assert "ZeroDivisionError" in said
