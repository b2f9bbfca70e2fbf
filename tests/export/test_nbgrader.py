"""The course for a class, before nbgrader has seen it: `make nbgrader` lets it."""

import re
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from tests.workspace.conftest import NAMES, change
from wslesson.checking.cells import solved_cell, stub_cell
from wslesson.cli.commands import main
from wslesson.exercises.bank import exercises, find
from wslesson.export import nbgrader
from wslesson.workspace.files import lessons, shipped

ROLES = {  # kind of cell: grade, solution, locked
    "answer": (False, True, False),
    "check": (True, False, True),
    "hidden": (True, False, True),
}
LESSONS = lessons(shipped())


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The folder with the whole course for a class."""
    folder = tmp_path_factory.mktemp("class") / "course"
    list(nbgrader.export(folder))
    return folder


def notebooks(folder):
    paths = sorted(folder.glob("source/*/*.ipynb"))
    return {path.stem: nbformat.read(path, as_version=4) for path in paths}


def known_cells(folder):
    """The cells that nbgrader knows, of all lessons."""
    return [
        cell
        for notebook in notebooks(folder).values()
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    ]


def everything(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_assignment_says_whose_it_is(exported):
    license_ = (Path(shipped()).parent / "LICENSE").read_bytes()
    for name, notebook in notebooks(exported).items():
        assert notebook.cells[-1].source.startswith("## Credit and license")
        assert notebook.metadata.license.content == "CC-BY-4.0"
        given = exported / "source" / name / "LICENSE.txt"
        assert given.read_bytes() == license_


def test_each_lesson_is_an_assignment_of_its_own(exported):
    found = [
        path.relative_to(exported / "source")
        for path in everything(exported)
        if path.suffix == ".ipynb"
    ]
    wanted = {f"{path.stem}/{path.name}" for path in LESSONS}
    assert {path.as_posix() for path in found} == wanted


def test_each_notebook_is_valid(exported):
    for notebook in notebooks(exported).values():
        nbformat.validate(notebook)
        ids = [cell.id for cell in notebook.cells]
        assert len(ids) == len(set(ids))


def test_each_exercise_has_its_three_cells_with_ids_of_their_own(exported):
    found = [cell.metadata.nbgrader.grade_id for cell in known_cells(exported)]
    wanted = [
        f"{kind}-{each.id.replace('.', '-')}"
        for each in exercises()
        for kind in ROLES
        if kind != "hidden" or each.hidden
    ]
    assert found == wanted
    assert len(set(found)) == len(found)


def test_answers_are_the_learner_s_and_checks_are_locked(exported):
    for cell in known_cells(exported):
        about = cell.metadata.nbgrader
        kind = about.grade_id.partition("-")[0]
        assert (about.grade, about.solution, about.locked) == ROLES[kind]
        assert (about.schema_version, about.task) == (3, False)


def test_an_exercise_gives_a_point_for_each_minute(exported):
    points = dict.fromkeys((each.id for each in exercises()), 0)
    for cell in known_cells(exported):
        points[cell.metadata.wslesson.exercise] += cell.metadata.nbgrader.get(
            "points", 0
        )
    assert points == {each.id: each.minutes for each in exercises()}


def test_between_the_markers_is_what_the_stub_leaves_out(exported):
    between = re.compile(r" *### BEGIN SOLUTION\n.*? *### END SOLUTION", re.DOTALL)
    for cell in known_cells(exported):
        exercise = find(cell.metadata.wslesson.exercise)
        if cell.metadata.nbgrader.solution:
            margin_kept = between.sub(
                lambda found: re.match(" *", found[0])[0] + "raise NotImplementedError",
                cell.source,
            )
            assert margin_kept == stub_cell(exercise)
            without = re.sub(r"\n *### (BEGIN|END) SOLUTION", "", cell.source)
            assert without == solved_cell(exercise)


def test_a_check_cell_scores_the_answer(exported):
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in known_cells(exported)}
    assert cells["check-clock_message"].source == (
        "# Check clock_message: 1 of 2 points\n"
        "from wslesson.course.grading import score\n"
        "\n"
        "score(clock_message=clock_message, points=1)"
    )
    assert cells["hidden-clock_message"].source == (
        "# Check clock_message on cases not shown here: the last point\n"
        "### BEGIN HIDDEN TESTS\n"
        "from wslesson.course.grading import score\n"
        "\n"
        "score(clock_message=clock_message, points=1, hidden=True)\n"
        "### END HIDDEN TESTS"
    )


@pytest.mark.parametrize("exercise", exercises(), ids=lambda each: each.id)
def test_the_cells_as_they_are_give_the_solution_all_points(exported, exercise):
    names = {"__name__": "__main__"}
    for cell in known_cells(exported):
        about = cell.metadata.nbgrader
        if cell.metadata.wslesson.exercise == exercise.id:
            setup, call = (
                cell.source.split("\n\n") if about.grade else (cell.source, "")
            )
            exec(setup, names)
            if call:
                assert repr(eval(call, names)) == str(about.points)


def test_no_cell_above_an_answer_gives_its_name_to_something_else(exported):
    """Or an answer that does not run would be graded as that."""
    for stem, notebook in notebooks(exported).items():
        for exercise in exercises(stem[:2]):
            name = exercise.solution.__name__
            gives = re.compile(
                rf"\b(def|class|import) .*\b{name}\b|^{name} =", re.MULTILINE
            )
            for cell in notebook.cells:
                about = cell.metadata.get("wslesson", {})
                if about == {"exercise": exercise.id, "part": "answer"}:
                    break
                assert not (cell.cell_type == "code" and gives.search(cell.source))


def test_nothing_of_the_run_stays_in_a_cell_that_is_graded(exported):
    for cell in known_cells(exported):
        assert (cell.outputs, cell.execution_count) == ([], None)


def test_links_between_lessons_lead_to_the_other_assignments(exported):
    links = set()
    for stem, notebook in notebooks(exported).items():
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                found = re.findall(r"\]\(([^)#:]+\.ipynb)", cell.source)
                links |= {(stem, link) for link in found}
    assert ("00_start_here", "../01_streams/01_streams.ipynb") in links
    for stem, link in links:
        assert (exported / "source" / stem / link).is_file()


def test_the_settings_put_the_learner_s_stub_in_place_of_a_solution(exported):
    class Settings(dict):
        __getattr__ = dict.__getitem__
        __setattr__ = dict.__setitem__

    settings = Settings(
        (name, Settings()) for name in ("CourseDirectory", "ClearSolutions", "Execute")
    )
    code = (exported / "nbgrader_config.py").read_text("utf-8")
    exec(code, {"get_config": lambda: settings})
    assert settings.ClearSolutions.code_stub == {"python": "raise NotImplementedError"}
    assert settings.Execute.timeout == 30


def test_an_exercise_without_hidden_cases_gives_all_points_for_its_check(
    course, tmp_path, monkeypatch
):
    monkeypatch.setattr(nbgrader, "find", lambda it: replace(find(it), hidden=()))
    list(nbgrader.export(tmp_path / "class"))
    about = [cell.metadata.nbgrader for cell in known_cells(tmp_path / "class")]
    assert not [each for each in about if each.grade_id.startswith("hidden")]
    assert [each.points for each in about if each.grade][:3] == [2, 3, 4]


# The command


def run(folder, capsys):
    code = main(["export", "nbgrader", str(folder)])
    out, err = capsys.readouterr()
    return code, out.splitlines(), err


def test_the_command_tells_what_it_writes(course, tmp_path, capsys):
    code, out, err = run(tmp_path / "class", capsys)
    assert (code, err) == (0, "")
    assert out == [
        "00_start_here          3 exercises, 9 points",
        "01_streams             4 exercises, 20 points",
        "02_framing             4 exercises, 30 points",
        f"Next: cd {tmp_path / 'class'}, then nbgrader generate_assignment 02_framing",
    ]


def test_an_empty_folder_is_taken(course, tmp_path, capsys):
    (tmp_path / "class").mkdir()
    code, *_ = run(tmp_path / "class", capsys)
    assert code == 0


def test_a_folder_with_something_in_it_is_left_alone(course, tmp_path, capsys):
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "gradebook.db").write_text("a year's work")
    before = everything(tmp_path)
    code, out, err = run(tmp_path / "class", capsys)
    assert (code, out) == (1, [])
    said = "is not empty: choose a folder that is new"
    assert err == f"wslesson: {tmp_path / 'class'} {said}\n"
    assert everything(tmp_path) == before


def test_a_file_is_no_folder(course, tmp_path, capsys):
    (tmp_path / "class").write_text("a file")
    code, out, err = run(tmp_path / "class", capsys)
    assert (code, out) == (1, [])
    assert err.count("\n") == 1


def test_a_broken_lesson_is_named(course, tmp_path, capsys):
    (course / NAMES[1]).write_text("{")
    code, out, err = run(tmp_path / "class", capsys)
    assert (code, out) == (1, [])
    assert err == f"wslesson: {NAMES[1]} is not a whole notebook\n"
    assert not (tmp_path / "class").exists()


def test_what_was_typed_into_an_answer_is_not_exported(course, tmp_path, capsys):
    def type_in(content):
        for cell in content["cells"]:
            if cell["metadata"].get("wslesson", {}).get("part") == "answer":
                cell["source"] = "my secret notes"

    change(course / NAMES[0], type_in)
    run(tmp_path / "class", capsys)
    assert not any(
        b"my secret" in text for text in everything(tmp_path / "class").values()
    )


@pytest.mark.parametrize("words", [["export"], ["export", "nbgrader"]])
def test_export_helps(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == 0
    assert "nbgrader" in capsys.readouterr().out
