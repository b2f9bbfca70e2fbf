"""A lesson in the real JupyterLab of the edition, as a learner has it."""

from __future__ import annotations

from typing import Any

from tests.lite.browsers import Tab

# What a click on *Run All* does, from the moment when the kernel is there. It ends when
# all cells have, or at the first error: what stands below a cell that never ran is old.
RUN_ALL = """(async () => {
  const late = new Promise((_, no) => setTimeout(no, 240000, Error("too late")));
  const panel = () => window.jupyterapp?.shell.currentWidget;
  const idle = async () => {
    while (panel()?.sessionContext?.session?.kernel?.status !== "idle")
      await new Promise((resolve) => setTimeout(resolve, 100));
  };
  await Promise.race([idle(), late]);
  const cells = panel().content.model.sharedModel.cells.filter(
    (cell) => cell.cell_type === "code"
  );
  for (const cell of cells) cell.execution_count = null;
  const run = window.jupyterapp.commands.execute("notebook:run-all-cells");
  await Promise.race([run, late]);
  const never = [{ output_type: "error", ename: "it never ran", evalue: "" }];
  return cells.map((cell) => cell.execution_count ? cell.toJSON().outputs : never);
})()"""


def run_all(tab: Tab, address: str, name: str) -> list[list[Any]]:
    """Open a lesson, run all its cells, and return the outputs of each."""
    tab.open(f"{address}/lab/index.html?path={name}.ipynb")
    return list(tab.ask(RUN_ALL))
