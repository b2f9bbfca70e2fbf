"""The lanes that run notebooks: green on a good one, red on each kind of bad one."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from authoring import notebooks, outputs
from authoring.lint.page import Page
from authoring.lint.structure import page_problems
from authoring.run import burst, kernels, repeat, solved, strict, twice
from authoring.run.comparing import differences, shown

DIES = "# The kernel dies\nimport os\n\nos._exit(1)"
HANGS = "# It waits\nimport threading\n\nthreading.Event().wait(60)"
NESTS = """# A run inside the run of the notebook
import asyncio, nest_asyncio
nest_asyncio.apply()
asyncio.run(asyncio.sleep(0.5))"""
LATE = """# A task that prints while a later cell runs
import asyncio
now = asyncio.Event()
async def late():
    await now.wait()
    print("late")
task = asyncio.create_task(late())"""


@pytest.fixture
def write(tmp_path):
    """Return what writes a notebook of some sources, as if just executed."""

    def write(*sources: str, name: str = "99_bad.ipynb") -> Path:
        cells = [
            new_code_cell(source, execution_count=number, id=f"cell-{number}")
            for number, source in enumerate(sources, start=1)
        ]
        path = tmp_path / name
        nbformat.write(new_notebook(cells=cells), path)
        return path

    return write


@pytest.fixture(autouse=True)
def _no_process_is_left():
    before = set(psutil.Process().children())
    yield
    assert set(psutil.Process().children()) <= before


def test_a_burst_does_the_good_notebook_no_harm(executed, lesson_99):
    assert burst.problems(executed) == []


def test_a_burst_finds_the_cells_that_nest_asyncio_loses(write):
    path = write(NESTS, "# Lost\n1", "# Lost, too\n2")
    found = burst.burst(nbformat.read(path, as_version=4).cells, patience=2)
    assert [line.partition(":")[0] for line in found] == ["cell-2", "cell-3"]
    assert "said nothing for 2 s" in found[0]


def test_sent_one_by_one_no_cell_is_lost_so_other_lanes_stay_green(write):
    notebook = nbformat.read(write(NESTS, "# Not lost\n1"), as_version=4)
    notebooks.execute(notebook)
    assert shown(notebook.cells[1].outputs) == [("text/plain", "1")]


def test_a_burst_notices_at_once_that_the_kernel_died(write):
    path = write("# Well\nNone", DIES, "# Never\n1")
    found = burst.problems(path)  # with the patience of 30 s
    assert found == [
        "cell-2: no reply: the kernel died",
        "cell-3: no reply: the kernel died",
    ]


def test_a_burst_ends_when_a_cell_hangs(write):
    path = write(HANGS, "# Never\n1")
    found = burst.burst(nbformat.read(path, as_version=4).cells, patience=1)
    assert found[0] == "cell-1: no reply: the kernel said nothing for 1 s"


def test_a_burst_stops_at_an_error_as_jupyterlab_does(write):
    found = burst.problems(write("# Wrong\n1 / 0", "# Never\nNone"))
    assert found == ["cell-1: answered error", "cell-2: answered aborted"]


def test_a_burst_goes_on_after_an_error_that_is_expected(write):
    path = write("# Wrong on purpose\n1 / 0", "# Next\nNone")
    cells = nbformat.read(path, as_version=4).cells
    cells[0].metadata["tags"] = ["raises-exception"]
    [found] = burst.burst(cells)
    assert found.startswith("cell-1: shows [('ZeroDivisionError'")  # not stored so


def test_a_burst_compares_outputs(write):
    [found] = burst.problems(write("# Not stored\nprint(7)"))
    assert found == "cell-1: shows [('stdout', '7\\n')], stored is []"


def test_a_burst_sees_what_other_runners_drop(write):
    path = write(LATE, "# Next\nnow.set()\nawait task")
    notebook = nbformat.read(path, as_version=4)
    notebooks.execute(notebook)  # the late line belongs to a cell that has ended
    [found] = burst.burst(notebook.cells)
    assert found == "cell-1: shows [('stdout', 'late\\n')], stored is []"


def test_the_good_notebook_can_be_run_again_and_solved(executed, lesson_99):
    assert twice.problems(executed) == []


COUNTS = "# It counts up\n{0} = globals().get('{0}', 0) + 1\nprint({0})"


def test_a_cell_that_shows_something_else_when_it_is_run_again_is_named(write):
    path = write(COUNTS.format("count"), COUNTS.format("noted"))
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.outputs = [new_output("stream", name="stdout", text="1\n")]
    notebook.cells[1].metadata["wslesson"] = {"once": True}
    nbformat.write(notebook, path)
    stored = "stored is [('stdout', '1\\n')]"
    assert twice.problems(path) == [
        f"twice: cell-1: shows [('stdout', '2\\n')], {stored}",
        f"backwards: cell-1: shows [('stdout', '3\\n')], {stored}",
    ]


def test_a_cell_that_a_later_one_breaks_is_named_though_its_output_differs(write):
    path = write("# It was measured\nprint(len(()))", "# Takes a name\nlen = 0")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].metadata["tags"] = ["nbval-ignore-output"]
    nbformat.write(notebook, path)
    [found] = twice.problems(path)
    assert found == "backwards: cell-1: TypeError: 'int' object is not callable"


@pytest.mark.parametrize("source", [HANGS, DIES])
def test_a_notebook_that_does_not_end_when_run_twice_is_named(write, source):
    [found] = twice.problems(write(source), patience=1)
    assert "does not reach its end" in found


def test_solving_puts_in_all_solutions_and_nothing_else(executed, lesson_99):
    before = nbformat.read(executed, as_version=4).cells
    after = solved.solve(before)
    changed = [
        new.id
        for old, new in zip(before, after, strict=True)
        if old.source != new.source
    ]
    assert changed == ["99-answer-double", "99-answer-half", "99-answer-Counter"]
    assert not any("NotImplementedError" in cell.source for cell in after)


def spoilt(executed: Path, folder: Path, sources: dict[str, str]) -> Path:
    """Return a copy of the good notebook where some cells have other sources."""
    notebook = nbformat.read(executed, as_version=4)
    for cell in notebook.cells:
        cell.source = sources.get(cell.id, cell.source)
    path = folder / executed.name
    nbformat.write(notebook, path)
    return path


def test_what_goes_wrong_when_solved_is_named(executed, tmp_path, lesson_99):
    sources = {
        "99-check-double": "check(double=lambda number: number)",
        "99-check-half": "# It says nothing\nNone",
        "99-question-1": """# Shows an answer
