"""A notebook whose outputs were stripped cannot pass the commands of docs/ci.md."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]


def the_third_command(folder):
    """Run it as docs/ci.md has it, for another folder."""
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    (command,) = re.findall(
        r"^python (-m authoring\.[\w.]+) notebooks/$", page, re.MULTILINE
    )
    return subprocess.run(
        [sys.executable, *command.split(), str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_a_notebook_that_was_stripped_is_named(executed, tmp_path):
    notebook = nbformat.read(executed, as_version=4)
    for cell in notebook.cells:  # what nbstripout does
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, tmp_path / "stripped.ipynb")
    done = the_third_command(tmp_path)
    assert done.returncode == 1, done.stderr
    count = sum(cell.cell_type == "code" for cell in notebook.cells)
    assert done.stdout.startswith(f"stripped.ipynb: {count} cells were never run")


def test_one_cell_that_was_never_run_is_enough(executed, tmp_path):
    notebook = nbformat.read(executed, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("1 + 1"))
    nbformat.write(notebook, tmp_path / "one.ipynb")
    assert the_third_command(tmp_path).stdout.startswith("one.ipynb: 1 ")


def test_the_lessons_have_been_run_and_a_folder_without_any_proves_nothing(tmp_path):
    assert the_third_command(ROOT / "notebooks").returncode == 0
    assert the_third_command(tmp_path).returncode == 1
