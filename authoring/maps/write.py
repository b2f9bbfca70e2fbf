"""The coverage maps: each feature of the library, question and pain, and where it is.

`make maps` writes features.md, questions.md, pains.md and rules.md in docs/maps/.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ..notebooks import NOTEBOOKS
from . import rules
from .marks import MAPS, ROOT, TABLES, link, linked, marked_cells, row, rows

LATER = ("10_browser", "11_faults", "12_security", "13_scale", "14_capstone")

# What a row says beside the claim itself, if the table has such a column.
ELSEWHERE = ("prevented", "held_by", "later", "why_not")

PREFACES = {
    "features": """# The features of websockets

What each of its four ways offers, in version 17.4: held by
[a test](../../tests/project/test_library_features.py). *n/a*: it is the caller's part,
as the way does no I/O.
""",
    "questions": """# Questions people ask about websockets

The headings of its questions and answers, in words of our own.
""",
    "pains": """# What people struggle with

What stops people who learn WebSockets in a notebook. It is taught in a cell, or
prevented by something that a test holds, or both.
""",
}
WRITTEN = """
Written by `make maps` from [the table]({table}) and the marks of the cells
(`wslesson.{what}`). Each row points to the executed cell that shows it, or to the
lesson that will, or says why none does; any other makes a check fail.

"""


def text(what: str) -> str:
    """Return the page of the features, the questions or the pains."""
    table = TABLES[what]
    claims = rows(table)
    marks = list(marked_cells(NOTEBOOKS, what))
    columns = [name for name in claims[0] if name not in ELSEWHERE]
    head = [*(name.replace("_", "-") for name in columns), "where"]
    page = PREFACES[what] + WRITTEN.format(table=table.name, what=what)
    page += row(head) + f"|{'---|' * len(head)}\n"
    for claim in claims:
        where = [*linked(marks, claim["id"]), *elsewhere(claim)]
        page += row([*(claim[name] for name in columns), "<br>".join(where)])
    return page


def elsewhere(claim: dict[str, str]) -> Iterator[str]:
    """Yield what there is beside the cells: what prevents it, a lesson, a reason."""
    if claim.get("prevented"):
        tests = ", ".join(
            f"[{name.removeprefix('test_').replace('_', ' ')}]({link(file)})"
            for file, name in held_by(claim)
        )
        yield f"prevented: {claim['prevented']} ({tests})"
    if claim["later"]:
        yield f"later: {claim['later']}"
    if claim["why_not"]:
        yield f"not shown: {claim['why_not']}"


def held_by(claim: dict[str, str]) -> list[tuple[Path, str]]:
    """Return the file and the name of each test that holds what prevents a pain."""
    pairs = [each.partition("::") for each in claim.get("held_by", "").split()]
    return [(ROOT / file, name) for file, _, name in pairs]


def page_of(what: str) -> Path:
    """Return where the page is."""
    return MAPS / f"{what}.md"


def problems(what: str) -> list[str]:
    """Return a line for each thing that is wrong with a map: none is good."""
    shown: dict[str, set[str]] = {}
    for name, path, _ in marked_cells(NOTEBOOKS, what):
        shown.setdefault(name, set()).add(path.stem)
    wrong = [
        f"{claim['id']} {problem}"
        for claim in rows(TABLES[what])
        for problem in claim_problems(claim, shown.get(claim["id"], set()))
    ]
    page = page_of(what)
    if not page.exists() or page.read_text(encoding="utf-8") != text(what):
        wrong.append(f"{page.name} is stale: make maps")
    return wrong


def claim_problems(claim: dict[str, str], shown: set[str]) -> Iterator[str]:
    """Yield what is wrong with a claim that these notebooks show."""
    later, why_not = claim["later"], claim["why_not"]
    if not shown and not any(claim.get(column) for column in ELSEWHERE):
        yield "is nowhere: mark a cell, or name a later lesson or a reason"
    if shown and why_not:
        yield "is shown: argue no more"
    if later and later not in LATER:
        yield f"waits for {later}, which is no later lesson"
    if later not in shown and (NOTEBOOKS / f"{later}.ipynb").exists():
        yield f"was promised for {later}, which does not show it"
    if bool(claim.get("prevented")) != bool(claim.get("held_by")):
        yield "is prevented by what no test holds"
    for file, name in held_by(claim):
        if name not in functions(file):
            yield f"is held by {name}, which is not there"


def functions(file: Path) -> set[str]:
    """Return the names of the functions of a module; none if it is not there."""
    if not file.exists():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def main() -> None:
    """Write all pages."""
    rules.PAGE.write_text(rules.text(), encoding="utf-8")
    for what in PREFACES:
        page_of(what).write_text(text(what), encoding="utf-8")


if __name__ == "__main__":
    main()