try:
    print(half(4))
except NotImplementedError:
    quiz("fixture.q1")""",
        "99-question-2": """# Uses an answer
try:
    assert half(4) == 3
except NotImplementedError:
    quiz("fixture.q2")""",
    }
    found = twice.problems(spoilt(executed, tmp_path, sources))
    double, half = [line for line in found if line.startswith("solved: ")]
    assert double.startswith("solved: 99-check-double: double · Double a number: not")
    assert half == "solved: 99-check-half: the check says nothing"
    [raised] = [line for line in found if line.endswith(": AssertionError: ")]
    assert raised == "backwards: 99-question-2: AssertionError: "
    assert any(line.startswith("backwards: 99-question-1: shows") for line in found)


def test_an_exercise_whose_answer_a_later_cell_replaces_is_named(
    executed, tmp_path, lesson_99
):
    sources = {"99-question-1": "# Takes a name\nhalf = abs"}
    found = twice.problems(spoilt(executed, tmp_path, sources))
    assert any(line.startswith("backwards: 99-check-half: ") for line in found)


def test_the_strict_lane_is_green_on_the_good_notebook(executed, lesson_99):
    done = strict.run([executed], workers=0)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "17 passed" in done.stdout


def test_the_strict_lane_is_red_on_each_kind_of_bad_notebook(write):
    other = write("# Two\nprint(2)", name="90_other_output.ipynb")
    notebook = nbformat.read(other, as_version=4)
    notebook.cells[0].outputs = [new_output("stream", name="stdout", text="3\n")]
    nbformat.write(notebook, other)
    more = write("# Two\nprint(2)", name="91_more_output.ipynb")
    error = write("# Two\n1 / 0", name="92_error.ipynb")
    dead = write(DIES, name="93_dead.ipynb")
    done = strict.run([other, more, error, dead], workers=0)
    assert done.returncode == 1
    assert "4 failed" in done.stdout
    for why in (
        "mismatch 'stdout'",
        "Unexpected output fields",
        "Cell execution caused an exception",
        "the kernel died",
    ):
        assert why in done.stdout


def test_the_strict_lane_ends_when_a_cell_hangs(write):
    done = strict.run([write(HANGS)], timeout=1, workers=0)
    assert done.returncode == 1
    assert "Timeout of 1 seconds exceeded" in done.stdout


def test_what_strict_passes_in_vain_is_refused_by_structure(executed, lesson_99):
    page = Page.read(executed)
    for cell in page.code:
        cell.outputs, cell.execution_count = [], None
    assert "99_good.ipynb: was never executed: run `make outputs`" in page_problems(
        page
    )


def test_the_strict_lane_keeps_a_notebook_with_one_worker(executed):
    assert "--dist=loadfile" in strict.command([executed])


def test_an_output_is_compared_as_the_learner_sees_it():
    stream = [new_output("stream", name="stdout", text=text) for text in "ab"]
    shape = new_output("display_data", data={"text/plain": "a", "text/html": "x"})
    error = new_output("error", ename="OSError", evalue="no", traceback=["x"])
    assert shown(stream) == [("stdout", "ab")]
    kinds = [("text/html", "x"), ("text/plain", "a")]
    assert shown([shape, error]) == [*kinds, ("OSError", "no")]


def test_an_output_that_is_not_compared_is_no_difference():
    stored, ran = new_code_cell(id="a"), new_code_cell(id="a")
    ran.outputs = [new_output("stream", name="stdout", text="a")]
    assert differences([stored], [ran]) == ["a: shows [('stdout', 'a')], stored is []"]
    stored.metadata["tags"] = ["nbval-ignore-output"]
    assert differences([stored], [ran]) == []


def test_writing_outputs_leaves_ids_and_outputs_and_nothing_else(tmp_path):
    path = tmp_path / "99_new.ipynb"
    cells = [
        new_markdown_cell("# A title"),
        new_code_cell("# Say so\nprint(1)\nprint(2)", metadata={"collapsed": True}),
        new_code_cell("# Say so\n3", metadata={"tags": ["a"]}),
    ]
    notebook = new_notebook(cells=cells, metadata={"stray": 1})
    nbformat.write(notebook, path)
    outputs.write_outputs(path)
    written = nbformat.read(path, as_version=4)
    assert [cell.id for cell in written.cells] == [
        "99-a-title",
        "99-say-so",
        "99-say-so-2",
    ]
    assert written.metadata == notebooks.METADATA
    assert [cell.metadata for cell in written.cells] == [{}, {}, {"tags": ["a"]}]
    assert shown(written.cells[1].outputs) == [("stdout", "1\n2\n")]
    assert [cell.execution_count for cell in written.cells[1:]] == [1, 2]
    assert list(tmp_path.iterdir()) == [path]


def test_a_notebook_with_an_error_keeps_its_old_outputs(write):
    path = write("# Wrong\n1 / 0")
    before = path.read_bytes()
    with pytest.raises(notebooks.FAILURES):
        outputs.write_outputs(path)
    assert path.read_bytes() == before


def test_notebooks_are_chosen_by_their_numbers(monkeypatch, tmp_path):
    monkeypatch.setattr(notebooks, "NOTEBOOKS", tmp_path)
    for name in ("00_a.ipynb", "01_b.ipynb", "notes.ipynb"):
        (tmp_path / name).touch()
    assert [path.name for path in notebooks.chosen()] == ["00_a.ipynb", "01_b.ipynb"]
    assert [path.name for path in notebooks.chosen(["01"])] == ["01_b.ipynb"]


def test_many_kernels_run_one_notebook(executed, write, lesson_99):
    assert asyncio.run(kernels.classroom(2, executed)) == [[], []]
    found = asyncio.run(kernels.classroom(1, write("# Not stored\nprint(7)")))
    assert found == [["cell-1: shows [('stdout', '7\\n')], stored is []"]]


def test_busy_cores_are_idle_again_afterwards():
    before = set(psutil.Process().children())
    with repeat.busy_cores():
        assert set(psutil.Process().children()) > before
    assert set(psutil.Process().children()) <= before


def test_repeating_counts_the_runs_that_fail(monkeypatch, executed, capsys):
    results = iter([0, 1])

    def run(paths):
        return subprocess.CompletedProcess([], next(results), "said", "")

    monkeypatch.setattr(repeat, "run", run)
    monkeypatch.setattr(notebooks, "NOTEBOOKS", executed.parent)
    assert repeat.main(["2", "99"]) == 1
    assert "1 of 2 runs failed, 1 notebooks each" in capsys.readouterr().out


@pytest.mark.parametrize("lane", [burst, twice])
def test_a_lane_prints_what_it_finds(lane, monkeypatch, capsys, executed):
    monkeypatch.setattr(notebooks, "NOTEBOOKS", executed.parent)
    monkeypatch.setattr(lane, "problems", lambda path: [])
    assert lane.main([]) == 0
    assert capsys.readouterr().out.startswith("1 notebooks ")
    monkeypatch.setattr(lane, "problems", lambda path: ["99-a: wrong"])
    assert lane.main([]) == 1
    assert capsys.readouterr().out == "99_good.ipynb: 99-a: wrong\n"


def test_the_strict_lane_prints_what_nbval_says(monkeypatch, capsys, executed):
    monkeypatch.setattr(notebooks, "NOTEBOOKS", executed.parent)
    done = subprocess.CompletedProcess([], 1, "1 failed\n", "")
    monkeypatch.setattr(strict, "run", lambda paths: done)
    assert strict.main(["98"]) == 2
    assert strict.main(["99"]) == 1
    assert capsys.readouterr().out == "no notebook has such a name\n1 failed\n"


def test_no_lane_builds_the_grammar_of_addresses():
    code = "import authoring.lint.structure, sys; print(sys.modules['rfc3987_syntax'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout == "None\n"


def test_the_good_notebook_can_be_copied_and_stays_good(executed, tmp_path, lesson_99):
    path = tmp_path / executed.name
    shutil.copy(executed, path)
    outputs.write_outputs(path)
    assert path.read_text("utf-8") == executed.read_text("utf-8")
