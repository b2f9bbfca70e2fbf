"""A lesson in the real JupyterLab of the edition, as a learner has it."""

from __future__ import annotations

from typing import Any

from tests.lite.browsers import Tab

# What a click on *Run All* does, from the moment when the kernel is there.
RUN_ALL = """(async () => {
  const until = async (what, seconds) => {
    for (const start = Date.now(); Date.now() - start < seconds * 1000; ) {
      const found = what();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("too late: " + what);
  };
  const status = () => panel()?.sessionContext?.session?.kernel?.status;
  const panel = () => window.jupyterapp?.shell.currentWidget;
  await until(() => status() === "idle", 150);
  const cells = panel().content.model.sharedModel.cells.filter(
    (cell) => cell.cell_type === "code"
  );
  for (const cell of cells) cell.execution_count = null;
  window.jupyterapp.commands.execute("notebook:run-all-cells");
  const failed = () => cells.some((cell) =>
    cell.outputs.some((output) => output.output_type === "error")
  );
  const ran = () => cells.every((cell) => cell.execution_count);
  await until(() => status() === "idle" && (ran() || failed()), 150);
  await new Promise((resolve) => setTimeout(resolve, 300));  // the last output
  return cells.map((cell) => cell.toJSON().outputs);
})()"""


def run_all(tab: Tab, address: str, name: str) -> list[list[Any]]:
    """Open a lesson, run all its cells, and return the outputs of each."""
    tab.open(f"{address}/lab/index.html?path={name}.ipynb")
    return list(tab.ask(RUN_ALL))
