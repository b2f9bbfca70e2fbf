"""Do the tests notice a fault? `python -m authoring.mutation.protocol` puts in many.

It needs `mutmut` 3, works on a copy, and prints a score for each module and the
names of the mutants that lived. `docs/mutation.md` says why each of them may.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

SETTINGS = """\
[mutmut]
source_paths=wslesson
only_mutate=wslesson/protocol/*.py
pytest_add_cli_args=
    -pauthoring.mutation.profile
    --hypothesis-profile=mutation
    --ignore=tests/protocol/test_differential.py
    --ignore=tests/protocol/test_sending.py
    -pno:cacheprovider
    -pno:xdist
pytest_add_cli_args_test_selection=tests/protocol
timeout_constant=5.0
use_git_change_detection=false
"""


def main(folder: Path) -> None:
    for name in "wslesson", "tests":
        copytree(name, folder / name)
    (folder / "pyproject.toml").write_bytes(Path("pyproject.toml").read_bytes())
    (folder / "setup.cfg").write_text(SETTINGS)
    mutmut = Path(sys.executable).with_name("mutmut")
    subprocess.run([mutmut, "run", "--max-children=2"], cwd=folder, check=True)
    results = subprocess.run(
        [mutmut, "results", "--all", "true"],
        cwd=folder,
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    fates = [line.strip().split(": ") for line in results.splitlines() if ":" in line]
    made = Counter(name.split(".")[2] for name, _ in fates)
    lived = Counter(name.split(".")[2] for name, fate in fates if fate == "survived")
    for module in sorted(made):
        caught = made[module] - lived[module]
        print(f"{module:<12}{made[module]:>6}{caught:>6}{caught / made[module]:>9.1%}")
    print(*(name for name, fate in fates if fate == "survived"), sep="\n")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        main(Path(folder))
