"""The lanes that are no part of `make test`: the matrix and the cost."""

import platform
import subprocess
import sys

import nbformat
import pytest

from authoring.measure import cost, matrix


def test_the_oldest_websockets_is_the_lower_bound_of_the_project():
    assert matrix.oldest().startswith("==17.")


def test_only_pythons_that_run_are_in_the_matrix(capsys):
    found = list(matrix.pythons(f"python3.999 {sys.executable}"))
    assert found == [(sys.executable, platform.python_version())]
    assert capsys.readouterr().out == "python3.999: not here\n"


def test_a_matrix_without_a_python_proves_nothing(monkeypatch):
    monkeypatch.setenv("PYTHONS", "python3.999")
    assert matrix.main(["00"]) == 1


@pytest.fixture
def fails_at(monkeypatch):
    """Let commands with this word fail, and all others say `17.4`."""

    def fails_at(word):
        def said(*command):
            if word in command:
                raise subprocess.CalledProcessError(1, command, f"no {word}")
            return "17.4"

        monkeypatch.setattr(matrix, "said", said)
        monkeypatch.setattr(matrix, "course", lambda name, folder: folder)
        monkeypatch.setenv("PYTHONS", "python3")

    return fails_at


@pytest.mark.parametrize(
    ("word", "verdict", "code"),
    [
        ("nothing", "websockets 17.4: passed", 0),
        ("authoring.run.strict", "websockets 17.4: FAILED", 1),
        ("pip", "websockets ==17.0: FAILED", 1),
    ],
)
def test_each_combination_has_its_line(fails_at, capsys, word, verdict, code):
    fails_at(word)
    assert matrix.main(["00", "--specs", "==17.0"]) == code
    line, *wrong = capsys.readouterr().out.splitlines()
    assert line.startswith(f"Python 17.4, {verdict}, ")
    assert wrong == ([f"no {word}"] if code else [])


def test_a_python_without_the_course_has_its_line_too(monkeypatch, tmp_path, capsys):
    (tmp_path / "constraints.txt").touch()  # no project stands beside it
    monkeypatch.setattr(matrix, "oldest", lambda: "==17.0")
    monkeypatch.setattr(matrix, "ROOT", tmp_path)
    monkeypatch.setenv("PYTHONS", sys.executable)
    assert matrix.main(["00"]) == 1
    line, *wrong = capsys.readouterr().out.splitlines()
    assert "websockets that we allow: FAILED" in line
    assert any("pyproject.toml" in each for each in wrong)


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
