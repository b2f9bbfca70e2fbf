"""The rule map: each rule of RFC 6455, the tests that hold it, the cells that teach it.

`make maps` writes it to docs/maps/rules.md.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..lint.page import Page
from .marks import MAPS, ROOT, TABLES, Mark, link, linked, marked_cells, row, rows

PAGE = MAPS / "rules.md"

# The rules that our code does not claim to keep, and why not.
ARGUED = {
    "X07": "when to connect again is the application's choice: lesson 11",
}

PREFACE = """# The rules of RFC 6455

Written by `make maps` from [the requirements](rfc6455_requirements.csv), the marks of
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


def rules() -> list[Rule]:
    """Return the rules, in the order of the table."""
    return [Rule(**row) for row in rows(TABLES["rules"])]


def marked_tests(folder: Path) -> Iterator[Mark]:
    """Yield the rule, the file and the name for each mark on a test."""
    for file in sorted(folder.rglob("test_*.py")):
        text = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text if ".mark.rule" in text else "")):
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


def marked_exercises(notebooks: Path) -> Iterator[Mark]:
    """Yield the rule, the notebook and the exercise, for each rule of an exercise."""
    for path in sorted(notebooks.glob("*.ipynb")):
        for exercise in Page.read(path).exercises:
            title = f"exercise `{exercise.id}`"
            yield from ((rule, path, title) for rule in exercise.rules)


def text(root: Path = ROOT) -> str:
    """Return the page."""
    tests = list(marked_tests(root / "tests"))
    notebooks = root / "notebooks"
    cells = [*marked_cells(notebooks, "rules"), *marked_exercises(notebooks)]
    cells.sort(key=lambda mark: mark[1])
    return PREFACE + "".join(line(rule, tests, cells) for rule in rules())


def line(rule: Rule, tests: list[Mark], cells: list[Mark]) -> str:
    """Return a rule's row."""
    where = [
        f"[{name.removeprefix('test_').replace('_', ' ')}]({link(file)})"
        for marked, file, name in tests
        if marked == rule.id
    ]
    proof = "<br>".join(where) or ARGUED.get(rule.id, "none")
    taught = "<br>".join(linked(cells, rule.id))
    return row([rule.id, rule.section, rule.role, rule.requirement, proof, taught])


def problems() -> list[str]:
    """Return a line for each thing that is wrong with the map: none is good."""
    known = [rule.id for rule in rules()]
    tested = {rule for rule, _, _ in marked_tests(ROOT / "tests")}
    wrong = [f"{rule} has no test" for rule in known if rule not in tested | {*ARGUED}]
    wrong += [f"{rule} is in no table" for rule in sorted(tested - {*known})]
    wrong += [f"{rule} has a test: argue no more" for rule in tested & {*ARGUED}]
    if PAGE.read_text(encoding="utf-8") != text():
        wrong.append(f"{PAGE.name} is stale: make maps")
    return wrong
