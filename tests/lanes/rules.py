"""The rule map: each rule of RFC 6455, the tests that hold it, the cells that teach it.

`python -m tests.lanes.rules` writes docs/rules.md.
"""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .page import Page, noted

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "rfc6455_requirements.csv"
PAGE = ROOT / "docs" / "rules.md"

# The rules that our code does not claim to keep, and why not.
ARGUED = {
    "X07": "when to connect again is the application's choice: lesson 11",
}

PREFACE = """# The rules of RFC 6455

Written by `make rules` from [the requirements](rfc6455_requirements.csv), the marks of
the tests (`@pytest.mark.rule`) and the cells of the lessons (`wslesson.rules`). A rule
without a test says why; any other makes a check fail.

| rule | § | who | what it demands | tests | lessons |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Rule:
    """One row of the requirements."""

    id: str
    section: str
    role: str
    requirement: str


def rules(table: Path = TABLE) -> list[Rule]:
    """Return the rules, in the order of the table."""
    with table.open(encoding="utf-8", newline="") as file:
        return [Rule(**row) for row in csv.DictReader(file)]


def marked_tests(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """Yield the rule, the file and the name for each mark on a test."""
    for file in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                for rule in marks(node):
                    yield rule, file, node.name


def marks(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[str]:
    """Yield the rules that a definition is marked with."""
    for decorator in node.decorator_list:
        if (
            isinstance(decorator, ast.Call)
            and ast.unparse(decorator.func) == "pytest.mark.rule"
        ):
            yield from (ast.literal_eval(argument) for argument in decorator.args)


def marked_cells(notebooks: Path) -> Iterator[tuple[str, Path, str]]:
    """Yield the rule, the notebook and the cell's first line, for each note."""
    for path in sorted(notebooks.glob("*.ipynb")):
        page = Page.read(path)
        for cell in page.cells:
            title = cell.source.partition("\n")[0].lstrip("# ")
            yield from ((rule, path, title) for rule in noted(cell, "rules"))
        for exercise in page.exercises:
            title = f"exercise {exercise.id}"
            yield from ((rule, path, title) for rule in exercise.rules)


def text(root: Path = ROOT) -> str:
    """Return the page."""
    tests = list(marked_tests(root / "tests"))
    cells = list(marked_cells(root / "notebooks"))
    return PREFACE + "".join(line(rule, tests, cells) for rule in rules())


def line(
    rule: Rule,
    tests: list[tuple[str, Path, str]],
    cells: list[tuple[str, Path, str]],
) -> str:
    """Return a rule's row."""
    where = [
        f"[{name.removeprefix('test_').replace('_', ' ')}]({link(file)})"
        for marked, file, name in tests
        if marked == rule.id
    ]
    taught = [
        f"[{file.stem[:2]}: {title}]({link(file)})"
        for marked, file, title in cells
        if marked == rule.id
    ]
    proof = "<br>".join(where) or ARGUED.get(rule.id, "none")
    row = rule.id, rule.section, rule.role, rule.requirement, proof, "<br>".join(taught)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n"


def link(file: Path) -> str:
    return f"../{file.relative_to(ROOT).as_posix()}"


def problems() -> list[str]:
    """Return a line for each thing that is wrong with the map: none is good."""
    known = [rule.id for rule in rules()]
    tested = {rule for rule, _, _ in marked_tests(ROOT / "tests")}
    wrong = [f"{rule} has no test" for rule in known if rule not in tested | {*ARGUED}]
    wrong += [f"{rule} is in no table" for rule in sorted(tested - {*known})]
    wrong += [f"{rule} has a test: argue no more" for rule in tested & {*ARGUED}]
    if PAGE.read_text(encoding="utf-8") != text():
        wrong.append(f"{PAGE.name} is stale: make rules")
    return wrong


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
